"""What one handing in changed of the one before, and how each field was written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from committee.models import Filing, Report
from committee.services import reports
from committee.services.reports.comparing import LONGEST, MOST_WORK, STEPS_SHOWN
from committee.tests.reporting import a_filled, a_report, a_returned, a_submitted, field_of
from dayan_safety.testing import Cast

WORDS = st.text("检查隐患3处。\n 甲", max_size=60)


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        ("", "", []),
        ("检查3家", "检查3家", [("same", "检查3家")]),
        ("", "检查", [("new", "检查")]),
        ("检查", "", [("gone", "检查")]),
        ("检查3家", "检查5家", [("same", "检查"), ("gone", "3"), ("new", "5"), ("same", "家")]),
        ("检查家", "检查企业家", [("same", "检查"), ("new", "企业"), ("same", "家")]),
        ("甲乙丙丁", "戊己庚辛", [("gone", "甲乙丙丁"), ("new", "戊己庚辛")]),
        ("甲。", "一二三四五甲六七八九十。", [("gone", "甲"), ("new", "一二三四五甲六七八九十"), ("same", "。")]),
        (
            "发现隐患2处，整改1处",
            "发现问题2处，整改2处",
            [("same", "发现"), ("gone", "隐患"), ("new", "问题"), ("same", "2处，整改"), ("gone", "1"), ("new", "2"),
             ("same", "处")],
        ),
    ],
)  # fmt: skip
def test_parts_are_told_as_they_stayed_went_or_came(old: str, new: str, marks: list[Any]) -> None:
    assert reports.marked(old, new) == marks


@given(WORDS, WORDS)
def test_the_parts_make_both_texts(old: str, new: str) -> None:
    marks = reports.marked(old, new)
    assert "".join(text for how, text in marks if how != "new") == old
    assert "".join(text for how, text in marks if how != "gone") == new
    assert all(text for _how, text in marks)


def test_texts_that_would_take_too_long_are_told_one_after_the_other() -> None:
    length = 2 * int(MOST_WORK**0.5)
    old, new = "甲" + "字" * length + "乙", "丙" + "字" * (length + 1) + "丁"
    assert reports.marked(old, new) == [("gone", old), ("new", new)]
    assert len(reports.marked("甲" + "字" * 50 + "乙", "丙" + "字" * 51 + "丁")) > 2


# Handings in


def changes_of(report: Report) -> list[tuple[str, str, str]]:
    """Field, before, after."""
    fields = [line.field for line in reports.lines_of(report)]
    found = reports.changes_since_last(reports.filings_of(report), fields)
    return [(each.field.code, each.before, each.after) for each in found]


@pytest.mark.usefixtures("midsummer")
def test_only_what_the_last_handing_in_changed_is_told(cast: Cast) -> None:
    report = a_submitted(cast)
    assert changes_of(report) == []
    for number in ("5", "5", "7"):
        reports.return_report(report, by=cast.office, reason="核对")
        reports.save_value(report, by=cast.lead, field=field_of(report, "drills"), text=number)
        reports.submit_report(report, by=cast.lead)
        expected = {"5": [("drills", "3", "5")], "7": [("drills", "5", "7")]}[number]
        assert changes_of(report) == (expected if report.filings.count() != 3 else [])


@pytest.mark.usefixtures("midsummer")
def test_a_nil_report_says_nothing_whatever_stands_in_it(cast: Cast) -> None:
    report = a_returned(cast)
    reports.submit_report(report, by=cast.lead, is_nil=True)
    assert changes_of(report) == [("drills", "3", ""), ("tasks_done", "0", ""), ("text", "开展消防检查", "")]


@pytest.mark.usefixtures("midsummer")
def test_handings_in_come_in_order_with_who_did_them(cast: Cast, query_count: Any) -> None:
    report = a_returned(cast)
    reports.submit_report(report, by=cast.lead)
    Filing.objects.filter(report=report, number=1).update(by=cast.member)
    assert [(filing.number, str(filing.by)) for filing in reports.filings_of(report)] == [(1, "钱所长"), (2, "赵组长")]
    assert query_count(lambda: [str(filing.by) for filing in reports.filings_of(report)]) == 1


# Steps


@pytest.mark.usefixtures("midsummer")
def test_steps_tell_who_wrote_what_when_the_latest_first(cast: Cast) -> None:
    report = a_report(cast)
    reports.begin_report(report, by=cast.lead)
    field = field_of(report, "tasks_done")
    with time_machine.travel("2026-06-16 09:30+08:00", tick=False):
        reports.save_value(report, by=cast.lead, field=field, text="2", why="另有2件")
    steps = [
        (f"{step.at:%m-%d}", step.by_name, step.before, step.after) for step in reports.steps_of(report)[field.name]
    ]
    assert steps == [("06-16", "赵组长", "0", "2 另有2件"), ("06-15", "", "", "0")]


@pytest.mark.usefixtures("midsummer")
def test_twelve_steps_of_each_field_at_most_by_one_query(cast: Cast, query_count: Any) -> None:
    report = a_filled(cast)
    for number in range(20):
        reports.save_value(report, by=cast.lead, field=field_of(report, "drills"), text=str(number))
    found = reports.steps_of(report)
    assert (len(found["应急演练"]), len(found["本月工作"])) == (STEPS_SHOWN, 1)
    assert found["应急演练"][0].after == "19"
    assert query_count(lambda: reports.steps_of(report)) == 1


@pytest.mark.usefixtures("midsummer")
def test_steps_are_those_of_the_report_alone_and_of_its_writing(cast: Cast) -> None:
    report = a_submitted(cast)
    other = a_filled(cast, a_report(cast, first=date(2026, 5, 1), lock_on=date(2026, 6, 29)))
    assert set(reports.steps_of(report)) == {"应急演练", "办结督办事项", "本月工作"}
    assert [step.after for step in reports.steps_of(report)["应急演练"]] == ["3"]
    assert len(reports.steps_of(other)["应急演练"]) == 1


def test_of_long_texts_the_place_where_they_differ_is_told() -> None:
    assert reports.gist("短", "长") == ("短", "长")
    head = "头" * 1000
    around = f"…{'头' * 20}"
    assert reports.gist(f"{head}甲", f"{head}乙") == (f"{around}甲", f"{around}乙")
    assert reports.gist("", head) == ("", f"{'头' * LONGEST}…")
    assert reports.gist(head, "") == (f"{'头' * LONGEST}…", "")
