"""Columns and rows: how a record's values are read, and that nothing people typed becomes markup."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety.tables import Badge, Column, cell_of, rows_of
from dayan_safety.templatetags.portal import icon, list_rows
from dayan_safety.testing import a_unit
from dayan_safety.tests.markup import Markup

NAME, KIND = Column("name", "名称"), Column("kind", "类别", kind="number")
LIVE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "&lt;b&gt;",
    "</td></tr><tr>",
    "\x00<",
]


def a_record(**values: Any) -> Any:
    """Something with an address."""
    return SimpleNamespace(**({"get_absolute_url": lambda: "/x/"} | values))


def drawn(columns: list[Column], *records: Any) -> Markup:
    """The rows as a page shows them."""
    return Markup(f"<table>{list_rows(rows_of(columns, records), columns[0])}</table>")


# Reading


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (Column("name", ""), "东风村"),
        (Column("unit.name", ""), "安监站"),
        (Column("unit.head.name", ""), ""),
        (Column("missing", ""), ""),
        (Column("since", ""), "2026-03-05"),
        (Column("x", "", lambda record: record.name[::-1]), "村风东"),
        (Column("x", "", lambda record: Badge("空缺", "danger")), "空缺"),
        (Column("x", "", lambda record: None), ""),
    ],
)
def test_a_column_reads_its_value_along_dots_and_through_nothing(column: Column, text: str) -> None:
    record = a_record(name="东风村", unit=a_record(name="安监站", head=None), since=date(2026, 3, 5))
    assert column.text(record) == cell_of(column, record).text == text


def test_a_value_is_read_once_a_row() -> None:
    read = []
    column = Column("x", "X", lambda record: read.append(record) or len(read))
    [row] = rows_of([column], [a_record()])
    list_rows([row], column)
    assert (len(read), row.cells[0].text, row.url) == (1, "1", "/x/")


def test_a_badge_is_told_by_its_word_in_the_readers_language() -> None:
    badge = Badge(_("vacant"), "danger")
    assert str(badge) == "空缺"
    with translation.override("en"):
        assert str(badge) == "vacant"


# Drawing


def test_a_row_leads_to_its_record_and_names_every_cell() -> None:
    page = drawn([NAME, KIND], a_record(name="东风村", kind=3))
    assert (page.one("a")["href"], page.one("a").text) == ("/x/", "东风村")
    assert page.one("th")["scope"] == "row"
    assert (page.one("td")["data-label"], page.one("td")["class"], page.one("td").text) == ("类别", "number", "3")
    assert "data-row" in page.one("tr").attrs


def test_a_row_without_a_name_is_told_by_its_record(db: Any) -> None:
    unit = a_unit(name="北山村")
    assert drawn([Column("address", "地址")], unit).texts("a") == ["北山村"]


def test_a_status_has_word_tone_and_icon() -> None:
    page = drawn(
        [NAME, Column("x", "状态", lambda record: Badge("空缺", "danger", "exclamation-circle"))], a_record(name="a")
    )
    badge = page.one("span", "badge")
    assert (badge.text, "text-danger-emphasis" in badge["class"]) == ("空缺", True)
    assert page.one("svg")["aria-hidden"] == "true"


@pytest.mark.parametrize("text", LIVE)
@pytest.mark.parametrize("place", ["name", "badge", "label", "url"])
def test_nothing_people_typed_is_live(text: str, place: str) -> None:
    shown = {"name": "a", "badge": "b", "label": "c", "url": "/x/"} | {place: text}
    record = a_record(name=shown["name"], get_absolute_url=lambda: shown["url"])
    page = drawn([NAME, Column("x", shown["label"], lambda _record: Badge(shown["badge"]))], record)
    tags = [element.tag for element in page.elements if element.tag not in ("svg", "path")]
    assert tags == ["table", "tr", "th", "a", "td", "span"]
    assert (page.one("a")["href"], page.one("td")["data-label"]) == (shown["url"], shown["label"])
    assert (page.one("a").text, page.one("span").text) == (shown["name"].strip(), shown["badge"].strip())
    assert not any(name.startswith("on") for element in page.elements for name in element.attrs)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.text())
def test_any_text_is_shown_as_it_is(name: str, address: str) -> None:
    page = drawn([NAME, Column("address", "地址")], a_record(name=name, address=address))
    assert [element.tag for element in page.elements] == ["table", "tr", "th", "a", "td"]
    assert page.one("a").text == " ".join(name.split())


# Icons


def test_an_icon_is_drawn_in_the_page_and_silent() -> None:
    drawing = Markup(icon("bell", "me-1")).one("svg")
    assert (drawing["aria-hidden"], drawing["focusable"], drawing["class"]) == ("true", "false", "me-1 bi bi-bell")


def test_an_icon_that_is_not_there_is_no_silent_gap() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")
