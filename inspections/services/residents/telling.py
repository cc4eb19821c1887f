"""What the public is told: how far a report is, by its number; how many came and were settled, by weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models import Finding, HazardReport
from inspections.querysets import WEEK

State, Way = HazardReport.State, Finding.State
WEEKS = 8
OF_FINDING = {
    Way.FOUND: _("It was checked and is a danger: the unit will be told to put it right."),
    Way.NOTIFIED: _("The unit was told to put it right."),
    Way.RECTIFYING: _("It is being put right."),
    Way.ASKED: _("It is said to be put right and will be looked at again."),
    Way.HANDED: _("It was handed to a superior authority."),
    Way.CLOSED: _("It was put right and looked at again. Thank you."),
    Way.WITHDRAWN: _("It was checked: there is nothing to be put right."),
}
OTHERWISE = {
    State.NEW: _("It has come in and will be checked."),
    State.DISMISSED: _("It was read and not taken further."),
    State.ANSWERED: _("It was answered."),
}


def progress_of(report: HazardReport) -> Any:
    """How far it is, in a sentence that names nobody."""
    return OF_FINDING[Way(report.finding.state)] if report.finding else OTHERWISE[State(report.state)]


@dataclass(frozen=True, slots=True)
class Week:
    """What came in seven days from ``first`` on; ``taken`` of it became findings, ``closed`` of these are closed."""

    first: date
    came: int = 0
    taken: int = 0
    closed: int = 0

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + WEEK - timedelta(days=1)


def weeks_before(on: date) -> list[Week]:
    """The last eight weeks, Monday to Sunday, this one first; one query."""
    monday = on - timedelta(days=on.weekday())
    begin = monday - (WEEKS - 1) * WEEK
    days = HazardReport.objects.present().counts_by_day(begin, on)
    return [_week(monday - place * WEEK, days) for place in range(WEEKS)]


def _week(first: date, days: dict[date, dict[str, int]]) -> Week:
    within = [counts for day, counts in days.items() if first <= day < first + WEEK]
    return Week(first, **{name: sum(counts[name] for counts in within) for name in ("came", "taken", "closed")})
