"""Around the way of a report: comments, who is told, other days for it, found not to be needed and asked for again."""

from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
import time_machine

from committee.models import Remark, Report
from committee.services import reports
from committee.tests.refusals import forbidden, history, refused
from committee.tests.reporting import (
    a_field,
    a_filled,
    a_form,
    a_quarterly,
    a_report,
    a_returned,
    a_submitted,
    an_accepted,
    an_excused,
    field_of,
    write,
)
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_person, a_user, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
DUE, LOCK, LATER = date(2026, 6, 25), date(2026, 6, 29), date(2026, 7, 10)
JUNE = "消防安全组 2026年6月"


def told(since: int = 0) -> list[tuple[str, str, str]]:
    """Whose inboxes got what after the ``since`` first notices."""
    rows = Notice.objects.order_by("pk").select_related("user__person")[since:]
    return sorted((row.user.person.name, row.title, row.text) for row in rows)


def fresh(report: Report) -> Report:
    """The report as it stands in the database."""
    return Report.objects.get(pk=report.pk)


def at(moment: str) -> Any:
    """It is another moment in the town."""
    return time_machine.travel(f"2026-{moment}+08:00", tick=False)


def moved(report: Report, cast: Cast, due_on: date = DUE, lock_on: date = LOCK) -> Report:
    """The report with other days."""
    reports.move_report(report, by=cast.office, due_on=due_on, lock_on=lock_on, reason="汛期")
    return fresh(report)


# Comments


@pytest.mark.parametrize(
    ("role", "heard"),
    [("lead", ["冯副组长", "李文员"]), ("office", ["冯副组长", "赵组长"]), ("chair", ["冯副组长", "李文员", "赵组长"])],
)
def test_what_one_says_the_other_side_hears(cast: Cast, role: str, heard: list[str]) -> None:
    report = a_submitted(cast)
    an_appointment(cast.group, "deputy_lead", a_user(a_person(name="冯副组长")).person)
    since = Notice.objects.count()
    user, field = getattr(cast, role), field_of(report, "drills")
    remark = reports.comment_report(report, by=user, text="含镇级演练", field=field)
    assert (remark.kind, remark.field, remark.filing, remark.by, remark.text) == (
        "comment", field, 1, user, "含镇级演练",
    )  # fmt: skip
    assert told(since) == [(name, f"对{JUNE}的意见", "含镇级演练") for name in heard]
    assert history(report)[-1][3] == {"field": "应急演练", "comment": "含镇级演练"}


def test_the_same_said_twice_is_heard_twice_and_of_the_whole_report_too(cast: Cast) -> None:
    report = a_report(cast)
    for _twice in range(2):
        reports.comment_report(report, by=cast.office, text="请尽快")
    assert list(Remark.objects.values_list("field", "filing")) == [(None, 0)] * 2
    assert len(told()) == 2
    assert history(report)[-1] == ("comment_report", "李文员", {}, {"comment": "请尽快"}, "")
    assert fresh(report).version == 1


def test_another_form_s_fields_are_not_commented_on(cast: Cast) -> None:
    report, other = a_report(cast), a_field(a_form({}, since=date(2026, 5, 1)), "drills")
    with refused("该表式没有此填报项。"):
        reports.comment_report(report, by=cast.office, text="x", field=other)


def test_remarks_stand_by_their_field_the_oldest_first(cast: Cast) -> None:
    report = a_submitted(cast)
    drills = field_of(report, "drills")
    for text, field in (("一", None), ("二", drills), ("三", None)):
        reports.comment_report(report, by=cast.office, text=text, field=field)
    found = {key: [str(remark) for remark in remarks] for key, remarks in reports.remarks_of(report).items()}
    assert found == {None: ["一", "三"], drills.pk: ["二"]}


# Told once each, and to the right ones


def test_every_turn_is_a_notice_of_its_own_also_from_what_was_read_long_ago(cast: Cast) -> None:
    report = a_filled(cast)
    for turn in range(3):
        since, as_read = Notice.objects.count(), fresh(report)
        reports.submit_report(Report.objects.get(pk=report.pk), by=cast.lead)
        reports.return_report(as_read if turn else fresh(report), by=cast.office, reason=f"第{turn}次")
        assert told(since) == [("李文员", f"待审核：{JUNE}", ""), ("赵组长", f"已退回：{JUNE}", f"第{turn}次")]


def test_an_enterprise_s_report_goes_to_and_fro_with_who_answers_for_it(cast: Cast) -> None:
    report = a_quarterly(cast)
    reports.submit_report(report, by=cast.liaison, is_nil=True)
    reports.return_report(report, by=cast.office, reason="请补充")
    name = "东风村 2026年第1季度"
    assert told() == [("孙信息", f"已退回：{name}", "请补充"), ("李文员", f"待审核：{name}", "")]


def test_who_does_it_is_not_told_of_it(cast: Cast) -> None:
    an_appointment(cast.group, "deputy_lead", cast.office.person)
    report = a_submitted(cast)
    since = Notice.objects.count()
    reports.return_report(report, by=cast.office, reason="请补充")
    assert [row[0] for row in told(since)] == ["赵组长"]


# Other days


