"""What a report's page tells of its way: remarks, changes, differences from the records, handings in; what it costs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.models import FormField, Report
from committee.services import reports
from committee.tests import reporting
from committee.tests.pages import Node
from committee.tests.report_pages import CHANGED, FILINGS, RECORDS, SAID, STILL_OPEN, fresh, line_of, page_of
from committee.tests.reporting import a_filled, a_form, a_report, a_returned, a_submitted
from dayan_safety.testing import Cast, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")


def test_remarks_stand_with_their_field_and_those_of_the_whole_apart(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast)
    field = reporting.field_of(report, "drills")
    reports.return_report(report, by=cast.office, reason="请补充", of_fields={field: "只有1次有签到"})
    reports.comment_report(report, by=cast.lead, text="马上补\n抱歉")
    page = page_of(as_user(cast.member), report)
    when = "2026-06-15 10:00"
    assert [line.text for line in page.panels[SAID].all("li")] == [
        f"退回原因 请补充 李文员 · {when} · 针对第 1 次上报",
        f"意见 马上补 抱歉 赵组长 · {when} · 针对第 1 次上报",
    ]
    remarks = line_of(page, report, "drills").first("ul", "remarks").all("li")
    assert [line.text for line in remarks] == [f"退回原因 只有1次有签到 李文员 · {when} · 针对第 1 次上报"]
    assert SAID not in page_of(as_user(cast.member), a_report(cast, first=date(2026, 7, 1))).panels


def test_a_field_is_commented_by_those_who_may(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast)
    url = f"{reverse('committee:comment_report', args=[report.pk])}?field={reporting.field_of(report, 'drills').pk}"

    def doors(role: str) -> list[Any]:
        line = line_of(page_of(as_user(getattr(cast, role)), report), report, "drills")
        return [link.attributes["href"] for link in line.all("a")]

    assert {role: doors(role) for role in ("lead", "office", "chair", "member")} == {
        "lead": [url], "office": [url], "chair": [url], "member": [],
    }  # fmt: skip


def test_handed_in_again_the_changes_are_marked(cast: Cast, as_user: Any) -> None:
    report = a_returned(cast)
    for code, text in (("drills", "5"), ("text", "开展消防大检查")):
        reports.save_value(report, by=cast.lead, field=reporting.field_of(report, code), text=text)
    assert CHANGED not in page_of(as_user(cast.office), report).panels
    with time_machine.travel("2026-06-16 09:30+08:00", tick=False):
        reports.submit_report(report, by=cast.lead)
    page = page_of(as_user(cast.office), report)
    panel = page.panels[CHANGED]
    assert panel.first("p").text == "第 2 次上报（2026-06-16 09:30）与第 1 次（2026-06-15 10:00）比较"
    assert [line.text for line in panel.first("dl").all("div") if line.all("dt")] == [
        "应急演练 3次 → 5次",
        "本月工作 开展消防大 检查",
    ]
    assert [node.text for node in panel.all("del")] == ["3次"]
    assert [node.text for node in panel.all("ins")] == ["5次", "大"]
    assert "变更" in line_of(page, report, "drills").first("span", "value-name").text
    assert "变更" not in line_of(page, report, "tasks_done").first("span", "value-name").text


@pytest.mark.parametrize(("before", "told"), [(True, "上次为零报告。"), (False, "本次改为零报告。")])
def test_that_it_was_a_nil_report_before_is_told(before: bool, told: str, cast: Cast, as_user: Any) -> None:
    report = a_filled(cast)
    reports.submit_report(report, by=cast.lead, is_nil=before)
    reports.return_report(report, by=cast.office, reason="核对")
    reports.submit_report(report, by=cast.lead, is_nil=not before)
    panel = page_of(as_user(cast.office), report).panels[CHANGED]
    assert panel.first("p").text.endswith(told)
    assert [node.text for node in panel.all("ins" if before else "del")] == ["3次", "0件", "开展消防检查"]


def test_where_report_and_records_differ_those_who_decide_are_told(cast: Cast, as_user: Any) -> None:
    report = a_filled(cast)
    field = reporting.field_of(report, "tasks_done")
    reports.save_value(report, by=cast.lead, field=field, text="3", why="另有3件")
    assert RECORDS not in page_of(as_user(cast.office), report).panels
    reports.submit_report(report, by=cast.lead)
    shown = {
        role: page_of(as_user(getattr(cast, role)), report).panels for role in ("office", "chair", "lead", "member")
    }
    assert [role for role, panels in shown.items() if RECORDS in panels] == ["office", "chair"]
    [line] = shown["office"][RECORDS].all("li")
    assert line.first("span").text == "办结督办事项：报告写 3件，系统记录 0件。 原因：另有3件"
    url = reverse("committee:show_report_records", args=[report.pk, field.pk])
    assert line.first("a").attributes["href"] == url


def test_each_handing_in_names_who_really_did_it(cast: Cast, as_user: Any) -> None:
    report = a_returned(cast)
    deputy = cast.member
    an_appointment(cast.group, "deputy_lead", deputy.person)
    with time_machine.travel("2026-06-16 09:30+08:00", tick=False):
        reports.submit_report(report, by=type(deputy).objects.get(pk=deputy.pk), is_nil=True)
    lines = page_of(as_user(cast.office), report).panels[FILINGS].first("ul").children
    told = [line for line in lines if isinstance(line, Node)]
    assert [line.first("span", "end").text for line in told] == [
        "钱所长 · 2026-06-16 09:30",
        "赵组长 · 2026-06-15 10:00",
    ]
    assert [line.first("strong").text for line in told] == ["第 2 次上报", "第 1 次上报"]
    assert [line.first("span", "badge").text for line in told] == ["零报告", ""]
    kept = [pair.text for pair in told[1].first("dl").all("div")]
    assert kept == ["应急演练 3次", "办结督办事项 0件", "本月工作 开展消防检查"]
    assert FILINGS not in page_of(as_user(cast.office), a_report(cast, first=date(2026, 7, 1))).panels


# Hostile text, and what it costs

LIVE = "<script>alert(1)</script><img src=x onerror=a()>{{ 7 }}"


def test_hostile_text_is_shown_and_never_alive(cast: Cast, as_user: Any) -> None:
    report = a_submitted(cast, text=f"{LIVE}\n\n{LIVE}")
    field = reporting.field_of(report, "tasks_done")
    reports.return_report(report, by=cast.office, reason=LIVE, of_fields={field: LIVE})
    reports.save_value(report, by=cast.lead, field=field, text="3", why=LIVE)
    reports.save_value(report, by=cast.lead, field=reporting.field_of(report, "text"), text=f"{LIVE}改")
    reports.submit_report(report, by=cast.lead)
    reports.comment_report(report, by=cast.lead, text=LIVE)
    FormField.objects.filter(pk=reporting.field_of(report, "drills").pk).update(
        name=LIVE, section=LIVE[:50], unit="<b>"
    )
    for verb in ("view", "accept", "return", "comment"):
        html = as_user(cast.office).get(reverse(f"committee:{verb}_report", args=[report.pk])).content.decode()
        assert ("<script>alert" in html, "<img src=x" in html, "<b>" in html) == (False, False, False), verb
        assert "&lt;script&gt;alert(1)" in html, verb


def a_busy(cast: Cast, month: int, fields: int, times: int) -> Report:
    """A report of so many fields, sent back and handed in again so many times, with a word on every field each time."""
    about: dict[str, dict[str, Any]] = {
        f"f{n}": {"name": f"项{n}", "kind": ("whole", "text")[n % 2], "section": f"节{n % 3}"} for n in range(fields)
    }
    about["f0"] |= {"source": "committee.tasks_done"}
    form = a_form(about, since=date(2026, month, 1), name=f"表{month}")
    report = a_report(cast, form, date(2026, month, 1), **STILL_OPEN)
    reports.begin_report(report, by=cast.lead)
    for time in range(times):
        of_fields = dict.fromkeys(form.fields.all(), "改")
        for field in of_fields:
            reports.save_value(report, by=cast.lead, field=field, text=f"{time + 3}", why="核对")
        reports.submit_report(report, by=cast.lead)
        reports.comment_report(report, by=cast.lead, text="好")
        reports.return_report(report, by=cast.office, reason="再改", of_fields=of_fields)
    reports.submit_report(report, by=cast.lead)
    return report


@pytest.mark.parametrize("role", ["office", "lead", "member", "chair"])
def test_a_report_costs_the_same_however_much_is_in_it(role: str, cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, costs = as_user(getattr(cast, role)), []
    for report in (a_busy(cast, 1, fields=3, times=1), a_busy(cast, 2, fields=9, times=3)):
        browser.get(report.get_absolute_url())
        costs.append(query_count(lambda: browser.get(report.get_absolute_url())))  # noqa: B023
    assert costs[0] == costs[1] <= 24


def test_three_values_cost_the_queries_of_one(cast: Cast, as_user: Any, query_count: Any) -> None:
    report, browser, costs = a_report(cast), as_user(cast.lead), []
    for codes in (["drills"], ["text", "tasks_done"]):
        for code in codes:
            reports.save_value(report, by=cast.lead, field=reporting.field_of(report, code), text="3")
        browser.get(report.get_absolute_url())
        costs.append(query_count(lambda: browser.get(report.get_absolute_url())))
    assert costs[0] == costs[1] <= 20


def test_each_figure_that_the_portal_counts_costs_a_reviewer_one_query(
    cast: Cast, as_user: Any, query_count: Any
) -> None:
    browser, costs = as_user(cast.office), []
    for month, number in ((1, 1), (2, 3)):
        about = {f"left{n}": {"name": f"项{n}", "source": "committee.tasks_left"} for n in range(number)}
        form = a_form(about, since=date(2026, month, 1), name=f"表{month}")
        report = fresh(a_report(cast, form, date(2026, month, 1)), lock_on=date(2026, 6, 29))
        reports.submit_report(report, by=cast.lead)
        browser.get(report.get_absolute_url())
        costs.append(query_count(lambda: browser.get(report.get_absolute_url())))  # noqa: B023
    assert costs[1] - costs[0] == 2
