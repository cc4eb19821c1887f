"""One delivery pass: takes what is to leave the house, sends it, and writes down what became of it.

A row is taken by moving ``not_before`` ahead, in a transaction of its own; the letter is handed over outside of any. A
worker that dies in between leaves rows that come up again, with the ``message_id`` they were taken with: each letter
leaves at least once, never silently, and who gets one twice can tell. What the clock told (a rung) is asked for again
before it leaves: settled, called off, moved, no longer in the post: silent.
"""

from __future__ import annotations

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.channels import NotDelivered, PostOffice
from dayan_safety.deadlines import BY_HAND, NOBODY, Due, all_dues
from dayan_safety.digests import direct_links, letter_of
from dayan_safety.heartbeats import DELIVERIES, TAKING, beat, one_at_a_time
from dayan_safety.models import ChannelKind, Delivery, Notice
from dayan_safety.parameters import parameter
from dayan_safety.planning import reached
from dayan_safety.routing import addresses_of, route_notices
from dayan_safety.workdays import day_of

State = Delivery.State
PORTION = 200
A_PASS = 45  # seconds: a pass is over before the next one begins
LONGEST_PAUSE = timedelta(hours=2)


class Letters(NamedTuple):
    """Rows that make one letter, to one person by one channel."""

    user: int
    channel: str
    rows: list[Delivery]


def deliver_notices() -> int:
    """Send what is to be sent by now; returns how many letters left the house."""
    ends, now = time.monotonic() + A_PASS, timezone.now()
    route_notices(now)
    sent, asked = 0, StillDue(now)
    with PostOffice() as post:
        while time.monotonic() < ends and (letters := take(timezone.now(), asked)) is not None:
            sent += _send_all(post, letters, min(ends, time.monotonic() + taken_for().total_seconds() / 2))
    beat(DELIVERIES, timezone.now())
    return sent


def _send_all(post: PostOffice, letters: list[Letters], ends: float) -> int:
    """Send until ``ends``, well before the letters would be taken for lost; what is left is given back."""
    sent, addresses = 0, addresses_of({letter.user for letter in letters})
    # Not for robots: they speak to a whole group.
    links = direct_links(
        [row.notice for letter in letters if letter.channel == ChannelKind.EMAIL for row in letter.rows]
    )
    for place, letter in enumerate(letters):
        if time.monotonic() >= ends:
            _give_back(letters[place:])
            break
        address = addresses.get(letter.user, {}).get(letter.channel, "")
        known = links if letter.channel == ChannelKind.EMAIL else {}
        sent += _send(post, letter, address, known, timezone.now())
    return sent


class StillDue:
    """Whether what the clock told still holds, and the reader is still here; what falls due is asked once a pass."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    @cached_property
    def dues(self) -> list[Due]:
        """All that falls due."""
        return all_dues(self.now)

    @cached_property
    def steps(self) -> dict[str, frozenset[int]]:
        """Who is to hear which rung by now, by the key of the notice."""
        return {f"{due.key}:{step.rung}": step.recipients for due, step in reached(self.dues, self.now)}

    @cached_property
    def concerned(self) -> dict[tuple[str, int | None], frozenset[int]]:
        """Whom a thing still concerns, by kind and key of the thing: for what was sent by pressing a button."""
        return {(due.kind, due.thing.pk): due.recipients for due in self.dues}

    def why_not(self, notice: Notice, here: set[int]) -> str:
        """Why a notice need not leave the house any more; empty when it must."""
        if notice.user_id not in here:
            return _("has left, or cannot sign in")
        if notice.rung and notice.user_id not in self._hear(notice):
            return _("settled, moved or called off meanwhile, in other hands, or told anew since")
        return ""

    def _hear(self, notice: Notice) -> frozenset[int]:
        if notice.rung == BY_HAND:
            return self.concerned.get((notice.kind, notice.thing_id), NOBODY)
        return self.steps.get(notice.key, NOBODY)


def take(now: datetime, asked: StillDue) -> list[Letters] | None:
    """Take a portion of what waits, whole digests only; what need not be sent any more falls silent. Nothing: ``None``.

    One taker at a time: the lock is held for this alone, not while letters are handed over.
    """
    with transaction.atomic(), one_at_a_time(TAKING):
        rows = _ready(now)
        if not rows:
            return None
        letters = _grouped(_still_wanted(rows, asked))
        for letter in letters:
            _mark_taken(letter, now)
    return letters


def _ready(now: datetime) -> list[Delivery]:
    """A portion of the rows whose moment has come; the last person's only if it is whole."""
    waiting = Delivery.objects.waiting().filter(not_before__lte=now).select_related("notice")
    rows = list(waiting.order_by("notice__user_id", "channel", "pk")[: PORTION + 1])
    if len(rows) <= PORTION:
        return rows
    last = rows[-1].notice.user_id
    whole = [row for row in rows if row.notice.user_id != last]
    return whole or list(waiting.filter(notice__user=last))


