"""Indicator sets and self-assessments for tests, made through the services."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType

from assessment.models import Evidence, Indicator, IndicatorSet, Judgement, SelfAssessment
from assessment.services.national import judging, proposing, sets
from committee.models import Committee
from dayan_safety.records import create_record

NUMBERS = count(1)
OWN = "bodies"  # every cast has a committee


def a_set(**given: Any) -> IndicatorSet:
    """A set of one indicator that is being drawn up."""
    about: dict[str, Any] = {"name": f"指标{next(NUMBERS)}", "total": 3, "pass_from": 2, "rectify_from": 1, **given}
    return create_record(IndicatorSet(**about), by=None)


def an_indicator(**given: Any) -> Indicator:
    """The first indicator of a set, proved by the town's bodies."""
    about: dict[str, Any] = {"element_number": 1, "element": "机构与职责", "number": 1, "text": "领导机构", **given}
    about.setdefault("sources", OWN)
    about["indicator_set"] = about.get("indicator_set") or a_set()
    return sets.create_indicator(Indicator(**about), by=None)


def a_set_in_use(number: int = 1, **given: Any) -> IndicatorSet:
    """A set of so many indicators of three points each, in use."""
    limits = {"total": 3 * number, "pass_from": 2 * number, "rectify_from": Decimal("1.5") * number}
    made = a_set(**limits)
    for place in range(1, number + 1):
        an_indicator(indicator_set=made, number=place, text=f"内容{place}", **given)
    sets.adopt_indicatorset(made, by=None)
    return made


def _free_year() -> int:
    """A year without a self-assessment, of those a form takes."""
    taken = set(SelfAssessment.objects.values_list("year", flat=True))
    return next(year for year in range(2030, 2101) if year not in taken)


def a_selfassessment(number: int = 1, **given: Any) -> SelfAssessment:
    """One of a year that has none yet, by a set of its own."""
    year = given.pop("year", None) or _free_year()
    kept = given.pop("indicator_set", None) or a_set_in_use(number, **given)
    made = SelfAssessment(indicator_set=kept, year=year, title=f"{year}年自评")
    return judging.create_selfassessment(made, by=None)


def a_judgement(**given: Any) -> Judgement:
    """The judgement of the first indicator of such a self-assessment."""
    return a_selfassessment(**given).judgements.order_by("indicator__number").first()


def graded(judgement: Judgement, grades: str = "bbb") -> Judgement:
    """With these grades of presence, evidence and effect."""
    return judging.judge_indicator(judgement, by=None, **dict(zip(Judgement.PARTS, grades, strict=True)))


def submitted(assessment: SelfAssessment) -> SelfAssessment:
    """With all graded b, submitted."""
    for judgement in assessment.judgements.all():
        graded(judgement)
    judging.submit_selfassessment(assessment, by=None)
    assessment.refresh_from_db()
    return assessment


def an_evidence(**given: Any) -> Evidence:
    """A proposed record: a body of the town."""
    judgement = (
        a_judgement(year=2026, **given) if not SelfAssessment.objects.open().filter(year=2026).exists() else None
    )
    judgement = judgement or Judgement.objects.filter(assessment__year=2026).first()
    body = Committee.objects.create(name=f"委员会{next(NUMBERS)}", term_from="2026-01-01")
    proposing.propose_evidence(judgement.assessment, by=None)
    kind = ContentType.objects.get_for_model(body)
    return Evidence.objects.get(judgement=judgement, record_type=kind, record_id=body.pk)
