"""Lists as people use them: all in the address, each filter in sight and removable, every row on one page only."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from committee.models import Unit
from committee.tables import UNITS
from dayan_safety.lists import COUNT_LIMIT, Listing
from dayan_safety.testing import a_unit
from dayan_safety.tests.markup import Markup, markup_of

pytestmark = pytest.mark.every_database

LIST = "/committee/units/"
ALL_COLUMNS = ["名称", "类别", "统计代码", "地址", "办公电话", "隶属起", "隶属止"]


@pytest.fixture
def browser(cast: Any, as_user: Any) -> Any:
    """The office's browser."""
    return as_user(cast.office)


def many_units(number: int, **given: Any) -> None:
    """Villages beyond those of the cast, in protocol order."""
    Unit.objects.bulk_create(
        Unit(**{"name": f"第{n:05}村", "kind": "village", "order": 5000 + n} | given) for n in range(number)
    )


def page_of(browser: Any, query: Any = "", **headers: str) -> Markup:
    """The list under a query, kept apart from how it was left before."""
    if isinstance(query, dict):
        query = "?" + urlencode(query, doseq=True)
    return markup_of(browser.get(LIST + (query or "?rows=50"), headers=headers))


def rows_of(page: Markup) -> list[str]:
    """What names the rows."""
    return page.texts("th", scope="row")


def columns_of(page: Markup) -> list[str]:
    """The headings."""
    return page.texts("th", scope="col")


def sorting(page: Markup, label: str) -> tuple[str, str]:
    """The state of a heading, and the address behind it."""
    [cell] = [cell for cell in page.all("th", scope="col") if cell.text == label]
    [link] = [link for link in page.all("a") if link["id"].startswith("sort-") and link.text == label]
    return cell["aria-sort"], link["href"]


# The address holds everything


def test_an_address_shows_the_same_list_to_a_colleague(cast: Any, as_user: Any) -> None:
    many_units(120)
    query = {"q": "村", "kind": "village", "sort": "-name", "columns": ["name", "kind"], "rows": "100", "page": "2"}
    mine, theirs = (page_of(as_user(user), query) for user in (cast.office, cast.chair))
    assert rows_of(mine) == rows_of(theirs)
    assert (len(rows_of(mine)), columns_of(mine)) == (22, ["名称", "类别"])
    assert theirs.one("input", id="id_q")["value"] == "村"
    assert theirs.texts("p", "total") == ["共 122 条"]


def test_searching_again_keeps_order_columns_and_rows_and_begins_with_the_first_page(browser: Any) -> None:
    page = page_of(browser, {"sort": "-code", "columns": ["name", "code"], "rows": "100", "page": "3", "q": "村"})
    [search] = [form for form in page.forms() if form.action == LIST and "rows" in form.hidden]
    assert search.hidden == {"sort": ["-code"], "columns": ["name", "code"], "rows": ["100"]}


def test_choosing_columns_keeps_search_filters_and_order(browser: Any) -> None:
    page = page_of(browser, {"q": "村", "kind": "village", "sort": "name", "page": "2", "rows": "200"})
    [columns] = [form for form in page.forms() if "kind" in form.hidden]
    assert columns.hidden == {"q": ["村"], "kind": ["village"], "sort": ["name"]}


def test_a_view_is_kept_without_its_page(browser: Any) -> None:
    page = page_of(browser, {"q": "村", "sort": "-name", "page": "2"})
    [keep] = [form for form in page.forms() if form.action == "/views/save/"]
    assert (keep.hidden["list_name"], parse_qs(keep.hidden["query"][0])) == ([LIST], {"q": ["村"], "sort": ["-name"]})


def test_a_list_changed_in_place_is_the_list_alone_and_says_its_number(browser: Any) -> None:
    whole, part = page_of(browser, "?q=村"), page_of(browser, "?q=村", **{"HX-Request": "true"})
    assert (len(whole.all("html")), len(part.all("html"))) == (1, 0)
    assert rows_of(part) == rows_of(whole) == ["东风村", "西河村"]
    assert part.one("div", "listing-bar")["data-count"] == "共 2 条"


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
QUERIES = st.dictionaries(
    st.sampled_from(["q", "kind", "valid_on", "sort", "columns", "rows", "page", "unknown", "ünï", "a b"]),
    st.lists(WORDS, min_size=1, max_size=3),
)


def listing_of(query: dict[str, list[str]]) -> Listing:
    """A list under any query; nothing is asked of the database."""
    request = RequestFactory().get(LIST + "?" + urlencode(query, doseq=True))
    return Listing(request, Unit.objects.none(), UNITS)


