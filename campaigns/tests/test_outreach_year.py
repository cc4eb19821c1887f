"""The year of outreach: numbers by month and year are those of the records that exist for whoever reads."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.figures import COPIES, DRILLS, MEASURES, PEOPLE, TRAININGS, campaign_figures, tally
from campaigns.models import Event, EventKind, StockEntry
from campaigns.services.stock import distribute_copies, hand_out_copies, reverse_entry
from campaigns.tests.builders import (
    DAY,
    a_campaign,
    a_display,
    a_kind_of_event,
    a_poll,
    a_programme,
    a_questionnaire,
    a_sheet,
    a_stock,
    an_event,
)
from campaigns.tests.project_builders import a_project
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests.markup import inline_faults, markup_of

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
URL, ON = reverse("campaigns:view_outreach"), date(2026, 6, 15)
ONE = st.tuples(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.sampled_from(EventKind.CountsAs.values),
    st.sampled_from(["", *Event.Entry.values]),
    st.none() | st.integers(0, 500),
)


def read(browser: Any, **asked: str) -> dict[str, list[str]]:
    """Number → twelve months and the year, in words."""
    rows = Page(browser.get(URL, asked)).panels["逐月指标"].all("tr")
    return {row.first("th").text: [cell.text for cell in row.all("td")] for row in rows}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(ONE, max_size=12))
def test_any_log_is_counted_as_by_hand(held: list[tuple[Any, ...]], db: None) -> None:
    Event.objects.all().delete()
    kinds = {
        name: EventKind.objects.get_or_create(name=name, defaults={"counts_as": name})[0]
        for name in EventKind.CountsAs.values
    }
    Event.objects.bulk_create(
        Event(theme="x", place="y", held_on=on, kind=kinds[kind], entry=entry, head_count=people)
        for on, kind, entry, people in held
    )
    counted = tally(Event.objects.all().held_by(ON), StockEntry.objects.all(), date(2025, 1, 1), date(2026, 12, 31))
    for measure in MEASURES:
        for year in (2024, 2025, 2026):
            by_hand = [
                (people or 0) if measure == PEOPLE else 1
                for on, kind, entry, people in held
                if on <= ON
                and on.year == year > 2024
                and measure.key in ("events", "people", kind, f"entry_{entry}" if entry else "")
            ]
            assert counted.of_year(measure, year) == sum(by_hand), (measure.key, year)
            assert sum(counted.of_month(measure, year, month) for month in range(1, 13)) == sum(by_hand)


def test_what_lies_ahead_is_not_counted_and_what_was_reversed_neither(cast: Cast) -> None:
    kind = a_kind_of_event(counts_as="drill")
    for days in (-1, 0, 1):
        an_event(kind=kind, held_on=ON + timedelta(days=days), head_count=10)
    material = a_stock(100)
    wrong = distribute_copies(material, by=None, copies=30, on=DAY, unit=cast.village)
    distribute_copies(material, by=None, copies=20, on=DAY, unit=cast.village)
    reverse_entry(wrong, by=cast.office, reason="登记错误")
    told = {figure.key: figure.value for figure in campaign_figures(2026, ON)}
    assert (told["drill"], told["copies"], told["training"], told["entries"]) == (2, 20, 0, 0)


def test_the_page_shows_months_and_the_year_and_links_where_there_is_something(cast: Cast, as_user: Any) -> None:
    training = a_kind_of_event()
    an_event(kind=training, held_on=date(2026, 3, 2), head_count=40, entry="schools")
    event = an_event(kind=training, head_count=25)
    an_event(kind=training, held_on=date(2026, 9, 1))  # only planned
    hand_out_copies(event, by=None, material=a_stock(50), copies=15)
    rows = read(as_user(cast.office))
    assert rows["安全培训"] == ["—", "—", "1", "—", "—", "1", *["—"] * 6, "2"]
    assert rows["参加人数"] == ["—", "—", "40", "—", "—", "25", *["—"] * 6, "65"]
    assert (rows["宣传资料发放数"][5], rows["宣传资料发放数"][12]) == ("15", "15")
    assert (rows["进学校"][2], rows["进企业"][12], rows["应急演练"][12]) == ("1", "0", "0")


def test_other_years_stand_beside_and_are_one_click_away(cast: Cast, as_user: Any) -> None:
    kind, browser = a_kind_of_event(), as_user(cast.office)
    for year, times in ((2023, 1), (2025, 2), (2026, 3)):
        for _each in range(times):
            an_event(kind=kind, held_on=date(year, 5, 1))
    page = Page(browser.get(URL))
    years = {row.first("th").text: [cell.text for cell in row.all("td")] for row in page.panels["逐年对比"].all("tr")}
    assert years["安全培训"] == ["—", "1", "—", "2", "3"]
    assert read(browser, year="2023")["安全培训"][12] == "1"
    turn = page.main.first("nav", "turn")
    assert [link.text for link in turn.all("a")] == ["2025年"]
    earlier = Page(browser.get(URL, {"year": "2025"})).main.first("nav", "turn")
    assert [link.text for link in earlier.all("a")] == ["2024年", "2026年"]


def test_a_liaison_reads_the_numbers_of_the_own_unit_and_opens_them(cast: Cast, as_user: Any) -> None:
    kind = a_kind_of_event(counts_as="drill")
    an_event(kind=kind, unit=cast.village, head_count=10)
    an_event(kind=kind, unit=cast.other_village, head_count=90)
    material = a_stock(100)
    for unit, copies in ((cast.village, 5), (cast.other_village, 7)):
        distribute_copies(material, by=None, copies=copies, on=DAY, unit=unit)
    for role, drills, people, copies in (("office", "2", "100", "12"), ("liaison", "1", "10", "5")):
        rows = read(as_user(getattr(cast, role)))
        assert (rows["应急演练"][12], rows["参加人数"][12], rows["宣传资料发放数"][12]) == (drills, people, copies)
        for measure, number in ((DRILLS, drills), (COPIES, "2" if role == "office" else "1")):
            address = measure.url(date(2026, 1, 1), date(2026, 12, 31))
            assert f"共 {number} 条" in Page(as_user(getattr(cast, role)).get(address)).text


@pytest.mark.parametrize("year", ["1899", "99999", "-1", "abc", "", "2026.0", "２０２６", "9999"])
def test_a_year_that_is_none_is_this_year_or_the_next(year: str, cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(URL, {"year": year}))
    assert page.status_code == 200
    assert page.title in ("2026 年宣传教育", "2027 年宣传教育")


TEN_YEARS = [
    "campaigns:view_outreach", "campaigns:view_coverage", "campaigns:list_event", "campaigns:list_stockentry",
    "campaigns:list_campaign", "campaigns:list_programme", "campaigns:list_project", "campaigns:list_poll",
    "campaigns:list_display",
]  # fmt: skip


def a_year_of_everything(cast: Cast, year: int) -> None:
    """Two events, copies, a campaign, a programme, a project, a poll and a display of one year."""
    first, last = date(year, 3, 1), date(year, 12, 1)
    term, unit = {"first_on": first, "last_on": last, "group": cast.group}, cast.village
    campaign, programme = a_campaign(**term), a_programme(**term)
    for counts_as in ("drill", "training"):
        about = {"held_on": first, "entry": "schools", "campaign": campaign, "programme": programme}
        an_event(kind=a_kind_of_event(counts_as=counts_as), unit=unit, group=cast.group, more_units=[a_unit()], **about)
    distribute_copies(a_stock(on=first), by=None, copies=10, on=first, unit=unit)
    a_project(**term)
    a_sheet(a_poll(a_questionnaire(programme=programme), first_on=first, last_on=last), 0)
    a_display(first_on=first, unit=unit)


def test_ten_years_cost_the_queries_of_one_year(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)

    def costs() -> dict[str, int]:
        return {name: query_count(partial(browser.get, reverse(name))) for name in TEN_YEARS}

    a_year_of_everything(cast, 2026)
    costs()
    few = costs()
    for year in range(2017, 2026):
        a_year_of_everything(cast, year)
    assert costs() == few
    assert max(few.values()) <= 12


def test_the_page_carries_no_style_or_script_of_its_own(cast: Cast, as_user: Any) -> None:
    an_event(kind=a_kind_of_event(counts_as=TRAININGS.key))
    assert inline_faults(markup_of(as_user(cast.office).get(URL))) == []
