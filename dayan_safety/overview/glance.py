"""Everything the chair's page and the big screen show, read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from assessment.services.scores import sees_league
from dayan_safety.overview.asking import Asked, Town
from dayan_safety.overview.coming import coming
from dayan_safety.overview.gauges import Gauge
from dayan_safety.overview.leagues import covered, leagues
from dayan_safety.overview.red_list import red_list
from dayan_safety.overview.results import coverage_now, findings_closed, forecast, villages_reached
from dayan_safety.overview.work import attendance, reports_in_time, tasks_overdue


@dataclass(frozen=True, slots=True)
class Figures:
    """The six figures, and of each theme how many villages it reached."""

    gauges: list[Gauge]
    themes: list[tuple[Any, int, int]]


def figures_of(asked: Asked) -> Figures:
    """The six figures; as many queries for any number of records."""
    coverage = coverage_now(asked)
    gauges = [
        reports_in_time(asked),
        attendance(asked),
        findings_closed(asked),
        villages_reached(asked, coverage),
        forecast(asked),
        tasks_overdue(asked),
    ]
    return Figures(gauges, covered(coverage))


def for_reader(user: Any) -> dict[str, Any]:
    """The chair's page, with ranks for whoever may see them."""
    asked = Asked.by(user)
    result, ranked = leagues(asked) if sees_league(user) else (None, [])
    shown = {"on": asked.on, "figures": figures_of(asked), "red": red_list(asked)}
    return shown | {"result": result, "leagues": ranked}


def for_wall() -> dict[str, Any]:
    """The big screen: the same numbers; ranks where the office lets everybody see them, nobody's name."""
    asked = Asked.by(Town())
    result, ranked = leagues(asked) if asked.of_house("screen_shows_league") else (None, [])
    shown = {"on": asked.on, "figures": figures_of(asked), "red": red_list(asked), "coming": coming(asked)}
    told = {"as_of": timezone.localtime(), "seconds": asked.of_house("screen_seconds")}
    return shown | told | {"result": result, "leagues": ranked}
