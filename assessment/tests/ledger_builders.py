"""The ledger and commitments for tests, made through the services."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from assessment.models import Commitment, LedgerEntry, Rulebook, RulebookItem
from assessment.services import ledger, rulebooks
from assessment.tests.builders import NUMBERS, a_rulebook, an_item
from committee.models import User
from dayan_safety.testing import Cast, a_person, a_user, an_appointment
from dayan_safety.workdays import today

D, Method = Decimal, RulebookItem.Method
MOST = {Method.BONUS: D(2), Method.PENALTY: D(3), Method.VETO: D(0)}


def a_ledger_book(year: int = 0, **given: Any) -> Rulebook:
    """The rulebook in use of a year, with a reward of 2, a penalty of 3 and a veto."""
    year = year or today().year
    if found := Rulebook.objects.in_use().filter(year=year, name__startswith="奖惩").first():
        return found
    book = a_rulebook(name=f"奖惩细则{next(NUMBERS)}", year=year, **given)
    an_item(rulebook=book)
    for method, most in MOST.items():
        name = {"bonus": "提前完成", "penalty": "逾期未完成", "veto": "发生较大事故"}[method]
        an_item(rulebook=book, method=method, full_mark=most, name=name)
    rulebooks.adopt_rulebook(book, by=None)
    return Rulebook.objects.get(pk=book.pk)


def the_item(method: str, year: int = 0) -> RulebookItem:
    """The item of that rulebook."""
    return a_ledger_book(year).items.select_related("rulebook").get(method=method)


def another_supervisor(cast: Cast) -> User:
    """A second person of the supervision group."""
    person = a_person(name=f"督查{next(NUMBERS)}")
    an_appointment(cast.supervision, "group_member", person)
    return a_user(person)


def who_answers_too(cast: Cast) -> User:
    """The supervisor, who from now on answers for the liaison's village besides."""
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", cast.supervisor.person)
    return User.objects.get(pk=cast.supervisor.pk)


def a_new_entry(cast: Cast, method: str = Method.BONUS, **given: Any) -> LedgerEntry:
    """An entry of the liaison's village, not proposed yet."""
    about = {"unit": cast.village, "points": min(D(1), MOST[Method(method)]), "happened_on": today(), "reason": "核实"}
    about["item"] = given.get("item") or the_item(method)
    return LedgerEntry(**about | given)


def an_entry(cast: Cast, method: str = Method.BONUS, **given: Any) -> LedgerEntry:
    """Proposed by the supervisor."""
    return ledger.create_ledgerentry(a_new_entry(cast, method, **given), by=cast.supervisor)


def a_confirmed(cast: Cast, method: str = Method.BONUS, **given: Any) -> LedgerEntry:
    """Proposed by the supervisor, confirmed by the chair."""
    entry = an_entry(cast, method, **given)
    ledger.confirm_entry(entry, by=cast.chair)
    return entry


def a_commitment(cast: Cast, **given: Any) -> Commitment:
    """Of the liaison's village, due in ten days, with a reward of 1 and a penalty of 2."""
    about: dict[str, Any] = {"unit": cast.village, "title": f"承诺{next(NUMBERS)}", "text": "安装烟感报警器20个"}
    about |= {"due_on": min(today() + timedelta(days=10), today().replace(month=12, day=31))}
    if "reward_item" not in given:
        about |= {"reward_item": the_item(Method.BONUS), "reward_points": D(1)}
    if "penalty_item" not in given:
        about |= {"penalty_item": the_item(Method.PENALTY), "penalty_points": D(2)}
    return ledger.create_commitment(Commitment(**about | given), by=cast.supervisor)


def delivered(cast: Cast, commitment: Commitment | None = None, **given: Any) -> Commitment:
    """The liaison says so."""
    made = commitment or a_commitment(cast, **given)
    ledger.deliver_commitment(made, by=cast.liaison, text="已全部安装")
    return made
