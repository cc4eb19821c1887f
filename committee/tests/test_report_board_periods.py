"""Which periods the reporting board shows, and the ways to others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from committee.models import Report
from committee.tests.board_work import a_report_of, handed_in, heads, marks, page
from committee.tests.reporting import a_quarterly
from committee.views.reports.board import Asked
from dayan_safety.testing import Cast, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")


def test_this_year_s_months_are_shown_and_another_year_when_asked(cast: Cast, as_user: Any) -> None:
    a_report_of(cast)
    a_report_of(cast, date(2025, 12, 1), 0)
    browser = as_user(cast.office)
    assert marks(page(browser))["消防安全组"] == [*[""] * 4, "缺报", *[""] * 7]
    assert marks(page(browser, "year=2025"))["消防安全组"] == [*[""] * 11, "按时"]
    assert page(browser, "year=2024").main.all("table") == []
    assert "该时段没有应报的报告" in page(browser, "year=2024").text


def test_five_years_stand_beside_each_other_under_their_numbers(cast: Cast, as_user: Any) -> None:
    a_report_of(cast, date(2022, 1, 1), 0)
    a_report_of(cast)
    found = page(as_user(cast.office), "years=5")
    assert marks(found)["消防安全组"] == ["按时", *[""] * 51, "缺报", *[""] * 7]
    years = found.main.first("thead").all("th", "year")
    assert [(head.text, head.attributes["colspan"]) for head in years] == [(str(y), "12") for y in range(2022, 2027)]


def test_a_span_from_one_month_to_another(cast: Cast, as_user: Any) -> None:
    for month in (3, 5):
        a_report_of(cast, date(2026, month, 1), 0)
    browser = as_user(cast.office)
    assert marks(page(browser, "since=2026-04&until=2026-06")) == {"消防安全组": ["", "按时", ""]}
    assert "2026-04 – 2026-06" in page(browser, "since=2026-04&until=2026-06").text


def test_enterprises_stand_on_the_boards_of_quarters_and_years(cast: Cast, as_user: Any) -> None:
    unit = a_unit(kind="enterprise", name="红星化工")
    a_quarterly(cast, unit, **handed_in(date(2026, 6, 21)))
    a_report_of(cast)
    browser = as_user(cast.office)
    found = page(browser, "kind=quarter")
    assert marks(found) == {"红星化工": ["逾期", "", "", ""]}
    assert [head.text for head in heads(found)] == ["1 季度", "2 季度", "3 季度", "4 季度"]
    assert [head.all("a") for head in heads(found)] == [[]] * 4
    Report.objects.filter(period="quarter").update(period="year")
    assert marks(page(browser, "kind=year")) == {"红星化工": ["逾期"]}
    assert [head.text for head in heads(page(browser, "kind=year&years=3"))] == ["2024", "2025", "2026"]


@pytest.mark.parametrize(
    ("query", "first", "last", "years"),
    [
        ({}, date(2026, 1, 1), date(2026, 12, 31), 1),
        ({"year": "2024", "years": "3"}, date(2022, 1, 1), date(2024, 12, 31), 3),
        ({"years": "99"}, date(2017, 1, 1), date(2026, 12, 31), 10),
        ({"years": "0"}, date(2026, 1, 1), date(2026, 12, 31), 1),
        ({"years": "９"}, date(2026, 1, 1), date(2026, 12, 31), 1),
        ({"years": "9" * 5000}, date(2026, 1, 1), date(2026, 12, 31), 1),
        ({"year": "9999"}, date(2027, 1, 1), date(2027, 12, 31), 1),
        ({"since": "2025-07", "until": "2026-06"}, date(2025, 7, 1), date(2026, 6, 1), 0),
        ({"since": "2025-07-09", "until": "2026.6.3"}, date(2025, 7, 9), date(2026, 6, 3), 0),
        ({"since": "2026-07", "until": "2026-06"}, date(2026, 1, 1), date(2026, 12, 31), 1),
        ({"since": "2016-01", "until": "2026-06"}, date(2026, 1, 1), date(2026, 12, 31), 1),
        ({"since": "2026-01", "until": "9999-12"}, date(2026, 1, 1), date(2026, 12, 31), 1),
        ({"since": "x", "until": "2026-13"}, date(2026, 1, 1), date(2026, 12, 31), 1),
    ],
)
def test_what_makes_no_sense_counts_as_not_asked_for(
    query: dict[str, str], first: date, last: date, years: int
) -> None:
    assert Asked.of(query) == Asked("month", first, last, years)
    assert Asked.of(query | {"kind": "week"}) == Asked("month", first, last, years)


@pytest.mark.parametrize(
    "query", [{}, {"kind": "quarter", "years": "5"}, {"since": "2025-07", "until": "2026-06"}, {"year": "2020"}]
)
def test_an_address_of_the_board_asks_for_the_same_again(query: dict[str, str]) -> None:
    asked = Asked.of(query)
    assert Asked.of({name: str(value) for name, value in asked.as_query.items()}) == asked


def test_other_kinds_and_years_are_a_click_away(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)

    def switches(query: str) -> dict[str, Asked]:
        links = page(browser, query).main.first("nav", "board-switch").all("a")
        return {link.text: Asked.of(as_query(str(link.attributes["href"]))) for link in links}

    found = switches("year=2025&years=3")
    assert list(found) == ["月报", "季报", "年报", "1 年", "3 年", "5 年", "2024", "2026"]
    assert found["季报"] == Asked("quarter", date(2023, 1, 1), date(2025, 12, 31), 3)
    assert found["5 年"] == Asked("month", date(2021, 1, 1), date(2025, 12, 31), 5)
    assert found["2026"] == Asked("month", date(2024, 1, 1), date(2026, 12, 31), 3)
    assert "2027" not in switches("")


def as_query(url: str) -> dict[str, str]:
    """What an address asks for."""
    return dict(pair.split("=", 1) for pair in url.partition("?")[2].split("&"))
