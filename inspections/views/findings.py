"""Pages of findings: how they stand, what happened to them, and the kinds of dangers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dayan_safety.delivery_pages import told_panel
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView
from dayan_safety.views.beginning import only_one
from dayan_safety.views.photos import PhotosFirstView
from dayan_safety.workdays import today
from inspections.filters.findings import FindingFilter
from inspections.forms.findings import FindingForm, FindingKindForm
from inspections.models import Finding, FindingKind
from inspections.querysets import SORTS
from inspections.services import findings as services
from inspections.tables.findings import FINDINGS, KINDS, light
from inspections.views.finding_panels import panels_of

State = Finding.State
# Verb → icon, and the states in which a finding offers it; the first that this person may do is the primary one.
VERBS = {
    "notify_finding": ("send", (State.FOUND,)),
    "close_finding": ("check2-circle", (State.ASKED,)),
    "fail_finding": ("arrow-return-left", (State.ASKED,)),
    "receive_finding": ("pen", (State.NOTIFIED,)),
    "ask_reinspection": ("check2", Finding.TO_DO),
    "report_step": ("camera", Finding.TO_DO),
    "fix_finding": ("list-check", Finding.TO_DO),
    "ask_finding_extension": ("calendar-plus", Finding.TO_DO),
    "list_for_supervision": ("pin-angle", Finding.OPEN),
    "unlist": ("pin", Finding.OPEN),
    "assign_finding_task": ("list-task", Finding.OPEN),
    "hand_over": ("box-arrow-up", Finding.AT_WORK),
    "take_back": ("box-arrow-in-down", (State.HANDED,)),
    "reopen_finding": ("arrow-counterclockwise", (State.CLOSED,)),
    "withdraw_finding": ("x-circle", (State.FOUND, *Finding.AT_WORK)),
}
MAIN = ("notify_finding", "close_finding", "receive_finding", "ask_reinspection", "take_back")


class FindingView(PhotosFirstView):
    """The register of findings."""

    model = Finding
    columns = FINDINGS
    filterset = FindingFilter
    form = FindingForm
    create_service = staticmethod(services.create_finding)
    edit_service = staticmethod(services.edit_finding)
    is_removable = False
    search_hint = _("Danger, number, place, unit or site")
    empty_hint = _("No finding matches. Take a filter away, or write one down.")

    def list_buttons(self) -> list[Button]:
        """The picture of the year."""
        url = reverse("inspections:view_picture")
        return [Button("inspections.view_finding", url, "bar-chart", text=_("The year's findings"))]

    def rows(self) -> QuerySet[Any]:
        """With names; what is open comes first."""
        return self.visible().with_names().with_recurrence().open_first()

    def one_row(self) -> QuerySet[Any]:
        """With names, whether it was there before, and who found it."""
        return (
            self.visible()
            .with_names()
            .with_recurrence()
            .with_existence(self.request.user, "unit", "site")
            .select_related("found_by__person", "received_by__person", "answer__inspection", "report")
        )

    def fresh(self) -> Finding:
        """Found today; at the own unit where there is one alone."""
        return Finding(found_on=today(), unit_id=only_one(self.request.user.standing.units))

    def status(self, record: Any) -> Badge:
        """Its light."""
        return light(record)

    def facts(self, record: Any) -> list[Fact]:
        """What, where, how grave, until when; what has not happened is left out."""
        at, site = record.received_at, record.site
        found = [
            Fact(_("Unit"), record.unit, record.unit.get_absolute_url() if record.unit_exists else ""),
            Fact(_("Site"), site and site.called, site.get_absolute_url() if record.site_exists else ""),
            Fact(_("Place"), record.place),
            Fact(_("Kind of danger"), record.kind, record.kind.get_absolute_url()),
            Fact(_("Level"), record.get_level_display()),
            Fact(_("State"), record.get_state_display()),
            Fact(_("To be put right by"), record.due_on),
            Fact(_("First to be put right by"), record.first_due_on if record.first_due_on != record.due_on else ""),
            Fact(_("Found on"), record.found_on),
            Fact(_("Found by"), " ".join(str(part) for part in (record.agency, record.found_by) if part)),
            Fact(_("Source"), record.get_source_display()),
            *self.origins(record),
            Fact(_("Found there before"), _("yes, within the year before") if record.recurs else ""),
            Fact(_("Received"), timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""),
            Fact(_("Re-inspection asked on"), record.asked_on),
            Fact(_("Re-inspections failed"), record.failed or ""),
            Fact(_("Under listed supervision since"), record.listed_on),
            Fact(_("Handed to"), record.handed_to if record.state == State.HANDED else ""),
            Fact(_("Closed on"), record.closed_on),
        ]
        return [fact for fact in found if fact.value]

    def origins(self, record: Any) -> list[Fact]:
        """The inspection or the report that it comes from; who reported is for those who sort alone."""
        answer, report = getattr(record, "answer", None), getattr(record, "report", None)
        inspection = answer.inspection if answer else None
        told = [Fact(_("Site inspection"), inspection.number, inspection.get_absolute_url())] if inspection else []
        may = report is not None and self.request.user.standing.is_one_of(*SORTS)
        return [*told, *([Fact(_("Report of a danger"), report.number, report.get_absolute_url())] if may else [])]

    def buttons(self, record: Any) -> list[Button]:
        """What its state allows."""
        fitting = [(v, icon) for v, (icon, states) in VERBS.items() if record.state in states and is_ripe(v, record)]
        return [
            Button(
                f"inspections.{verb}",
                reverse(f"inspections:{verb}", args=[record.pk]),
                icon,
                "primary" if verb in MAIN else "danger" if verb == "withdraw_finding" else "secondary",
            )
            for verb, icon in fitting
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What is over is not edited."""
        return super().own_buttons(record) if record.is_open else []

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Nothing besides: all that happens to it is told of the finding itself."""
        return []

    def panels(self, record: Any) -> list[Panel]:
        """The danger and what is demanded, before and after, steps, re-inspections, extensions."""
        return panels_of(record, self.request.user) + told_panel(record, self.request.user)


def is_ripe(verb: str, finding: Finding) -> bool:
    """Whether a verb could be done now, its state apart."""
    return {
        "ask_finding_extension": finding.due_on >= today(),
        "fix_finding": finding.level == Finding.Level.MAJOR,
        "list_for_supervision": finding.listed_on is None,
        "unlist": finding.listed_on is not None,
    }.get(verb, True)


class FindingKindView(RecordView):
    """The kinds of dangers."""

    model = FindingKind
    columns = KINDS
    form = FindingKindForm
    search_hint = _("Name")
    empty_hint = _("No kind of danger matches. Take a filter away, or enter one.")

    def facts(self, record: Any) -> list[Fact]:
        """Its place among the others."""
        return [Fact(_("Order"), str(record.order))]
