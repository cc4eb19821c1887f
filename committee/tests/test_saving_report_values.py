"""One field saved by the script: how it is understood, what is refused, two who write at once, sent again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.models import Report, ReportValue
from committee.services import reports
from committee.tests.refusals import history, written
from committee.tests.reporting import a_form, a_report, a_returned, a_submitted, an_accepted, an_excused, field_of
from committee.tests.sheets import a_past, a_sheet, ask, save, saved, sheet_page, url_of, value_of, write_url
from dayan_safety.testing import Cast, a_task

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]
WHOLE, DECIMAL = "请填写整数。", "请填写数字，最多两位小数。"


# Understood


@pytest.mark.parametrize(
    ("code", "typed", "value"),
    [
        ("drills", "12", "12"),
        ("drills", " 12 次", "12"),
        ("drills", "１２", "12"),
        ("visits", "1,200", "1200"),
        ("visits", "１，２００户", "1200"),
        ("visits", "1 200", "1200"),
        ("visits", "3.0", "3"),
        ("money", "2.50", "2.5"),
        ("money", ".5", "0.5"),
        ("money", "3万元", "3"),
        ("text", "  第一行\r\n第二行  ", "第一行\n第二行"),
    ],
)
def test_a_field_is_answered_as_it_was_understood(code: str, typed: str, value: str, cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    answer = save(as_user(cast.lead), report, code, typed)
    assert (answer.status_code, answer.json()["value"], saved(report)) == (200, value, {code: value})


def test_the_answer_tells_how_complete_the_report_is_now(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    answer = save(as_user(cast.lead), report, "drills", "3").json()
    assert answer == {
        "value": "3", "why": "", "version": 1, "filled": "", "overridden": False, "unusual": False,
        "saved_at": "10:00", "done": 1, "of": 2, "sections": [[1, 1], [0, 0], [0, 1]],
    }  # fmt: skip
    value = value_of(report, "drills")
    assert value
    assert (value.number, value.by, value.version) == (3, cast.lead, 1)
    assert history(report) == [("write_report", "赵组长", {"应急演练": ""}, {"应急演练": "3"}, "")]


def test_another_number_than_was_counted_is_overridden_with_its_reason(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast, done=2), as_user(cast.lead)
    browser.get(write_url(report))
    answer = save(browser, report, "tasks_done", "5", 1, why="跨月办结").json()
    assert (answer["filled"], answer["overridden"], answer["why"]) == ("2", True, "跨月办结")
    answer = save(browser, report, "tasks_done", "2", 2, why="跨月办结").json()
    assert (answer["filled"], answer["overridden"], answer["why"]) == ("2", False, "")


def test_a_number_out_of_the_usual_is_saved_and_said(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    a_past(cast, report, [2, 3, 2, 3, 2])
    answers = [save(browser, report, "drills", number, version).json() for version, number in enumerate(["3", "90"])]
    assert [answer["unusual"] for answer in answers] == [False, True]


def test_an_emptied_field_is_empty(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    save(browser, report, "drills", "3")
    answer = save(browser, report, "drills", " ", 1).json()
    assert (answer["value"], answer["version"], answer["done"], saved(report)) == ("", 2, 0, {})


# Refused


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("visits", "三十", WHOLE),
        ("visits", "1.5", WHOLE),
        ("visits", "1e5", WHOLE),
        ("visits", "NaN", WHOLE),
        ("visits", "-Infinity", WHOLE),
        ("visits", "0x10", WHOLE),
        ("visits", "1_000", WHOLE),
        ("visits", "٣", WHOLE),
        ("visits", "9" * 13, WHOLE),
        ("visits", "9" * 5000, WHOLE),
        ("visits", "=1+1", WHOLE),
        ("visits", "<b>3</b>", WHOLE),
        ("money", "1.555", DECIMAL),
        ("money", "1.5.5", DECIMAL),
        ("drills", "-1", "不能小于 0。"),
        ("drills", "501", "不能大于 500。"),
        ("text", "长" * 5001, "内容过长，最多 5000 字。"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    code: str, typed: str, sentence: str, cast: Cast, as_user: Any
) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    before = written()
    answer = save(browser, report, code, typed)
    assert (answer.status_code, answer.json()) == (422, {"error": sentence, "closed": False})
    assert written() == before


def test_the_longest_text_and_the_largest_number_are_saved(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    longest, largest = "长" * 5000, "9" * 12
    answers = [save(browser, report, "text", longest), save(browser, report, "visits", largest)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert saved(report) == {"text": longest, "visits": largest}


def test_what_is_typed_stands_on_the_page_as_words_alone(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    typed = "</textarea><script>alert(1)</script>"
    save(browser, report, "text", typed)
    html = browser.get(write_url(report)).content.decode()
    assert ("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in html, typed in html) == (True, False)


@pytest.mark.parametrize(("build", "state"), [(a_submitted, "待审核"), (an_accepted, "审核通过"), (an_excused, "免报")])
def test_a_report_that_is_not_with_its_writer_is_closed(build: Any, state: str, cast: Cast, as_user: Any) -> None:
    report, browser = build(cast), as_user(cast.lead)
    before = written()
    answers = [save(browser, report, "drills", "7", 1), browser.post(url_of("copy_report_text", report, "text"))]
    told = {"error": f"目前状态为“{state}”，不能进行此操作。", "closed": True}
    assert [(answer.status_code, answer.json()) for answer in answers] == [(422, told)] * 2
    assert written() == before


def test_a_returned_report_is_written_again(cast: Cast, as_user: Any) -> None:
    report = a_returned(cast)
    assert save(as_user(cast.lead), report, "drills", "7", 1).status_code == 200
    assert saved(report)["drills"] == "7"


def test_after_the_last_day_it_is_closed_even_to_an_open_page(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    with time_machine.travel("2026-06-29 23:59+08:00", tick=False):
        browser = as_user(cast.lead)
        assert save(browser, report, "drills", "1").status_code == 200
    with time_machine.travel("2026-06-30 00:01+08:00", tick=False):
        answer = save(browser, report, "drills", "2", 1)
    assert (answer.status_code, answer.json()["closed"], saved(report)) == (422, True, {"drills": "1"})
    assert answer.json()["error"].startswith("报告已于 2026-06-29 截止")


def test_a_field_of_another_form_is_not_found(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    other = a_form({"else": {"name": "别的"}}, since=date(2027, 1, 1)).fields.get()
    for name in ("save_report_value", "copy_report_text"):
        assert browser.post(reverse(f"committee:{name}", args=[report.pk, other.pk]), {"text": "3"}).status_code == 404
    assert saved(report) == {}


def test_nobody_s_typing_goes_under_another_name(cast: Cast, as_user: Any) -> None:
    """On a shared computer somebody else signed in while the page stood open."""
    report, browser = a_sheet(cast), as_user(cast.lead)
    assert save(browser, report, "drills", "3", writer=str(cast.office.pk)).status_code == 403
    assert saved(report) == {}
    assert save(browser, report, "drills", "3", writer=str(cast.lead.pk)).status_code == 200
    assert saved(report) == {"drills": "3"}


def test_a_form_from_elsewhere_saves_nothing(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    browser.handler.enforce_csrf_checks = True
    assert save(browser, report, "drills", "3").status_code == 403
    assert saved(report) == {}


def test_the_doors_are_for_sending_alone(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    names = ("save_report_value", "copy_report_text")
    assert [browser.get(url_of(name, report, "text")).status_code for name in names] == [405, 405]


# Two at once


def test_who_comes_second_is_shown_what_the_first_one_wrote(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    reports.save_value(report, by=None, field=field_of(report, "text"), text="同事写的", version=0)
    answer = save(browser, report, "text", "我写的")
    assert answer.status_code == 409
    told = answer.json()
    assert told["error"] == "这里刚刚有人改过，请选择保留哪一个。"
    assert told["theirs"] == {
        "value": "同事写的", "why": "", "version": 1, "filled": "", "overridden": False, "by": None, "who": "系统",
        "when": "10:00", "said": "系统 10:00 在您填写期间改为：", "unusual": False, "saved_at": "10:00", "done": 1,
        "of": 2, "sections": [[0, 1], [0, 0], [1, 1]],
    }  # fmt: skip
    assert saved(report) == {"text": "同事写的"}


def test_the_first_one_is_named_with_the_day_where_it_was_not_today(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    reports.save_value(report, by=cast.lead, field=field_of(report, "drills"), text="4")
    with time_machine.travel("2026-06-17 08:30+08:00", tick=False):
        theirs = save(as_user(cast.lead), report, "drills", "5").json()["theirs"]
    assert (theirs["who"], theirs["when"], theirs["by"]) == ("赵组长", "6月15日 10:00", cast.lead.pk)


def test_mine_kept_is_written_over_theirs_knowingly(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    reports.save_value(report, by=None, field=field_of(report, "drills"), text="4")
    theirs = save(browser, report, "drills", "5").json()["theirs"]
    answer = save(browser, report, "drills", "5", theirs["version"])
    assert (answer.status_code, answer.json()["version"], saved(report)) == (200, 2, {"drills": "5"})
    assert history(report)[-1][2:4] == ({"应急演练": "4"}, {"应急演练": "5"})


@pytest.mark.parametrize("version", ["", "x", "-1", "1.0", "9" * 30, "²"])
def test_a_version_that_is_none_writes_over_nothing(version: str, cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    reports.save_value(report, by=None, field=field_of(report, "drills"), text="4")
    assert save(browser, report, "drills", "5", version).status_code == 409
    assert saved(report) == {"drills": "4"}


def test_what_is_sent_again_is_saved_once(cast: Cast, as_user: Any) -> None:
    """The answer was lost on the way: the script sends the same over the same version."""
    report, browser = a_sheet(cast), as_user(cast.lead)
    first, again = (save(browser, report, "visits", text) for text in ("1,200", "1200"))
    assert [answer.status_code for answer in (first, again)] == [200, 200]
    assert first.json() == again.json()
    assert (ReportValue.objects.count(), len(history(report))) == (1, 1)


def test_an_empty_field_sent_as_it_is_leaves_nothing_behind(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    answer = save(browser, report, "drills", "")
    assert (answer.status_code, answer.json()["version"]) == (200, 0)
    assert (ReportValue.objects.count(), history(report)) == (0, [])


def test_a_count_that_changed_meanwhile_is_shown_before_it_is_written_over(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast, done=1), as_user(cast.lead)
    browser.get(write_url(report))
    task = a_task(lead_group=cast.group)
    type(task).objects.filter(pk=task.pk).update(done_on=date(2026, 6, 15))
    reports.begin_report(Report.objects.get(), by=cast.lead)
    theirs = save(browser, report, "tasks_done", "9", 1).json()["theirs"]
    assert (theirs["value"], theirs["filled"], theirs["who"], theirs["version"]) == ("2", "2", "系统", 2)


# The text of the report before


def test_the_text_before_is_taken_over_and_answered(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    a_past(cast, report, [1, 2])
    answer = browser.post(url_of("copy_report_text", report, "text")).json()
    assert (answer["value"], answer["version"], answer["done"]) == ("5月上期文字", 1, 1)
    assert saved(report) == {"text": "5月上期文字"}
    value = value_of(report, "text")
    assert value
    assert value.by == cast.lead


def test_it_is_taken_from_the_last_report_that_has_texts(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    a_past(cast, report, [1])
    Report.objects.filter(first=date(2026, 5, 1)).update(first=date(2026, 4, 1), last=date(2026, 4, 30))
    empty = a_report(cast, report.form, first=date(2026, 5, 1), lock_on=date(2026, 12, 31))
    reports.submit_report(empty, by=cast.lead, is_nil=True)
    assert reports.texts_before(report) == {"text": "5月上期文字"}
    assert ask(sheet_page(browser, report), report, "text").first("button").text == "抄用上期文字"


def test_another_group_s_text_is_not_taken(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    a_past(cast, report, [1])
    Report.objects.filter(first=date(2026, 5, 1)).update(group=cast.supervision)
    answer = browser.post(url_of("copy_report_text", report, "text"))
    assert (answer.status_code, answer.json()["error"]) == (422, "上期报告此项没有内容。")


@pytest.mark.parametrize(("code", "wrote"), [("text", True), ("drills", False)])
def test_nothing_written_is_written_over_by_it(code: str, wrote: bool, cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    a_past(cast, report, [1])
    if wrote:
        save(browser, report, code, "本月")
    answer = browser.post(url_of("copy_report_text", report, code))
    assert (answer.status_code, answer.json()["error"]) == (422, "该项已有内容。")
    assert saved(report) == ({code: "本月"} if wrote else {})


def test_the_texts_before_cost_one_query(cast: Cast, query_count: Any) -> None:
    report = a_sheet(cast)
    a_past(cast, report, [1, 1, 1])
    assert query_count(lambda: reports.texts_before(report)) == 1
