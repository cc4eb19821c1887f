"""The town's year: twelve months of every figure, the year by the figure's rule, as a table, as charts, in Excel."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from committee.models import FormField, Report
from committee.services import reports
from committee.tests import town_work
from committee.tests.pages import Node, Page, rows_of
from committee.tests.reporting import JUNE, a_form, a_report
from committee.tests.town_work import accepted, changed
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_group, build_cast
from dayan_safety.tests.browser import WIDTHS, serious_findings
from dayan_safety.tests.markup import inline_faults, markup_of
from dayan_safety.year_drawing import BAR, HEIGHT, PLOT, TOP, WIDTH, Chart, chart_of

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
YEAR, BOOK = (reverse(f"committee:{name}", args=[2026]) for name in ("view_town_year", "export_town_year"))
MONTHS = [f"{number} 月" for number in range(1, 13)]
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
HALF = {1: ("5", "2.5", "10"), 2: ("", "1.25", "12"), 4: ("0", "", "9"), 5: ("12", "0.5", "")}


def month_of(number: int) -> date:
    """A month of the year."""
    return date(2026, number, 1)


@pytest.fixture
def half_a_year(cast: Cast) -> Cast:
    """Four months of one group: figures of every rule, each with a gap; January and April were issued."""
    town_work.a_town_form()
    for number, told in HALF.items():
        values = {code: text for code, text in zip(("drills", "hours", "members"), told, strict=True) if text}
        accepted(cast, cast.group, {**values, "score": "90", "work": "好"}, first=month_of(number))
    for number in (1, 4):
        reports.issue_town_report(month_of(number), by=cast.office)
    return cast


def year() -> dict[str, Any]:
    """The year's figures by their names."""
    return {figure["name"]: figure for figure in reports.town_year(2026, TODAY)["figures"]}


def page_of(browser: Any) -> Page:
    """The year's page."""
    return Page(browser.get(YEAR))


def table(page: Page) -> dict[str, list[str]]:
    """Figure → its months and the year."""
    return {row[0]: row[1:] for row in rows_of(page.panels["逐月指标"])}


def feet(page: Page) -> dict[str, list[str]]:
    """The rows below the figures."""
    rows = page.main.first("tfoot").all("tr")
    return {row.first("th").text: [cell.text for cell in row.all("td")][:12] for row in rows}


# What it is made of


def test_each_figure_has_its_months_and_the_year_by_its_rule(half_a_year: Cast) -> None:
    found = year()
    assert {name: [figure["months"][:6], figure["total"]] for name, figure in found.items()} == {
        "应急演练": [["5", "", "", "0", "12", ""], "17"],
        "人均学时": [["2.5", "1.25", "", "", "0.5", ""], "1.42"],
        "志愿者": [["10", "12", "", "9", "", ""], "9"],
    }
    assert all(figure["months"][6:] == [""] * 6 for figure in found.values())


def test_the_year_is_what_an_addition_of_its_months_gives(half_a_year: Cast) -> None:
    found = year()
    known = {name: [Decimal(text) for text in figure["months"] if text] for name, figure in found.items()}
    assert Decimal(found["应急演练"]["total"]) == sum(known["应急演练"])
    mean = sum(known["人均学时"]) / len(known["人均学时"])
    assert abs(Decimal(found["人均学时"]["total"]) - mean) <= Decimal("0.005")
    assert Decimal(found["志愿者"]["total"]) == known["志愿者"][-1]


def test_an_issued_month_counts_as_it_was_issued_and_another_as_it_stands(half_a_year: Cast) -> None:
    for number in (1, 5):
        report = reports_of(half_a_year, number)
        changed(half_a_year, report, drills="100")
    assert year()["应急演练"]["months"][:5] == ["5", "", "", "0", "100"]
    reports.issue_town_report(month_of(1), by=half_a_year.chair, reason="更正")
    assert year()["应急演练"]["months"][:5] == ["100", "", "", "0", "100"]


