"""Several schedulers and workers at once, and years of outages: each reminder once, none lost, none for what is off.

Every guard has its negative control: without it the same run goes wrong.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Lock
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from dayan_safety import delivery, planning
from dayan_safety.deadlines import Ladder, steps_of
from dayan_safety.delivery import deliver_notices
from dayan_safety.models import Delivery, Notice
from dayan_safety.notices import notify
from dayan_safety.planning import plan_notices
from dayan_safety.reminders import remind_people
from dayan_safety.testing import a_unit
from dayan_safety.tests.crowd import database_for_threads, together
from dayan_safety.tests.letters import Town, a_due_for, a_reader
from dayan_safety.workdays import Calendar, day_of

DAY = date(2026, 3, 9)
START = datetime(2026, 1, 1, tzinfo=timezone.get_fixed_timezone(480))


@pytest.fixture(autouse=True)
def mail_server(settings: Any, time_machine: Any) -> None:
    """There is one; it is nine o'clock."""
    settings.MAIL_IS_ON = True
    time_machine.move_to("2026-03-09T09:00:00+08:00", tick=False)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    """Only what the test says falls due."""
    return Town(monkeypatch)


def at_the_same_moment(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, runs: int) -> None:
    """Hold everybody who has done ``name`` until all have: the worst that can happen; who waits for a lock is late."""
    real, gate = getattr(module, name), Barrier(runs)

    def held(*args: Any) -> Any:
        found = real(*args)
        with suppress(BrokenBarrierError):
            gate.wait(timeout=1)
        return found

    monkeypatch.setattr(module, name, held)


@contextmanager
def without_the_key() -> Iterator[None]:
    """The table of notices without its unique key; SQLite makes the table anew as the model says."""
    [unique] = [constraint for constraint in Notice._meta.constraints if constraint.name == "one_notice_a_rung"]
    Notice._meta.constraints.remove(unique)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Notice, unique)
    try:
        yield
    finally:
        Notice.objects.all().delete()
        Notice._meta.constraints.append(unique)
        with connection.schema_editor() as editor:
            editor.add_constraint(Notice, unique)


def planned_twice_at_once(monkeypatch: pytest.MonkeyPatch, town: Town, folder: Path) -> int:
    """How many rows two runs at the same moment leave for one reminder."""
    town.dues = [a_due_for([a_reader()], DAY)]
    at_the_same_moment(monkeypatch, planning, "_told", 2)
    with database_for_threads(folder):
        together(*[partial(plan_notices, timezone.now())] * 2)
        return together(Notice.objects.count)[0]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_leave_one_row(monkeypatch: pytest.MonkeyPatch, town: Town, tmp_path: Path) -> None:
    assert planned_twice_at_once(monkeypatch, town, tmp_path) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_unique_key_they_would_leave_two(
    monkeypatch: pytest.MonkeyPatch, town: Town, tmp_path: Path
) -> None:
    with without_the_key():
        assert planned_twice_at_once(monkeypatch, town, tmp_path) == 2


