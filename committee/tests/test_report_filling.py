"""Writing a report field by field: who may, when, and two writers at once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from committee.models import Report
from committee.services import reports, tasks
from committee.tests.refusals import forbidden, history, refused, written
from committee.tests.reporting import (
    a_field,
    a_filled,
    a_form,
    a_report,
    a_returned,
    a_submitted,
    an_accepted,
    an_excused,
    field_of,
    line_of,
    value_of,
    write,
)
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.testing import Cast, a_person, a_task, a_user, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
NOT_ASKED = "该表式没有此填报项。"


def fresh(report: Report) -> Report:
    """The report as another one reads it."""
    return Report.objects.get(pk=report.pk)


# One field after the other


def test_what_is_written_stands_there_with_its_writer_and_its_history(cast: Cast) -> None:
    report = a_report(cast)
    value = write(report, "drills", "3 次", by=cast.lead, version=0)
    assert (value, value.number, value.version, value.by) == (value_of(report, "drills"), 3, 1, cast.lead)
    value = write(report, "drills", "4", by=cast.lead, version=1)
    assert (value_of(report, "drills").number, value.version) == (4, 2)
    write(report, "text", "开展检查", by=cast.lead)
    assert history(report) == [
        ("write_report", "赵组长", {"应急演练": ""}, {"应急演练": "3"}, ""),
        ("write_report", "赵组长", {"应急演练": "3"}, {"应急演练": "4"}, ""),
        ("write_report", "赵组长", {"本月工作": ""}, {"本月工作": "开展检查"}, ""),
    ]
    write(report, "drills", "", by=cast.lead)
    assert value_of(report, "drills").is_empty
    assert history(report)[-1][2:4] == ({"应急演练": "4"}, {"应急演练": ""})


def test_a_nought_is_something(cast: Cast) -> None:
    report = a_report(cast)
    write(report, "drills", "0")
    assert (line_of(report, "drills").is_lacking, value_of(report, "drills").number) == (False, 0)


@pytest.mark.parametrize(("code", "text"), [("drills", "3"), ("text", "开展检查"), ("drills", ""), ("text", " \n")])
def test_the_same_sent_again_writes_nothing(cast: Cast, code: str, text: str) -> None:
    report = a_report(cast)
    if text.strip():
        write(report, code, text, by=cast.lead)
    before = written()
    value = write(report, code, f" {text} ", by=cast.lead)
    assert written() == before
    assert (value.pk is None) is (not text.strip())


def test_writing_makes_another_version_of_the_report(cast: Cast) -> None:
    report = a_report(cast)
    write(report, "drills", "3"), write(report, "text", "开展检查")
    assert (report.version, fresh(report).version) == (3, 3)


def test_writing_takes_back_that_there_is_nothing_to_report(cast: Cast) -> None:
    report = a_report(cast)
    reports.submit_report(report, by=cast.lead, is_nil=True)
    reports.return_report(report, by=cast.office, reason="有演练")
    write(report, "drills", "", by=cast.lead)
    assert fresh(report).is_nil is True
    write(report, "drills", "1", by=cast.lead)
    assert (report.is_nil, fresh(report).is_nil) == (False, False)


# Two writers


def test_the_second_writer_sees_what_the_first_one_wrote_and_nothing_is_lost(cast: Cast) -> None:
    report = a_report(cast)
    write(report, "text", "第一稿", by=cast.lead, version=0)
    write(report, "text", "第二稿", by=cast.lead, version=1)
    before = written()
    with pytest.raises(EditedMeanwhile) as both:
        write(fresh(report), "text", "别的", by=cast.lead, version=1)
    assert (both.value.current.text, both.value.current.version) == ("第二稿", 2)
    assert written() == before
    write(fresh(report), "text", "别的", by=cast.lead, version=both.value.current.version)
    assert value_of(report, "text").text == "别的"


def test_two_who_found_the_field_empty_do_not_write_over_each_other(cast: Cast) -> None:
    report = a_report(cast)
    write(report, "drills", "3", by=cast.lead, version=0)
    with pytest.raises(EditedMeanwhile) as both:
        write(fresh(report), "drills", "4", by=cast.lead, version=0)
    assert both.value.current.number == 3
    assert write(fresh(report), "drills", "３", by=cast.lead, version=0).version == 1


def test_what_the_portal_filled_in_meanwhile_is_seen_as_well(cast: Cast) -> None:
    report = a_report(cast)
    reports.begin_report(report, by=cast.lead)
    seen = value_of(report, "tasks_done").version
    tasks.report_done(a_task(lead_group=cast.group), by=cast.lead, text="已完成")
    reports.begin_report(report, by=cast.lead)
    with pytest.raises(EditedMeanwhile) as both:
        write(report, "tasks_done", "5", by=cast.lead, version=seen)
    assert both.value.current.number == 1


def test_fields_are_written_side_by_side(cast: Cast) -> None:
    """The control: another field of the same report is nobody's conflict."""
    report = a_report(cast)
    write(report, "drills", "3", by=cast.lead, version=0)
    write(fresh(report), "text", "开展检查", by=cast.lead, version=0)
    assert [each.value.is_empty for each in reports.lines_of(report)] == [False, True, False]


# What the form asks for


def test_another_form_s_fields_are_not_written(cast: Cast) -> None:
    report, other = a_report(cast), a_field(a_form({}, since=date(2026, 5, 1)), "drills")
    with refused(NOT_ASKED):
        reports.save_value(report, by=cast.lead, field=other, text="3")
    other.kind = "text"
    with refused(NOT_ASKED):
        reports.copy_text(report, by=cast.lead, field=other)


