"""How often a public door may be tried: counted in the database, so that every process and a restart agree.

A door is a verb. Whoever is refused costs one read and leaves nothing but one line of history for each spell, so a
flood neither fills the database nor holds its locks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

from dayan_safety.history import change, record_action
from dayan_safety.models import Action, Knock

HOME = 64  # bits of an IPv6 address that one household shares: it can change the others at will


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries at the door ``verb`` within a spell that begins with the first of them."""

    verb: str
    within: timedelta

    def take(self, who: str, *, most: int, thing: Any = None) -> bool:
        """Count a try of ``who`` (a network address) at ``thing``; returns whether it may go on."""
        now, key = timezone.now(), self._key(who, thing)
        if self._counted(key, now) > most:
            return False
        with change():
            count = self._count(key, now)
            if count == most + 1:
                record_action(self.verb, thing, outcome=Action.Outcome.REFUSED)
        return count <= most

    def is_used_up(self, who: str, *, most: int, thing: Any = None) -> bool:
        """Whether ``who`` has no try left, where tries are counted (``take``) only once they went wrong; one query."""
        return self._counted(self._key(who, thing), timezone.now()) >= most

    def _key(self, who: str, thing: Any) -> str:
        about = f"{place_of(who)} {thing.pk if thing is not None else ''}"
        return salted_hmac(self.verb, about, algorithm="sha256").hexdigest()

    def _counted(self, key: str, now: datetime) -> int:
        """The tries of the spell at hand."""
        spell = Knock.objects.filter(limit=self.verb, who=key, since__gt=now - self.within)
        return spell.values_list("count", flat=True).first() or 0

    def _count(self, key: str, now: datetime) -> int:
        """One try more; the row is held until the caller's transaction is done."""
        rows = Knock.objects.select_for_update()
        row, _made = rows.get_or_create(limit=self.verb, who=key, defaults={"since": now})
        if row.since <= now - self.within:
            row.since, row.count = now, 0
        row.count += 1
        row.save(update_fields=["since", "count"])
        return row.count


def place_of(address: str) -> str:
    """What counts as one place: an IPv4 address, the network of an IPv6 one, everybody whose address is not known."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((known, HOME), strict=False)) if isinstance(known, IPv6Address) else str(known)


def forget_knocks(before: datetime) -> int:
    """Forget spells that began before a moment; returns how many."""
    deleted, _kinds = Knock.objects.filter(since__lt=before).delete()
    return deleted
