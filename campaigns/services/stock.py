"""The ledger of materials: copies come in, are handed out and counted; on no day was the stock below nought."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Event, Material, StockEntry
from committee.models import Unit
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.workdays import today

Kind = StockEntry.Kind


@verb("campaigns.receive_copies")
def receive_copies(material: Material, *, by: Any, copies: int, on: date, note: str = "") -> StockEntry:
    """Copies came from the printer, or from a superior."""
    return _enter(
        _held(material), "receive_copies", StockEntry(kind=Kind.RECEIVED, copies=copies, on=on, note=note), by
    )


@verb("campaigns.distribute_copies")
def distribute_copies(
    material: Material,
    *,
    by: Any,
    copies: int,
    on: date,
    unit: Unit,
    campaign: Campaign | None = None,
    note: str = "",
) -> StockEntry:
    """Copies went to a unit, for a campaign or without. Raises ``RuleBroken`` where there were not so many."""
    entry = StockEntry(kind=Kind.DISTRIBUTED, copies=-copies, on=on, unit=unit, campaign=campaign, note=note)
    return _enter(_held(material), "distribute_copies", entry, by)


@verb("campaigns.hand_out_copies")
def hand_out_copies(event: Event, *, by: Any, material: Material, copies: int, note: str = "") -> StockEntry:
    """Copies were handed out at an event, on its day, by whoever logs it."""
    entry = StockEntry(kind=Kind.DISTRIBUTED, copies=-copies, on=event.held_on, event=event, note=note)
    return _enter(_held(material), "hand_out_copies", entry, by)


@verb("campaigns.count_copies")
def count_copies(material: Material, *, by: Any, counted: int, note: str = "") -> StockEntry:
    """So many copies are there: the ledger follows, the difference stays visible as a line of its own."""
    held = _held(material)
    entry = StockEntry(kind=Kind.COUNTED, copies=counted - stock_of(held), on=today(), note=note)
    return _enter(held, "count_copies", entry, by)


@verb("campaigns.reverse_entry")
def reverse_entry(entry: StockEntry, *, by: Any, reason: str) -> StockEntry:
    """Take a line back by another one of the same day: what was entered in error stays visible."""
    material = _held(entry.material)
    if not StockEntry.objects.get(pk=entry.pk).is_reversible:
        raise RuleBroken(_("This line was reversed already."))
    about = {name: getattr(entry, name) for name in ("unit", "event", "campaign", "on")}
    back = StockEntry(kind=Kind.REVERSED, copies=-entry.copies, note=reason, reverses=entry, **about)
    return _enter(material, "reverse_entry", back, by, reason=reason)


def stock_of(material: Material) -> int:
    """How many copies are there by the ledger; one query."""
    return int(StockEntry.objects.present().filter(material=material).aggregate(all=Sum("copies"))["all"] or 0)


def _held(material: Material) -> Material:
    """The material as it is; until the caller's ``change()`` is done nobody else enters a line."""
    held: Material = Material.objects.select_for_update().get(pk=material.pk)
    return held


def _enter(material: Material, did: str, entry: StockEntry, by: Any, reason: str = "") -> StockEntry:
    """Write the line, if the ledger can bear it."""
    if entry.on > today():
        raise RuleBroken(_("The day lies ahead: enter what has happened."))
    day, lowest = lowest_from(material, entry.on)
    if entry.copies < 0 and lowest + entry.copies < 0:
        told = {"day": day, "copies": lowest, "measure": material.measure}
        raise RuleBroken(_("On %(day)s there are only %(copies)s %(measure)s: enter first what came in.") % told)
    entry.material, entry.by = material, by
    entry.save()
    told = {"copies": f"{entry.copies:+d}", "on": str(entry.on), "stock": str(stock_of(material))}
    about = {"went_to": str(entry.went_to)} if entry.went_to else {}
    record_action(f"campaigns.{did}", material, by=by, after={**told, **about}, reason=reason)
    return entry


def lowest_from(material: Material, day: date) -> tuple[date, int]:
    """The lowest stock at the end of any day from ``day`` on, and the first day that has it; one query."""
    entries = StockEntry.objects.present().filter(material=material)
    stock, found = 0, [(day, 0)]
    for on, copies in entries.order_by("on").values_list("on").annotate(copies=Sum("copies")):
        stock += copies
        if on <= day:
            found = [(day, stock)]
        else:
            found.append((on, stock))
    return min(found, key=lambda each: each[1])
