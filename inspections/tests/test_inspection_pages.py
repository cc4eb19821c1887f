"""Pages of inspections: the register, what one came to, its record as a Word file, its signature."""

from __future__ import annotations

import base64
import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from docx import Document

from committee.tests.pages import Page
from committee.tests.refusals import history
from dayan_safety.attachments import attachments_of
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from inspections.models import Inspection
from inspections.services import inspecting
from inspections.services.findings import ask_reinspection, close_finding
from inspections.tests.builders import a_site
from inspections.tests.checklist_builders import in_use
from inspections.tests.finding_builders import a_photo
from inspections.tests.inspection_builders import (
    PASS,
    an_inspection,
    answer,
    at_the_village,
    cancelled,
    failed,
    finding_of,
    finished,
    with_finding,
)

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
LIST = reverse("inspections:list_inspection")


def drawn() -> str:
    """A signature as the page draws it."""
    return "data:image/png;base64," + base64.b64encode(files.picture("PNG")).decode()


def chosen_on(page: Page) -> set[str | None]:
    """The keys of what is chosen in the form."""
    options = page.main.all("option")
    return {option.attributes.get("value") for option in options if "selected" in option.attributes}


def ending(inspection: Inspection) -> str:
    """Where it is finished."""
    return reverse("inspections:finish_inspection", args=[inspection.pk])


# One inspection


def test_its_page_tells_what_it_came_to(cast: Cast, as_user: Any) -> None:
    inspection = with_finding(cast)
    page = Page(as_user(cast.liaison).get(inspection.get_absolute_url()))
    assert page.status == "发现隐患"
    assert page.facts["合格率"] == "50.0 %"
    assert page.facts["检查单位"] == "消防大队 周警官"
    assert "通道堵塞" in page.panels["隐患"].text
    lines = [line.text for line in page.panels["逐题结果"].all("li")]
    assert [line.split()[-1] for line in lines] == ["不合格", "合格"]
    finding = page.panels["隐患"].first("a")
    assert finding.attributes["href"] == finding_of(inspection).get_absolute_url()


@pytest.mark.parametrize(
    ("make", "role", "buttons"),
    [
        (at_the_village, "inspector", ["继续检查", "结束检查", "编辑", "撤销检查"]),
        (at_the_village, "office", ["编辑", "撤销检查"]),
        (at_the_village, "liaison", []),
        (finished, "inspector", ["下载现场检查记录（Word）"]),
        (finished, "liaison", ["下载现场检查记录（Word）"]),
        (cancelled, "inspector", []),
    ],
)
def test_each_is_offered_what_they_may_do_now(
    make: Any, role: str, buttons: list[str], cast: Cast, as_user: Any
) -> None:
    page = Page(as_user(getattr(cast, role)).get(make(cast).get_absolute_url()))
    assert page.buttons == buttons


def test_it_is_finished_with_a_drawn_signature(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS)
    given = {"met": "孙信息", "summary": "符合要求", "signature": drawn(), "notify": "on", "once": "a"}
    told = as_user(cast.inspector).post(ending(inspection), given)
    assert told["Location"] == inspection.get_absolute_url()
    inspection.refresh_from_db()
    assert (inspection.state, inspection.met, inspection.summary) == ("done", "孙信息", "符合要求")
    assert [file.name for file in attachments_of(inspection)] == ["被查单位签名.png"]


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:image/png;base64,%%%",
        "data:image/png;base64," + base64.b64encode(b"GIF89a").decode(),
        "data:image/png;base64," + base64.b64encode(files.PDF).decode(),
    ],
)
def test_what_is_no_signature_is_refused(wrong: str, cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS)
    told = as_user(cast.inspector).post(ending(inspection), {"met": "孙信息", "signature": wrong})
    assert (told.status_code, "签名无法读取，请重新签名。" in told.content.decode()) == (422, True)
    inspection.refresh_from_db()
    assert inspection.state == "open"


