"""Pages of tasks, and the verbs on them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.filters.tasks import TaskFilter
from committee.forms import tasks as forms
from committee.models import Extension, Slip, Task
from committee.querysets import helper_names
from committee.services import tasks as services
from committee.services.reminding import late_tasks
from committee.tables.tasks import TASKS, light, source_in_words
from dayan_safety.delivery_pages import told_panel
from dayan_safety.forms import ConfirmForm, NoteForm, ReasonForm
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, verb_view

State = Task.State
# Verb → icon, and the states in which a task offers it; the first that this person may do is the primary one.
VERBS = {
    "close_task": ("check2-circle", (State.REPORTED,)),
    "return_task": ("arrow-return-left", (State.REPORTED, State.DECLINED)),
    "receive_task": ("pen", (State.ASSIGNED,)),
    "report_done": ("check2", Task.TO_DO),
    "report_progress": ("chat-left-text", (*Task.TO_DO, State.REPORTED)),
    "ask_extension": ("calendar-plus", Task.TO_DO),
    "decline_task": ("slash-circle", Task.TO_DO),
    "issue_slip": ("file-earmark-text", Task.OPEN),
    "move_task": ("calendar-week", Task.OPEN),
    "reopen_task": ("arrow-counterclockwise", (State.CLOSED,)),
    "cancel_task": ("x-circle", Task.OPEN),
}
MAIN = ("close_task", "receive_task", "report_done")


class TaskView(RecordView):
    """The register of tasks."""

    model = Task
    columns = TASKS
    filterset = TaskFilter
    form = forms.TaskForm
    create_service = staticmethod(services.assign_task)
    edit_service = staticmethod(services.edit_task)
    is_removable = False
    search_hint = _("Task, number or lead")
    empty_hint = _("No task matches. Take a filter away, or assign a task.")

    def rows(self) -> QuerySet[Any]:
        """With who leads; what is open comes first."""
        return self.visible().with_leads().open_first()

    def list_buttons(self) -> list[Button]:
        """With the number of those that are late."""
        late = late_tasks(self.request.user).count() if self.request.user.has_perm("committee.remind_task") else 0
        text = _("Remind of %(number)s overdue tasks") % {"number": late}
        remind = Button("committee.remind_task", reverse("committee:remind_task"), "bell", text=text)
        return [*super().list_buttons(), *([remind] if late else [])]

    def one_row(self) -> QuerySet[Any]:
        """With who leads, and the meeting it may have come from."""
        return self.visible().with_leads().select_related("outcome__item__meeting")

    def status(self, record: Any) -> Badge:
        """Its light."""
        return light(record)

    def facts(self, record: Any) -> list[Fact]:
        """Who, until when, from where; what has not happened is left out."""
        user, at = self.request.user, record.received_at
        helpers = helper_names(Task, [record.pk]).get(record.pk, [])
        lead_url = record.lead.get_absolute_url() if user.has_perm("committee.export_task") else ""
        found = [
            Fact(_("Led by"), record.lead, lead_url),
            Fact(_("Helpers"), "、".join(helpers)),
            Fact(_("State"), record.get_state_display()),
            Fact(_("Due on"), record.due_on),
            Fact(_("First due on"), record.first_due_on if record.first_due_on != record.due_on else ""),
            Fact(_("Assigned on"), record.assigned_on),
            Fact(_("Received"), timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""),
            Fact(_("Reported done on"), record.done_on),
            Fact(_("Closed on"), record.closed_on),
            Fact(_("Times sent back"), record.returned or ""),
            Fact(_("Source"), source_in_words(record), self.source_url(record)),
        ]
        return [fact for fact in found if fact.value]

    def source_url(self, record: Any) -> str:
        """The page of what it came from, if that exists for the reader."""
        outcome = getattr(record, "outcome", None)
        if outcome is None:
            return address_for(self.request.user, record.source_record)
        meeting_url = address_for(self.request.user, outcome.item.meeting)
        return f"{meeting_url}#item-{outcome.item_id}" if meeting_url else ""

    def buttons(self, record: Any) -> list[Button]:
        """What its state allows."""
        fitting = [(v, icon) for v, (icon, states) in VERBS.items() if record.state in states and is_ripe(v, record)]
        return [
            Button(
                f"committee.{verb}",
                reverse(f"committee:{verb}", args=[record.pk]),
                icon,
                "primary" if verb in MAIN else "danger" if verb == "cancel_task" else "secondary",
            )
            for verb, icon in fitting
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """A task that is over is not edited."""
        return super().own_buttons(record) if record.is_open else []

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Nothing besides: all that happens to it is told of the task itself."""
        return []

    def panels(self, record: Any) -> list[Panel]:
        """What is to be done, progress, extensions, slips."""
        user = self.request.user
        progress = list(record.progress.present().select_related("by__person"))
        extensions = list(record.extensions.present().select_related("asked_by__person", "decided_by__person"))
        slips = list(record.slips.present().select_related("signed_by__person"))
        for extension in extensions:
            may = extension.state == Extension.State.ASKED and user.has_perm("committee.decide_extension", extension)
            extension.decide_url = reverse("committee:decide_extension", args=[extension.pk]) if may else ""
        for slip in slips:
            may = slip.signed_at is None and user.has_perm("committee.sign_slip", slip)
            slip.sign_url = reverse("committee:sign_slip", args=[slip.pk]) if may else ""
            slip.paper_url = reverse("committee:download_slip", args=[slip.pk])
        panels = [
            Panel(_("What is to be done"), "records/panels/text.html", {"text": record.text}),
            Panel(_("Progress"), "committee/panels/progress.html", {"progress": progress}),
            Panel(_("Extensions"), "committee/panels/extensions.html", {"extensions": extensions}),
            Panel(_("Supervision slips"), "committee/panels/slips.html", {"slips": slips}),
        ]
        return [panel for panel in panels if any(panel.context.values())] + told_panel(record, user)


def is_ripe(verb: str, task: Task) -> bool:
    """Whether a verb could be done now: an extension is asked for before the task is due."""
    return verb != "ask_extension" or task.due_on >= timezone.localdate()


def _door(verb: str, form: Any, **about: Any) -> tuple[str, Any, str]:
    """Where the verb is done: its place under a task's address, its view, its name."""
    view = verb_view(f"committee.{verb}", Task, form, getattr(services, verb), **about)
    return verb.replace("_task", "").replace("_", "-"), view, verb


DOORS = (
    _door("receive_task", ConfirmForm, explain=_("You confirm that your unit or group has received this task.")),
    _door("report_progress", forms.TextForm),
    _door("report_done", forms.TextForm, explain=_("The office checks it. Today counts as the day it was done.")),
    _door("decline_task", ReasonForm, explain=_("The office and the chair decide about it.")),
    _door("return_task", ReasonForm),
    _door("close_task", NoteForm),
    _door("reopen_task", ReasonForm),
    _door("cancel_task", ReasonForm, explain=_("Those who do it are told and hear no more of it."), danger=True),
    _door("move_task", forms.MoveTaskForm),
    _door("ask_extension", forms.AskExtensionForm, explain=_("The chair decides. Until then the last day stays.")),
    _door(
        "issue_slip",
        forms.SlipForm,
        explain=_("Blue while the task is in time, yellow once it is overdue, red when it stays so."),
    ),
)
decide_extension_view = verb_view(
    "committee.decide_extension", Extension, forms.DecideExtensionForm, services.decide_extension
)
sign_slip_view = verb_view("committee.sign_slip", Slip, ConfirmForm, services.sign_slip)
