"""What falls due, and who must hear when: each app declares its dated things, the ladder says what is told when.

An app's ``DEADLINES`` are functions of a moment that give the ``Due`` of all that is unsettled then: what is settled,
called off or moved is no longer among them, and so falls silent. Rungs of the ladder [D]: 7, 3, 1 days before, on the
day, a number of hours before a moment, every day while overdue; to the office and to the deputies some working days
after. Only the newest rung that was reached is told: after an outage one notice comes, not all that were missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models

from dayan_safety.notice_kinds import declared
from dayan_safety.workdays import Calendar, day_of

NOBODY: frozenset[int] = frozenset()
BY_HAND = "hand"  # the rung of a reminder that somebody sent by pressing a button


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences with ``%(thing)s``, ``%(days)s`` and ``%(day)s``; where one is empty, nothing is told."""

    before: Any
    today: Any
    late: Any = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A dated thing that is not settled: by whom it is to be done, and who hears when it stays undone.

    Recipients are keys of logins: ``recipients`` hear every rung, ``helpers`` until the day, ``office`` and
    ``deputies`` once each when it has been overdue for so many working days. A rung that lay on the day ``since`` or
    before is not told: they heard of the thing itself that day. ``at`` is the moment of something with hours; after it
    all is silent.
    """

    kind: str
    thing: models.Model
    name: str
    due_on: date
    since: date
    wording: Wording
    recipients: frozenset[int]
    helpers: frozenset[int] = NOBODY
    office: frozenset[int] = NOBODY
    deputies: frozenset[int] = NOBODY
    at: datetime | None = None

    @property
    def key(self) -> str:
        """What was promised: another day is another promise."""
        return f"{self.kind}:{self.thing.pk}:{self.due_on}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """When people hear, as the office has set it: days and hours before, working days overdue."""

    days: tuple[int, ...] = (7, 3, 1, 0)
    hours: tuple[int, ...] = (2,)
    office_after: int = 2
    deputies_after: int = 5


@dataclass(frozen=True, slots=True)
class Step:
    """A rung that was reached: who hears it, in which words, and whether it cannot wait for the digest."""

    rung: str
    recipients: frozenset[int]
    title: str
    urgent: bool = False


def all_dues(now: datetime) -> list[Due]:
    """Everything in the house that is unsettled at ``now``."""
    declarations: Iterable[Callable[[datetime], Iterable[Due]]] = declared("deadlines", "DEADLINES")
    return [due for declare in declarations for due in declare(now)]


def steps_of(due: Due, now: datetime, ladder: Ladder, calendar: Calendar) -> Iterator[Step]:
    """The rungs of ``due`` that are to be told by ``now``: at most one to its doers, to the office, to the deputies.

    ``now`` is an instant; days are the town's.
    """
    today = day_of(now)
    if due.at is not None and now >= due.at:
        return
    if step := _step_to_doers(due, now, today, ladder):
        yield step
    for rung, people, after in (
        ("office", due.office, ladder.office_after),
        ("deputies", due.deputies, ladder.deputies_after),
    ):
        if people and today > max(due.due_on, calendar.working_days_after(due.due_on, after)):
            yield Step(rung, people, _said(due.wording.late, due, today))


def _step_to_doers(due: Due, now: datetime, today: date, ladder: Ladder) -> Step | None:
    """The newest rung for those who do it; nothing, where nothing was reached or there is no sentence for it."""
    everybody = due.recipients | due.helpers
    if hours := _hours_reached(due, now, ladder):
        rung, people, wording = f"hours{hours}", everybody, due.wording.today
    elif today > due.due_on:
        rung, people, wording = f"late{(today - due.due_on).days}", due.recipients, due.wording.late
    elif (days := _days_reached(due, today, ladder)) is not None:
        wording = due.wording.before if today < due.due_on else due.wording.today
        rung, people = f"days{days}", everybody
    else:
        return None
    return Step(rung, people, _said(wording, due, today), urgent=bool(hours)) if people and wording else None


def _hours_reached(due: Due, now: datetime, ladder: Ladder) -> int:
    """The fewest hours before that were reached; 0: none."""
    at = due.at
    return min((hours for hours in ladder.hours if at and now >= at - timedelta(hours=hours)), default=0)


def _days_reached(due: Due, today: date, ladder: Ladder) -> int | None:
    """The fewest days before that were reached, unless they were reached when people heard of the thing itself."""
    reached = min((days for days in ladder.days if today >= due.due_on - timedelta(days=days)), default=None)
    if reached is None or due.due_on - timedelta(days=reached) <= due.since:
        return None
    return reached


def _said(wording: Any, due: Due, today: date) -> str:
    told = {"thing": due.name, "days": abs((due.due_on - today).days), "day": due.due_on}
    return str(wording) % told
