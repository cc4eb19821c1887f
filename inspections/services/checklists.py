"""Drawing up checklists: questions while it is a draft, putting it in use, drawing up the next edition."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from dayan_safety.editions import next_edition, put_in_use
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action, snapshot
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.states import require_state
from inspections.models import Checklist, ChecklistItem

State = Checklist.State
STEP = 10  # between two questions: one may come in between
MOST_ITEMS = 100
ASKED = ("order", "section", "text", "basis", "demand", "kind", "level", "needs_photo")


def items_of(checklist: Checklist) -> list[ChecklistItem]:
    """What it asks, in order; one query."""
    return list(checklist.items.present().select_related("kind").order_by("order", "pk"))


def next_order(checklist: Checklist) -> int:
    """Behind the last question."""
    return int(checklist.items.present().aggregate(last=Max("order"))["last"] or 0) + STEP


def edit_checklist(checklist: Checklist, names: list[str], *, by: Any, version: int | None = None) -> Checklist:
    """Edit its name, trade and use, while it is a draft."""
    with change():
        require_state(checklist, (State.DRAFT,))
        return edit_record(checklist, names, by=by, version=version)


@verb("inspections.create_checklistitem")
def create_checklistitem(checklist: Checklist, /, *, by: Any, **asked: Any) -> ChecklistItem:
    """One question more, while it is a draft. Raises ``RuleBroken`` once it is in use, and for a list that is full."""
    require_state(checklist, (State.DRAFT,))
    _check_follow_up(checklist, None, asked.get("only_if_failed"))
    if checklist.items.present().count() >= MOST_ITEMS:
        raise RuleBroken(_("At most %(most)s questions: draw up another list for the rest.") % {"most": MOST_ITEMS})
    item = ChecklistItem.objects.create(checklist=checklist, **asked)
    record_action("inspections.create_checklistitem", item, by=by, after=snapshot(item))
    return item


@verb("inspections.edit_checklistitem")
def edit_checklistitem(item: ChecklistItem, /, *, by: Any, **asked: Any) -> ChecklistItem:
    """Ask it in another way, while its list is a draft."""
    require_state(item.checklist, (State.DRAFT,))
    _check_follow_up(item.checklist, item, asked.get("only_if_failed"))
    for name, value in asked.items():
        setattr(item, name, value)
    return edit_record(item, list(asked), by=by)


@verb("inspections.remove_checklistitem")
def remove_checklistitem(item: ChecklistItem, *, by: Any, reason: str) -> None:
    """Ask it no more, while its list is a draft; what depended on it is asked always."""
    require_state(item.checklist, (State.DRAFT,))
    item.follow_ups.update(only_if_failed=None)
    remove_record(item, by=by, reason=reason)


def _check_follow_up(checklist: Checklist, item: ChecklistItem | None, asked: ChecklistItem | None) -> None:
    """A question depends on an earlier one of the same list that depends on none itself: one step, no circle."""
    if asked is None:
        return
    is_there = asked.checklist_id == checklist.pk and asked.removed_at is None
    has_own = item is not None and item.follow_ups.present().exists()
    if not is_there or asked == item or asked.only_if_failed_id is not None or has_own:
        raise RuleBroken(_("Choose another question of this list that depends on none itself."))


@verb("inspections.use_checklist")
def use_checklist(checklist: Checklist, *, by: Any) -> None:
    """Put it in use; the edition before it is replaced. Raises ``RuleBroken`` for a list without questions."""
    require_state(checklist, (State.DRAFT,))
    if not checklist.items.present().exists():
        raise RuleBroken(_("The list has no questions yet: add them first."))
    same = Checklist.objects.filter(name=checklist.name)
    put_in_use(checklist, instead_of=same, right="inspections.use_checklist", by=by)


@verb("inspections.revise_checklist")
def revise_checklist(checklist: Checklist, *, by: Any) -> Checklist:
    """Draw up the next edition with the same questions. Raises ``RuleBroken`` while one is being drawn up already."""
    edition = next_edition(checklist)
    about = {name: getattr(checklist, name) for name in ("name", "trade", "text")}
    made = create_record(Checklist(edition=edition, **about), by=by, right="inspections.revise_checklist")
    _copy_items(checklist, made)
    record_action("inspections.revise_checklist", checklist, by=by, after={"edition": str(edition)})
    return made


def _copy_items(checklist: Checklist, made: Checklist) -> None:
    """The same questions one after the other, then what depends on what: of one place the older stays first."""
    asked = items_of(checklist)
    copies = {
        item.pk: ChecklistItem.objects.create(checklist=made, **{name: getattr(item, name) for name in ASKED})
        for item in asked
    }
    for item in asked:
        if follows := copies.get(item.only_if_failed_id or 0):
            ChecklistItem.objects.filter(pk=copies[item.pk].pk).update(only_if_failed=follows)
