"""The roster as it was on a day: on the screen, in the file of the screen, in the workbook, on paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from committee.models import Appointment, Unit
from committee.services.appointments import end_appointment
from committee.tests.pages import Page
from committee.tests.roster_builders import a_holder, a_village, post_of
from dayan_safety.models import Action
from dayan_safety.testing import Cast, an_appointment

pytestmark = pytest.mark.django_db
LIST, WORKBOOK = reverse("committee:list_liaisonpost"), reverse("committee:download_roster")
LAST_YEAR = "2025-6-30"


@pytest.fixture
def office(cast: Cast, as_user: Callable[[Any], Client]) -> Client:
    """The office's browser."""
    return as_user(cast.office)


@pytest.fixture
def village(cast: Cast) -> Unit:
    """A village whose information officer changed at New Year, and whose coordinator is new."""
    village = a_village("南山村")
    old = a_holder(village, since=date(2024, 1, 1), name="老张").person
    end_appointment(Appointment.objects.get(person=old), by=None, until=date(2025, 12, 31), reason="换届")
    a_holder(village, since=date(2026, 1, 1), name="小李")
    a_holder(village, "coordinator", since=date(2026, 2, 1), name="小王")
    return village


def holders(browser: Client, query: str = "") -> dict[str, str]:
    """Role → name and status of 南山村."""
    rows = Page(browser.get(f"{LIST}?q=南山村{query}")).rows
    return {row[1]: f"{row[2]} {row[-1]}" for row in rows}


def test_the_list_shows_who_held_the_posts_on_the_day(office: Client, village: Unit) -> None:
    now = holders(office)
    assert [now[role].split()[0] for role in ("信息员", "协管员")] == ["小李", "小王"]
    then = holders(office, f"&on={LAST_YEAR}")
    assert then["信息员"].startswith("老张")
    assert then["协管员"].split()[-1] == then["巡查员"].split()[-1] != then["信息员"].split()[-1]


def test_vacant_means_vacant_on_the_day(office: Client, village: Unit) -> None:
    assert set(holders(office, "&state=vacant")) == {"巡查员"}
    assert set(holders(office, f"&state=vacant&on={LAST_YEAR}")) == {"协管员", "巡查员"}
    assert set(holders(office, f"&state=filled&on={LAST_YEAR}")) == {"信息员"}


def test_units_of_the_day_are_shown(office: Client, village: Unit) -> None:
    Unit.objects.filter(pk=village.pk).update(valid_to=date(2026, 3, 31))
    assert holders(office) == {}
    assert set(holders(office, f"&on={LAST_YEAR}")) == {"信息员", "协管员", "巡查员"}


def test_what_is_no_day_is_said_and_today_is_shown(office: Client, village: Unit) -> None:
    page = Page(office.get(f"{LIST}?q=南山村&on=去年"))
    assert page.status_code == 200
    assert "去年（无法识别，未生效）" in page.text
    assert any("小李" in row for row in page.rows)


def test_the_files_are_those_of_the_day(office: Client, village: Unit) -> None:
    shown = office.get(f"{LIST}export/csv/?q=南山村&on={LAST_YEAR}").content.decode()
    assert "老张" in shown
    assert "小李" not in shown
    book = CalamineWorkbook.from_filelike(io.BytesIO(office.get(f"{WORKBOOK}?on={LAST_YEAR}").content))
    names = {row[3] for row in book.get_sheet_by_index(0).to_python()}
    assert "老张" in names
    assert not {"小李", "小王"} & names
    told = Action.objects.filter(verb="committee.export_liaisonpost").first()
    assert told is not None
    assert told.after["on"] == "2025-06-30"


def test_the_buttons_keep_the_day(office: Client, village: Unit) -> None:
    page = Page(office.get(f"{LIST}?on={LAST_YEAR}"))
    links = {link.text: link.attributes["href"] for link in page.head.all("a")}
    assert links["下载名册（Excel）"].endswith("?on=2025-06-30")
    assert links["打印稿"].endswith("?on=2025-06-30")
    assert "?on" not in Page(office.get(f"{LIST}?reset=1", follow=True)).head.all("a")[-1].attributes["href"]


def test_another_holder_since_changes_nothing_of_the_day(office: Client, village: Unit) -> None:
    before = holders(office, f"&on={LAST_YEAR}")
    newcomer = a_holder(a_village("北山村")).person
    an_appointment(post_of(village, "patrol_inspector"), "liaison", newcomer, since=date(2026, 5, 1))
    assert holders(office, f"&on={LAST_YEAR}") == before
