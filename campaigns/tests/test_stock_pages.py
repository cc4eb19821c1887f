"""The ledger on the pages of materials and events: what people read there, and what they may press."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import Event, Material, StockEntry
from campaigns.services.stock import distribute_copies, hand_out_copies, reverse_entry, stock_of
from campaigns.tests.builders import DAY, a_material, a_stock, an_event
from committee.tests.pages import Page
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")
BUTTONS = {"登记入库", "发放给单位", "盘点库存"}


def read(browser: Any, record: Any) -> str:
    """The words of the record's page."""
    answer = browser.get(record.get_absolute_url())
    assert answer.status_code == 200
    return " ".join(Page(answer).text.split())


def test_the_page_of_a_material_says_what_came_went_and_is_there(cast: Cast, as_user: Any) -> None:
    material = a_stock(500)
    entry = distribute_copies(material, by=cast.office, copies=120, on=DAY, unit=cast.village, note="入户发放")
    wrong = distribute_copies(material, by=cast.office, copies=30, on=DAY, unit=cast.other_village)
    reverse_entry(wrong, by=cast.office, reason="登记错误")
    words = read(as_user(cast.office), material)
    for said in (
        "数量：变更后 -120",
        "去向：变更后 东风村",
        "入库总数 500",
        "发放总数 120",
        "现有库存 380",
        "入户发放",
        "登记错误",
        "李文员",
    ):
        assert said in words, said
    page = Page(as_user(cast.office).get(material.get_absolute_url()))
    assert {link.text for link in page.main.all("a")} >= BUTTONS
    urls = [link.attributes["href"] for link in page.main.all("a") if link.text.startswith("冲销")]
    came = material.stock_entries.get(kind="received")
    assert urls == [reverse("campaigns:reverse_entry", args=[each.pk]) for each in (entry, came)]


def test_who_does_not_keep_the_ledger_reads_it_without_buttons(cast: Cast, as_user: Any) -> None:
    material = a_stock(500)
    distribute_copies(material, by=None, copies=7, on=DAY, unit=cast.village)
    distribute_copies(material, by=None, copies=11, on=DAY, unit=cast.other_village)
    for role, lines in (("lead", 3), ("liaison", 1)):
        page = Page(as_user(getattr(cast, role)).get(material.get_absolute_url()))
        words = {link.text for link in page.main.all("a")}
        assert not words & BUTTONS
        assert not any(word.startswith("冲销") for word in words)
        assert len(page.panels["资料台账"].all("li")) == lines


def test_copies_are_entered_by_the_form_once_however_often_it_is_sent(cast: Cast, as_user: Any) -> None:
    material, browser = a_material(), as_user(cast.office)
    url = reverse("campaigns:receive_copies", args=[material.pk])
    posted = {"copies": "20000", "on": "2026-06-10", "note": "首批", "once": "a" * 32}
    for _time in range(2):
        assert browser.post(url, posted).status_code == 302
    assert stock_of(material) == 20000


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"copies": "0"}, "1"),
        ({"copies": "-5"}, "1"),
        ({"copies": "1000001"}, "1000000"),
        ({"copies": "许多"}, "整数"),
        ({"copies": ""}, "必填"),
        ({"copies": "101"}, "库存只有 100份"),
        ({"on": "2026-06-16"}, "今天之后"),
        ({"on": "2026年13月1日"}, "日期"),
        ({"unit": ""}, "必填"),
        ({"unit": "999999"}, "选"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_entered(
    cast: Cast, as_user: Any, typed: dict[str, str], said: str
) -> None:
    material = a_stock(100)
    url = reverse("campaigns:distribute_copies", args=[material.pk])
    posted = {"unit": str(cast.village.pk), "copies": "5", "on": "2026-06-12", **typed}
    answer = as_user(cast.office).post(url, posted)
    assert answer.status_code == 422
    words = " ".join(Page(answer).text.split())
    assert said in words
    assert StockEntry.objects.count() == 1
    if typed.get("copies", "").isdecimal():
        assert f'value="{typed["copies"]}"' in answer.content.decode()


def test_at_an_event_its_lead_hands_out_and_the_page_tells(cast: Cast, as_user: Any) -> None:
    event, material = an_event(group=cast.group), a_stock(100)
    browser = as_user(cast.lead)
    page = Page(browser.get(event.get_absolute_url()))
    url = reverse("campaigns:hand_out_copies", args=[event.pk])
    assert url in {link.attributes.get("href") for link in page.main.all("a")}
    assert browser.post(url, {"material": material.pk, "copies": "60"}).status_code == 302
    words = read(browser, event)
    assert "发放资料" in words
    assert str(material) in words
    assert StockEntry.objects.get(event=event).by == cast.lead


def test_nothing_is_handed_out_at_an_event_that_lies_ahead(cast: Cast, as_user: Any) -> None:
    event = an_event(group=cast.group, held_on=DAY + timedelta(days=30))
    page = Page(as_user(cast.lead).get(event.get_absolute_url()))
    url = reverse("campaigns:hand_out_copies", args=[event.pk])
    assert url not in {link.attributes.get("href") for link in page.main.all("a")}


@pytest.mark.every_database
def test_the_list_orders_by_what_is_in_stock(cast: Cast, as_user: Any) -> None:
    for copies, name in ((50, "甲册"), (200, "乙册")):
        a_stock(copies, a_material(name=name))
    a_material(name="丙册")
    answer = as_user(cast.office).get(reverse("campaigns:list_material"), {"sort": "-stock"})
    words = answer.content.decode()
    assert words.index("乙册") < words.index("甲册") < words.index("丙册")


@pytest.mark.every_database
def test_pages_cost_the_same_however_long_the_ledger(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, material, event = as_user(cast.office), a_stock(500), an_event(group=cast.group)
    addresses = [material.get_absolute_url(), event.get_absolute_url(), reverse("campaigns:list_material")]
    for url in addresses:
        browser.get(url)
    costs = []
    for _number in range(3):
        distribute_copies(material, by=cast.office, copies=5, on=DAY, unit=a_unit())
        wrong = hand_out_copies(event, by=cast.office, material=material, copies=5)
        hand_out_copies(event, by=cast.office, material=a_stock(), copies=5)
        reverse_entry(wrong, by=cast.office, reason="错")
        costs.append([query_count(lambda url=url: browser.get(url)) for url in addresses])
    assert costs[1:] == costs[:-1]
    assert max(costs[0]) <= 12
    assert (Material.objects.count(), Event.objects.count()) == (4, 1)


def test_what_was_handed_out_fills_in_the_report_of_the_group(cast: Cast) -> None:
    source, june = all_sources()["campaigns.copies"], (DAY.replace(day=1), DAY.replace(day=30))
    event, material = an_event(group=cast.group, unit=cast.village), a_stock(500)
    hand_out_copies(event, by=None, material=material, copies=60)
    wrong = hand_out_copies(event, by=None, material=material, copies=99)
    reverse_entry(wrong, by=None, reason="错")
    distribute_copies(material, by=None, copies=40, on=DAY, unit=cast.village)
    distribute_copies(material, by=None, copies=1, on=DAY, unit=cast.other_village)
    assert [source.count(body, *june) for body in (cast.group, cast.village, cast.other_village)] == [60, 100, 1]
    assert source.count(cast.supervision, *june) == 0
    assert {entry.copies for entry in source.records(cast.village, *june)} == {-60, -40}
    assert source.count(cast.group, DAY + timedelta(days=1), june[1]) == 0
