"""Regular checks for tests, made through the services."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from assessment.models import Check, CheckedUnit, Deduction, Rulebook
from assessment.services import checks, rulebooks
from assessment.tests.builders import a_rulebook, an_item
from dayan_safety.testing import Cast
from dayan_safety.workdays import today

NUMBERS = count(1)


def a_checking_book(year: int | None = None) -> Rulebook:
    """The rules in use of the year: a check of 30 points for everybody, one of 10 for villages."""
    year = year or today().year
    found = Rulebook.objects.in_use().filter(year=year).first()
    if found and checks.items_checked(found):
        return found
    book = a_rulebook(year=year)
    an_item(rulebook=book, number="1", full_mark=Decimal(30))
    an_item(rulebook=book, number="2", full_mark=Decimal(10), applies_to="village")
    rulebooks.adopt_rulebook(book, by=None)
    book.refresh_from_db()
    return book


def a_check(**given: Any) -> Check:
    """One of this month until today, being prepared; no unit is drawn."""
    on = today()
    about: dict[str, Any] = {"name": f"定期检查{next(NUMBERS)}", "first": on.replace(day=1), "last": on} | given
    about["rulebook"] = about.get("rulebook") or a_checking_book(about["last"].year)
    return checks.create_check(Check(**about), by=None)


def a_drawn_check(seed: str = "", **given: Any) -> Check:
    """With every unit."""
    check = a_check(**given)
    checks.draw_units(check, by=None, seed=seed)
    check.refresh_from_db()
    return check


def an_open_check(**given: Any) -> Check:
    """With every unit, open to them."""
    check = a_drawn_check(**given)
    checks.open_check(check, by=None)
    return check


def a_closed_check(**given: Any) -> Check:
    """Nothing was deducted."""
    check = an_open_check(**given)
    checks.close_check(check, by=None)
    return check


def checked(unit: Any, check: Check | None = None) -> CheckedUnit:
    """The unit in the check, or in an open one."""
    check = check or an_open_check()
    found: CheckedUnit = CheckedUnit.objects.with_names().get(in_check=check, unit=unit)
    return found


def a_deduction(of: CheckedUnit, points: Any = "2.5", number: str = "", by: Any = None, **given: Any) -> Deduction:
    """Something that was found on the last day, today while that is to come."""
    items = checks.items_checked(of.in_check.rulebook, of.unit.kind)
    item = of.in_check.rulebook.items.get(number=number) if number else items[0]
    about = {"reason": "台账不全", "found_on": min(of.in_check.last, today())} | given
    return checks.create_deduction(Deduction(checked=of, item=item, points=Decimal(points), **about), by=by)


def self_scored(of: CheckedUnit, *points: Any, by: Any = None) -> CheckedUnit:
    """With self scores for its items in their order, full marks where none are given."""
    items = checks.items_checked(of.in_check.rulebook, of.unit.kind)
    own = [Decimal(number) for number in points] or [item.full_mark for item in items]
    checks.write_self_scores(of, by=by, given={item.pk: (score, "") for item, score in zip(items, own, strict=True)})
    of.refresh_from_db()
    return of


def in_every_state(cast: Cast) -> None:
    """Checks being prepared, drawn, open and closed; the village scored itself and something was deducted."""
    a_check()
    a_drawn_check()
    of = checked(cast.village)
    self_scored(of)
    a_deduction(of)
    checks.close_check(of.in_check, by=None)
    a_deduction(self_scored(checked(cast.village)))
    an_open_check()