def _still_wanted(rows: list[Delivery], asked: StillDue) -> list[Delivery]:
    """Without those that fall silent."""
    users: Any = get_user_model()._default_manager.filter(pk__in={row.notice.user_id for row in rows})
    here = set(users.still_here(day_of(asked.now)).values_list("pk", flat=True))
    reasons = {row.pk: asked.why_not(row.notice, here) for row in rows}
    for reason in set(filter(None, reasons.values())):
        silent = [pk for pk, why in reasons.items() if why == reason]
        Delivery.objects.filter(pk__in=silent).update(state=State.SILENT, note=reason)
    return [row for row in rows if not reasons[row.pk]]


def _grouped(rows: Iterable[Delivery]) -> list[Letters]:
    """Letters: those taken before as they were, those of a digest together, urgent ones each by itself."""
    found: dict[tuple[int, str, str], list[Delivery]] = defaultdict(list)
    for row in rows:
        apart = row.message_id or (str(row.digest_on) if row.digest_on else f"#{row.pk}")
        found[row.notice.user_id, row.channel, apart].append(row)
    return [Letters(user, channel, several) for (user, channel, _apart), several in found.items()]


def _mark_taken(letter: Letters, now: datetime) -> None:
    message_id = letter.rows[0].message_id or uuid.uuid4().hex
    for row in letter.rows:
        row.message_id, row.attempts = message_id, row.attempts + 1
    Delivery.objects.filter(pk__in=[row.pk for row in letter.rows]).update(
        message_id=message_id, attempts=F("attempts") + 1, not_before=now + taken_for()
    )


def taken_for() -> timedelta:
    """How long a letter is somebody's: then, if nobody has answered for it, it is sent again."""
    return timedelta(seconds=settings.LETTER_TAKEN_SECONDS)


def _send(post: PostOffice, letter: Letters, address: str, links: Mapping[int, str], now: datetime) -> bool:
    """Hand one letter over and write down what became of it."""
    if not address:
        return _settle(letter, state=State.SILENT, note=_("no address any more"))
    written = letter_of([row.notice for row in letter.rows], letter.rows[0].message_id, now, links)
    try:
        post.send(letter.channel, address, written)
    except NotDelivered as failed:
        return _put_off(letter, str(failed), now)
    return _settle(letter, state=State.SENT, note="", sent_at=now)


def _settle(letter: Letters, **values: Any) -> bool:
    waiting = Delivery.objects.waiting().filter(pk__in=[row.pk for row in letter.rows])
    waiting.update(**values)
    return bool(values["state"] == State.SENT)


def _put_off(letter: Letters, why: str, now: datetime) -> bool:
    """Try again later, each time after a longer pause; after the last try it has failed."""
    attempts = max(row.attempts for row in letter.rows)
    if attempts >= parameter("dayan_safety.tries"):
        return _settle(letter, state=State.FAILED, note=why[:300])
    pause = min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_PAUSE)
    return _settle(letter, state=State.WAITING, note=why[:300], not_before=now + pause)


def _give_back(letters: list[Letters]) -> None:
    """Nobody has tried these."""
    rows = [row.pk for letter in letters for row in letter.rows]
    Delivery.objects.waiting().filter(pk__in=rows).update(not_before=timezone.now(), attempts=F("attempts") - 1)
