"""Working on a self-assessment: begun with a judgement of each indicator, graded, submitted by the chair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Indicator, IndicatorSet, Judgement, SelfAssessment
from assessment.scoring import seal_of
from assessment.scoring.national import Judged, Standing, Step, cheapest_steps, standing_of
from assessment.services.national.sets import indicators_of, scale_of
from committee.models import Task
from committee.services.tasks import assign_task
from dayan_safety.errors import EditedMeanwhile, RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.states import move_state, require_state
from dayan_safety.values import in_words
from dayan_safety.workdays import today

State = SelfAssessment.State
OLD = timedelta(days=365)  # evidence older than this is a gap
SUBMIT, TASK = "assessment.submit_selfassessment", "assessment.assign_gap_task"
CHEAPEST = 10


def create_selfassessment(assessment: SelfAssessment, *, by: Any) -> SelfAssessment:
    """Begin it with a judgement of each indicator of its set, which is in use.

    Raises ``RuleBroken`` while another of the year is being worked on.
    """
    with change():
        require_state(assessment.indicator_set, (IndicatorSet.State.IN_USE,))
        if SelfAssessment.objects.open().filter(year=assessment.year).exists():
            raise RuleBroken(_("A self-assessment of this year is being worked on already."))
        made = create_record(assessment, by=by)
        _begin(made, indicators_of(made.indicator_set))
    return made


def _begin(assessment: SelfAssessment, indicators: list[Indicator]) -> None:
    Judgement.objects.bulk_create(Judgement(assessment=assessment, indicator=each) for each in indicators)


def edit_selfassessment(
    assessment: SelfAssessment, names: list[str], *, by: Any, version: int | None = None
) -> SelfAssessment:
    """Call it otherwise, while it is being worked on."""
    with change():
        require_state(assessment, (State.OPEN,))
        return edit_record(assessment, names, by=by, version=version)


def remove_selfassessment(assessment: SelfAssessment, *, by: Any, reason: str) -> None:
    """Give it up, while it is being worked on: what was submitted stays."""
    with change():
        require_state(assessment, (State.OPEN,))
        remove_record(assessment, by=by, reason=reason)


@verb("assessment.judge_indicator")
def judge_indicator(judgement: Judgement, /, *, by: Any, version: int | None = None, **said: str) -> Judgement:
    """Write its grades, text and note, while the self-assessment is being worked on.

    Raises ``RuleBroken`` where somebody wrote after ``version``.
    """
    require_state(judgement.assessment, (State.OPEN,))
    for name, value in said.items():
        setattr(judgement, name, value)
    try:
        return edit_record(judgement, list(said), by=by, version=version, right="assessment.judge_indicator")
    except EditedMeanwhile as other:
        raise RuleBroken(judged_meanwhile(other.current)) from other


def judged_meanwhile(judgement: Judgement) -> str:
    """What somebody else wrote of an indicator, for whoever wrote at the same time."""
    labels = {field.name: field.verbose_name for field in Judgement._meta.fields}
    names = (*Judgement.PARTS, "text", "note")
    written = [f"{labels[name]} {in_words(judgement, name) or '—'}" for name in names]
    told = {"written": _("; ").join(written)}
    return _("Somebody wrote meanwhile: %(written)s. Save again to write your version over it.") % told


@dataclass(frozen=True, slots=True)
class Line:
    """A judgement with what it is worth and what it lacks."""

    judgement: Any
    judged: Judged
    gaps: list[str]


@dataclass(frozen=True, slots=True)
class Whole:
    """A self-assessment as it stands: lines by number, the standing, the cheapest step of each indicator."""

    lines: list[Line]
    standing: Standing
    steps: list[tuple[Step, Any]]
    drafts: int


def whole_of(assessment: SelfAssessment, on: date) -> Whole:
    """Everything at its head; one query, and the set's."""
    scale = scale_of(assessment.indicator_set)
    rows = list(assessment.judgements.present().with_names().with_evidence().order_by("indicator__number", "pk"))
    lines = [Line(row, judged_of(row), gaps_of(row, on)) for row in rows]
    judged, by_key = [line.judged for line in lines], {row.pk: row for row in rows}
    first: dict[int, Step] = {}
    for step in cheapest_steps(judged, scale):
        first.setdefault(step.key, step)
    steps = [(step, by_key[step.key]) for step in list(first.values())[:CHEAPEST]]
    return Whole(lines, standing_of(judged, scale), steps, sum(row.indicator.is_draft_text for row in rows))


def judged_of(row: Any) -> Judged:
    """A judgement (``with_evidence``) as it is scored."""
    return Judged(row.pk, row.indicator.full_mark, row.marks, row.accepted)


