"""History: every change in one transaction with its row, rows chained by a keyed hash.

``change()`` opens the transaction. Rows recorded inside wait in memory and are written as its last statements, so that
the end of the chain is locked for an instant and always last: no two changes can wait for each other's locks.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dayan_safety.models import Action, ChainHead, Record
from dayan_safety.values import plain_text

_pending: ContextVar[list[Action] | None] = ContextVar("pending_actions", default=None)
CONTENT = (
    "number", "at", "by_id", "by_name", "verb", "thing_type", "thing_id", "thing_name",
    "before", "after", "reason", "outcome", "address", "request_id", "previous",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Where a request came from: network address and request number, as the history keeps them.

    ``name`` says who it was where nobody is signed in; otherwise that is the portal itself.
    """

    address: str = ""
    request_id: str = ""
    name: str = ""


source: ContextVar[Source] = ContextVar("source", default=Source())  # noqa: B039 frozen


@contextmanager
def from_nowhere(name: str) -> Iterator[None]:
    """What is done inside was done by ``name`` (a resident) and keeps no network address: nobody is found by it."""
    token = source.set(Source(name=name))
    try:
        yield
    finally:
        source.reset(token)


@contextmanager
def change() -> Iterator[None]:
    """One transaction with its history: all of it, or nothing. May be nested; the outermost writes the rows."""
    outer = _pending.get()
    pending: list[Action] = [] if outer is None else outer
    mark = len(pending)
    token = _pending.set(pending)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                _append(pending)
    except BaseException:
        del pending[mark:]
        raise
    finally:
        _pending.reset(token)


def record_action(
    verb: str,
    thing: models.Model | None = None,
    *,
    by: Any = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    outcome: str = Action.Outcome.DONE,
) -> None:
    """Write one row of history: ``by`` did ``verb`` to ``thing``.

    ``before`` and ``after`` map field names to plain values (``snapshot``). Outside ``change()`` it is a change of
    its own.
    """
    here = source.get()
    action = Action(
        at=timezone.now(),
        by=by if getattr(by, "pk", None) else None,
        by_name=str(by or here.name),
        verb=verb,
        thing_type=thing._meta.label_lower if thing is not None else "",
        thing_id=str(thing.pk or "") if thing is not None else "",
        thing_name=str(thing if thing is not None else "")[:200],
        before=before or {},
        after=after or {},
        reason=reason,
        outcome=outcome,
        address=here.address,
        request_id=here.request_id,
    )
    with change():
        pending = _pending.get()
        assert pending is not None
        pending.append(action)


def _append(actions: list[Action]) -> None:
    """Chain ``actions`` to the end of the history and write them."""
    if not actions:
        return
    head = _locked_head()
    for action in actions:
        head.number += 1
        action.number, action.previous = head.number, head.digest
        action.digest = head.digest = digest_of(action)
    Action.objects.bulk_create(actions)
    head.seal = seal_of(head)
    head.save()


def _locked_head() -> ChainHead:
    """The end of the chain, nobody else's until the transaction is through; the very first change makes it."""
    ends = ChainHead.objects.select_for_update()
    if head := ends.filter(pk=1).first():
        return head
    ChainHead.objects.get_or_create(pk=1)
    return ends.get(pk=1)


def _keyed(text: str) -> str:
    return hmac.new(settings.HISTORY_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def digest_of(action: Action) -> str:
    """The keyed hash (HMAC-SHA256, hexadecimal) of everything the row says and of the row before it."""
    content = {name: getattr(action, name) for name in CONTENT}
    content["at"] = content["at"].timestamp()
    return _keyed(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))


def seal_of(head: ChainHead) -> str:
    """The keyed hash of the chain's end."""
    return _keyed(f"head {head.number} {head.digest}")


def snapshot(record: Record, names: list[str] | None = None) -> dict[str, str]:
    """What ``record`` says, as history keeps it: field name → plain text; personal fields masked."""
    wanted = (
        names
        if names is not None
        else [f.name for f in record._meta.concrete_fields if f.editable and not f.primary_key]
    )
    return {name: _told(record, name) for name in wanted}


def _told(record: Record, name: str) -> str:
    mask = record.PERSONAL.get(name)
    value = getattr(record, name)
    return mask(value) if mask and value else plain_text(value)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the chain does not hold: the row's number and what is wrong."""

    number: int
    problem: str


def verify_history() -> Iterator[Flaw]:
    """Every place where the history is not what was written: changed, inserted, missing, or cut off at the end."""
    expected, previous = 1, ""
    for action in Action.objects.order_by("number", "pk").iterator(chunk_size=2000):
        if action.number != expected:
            yield Flaw(expected, _("a row is missing or was inserted"))
        if action.previous != previous:
            yield Flaw(action.number, _("the row does not follow the one before it"))
        if action.digest != digest_of(action):
            yield Flaw(action.number, _("the row was changed"))
        expected, previous = action.number + 1, action.digest
    yield from _verify_head(expected - 1, previous)


def _verify_head(number: int, digest: str) -> Iterator[Flaw]:
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    if (head.number, head.digest) != (number, digest):
        yield Flaw(number, _("the end of the history is missing"))
    if head.number and head.seal != seal_of(head):
        yield Flaw(head.number, _("the end of the chain was changed"))
