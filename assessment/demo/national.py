"""This year's national self-assessment of the demo town, under way: graded a little higher every month, most evidence
accepted, some gaps left."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from assessment.models import Evidence, IndicatorSet, Judgement, SelfAssessment
from assessment.services.national.judging import create_selfassessment, judge_indicator
from assessment.services.national.proposing import decide_evidence, propose_evidence
from assessment.services.national.shipped import NAME

MORNING, GRADED = time(7, 30), time(16, 20)
BEFORE = 5  # months ago it was begun
# Indicators that nobody has looked at yet, and those whose effect is not shown yet.
UNTOUCHED, WITHOUT_EFFECT = (8, 19, 31, 45), (5, 12, 28, 39)
GRADES = ("aab", "abb", "bbb", "bbc")
# What the indicators get in its first months: up to which number, and the grades.
FIRST = ((15, "ccd"), (30, "bcd"), (40, "bcc"), (46, "bbc"))


def plan_selfassessment(year: Any) -> None:
    """Begun some months ago, or on the first day of the year that is lived; graded every month, worked on yesterday."""
    months, begun = _months_graded(year), begun_on(year)
    year.plan(begun, MORNING, partial(begin, year.on.year))
    for place, month in enumerate(months[:-1]):
        year.plan(month.replace(day=25), GRADED, partial(grade_some, FIRST[place]))
    year.plan(max(begun, year.on - timedelta(days=1)), time(17), work)


def begun_on(year: Any) -> date:
    """The day on which the self-assessment is begun."""
    return _months_graded(year)[0] + timedelta(days=1)


def _months_graded(year: Any) -> list[date]:
    return [month for month in year.months if month.year == year.on.year][-BEFORE:]


def begin(year: int) -> None:
    """The self-assessment of the year, by the set that comes with the portal."""
    kept = IndicatorSet.objects.in_use().get(name=NAME)
    create_selfassessment(
        SelfAssessment(indicator_set=kept, year=year, title=f"大安镇{year}年全国安全社区自评"), by=None
    )


def grade_some(first: tuple[int, str]) -> None:
    """The indicators up to a number, all alike."""
    last, grades = first
    rows = Judgement.objects.filter(assessment__in=SelfAssessment.objects.open(), indicator__number__lte=last)
    for judgement in rows.select_related("indicator", "assessment").exclude(indicator__number__in=UNTOUCHED):
        about: dict[str, Any] = dict(zip(Judgement.PARTS, grades, strict=True))
        judge_indicator(judgement, by=None, **about)


def work() -> None:
    """Evidence is looked for, most of it accepted; most indicators are graded."""
    assessment = SelfAssessment.objects.open().latest("year")
    propose_evidence(assessment, by=None)
    for judgement in assessment.judgements.select_related("indicator").order_by("indicator__number"):
        if judgement.indicator.number not in UNTOUCHED:
            _accept(judgement)
            _grade(judgement)


def _accept(judgement: Judgement) -> None:
    rows = Evidence.objects.filter(judgement=judgement, state=Evidence.State.PROPOSED)
    for source in sorted(set(rows.values_list("source", flat=True))):
        decide_evidence(judgement, by=None, source=source, state=Evidence.State.ACCEPTED)


def _grade(judgement: Judgement) -> None:
    number = judgement.indicator.number
    about: dict[str, Any] = dict(zip(Judgement.PARTS, GRADES[number % len(GRADES)], strict=True))
    if number in WITHOUT_EFFECT:
        about["effect"] = ""
    judge_indicator(judgement, by=None, **about)