def reports_of(cast: Cast, number: int) -> Any:
    """The group's report of a month."""
    return cast.group.reports.get(first=month_of(number))


def test_a_figure_keeps_its_row_when_its_form_changes_and_has_the_last_name(half_a_year: Cast) -> None:
    fields = {
        "drills": {"name": "演练场次", "unit": "场", "section": "宣教"},
        "fires": {"name": "火灾", "section": "灾情"},
    }
    later = a_form(fields, since=JUNE)
    accepted(half_a_year, half_a_year.group, {"drills": "3", "fires": "1"}, form=later)
    found = year()
    assert list(found) == ["演练场次", "人均学时", "志愿者", "火灾"]
    assert (found["演练场次"]["months"][:6], found["演练场次"]["total"]) == (["5", "", "", "0", "12", "3"], "20")


def test_a_figure_that_is_not_added_up_has_no_row(half_a_year: Cast) -> None:
    assert "自评得分" not in year()
    FormField.objects.filter(code="score").update(total="sum")
    assert year()["自评得分"]["months"][:5] == ["", "90", "", "", "90"]  # issued months stay as they were


def test_months_tell_their_number_and_how_many_reports_count(half_a_year: Cast) -> None:
    a_report(half_a_year)
    excused = a_report(half_a_year, group=a_group(half_a_year.committee))
    reports.excuse_report(excused, by=half_a_year.office, reason="撤并")
    months = reports.town_year(2026, TODAY)["months"]
    told = [(month["number"], month["counted"], month["owed"]) for month in months]
    assert told[:6] == [
        ("大安创报〔2026〕1号", 1, 1), ("", 1, 1), ("", 0, 0), ("大安创报〔2026〕2号", 1, 1), ("", 1, 1), ("", 0, 1),
    ]  # fmt: skip
    assert told[6:] == [("", 0, 0)] * 6


def test_other_years_stay_out(half_a_year: Cast) -> None:
    assert reports.town_year(2025, TODAY)["figures"] == []
    assert year()["应急演练"]["total"] == "17"


def test_twelve_months_cost_the_queries_of_one_and_three_groups_too(cast: Cast, query_count: Any) -> None:
    town_work.a_town_form()
    costs = []
    for groups, months in ((1, [1]), (1, range(2, 13)), (2, range(1, 13))):
        for group in [cast.group] if groups == 1 else [a_group(cast.committee) for _each in range(groups)]:
            for number in months:
                accepted(cast, group, {"drills": "1", "work": "好"}, first=month_of(number))
        costs.append(query_count(lambda: reports.town_year(2026, TODAY)))
    reports.issue_town_report(JUNE, by=cast.office)
    assert [*costs, query_count(lambda: reports.town_year(2026, TODAY))] == [3] * 4


# The page


def test_the_page_tells_what_the_service_counts(half_a_year: Cast, as_user: Any) -> None:
    page = page_of(as_user(half_a_year.member))
    assert page.title == "2026 年全镇指标"
    heads = [cell.text for cell in page.panels["逐月指标"].first("thead").all("th")]
    assert heads == ["指标", *MONTHS, "全年"]
    assert table(page) == {
        f"{name} {figure['unit']}": [*(text or "—" for text in figure["months"]), figure["total"]]
        for name, figure in year().items()
    }
    assert feet(page) == {
        "状态": ["已印发", "草稿", "无月报", "已印发", "草稿", *["无月报"] * 7],
        "计入月报数": ["1/1", "1/1", "—", "1/1", "1/1", *["—"] * 7],
    }


def test_months_that_have_reports_lead_to_their_pages_and_years_to_those_beside(
    half_a_year: Cast, as_user: Any
) -> None:
    browser = as_user(half_a_year.office)
    heads = page_of(browser).panels["逐月指标"].first("thead").all("a")
    owed = sorted(set(Report.objects.values_list("first", flat=True)))
    assert [link.attributes["href"] for link in heads] == [f"{YEAR}{first.month}/" for first in owed]

    def beside(asked: int) -> list[str]:
        page = Page(browser.get(reverse("committee:view_town_year", args=[asked])))
        return [link.text for link in page.main.first("nav", "turn").all("a")]

    assert [beside(asked) for asked in (2026, 2025, 1990)] == [[], ["2026年"], ["1991年"]]
    Report.objects.filter(first=owed[0]).update(first=date(2024, 12, 1))
    assert [beside(asked) for asked in (2026, 2025, 2024)] == [["2025年"], ["2024年", "2026年"], ["2025年"]]


