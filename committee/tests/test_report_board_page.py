"""The reporting board as people read it: who reported for which period, rates, what it costs, ways onward."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Report
from committee.tests.board_work import BOARD, MAY, a_report_of, handed_in, heads, lines, marks, page, years_of
from committee.tests.pages import Page
from committee.tests.reporting import JUNE, a_filled, a_quarterly, a_report, an_excused
from committee.views.reports.board_cells import duration, share
from dayan_safety.testing import Cast, a_group, a_unit
from dayan_safety.tests.browser import WIDTHS, serious_findings

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
TODAY = date(2026, 6, 15)


def feet(found: Page) -> dict[str, list[str]]:
    """Measure → the whole, nothing, and each period."""
    rows = found.main.first("table", "board").first("tfoot").all("tr")
    return {row.first("th").text: [cell.text for cell in row.all("td")] for row in rows}


def a_year(cast: Cast) -> dict[str, Report]:
    """One report of each standing: January to June."""
    made = {
        "on_time": a_report_of(cast, date(2026, 1, 1), -1),
        "late": a_report_of(cast, date(2026, 2, 1), 3),
        "missing": a_report_of(cast, date(2026, 3, 1)),
        "nil": a_report_of(cast, date(2026, 5, 1), 0, is_nil=True),
        "waiting": a_report(cast),
    }
    return made | {"excused": an_excused(cast, a_report_of(cast, date(2026, 4, 1)))}


# The table


def test_each_month_says_in_words_and_with_an_icon_how_its_report_stands(cast: Cast, as_user: Any) -> None:
    a_year(cast)
    found = page(as_user(cast.office))
    assert marks(found) == {"消防安全组": ["按时", "逾期", "缺报", "免报", "按时", "未到期", *[""] * 6]}
    links = [cell.first("a") for cell in lines(found)["消防安全组"][4:10]]
    tones = ["success", "warning", "danger", "secondary", "success", "secondary"]
    assert [str(link.attributes["class"]).split()[0] for link in links] == [f"tone-{tone}" for tone in tones]
    assert all(link.all("svg") for link in links)


def test_each_cell_leads_to_its_report_and_tells_its_days(cast: Cast, as_user: Any) -> None:
    made = a_year(cast)
    cells = [cell.first("a") for cell in lines(page(as_user(cast.lead)))["消防安全组"][4:10]]
    in_order = [made[name] for name in ("on_time", "late", "missing", "excused", "nil", "waiting")]
    assert [cell.attributes["href"] for cell in cells] == [report.get_absolute_url() for report in in_order]
    assert [cell.attributes["title"] for cell in cells] == [
        "2026年1月 · 按时 · 应报日 2026-01-25 · 2026-01-24 上报",
        "2026年2月 · 逾期 · 应报日 2026-02-25 · 2026-02-28 上报",
        "2026年3月 · 缺报 · 应报日 2026-03-25",
        "2026年4月 · 免报 · 应报日 2026-04-25",
        "2026年5月 · 按时 · 应报日 2026-05-25 · 2026-05-25 上报 · 零报告",
        "2026年6月 · 未到期 · 应报日 2026-06-25",
    ]


def test_the_legend_explains_every_mark(cast: Cast, as_user: Any) -> None:
    a_report(cast)
    legend = page(as_user(cast.office)).main.first("ul", "legend").all("li")
    assert [line.first("b").text for line in legend] == ["按时", "逾期", "缺报", "未到期", "免报"]
    assert all(line.all("svg") for line in legend)


def test_rates_and_costs_stand_beside_each_reporter_and_below_each_period(cast: Cast, as_user: Any) -> None:
    a_year(cast)
    a_report_of(cast, date(2026, 1, 1), group=cast.supervision, **handed_in(date(2026, 1, 20), 100))
    found = page(as_user(cast.office))
    measures = {name: [cell.text for cell in cells[:4]] for name, cells in lines(found).items()}
    assert measures == {
        "消防安全组": ["75% 3/4", "50% 2/4", "—", "30 分钟"],
        "督查考核组": ["100% 1/1", "100% 1/1", "—", "2 小时"],
    }
    below = feet(found)
    assert below["上报率"][:6] == ["80% 4/5", "", "100% 2/2", "100% 1/1", "0% 0/1", "—"]
    assert below["及时率"][:5] == ["60% 3/5", "", "100% 2/2", "0% 0/1", "0% 0/1"]
    assert below["通常用时"][:4] == ["30 分钟", "", "65 分钟", "30 分钟"]


def test_what_the_portal_filled_in_is_measured(cast: Cast, as_user: Any) -> None:
    a_filled(cast)
    Report.objects.update(**handed_in(TODAY))
    found = page(as_user(cast.office))
    assert lines(found)["消防安全组"][2].text == "50% 1/2"  # drills were typed, tasks done were counted
    assert feet(found)["自动取数率"][:2] == ["50% 1/2", ""]
    sums = {pair.first("dt").text: pair.first("dd").text for pair in found.main.first("dl", "sums").all("div")}
    assert sums == {"上报率 1/1": "100%", "及时率 1/1": "100%", "自动取数率 1/2": "50%", "通常用时": "30 分钟"}


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 3, "0%"), (2, 3, "66%"), (199, 200, "99%"), (3, 3, "100%"), (0, 0, "—")]
)
def test_a_hundred_per_cent_is_all_of_them(part: int, whole: int, percent: str) -> None:
    assert (share(part, whole).percent, share(part, whole).numbers) == (percent, f"{part}/{whole}" if whole else "")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(None, "—"), (1, "1 分钟"), (99, "99 分钟"), (100, "2 小时"), (2879, "48 小时"), (2880, "2 天"), (43200, "30 天")],
)
def test_times_are_told_in_the_unit_people_use(minutes: int | None, words: str) -> None:
    assert duration(minutes).percent == words


def test_the_head_of_a_month_with_reports_leads_to_the_town_s_month(cast: Cast, as_user: Any) -> None:
    a_report_of(cast)
    found = heads(page(as_user(cast.chair)))
    assert [head.text for head in found] == [f"{number} 月" for number in range(1, 13)]
    assert [link.attributes["href"] for head in found for link in head.all("a")] == [
        reverse("committee:view_town_month", args=[2026, 5])
    ]
    assert found[4].attributes["title"] == "2026年5月"


# Ways onward


def buttons(browser: Any, query: str = "") -> dict[str, str]:
    """What can be done, and where."""
    links = page(browser, query).head.all("a")
    return {link.text: str(link.attributes["href"]) for link in links}


def test_the_late_ones_that_can_still_report_are_one_button(cast: Cast, as_user: Any) -> None:
    for group in (cast.group, cast.supervision):
        a_report_of(cast, group=group, lock_on=TODAY)
    a_report_of(cast, group=a_group(cast.committee))  # closed: nobody can hand it in
    a_report_of(cast, date(2025, 5, 1), lock_on=TODAY)
    office = buttons(as_user(cast.office))
    assert list(office) == ["催报 2 份未报报告", "列表方式"]
    asked = as_user(cast.office).get(office["催报 2 份未报报告"]).context
    assert sum(len(line["titles"]) for line in asked["lines"]) + len(asked["unreached"]) == 2
    assert asked["back"] == f"{BOARD}?kind=month&since=2026-01&until=2026-12"
    assert list(buttons(as_user(cast.lead))) == ["列表方式"]


def test_the_list_has_exactly_the_board_s_reports(cast: Cast, as_user: Any) -> None:
    for first in (date(2025, 12, 1), date(2026, 1, 1), date(2026, 12, 1), date(2027, 1, 1)):
        a_report_of(cast, first)
    a_quarterly(cast)
    browser = as_user(cast.office)
    listing = browser.get(buttons(browser)["列表方式"], follow=True).context["listing"]
    assert listing.total == 2


@pytest.mark.parametrize(("role", "code"), [("chair", 200), ("lead", 200), ("supervisor", 200), ("liaison", 403)])
def test_the_board_is_for_those_who_see_the_whole_town(role: str, code: int, cast: Cast, as_user: Any) -> None:
    assert as_user(getattr(cast, role)).get(BOARD).status_code == code


def test_reports_that_were_removed_are_not_on_it(cast: Cast, as_user: Any) -> None:
    report = a_report_of(cast)
    assert len(marks(page(as_user(cast.office)))) == 1
    Report.objects.filter(pk=report.pk).update(removed_at="2026-06-01T00:00Z")
    assert page(as_user(cast.office)).main.all("table") == []


def test_eleven_groups_and_five_years_cost_the_queries_of_one_report(
    cast: Cast, as_user: Any, query_count: Any
) -> None:
    browser, costs = as_user(cast.office), []
    groups = [cast.group, *(a_group(cast.committee) for _each in range(10))]
    for number, months in ((1, 1), (3, 3), (11, 60)):
        Report.objects.all().delete()
        years_of(groups[:number], date(2022, 1, 1), months)
        browser.get(f"{BOARD}?years=5")
        costs.append(query_count(lambda: browser.get(f"{BOARD}?years=5")))
    assert sum(map(len, marks(page(browser, "years=5")).values())) == 660
    assert costs[0] == costs[1] == costs[2] <= 8


def test_eighty_enterprises_cost_the_queries_of_one(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, costs = as_user(cast.chair), []
    for number in (1, 79):
        for _each in range(number):
            a_quarterly(cast, a_unit(kind="enterprise"), first=MAY - timedelta(days=30), last=JUNE)
        browser.get(f"{BOARD}?kind=quarter")
        costs.append(query_count(lambda: browser.get(f"{BOARD}?kind=quarter")))
    assert len(marks(page(browser, "kind=quarter"))) == 80
    assert costs[0] == costs[1] <= 8


# In a browser


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_board_scrolls_in_its_own_box_and_names_stay_in_sight(cast: Cast, visit: Any) -> None:
    groups = [cast.group, *(a_group(cast.committee, number=900 + each) for each in range(10))]
    years_of(groups, date(2022, 1, 1), 54)
    watched, wrong = visit(cast.office), {}
    for width, (name, query) in product(WIDTHS, {"year": "", "five-years": "years=5"}.items()):
        watched.widen(width)
        shown = watched.open(f"{BOARD}?{query}")
        watched.shot(f"board-{name}-{width}")
        wide = shown.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
        moved = shown.evaluate(MOVED_WITH_THE_BOX)
        if (found := serious_findings(shown)) or wide or moved:
            wrong[name, width] = [*found, wide, moved]
    assert wrong == {}


# How far the name of a reporter moves to the left while its months do.
MOVED_WITH_THE_BOX = """() => {
  const name = document.querySelector(".board tbody th"), box = document.querySelector(".board-box");
  const left = () => Math.round(name.getBoundingClientRect().left);
  const before = left();
  box.scrollTo(300, 0);
  return before - left();
}"""
