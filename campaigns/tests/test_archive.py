"""Events with their files in one archive: what is in it, for whom, and under which names."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from campaigns.documents import archive_of
from campaigns.models import Event
from campaigns.tests.builders import a_campaign, an_event
from dayan_safety.attachments import attach
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.uploads.names import folder_name

pytestmark = pytest.mark.usefixtures("midsummer")
YEAR = reverse("campaigns:export_outreach", args=[2026])
LOG = "宣教活动台账.xlsx"


@pytest.fixture(autouse=True)
def storage(tmp_path: Any, settings: Any) -> Path:
    """Files of their own."""
    files.keep_in(tmp_path, settings)
    return Path(tmp_path)


def unpacked(browser: Any, url: str) -> dict[str, bytes]:
    """Name → content."""
    answer = browser.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert packed.testzip() is None
        assert {info.date_time[:3] for info in packed.infolist()} == {(2026, 6, 15)}
        return {name: packed.read(name) for name in packed.namelist()}


def rows_of(book: bytes) -> list[list[Any]]:
    """The lines of a workbook below its headings."""
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]  # type: ignore[union-attr]


def test_each_event_has_a_folder_with_a_meaningful_name_and_its_files(cast: Cast, as_user: Any) -> None:
    event = an_event(theme="用电/用气安全", place="东风村")
    for name in ("现场.jpg", "现场.jpg", "签到表.pdf"):
        content = files.PDF if name.endswith("pdf") else files.picture()
        attach(event, by=cast.office, file=files.upload(content, name))
    an_event(theme="没有照片", held_on=date(2026, 6, 11))
    found = unpacked(as_user(cast.office), YEAR)
    folder = "001 2026-06-10 用电／用气安全 东风村"
    assert set(found) == {LOG, *(f"{folder}/{name}" for name in ("01 现场.jpg", "02 现场.jpg", "03 签到表.pdf"))}
    assert found[f"{folder}/03 签到表.pdf"] == files.PDF
    assert [row[0] for row in rows_of(found[LOG])] == ["用电/用气安全", "没有照片"]


def test_it_holds_the_events_of_the_year_that_were_held_or_of_the_campaign(cast: Cast, as_user: Any) -> None:
    campaign = a_campaign()
    for theme, day, of in (
        ("去年", date(2025, 6, 1), None),
        ("专项", date(2026, 6, 1), campaign),
        ("其他", date(2026, 6, 2), None),
        ("计划", date(2026, 6, 20), campaign),
    ):
        an_event(theme=theme, held_on=day, campaign=of)
    browser = as_user(cast.office)
    assert [row[0] for row in rows_of(unpacked(browser, YEAR)[LOG])] == ["专项", "其他"]
    url = reverse("campaigns:export_campaign_files", args=[campaign.pk])
    assert [row[0] for row in rows_of(unpacked(browser, url)[LOG])] == ["专项"]
    assert [link for link in browser.get(campaign.get_absolute_url()).content.decode().split('"') if link == url]


def test_history_keeps_who_took_it(cast: Cast, as_user: Any) -> None:
    unpacked(as_user(cast.lead), YEAR)
    taken = Action.objects.get(verb="campaigns.export_outreach")
    assert (taken.by_name, taken.after) == ("赵组长", {"file": "2026 年宣传教育.zip"})


def test_who_exports_nothing_gets_none(cast: Cast, as_user: Any) -> None:
    campaign = a_campaign()
    for role in ("liaison", "inspector", "auditor", "outsider"):
        browser = as_user(getattr(cast, role))
        assert browser.get(YEAR).status_code == 403
        of_campaign = reverse("campaigns:export_campaign_files", args=[campaign.pk])
        assert browser.get(of_campaign).status_code == (403 if role in ("liaison", "inspector") else 404)
        assert YEAR not in browser.get(reverse("campaigns:view_outreach")).content.decode()
    assert YEAR in as_user(cast.office).get(reverse("campaigns:view_outreach")).content.decode()


def test_files_that_one_may_not_download_are_left_out(cast: Cast) -> None:
    attach(an_event(), by=cast.office, file=files.upload(files.PDF, "内部.pdf"))
    for user, number in ((cast.office, 2), (cast.outsider, 1)):
        with archive_of(Event.objects.all().with_names(), user) as archive, zipfile.ZipFile(archive) as packed:
            assert len(packed.namelist()) == number


def test_a_lost_file_is_named_and_the_others_are_there(cast: Cast, as_user: Any, storage: Path) -> None:
    event = an_event(theme="宣传", place="广场")
    lost = attach(event, by=cast.office, file=files.upload(files.picture(), "丢失.jpg"))
    attach(event, by=cast.office, file=files.upload(files.PDF, "还在.pdf"))
    (storage / str(lost.file.name)).unlink()
    found = unpacked(as_user(cast.office), YEAR)
    assert found["缺失文件.txt"].decode() == "001 2026-06-10 宣传 广场/01 丢失.jpg"
    assert "001 2026-06-10 宣传 广场/02 还在.pdf" in found


@pytest.mark.parametrize("year", [1989, 2200, 99999])
def test_a_year_that_is_none_is_not_found(year: int, cast: Cast, as_user: Any) -> None:
    assert as_user(cast.office).get(reverse("campaigns:export_outreach", args=[year])).status_code == 404


def test_many_events_cost_the_queries_of_one(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)

    def take() -> None:
        unpacked(browser, YEAR)

    an_event(unit=cast.village, group=cast.group)
    take()
    few = query_count(take)
    for _each in range(3):
        attach(an_event(unit=cast.village), by=None, file=files.upload(files.picture()))
    assert query_count(take) == few


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("用电/用气", "用电／用气"),
        ("..\\..\\etc", "..＼..＼etc".strip(". ")),
        ("  ", "_"),
        ("a\x00b\u202ec", "abc"),
        ("长" * 90, "长" * 40),
        ('<b>:"|?*', "_b______"),
    ],
)
def test_a_folder_has_a_harmless_name(text: str, named: str) -> None:
    assert folder_name(text) == named