def test_other_days_are_given_with_the_reason_and_its_writers_told(cast: Cast) -> None:
    report = moved(a_report(cast), cast, date(2026, 6, 30), LATER)
    assert (report.due_on, report.lock_on, report.version, report.state) == (date(2026, 6, 30), LATER, 2, "draft")
    assert history(report) == [
        (
            "move_report", "李文员", {"due_on": "2026-06-25", "lock_on": "2026-06-29"},
            {"due_on": "2026-06-30", "lock_on": "2026-07-10"}, "汛期",
        )
    ]  # fmt: skip
    assert told() == [("赵组长", f"{JUNE}期限调整：应报日 2026-06-30，截止日 2026-07-10", "汛期")]


def test_it_is_not_closed_before_it_is_due_and_not_due_on_a_day_gone_by(cast: Cast) -> None:
    report = a_report(cast)
    with refused("截止日不能早于应报日，请选择之后的日期。"):
        moved(report, cast, due_on=date(2026, 6, 30), lock_on=LOCK)
    with refused("日期已过，请选择今天或之后的日期。"):
        moved(report, cast, due_on=date(2026, 6, 14))
    assert moved(report, cast, due_on=date(2026, 6, 15), lock_on=date(2026, 6, 15)).due_on == date(2026, 6, 15)


@pytest.mark.parametrize(("moment", "fits"), [("06-29 23:59", True), ("06-30 00:00", False)])
def test_it_is_not_closed_after_a_day_gone_by(cast: Cast, moment: str, fits: bool) -> None:
    report = a_report(cast)
    with at(moment), nullcontext() if fits else refused("日期已过，请选择今天或之后的日期。"):
        moved(report, cast)
    assert len(told()) == fits


def test_a_late_report_gets_more_time_and_stays_late_or_a_new_day_and_is_in_time(cast: Cast) -> None:
    report, other = a_report(cast), a_report(cast, group=cast.supervision)
    with at("07-01 10:00"):
        moved(report, cast, lock_on=LATER), moved(other, cast, date(2026, 7, 3), LATER)
        for one in (report, other):
            reports.submit_report(one, by=None, is_nil=True)
    assert (fresh(report).was_on_time, fresh(other).was_on_time) == (False, True)


def test_what_has_come_keeps_the_day_it_was_due(cast: Cast) -> None:
    report = a_returned(cast)
    as_read = Report.objects.get(pk=report.pk)
    as_read.handed_in_on = None
    for one in (report, as_read):
        with refused("报告已上报过，应报日不再变更，请只调整截止日。"):
            moved(one, cast, due_on=date(2026, 6, 26))
    assert (moved(report, cast, lock_on=LATER).lock_on, fresh(report).was_on_time) == (LATER, True)


@pytest.mark.parametrize(("build", "word"), [(a_submitted, "待审核"), (an_accepted, "审核通过"), (an_excused, "免报")])
def test_what_waits_for_nobody_s_pen_is_not_moved(cast: Cast, build: Any, word: str) -> None:
    report = build(cast)
    with refused(f"目前状态为“{word}”，不能进行此操作。"):
        moved(report, cast, lock_on=LATER)


def test_two_moves_one_after_the_other_are_two_rows_with_what_stood_between(cast: Cast) -> None:
    report = a_report(cast)
    as_read = fresh(report)
    moved(report, cast, lock_on=LATER)
    moved(as_read, cast, lock_on=date(2026, 7, 20))
    locks = [(row[2]["lock_on"], row[3]["lock_on"]) for row in history(report)]
    assert locks == [("2026-06-29", "2026-07-10"), ("2026-07-10", "2026-07-20")]
    assert len(told()) == 2


# Not needed


def test_found_not_to_be_needed_it_counts_nowhere_and_its_writers_are_told(cast: Cast) -> None:
    report = an_excused(cast)
    with at("07-20 10:00"):
        day = date(2026, 7, 20)
        report = fresh(report)
        assert (report.state, report.is_missing_on(day)) == ("excused", False)
        assert [rows.exists() for rows in (Report.objects.counted(), Report.objects.all().missing(day))] == [False] * 2
    assert history(report) == [
        ("excuse_report", "李文员", {"state": "draft"}, {"state": "excused"}, "本月撤并"),
    ]
    assert told() == [("赵组长", f"准予免报：{JUNE}", "本月撤并")]


def test_asked_for_after_all_its_writers_have_time_for_it(cast: Cast) -> None:
    report = an_excused(cast)
    with at("07-03 10:00"):
        reports.demand_report(report, by=cast.chair, reason="仍需上报")
        report = fresh(report)
        assert (report.state, report.due_on, report.lock_on) == ("draft", DUE, date(2026, 7, 7))
        write(report, "drills", "3", by=cast.lead)
    assert history(report)[1] == ("demand_report", "王主任", {"state": "excused"}, {"state": "draft"}, "仍需上报")
    assert told(1) == [("赵组长", f"取消免报：{JUNE}", "仍需上报")]


def test_a_returned_report_excused_and_demanded_keeps_that_it_came(cast: Cast) -> None:
    report = an_excused(cast, a_returned(cast))
    reports.demand_report(report, by=cast.office, reason="仍需上报")
    assert (fresh(report).handed_in_on, fresh(report).was_on_time) == (date(2026, 6, 15), True)
    assert history(report)[-2][2:4] == ({"state": "returned"}, {"state": "excused"})


@pytest.mark.parametrize("role", ["lead", "member", "liaison", "supervisor", "auditor", "administrator", "outsider"])
def test_writers_grant_themselves_nothing(cast: Cast, role: str) -> None:
    report, user = a_report(cast), getattr(cast, role)
    with forbidden():
        reports.move_report(report, by=user, due_on=DUE, lock_on=LATER, reason="x")
    with forbidden():
        reports.excuse_report(report, by=user, reason="x")
