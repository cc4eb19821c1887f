"""Commitments that come again: to the same unit, a year later, on a working day, by the rules of the new year."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Commitment, RulebookItem
from assessment.rollover.rules import NewRules, url_of
from assessment.services.ledger import create_commitment
from dayan_safety.carrying import (
    Found,
    Kind,
    Moved,
    Read,
    Turn,
    found_of,
    left_out,
    line_of,
    moved_of,
    there,
    words_moved,
)

RULES = ("reward", "penalty")
Items = dict[str, RulebookItem | None]


def commitments_of(turn: Turn, user: Any) -> Found:
    """Those of the old year; the unit is told at once, so nobody ticks them unasked."""
    rows = Commitment.objects.all().visible_to(user)
    ahead = rows.filter(due_on__year=turn.year)
    known, rules = set(ahead.values_list("unit", "title")), NewRules(turn)
    of_old = rows.filter(due_on__year=turn.old).with_names().order_by("due_on", "pk")
    return found_of(
        there(ahead, url_of("commitment", f"since={turn.year}-01-01&until={turn.year}-12-31")),
        (_read(turn, each, known, rules) for each in of_old),
    )


def _read(turn: Turn, old: Commitment, known: set[Any], rules: NewRules) -> Read:
    title, due_on = turn.renamed(old.title), turn.to_work(old.due_on)
    if (old.unit_id, title) in known:
        return None
    if reason := _why_not(turn, old, due_on):
        return left_out(old, reason)
    items = {name: getattr(old, f"{name}_item") for name in RULES}
    if any(items.values()) and rules.book is None:
        return rules.waiting(old)
    found: Items = {name: item and rules.like(item) for name, item in items.items()}
    if lacking := [item for name, item in items.items() if item and not _fits(old, name, found[name])]:
        return rules.lacking(old, lacking[0])
    known.add((old.unit_id, title))
    made = _anew(turn, old, title, due_on, found)
    told = [*moved_of(_("commitment"), old.title, title), Moved(_("to be delivered by"), old.due_on, due_on)]
    told += words_moved(turn, old, "text")
    return line_of(old, told, partial(create_commitment, made), *(item.pk if item else "" for item in found.values()))


def _why_not(turn: Turn, old: Commitment, due_on: Any) -> str:
    if old.unit.removed_at or not old.unit.is_valid_on(due_on):
        return _("The unit no longer belongs to the town by then.")
    if old.state == Commitment.State.EXCUSED:
        return _("It was excused.")
    return _("Its last day is over.") if due_on < turn.on else ""


def _fits(old: Commitment, name: str, item: RulebookItem | None) -> bool:
    """Whether the item of the new rules is for such units and gives or takes as many points."""
    points = getattr(old, f"{name}_points") or 0
    return item is not None and old.unit.kind in item.kinds and points <= item.full_mark


def _anew(turn: Turn, old: Commitment, title: str, due_on: Any, found: Items) -> Commitment:
    made = Commitment(unit=old.unit, title=title, text=turn.renamed(old.text), due_on=due_on)
    for name, item in found.items():
        setattr(made, f"{name}_item", item)
        setattr(made, f"{name}_points", getattr(old, f"{name}_points"))
    return made


CARRIED = (
    Kind(
        name="assessment.commitment",
        label=gettext_lazy("Commitments that come again"),
        note=gettext_lazy(
            "Given as soon as they are carried over, and the units are told: tick those that come again."
        ),
        view="assessment.view_commitment",
        right="assessment.create_commitment",
        icon="flag",
        is_ticked=False,
        read=commitments_of,
    ),
)
