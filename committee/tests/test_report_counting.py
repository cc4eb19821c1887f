"""What the portal counts for a report, what somebody writes over it, and last month's text as a start."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from committee.models import Report
from committee.services import reports, tasks
from committee.tests.refusals import history, refused
from committee.tests.reporting import (
    a_quarterly,
    a_report,
    field_of,
    line_of,
    value_of,
    write,
)
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
MAY = date(2026, 5, 1)


def done_by(cast: Cast, number: int = 1) -> None:
    """So many tasks of the group were done today."""
    for _each in range(number):
        tasks.report_done(a_task(lead_group=cast.group), by=cast.lead, text="已完成")


def fresh(report: Report) -> Report:
    """The report as another one reads it."""
    return Report.objects.get(pk=report.pk)


# What the portal counts


def test_opened_for_writing_the_portal_s_figures_stand_there(cast: Cast) -> None:
    report = a_report(cast)
    done_by(cast, 2)
    reports.begin_report(report, by=cast.lead)
    value = value_of(report, "tasks_done")
    assert (value.number, value.filled, value.by, value.why, value.version) == (2, 2, None, "", 1)
    assert history(report) == [("fill_in_report", "", {}, {"办结督办事项": "2"}, "")]
    assert reports.counted_for(report, value.field) == 2
    assert reports.counted_for(report, field_of(report, "drills")) is None


def test_what_nobody_wrote_over_follows_what_is_counted(cast: Cast) -> None:
    report = a_report(cast)
    for number in (0, 1, 2):
        reports.begin_report(report, by=cast.lead)
        value = value_of(report, "tasks_done")
        assert (value.number, value.filled, value.version) == (number, number, number + 1)
        done_by(cast)
    before = len(history(report))
    assert [value.number for value in reports.fill_in(report)] == [3]
    assert (reports.fill_in(report), len(history(report))) == ([], before + 1)


def test_another_number_stays_beside_the_counted_one_and_asks_why(cast: Cast) -> None:
    report = a_report(cast)
    reports.begin_report(report, by=cast.lead)
    write(report, "tasks_done", "5", by=cast.lead)
    assert line_of(report, "tasks_done").lacks_why is True
    write(report, "tasks_done", "5", by=cast.lead, why="  另有 口头交办　")
    value = value_of(report, "tasks_done")
    assert (value.number, value.filled, value.why, value.is_overridden) == (5, 0, "另有 口头交办", True)
    assert line_of(report, "tasks_done").lacks_why is False
    assert history(report)[-2:] == [
        ("write_report", "赵组长", {"办结督办事项": "0"}, {"办结督办事项": "5"}, ""),
        ("write_report", "赵组长", {"办结督办事项": ""}, {"办结督办事项": "另有 口头交办"}, ""),
    ]
    done_by(cast)
    reports.begin_report(report, by=cast.lead)
    value = value_of(report, "tasks_done")
    assert (value.number, value.filled, value.why, value.by) == (5, 1, "另有 口头交办", cast.lead)


def test_why_is_dropped_when_the_counted_number_comes_back_by_hand_or_by_counting(cast: Cast) -> None:
    report = a_report(cast)
    reports.begin_report(report, by=cast.lead)
    write(report, "tasks_done", "1", by=cast.lead, why="口头交办")
    write(report, "tasks_done", "0", by=cast.lead, why="口头交办")
    assert value_of(report, "tasks_done").why == ""
    write(report, "tasks_done", "1", by=cast.lead, why="口头交办")
    done_by(cast)
    reports.begin_report(report, by=cast.lead)
    value = value_of(report, "tasks_done")
    assert (value.number, value.filled, value.why, value.is_overridden) == (1, 1, "", False)
    done_by(cast)
    reports.begin_report(report, by=cast.lead)
    assert value_of(report, "tasks_done").number == 2


def test_a_counted_number_that_was_taken_out_stays_out_and_asks_why(cast: Cast) -> None:
    report = a_report(cast)
    reports.begin_report(report, by=cast.lead)
    write(report, "tasks_done", "", by=cast.lead)
    assert line_of(report, "tasks_done").lacks_why is True
    done_by(cast)
    reports.begin_report(report, by=cast.lead)
    value = value_of(report, "tasks_done")
    assert (value.number, value.filled, value.is_overridden) == (None, 1, True)


def test_a_number_written_before_anything_was_counted_stays(cast: Cast) -> None:
    report = a_report(cast)
    write(report, "tasks_done", "7", by=cast.lead)
    assert value_of(report, "tasks_done").is_overridden is False
    reports.begin_report(report, by=cast.lead)
    value = value_of(report, "tasks_done")
    assert (value.number, value.filled, line_of(report, "tasks_done").lacks_why) == (7, 0, True)


def test_a_reason_belongs_to_another_number_alone(cast: Cast) -> None:
    report = a_report(cast)
    write(report, "drills", "3", why="随便写写")
    assert value_of(report, "drills").why == ""
    reports.begin_report(report, by=None)
    write(report, "tasks_done", "5", why="因" * 400 + "\x00")
    assert value_of(report, "tasks_done").why == "因" * 300


def test_an_enterprise_s_figures_are_its_own(cast: Cast) -> None:
    report = a_quarterly(cast, first=date(2026, 6, 1), last=date(2026, 6, 30))
    for unit in (cast.village, cast.village, cast.other_village):
        tasks.report_done(a_task(lead_unit=unit), by=None, text="已完成")
    reports.begin_report(report, by=cast.liaison)
    assert value_of(report, "tasks_done").number == 2


def test_only_the_first_opening_by_somebody_is_noted(cast: Cast) -> None:
    report = a_report(cast)
    reports.begin_report(report, by=None)
    assert fresh(report).started_at is None
    as_read = fresh(report)
    reports.begin_report(report, by=cast.lead)
    first = timezone.now()
    with time_machine.travel("2026-06-16 10:00+08:00", tick=False):
        reports.begin_report(as_read, by=cast.lead)
    assert fresh(report).started_at == as_read.started_at == first


# The text of the report before


def test_the_text_of_the_report_before_is_a_start(cast: Cast) -> None:
    may, report = a_report(cast, first=MAY, lock_on=date(2026, 6, 20)), a_report(cast)
    write(may, "text", "五月开展检查", by=cast.lead)
    assert reports.text_before(report, "text") == "五月开展检查"
    value = reports.copy_text(report, by=cast.lead, field=field_of(report, "text"))
    assert (value.text, value.by, value_of(report, "text").text) == ("五月开展检查", cast.lead, "五月开展检查")
    assert history(report)[-1] == ("write_report", "赵组长", {"本月工作": ""}, {"本月工作": "五月开展检查"}, "")


def test_over_something_written_nothing_is_copied_and_figures_never(cast: Cast) -> None:
    may, report = a_report(cast, first=MAY, lock_on=date(2026, 6, 20)), a_report(cast)
    write(may, "text", "五月开展检查"), write(may, "drills", "3")
    write(report, "text", "六月")
    for code in ("text", "drills"):
        with refused("该项已有内容。"):
            reports.copy_text(report, by=cast.lead, field=field_of(report, code))
    write(report, "text", "")
    reports.copy_text(report, by=cast.lead, field=field_of(report, "text"))
    assert value_of(report, "text").text == "五月开展检查"


def test_the_latest_report_of_the_same_body_that_has_texts_counts(cast: Cast) -> None:
    report = a_report(cast)
    with refused("上期报告此项没有内容。"):
        reports.copy_text(report, by=cast.lead, field=field_of(report, "text"))
    for month, text, group in ((3, "三月", cast.group), (4, "四月", cast.group), (5, "他组", cast.supervision)):
        other = a_report(cast, first=date(2026, month, 1), group=group, lock_on=date(2026, 6, 20))
        write(other, "text", text)
    a_report(cast, first=MAY, lock_on=date(2026, 6, 20))
    assert reports.text_before(report, "text") == "四月"
    assert reports.text_before(Report.objects.get(first=date(2026, 3, 1)), "text") == ""
    assert reports.text_before(report, "drills") == ""
    assert reports.text_before(a_quarterly(cast, first=date(2026, 7, 1)), "text") == ""
