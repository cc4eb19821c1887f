"""The sheet without a script: sent whole, each changed field is saved, and what cannot be stays as it was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from committee.models import Report, ReportValue
from committee.services import reports
from committee.tests.pages import Page
from committee.tests.refusals import history, written
from committee.tests.reporting import a_submitted, field_of
from committee.tests.sheets import a_past, a_sheet, ask, form_of, saved, seen, sheet_page, typed, value_of, write_url
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")


class Desk:
    """A browser without a script, before the sheet: ``type`` and ``send``."""

    def __init__(self, browser: Any, report: Report) -> None:
        self.browser, self.report = browser, report
        self.read(browser.get(write_url(report)))

    def read(self, answer: Any) -> None:
        """The page that was answered, with what it would send."""
        self.answer, self.page = answer, Page(answer)
        self.form = form_of(self.page)

    def send(self, *, button: tuple[str, Any] = ("then", "save"), **values: str) -> Any:
        """Type into fields, press a button, and read what comes."""
        self.form |= typed(self.report, **values)
        name, value = button
        self.answer = self.browser.post(write_url(self.report), self.form | {name: value})
        if self.answer.status_code != 302:
            self.read(self.answer)
        return self.answer

    def entry(self, code: str) -> Any:
        """A field of the page."""
        return ask(self.page, self.report, code)

    def errors(self) -> dict[str, str]:
        """Code → the sentence beside its field."""
        codes = {f"field-{field.pk}": field.code for field in self.report.form.fields.all()}
        return {codes[name]: text for name, text in self.page.errors.items() if text}


@pytest.fixture
def desk(cast: Cast, as_user: Any) -> Desk:
    """The lead's, before a sheet on which three tasks were counted."""
    report = a_sheet(cast, done=3)
    a_past(cast, report, [2])
    return Desk(as_user(cast.lead), report)


def test_every_changed_field_is_saved_and_no_other(desk: Desk, cast: Cast) -> None:
    answer = desk.send(drills="3", money="2.50", text="第一行\r\n第二行")
    assert (answer.status_code, answer.url) == (302, write_url(desk.report))
    assert saved(desk.report) == {"drills": "3", "money": "2.5", "text": "第一行\n第二行", "tasks_done": "3"}
    assert [row[3] for row in history(desk.report)[1:]] == [
        {"应急演练": "3"},
        {"投入经费": "2.5"},
        {"本月工作": "第一行\n第二行"},
    ]
    assert "已保存。" in Page(desk.browser.get(answer.url)).text


def test_sent_as_it_stands_it_changes_nothing(desk: Desk) -> None:
    desk.send(drills="3", text="第一行\r\n第二行")
    again = Desk(desk.browser, desk.report)
    before = written()
    assert again.send().status_code == 302
    assert written() == before


def test_sent_twice_it_is_saved_once(desk: Desk) -> None:
    for _turn in range(2):
        assert desk.send(drills="3").status_code == 302
    assert ReportValue.objects.get(report=desk.report, field__code="drills").version == 1


def test_what_is_wrong_stands_there_as_typed_with_its_sentence_and_the_rest_is_saved(desk: Desk) -> None:
    answer = desk.send(drills="五百", visits="1,200", money="1.555")
    assert answer.status_code == 422
    assert desk.errors() == {"drills": "请填写整数。", "money": "请填写数字，最多两位小数。"}
    assert desk.page.input(f"field-{field_of(desk.report, 'drills').pk}") == "五百"
    assert desk.entry("drills").first("span", "ask-state").text == "未保存，请更正"
    assert saved(desk.report) == {"visits": "1200", "tasks_done": "3"}
    assert desk.send(drills="5", money="1.55").status_code == 302
    assert saved(desk.report) == {"visits": "1200", "tasks_done": "3", "drills": "5", "money": "1.55"}


