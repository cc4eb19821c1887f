"""Whether an item fits: of the rulebook in use for the year, for this kind of unit, so many points at most."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from assessment.models import Rulebook, RulebookItem
from committee.models import Unit
from dayan_safety.errors import RuleBroken

Method = RulebookItem.Method


def require_fitting(item: RulebookItem, unit: Unit, points: Decimal | None, on: date) -> None:
    """Raise ``RuleBroken`` unless ``item`` may give or take ``points`` of ``unit`` for what is of the day ``on``."""
    book = item.rulebook
    if book.state != Rulebook.State.IN_USE or item.method not in RulebookItem.IN_LEDGER:
        raise RuleBroken(_("Choose a reward, penalty or veto of a rulebook in use."))
    if on.year != book.year:
        raise RuleBroken(_("The day lies outside %(year)s, the year of the rulebook.") % {"year": book.year})
    if unit.kind not in item.kinds:
        about = {"item": item, "kind": unit.get_kind_display()}
        raise RuleBroken(_("“%(item)s” is not for this kind of unit: %(kind)s.") % about)
    _require_points(item, points or Decimal(0))


def _require_points(item: RulebookItem, points: Decimal) -> None:
    if item.method == Method.VETO:
        if points:
            raise RuleBroken(_("A veto has no points: write 0."))
    elif not 0 < points <= item.full_mark:
        raise RuleBroken(_("More than 0 and at most %(most)s points.") % {"most": item.full_mark})
