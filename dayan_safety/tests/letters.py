"""A town in which things fall due as a test says, and people who have mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from committee.models import User
from dayan_safety.deadlines import Due, Wording
from dayan_safety.testing import a_person, a_unit, a_user

WORDS = Wording("%(days)s days: %(thing)s", "today: %(thing)s", "late: %(thing)s")


def a_reader(**values: Any) -> Any:
    """A person who can sign in and has an e-mail address."""
    user = a_user(a_person())
    User.objects.filter(pk=user.pk).update(**{"email": f"{user.username}@example.org", **values})
    user.refresh_from_db()
    return user


def a_due_for(users: Sequence[Any], due_on: date, thing: Any = None, **values: Any) -> Due:
    """Something that falls due for ``users``."""
    given = {"kind": "test.due", "name": "事", "since": date(2026, 1, 1), "wording": WORDS} | values
    return Due(thing=thing or a_unit(), due_on=due_on, recipients=frozenset(user.pk for user in users), **given)


class Town:
    """What falls due, by hand: ``town.dues``; patched into planning and delivery alike."""

    def __init__(self, monkeypatch: Any) -> None:
        self.dues: list[Due] = []
        for module in ("planning", "delivery"):
            monkeypatch.setattr(f"dayan_safety.{module}.all_dues", self.at)

    def at(self, now: datetime) -> list[Due]:
        """What falls due."""
        return list(self.dues)
