"""The run that turns what falls due into notices: each rung of each thing once for each person.

Nothing is remembered but the rows: a run that was missed, doubled or killed changes nothing, the next one finds what is
due and not yet told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from dayan_safety.deadlines import Due, Ladder, Step, all_dues, steps_of
from dayan_safety.history import change
from dayan_safety.models import Notice
from dayan_safety.notices import LONGEST, thing_fields
from dayan_safety.parameters import parameters
from dayan_safety.workdays import Calendar

PORTION = 500
FURTHEST = 60  # working days after which anything is told by the office's settings


def ladder_now() -> Ladder:
    """The ladder as the office has set it; one query."""
    told = parameters()
    return Ladder(
        days=tuple(told["dayan_safety.days_before"]),
        hours=tuple(told["dayan_safety.hours_before"]),
        office_after=told["dayan_safety.office_after"],
        deputies_after=told["dayan_safety.deputies_after"],
    )


def reached(dues: Iterable[Due], now: datetime) -> Iterator[tuple[Due, Step]]:
    """The rungs that are to be told by ``now``; two queries."""
    calendar = _Calendars()
    ladder = ladder_now()
    for due in dues:
        for step in steps_of(due, now, ladder, calendar.around(due)):
            yield due, step


class _Calendars:
    """The calendars of the years asked about, each read once."""

    def __init__(self) -> None:
        self.known: dict[int, Calendar] = {}

    def around(self, due: Due) -> Calendar:
        """The calendar for counting working days after ``due``."""
        year = due.due_on.year
        if year not in self.known:
            self.known[year] = Calendar.around(due.due_on, FURTHEST)
        return self.known[year]


def plan_notices(now: datetime) -> int:
    """Write down what is to be told by ``now`` and was not told yet; returns how many people heard something."""
    urgent = set(parameters()["dayan_safety.urgent_kinds"])
    steps = list(reached(all_dues(now), now))
    told = _told([_key(due, step) for due, step in steps])
    fresh = [
        _notice(due, step, user, urgent)
        for due, step in steps
        for user in sorted(step.recipients)
        if (user, _key(due, step)) not in told
    ]
    with change():
        Notice.objects.bulk_create(fresh, batch_size=PORTION, ignore_conflicts=True)
    return len(fresh)


def _key(due: Due, step: Step) -> str:
    return f"{due.key}:{step.rung}"


def _told(keys: list[str]) -> set[tuple[int, str]]:
    """Who was told which of ``keys``; a query for each portion."""
    portions = [keys[start : start + PORTION] for start in range(0, len(keys), PORTION)]
    rows = [Notice.objects.filter(key__in=portion).values_list("user_id", "key") for portion in portions]
    return {row for portion in rows for row in portion}


def _notice(due: Due, step: Step, user: int, urgent: set[str]) -> Notice:
    return Notice(
        user_id=user,
        key=_key(due, step),
        kind=due.kind,
        title=step.title[:LONGEST],
        url=due.thing.get_absolute_url(),  # type: ignore[attr-defined]
        urgent=step.urgent or due.kind in urgent,
        rung=step.rung,
        due_on=due.due_on,
        **thing_fields(due.thing),
    )