@given(QUERIES)
def test_no_address_loses_or_invents_anything(query: dict[str, list[str]]) -> None:
    address = listing_of(query).address()
    assert address.startswith("?")
    assert dict(QueryDict(address[1:]).lists()) == (query or {"reset": ["1"]})


@given(QUERIES, st.sampled_from(["q", "kind", "page", "a b"]), st.none() | WORDS)
def test_a_changed_address_differs_in_that_alone(query: Any, name: str, value: str | None) -> None:
    changed = dict(QueryDict(listing_of(query).address(**{name: value})[1:]).lists())
    others = {key: values for key, values in query.items() if key != name}
    expected = others | ({name: [value]} if value is not None else {})
    assert changed == (expected or {"reset": ["1"]})


@given(QUERIES)
def test_whatever_is_asked_the_list_keeps_within_itself(query: Any) -> None:
    listing = listing_of(query)
    assert (listing.page, listing.pages, listing.next_url, listing.previous_url) == (1, 1, "", "")
    assert listing.size in (50, 100, 200)
    assert set(listing.shown_columns) <= set(UNITS) and listing.shown_columns
    assert len(listing.search_text) <= 50
    assert "page" not in QueryDict(listing.query)


# Search and filters in force


def test_each_filter_in_force_is_shown_in_words_and_taken_away_alone(browser: Any) -> None:
    query = {"q": "东", "kind": "village", "valid_on": "2026年3月5日", "sort": "-name", "page": "2"}
    page = page_of(browser, query)
    chips = {chip.text: chip["href"] for chip in page.all("a", "chip")}
    assert list(chips) == ["搜索：东 移除", "类别：村 移除", "隶属本镇的日期：2026年3月5日 移除"]
    left = [set(parse_qs(href.partition("?")[2])) for href in chips.values()]
    assert left == [{"kind", "valid_on", "sort"}, {"q", "valid_on", "sort"}, {"q", "kind", "sort"}]
    assert all(href.startswith(LIST + "?") for href in chips.values())


def test_taking_every_filter_away_leaves_all_rows(browser: Any) -> None:
    page = page_of(browser, {"q": "东", "kind": "village"})
    assert rows_of(page) == ["东风村"]
    for _chip in range(2):
        page = markup_of(browser.get(page.all("a", "chip")[0]["href"], follow=True))
    assert (page.all("a", "chip"), len(rows_of(page))) == ([], Unit.objects.count())


@pytest.mark.parametrize(("name", "value"), [("valid_on", "2026-2-30"), ("valid_on", "明天"), ("kind", "castle")])
def test_a_filter_that_is_not_understood_says_so(name: str, value: str, browser: Any) -> None:
    page = page_of(browser, {name: value})
    assert f"{value}（无法识别，未生效）" in page.one("a", "chip").text
    assert len(rows_of(page)) == Unit.objects.count()
    field = page.one("input", id=f"id_{name}") if name == "valid_on" else page.one("select", id=f"id_{name}")
    assert page.one("p", id=field["aria-describedby"]).text != ""


def test_what_is_searched_is_tidied_and_cut(browser: Any) -> None:
    a_unit(name="ABC有限公司", kind="enterprise")
    assert rows_of(page_of(browser, {"q": "　ＡＢＣ　 "})) == ["ABC有限公司"]
    assert page_of(browser, {"q": "长" * 80}).one("input", id="id_q")["value"] == "长" * 50


def test_an_empty_list_says_what_can_be_done(cast: Any, as_user: Any) -> None:
    page = page_of(as_user(cast.office), {"q": "没有这个村"})
    assert "没有记录" in page.texts("h2")
    assert "清除全部筛选条件" in page.texts("a")
    Unit.objects.update(removed_at="2026-01-01T00:00Z")
    assert page_of(as_user(cast.office)).texts("a").count("新增") == 2
    assert "新增" not in page_of(as_user(cast.chair)).texts("a")


# Order


def test_a_heading_sorts_upwards_then_downwards_then_upwards(browser: Any) -> None:
    page = page_of(browser, "?rows=100&page=2")
    seen = []
    for _press in range(3):
        state, href = sorting(page, "名称")
        assert "page" not in href
        page = markup_of(browser.get(href))
        seen.append((state, rows_of(page)))
    assert [state for state, _rows in seen] == ["", "ascending", "descending"]
    assert seen[0][1] == seen[2][1] == seen[1][1][::-1] == ["安监站", "东风村", "消防大队", "西河村"]


def test_only_the_sorted_heading_says_so(browser: Any) -> None:
    page = page_of(browser, "?sort=-code")
    assert [cell["aria-sort"] for cell in page.all("th", scope="col")] == ["", "", "descending", ""]


