"""Drawing up rulebooks: items while it is a draft, putting it in use, drawing up the next edition."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Rulebook, RulebookItem
from assessment.scoring import rounded
from dayan_safety.editions import next_edition, put_in_use
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.permissions import require, verb
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.states import require_state

State, Method = Rulebook.State, RulebookItem.Method
KEPT: tuple[str, ...] = (
    *("month_share", "excellent_from", "good_from", "pass_from", "bonus_cap", "penalty_cap", "least_raters", "trim"),
    *("objection_days", "factor", "note"),
)
OF_ITEM: tuple[str, ...] = (
    *("number", "section", "name", "method", "figure", "applies_to", "counts", "full_mark", "weight", "step"),
    "standard",
)


def items_of(rulebook: Rulebook) -> list[RulebookItem]:
    """What it assesses, in the order in which it was written; one query."""
    return list(rulebook.items.present().order_by("pk"))


def edit_rulebook(rulebook: Rulebook, names: list[str], *, by: Any, version: int | None = None) -> Rulebook:
    """Edit its name, year and rules, while it is a draft."""
    with change():
        require_state(rulebook, (State.DRAFT,))
        return edit_record(rulebook, names, by=by, version=version)


def remove_rulebook(rulebook: Rulebook, *, by: Any, reason: str) -> None:
    """Give a draft up: by what is or was in use units were assessed."""
    with change():
        require_state(rulebook, (State.DRAFT,))
        remove_record(rulebook, by=by, reason=reason)


def create_rulebookitem(item: RulebookItem, *, by: Any) -> RulebookItem:
    """One item more, while its rulebook is a draft."""
    with change():
        require_state(item.rulebook, (State.DRAFT,))
        return create_record(item, by=by)


def edit_rulebookitem(item: RulebookItem, names: list[str], *, by: Any, version: int | None = None) -> RulebookItem:
    """Assess it in another way, while its rulebook is a draft; it stays in its rulebook."""
    with change():
        kept = RulebookItem.objects.select_related("rulebook").get(pk=item.pk)
        require_state(kept.rulebook, (State.DRAFT,))
        item.rulebook = kept.rulebook
        return edit_record(item, names, by=by, version=version)


def remove_rulebookitem(item: RulebookItem, *, by: Any, reason: str) -> None:
    """Assess it no more, while its rulebook is a draft."""
    with change():
        require_state(item.rulebook, (State.DRAFT,))
        remove_record(item, by=by, reason=reason)


def reachable(items: Iterable[RulebookItem], kind: str, *, counts: str) -> Decimal:
    """Weighted full marks that a unit of ``kind`` can reach in monthly scores or at the year's end."""
    scored = [item for item in items if item.method in RulebookItem.SCORED and kind in item.kinds]
    both = RulebookItem.Counts.BOTH
    marks = (item.weight * item.full_mark for item in scored if item.counts in (both, counts))
    return rounded(sum(marks, Decimal(0)))


def what_is_lacking(rulebook: Rulebook) -> list[str]:
    """What keeps it from being put in use, in sentences."""
    items = items_of(rulebook)
    if not any(item.method in RulebookItem.SCORED for item in items):
        return [_("The rulebook has no items yet: add them first.")]
    lacking = [item for item in items if item.method == Method.COMPUTED and not item.figure]
    if lacking:
        names = _(", ").join(map(str, lacking))
        return [_("These computed items do not say which figure is computed: %(names)s.") % {"names": names}]
    return _asked_twice([item for item in items if item.method == Method.SURVEY])


def _asked_twice(items: list[RulebookItem]) -> list[str]:
    """Items by survey that would read the same sheets of the same units into one score."""
    said = _("These items would count the same surveys of a unit twice, give them other units: %(names)s.")
    return [
        said % {"names": _(", ").join(map(str, pair))}
        for pair in combinations(items, 2)
        if set(pair[0].kinds) & set(pair[1].kinds) and _counted_together(*pair)
    ]


def _counted_together(one: RulebookItem, other: RulebookItem) -> bool:
    counts = {one.counts, other.counts}
    return len(counts) == 1 or RulebookItem.Counts.BOTH in counts


@verb("assessment.adopt_rulebook")
def adopt_rulebook(rulebook: Rulebook, *, by: Any) -> None:
    """Put it in use for its year; what was in use for the year is replaced.

    Raises ``RuleBroken`` with what is lacking.
    """
    require_state(rulebook, (State.DRAFT,))
    if lacking := what_is_lacking(rulebook):
        raise RuleBroken(lacking[0])
    of_year = Rulebook.objects.filter(year=rulebook.year)
    put_in_use(rulebook, instead_of=of_year, right="assessment.adopt_rulebook", by=by)


@verb("assessment.revise_rulebook")
def revise_rulebook(rulebook: Rulebook, *, by: Any) -> Rulebook:
    """Draw up the next edition with the same rules and items. Raises ``RuleBroken`` while one is drawn up already."""
    edition = next_edition(rulebook)
    about = {"name": rulebook.name, "year": rulebook.year, "edition": edition}
    made = copied(rulebook, by=by, right="assessment.revise_rulebook", **about)
    record_action("assessment.revise_rulebook", rulebook, by=by, after={"edition": str(edition)})
    return made


def carry_rulebook(rulebook: Rulebook, *, by: Any, year: int, name: str) -> Rulebook:
    """Draw up the rulebook of another year with the same rules and items; this one stays in use for its own.

    Raises ``RuleBroken`` for what is not in use, and while its next edition is drawn up under the same name.
    """
    right = "assessment.create_rulebook"
    require(by, right)
    with change():
        require_state(rulebook, (State.IN_USE,))
        edition = next_edition(rulebook) if name == rulebook.name else 1
        return copied(rulebook, by=by, right=right, name=name, year=year, edition=edition)


def copied(rulebook: Rulebook, *, by: Any, right: str, **about: Any) -> Rulebook:
    """A new draft with the rules and items of ``rulebook``; ``about``: name, year and edition."""
    rules = {name: getattr(rulebook, name) for name in KEPT}
    made = create_record(Rulebook(**rules, **about), by=by, right=right)
    items = [{name: getattr(item, name) for name in OF_ITEM} for item in items_of(rulebook)]
    RulebookItem.objects.bulk_create(RulebookItem(rulebook=made, **item) for item in items)
    return made