def test_what_a_colleague_wrote_meanwhile_is_shown_and_mine_is_saved_knowingly(desk: Desk) -> None:
    reports.save_value(desk.report, by=None, field=field_of(desk.report, "text"), text="同事写的")
    answer = desk.send(text="我写的", drills="3")
    assert answer.status_code == 409
    conflict = desk.entry("text").first(kind="conflict")
    assert conflict.first("strong").text == "系统 10:00 在您填写期间改为："
    assert conflict.first("blockquote").text == "同事写的"
    assert desk.form[f"field-{field_of(desk.report, 'text').pk}"] == "我写的"
    assert saved(desk.report) == {"text": "同事写的", "drills": "3", "tasks_done": "3"}
    assert desk.send().status_code == 302
    assert saved(desk.report)["text"] == "我写的"


def test_theirs_is_taken_instead(desk: Desk) -> None:
    reports.save_value(desk.report, by=None, field=field_of(desk.report, "text"), text="同事写的")
    desk.send(text="我写的")
    taken = desk.send(button=("theirs", field_of(desk.report, "text").pk), drills="4")
    assert taken.status_code == 302
    assert saved(desk.report) == {"text": "同事写的", "drills": "4", "tasks_done": "3"}


def test_what_a_colleague_wrote_where_one_typed_nothing_stays(desk: Desk) -> None:
    reports.save_value(desk.report, by=None, field=field_of(desk.report, "text"), text="同事写的")
    assert desk.send(drills="3").status_code == 302
    assert saved(desk.report) == {"text": "同事写的", "drills": "3", "tasks_done": "3"}


def test_the_reason_beside_another_number_is_saved_with_it(desk: Desk) -> None:
    desk.send(tasks_done="5", why_tasks_done=" 跨月办结 ")
    value = value_of(desk.report, "tasks_done")
    assert value
    assert (value.number, value.filled, value.why) == (5, 3, "跨月办结")
    again = Desk(desk.browser, desk.report)
    again.send(why_tasks_done="另有两件")
    value.refresh_from_db()
    assert (value.number, value.why) == (5, "另有两件")


def test_the_counted_number_is_taken_back(desk: Desk) -> None:
    desk.send(tasks_done="5", why_tasks_done="跨月办结")
    again = Desk(desk.browser, desk.report)
    again.send(button=("counted", field_of(desk.report, "tasks_done").pk), drills="1")
    value = value_of(desk.report, "tasks_done")
    assert value
    assert (value.number, value.why, saved(desk.report)["drills"]) == (3, "", "1")


def test_the_text_before_is_taken_over_with_the_rest_saved(desk: Desk) -> None:
    desk.send(button=("copy", field_of(desk.report, "text").pk), drills="1")
    assert saved(desk.report) == {"text": "5月上期文字", "drills": "1", "tasks_done": "3"}


def test_what_cannot_be_taken_over_is_said(desk: Desk) -> None:
    desk.send(button=("copy", field_of(desk.report, "plans").pk))
    assert "上期报告此项没有内容。" in sheet_page(desk.browser, desk.report).text


@pytest.mark.parametrize(
    ("then", "leads"),
    [("submit", "committee:submit_report"), ("check", "committee:write_report"), ("x", "committee:write_report")],
)
def test_buttons_save_first_and_lead_on(then: str, leads: str, desk: Desk) -> None:
    answer = desk.send(button=("then", then), drills="3")
    check = "?check=1#check" if then == "check" else ""
    assert answer.url == reverse(leads, args=[desk.report.pk]) + check
    assert saved(desk.report)["drills"] == "3"
    assert desk.send(button=("then", then), drills="x").status_code == 422


def test_what_was_handed_in_meanwhile_is_closed_and_the_typing_stays_in_sight(desk: Desk, cast: Cast) -> None:
    a_submitted(cast, desk.report)
    answer = desk.send(text="还没写完")
    assert answer.status_code == 422
    assert desk.errors() == {"text": "目前状态为“待审核”，不能进行此操作。"}
    assert desk.form[f"field-{field_of(desk.report, 'text').pk}"] == "还没写完"
    assert saved(desk.report)["text"] == "开展消防检查"


def test_a_form_without_its_marks_or_of_another_page_saves_nothing_by_itself(desk: Desk) -> None:
    before = written()
    assert desk.browser.post(write_url(desk.report), {"field-999999": "3", "then": "save"}).status_code == 302
    assert written() == before


def test_the_page_has_a_button_to_save_for_those_without_a_script(desk: Desk) -> None:
    assert seen(desk.page.main.first("noscript")) == "保存"
