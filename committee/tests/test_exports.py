"""Files that leave the house: what the list shows, read back cell by cell; who took them; nobody else's rows."""

import csv
import io
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from committee.models import Unit
from committee.tests.pages import Page
from committee.tests.roster_builders import an_identity, today
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_group, a_person, a_unit, an_appointment

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
LISTS = ["unit", "person", "committee", "workinggroup", "appointment", "liaisonpost"]
ALL_COLUMNS = ["name", "sex", "unit", "position", "posts", "telephone", "left_on"]


@pytest.fixture
def town(cast: Cast) -> Cast:
    """Names, posts and numbers that a spreadsheet would like to change."""
    person = a_person(
        name="=赵有号", unit=cast.village, position="+86 委员", telephone="05371234567", identity_number=an_identity(1)
    )
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", person, document="@任〔2024〕1号")
    a_unit(name="-1号村", code="000000000012", address="http://example.org/")
    a_group(cast.committee, name="老年人安全组", to_be_confirmed=True)
    return cast


def export(browser: Any, name: str, kind: str, query: dict[str, Any]) -> Any:
    """The answer that carries a list as a file."""
    return browser.get(reverse(f"committee:export_{name}", args=[kind]), query)


def rows_in(answer: Any, kind: str) -> list[list[str]]:
    """The file, read back as a colleague's program would."""
    if kind == "csv":
        content = answer.content.decode("utf-8-sig")
        return [[cell.removeprefix("'") for cell in row] for row in csv.reader(io.StringIO(content))]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0)
    return [[as_read(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def as_read(cell: Any) -> str:
    """A cell as a person reads it: numbers and days are kept as such, and shown as on the page."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("name", LISTS)
def test_a_file_holds_the_headings_and_rows_of_the_list(name: str, kind: str, town: Cast, as_user: Any) -> None:
    browser = as_user(town.office)
    page = Page(browser.get(reverse(f"committee:list_{name}")))
    assert page.rows
    assert rows_in(export(browser, name, kind, {}), kind) == [page.columns, *page.rows]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_search_filters_order_and_columns_go_with_the_file(kind: str, town: Cast, as_user: Any) -> None:
    browser = as_user(town.office)
    query = {"unit_kind": "village", "sort": "-name", "columns": ALL_COLUMNS, "q": "信息"}
    page = Page(browser.get(reverse("committee:list_person"), query))
    found = rows_in(export(browser, "person", kind, query), kind)
    assert found == [page.columns, *page.rows]
    assert found[1][0] == "孙信息"
    assert len(found[0]) == len(ALL_COLUMNS)
    assert len(found) == 2


def test_a_file_is_no_page_long(town: Cast, as_user: Any) -> None:
    Unit.objects.bulk_create(Unit(name=f"村{number}", kind="school", order=number) for number in range(60))
    browser = as_user(town.office)
    assert len(Page(browser.get(reverse("committee:list_unit"), {"kind": "school"})).rows) == 50
    assert len(rows_in(export(browser, "unit", "csv", {"kind": "school", "page": "2"}), "csv")) == 61


def test_a_comma_separated_file_defuses_what_a_spreadsheet_would_run(town: Cast, as_user: Any) -> None:
    text = export(as_user(town.office), "person", "csv", {"q": "赵"}).content.decode("utf-8-sig")
    [row] = [row for row in csv.reader(io.StringIO(text)) if "有号" in row[0]]
    assert (row[0], row[2]) == ("'=赵有号", "'+86 委员")


def test_codes_and_numbers_keep_their_digits(town: Cast, as_user: Any) -> None:
    for kind in ("xlsx", "csv"):
        found = rows_in(export(as_user(town.office), "unit", kind, {"q": "0000000"}), kind)
        assert found[1][2] == "000000000012"


@pytest.mark.parametrize("name", ["person", "liaisonpost"])
def test_numbers_leave_masked_in_every_format(name: str, town: Cast, as_user: Any) -> None:
    for kind in ("xlsx", "csv"):
        text = str(rows_in(export(as_user(town.chair), name, kind, {}), kind))
        assert "*********67" in text
        assert "05371234567" not in text
        assert an_identity(1) not in text


def test_a_file_is_named_for_its_list_and_is_not_kept_by_caches(town: Cast, as_user: Any) -> None:
    answer = export(as_user(town.office), "liaisonpost", "xlsx", {})
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E8%81%94%E7%BB%9C%E5%91%98%E5%90%8D%E5%86%8C.xlsx"
    )
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", LISTS)
def test_history_keeps_who_took_what(name: str, town: Cast, as_user: Any) -> None:
    export(as_user(town.office), name, "csv", {"q": "赵", "page": "1"})
    told = Action.objects.get(verb=f"committee.export_{name}")
    assert (told.by, told.after["format"], told.after["query"]) == (town.office, "csv", "q=%E8%B5%B5")
    assert told.after["rows"].startswith("共 ")


def test_who_may_not_take_a_file_gets_none_and_no_row_says_so(town: Cast, as_user: Any) -> None:
    for role, name in (("lead", "person"), ("liaison", "unit"), ("inspector", "appointment"), ("auditor", "unit")):
        assert export(as_user(getattr(town, role)), name, "xlsx", {}).status_code == 403
    assert not Action.objects.filter(verb__startswith="committee.export").exists()


def test_an_unknown_format_is_no_file(town: Cast, as_user: Any) -> None:
    assert export(as_user(town.office), "unit", "pdf", {}).status_code == 404


def roster_of(browser: Any) -> list[list[Any]]:
    """The lines of the roster workbook."""
    content = browser.get(reverse("committee:download_roster")).content
    rows: list[list[Any]] = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return rows[3:]


@pytest.mark.parametrize("role", ["office", "chair"])
def test_the_roster_workbook_has_full_numbers_for_those_who_may_reveal_and_history_says_who_took_it(
    role: str, town: Cast, as_user: Any
) -> None:
    lines = {(line[0], line[2]): line for line in roster_of(as_user(getattr(town, role)))}
    assert lines["东风村", "协管员"][3:7] == ["=赵有号", "", "05371234567", an_identity(1)]
    assert lines["东风村", "巡查员"][3:7] == ["", "", "", ""]
    told = Action.objects.get(verb="committee.export_liaisonpost")
    assert (told.by, told.after) == (getattr(town, role), {"rows": "9", "format": "xlsx", "on": str(today())})


def test_the_template_holds_every_post_and_nobody(town: Cast, as_user: Any) -> None:
    content = as_user(town.office).get(reverse("download_template", args=["roster"])).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "安全社区联络员名册"
    assert {row[0] for row in rows[3:]} == {"东风村", "西河村", "-1号村"}
    assert "赵有号" not in str(rows)
