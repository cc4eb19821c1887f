"""Following a report without a login, and the figures of all of them: every sentence, limit and boundary of a week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from committee.tests.pages import Page, rows_of
from dayan_safety.attachments import attachments_of
from dayan_safety.parameters import set_parameters
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from inspections.models import HazardReport
from inspections.services.residents import report_of, weeks_before
from inspections.services.residents.telling import Week
from inspections.tests import finding_builders
from inspections.tests.resident_builders import IN_STATE, a_report, answered, dismissed

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026, a Monday
DOOR, FOLLOW, FIGURES = reverse("report_hazard"), reverse("follow_report"), reverse("show_hazard_figures")
SAID = {"text": "井盖缺失", "place": "村口"}
MONDAY, DAY = date(2026, 6, 15), timedelta(days=1)
OF_FINDING = {
    "found": "经核查属于隐患，将通知单位整改。",
    "notified": "已通知单位整改。",
    "rectifying": "正在整改。",
    "asked": "单位已报整改完成，待复查。",
    "handed": "已移交上级部门。",
    "closed": "已整改并复查合格，感谢您的参与。",
    "withdrawn": "经核查，无需整改。",
}
OTHERWISE = {"new": "已收到，待核查。", "answered": "已答复。", "dismissed": "已阅，不予受理。"}
IN_ENGLISH = {
    "new": "It has come in and will be checked.",
    "taken": "It was checked and is a danger",
    "answered": "It was answered.",
    "dismissed": "It was read and not taken further.",
}


def followed(report: HazardReport, browser: Client | None = None) -> str:
    """What its number tells, in the words of the page."""
    return Page((browser or Client()).get(FOLLOW, {"number": report.number})).main.first(kind="alert").text


def came(day: date, make: Any = a_report, **about: Any) -> HazardReport:
    """One that came on a day."""
    with time_machine.travel(f"{day} 12:00+08:00", tick=False):
        return make(**about)


def linked(finding: Any) -> HazardReport:
    """A report of which ``finding`` was made."""
    report = a_report()
    HazardReport.objects.filter(pk=report.pk).update(finding=finding, state="taken")
    return report


# How far it is


@pytest.mark.parametrize("state", OF_FINDING)
def test_each_step_of_the_finding_has_words_of_its_own(state: str, cast: Cast) -> None:
    report = linked(finding_builders.IN_STATE[state](cast))
    assert followed(report) == f"{report.number} · 2026-06-15 {OF_FINDING[state]}"


@pytest.mark.parametrize("state", OTHERWISE)
def test_without_a_finding_its_own_state_is_told(state: str, cast: Cast) -> None:
    report = IN_STATE[state](cast)
    answer = " 已核查，井盖完好。" if state == "answered" else ""
    assert followed(report) == f"{report.number} · 2026-06-15 {OTHERWISE[state]}{answer}"


@pytest.mark.parametrize("state", IN_ENGLISH)
def test_it_is_told_in_the_language_of_the_reader(state: str, cast: Cast) -> None:
    browser = Client()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert IN_ENGLISH[state] in followed(IN_STATE[state](cast), browser)


def test_the_page_after_sending_leads_to_how_far_it_is(db: None) -> None:
    sent = Page(Client().post(DOOR, SAID))
    [link] = [str(each.attributes["href"]) for each in sent.main.all("a") if each.text == "查询进展"]
    assert "已收到，待核查。" in Page(Client().get(link)).text


def test_a_photograph_that_was_not_kept_is_named_to_who_sent_it(db: None) -> None:
    photos = [files.upload(b"GIF89a", "动图.gif"), files.upload(files.picture(), "井盖.jpg")]
    sent = Page(Client().post(DOOR, SAID | {"photos": photos}))
    [told] = [alert.text for alert in sent.main.all(kind="alert-warning")]
    assert told.startswith("“动图.gif”没有上传。")


def test_of_a_document_and_of_a_fourth_photograph_who_sent_them_is_told(db: None) -> None:
    photos = [files.upload(files.picture(size=(20 + n, 20)), f"{n}.jpg") for n in range(4)]
    sent = Page(Client().post(DOOR, SAID | {"photos": [files.upload(files.PDF, "说明.pdf"), *photos]}))
    assert [alert.text for alert in sent.main.all(kind="alert-warning")] == [
        "“说明.pdf”没有上传。照片（最多三张）",
        "“3.jpg”没有上传。照片（最多三张）",
    ]
    assert [file.name for file in attachments_of(HazardReport.objects.get())] == ["0.jpg", "1.jpg", "2.jpg"]


def test_the_village_whose_code_was_scanned_stands_above_the_form_also_after_a_mistake(cast: Cast) -> None:
    url = reverse("report_hazard_at", args=[cast.village.pk])
    for answer in (Client().get(url), Client().post(url, SAID | {"text": ""})):
        assert Page(answer).main.first(kind="bare-head").first(kind="fw-semibold").text == "东风村"
    assert "东风村" not in Page(Client().get(DOOR)).text


def test_what_was_typed_in_vain_stays_to_be_put_right(db: None) -> None:
    page = Page(Client().get(FOLLOW, {"number": " 7kq4-m2x "}))
    assert (page.status_code, page.input("number")) == (404, "7kq4-m2x")


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_is_no_try(typed: str, db: None) -> None:
    for _each in range(22):
        page = Page(Client().get(FOLLOW, {"number": typed}))
    assert (page.status_code, page.main.all(kind="alert")) == (200, [])


@given(st.text(max_size=30))
def test_whatever_is_typed_finds_a_report_or_none(text: str) -> None:
    signs = [sign for sign in text.upper() if sign.isascii() and sign.isalnum()]
    assert len(signs) == 8 or report_of(text) is None


# How often


@pytest.mark.parametrize(("later", "status"), [("10:59", 429), ("11:01", 200)])
def test_who_sent_too_many_may_send_again_after_an_hour(later: str, status: int, cast: Cast) -> None:
    set_parameters({"inspections.reports_from_one_network": 1}, by=cast.office)
    Client().post(DOOR, SAID)
    refused = Client().post(DOOR, SAID)
    assert "本网络举报次数过多，请一小时后再试，或致电办公室。" in Page(refused).text
    with time_machine.travel(f"2026-06-15 {later}+08:00", tick=False):
        assert Client().post(DOOR, SAID).status_code == status


def test_what_was_not_accepted_counts_as_well(cast: Cast) -> None:
    set_parameters({"inspections.reports_from_one_network": 1}, by=cast.office)
    assert [Client().post(DOOR, {"text": ""}).status_code for _each in range(2)] == [422, 429]


@pytest.mark.parametrize(("later", "status"), [("10:59", 429), ("11:01", 200)])
def test_who_tried_too_many_numbers_may_look_again_after_an_hour(
    later: str, status: int, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspections.views.residents.MOST_MISSED", 1)
    number = a_report().number
    assert Client().get(FOLLOW, {"number": "AAAA-2222"}).status_code == 404
    told = Page(Client().get(FOLLOW, {"number": number}))
    assert (told.status_code, "本网络查询次数过多，请一小时后再试。" in told.text) == (429, True)
    with time_machine.travel(f"2026-06-15 {later}+08:00", tick=False):
        assert Client().get(FOLLOW, {"number": number}).status_code == status


def test_who_has_a_number_looks_as_often_as_they_like(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspections.views.residents.MOST_MISSED", 1)
    number = a_report().number
    assert {Client().get(FOLLOW, {"number": number}).status_code for _each in range(3)} == {200}


# Weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 6, 15), 0),
        (date(2026, 6, 14), 1),
        (date(2026, 6, 8), 1),
        (date(2026, 6, 7), 2),
        (date(2026, 4, 27), 7),
        (date(2026, 4, 26), None),
    ],
)
def test_a_report_counts_in_the_week_of_its_day(day: date, week: int | None, cast: Cast) -> None:
    came(day)
    told = {place: each.came for place, each in enumerate(weeks_before(MONDAY)) if each.came}
    assert told == ({} if week is None else {week: 1})


@pytest.mark.parametrize("weekday", range(7))
def test_on_every_day_the_week_at_hand_began_on_monday_and_counts_today(weekday: int, cast: Cast) -> None:
    on = MONDAY + weekday * DAY
    came(on)
    first, *others = weeks_before(on)
    assert (first.first, first.last, first.came) == (MONDAY, date(2026, 6, 21), 1)
    assert {week.came for week in others} == {0}


def test_what_is_removed_or_set_aside_counts_nowhere(cast: Cast) -> None:
    remove_record(a_report(), by=None, reason="误录")
    dismissed(cast)
    answered(cast)
    assert weeks_before(MONDAY)[0] == Week(MONDAY, came=1)


def test_only_what_is_closed_is_put_right(cast: Cast) -> None:
    for state in ("asked", "withdrawn", "closed"):
        linked(finding_builders.IN_STATE[state](cast))
    a_report()
    assert weeks_before(MONDAY)[0] == Week(MONDAY, came=4, taken=3, closed=1)
    rows = rows_of(Page(Client().get(FIGURES)).main)
    assert (rows[0], len(rows)) == (["06-15 – 06-21", "4", "3", "1"], 8)


def test_what_became_of_a_report_counts_in_the_week_in_which_it_came(cast: Cast) -> None:
    report = came(date(2026, 6, 10), unit=cast.village)
    linked_later = HazardReport.objects.filter(pk=report.pk)
    linked_later.update(finding=finding_builders.closed(cast), state="taken")
    told = weeks_before(MONDAY)
    assert (told[0].closed, told[1].came, told[1].taken, told[1].closed) == (0, 1, 1, 1)
