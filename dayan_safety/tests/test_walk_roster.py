"""The clerk's first morning, in a real browser: sign in, look around, bring in a roster with seven mistakes."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from committee.documents import roster_workbook
from committee.models import Appointment, LiaisonPost
from committee.services.rosters import RosterRow, roster_rows
from dayan_safety.demo import build_demo
from dayan_safety.demo_cast import DEMO_PASSWORD
from dayan_safety.models import Action
from dayan_safety.tests.browser import Watched
from dayan_safety.workdays import today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW_HOLDERS = 4


def rows_of_today() -> list[RosterRow]:
    """The roster as it stands, full numbers."""
    return list(roster_rows(LiaisonPost.objects.present(), today(), masked=False))


def with_new_holders(rows: list[RosterRow]) -> list[RosterRow]:
    """Four posts change hands today."""
    changed = [
        row._replace(name=f"新来{'甲乙丙丁'[n]}", telephone=f"1381234000{n}", identity_number="", since=today())
        for n, row in enumerate(rows[:NEW_HOLDERS])
    ]
    return changed + rows[NEW_HOLDERS:]


def with_seven_mistakes(rows: list[RosterRow]) -> list[RosterRow]:
    """A unit, a role, a name, a telephone, an identity number, a day and a post are wrong; one mistake a line."""
    wrong: dict[int, dict[str, Any]] = {
        10: {"unit": "没有这个村", "code": ""},
        20: {"role": "班长"},
        30: {"name": ""},
        40: {"telephone": "12345"},
        50: {"identity_number": "370899196001011234"},
        60: {"telephone": "138123456789"},
        70: {"unit": rows[71].unit, "code": rows[71].code, "role": rows[71].role},
    }
    return [row._replace(**wrong.get(number, {})) for number, row in enumerate(rows)]


def kept(folder: Path, name: str, rows: list[RosterRow]) -> str:
    """A workbook on the clerk's disk."""
    path = folder / name
    path.write_bytes(roster_workbook(rows))
    return str(path)


def sign_in(watched: Watched) -> Any:
    """Through the form, as everybody does."""
    page = watched.open("/sign-in/")
    page.fill("[name=username]", "office")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("h1:has-text('您好')")
    return page


def upload(watched: Any, path: str) -> None:
    """Choose the file and have it checked."""
    watched.press("main >> text=导入名册")
    watched.page.set_input_files("input[type=file]", path)
    watched.press("button:has-text('检查文件')")


@pytest.mark.usefixtures("short_demo")
def test_the_walk(visit: Any, tmp_path: Path) -> None:
    build_demo(today())
    before = rows_of_today()
    right = with_new_holders(before)
    watched = visit(None)
    page = sign_in(watched)
    watched.look("walk-1-home")

    watched.open("/committee/chart/")
    assert page.locator("text=消防安全组").first.is_visible()
    watched.look("walk-2-chart")
    watched.open("/committee/units/?q=" + before[0].unit)
    page.click(f"main tbody a:has-text('{before[0].unit}')")
    page.wait_for_selector(f"h1:has-text('{before[0].unit}')")
    assert page.locator(f"text={before[0].name}").first.is_visible()

    watched.open("/committee/roster/")
    upload(watched, kept(tmp_path, "名册.xlsx", with_seven_mistakes(right)))
    watched.look("walk-3-errors")
    assert page.locator("text=没有导入任何内容").first.is_visible()
    assert page.locator("form[action$='/confirm/']").count() == 0
    assert rows_of_today() == before

    watched.open("/committee/roster/")
    upload(watched, kept(tmp_path, "名册（改）.xlsx", right))
    watched.look("walk-4-checked")
    assert rows_of_today() == before
    page.click("form[action$='/confirm/'] button")
    page.wait_for_selector("text=名单已导入")
    watched.look("walk-5-imported")
    assert [row.name for row in rows_of_today()][:NEW_HOLDERS] == ["新来甲", "新来乙", "新来丙", "新来丁"]
    ended = Appointment.objects.filter(until=today() - timedelta(days=1))
    assert ended.count() == NEW_HOLDERS

    told = Action.objects.get(verb="committee.import_roster", thing_name="名册（改）.xlsx")
    assert told.by.username == "office"
    with page.expect_download() as download:
        page.evaluate("location.href = '/committee/roster/workbook/'")
    export = Path(download.value.path()).read_bytes()
    assert names_in(export) == [row.name for row in rows_of_today()]
    again = tmp_path / "导出.xlsx"
    again.write_bytes(export)
    watched.open("/committee/roster/")
    upload(watched, str(again))
    watched.look("walk-6-nothing-new")
    assert page.locator("text=没有新内容").first.is_visible()


def names_in(workbook: bytes) -> list[str]:
    """The names in a roster workbook."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    return [row[3] for row in rows[3:] if row[3]]
