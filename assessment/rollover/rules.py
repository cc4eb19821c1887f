"""The rulebook of the new year: drawn up with the rules and items of the old one, put in use by those who decide."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Rulebook, RulebookItem
from assessment.services.rulebooks import carry_rulebook
from dayan_safety.carrying import Found, Kind, LeftOut, Moved, Read, Turn, found_of, left_out, line_of, moved_of, there
from dayan_safety.todos import list_url

PRESENT = Q(items__removed_at__isnull=True)


url_of = partial(list_url, "assessment")  # a noun, a query


def rulebooks_of(turn: Turn, user: Any) -> Found:
    """The one in use, unless the new year has one already, in use or being drawn up."""
    rows = Rulebook.objects.all().visible_to(user)
    ahead = rows.filter(year=turn.year)
    counted = rows.in_use().filter(year=turn.old).annotate(
        number=Count("items", filter=PRESENT), versions=Sum("items__version", filter=PRESENT, default=0)
    )  # fmt: skip
    drafts = set(rows.drafts().values_list("name", flat=True))
    taken = set(rows.values_list("name", flat=True))
    is_there = ahead.exists()
    return found_of(
        there(ahead, url_of("rulebook", f"year={turn.year}")),
        (_read(turn, each, drafts, taken) for each in counted if not is_there),
    )


def _read(turn: Turn, old: Any, drafts: set[str], taken: set[str]) -> Read:
    name = turn.renamed(old.name)
    if name in drafts or (name != old.name and name in taken):
        reason = _("Another one called “%(name)s” is there already: decide on it first.") % {"name": name}
        return left_out(old, reason, can_come=True)
    told = [
        *moved_of(_("name"), old.name, name),
        Moved(_("year"), old.year, turn.year),
        Moved(_("items"), "", old.number),
    ]
    return line_of(old, told, partial(carry_rulebook, old, year=turn.year, name=name), old.number, old.versions)


CARRIED = (
    Kind(
        name="assessment.rulebook",
        label=gettext_lazy("Rulebook"),
        note=gettext_lazy(
            "As a draft with all rules and items. The document number is written anew; adopt it yourself."
        ),
        view="assessment.view_rulebook",
        right="assessment.create_rulebook",
        icon="journal-check",
        read=rulebooks_of,
    ),
)


class NewRules:
    """The items in use of the new year, found again for those of the old one; one query, when first asked."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        in_use = {"rulebook__year": turn.year, "rulebook__state": Rulebook.State.IN_USE}
        self.items = list(RulebookItem.objects.present().filter(**in_use, rulebook__removed_at=None).with_rulebook())

    @property
    def book(self) -> Rulebook | None:
        """The rulebook in use."""
        return self.items[0].rulebook if self.items else None

    def like(self, old: RulebookItem) -> RulebookItem | None:
        """The item of the same method with the same name, else with the same number."""
        same = [item for item in self.items if item.method == old.method]
        named = [item for item in same if item.name == old.name]
        return next(iter(named or [item for item in same if item.number == old.number]), None)

    def waiting(self, old: Any) -> LeftOut:
        """What is left out until the rules are in use."""
        told = {"year": self.turn.year}
        reason = _("The rulebook of %(year)s is not in use yet: put it in use, then carry this over.") % told
        return left_out(old, reason, can_come=True)

    def lacking(self, old: Any, item: RulebookItem) -> LeftOut:
        """What is left out because nothing answers to its item."""
        told = {"year": self.turn.year, "item": item}
        reason = _("The rulebook of %(year)s has no item like “%(item)s”.") % told
        return left_out(old, reason)