def test_every_figure_has_a_chart_with_a_title_and_its_row_beside(half_a_year: Cast, as_user: Any) -> None:
    answer = as_user(half_a_year.office).get(YEAR)
    charts = Page(answer).main.all("figure", "town-chart")
    assert [chart.first("figcaption").text for chart in charts] == [
        "应急演练 17 次",
        "人均学时 1.42 学时",
        "志愿者 9 人",
    ]
    rows = {str(row.attributes.get("id")) for row in Page(answer).main.all("tr")}
    for chart in charts:
        drawing = chart.first("svg")
        title = drawing.first("title")
        assert drawing.attributes["role"] == "img"
        assert drawing.attributes["aria-labelledby"] == title.attributes["id"]
        assert drawing.attributes["aria-describedby"] in rows
        assert title.text.endswith("，2026 年逐月")
    assert inline_faults(markup_of(answer)) == []


def test_a_bar_for_each_number_says_its_month_and_what_was_issued_is_filled(half_a_year: Cast, as_user: Any) -> None:
    drawing = page_of(as_user(half_a_year.office)).main.first("figure", "town-chart")
    bars = drawing.all("rect", "bar")
    assert [bar.first("title").text for bar in bars] == ["1 月：5", "4 月：0", "5 月：12"]
    assert [classes(bar) for bar in bars] == [["bar", "is-issued"], ["bar", "is-issued"], ["bar"]]
    assert [node.text for node in drawing.all("text", "value")] == ["5", "0", "12"]


def classes(node: Node) -> list[str]:
    """Its classes."""
    return str(node.attributes["class"]).split()


def test_a_year_without_reports_says_so(cast: Cast, as_user: Any) -> None:
    page = page_of(as_user(cast.office))
    assert "该年还没有审核通过的月报。" in page.panels["逐月指标"].text
    assert page.main.all("svg", "bar") == page.main.all("figure") == []