@pytest.mark.parametrize("sort", ["telephone", "-telephone", "password", "-", "name,code", "unit__name"])
def test_what_cannot_be_sorted_by_leaves_the_protocol_order(sort: str, browser: Any) -> None:
    page = page_of(browser, {"sort": sort})
    assert rows_of(page) == ["安监站", "东风村", "西河村", "消防大队"]
    assert "办公电话" not in [link.text for link in page.all("a") if link["id"].startswith("sort-")]


# Columns and rows a page


def test_columns_come_in_their_own_order_and_are_ticked(browser: Any) -> None:
    page = page_of(browser, {"columns": ["valid_to", "name", "nonsense"]})
    assert columns_of(page) == ["名称", "隶属止"]
    boxes = page.all("input", name="columns", type="checkbox")
    assert [page.one("label", for_=box["id"]).text for box in boxes] == ALL_COLUMNS
    assert [box["value"] for box in boxes if "checked" in box.attrs] == ["name", "valid_to"]


@pytest.mark.parametrize("columns", [[], ["nonsense"], [""]])
def test_without_a_known_column_the_usual_ones_are_shown(columns: list[str], browser: Any) -> None:
    assert columns_of(page_of(browser, {"columns": columns, "rows": "50"})) == ["名称", "类别", "统计代码", "办公电话"]


def test_a_list_of_any_columns_has_one_that_leads_to_the_record(browser: Any) -> None:
    for column in UNITS:
        page = page_of(browser, {"columns": [column.name]})
        assert page.links().count(Unit.objects.get(name="东风村").get_absolute_url()) == 1


@pytest.mark.parametrize(
    ("asked", "given"), [("50", 50), ("100", 100), ("200", 200), ("51", 50), ("0", 50), ("-100", 50), ("１００", 50)]
)
def test_a_page_has_one_of_three_sizes(asked: str, given: int, browser: Any) -> None:
    many_units(201)
    page = page_of(browser, {"rows": asked})
    assert len(rows_of(page)) == given
    chosen = [option.text for option in page.all("option") if "selected" in option.attrs]
    assert chosen[-1:] == [str(given)]


# Pages


@pytest.mark.parametrize(("number", "pages"), [(50, 1), (51, 2), (100, 2), (101, 3)])
def test_a_page_more_begins_with_one_row_more(number: int, pages: int, browser: Any) -> None:
    many_units(number - Unit.objects.count())
    pager = page_of(browser).all("nav", "pager")
    assert [nav.text for nav in pager] == ([f"第 1 页，共 {pages} 页 下一页"] if pages > 1 else [])


def test_the_first_page_leads_forward_the_last_one_back(browser: Any) -> None:
    many_units(120)
    for asked, ways in {"1": ["page-after"], "2": ["page-before", "page-after"], "3": ["page-before"]}.items():
        links = [link["id"] for link in page_of(browser, {"page": asked}).all("a") if link["id"].startswith("page-")]
        assert links == ways


@pytest.mark.parametrize("sort", ["", "kind", "-kind", "code", "-valid_from"])
def test_turning_the_pages_shows_each_row_once_whatever_the_order(sort: str, browser: Any) -> None:
    many_units(130, valid_from="2024-01-01")
    query = {"sort": sort} if sort else {"rows": "50"}
    page, seen = page_of(browser, query), []
    while True:
        seen += rows_of(page)
        onward = page.all("a", id="page-after")
        if not onward:
            break
        page = markup_of(browser.get(onward[0]["href"]))
    assert (len(seen), set(seen)) == (134, set(Unit.objects.values_list("name", flat=True)))


def test_a_very_long_list_says_more_than_and_still_ends(browser: Any) -> None:
    many_units(COUNT_LIMIT - Unit.objects.count())
    assert page_of(browser).texts("p", "total") == ["共 10000 条"]
    a_unit(name="又一村", order=9_999_999)
    page = page_of(browser, {"page": "999999", "rows": "200"})
    assert page.texts("p", "total") == ["超过 10000 条"]
    assert page.one("nav", "pager").text == "上一页 第 50 页，共 50 页"
    assert len(rows_of(page)) == 200
    assert rows_of(page_of(browser, {"q": "又一"})) == ["又一村"]


def test_an_export_of_a_very_long_list_holds_all_of_it(browser: Any) -> None:
    many_units(COUNT_LIMIT)
    lines = browser.get(reverse("committee:export_unit", args=["csv"]) + "?columns=name").content.decode().split("\r\n")
    assert len(lines) - 2 == Unit.objects.count() == COUNT_LIMIT + 4
