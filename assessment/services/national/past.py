"""What a self-assessment stood at on earlier days: its grades of today, taken back by what history tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assessment.models import Judgement, SelfAssessment
from assessment.scoring.national import Judged, standing_of
from assessment.services.national.sets import scale_of
from dayan_safety.models import Action
from dayan_safety.workdays import day_of

EDITED = "assessment.edit_judgement"


def totals_on(assessment: SelfAssessment, judged: Sequence[Judged], days: Sequence[date]) -> list[Decimal | None]:
    """Its total in the evening of each of ``days``, the latest first; ``None`` before it was begun. One query.

    ``judged``: its indicators as they are scored now. An indicator that came with a newer edition of the set counts
    with the full mark it has now.
    """
    scale, grades = scale_of(assessment.indicator_set), {each.key: each.grades for each in judged}
    begun, later = day_of(assessment.created_at), list(_edits(grades))
    totals: list[Decimal | None] = []
    for day in days:
        while later and day_of(later[0].at) > day:
            _take_back(grades, later.pop(0))
        now = [replace(each, grades=grades[each.key]) for each in judged]
        totals.append(standing_of(now, scale).total if begun <= day else None)
    return totals


def _edits(grades: dict[int, tuple[str, str, str]]) -> Iterable[Action]:
    """What was written of the judgements, the latest first."""
    rows = Action.objects.filter(verb=EDITED, thing_type=Judgement._meta.label_lower)
    return rows.filter(thing_id__in=[str(key) for key in grades]).order_by("-number")


def _take_back(grades: dict[int, tuple[str, str, str]], edit: Action) -> None:
    key = int(edit.thing_id)
    parts = zip(Judgement.PARTS, grades[key], strict=True)
    presence, evidence, effect = (edit.before.get(name, grade) for name, grade in parts)
    grades[key] = presence, evidence, effect