def sent_twice_at_once(monkeypatch: pytest.MonkeyPatch, folder: Path) -> int:
    """How many letters two passes at the same moment send for one notice."""
    notify([a_reader()], key="a", title="x", urgent=True)
    delivery.route_notices(timezone.now())
    at_the_same_moment(monkeypatch, delivery, "_ready", 2)
    mail.outbox.clear()
    with database_for_threads(folder):
        together(deliver_notices, deliver_notices)
    return len(mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_two_passes_at_once_send_one_letter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert sent_twice_at_once(monkeypatch, tmp_path) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_would_send_two(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(delivery, "one_at_a_time", lambda name: nullcontext())
    no_transaction = SimpleNamespace(atomic=nullcontext)  # on SQLite a transaction alone is a lock
    monkeypatch.setattr(delivery, "transaction", no_transaction)
    assert sent_twice_at_once(monkeypatch, tmp_path) == 2


# Years of it.


class Years:
    """A life of dated things: made, moved, handed over, called off at random; and what is owed meanwhile."""

    def __init__(self, town: Town, chance: random.Random, things: int, days: int) -> None:
        self.town, self.chance, self.days = town, chance, days
        self.readers = [a_reader() for _number in range(4)]
        self.units = [a_unit() for _number in range(things)]
        self.born = sorted(((chance.randrange(days), unit) for unit in self.units), key=lambda birth: birth[0])
        self.ended: dict[str, datetime] = {}
        self.owed: set[tuple[int, str]] = set()

    def live_until(self, now: datetime) -> None:
        """Things happen."""
        today = day_of(now)
        while self.born and self.born[0][0] <= (today - START.date()).days:
            _day, unit = self.born.pop(0)
            due_on = today + timedelta(days=self.chance.randrange(3, 40))
            people = self.chance.sample(self.readers, 2)
            self.town.dues.append(a_due_for(people, due_on, unit, name=f"事{unit.pk}", since=today))
        for place in reversed(range(len(self.town.dues))):
            self._happen(place, now)

    def _happen(self, place: int, now: datetime) -> None:
        due, chance = self.town.dues[place], self.chance.random()
        if chance < 0.02:
            del self.town.dues[place]
            self.ended[due.name] = now
        elif chance < 0.025:
            self.town.dues[place] = replace(due, due_on=day_of(now) + timedelta(days=self.chance.randrange(3, 40)))
        elif chance < 0.03:
            people = frozenset(user.pk for user in self.chance.sample(self.readers, 2))
            self.town.dues[place] = replace(due, recipients=people)

    def owe(self, now: datetime) -> None:
        """What a run at ``now`` must have told by its end: reckoned apart from the database."""
        for due in self.town.dues:
            for step in steps_of(due, now, Ladder(), CALENDAR):
                self.owed |= {(user, f"{due.key}:{step.rung}") for user in step.recipients}


CALENDAR = Calendar({})


def live(
    years: Years, move_to: Callable[[datetime], Any], run: Callable[[], None], chance: random.Random
) -> dict[str, int]:
    """Day after day, with outages of hours and of days; twice a day and at odd moments the clock would have run."""
    now, away, runs = START, START, 0
    while now < START + timedelta(days=years.days):
        now += timedelta(hours=chance.choice((1, 7, 8, 12)))
        move_to(now)
        years.live_until(now)
        if chance.random() < 0.01:
            away = now + timedelta(hours=chance.choice((2, 30, 24 * 6)))
        if now >= away:
            run()
            years.owe(now)
            runs += 1
    return {"runs": runs}


def what_became(years: Years, letters: list[tuple[datetime, Any]]) -> dict[str, int]:
    """Check the books; returns the figures."""
    told = list(Notice.objects.exclude(rung="").values_list("user", "key"))
    assert len(told) == len(set(told)), "len(told) == len(set(told))"
    assert set(told) == years.owed
    sent = Delivery.objects.filter(channel="email", state="sent")
    keys = Counter(letter.extra_headers["X-Idempotency-Key"] for _at, letter in letters)
    assert set(keys) == set(sent.values_list("message_id", flat=True))
    assert set(keys.values()) <= {1}
    lines = Counter((letter.to[0], line) for at, letter in letters for line in letter.body.split("\n\n"))
    assert sum(lines.values()) == sent.count()
    late = [
        (at, name) for at, letter in letters for name, end in years.ended.items() if at > end and _names(letter, name)
    ]
    assert late == [], f"late == {late[:3]}"
    states = Counter(Delivery.objects.filter(channel="email").values_list("state", flat=True))
    return {"reminders": len(told), "letters": len(letters), **states}


def _names(letter: Any, name: str) -> bool:
    return any(line.endswith(f": {name}") for line in letter.body.split("\n"))


def letters_with_moments(monkeypatch: pytest.MonkeyPatch) -> list[tuple[datetime, Any]]:
    """Every letter with the moment it left."""
    found: list[tuple[datetime, Any]] = []
    lock = Lock()

    def keep(self: Any, messages: Any) -> int:
        with lock:
            found.extend((timezone.now(), message) for message in messages)
        return len(messages)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", keep)
    return found


def clockwork(chance: random.Random, schedulers: int, workers: int) -> None:
    """Each scheduler hands both works over, some lost on the way, some doubled; the workers do them all at once."""
    works = [remind_people, deliver_notices] * schedulers
    queue = [work for work in works for _copy in range(chance.choice((0, 1, 1, 1, 2)))] or list(works)
    queue += [remind_people] if remind_people not in queue else []
    shares = [queue[place::workers] for place in range(workers)]

    def do(share: list[Callable[..., Any]]) -> None:
        for work in share:
            work()

    failures = [found for found in together(*(partial(do, share) for share in shares)) if found is not None]
    assert failures == []


@pytest.mark.django_db(transaction=True)
def test_a_season_with_outages_two_schedulers_and_three_workers(
    monkeypatch: pytest.MonkeyPatch, town: Town, tmp_path: Path, time_machine: Any
) -> None:
    assert years_with_outages(monkeypatch, town, tmp_path, time_machine, days=40, things=8)["reminders"] > 20


@pytest.mark.django_db(transaction=True)
def test_a_season_in_which_nothing_is_asked_anew_would_tell_of_what_is_off(
    monkeypatch: pytest.MonkeyPatch, town: Town, tmp_path: Path, time_machine: Any
) -> None:
    monkeypatch.setattr(delivery.StillDue, "why_not", lambda self, notice, here: "")
    with pytest.raises(AssertionError, match="late == "):
        years_with_outages(monkeypatch, town, tmp_path, time_machine, days=40, things=60)


@pytest.mark.django_db(transaction=True)
def test_a_season_without_the_unique_key_would_tell_twice(
    monkeypatch: pytest.MonkeyPatch, town: Town, tmp_path: Path, time_machine: Any
) -> None:
    monkeypatch.setattr(planning, "_told", lambda keys: set())  # with the key this alone does no harm
    with without_the_key(), pytest.raises(AssertionError, match=r"len\(told\) == len\(set\(told\)\)"):
        years_with_outages(monkeypatch, town, tmp_path, time_machine, days=15, things=15)


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_five_years_with_outages_two_schedulers_and_three_workers(
    monkeypatch: pytest.MonkeyPatch, town: Town, tmp_path: Path, time_machine: Any
) -> None:
    seen = years_with_outages(monkeypatch, town, tmp_path, time_machine, days=5 * 365, things=400)
    print(f"\nfive years: {seen}")


def years_with_outages(
    monkeypatch: pytest.MonkeyPatch, town: Town, folder: Path, time_machine: Any, *, days: int, things: int
) -> dict[str, int]:
    """Live them; returns the figures."""
    chance = random.Random(days)
    years = Years(town, chance, things, days)
    letters = letters_with_moments(monkeypatch)
    with database_for_threads(folder):
        figures = live(
            years, lambda now: time_machine.move_to(now, tick=False), lambda: clockwork(chance, 2, 3), chance
        )
        found = together(partial(what_became, years, letters))[0]
    if isinstance(found, Exception):
        raise found
    return figures | found
