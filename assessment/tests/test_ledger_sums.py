"""The sums always are what the confirmed entries come to: after whatever was done, counted in one query."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessment.models import LedgerEntry, RulebookItem
from assessment.services import ledger as services
from assessment.services.ledger import Sums, sums_of
from assessment.tests.ledger_builders import (
    D,
    a_confirmed,
    a_ledger_book,
    a_new_entry,
    an_entry,
    another_supervisor,
    the_item,
)
from dayan_safety.errors import RuleBroken
from dayan_safety.testing import Cast, a_unit, build_cast
from dayan_safety.workdays import today

Method = RulebookItem.Method
METHODS = st.sampled_from([Method.BONUS, Method.PENALTY, Method.VETO])
ACTS = st.one_of(
    st.tuples(st.just("propose"), METHODS, st.integers(1, 200), st.integers(0, 1)),
    st.tuples(st.sampled_from(["confirm", "refuse", "withdraw"]), st.integers(0, 9), st.integers(0, 2)),
)


def counted_by_hand(year: int) -> dict[int, Sums]:
    """Row by row, from the table as it is."""
    found: dict[int, Sums] = defaultdict(Sums)
    for entry in LedgerEntry.objects.all():
        if entry.state == "confirmed" and entry.item.rulebook.year == year and entry.removed_at is None:
            bonus, penalty = (entry.points if entry.item.method == kind else D(0) for kind in ("bonus", "penalty"))
            found[entry.unit_id] += Sums(bonus, penalty, int(entry.item.method == "veto"))
    return dict(found)


class TestAnySequence(TestCase):
    """Whatever is proposed, confirmed, refused and withdrawn, by whomever."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(acts=st.lists(ACTS, min_size=3, max_size=14))
    def test_the_sums_are_what_is_confirmed(self, acts: list[tuple[Any, ...]]) -> None:
        """After any sequence."""
        cast = build_cast()
        people, made = (cast.supervisor, another_supervisor(cast), cast.chair), []
        for act, *about in acts:
            if act == "propose":
                method, hundredths, unit = about
                points = min(D(hundredths) / 100, self.most(method))
                place = (cast.village, cast.other_village)[unit]
                made.append(an_entry(cast, method, points=points, unit=place))
            elif made:
                self.tried(act, made[about[0] % len(made)], people[about[1]])
        assert sums_of(today().year) == counted_by_hand(today().year)
        assert sums_of(today().year - 1) == {}

    @staticmethod
    def most(method: str) -> Any:
        """The most that an item of the method gives."""
        return the_item(method).full_mark

    @staticmethod
    def tried(act: str, entry: LedgerEntry, by: Any) -> None:
        """Done, or refused by a rule."""
        more = {} if act == "confirm" else {"reason": "x"}
        with suppress(RuleBroken, PermissionDenied):
            getattr(services, f"{act}_entry")(LedgerEntry.objects.get(pk=entry.pk), by=by, **more)


@pytest.fixture
def book(cast: Cast) -> Any:
    """A rulebook whose caps are 1.50 and 2."""
    return a_ledger_book(bonus_cap=D("1.50"), penalty_cap=D(2))


def test_only_what_is_confirmed_counts(book: Any, cast: Cast) -> None:
    a_confirmed(cast, points=D("0.10"))
    a_confirmed(cast, points=D("0.20"))
    a_confirmed(cast, Method.PENALTY, points=D("2.50"))
    a_confirmed(cast, Method.VETO)
    an_entry(cast)
    services.refuse_entry(an_entry(cast), by=cast.chair, reason="x")
    services.withdraw_entry(a_confirmed(cast), by=cast.supervisor, reason="x")
    assert sums_of(today().year) == {cast.village.pk: Sums(D("0.30"), D("2.50"), 1)}
    assert [str(value) for value in (sums_of(today().year)[cast.village.pk].bonus,)] == ["0.30"]


def test_one_query_for_any_number_of_units(book: Any, cast: Cast, django_assert_num_queries: Any) -> None:
    for _each in range(3):
        a_confirmed(cast, unit=a_unit())
    with django_assert_num_queries(1):
        assert len(sums_of(today().year)) == 3


def test_beside_the_sum_stands_what_counts_at_most(book: Any, cast: Cast) -> None:
    for _each in range(2):
        a_confirmed(cast, points=D(1))
    a_confirmed(cast, Method.PENALTY, points=D(3))
    (total,) = services.totals_of(today().year, cast.office)
    assert (total.sums.bonus, total.bonus_counted) == (D(2), D("1.50"))
    assert (total.sums.penalty, total.penalty_counted, total.ledger.net) == (D(3), D(2), D("-0.50"))


def test_where_a_year_has_no_rules_any_more_the_usual_caps_are_told(cast: Cast) -> None:
    a_confirmed(cast)
    (total,) = services.totals_of(today().year, cast.office)
    assert total.ledger.bonus_cap == 5
    assert services.ledger_of(Sums(D(9), D(30)), None).net == -15


def test_a_unit_is_told_its_own_totals_and_no_others(book: Any, cast: Cast) -> None:
    a_confirmed(cast)
    a_confirmed(cast, unit=cast.other_village)
    year = today().year
    assert [total.unit for total in services.totals_of(year, cast.office)] == [cast.village, cast.other_village]
    assert [total.unit for total in services.totals_of(year, cast.liaison)] == [cast.village]
    assert services.totals_of(year, cast.liaison, cast.other_village.pk) == []
    assert [total.unit for total in services.totals_of(year, cast.office, cast.other_village.pk)] == [
        cast.other_village
    ]


def test_an_entry_of_another_year_is_of_that_year(cast: Cast) -> None:
    last = today().year - 1
    day = today().replace(year=last, month=1, day=2)
    a_confirmed(cast, item=the_item(Method.BONUS, last), happened_on=day)
    assert (list(sums_of(last)), list(sums_of(today().year))) == ([cast.village.pk], [])
    assert a_new_entry(cast).pk is None
