"""What a report's page says was written: figures, texts, what is lacking or unusual, how each field came about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import FormField
from committee.services import reports
from committee.tests import reporting
from committee.tests.report_pages import WHAT, a_past, line_of, page_of
from committee.tests.reporting import a_field, a_filled, a_form, a_report, a_submitted
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")


def test_figures_and_texts_stand_under_their_sections(cast: Cast, as_user: Any) -> None:
    report = a_filled(cast, text="第一段\n第二行\n\n第二段")
    page = page_of(as_user(cast.member), report)
    sections = page.panels[WHAT].all("section")
    assert [section.first("h3").text for section in sections] == ["宣教培训", "工作落实", "文字情况"]
    assert [section.first("strong").text for section in sections] == ["3次", "0件", ""]
    paragraphs = line_of(page, report, "text").first("div", "prose").all("p")
    assert [paragraph.text for paragraph in paragraphs] == ["第一段 第二行", "第二段"]


def test_fields_of_one_section_stand_together_wherever_they_are_in_the_order(cast: Cast, as_user: Any) -> None:
    report = a_report(cast)
    a_field(report.form, "more", name="培训人次", section="宣教培训")
    first = page_of(as_user(cast.member), report).panels[WHAT].first("section")
    assert [line.first("span", "value-name").text for line in first.all("li")] == ["应急演练 必填，未填写", "培训人次"]


def test_what_is_lacking_is_marked_until_it_is_written(cast: Cast, as_user: Any) -> None:
    report = a_report(cast)
    page = page_of(as_user(cast.lead), report)
    assert page.panels[WHAT].first("p").text == "必填 2 项，已填 0 项"
    lacking = [badge.text for badge in page.panels[WHAT].all("span", "badge")]
    assert lacking == ["必填，未填写"] * 2
    page = page_of(as_user(cast.lead), a_filled(cast, report))
    assert page.panels[WHAT].first("p").text == "必填 2 项，已填 2 项"
    assert page.panels[WHAT].all("span", "badge") == []


def test_what_the_portal_counted_leads_to_its_records(cast: Cast, as_user: Any) -> None:
    report = a_filled(cast)
    line = line_of(page_of(as_user(cast.member), report), report, "tasks_done")
    url = reverse("committee:show_report_records", args=[report.pk, reporting.field_of(report, "tasks_done").pk])
    assert (line.first("p").text, line.first("p").first("a").attributes["href"]) == ("系统自动取数 ：0件", url)
    assert line_of(page_of(as_user(cast.member), report), report, "drills").all("p") == []


def test_a_number_written_over_shows_both_and_why(cast: Cast, as_user: Any) -> None:
    report = a_filled(cast)
    field = reporting.field_of(report, "tasks_done")
    reports.save_value(report, by=cast.lead, field=field, text="4")
    line = line_of(page_of(as_user(cast.member), report), report, "tasks_done")
    assert (line.first("strong").text, line.first("s").text) == ("4件", "0件")
    assert line.first("p").text == "系统自动取数 ：0件 未说明改报原因"
    reports.save_value(report, by=cast.lead, field=field, text="4", why="系统外另有4件")
    line = line_of(page_of(as_user(cast.member), report), report, "tasks_done")
    assert line.first("p").text == "系统自动取数 ：0件 · 改报原因：系统外另有4件"


def test_a_nil_report_says_so_and_keeps_what_was_written_apart(cast: Cast, as_user: Any) -> None:
    report = a_report(cast)
    reports.submit_report(report, by=cast.lead, is_nil=True)
    panel = page_of(as_user(cast.member), report).panels[WHAT]
    assert panel.first("p").text == "零报告 本期无情况上报，各项数字按 0 计。"
    assert panel.first("details").first("summary").text == "查看表中内容（不作上报）"
    assert "必填，未填写" not in panel.text


def test_an_unusual_figure_is_marked_with_what_was_usual(cast: Cast, as_user: Any) -> None:
    a_past(cast, 2, 3, 4, 5)
    report = a_filled(cast, drills="40")
    line = line_of(page_of(as_user(cast.office), report), report, "drills")
    assert line.first("span", "badge").text == "与以往（2–5次）相差较大"
    reports.save_value(report, by=cast.lead, field=reporting.field_of(report, "drills"), text="4")
    assert line_of(page_of(as_user(cast.office), report), report, "drills").all("span", "badge") == []


def test_a_field_that_left_the_form_stays_where_something_was_written(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast)
    FormField.objects.filter(pk=reporting.field_of(report, "drills").pk).update(removed_at="2026-06-15T00:00Z")
    page = page_of(as_user(cast.member), report)
    assert line_of(page, report, "drills").first("span", "value-name").text == "应急演练 表式已不再要求"
    later = page_of(as_user(cast.member), a_report(cast, first=date(2026, 7, 1)))
    assert [line.first("span", "value-name").text for line in later.panels[WHAT].all("li")] == [
        "办结督办事项",
        "本月工作 必填，未填写",
    ]


def test_a_form_without_fields_says_so(cast: Cast, as_user: Any) -> None:
    panel = page_of(as_user(cast.lead), a_report(cast, a_form(fields={}))).panels[WHAT]
    assert panel.first(kind="muted").text == "该表式尚未设置指标。"


def test_how_each_field_came_about_unfolds_beside_it(cast: Cast, as_user: Any) -> None:
    report = a_filled(cast)
    reports.save_value(report, by=cast.lead, field=reporting.field_of(report, "drills"), text="5")
    page = page_of(as_user(cast.member), report)
    told = line_of(page, report, "drills").first("details")
    assert told.first("summary").text == "填写记录（2 次）：应急演练"
    assert [step.text for step in told.all("li")] == [
        "2026-06-15 10:00 赵组长：3 → 5",
        "2026-06-15 10:00 赵组长：3",
    ]
    steps = line_of(page, report, "tasks_done").first("details").all("li")
    assert [step.text for step in steps] == ["2026-06-15 10:00 系统：0"]


def test_the_history_names_field_and_number_before_and_after(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast)
    reports.return_report(report, by=cast.office, reason="核对")
    reports.save_value(report, by=cast.lead, field=reporting.field_of(report, "drills"), text="5")
    history = page_of(as_user(cast.member), report).history
    assert history[:3] == [
        "赵组长 填写报告 应急演练：变更前 3 → 变更后 5",
        "李文员 退回报告 状态：变更前 待审核 → 变更后 已退回 原因：核对",
        "赵组长 上报报告 上报次序：变更后 1",
    ]
    assert "系统 自动取数 办结督办事项：变更后 0" in history


def test_of_long_texts_the_history_tells_where_they_differ(cast: Cast, as_user: Any) -> None:
    long = "字" * 2000
    report = a_filled(cast, text=f"{long}甲")
    reports.save_value(report, by=cast.lead, field=reporting.field_of(report, "text"), text=f"{long}乙")
    told = page_of(as_user(cast.member), report).history[0]
    around = f"…{'字' * 20}"
    assert told == f"赵组长 填写报告 本月工作：变更前 {around}甲 → 变更后 {around}乙"
