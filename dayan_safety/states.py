"""Moving a record from one state to the next: by compare-and-set, so that of two at once only one succeeds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken


def move_state(record: Any, *, of: Collection[str], to: str, **values: Any) -> None:
    """Set ``state`` to ``to``, and the fields ``values``, if the state is one ``of`` those and the move is legal.

    The model's ``TRANSITIONS`` say which moves are. Raises ``RuleBroken`` with the state as it is; the record at hand
    is brought up to date.
    """
    model: Any = type(record)
    transitions = model.TRANSITIONS
    assert all(to in transitions[state] for state in of), f"{of} → {to}"
    rows: Any = model._default_manager.filter(pk=record.pk, state__in=of, removed_at__isnull=True)
    if not rows.update(state=to, version=F("version") + 1, **values):
        record.refresh_from_db()
        raise RuleBroken(state_refused(record))
    record.state = to
    record.version += 1
    for name, value in values.items():
        setattr(record, name, value)


def lock_state(record: Any) -> None:
    """Bring ``state`` up to date; nobody moves it until the caller's ``change()`` is done.

    For verbs that change what belongs to a record: its state may have moved since it was read.
    """
    model: Any = type(record)
    rows = model._default_manager.select_for_update().filter(pk=record.pk)
    record.state = rows.values_list("state", flat=True).get()


def require_state(record: Any, of: Collection[str]) -> None:
    """Raise ``RuleBroken`` unless the state, as it stands now, is one ``of`` those; it stays so (``lock_state``)."""
    lock_state(record)
    if record.state not in of:
        raise RuleBroken(state_refused(record))


def state_refused(record: Any) -> str:
    """The sentence for a verb that the record's state does not allow."""
    return _("This is not possible now: it is “%(state)s”.") % {"state": record.get_state_display()}