def test_a_field_taken_off_the_form_stays_where_something_was_written(cast: Cast) -> None:
    report, empty = a_report(cast), a_report(cast, group=cast.supervision)
    write(report, "drills", "3")
    removed = field_of(report, "drills")
    reports.remove_field(removed, by=cast.office, reason="不再统计")
    assert [[each.field.code for each in reports.lines_of(one)] for one in (report, empty)] == [
        ["drills", "tasks_done", "text"], ["tasks_done", "text"],
    ]  # fmt: skip
    assert reports.completeness(reports.lines_of(empty)) == (0, 1)
    with refused(NOT_ASKED):
        write(empty, "drills", "3")
    write(report, "drills", "4")
    write(report, "drills", "")
    assert [each.field.code for each in reports.lines_of(report)] == ["tasks_done", "text"]
    write(report, "text", "开展检查")
    reports.submit_report(report, by=cast.lead)


def test_lines_come_in_the_order_of_the_form_and_cost_two_queries(cast: Cast, query_count: Any) -> None:
    report = a_filled(cast)
    a_field(report.form, "first", order=1), a_field(report.form, "middle", order=15)
    codes = [each.field.code for each in reports.lines_of(report)]
    assert codes == ["first", "drills", "middle", "tasks_done", "text"]

    def read() -> list[str]:
        return [f"{each.field} {each.value.by}" for each in reports.lines_of(report)]

    assert query_count(read) == 2


@pytest.mark.parametrize(
    ("written_there", "done"),
    [({}, 0), ({"drills": "3"}, 1), ({"drills": "0", "text": "检查"}, 2), ({"text": "检查"}, 1)],
)
def test_completeness_counts_compulsory_fields_alone(cast: Cast, written_there: dict[str, str], done: int) -> None:
    report = a_report(cast)
    reports.begin_report(report, by=cast.lead)
    for code, text in written_there.items():
        write(report, code, text)
    assert reports.completeness(reports.lines_of(report)) == (done, 2)


# When it can be written


@pytest.mark.parametrize(("build", "word"), [(a_submitted, "待审核"), (an_accepted, "审核通过"), (an_excused, "免报")])
def test_what_waits_or_is_over_is_not_written(cast: Cast, build: Any, word: str) -> None:
    report = build(cast)
    for act in acts_of(report, cast):
        with refused(f"目前状态为“{word}”，不能进行此操作。"):
            act()


def acts_of(report: Report, cast: Cast) -> Iterator[Any]:
    """Every way to write."""
    yield lambda: reports.begin_report(report, by=cast.lead)
    yield lambda: write(report, "drills", "9", by=cast.lead)
    yield lambda: reports.copy_text(report, by=cast.lead, field=field_of(report, "text"))


@pytest.mark.parametrize("build", [a_report, a_filled, a_returned])
def test_what_is_being_written_or_was_sent_back_is(cast: Cast, build: Any) -> None:
    report = build(cast)
    write(report, "drills", "9", by=cast.lead)
    assert value_of(report, "drills").number == 9


def test_the_state_counts_as_it_is_now_and_not_as_it_was_read(cast: Cast) -> None:
    report = a_filled(cast)
    as_read = fresh(report)
    reports.submit_report(report, by=cast.lead)
    with refused("目前状态为“待审核”，不能进行此操作。"):
        write(as_read, "drills", "9", by=cast.lead)
    waiting = fresh(report)
    reports.return_report(report, by=cast.office, reason="请补充")
    write(waiting, "drills", "9", by=cast.lead)
    assert value_of(report, "drills").number == 9


def test_the_last_day_counts_as_it_is_now_and_not_as_it_was_read(cast: Cast) -> None:
    report = a_report(cast)
    as_read = fresh(report)
    days = {"due_on": date(2026, 6, 25), "lock_on": date(2026, 7, 10)}
    reports.move_report(report, by=cast.office, **days, reason="汛期")
    with time_machine.travel("2026-07-10 23:59+08:00", tick=False):
        write(as_read, "drills", "9", by=cast.lead)
    with time_machine.travel("2026-07-11 00:00+08:00", tick=False), refused(
        "报告已于 2026-07-10 截止，如需填报请联系办公室延期。"
    ):  # fmt: skip
        write(as_read, "drills", "8", by=cast.lead)


def test_on_the_day_it_closes_it_is_written_and_not_on_the_next(cast: Cast) -> None:
    report = a_report(cast)
    with time_machine.travel("2026-06-29 23:59+08:00", tick=False):
        write(report, "drills", "1", by=cast.lead)
    with time_machine.travel("2026-06-30 00:00+08:00", tick=False):
        for act in acts_of(report, cast):
            with refused("报告已于 2026-06-29 截止，如需填报请联系办公室延期。"):
                act()


@pytest.mark.parametrize("role", ["chair", "office", "member", "liaison", "supervisor", "administrator", "outsider"])
def test_only_who_leads_the_group_writes(cast: Cast, role: str) -> None:
    report = a_report(cast)
    for act in (
        lambda by: reports.begin_report(report, by=by),
        lambda by: write(report, "drills", "9", by=by),
        lambda by: reports.copy_text(report, by=by, field=field_of(report, "text")),
    ):
        with forbidden():
            act(getattr(cast, role))


def test_deputies_write_and_plain_members_do_not(cast: Cast) -> None:
    report, deputy, plain = a_report(cast), a_user(a_person()), a_user(a_person())
    an_appointment(cast.group, "deputy_lead", deputy.person)
    an_appointment(cast.group, "group_member", plain.person)
    write(report, "drills", "9", by=deputy)
    assert value_of(report, "drills").by == deputy
    with forbidden():
        write(report, "drills", "8", by=plain)
