"""The page on which a report is written: who opens it, what stands on it, and how it works without a script."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from committee.models import Report
from committee.services import reports
from committee.tests.pages import Page
from committee.tests.refusals import history
from committee.tests.reporting import (
    a_filled,
    a_form,
    a_quarterly,
    a_report,
    a_returned,
    a_submitted,
    an_accepted,
    an_excused,
    field_of,
)
from committee.tests.sheets import (
    a_past,
    a_sheet,
    ask,
    saved,
    seen,
    sheet_page,
    url_of,
    value_of,
    write_url,
)
from dayan_safety.testing import Cast, a_group, a_person, a_user, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")


# Who


def a_deputy(cast: Cast) -> Any:
    """The login of the one who stands in for the lead."""
    person = a_person(name="冯副组长")
    an_appointment(cast.group, "deputy_lead", person)
    return a_user(person)


def another_lead(cast: Cast) -> Any:
    """The login of who leads another group."""
    person = a_person(name="陈组长")
    an_appointment(a_group(cast.committee), "lead", person)
    return a_user(person)


def a_group_member(cast: Cast) -> Any:
    """The login of one who is in the group without leading it."""
    person = a_person(name="褚组员")
    an_appointment(cast.group, "group_member", person)
    return a_user(person)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda cast: cast.lead, 200),
        (a_deputy, 200),
        (another_lead, 403),
        (a_group_member, 403),
        (lambda cast: cast.office, 403),
        (lambda cast: cast.chair, 403),
        (lambda cast: cast.liaison, 404),
        (lambda cast: cast.inspector, 404),
        (lambda cast: cast.outsider, 404),
    ],
)
def test_a_group_s_report_is_written_by_its_lead_and_who_stands_in(
    who: Any, status: int, cast: Cast, as_user: Any
) -> None:
    report, user = a_report(cast), who(cast)
    assert as_user(user).get(write_url(report)).status_code == status
    posted = as_user(user).post(url_of("save_report_value", report, "drills"), {"text": "3", "version": "0"})
    assert posted.status_code == status
    assert as_user(user).post(write_url(report), {}).status_code == (302 if status == 200 else status)
    assert saved(report) == ({"drills": "3", "tasks_done": "0"} if status == 200 else {})
    assert bool(Report.objects.get().started_at) == (status == 200)


def test_an_enterprise_s_report_is_written_by_its_liaison(cast: Cast, as_user: Any) -> None:
    report, other = a_quarterly(cast), a_quarterly(cast, cast.other_village)
    browser = as_user(cast.liaison)
    assert [browser.get(write_url(each)).status_code for each in (report, other)] == [200, 404]
    assert as_user(cast.lead).get(write_url(report)).status_code == 403


def test_a_stranger_is_led_to_the_door(cast: Cast, client: Any) -> None:
    report = a_report(cast)
    assert client.get(write_url(report)).url == f"/sign-in/?next={write_url(report)}"


# Opening


def test_opening_notes_when_and_fills_in_what_the_portal_counts(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast, done=2), as_user(cast.lead)
    browser.get(write_url(report))
    report.refresh_from_db()
    assert (report.started_at, saved(report)) == (timezone.now(), {"tasks_done": "2"})
    assert history(report) == [("fill_in_report", "", {}, {"办结督办事项": "2"}, "")]
    with time_machine.travel("2026-06-16 10:00+08:00", tick=False):
        browser.get(write_url(report))
    report.refresh_from_db()
    assert (report.started_at, len(history(report))) == (timezone.now(), 1)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (a_submitted, "目前状态为“待审核”，不能进行此操作。"),
        (an_accepted, "目前状态为“审核通过”，不能进行此操作。"),
        (an_excused, "目前状态为“免报”，不能进行此操作。"),
    ],
)
def test_what_nobody_writes_in_leads_to_its_page_which_says_why(
    build: Any, sentence: str, cast: Cast, as_user: Any
) -> None:
    report = build(cast)
    answer = as_user(cast.lead).get(write_url(report), follow=True)
    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    assert sentence in Page(answer).text


def test_after_the_last_day_its_page_says_that_it_was_closed(cast: Cast, as_user: Any) -> None:
    report = a_report(cast)
    with time_machine.travel("2026-06-29 23:59+08:00", tick=False):
        assert as_user(cast.lead).get(write_url(report)).status_code == 200
    Report.objects.update(started_at=None)
    with time_machine.travel("2026-06-30 00:01+08:00", tick=False):
        page = Page(as_user(cast.lead).get(write_url(report), follow=True))
    assert page.title == str(report)
    assert "报告已于 2026-06-29 截止" in page.text
    assert Report.objects.get().started_at is None


# What stands on it


def test_the_days_are_said_in_words(cast: Cast, as_user: Any) -> None:
    report = a_report(cast)

    def days_on(day: int) -> list[str]:
        with time_machine.travel(date(2026, 6, day), tick=False):
            page = sheet_page(as_user(cast.lead), report)
        return [pair.text for pair in page.main.first("dl", "days").all("div")]

    assert days_on(15) == ["应报日 6月25日 （还有10天）", "截止日 6月29日"]
    assert days_on(25) == ["应报日 6月25日 （今天）", "截止日 6月29日"]
    assert days_on(27) == ["应报日 6月25日 （已逾期2天）", "截止日 6月29日 （还有2天）"]


def test_sections_tell_how_complete_they_are(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)

    def heads() -> list[str]:
        page = sheet_page(browser, report)
        return [*(card.first(kind="card-header").text for card in page.main.all("section", "card")), foot(page)]

    assert heads() == [
        "宣教培训 已填必填项： 0 /1",
        "工作落实 选填",
        "文字情况 已填必填项： 0 /1",
        "已保存 10:00 必填 0 /2",
    ]
    reports.save_value(report, by=cast.lead, field=field_of(report, "drills"), text="0")
    assert heads()[0::3] == ["宣教培训 已填必填项： 1 /1", "已保存 10:00 必填 1 /2"]


def foot(page: Page) -> str:
    """What the footer says of the whole."""
    return page.main.first(kind="write-stand").text


def test_a_fresh_sheet_says_that_it_saves_by_itself(cast: Cast, as_user: Any) -> None:
    report = a_report(cast, a_form({"drills": {"name": "演练", "required": True}}))
    assert foot(sheet_page(as_user(cast.lead), report)) == "填写后自动保存 必填 0 /1"


def test_a_figure_says_what_it_wants(cast: Cast, as_user: Any) -> None:
    page, report = sheet_page(as_user(cast.lead), report := a_sheet(cast)), report
    assert seen(ask(page, report, "drills")) == "应急演练 * 必填 次 应在 0～500 之间。"
    assert seen(ask(page, report, "visits")) == "入户宣传 不重复计算 户"
    kinds = {code: ask(page, report, code).first("input").attributes["inputmode"] for code in ("visits", "money")}
    assert kinds == {"visits": "numeric", "money": "decimal"}
    assert ask(page, report, "drills").first("input").attributes["aria-required"] == "true"
    assert "aria-required" not in ask(page, report, "visits").first("input").attributes


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"least": 1}, "不能小于 1。"),
        ({"most": 9}, "不能大于 9。"),
        ({"least": 1, "most": 9}, "应在 1～9 之间。"),
        ({}, ""),
    ],
)
def test_limits_are_said_in_words(limits: dict[str, int], words: str, cast: Cast, as_user: Any) -> None:
    report = a_report(cast, a_form({"drills": {"name": "演练", **limits}}))
    box = ask(sheet_page(as_user(cast.lead), report), report, "drills").first(kind="ask-box")
    assert box.first("span", "form-text").text == words


def test_a_counted_figure_is_grey_and_leads_to_its_records(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast, done=3)
    entry = ask(sheet_page(as_user(cast.lead), report), report, "tasks_done")
    assert entry.matches("div", "is-counted")
    assert entry.first("input").attributes["value"] == "3"
    assert seen(entry.first(kind="ask-counted")) == "自动取数： 3 （来自3条记录）"
    assert entry.first("a").attributes["href"] == url_of("show_report_records", report, "tasks_done")
    assert "hidden" in entry.first(kind="ask-why").attributes


def test_another_number_asks_why_and_both_stay_in_sight(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast, done=3), as_user(cast.lead)
    browser.get(write_url(report))
    reports.save_value(report, by=cast.lead, field=field_of(report, "tasks_done"), text="5", why="另有跨月办结")
    entry = ask(sheet_page(browser, report), report, "tasks_done")
    assert not entry.matches("div", "is-counted")
    assert seen(entry) == "办结督办事项 件 自动取数： 3 （来自3条记录） 恢复自动取数 与自动取数不同的原因 *"
    assert [box.attributes["value"] for box in entry.all("input", "form-control")] == ["5", "另有跨月办结"]


def test_the_past_stands_beside_a_figure_drawn_and_in_words(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    a_past(cast, report, [2, 4, 3])
    entry = ask(sheet_page(as_user(cast.lead), report), report, "drills").first(kind="ask-past")
    assert seen(entry) == "往期 2～4，上期 3"
    assert entry.first("svg").attributes["aria-label"] == "2026年3月：2, 2026年4月：4, 2026年5月：3"
    bars = [(bar.attributes["height"], bar.attributes["y"], bar.text) for bar in entry.all("rect")]
    assert bars == [("15", "15", "2026年3月：2"), ("30", "0", "2026年4月：4"), ("22", "8", "2026年5月：3")]


@pytest.mark.parametrize(
    ("past", "words"), [([], ""), ([4], "上期：4"), ([0, 0], "往期均为 0"), ([1, 2], "往期 1～2，上期 2")]
)
def test_the_words_of_the_past(past: list[int], words: str, cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    a_past(cast, report, past)
    assert seen(ask(sheet_page(as_user(cast.lead), report), report, "drills").first(kind="ask-past")) == words


def test_a_number_out_of_the_usual_is_hinted_at(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    a_past(cast, report, [2, 4, 3, 3, 2])

    def hint(number: str) -> str:
        reports.save_value(report, by=cast.lead, field=field_of(report, "drills"), text=number)
        return seen(ask(sheet_page(browser, report), report, "drills").first(kind="ask-hint"))

    assert (hint("4"), hint("90")) == ("", "与往期相比偏大/偏小，请核实。")


def test_the_text_before_is_offered_where_nothing_is_written(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast), as_user(cast.lead)
    a_past(cast, report, [1, 2])

    def offers() -> list[str]:
        page = sheet_page(browser, report)
        return [ask(page, report, code).first("button").text for code in ("text", "plans")]

    assert offers() == ["抄用上期文字", ""]
    reports.save_value(report, by=cast.lead, field=field_of(report, "text"), text="本月")
    assert offers() == ["", ""]


def test_a_field_that_was_taken_off_stays_where_something_was_written(cast: Cast, as_user: Any) -> None:
    report, browser = a_filled(cast, a_sheet(cast)), as_user(cast.lead)
    type(field_of(report, "drills")).objects.filter(code__in=["drills", "visits"]).update(removed_at=timezone.now())
    labels = [
        label.text for label in sheet_page(browser, report).main.all("label") if "why" not in str(label.attributes)
    ]
    assert labels == ["应急演练* 必填", "办结督办事项", "投入经费", "本月工作* 必填", "下月打算"]


def test_how_the_form_is_filled_in_stands_on_top(cast: Cast, as_user: Any) -> None:
    report = a_report(cast, a_form(note="数字为本月新增数。"))
    details = sheet_page(as_user(cast.lead), report).main.first("details")
    assert details.text == "填报说明 数字为本月新增数。"


# Sent back


def test_a_returned_report_shows_the_reason_on_top_and_at_its_fields(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    a_returned(cast, report, {field_of(report, "drills"): "台账只有2次"})
    page = sheet_page(as_user(cast.lead), report)
    assert page.status == "已退回"
    alert = page.main.first("div", "alert")
    assert alert.text == "退回：请补充 李文员 · 2026-06-15 10:00 针对：应急演练"
    assert alert.first("a").attributes["href"] == f"#ask-{field_of(report, 'drills').pk}"
    marked = [entry.first("label").text for entry in page.main.all("div", "is-returned")]
    assert (marked, seen(ask(page, report, "drills").first(kind="is-return"))) == (
        ["应急演练* 必填"],
        "退回： 台账只有2次",
    )
    days = [pair.text for pair in page.main.first("dl", "days").all("div")]
    assert days == ["应报日 6月25日", "截止日 6月29日 （还有14天）"]


def test_the_reasons_of_an_earlier_return_are_done_with(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    a_returned(cast, report, {field_of(report, "drills"): "旧"})
    reports.submit_report(report, by=cast.lead)
    reports.return_report(report, by=cast.office, reason="又退", of_fields={field_of(report, "text"): "新"})
    page = sheet_page(as_user(cast.lead), report)
    assert [line.text for line in page.main.all("p", "is-return")] == ["退回： 新"]
    assert "请补充" not in page.text
    reports.excuse_report(report, by=cast.office, reason="x")
    reports.demand_report(report, by=cast.office, reason="x")
    page = sheet_page(as_user(cast.lead), Report.objects.get(pk=report.pk))
    assert page.main.all("p", "is-return") == page.main.all("div", "is-returned") == []


def test_comments_stand_beside_their_field_and_those_of_the_whole_on_top(cast: Cast, as_user: Any) -> None:
    report = a_sheet(cast)
    reports.comment_report(report, by=cast.office, text="请附照片", field=field_of(report, "text"))
    reports.comment_report(report, by=cast.office, text="总体不错")
    page = sheet_page(as_user(cast.lead), report)
    assert page.main.first("ul", "said-of").text == "总体不错 李文员 · 2026-06-15 10:00"
    assert ask(page, report, "text").first("ul").text == "请附照片 李文员 · 06-15 10:00"
    assert ask(page, report, "plans").first("ul").text == ""


# Check and hand in


def test_check_tells_what_is_lacking_and_where(cast: Cast, as_user: Any) -> None:
    report, browser = a_sheet(cast, done=1), as_user(cast.lead)
    browser.get(write_url(report))
    reports.save_value(report, by=cast.lead, field=field_of(report, "tasks_done"), text="4")
    page = Page(browser.get(f"{write_url(report)}?check=1"))
    links = {link.text: str(link.attributes["href"]) for link in page.main.first("div", "errors").all("a")}
    assert sorted(links) == sorted(reports.what_is_lacking(reports.lines_of(report)))
    assert [link[:4] for link in links] == ["尚未填写", "办结督办", "尚未填写"]
    assert next(iter(links.values())) == f"#ask-{field_of(report, 'drills').pk}"
    assert len(page.main.all("div", "is-lacking")) == 3
    assert sheet_page(browser, report).main.all("div", "is-lacking") == []


def test_check_says_when_nothing_is_lacking(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.lead).get(f"{write_url(a_filled(cast))}?check=1"))
    assert page.main.first("div", "alert-success").text == "内容完整，可以上报。"


def test_hand_in_leads_to_its_door(cast: Cast, as_user: Any) -> None:
    report = a_report(cast)
    button = sheet_page(as_user(cast.lead), report).main.first("button", "btn-primary")
    assert button.attributes["data-go"] == reverse("committee:submit_report", args=[report.pk])


# What it costs


def test_the_page_costs_the_same_for_any_number_of_fields_and_values(
    cast: Cast, as_user: Any, query_count: Any
) -> None:
    browser = as_user(cast.lead)

    def cost(fields: int, written: int) -> int:
        group = a_group(cast.committee)
        an_appointment(group, "lead", cast.lead.person)
        names = {f"f{n}": {"name": f"指标{n}", "section": f"节{n % 3}"} for n in range(fields - 1)}
        report = a_report(cast, a_form({**names, "words": {"kind": "text"}}, group=group), group=group)
        for field in report.form.fields.all()[:written]:
            reports.save_value(report, by=None, field=field, text="3")
            reports.comment_report(report, by=cast.office, text="好", field=field)
        browser.get(write_url(report))
        return int(query_count(lambda: browser.get(write_url(report))))

    few = cost(3, 1)
    assert [cost(3, 2), cost(9, 3), cost(9, 8)] == [few] * 3
    assert few <= 24


def test_saving_a_field_costs_the_same_for_any_number_of_others(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, report = as_user(cast.lead), a_sheet(cast)
    url = url_of("save_report_value", report, "drills")
    browser.get(write_url(report))

    def cost(number: int) -> int:
        value = value_of(report, "drills")
        posted = {"text": str(number), "version": str(value.version if value else 0)}
        return int(query_count(lambda: browser.post(url, posted)))

    cost(1)
    few = cost(2)
    for code, text in {"visits": "1", "money": "2.5", "text": "好"}.items():
        reports.save_value(report, by=cast.lead, field=field_of(report, code), text=text)
    assert cost(3) == few <= 24
