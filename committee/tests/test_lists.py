"""Lists: the same cost for any number of rows, exactly what was asked for, remembered, and exported as shown."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from committee.models import Person, Unit
from dayan_safety.testing import a_group, a_person, a_unit, an_appointment

pytestmark = pytest.mark.every_database

LISTS = ["list_unit", "list_person", "list_workinggroup", "list_appointment", "list_liaisonpost", "list_committee"]
MOST_QUERIES = 12


def queries_of(browser: Any, url: str) -> int:
    """How many queries a page takes, once the session is warm."""
    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def grow(number: int) -> None:
    """More units with posts and holders, more people, more groups."""
    for _ in range(number):
        unit = a_unit()
        an_appointment(unit.liaison_posts.first(), "liaison", a_person(unit=unit))
        an_appointment(a_group(), "lead", a_person(unit=unit))


@pytest.mark.parametrize("name", [*LISTS, "list_vacancies", "show_chart", "print_roster"])
def test_a_page_takes_as_many_queries_with_three_rows_as_with_one(name: str, cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse(f"committee:{name}")
    grow(1)
    few = queries_of(browser, url)
    grow(3)
    assert queries_of(browser, url) == few <= MOST_QUERIES


def test_a_thousand_rows_take_as_many_queries_as_three(cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:list_unit")
    few = queries_of(browser, url)
    Unit.objects.bulk_create(Unit(name=f"村{number}", kind="village", order=number) for number in range(1000))
    assert queries_of(browser, url) == few


def test_a_query_for_each_row_would_be_noticed(cast: Any, as_user: Any) -> None:
    grow(3)
    with CaptureQueriesContext(connection) as captured:
        for person in Person.objects.all():
            str(person.unit)
    assert len(captured) > Person.objects.filter(unit__isnull=False).count()


def shown(answer: Any) -> list[str]:
    """The first cells of the rows on the page."""
    return [row.cells[0].text for row in answer.context["listing"].rows]


def test_rows_are_found_by_name_by_code_and_by_pinyin_initials(cast: Any, as_user: Any) -> None:
    a_unit(name="柳林村", code="370812003001")
    browser, url = as_user(cast.office), reverse("committee:list_unit")
    for text in ("柳林", "3708120030", "llc", "LLC"):
        assert shown(browser.get(url, {"q": text})) == ["柳林村"]


def test_a_filter_narrows_and_its_chip_takes_it_away(cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:list_unit")
    answer = browser.get(url, {"kind": "agency"})
    assert shown(answer) == ["消防大队"]
    [chip] = answer.context["listing"].chips
    assert (chip.label, chip.text, chip.url) == ("类别", "外部机构", "?reset=1")


def test_rows_are_sorted_both_ways_and_an_unknown_order_is_ignored(cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:list_unit")
    upwards = shown(browser.get(url, {"sort": "name"}))
    assert shown(browser.get(url, {"sort": "-name"})) == upwards[::-1]
    assert sorted(shown(browser.get(url, {"sort": "password"}))) == sorted(upwards)


def test_columns_can_be_chosen(cast: Any, as_user: Any) -> None:
    url = reverse("committee:list_unit")
    listing = as_user(cast.office).get(url, {"columns": ["name", "address"]}).context["listing"]
    assert [column.name for column in listing.shown_columns] == ["name", "address"]


def test_a_list_comes_back_as_it_was_left_until_it_is_reset(cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:list_unit")
    browser.get(url, {"kind": "agency"})
    assert browser.get(url).headers["Location"] == f"{url}?kind=agency"
    browser.get(url, {"reset": "1"})
    assert browser.get(url).status_code == 200


def test_pages_stay_within_what_there_is(cast: Any, as_user: Any) -> None:
    Unit.objects.bulk_create(Unit(name=f"村{number}", kind="village", order=number) for number in range(120))
    browser, url = as_user(cast.office), reverse("committee:list_unit")
    pages = {
        wanted: browser.get(url, {"page": wanted}).context["listing"].page for wanted in ("2", "99", "0", "x", "９")
    }
    assert pages == {"2": 2, "99": 3, "0": 1, "x": 1, "９": 1}


def test_an_export_holds_exactly_what_is_shown(cast: Any, as_user: Any) -> None:
    a_unit(name="=1+1", kind="school")
    browser = as_user(cast.office)
    query = "?kind=school&columns=name&columns=kind"
    text = browser.get(reverse("committee:export_unit", args=["csv"]) + query).content.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["名称", "类别"], ["'=1+1", "学校"]]
    book = b"".join(browser.get(reverse("committee:export_unit", args=["xlsx"]) + query).streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows == [["名称", "类别"], ["=1+1", "学校"]]
    assert b"<f>" not in book


def test_numbers_leave_masked(cast: Any, as_user: Any) -> None:
    a_person(name="赵有号", telephone="13812345678")
    text = as_user(cast.office).get(reverse("committee:export_person", args=["csv"])).content.decode()
    assert "138****5678" in text
    assert "13812345678" not in text


def test_a_liaison_sees_the_own_unit_alone(cast: Any, as_user: Any) -> None:
    url = reverse("committee:list_unit")
    assert "西河村" in shown(as_user(cast.office).get(url))
    assert shown(as_user(cast.liaison).get(url)) == ["东风村"]


def test_a_view_is_kept_shown_and_forgotten(cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:list_unit")
    browser.post(reverse("save_view"), {"list_name": url, "name": "机构", "query": "kind=agency"})
    [view] = browser.get(url, {"kind": "agency"}).context["saved_views"]
    assert (view.name, view.query) == ("机构", "kind=agency")
    assert as_user(cast.chair).post(reverse("forget_view", args=[view.pk])).status_code == 404
    browser.post(reverse("forget_view", args=[view.pk]))
    assert not browser.get(url, {"kind": "agency"}).context["saved_views"]


def test_a_view_of_a_foreign_address_is_not_kept(cast: Any, as_user: Any) -> None:
    for address in ("//evil.example/", "https://evil.example/", "javascript:alert(1)"):
        answer = as_user(cast.office).post(reverse("save_view"), {"list_name": address, "name": "x", "query": ""})
        assert answer.headers["Location"] == "/"