def test_what_is_lacking_is_told_and_what_was_typed_stays(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    told = as_user(cast.inspector).post(ending(inspection), {"met": "孙信息", "summary": "意见", "signature": drawn()})
    page = told.content.decode()
    assert told.status_code == 422
    assert "结束前请先处理：未作答" in page
    assert "意见" in page
    assert drawn() in page


def test_the_record_goes_as_a_word_file_and_history_keeps_who_took_it(cast: Cast, as_user: Any) -> None:
    inspection = with_finding(cast)
    answered = as_user(cast.liaison).get(reverse("inspections:download_inspection", args=[inspection.pk]))
    document = Document(io.BytesIO(answered.getvalue()))
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for told in (
        "东风村",
        "消防大队",
        "周警官",
        "不合格：通道堵塞，仓库",
        finding_of(inspection).number,
        "1／2",
        "孙信息",
    ):
        assert told in words
    assert finding_of(inspection).notices.get().number in words
    assert history(inspection)[-1][0] == "inspections.download_inspection"


def test_of_what_is_not_over_there_is_no_record(cast: Cast, as_user: Any) -> None:
    for make in (at_the_village, cancelled):
        url = reverse("inspections:download_inspection", args=[make(cast).pk])
        assert as_user(cast.inspector).get(url).status_code == 404


# The register


def test_a_liaison_reads_those_at_the_own_unit(cast: Cast, as_user: Any) -> None:
    at_the_village(cast)
    an_inspection(cast.office, unit=cast.other_village)
    assert [row[0] for row in Page(as_user(cast.liaison).get(LIST)).rows] == ["东风村"]
    assert len(Page(as_user(cast.office).get(LIST)).rows) == 2


def test_the_list_counts_what_was_found_and_is_still_open(cast: Cast, as_user: Any) -> None:
    inspection = with_finding(cast)
    columns = {"columns": ["unit", "found", "open_findings", "state"]}
    assert Page(as_user(cast.office).get(LIST, columns)).rows == [["东风村", "1", "1", "发现隐患"]]
    finding = finding_of(inspection)
    ask_reinspection(finding, by=cast.liaison, text="已清", uploads=[a_photo()])
    close_finding(finding, by=cast.inspector)
    assert Page(as_user(cast.office).get(LIST, columns)).rows == [["东风村", "1", "0", "发现隐患"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "open"}, ["open"]),
        ({"state": "cancelled"}, ["cancelled"]),
        ({"result": "found"}, ["found"]),
        ({"result": "open"}, ["found"]),
        ({"result": "clean"}, ["clean"]),
        ({"trade": "school"}, ["open"]),
        ({"since": "2026-06-10"}, ["open", "cancelled", "found"]),
        ({"until": "2026-6-9"}, ["clean"]),
        ({"q": "校园表"}, ["open"]),
        ({"q": "锅炉"}, ["found"]),
    ],
)
def test_the_list_is_narrowed(query: dict[str, str], expected: list[str], cast: Cast, as_user: Any) -> None:
    made = {
        "open": at_the_village(cast, checklist=in_use(name="校园表", trade="school")),
        "cancelled": cancelled(cast),
        "found": with_finding(cast, site=a_site(unit=cast.village, name="锅炉")),
        "clean": finished(cast, made_on=date(2026, 6, 1)),
    }
    shown = Page(as_user(cast.office).get(LIST, query | {"columns": ["unit", "number"]})).rows
    assert {row[1] for row in shown} == {made[name].number for name in expected}


def test_mine_are_those_of_my_agency(cast: Cast, as_user: Any) -> None:
    mine = at_the_village(cast)
    an_inspection(cast.office, unit=cast.village)
    rows = Page(as_user(cast.inspector).get(LIST, {"mine": "made", "columns": ["unit", "number"]})).rows
    assert [row[1] for row in rows] == [mine.number]


def test_what_was_begun_and_not_finished_waits_on_the_home_page(cast: Cast, as_user: Any) -> None:
    at_the_village(cast)
    an_inspection(cast.office, unit=cast.village)
    page = as_user(cast.inspector).get("/").content.decode()
    assert "待结束的检查" in page
    assert f"{LIST}?mine=made&amp;state=open" in page
    assert "待结束的检查" not in as_user(cast.liaison).get("/").content.decode()


def test_the_form_begins_where_the_address_says(cast: Cast, as_user: Any) -> None:
    site, checklist = a_site(unit=cast.village), in_use()
    url = reverse("inspections:create_inspection")
    page = Page(as_user(cast.inspector).get(url, {"site": site.pk, "checklist": checklist.pk}))
    chosen = chosen_on(page)
    assert {str(cast.village.pk), str(site.pk), str(checklist.pk)} <= chosen
    assert str(cast.village.pk) in chosen_on(Page(as_user(cast.liaison).get(url)))


def test_a_finished_one_costs_the_same_for_any_number_of_findings(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    one = with_finding(cast)
    two = at_the_village(cast)
    failed(two, 0)
    failed(two, 1)
    inspecting.finish_inspection(two, by=None)
    browser.get(one.get_absolute_url())
    few = query_count(lambda: browser.get(one.get_absolute_url()))
    assert query_count(lambda: browser.get(two.get_absolute_url())) == few <= 12


def test_who_made_it_takes_no_file_off_what_is_over(cast: Cast, as_user: Any) -> None:
    inspection = with_finding(cast)
    [signature] = attachments_of(inspection)
    url = reverse("remove_attachment", args=[signature.pk])
    answers = {role: as_user(getattr(cast, role)).get(url).status_code for role in ("inspector", "office", "liaison")}
    assert answers == {"inspector": 403, "office": 200, "liaison": 403}
