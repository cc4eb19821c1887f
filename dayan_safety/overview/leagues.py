"""The ranked lists, for whoever may see ranks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from assessment.models import Result, Scorecard
from assessment.services.scores import League, Ranked, latest_month, leagues_of
from assessment.views.results import moved_in_words
from dayan_safety.overview.asking import Asked
from dayan_safety.tables import Badge

SHOWN = 10
ARROWS = {1: ("success", "arrow-up"), 0: ("secondary", "dash"), -1: ("danger", "arrow-down")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A league on a page: the ``first`` units, the ``others`` folded, the list of all its scorecards."""

    league: League
    url: str

    @property
    def first(self) -> list[tuple[Ranked, Badge | None]]:
        """The best ones, each with how it moved."""
        return [(line, moved_badge(line)) for line in self.league.lines[:SHOWN]]

    @property
    def others(self) -> list[tuple[Ranked, Badge | None]]:
        """All others."""
        return [(line, moved_badge(line)) for line in self.league.lines[SHOWN:]]


def moved_badge(line: Ranked) -> Badge | None:
    """An arrow and words; none where there was no rank the month before."""
    if line.moved is None:
        return None
    return Badge(moved_in_words(line.moved), *ARROWS[(line.moved > 0) - (line.moved < 0)])


def leagues(asked: Asked) -> tuple[Result | None, list[Shown]]:
    """The newest month that was scored, and its leagues; three queries."""
    result = latest_month(asked.rows(Result))
    if result is None:
        return None, []
    page = f"{reverse('assessment:list_scorecard')}?result={result.pk}"
    found = leagues_of(result, asked.rows(Scorecard))
    return result, [Shown(league, f"{page}&kind={league.kind}") for league in found]


def covered(coverage: Any) -> list[tuple[Any, int, int]]:
    """Of each theme: the group, how many villages had an event of it, how many there are."""
    return [(group, coverage.reached(group), len(coverage.units)) for group in coverage.groups]
