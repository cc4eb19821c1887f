"""The ledger of all materials as a list: what it says, how it is narrowed, what leaves as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import StockEntry
from campaigns.services.stock import distribute_copies, hand_out_copies, reverse_entry
from campaigns.tests.builders import DAY, a_material, a_stock, an_event
from committee.tests.pages import Page
from dayan_safety.models import Action
from dayan_safety.testing import Cast

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
URL = reverse("campaigns:list_stockentry")


@pytest.fixture
def ledger(cast: Cast) -> dict[str, StockEntry]:
    """A letter and a handbook: came, went to a unit, was handed out at an event, was reversed."""
    letter = a_stock(100, a_material(name="《告居民书》"), on=date(2026, 6, 1))
    handbook = a_stock(50, a_material(name="《安全社区知识手册》"), on=date(2026, 6, 2))
    to_unit = distribute_copies(letter, by=cast.office, copies=40, on=DAY, unit=cast.village, note="入户")
    at_event = hand_out_copies(an_event(theme="赶集宣传"), by=None, material=handbook, copies=20)
    wrong = distribute_copies(letter, by=None, copies=7, on=DAY, unit=cast.other_village)
    reverse_entry(wrong, by=cast.office, reason="重复登记")
    return {"to_unit": to_unit, "at_event": at_event, "wrong": wrong}


def listed(browser: Any, **asked: str) -> list[int]:
    """The copies of the lines that the list shows, lowest first."""
    rows = Page(browser.get(URL, asked)).rows
    return sorted(int(row[3]) for row in rows)


@pytest.mark.parametrize(
    ("asked", "copies"),
    [
        ({}, [-40, -20, -7, 7, 50, 100]),
        ({"standing": "handed_out"}, [-40, -20]),
        ({"standing": "reversed"}, [-7]),
        ({"kind": "received"}, [50, 100]),
        ({"q": "告居民"}, [-40, -7, 7, 100]),
        ({"q": "赶集"}, [-20]),
        ({"q": "重复登记"}, [7]),
        ({"since": "2026-06-02", "until": "2026-6-9"}, [50]),
        ({"unit_kind": "village"}, [-40, -7, 7]),
        ({"q": "没有"}, []),
    ],
)
def test_it_is_narrowed(asked: dict[str, str], copies: list[int], ledger: Any, cast: Cast, as_user: Any) -> None:
    assert listed(as_user(cast.office), **asked) == copies


def test_a_line_says_what_went_to_whom_and_is_taken_back_from_its_page(
    ledger: dict[str, StockEntry], cast: Cast, as_user: Any
) -> None:
    browser, entry = as_user(cast.office), ledger["to_unit"]
    row = next(row for row in Page(browser.get(URL)).rows if row[3] == "-40")
    assert row == ["2026-06-10", "《告居民书》", "发放", "-40", "份", "东风村", "", "入户"]
    page = Page(browser.get(entry.get_absolute_url()))
    assert page.facts["数量"] == "-40 份"
    assert page.facts["去向"] == "东风村"
    url = reverse("campaigns:reverse_entry", args=[entry.pk])
    assert url in [link.attributes["href"] for link in page.head.all("a")]
    answer = browser.post(url, {"reason": "登记错误"})
    assert answer.headers["Location"] == entry.material.get_absolute_url()
    page = Page(browser.get(entry.get_absolute_url()))
    assert page.status == "冲销"
    assert url not in [link.attributes["href"] for link in page.head.all("a")]


def test_a_liaison_sees_what_went_to_the_own_unit(ledger: dict[str, StockEntry], cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.liaison)
    assert listed(browser) == [-40]
    assert browser.get(ledger["to_unit"].get_absolute_url()).status_code == 200
    assert browser.get(ledger["at_event"].get_absolute_url()).status_code == 404


def test_what_is_shown_leaves_as_a_file_and_history_keeps_it(ledger: Any, cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.office).get(reverse("campaigns:export_stockentry", args=["csv"]), {"q": "赶集"})
    lines = (
        b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8-sig").splitlines()
    )
    assert len(lines) == 2
    assert '"-20"' in lines[1]
    assert "赶集宣传" in lines[1]
    assert Action.objects.get(verb="campaigns.export_stockentry").after["rows"] == "共 1 条"
