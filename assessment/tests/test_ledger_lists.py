"""The ledger in its lists: whose rows, what waits for whom, each filter, the totals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import LedgerEntry
from assessment.services import ledger as services
from assessment.tests.ledger_builders import (
    a_confirmed,
    a_new_entry,
    an_entry,
    the_item,
)
from assessment.tests.walking import listed
from assessment.todos.ledger import ledger_todos
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
State = LedgerEntry.State


# Whose rows, and what waits


def test_a_unit_knows_of_nothing_that_nobody_decided(cast: Cast) -> None:
    entries = {state: an_entry(cast) for state in State.values}
    for state, entry in entries.items():
        LedgerEntry.objects.filter(pk=entry.pk).update(state=state)
    seen = LedgerEntry.objects.all().visible_to(cast.liaison)
    assert set(seen) == {entries["confirmed"], entries["withdrawn"]}
    for role in ("member", "lead", "inspector", "outsider", "administrator"):
        assert not LedgerEntry.objects.all().visible_to(getattr(cast, role)).exists()


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("chair", {"待确认的奖惩"}),
        ("supervisor", {"待确认的奖惩", "待核实的交付"}),
        ("liaison", {"待交付的承诺事项"}),
        ("member", {"待交付的承诺事项"}),
        ("office", set()),
        ("lead", set()),
        ("outsider", set()),
    ],
)
def test_each_role_is_asked_for_its_own(role: str, labels: set[str], cast: Cast) -> None:
    assert {str(each.label) for each in ledger_todos(getattr(cast, role), today())} == labels


def test_entries_are_narrowed_by_each_filter_and_found_by_words(cast: Cast, as_user: Any) -> None:
    bonus = an_entry(cast, reason="扑灭初起火情", happened_on=date(2026, 6, 1))
    penalty = a_confirmed(cast, "penalty", unit=cast.other_village)
    old = an_entry(cast, item=the_item("bonus", 2025), happened_on=date(2025, 12, 31))
    browser = as_user(cast.office)
    for query, found in (
        ({}, [penalty, bonus, old]),
        ({"year": "2025"}, [old]),
        ({"unit": cast.other_village.pk}, [penalty]),
        ({"kind": "bonus"}, [bonus, old]),
        ({"state": "confirmed"}, [penalty]),
        ({"mine": "others"}, [penalty, bonus, old]),
        ({"q": "火情"}, [bonus]),
        ({"q": "逾期"}, [penalty]),
        ({"q": "西河"}, [penalty]),
        ({"q": cast.other_village.initials.upper()}, [penalty]),
    ):
        assert listed(browser, "ledgerentry", **query) == found
    assert listed(as_user(cast.supervisor), "ledgerentry", mine="others") == []


def test_a_unit_that_the_reader_may_not_know_of_is_no_choice(cast: Cast, as_user: Any) -> None:
    a_confirmed(cast)
    for role, offered in (("office", True), ("liaison", False)):
        for noun in ("ledgerentry", "commitment"):
            answer = as_user(getattr(cast, role)).get(reverse(f"assessment:list_{noun}"), {"page": "1"})
            units = answer.context["listing"].filters.form.fields["unit"].queryset
            assert units.filter(pk=cast.village.pk).exists()
            assert units.filter(pk=cast.other_village.pk).exists() is offered


# Totals


def test_totals_lead_from_year_to_year_but_not_into_the_next(cast: Cast, as_user: Any) -> None:
    a_confirmed(cast, item=the_item("bonus", 2025), happened_on=date(2025, 5, 1))
    browser = as_user(cast.liaison)
    for asked, rows, links in (("", 0, {"?year=2025"}), ("?year=2025", 1, {"?year=2024", "?year=2026"})):
        page = Page(browser.get(reverse("assessment:view_ledger") + asked))
        assert len(page.main.first("tbody").all("tr")) == rows
        hrefs = {str(link.attributes["href"]) for link in page.head.all("a")}
        assert {href for href in hrefs if href.startswith("?year=")} == links
    assert "这一年没有已确认的奖惩。" in Page(browser.get(reverse("assessment:view_ledger"))).text


def test_totals_stand_by_kind_and_order_of_the_units(cast: Cast) -> None:
    first, last = a_unit(order=0), a_unit(order=9999)
    station = cast.member.person.unit
    for unit in (last, cast.village, station, first):
        a_confirmed(cast, unit=unit)
    assert [total.unit for total in services.totals_of(2026, cast.chair)] == [station, first, cast.village, last]


def test_taking_the_totals_out_of_the_house_is_kept_in_the_history(cast: Cast, as_user: Any) -> None:
    a_confirmed(cast)
    url = reverse("assessment:export_ledger", args=["csv"])
    assert as_user(cast.office).get(url).status_code == 200
    asked = reverse("list_action")
    assert "导出奖惩" in Page(as_user(cast.auditor).get(asked)).text
    assert a_new_entry(cast).pk is None
