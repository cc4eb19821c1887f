"""The items of a check: what each unit can get, what was taken off, what it gives itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from assessment.models import CheckedUnit, Deduction, Rulebook, RulebookItem, SelfScore
from assessment.scoring import left_of


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """An item for one unit."""

    item: RulebookItem
    own: SelfScore | None = None
    deductions: list[Deduction] = field(default_factory=list)

    @property
    def left(self) -> Decimal:
        """The points that are left."""
        return left_of(self.item.full_mark, (deduction.points for deduction in self.deductions))


def items_checked(rulebook: Rulebook, kind: str = "") -> list[RulebookItem]:
    """The items judged by a check: all, or those for a kind of unit; one query."""
    items = rulebook.items.present().filter(method=RulebookItem.Method.CHECK).order_by("pk")
    return [item for item in items if not kind or kind in item.kinds]


def checked_items(checked: CheckedUnit) -> list[CheckedItem]:
    """A unit's items with self score and deductions; three queries."""
    own = {score.item_id: score for score in checked.self_scores.present()}
    taken: dict[int, list[Deduction]] = defaultdict(list)
    for deduction in checked.deductions.present().order_by("found_on", "pk"):
        taken[deduction.item_id].append(deduction)
    items = items_checked(checked.in_check.rulebook, checked.unit.kind)
    return [CheckedItem(item, own.get(item.pk), taken[item.pk]) for item in items]


def full_of(items: Iterable[RulebookItem]) -> Decimal:
    """All that can be got."""
    return sum((item.full_mark for item in items), Decimal(0))


def keep_left(checked: CheckedUnit) -> None:
    """Write down what is left of a unit's points; the caller holds the check."""
    checked.left = sum((line.left for line in checked_items(checked)), Decimal(0))
    CheckedUnit.objects.filter(pk=checked.pk).update(left=checked.left)
