"""Views of lists that people keep: their own, under a name, exactly as the list stood."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dayan_safety.models import SavedView
from dayan_safety.tests.markup import in_english, markup_of

pytestmark = pytest.mark.every_database

UNITS, SAVE = "/committee/units/", "/views/save/"


@pytest.fixture
def browser(cast: Any, as_user: Any) -> Any:
    """The office's browser."""
    return as_user(cast.office)


def keep(browser: Any, name: str, query: str = "kind=agency", page: str = UNITS) -> Any:
    """Keep a list under a name."""
    return browser.post(SAVE, {"list_name": page, "name": name, "query": query})


def said(browser: Any) -> str:
    """What the portal says next."""
    return markup_of(browser.get("/")).one("div", id="messages").text


def shown(browser: Any, page: str = UNITS) -> dict[str, str]:
    """The views a list offers, with their addresses."""
    links = markup_of(browser.get(page, {"rows": "50"})).all("a", "dropdown-item", "rounded")
    return {link.text: link["href"] for link in links}


def test_a_view_opens_the_list_as_it_was_kept(browser: Any) -> None:
    query = "q=%E6%9D%91+%26&kind=agency&columns=name&columns=kind&sort=-name"
    assert keep(browser, "机构", query)["Location"] == f"{UNITS}?{query}"
    assert said(browser) == "视图已保存。"
    assert shown(browser) == {"机构": f"{UNITS}?{query}"}
    listing = browser.get(shown(browser)["机构"]).context["listing"]
    assert (listing.search_text, [c.name for c in listing.shown_columns]) == ("村 &", ["name", "kind"])


def test_the_form_on_the_page_keeps_the_page(browser: Any) -> None:
    page = markup_of(browser.get(UNITS, {"kind": "agency", "sort": "-name", "page": "2"}))
    [form] = [form for form in page.forms() if form.action == SAVE]
    browser.post(SAVE, {name: values[0] for name, values in form.hidden.items()} | {"name": "机构"})
    assert parse_qs(urlsplit(shown(browser)["机构"]).query) == {"kind": ["agency"], "sort": ["-name"]}


def test_the_same_name_is_replaced_and_another_list_has_its_own(browser: Any) -> None:
    keep(browser, "常用", "kind=agency")
    keep(browser, "常用", "kind=school")
    keep(browser, "常用", "gone=no", "/committee/people/")
    assert shown(browser) == {"常用": f"{UNITS}?kind=school"}
    assert shown(browser, "/committee/people/") == {"常用": "/committee/people/?gone=no"}
    assert SavedView.objects.count() == 2


def test_a_view_of_the_whole_list_undoes_what_was_left(browser: Any) -> None:
    keep(browser, "全部", "")
    assert shown(browser) == {"全部": f"{UNITS}?reset=1"}


def test_views_are_ones_own_and_in_the_order_of_their_names(cast: Any, as_user: Any, browser: Any) -> None:
    for name in ("c", "a", "b"):
        keep(browser, name)
    keep(as_user(cast.chair), "d")
    assert list(shown(browser)) == ["a", "b", "c"]
    assert list(shown(as_user(cast.chair))) == ["d"]


def test_forgetting_leads_back_to_the_list(cast: Any, as_user: Any, browser: Any) -> None:
    keep(browser, "机构")
    url = f"/views/{SavedView.objects.get().pk}/forget/"
    assert (browser.get(url).status_code, as_user(cast.chair).post(url).status_code) == (405, 404)
    assert shown(browser) != {}
    assert browser.post(url)["Location"] == UNITS
    assert shown(browser) == {}
    assert browser.post(url).status_code == 404


@pytest.mark.parametrize("name", ["", "  ", "名" * 51])
def test_a_view_needs_a_short_name(name: str, browser: Any) -> None:
    assert keep(browser, name)["Location"] == "/"
    assert said(browser) == "请给视图取个名称，最多50个字。"
    keep(in_english(browser), name)
    assert said(browser) == "Give the view a name of at most 50 characters."
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:x", "units/", "", "/" + "a" * 100],
)
def test_a_view_never_leads_out_of_the_portal(address: str, browser: Any) -> None:
    assert keep(browser, "x", page=address)["Location"] == "/"
    assert not SavedView.objects.exists()


def test_what_is_kept_is_neither_a_header_nor_markup(browser: Any) -> None:
    answer = keep(browser, "<b id=x>", "q=1\r\nSet-Cookie: a=b")
    assert "\n" not in answer["Location"] and "a" not in answer.cookies
    keep(browser, '"><b id=x>', 'q="><b id=x>')
    page = markup_of(browser.get(UNITS, {"rows": "50"}))
    assert page.all("b", id="x") == []
    assert {'"><b id=x>', "<b id=x>"} <= set(page.texts("a", "dropdown-item", "rounded"))