def gaps_of(row: Any, on: date) -> list[str]:
    """What a judgement (``with_evidence``) lacks, in sentences."""
    if not row.accepted:
        return [_("No evidence is accepted yet.")]
    gaps = [] if row.effects else [_("No evidence shows an effect.")]
    if row.newest is not None and row.newest < on - OLD:
        gaps.append(_("The newest evidence is older than 12 months."))
    return gaps


@verb(SUBMIT)
def submit_selfassessment(assessment: SelfAssessment, *, by: Any) -> None:
    """Make it formal: the result is kept with its rules and seal, and nothing of it changes any more.

    Raises ``RuleBroken`` while wording of an indicator is a draft, or a part has no grade. Zeros do not hinder it.
    """
    require_state(assessment, (State.OPEN,))
    whole = whole_of(assessment, today())
    if whole.drafts:
        told = {"number": whole.drafts}
        raise RuleBroken(
            _("%(number)s indicators have draft wordings: bring in the list of the evaluators first.") % told
        )
    if whole.standing.ungraded:
        told = {"number": len(whole.standing.ungraded)}
        raise RuleBroken(_("%(number)s indicators are not wholly graded yet.") % told)
    result = result_of(assessment, whole)
    move_state(assessment, of=(State.OPEN,), to=State.SUBMITTED, submitted_on=today(), result=result)
    record_action(SUBMIT, assessment, by=by, after={"seal": result["seal"]})


def result_of(assessment: SelfAssessment, whole: Whole) -> dict[str, Any]:
    """What is kept of it: by which scale, each indicator's grades and points, total and verdict, sealed."""
    scale = scale_of(assessment.indicator_set)
    rules = {"weights": [f"{weight:.2f}" for weight in scale.weights], "shares": dict(scale.shares)}
    rules |= {"pass_from": f"{scale.pass_from:.2f}", "rectify_from": f"{scale.rectify_from:.2f}"}
    lines = [
        {
            "number": line.judgement.indicator.number,
            "text": line.judgement.indicator.text,
            "full": f"{line.judged.full:.2f}",
            "grades": list(line.judged.grades),
            "points": f"{line.judged.points(scale):f}",
            "evidence": line.judged.accepted,
        }
        for line in whole.lines
    ]
    told = {"set": str(assessment.indicator_set), "rules": rules, "lines": lines}
    told |= {"total": f"{whole.standing.total:.2f}", "verdict": whole.standing.verdict}
    return told | {"seal": seal_of(told)}


@verb("assessment.renew_selfassessment")
def renew_selfassessment(assessment: SelfAssessment, *, by: Any) -> None:
    """Go over to the edition of its set that is in use: judgements and evidence follow the numbers of the indicators.

    Raises ``RuleBroken`` where the set has no newer edition in use, or lacks a number that was judged.
    """
    require_state(assessment, (State.OPEN,))
    newest = IndicatorSet.objects.in_use().filter(name=assessment.indicator_set.name).first()
    if newest is None or newest.pk == assessment.indicator_set_id:
        raise RuleBroken(_("It is judged by the edition in use already."))
    there = {each.number: each for each in indicators_of(newest)}
    rows = list(assessment.judgements.present().select_related("indicator"))
    if lost := sorted(row.indicator.number for row in rows if row.indicator.number not in there):
        raise RuleBroken(
            _("The new edition lacks these numbers: %(numbers)s.") % {"numbers": _(", ").join(map(str, lost))}
        )
    for row in rows:
        row.indicator = there.pop(row.indicator.number)
    Judgement.objects.bulk_update(rows, ["indicator"])
    _begin(assessment, list(there.values()))
    assessment.indicator_set = newest
    edit_record(assessment, ["indicator_set"], by=by, right="assessment.renew_selfassessment")


@verb(TASK)
def assign_gap_task(judgement: Judgement, /, *, by: Any, title: str, due_on: date, text: str = "", **lead: Any) -> Task:
    """Enter a task about a gap into the register; it leads back to the indicator. ``lead``: a unit or a group.

    Raises ``RuleBroken`` where the same is open there already, and as ``assign_task`` does.
    """
    require_state(judgement.assessment, (State.OPEN,))
    about = {"title": title, "due_on": due_on, "text": text, **lead}
    return enter_task(judgement, by=by, right=TASK, note=str(judgement.assessment), **about)


def enter_task(record: Any, *, by: Any, right: str, note: str, title: str, **about: Any) -> Task:
    """Enter a task of the self-assessment into the register, with history at the ``record`` that it leads back to.

    Part of a verb with that ``right``. Raises ``RuleBroken`` where the same is open there already, and as
    ``assign_task`` does.
    """
    if Task.objects.present().open().come_from(record).filter(title=title).exists():
        raise RuleBroken(_("The register has this task of the indicator already: give another one another title."))
    task = Task(title=title, source=Task.Source.ASSESSMENT, source_note=note[:200], **about)
    assign_task(task, by=by, source_record=record, right=right)
    record_action(right, record, by=by, after={"task": str(task)})
    return task
