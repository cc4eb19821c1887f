"""Pages of the national self-assessment: what it comes to today, and each indicator with its evidence."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from assessment.documents.national import packing
from assessment.filters.national import JudgementFilter, SelfAssessmentFilter
from assessment.forms.national import DecideForm, GapTaskForm, JudgeForm, SelfAssessmentForm
from assessment.models import Evidence, Judgement, SelfAssessment
from assessment.services.national import judging, proposing, writing
from assessment.services.national.sets import scale_of
from assessment.tables.national import FILES, JUDGEMENTS, VERDICTS, file_state
from dayan_safety.forms import ConfirmForm
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_path
from dayan_safety.workdays import today

State = SelfAssessment.State
EVIDENCE = pgettext_lazy("self-assessment", "Evidence")
EVALUATIONS = _("Evaluations on the spot")


def _button(verb: str, record: Any, icon: str, kind: str = "secondary") -> Button:
    return Button(f"assessment.{verb}", reverse(f"assessment:{verb}", args=[record.pk]), icon, kind)


class SelfAssessmentView(RecordView):
    """How the town judges itself."""

    model = SelfAssessment
    columns = FILES
    filterset = SelfAssessmentFilter
    form = SelfAssessmentForm
    create_service = staticmethod(judging.create_selfassessment)
    edit_service = staticmethod(judging.edit_selfassessment)
    remove_service = staticmethod(judging.remove_selfassessment)
    search_hint = _("Title")
    empty_hint = _("No self-assessment yet: begin that of this year, evidence is found by itself.")

    def rows(self) -> QuerySet[Any]:
        """With the set."""
        return self.visible().select_related("indicator_set")

    def one_row(self) -> QuerySet[Any]:
        """With the set."""
        return self.visible().select_related("indicator_set")

    def list_buttons(self) -> list[Button]:
        """The indicator sets; the evaluations on the spot."""
        sets, visits = reverse("assessment:list_indicatorset"), reverse("assessment:list_evaluation")
        return [
            Button("assessment.view_indicatorset", sets, "list-ol", "secondary", _("Indicator sets")),
            Button("assessment.view_evaluation", visits, "people", "secondary", EVALUATIONS),
        ]

    def status(self, record: Any) -> Badge:
        """Being worked on or submitted."""
        return file_state(record)

    def facts(self, record: Any) -> list[Fact]:
        """Set, year, when submitted, the seal."""
        seal = [Fact(_("Seal"), record.result["seal"][:16])] if record.result else []
        kept = record.indicator_set
        submitted = [Fact(_("Submitted on"), record.submitted_on)] if record.submitted_on else []
        return [
            Fact(_("Indicator set"), kept, kept.get_absolute_url()),
            Fact(_("Year"), str(record.year)),
            *submitted,
            *seal,
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Look for evidence, export everything, all indicators as a list, submit."""
        url = f"{reverse('assessment:list_judgement')}?assessment={record.pk}"
        visits = f"{reverse('assessment:list_evaluation')}?assessment={record.pk}"
        open_ones = [_button("propose_evidence", record, "search", "primary")]
        later = [
            _button("submit_selfassessment", record, "send-check"),
            _button("renew_selfassessment", record, "arrow-repeat"),
        ]
        is_open = record.state == State.OPEN
        return [
            *(open_ones if is_open else []),
            _button("pack_selfassessment", record, "download", "primary"),
            _button("show_xray", record, "search"),
            Button("assessment.view_judgement", url, "list-ol", "secondary", _("Indicators as a list")),
            *(later if is_open else [Button("assessment.view_evaluation", visits, "people", "secondary", EVALUATIONS)]),
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What was submitted is neither edited nor removed."""
        return super().own_buttons(record) if record.state == State.OPEN else []

    def panels(self, record: Any) -> list[Panel]:
        """If it were evaluated today; the twelve elements with their indicators."""
        whole, scale = judging.whole_of(record, today()), scale_of(record.indicator_set)
        by_key = {line.judgement.pk: line for line in whole.lines}
        head = {"whole": whole, "verdict": VERDICTS[whole.standing.verdict], "set": record.indicator_set}
        head["zeros"] = [by_key[key].judgement for key in whole.standing.zeros]
        lines = [packing.shown_line(line, scale) for line in whole.lines]
        return [
            Panel(_("If it were evaluated today"), "assessment/national/standing.html", head),
            Panel(_("Elements and indicators"), "assessment/national/tree.html", {"lines": lines}),
        ]


class JudgementView(RecordView):
    """What is said of each indicator."""

    model = Judgement
    columns = JUDGEMENTS
    filterset = JudgementFilter
    search_hint = _("Indicator, number or element")
    empty_hint = _("No indicator matches. Take a filter away.")

    def rows(self) -> QuerySet[Any]:
        """With the indicator and how much evidence there is."""
        return self.visible().with_names().with_evidence()

    def one_row(self) -> QuerySet[Any]:
        """With the indicator and how much evidence there is."""
        return self.rows()

    def facts(self, record: Any) -> list[Fact]:
        """Where it belongs, its points today, the grades, whose words."""
        indicator, whole = record.indicator, record.assessment
        points = judging.judged_of(record).points(scale_of(whole.indicator_set))
        note = [Fact(_("Note"), record.note)] if record.note else []
        return [
            Fact(_("National self-assessment"), whole, whole.get_absolute_url()),
            Fact(_("Element"), f"{indicator.element_number} {indicator.element}"),
            Fact(_("Wording"), indicator.get_wording_display()),
            Fact(_("Points today"), f"{points} / {indicator.full_mark}"),
            *(Fact(label, grade or _("not graded")) for label, grade in record.grades),
            *note,
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Grade it, make a task of a gap; while the self-assessment is being worked on."""
        if record.assessment.state != State.OPEN:
            return []
        task = _button("assign_gap_task", record, "plus-lg")
        return [_button("judge_indicator", record, "pencil", "primary"), task]

    def panels(self, record: Any) -> list[Panel]:
        """What is lacking, the text, the evidence by kind."""
        user = self.request.user
        groups, gaps = writing.groups_of(record, reader=user), judging.gaps_of(record, today())
        is_open = record.assessment.state == State.OPEN
        may = is_open and user.has_perm("assessment.decide_evidence", record)
        found = {"groups": groups, "may": may, "judgement": record}
        text = {"text": writing.text_of(record, groups) or _("Nothing can be written yet: accept evidence first.")}
        lacking = [Panel(_("What is lacking"), "assessment/national/gaps.html", {"gaps": gaps})] if gaps else []
        return [
            *lacking,
            Panel(_("Text of the report"), "records/panels/text.html", text),
            Panel(EVIDENCE, "assessment/national/evidence.html", found),
        ]


@require_safe
def pack_selfassessment(request: HttpRequest, pk: int) -> FileResponse:
    """The whole file as one ZIP: report, files, pages to read without a network."""
    record = get_object_or_404(SelfAssessment.objects.all().visible_to(request.user), pk=pk)
    if not request.user.has_perm("assessment.pack_selfassessment", record):
        raise PermissionDenied("assessment.pack_selfassessment")
    packed = packing.packed(record, by=request.user)
    return FileResponse(packed, as_attachment=True, filename=f"{record}.zip", content_type="application/zip")


def _to_task(record: Any, user: Any) -> str:
    return str(record.get_absolute_url())


OF_ONE = "judgements/<int:pk>/"
urlpatterns = [
    path("self-assessments/<int:pk>/pack/", pack_selfassessment, name="pack_selfassessment"),
    verb_path(
        "self-assessments/<int:pk>/propose/",
        "assessment.propose_evidence",
        SelfAssessment,
        ConfirmForm,
        proposing.propose_evidence,
        explain=_("The records of this year and of the one before are looked through; what was decided stays so."),
    ),
    verb_path(
        "self-assessments/<int:pk>/submit/",
        "assessment.submit_selfassessment",
        SelfAssessment,
        ConfirmForm,
        judging.submit_selfassessment,
        explain=_("The result is kept and sealed; nothing of it can be changed afterwards."),
    ),
    verb_path(
        "self-assessments/<int:pk>/renew/",
        "assessment.renew_selfassessment",
        SelfAssessment,
        ConfirmForm,
        judging.renew_selfassessment,
        explain=_("Grades, texts and evidence follow the numbers of the indicators."),
    ),
    verb_path(f"{OF_ONE}judge/", "assessment.judge_indicator", Judgement, JudgeForm, judging.judge_indicator),
    verb_path(
        f"{OF_ONE}task/",
        "assessment.assign_gap_task",
        Judgement,
        GapTaskForm,
        judging.assign_gap_task,
        then=_to_task,
    ),
    verb_path(
        f"{OF_ONE}decide/",
        "assessment.decide_evidence",
        Judgement,
        DecideForm,
        proposing.decide_evidence,
    ),
    *(
        verb_path(
            f"evidence/<int:pk>/{verb}/", f"assessment.{verb}_evidence", Evidence, ConfirmForm, service, then=_to_task
        )
        for verb, service in (("accept", proposing.accept_evidence), ("reject", proposing.reject_evidence))
    ),
]
