"""Pages of the hosts: who evaluates on the spot, what they drew and wrote down; notes, which evaluators write."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from assessment.documents.national.samples import samples_of
from assessment.filters.evaluations import EvaluationFilter, EvaluationNoteFilter
from assessment.forms.evaluations import EvaluationForm, EvaluationNoteForm, NoteTaskForm
from assessment.models import Evaluation, EvaluationNote, Judgement, SelfAssessment
from assessment.services.national import evaluation_notes as notes
from assessment.services.national import evaluations as services
from assessment.tables.evaluations import EVALUATIONS, NOTES, kind, standing
from committee.models import Task
from dayan_safety.errors import RuleBroken
from dayan_safety.forms import ReasonForm
from dayan_safety.permissions import require
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_path
from dayan_safety.views.beginning import asked_for, only_one
from dayan_safety.workdays import today


def tell_password(request: HttpRequest, evaluation: Evaluation, first: str) -> None:
    """Say a first password, once."""
    told = {"name": evaluation.login.username, "password": first}
    messages.warning(request, _("First password of %(name)s, shown only now: %(password)s") % told)


class EvaluationView(RecordView):
    """Evaluators from outside."""

    model = Evaluation
    columns = EVALUATIONS
    filterset = EvaluationFilter
    form = EvaluationForm
    edit_service = staticmethod(services.edit_evaluation)
    is_removable = False
    search_hint = gettext_lazy("Evaluator, who sent them, or sign-in name")
    empty_hint = gettext_lazy("Nobody evaluates yet: let an evaluator in once a self-assessment is submitted.")

    def rows(self) -> QuerySet[Any]:
        """With login and self-assessment."""
        return self.visible().with_names()

    def one_row(self) -> QuerySet[Any]:
        """With login and self-assessment."""
        return self.rows()

    def fresh(self) -> Evaluation:
        """Of the self-assessment that the address names, or of the only submitted one; today alone."""
        asked = asked_for(SelfAssessment, self.request, "assessment")
        submitted = SelfAssessment.objects.present().filter(state=SelfAssessment.State.SUBMITTED)
        key = asked.pk if asked else only_one(submitted.values_list("pk", flat=True)[:2])
        return Evaluation(assessment_id=key, first_on=today(), last_on=today())

    def created(self, form: Any) -> Evaluation:
        """With a login, whose first password is told."""
        name = form.cleaned_data["username"]
        made, first = services.create_evaluation(form.instance, by=self.request.user, username=name)
        tell_password(self.request, made, first)
        return made

    def status(self, record: Any) -> Badge:
        """To come, running, over or ended."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """Who comes from where, for what, how long, by which login."""
        ended = [Fact(_("Ended on"), record.ended_on)] if record.ended_on else []
        return [
            Fact(_("National self-assessment"), record.assessment, record.assessment.get_absolute_url()),
            Fact(_("Sent by"), record.institution),
            Fact(_("First day"), record.first_on),
            Fact(_("Last day"), record.last_on),
            Fact(_("Sign-in name"), record.login.username),
            *ended,
        ]

    def buttons(self, record: Any) -> list[Button]:
        """The notes as a list; ending it."""
        url = f"{reverse('assessment:list_evaluationnote')}?evaluation={record.pk}"
        end = reverse("assessment:end_evaluation", args=[record.pk])
        ending = [] if record.ended_on else [Button("assessment.end_evaluation", end, "slash-circle", "danger")]
        return [Button("assessment.view_evaluationnote", url, "list-ol", "primary", _("Notes as a list")), *ending]

    def own_buttons(self, record: Any) -> list[Button]:
        """What was ended is not edited."""
        return [] if record.ended_on else super().own_buttons(record)

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its notes."""
        return [record.notes.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Notes by indicator, samples, the login while it opens."""
        found = record.notes.present().with_names().order_by("judgement__indicator__number", "pk")
        listed = {"notes": [(note, kind(note)) for note in found]}
        samples = {"samples": samples_of(record.draws.present())}
        login = [] if record.is_over_on(today()) else [
            Panel(_("Forgotten password"), "assessment/national/evaluation_login.html", {"evaluation": record})
        ]  # fmt: skip
        return [
            Panel(_("Notes of the evaluator"), "assessment/national/evaluation_notes.html", listed),
            Panel(_("Samples"), "assessment/national/evaluation_samples.html", samples),
            *login,
        ]


class EvaluationNoteView(RecordView):
    """What evaluators wrote down."""

    model = EvaluationNote
    columns = NOTES
    filterset = EvaluationNoteFilter
    form = EvaluationNoteForm
    create_service = staticmethod(notes.create_evaluationnote)
    edit_service = staticmethod(notes.edit_evaluationnote)
    remove_service = staticmethod(notes.remove_evaluationnote)
    search_hint = gettext_lazy("Words of the note or of the indicator")
    empty_hint = gettext_lazy("No note matches. Take a filter away; evaluators write notes at the indicators.")

    def rows(self) -> QuerySet[Any]:
        """With evaluation and indicator."""
        return self.visible().with_names()

    def one_row(self) -> QuerySet[Any]:
        """With evaluation and indicator."""
        return self.rows()

    def fresh(self) -> EvaluationNote:
        """In the own evaluation, about the indicator that the address names."""
        own = get_object_or_404(Evaluation.objects.all().visible_to(self.request.user))
        return EvaluationNote(evaluation=own, judgement=asked_for(Judgement, self.request, "judgement"))

    def led_to(self, made: Any) -> str:
        """The evaluator goes on at the indicator."""
        return reverse("assessment:show_on_site_indicator", args=[made.judgement.indicator.number])

    def status(self, record: Any) -> Badge:
        """Strength, gap or question."""
        return kind(record)

    def facts(self, record: Any) -> list[Fact]:
        """About which indicator, in which evaluation, what; leading on where the reader may go."""
        is_host = self.request.user.has_perm("assessment.view_evaluation")
        judgement, evaluation = (
            thing.get_absolute_url() if is_host else "" for thing in (record.judgement, record.evaluation)
        )
        return [
            Fact(_("Indicator"), record.judgement, judgement),
            Fact(_("Evaluation on the spot"), record.evaluation, evaluation),
            Fact(_("What was noticed"), record.text),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """A task, once the evaluation is over."""
        url = reverse("assessment:assign_note_task", args=[record.pk])
        is_over = record.evaluation.is_over_on(today())
        return [Button("assessment.assign_note_task", url, "plus-lg", "primary")] if is_over else []

    def panels(self, record: Any) -> list[Panel]:
        """The tasks that were made of it."""
        rows = Task.objects.present().come_from(record).visible_to(self.request.user)
        found = {"tasks": list(rows)}
        return [Panel(_("Tasks"), "assessment/national/note_tasks.html", found)] if found["tasks"] else []


@require_POST
def give_evaluation_password(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """A new first password for the evaluator, told once."""
    record = get_object_or_404(Evaluation.objects.all().visible_to(request.user).with_names(), pk=pk)
    require(request.user, services.PASSWORD, record)
    try:
        tell_password(request, record, services.give_evaluation_password(record, by=request.user))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return HttpResponseRedirect(record.get_absolute_url())


urlpatterns = [
    verb_path(
        "evaluations/<int:pk>/end/",
        services.END,
        Evaluation,
        ReasonForm,
        services.end_evaluation,
        explain=gettext_lazy("The login is closed for good, and whoever is signed in by it is out at once."),
        danger=True,
    ),
    path("evaluations/<int:pk>/password/", give_evaluation_password, name="give_evaluation_password"),
    verb_path("evaluation-notes/<int:pk>/task/", notes.TASK, EvaluationNote, NoteTaskForm, notes.assign_note_task),
]