@pytest.mark.parametrize("asked", ["1989", "2200", "0", "99999999999999999999"])
def test_what_is_no_year_does_not_exist(asked: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    pages = [YEAR.replace("2026", asked), BOOK.replace("2026", asked)]
    assert [browser.get(url).status_code for url in pages] == [404, 404]
    assert [browser.get(url).status_code for url in (YEAR, BOOK)] == [200, 200]


@pytest.mark.parametrize("role", Cast.ROLES)
def test_the_committee_reads_the_year_and_takes_it_along(role: str, cast: Cast, as_user: Any) -> None:
    code = 200 if role in ("chair", "office", "lead", "member", "supervisor") else 403
    browser = as_user(getattr(cast, role))
    assert [browser.get(url).status_code for url in (YEAR, BOOK)] == [code, code]
    assert {browser.post(url).status_code for url in (YEAR, BOOK)} == {405}


# Excel


def test_the_workbook_tells_the_numbers_of_the_page_as_numbers(half_a_year: Cast, as_user: Any) -> None:
    browser = as_user(half_a_year.chair)
    answer = browser.get(BOOK)
    [sheet] = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    heads, *rows = sheet.iter_rows(min_row=3, values_only=True)
    assert (sheet.title, sheet["A1"].value) == ("2026", "2026 年全镇指标")
    assert list(heads) == ["指标", "计量单位", *MONTHS, "全年"]
    told = {
        f"{name} {unit}": [f"{cell:.10g}" if cell is not None else "—" for cell in cells]
        for name, unit, *cells in rows[:3]
    }
    assert told == table(page_of(browser))
    assert rows[3][:6] == ("月报文号", None, "大安创报〔2026〕1号", None, None, "大安创报〔2026〕2号")
    assert rows[4][:4] == ("计入月报数", None, "1/1", "1/1")


def test_history_keeps_who_took_the_year(half_a_year: Cast, as_user: Any) -> None:
    as_user(half_a_year.supervisor).get(BOOK)
    row = Action.objects.get(verb="committee.export_town_month")
    assert (row.by, row.thing_id, row.after) == (half_a_year.supervisor, "", {"file": "2026 年全镇指标.xlsx"})


# The drawing


def drawn(*texts: str) -> Chart:
    """The chart of these months and of empty ones after them."""
    return chart_of([*texts, *[""] * (12 - len(texts))], [False] * 12)


def test_the_highest_bar_fills_the_drawing_and_others_are_in_proportion() -> None:
    chart = drawn("50", "100", "25", "0")
    assert [bar.height for bar in chart.bars[:4]] == [PLOT // 2, PLOT, PLOT // 4, 1]
    assert [bar.top for bar in chart.bars[:3]] == [TOP + PLOT // 2, TOP, TOP + PLOT * 3 // 4]
    assert chart.ground == TOP + PLOT


def test_what_lies_below_nought_hangs_from_the_ground() -> None:
    chart = drawn("30", "-10")
    assert chart.ground == TOP + PLOT * 3 // 4
    assert [(bar.top, bar.height) for bar in chart.bars[:2]] == [(TOP, 75), (chart.ground, 25)]


def test_long_numbers_stand_above_the_highest_bar_alone() -> None:
    assert [bar.is_told for bar in drawn("5", "12", "7").bars[:4]] == [True, True, True, False]
    assert [bar.is_told for bar in drawn("1580", "12", "1200.5").bars[:4]] == [True, False, False, False]


@given(st.lists(st.none() | NUMBERS, min_size=12, max_size=12))
def test_every_bar_lies_within_the_drawing(numbers: list[Decimal | None]) -> None:
    chart = chart_of(["" if number is None else str(number) for number in numbers], [True] * 12)
    assert len(chart.bars) == 12
    for bar in chart.bars:
        assert bar.left >= 0
        assert bar.left + BAR <= WIDTH
        assert bar.top >= TOP
        assert bar.top + bar.height <= TOP + PLOT + 1 < HEIGHT
        assert bar.top <= chart.ground <= bar.top + bar.height + 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_month_and_year_are_accessible_and_fit_wide_and_narrow(visit: Any) -> None:
    cast = build_cast()
    town = town_work.a_town(cast)
    for _each in range(5):
        accepted(cast, a_group(cast.committee), {"drills": "12345", "work": "好"})
    watched, wrong = visit(cast.office), {}
    for issued in (False, True):
        if issued:
            reports.issue_town_report(JUNE, by=cast.office)
            changed(cast, town["fire"], drills="9")
        for url in (YEAR, f"{YEAR}6/", f"{YEAR}6/?edition=0", f"{YEAR}6/issue/"):
            watched.open(url)
            for width in WIDTHS:
                watched.widen(width)
                watched.shot(f"town-{issued}-{width}-{url.strip('/').replace('/', '-')}")
                fits = watched.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
                if found := [*serious_findings(watched.page), *([] if fits else ["scrolls sideways"])]:
                    wrong[url, width] = found
    assert wrong == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_wide_table_scrolls_in_its_own_box_and_keeps_its_first_column(visit: Any) -> None:
    cast = build_cast()
    town_work.a_town_form()
    for _each in range(9):
        accepted(cast, a_group(cast.committee), {"drills": "12345"})
    page = visit(cast.office, "phone").open(f"{YEAR}6/")
    box, head = page.locator(".wide-sheet").first, page.locator(".wide-sheet tbody th").first
    before = head.bounding_box()
    box.evaluate("node => node.scrollLeft = 300")
    assert box.evaluate("node => node.scrollLeft") == 300
    assert abs(head.bounding_box()["x"] - before["x"]) <= 1
