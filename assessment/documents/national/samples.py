"""Samples as people from outside see them: each drawn record by its name, without telephone numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessment.documents.national.packing import masked
from assessment.models import DrawnEvidence, EvidenceDraw
from assessment.services.national.proposing import load_records
from assessment.services.national.sampling import is_repeatable
from assessment.tables.evaluations import outcome
from dayan_safety.tables import Badge


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn record: its name (blank: removed since), and how it was found."""

    drawn: DrawnEvidence
    name: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class Sample:
    """A draw with its records, and whether drawing again gives the same."""

    draw: EvidenceDraw
    lines: list[Line]
    is_repeatable: bool

    @property
    def marked(self) -> int:
        """How many were looked at."""
        return sum(bool(line.drawn.outcome) for line in self.lines)


def samples_of(draws: Any) -> list[Sample]:
    """The samples of a query, newest first; two queries, and one for each kind of record."""
    kept: list[EvidenceDraw] = list(draws.select_related("judgement__indicator").order_by("-pk"))
    of_draws: dict[int, list[DrawnEvidence]] = {draw.pk: [] for draw in kept}
    rows = DrawnEvidence.objects.present().filter(draw__in=of_draws)
    for each in rows.select_related("evidence__judgement__indicator").order_by("pk"):
        of_draws[each.draw_id].append(each)
    load_records([each.evidence for drawn in of_draws.values() for each in drawn])
    return [Sample(draw, _lines(of_draws[draw.pk]), is_repeatable(draw, of_draws[draw.pk])) for draw in kept]


def _lines(drawn: Iterable[DrawnEvidence]) -> list[Line]:
    return [Line(each, name_of(each.evidence), outcome(each)) for each in drawn]


def name_of(evidence: Any) -> str:
    """What the record of an evidence (``load_records``) is called; nothing once it was removed."""
    record = evidence.shown
    return masked(str(record)) if record is not None and record.removed_at is None else ""
