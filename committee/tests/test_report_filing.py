"""A report on its way: handed in, sent back, handed in again, accepted, opened again; who is told of what."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from committee.models import Filing, Remark, Report
from committee.services import reports
from committee.tests.refusals import history, refused
from committee.tests.reporting import (
    a_field,
    a_filled,
    a_form,
    a_report,
    a_returned,
    a_submitted,
    an_accepted,
    field_of,
    write,
)
from dayan_safety.calendars import mark_day
from dayan_safety.models import Notice
from dayan_safety.testing import Cast, a_person, a_user, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
DUE, LOCK = date(2026, 6, 25), date(2026, 6, 29)
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


def a_deputy(cast: Cast) -> Any:
    """The login of the group's deputy lead."""
    deputy = a_user(a_person(name="冯副组长"))
    an_appointment(cast.group, "deputy_lead", deputy.person)
    return deputy


# Handed in


def test_a_whole_report_is_handed_in_kept_and_the_office_told(cast: Cast) -> None:
    report = a_filled(cast, drills="3", text="开展检查")
    filing = reports.submit_report(report, by=cast.lead)
    report = fresh(report)
    assert (report.state, report.submitted_by, report.submitted_at) == ("submitted", cast.lead, timezone.now())
    assert (report.handed_in_on, report.handed_in_at, report.was_on_time) == (date(2026, 6, 15), timezone.now(), True)
    assert (filing.number, filing.by, filing.is_nil) == (1, cast.lead, False)
    assert Filing.objects.get().values == {"drills": "3", "tasks_done": "0", "text": "开展检查"}
    assert history(report)[-1] == ("submit_report", "赵组长", {}, {"filing": "1"}, "")
    assert told() == [("李文员", f"待审核：{JUNE}", "")]
    notice = Notice.objects.get()
    assert (notice.url, notice.kind, notice.urgent) == (report.get_absolute_url(), "committee.report_news", True)


def test_what_is_lacking_is_said_all_at_once(cast: Cast) -> None:
    report = a_report(cast)
    a_field(report.form, "fund", name="投入资金", kind="decimal", required=True)
    reports.begin_report(report, by=cast.lead)
    write(report, "tasks_done", "5")
    with refused(
        "尚未填写：应急演练。\n尚未填写：本月工作。\n尚未填写：投入资金。\n"
        "办结督办事项：系统取数为 0，填报为 5，请说明原因。"
    ):
        reports.submit_report(report, by=cast.lead)
    write(report, "drills", "0"), write(report, "text", "检查"), write(report, "fund", "2.50")
    write(report, "tasks_done", "")
    with refused("办结督办事项：系统取数为 0，填报为 —，请说明原因。"):
        reports.submit_report(report, by=cast.lead)
    write(report, "tasks_done", "5", why="口头交办")
    filing = reports.submit_report(report, by=cast.lead)
    assert filing.values == {"drills": "0", "tasks_done": "5", "text": "检查", "fund": "2.5"}


def test_what_the_portal_counts_is_counted_once_more(cast: Cast) -> None:
    report = a_report(cast)
    write(report, "drills", "3"), write(report, "text", "检查")
    assert reports.submit_report(report, by=cast.lead).values["tasks_done"] == "0"
    assert [row[0] for row in history(report)][-2:] == ["fill_in_report", "submit_report"]


def test_a_nil_report_lacks_nothing_and_counts_like_any_other(cast: Cast) -> None:
    report = a_report(cast)
    filing = reports.submit_report(report, by=cast.lead, is_nil=True)
    report = fresh(report)
    assert (report.state, report.is_nil, report.was_on_time, filing.is_nil) == ("submitted", True, True, True)
    assert history(report)[-1][3] == {"filing": "1", "nil": "是"}
    assert list(Report.objects.all().on_time()) == [report]


@pytest.mark.parametrize(("moment", "on_time"), [("06-25 23:59", True), ("06-26 00:00", False), ("06-29 23:59", False)])
def test_until_the_end_of_the_day_it_is_due_it_comes_in_time(cast: Cast, moment: str, on_time: bool) -> None:
    report = a_filled(cast)
    with at(moment):
        reports.submit_report(report, by=cast.lead)
    report = fresh(report)
    assert (report.was_on_time, report.handed_in_on) == (on_time, date(2026, 6, int(moment[3:5])))
    assert (Report.objects.all().on_time().exists(), Report.objects.all().late().exists()) == (on_time, not on_time)


def test_after_the_last_day_it_is_closed_until_the_office_moves_it(cast: Cast) -> None:
    report = a_filled(cast)
    with at("06-30 00:00"):
        for is_nil in (True, False):
            with refused("报告已于 2026-06-29 截止，如需填报请联系办公室延期。"):
                reports.submit_report(report, by=cast.lead, is_nil=is_nil)
        reports.move_report(report, by=cast.office, due_on=DUE, lock_on=date(2026, 6, 30), reason="汛期")
        reports.submit_report(report, by=cast.lead)
    assert fresh(report).was_on_time is False


def test_the_first_handing_in_decides_and_who_really_did_it_is_kept(cast: Cast) -> None:
    report, deputy = a_filled(cast), a_deputy(cast)
    reports.submit_report(report, by=deputy)
    reports.return_report(report, by=cast.office, reason="请补充")
    with at("06-29 10:00"):
        reports.return_report(again(report, cast), by=cast.office, reason="再补充")
    with at("07-01 10:00"):
        again(report, cast)
    report = fresh(report)
    assert (report.handed_in_on, report.was_on_time, report.returned) == (date(2026, 6, 15), True, 2)
    assert (report.submitted_by, report.submitted_at.date()) == (cast.lead, date(2026, 7, 1))
    assert list(Filing.objects.values_list("number", "by")) == [(1, deputy.pk), (2, cast.lead.pk), (3, cast.lead.pk)]


def again(report: Report, cast: Cast) -> Report:
    """Handed in once more."""
    reports.submit_report(report, by=cast.lead)
    return report


def test_read_before_it_was_first_handed_in_it_does_not_become_late_afterwards(cast: Cast) -> None:
    report = a_filled(cast)
    as_read = fresh(report)
    reports.submit_report(report, by=cast.lead)
    reports.return_report(report, by=cast.office, reason="请补充")
    with at("06-26 10:00"):
        reports.submit_report(as_read, by=cast.lead)
    assert (fresh(report).handed_in_on, fresh(report).was_on_time) == (date(2026, 6, 15), True)


def test_late_it_stays_late_however_often_it_comes(cast: Cast) -> None:
    report = a_filled(cast)
    with at("06-26 10:00"):
        reports.submit_report(report, by=cast.lead)
        reports.return_report(report, by=cast.office, reason="请补充")
        reports.submit_report(report, by=cast.lead)
    assert (fresh(report).was_on_time, fresh(report).is_missing_on(date(2026, 7, 1))) == (False, False)


def test_each_handing_in_keeps_what_stood_there_then(cast: Cast) -> None:
    report = a_returned(cast)
    write(report, "drills", "4", by=cast.lead)
    reports.submit_report(report, by=cast.lead)
    assert [filing.values["drills"] for filing in report.filings.all()] == ["3", "4"]
    assert history(report)[-1][3] == {"filing": "2"}


# Sent back


def test_sent_back_with_the_reason_and_a_word_on_fields_its_writers_are_told(cast: Cast) -> None:
    report, deputy = a_submitted(cast), a_deputy(cast)
    since, words = Notice.objects.count(), {field_of(report, "drills"): "与台账不符", field_of(report, "text"): "  "}
    reports.return_report(report, by=cast.office, reason="请核实", of_fields=words)
    report = fresh(report)
    assert (report.state, report.returned, report.lock_on) == ("returned", 1, LOCK)
    remarks = Remark.objects.order_by("pk").values_list("field__code", "kind", "filing", "text", "by")
    office = cast.office.pk
    assert list(remarks) == [(None, "return", 1, "请核实", office), ("drills", "return", 1, "与台账不符", office)]
    assert history(report)[-1] == (
        "return_report", "李文员", {"state": "submitted"}, {"state": "returned"}, "请核实",
    )  # fmt: skip
    assert told(since) == [(name, f"已退回：{JUNE}", "请核实") for name in (str(deputy), "赵组长")]


def test_another_form_s_fields_are_not_remarked_on(cast: Cast) -> None:
    report, other = a_submitted(cast), a_field(a_form({}, since=date(2026, 5, 1)), "drills")
    with refused("该表式没有此填报项。"):
        reports.return_report(report, by=cast.office, reason="请核实", of_fields={other: "x"})


@pytest.mark.parametrize(
    ("day", "lock"),
    [("06-24", LOCK), ("06-25", LOCK), ("06-26", date(2026, 6, 30)), ("07-03", date(2026, 7, 7))],
)
def test_there_are_two_working_days_for_it_at_least(cast: Cast, day: str, lock: date) -> None:
    report = a_submitted(cast)
    with at(f"{day} 10:00"):
        reports.return_report(report, by=cast.office, reason="请补充")
    assert (fresh(report).lock_on, fresh(report).due_on) == (lock, DUE)
    with at(f"{lock:%m-%d} 23:59"):
        reports.submit_report(report, by=cast.lead)
    assert fresh(report).was_on_time is True


def test_days_off_are_no_days_for_it(cast: Cast) -> None:
    report = a_submitted(cast)
    mark_day(date(2026, 7, 6), by=cast.office, is_working=False, name="庙会")
    with at("07-03 10:00"):
        reports.return_report(report, by=cast.office, reason="请补充")
    assert fresh(report).lock_on == date(2026, 7, 8)


def test_a_later_day_given_before_stays(cast: Cast) -> None:
    report = a_filled(cast)
    as_read = fresh(report)
    reports.move_report(report, by=cast.office, due_on=DUE, lock_on=date(2026, 8, 1), reason="汛期")
    reports.submit_report(report, by=cast.lead)
    reports.return_report(as_read, by=cast.office, reason="请补充")
    assert fresh(report).lock_on == date(2026, 8, 1)


# Accepted


def test_accepted_by_somebody_else_its_writers_are_told(cast: Cast) -> None:
    report = a_submitted(cast)
    since = Notice.objects.count()
    reports.accept_report(report, by=cast.office, note="数据齐全")
    report = fresh(report)
    assert (report.state, report.accepted_by, report.accepted_at) == ("accepted", cast.office, timezone.now())
    assert history(report)[-1] == ("accept_report", "李文员", {}, {"state": "accepted"}, "数据齐全")
    assert told(since) == [("赵组长", f"审核通过：{JUNE}", "数据齐全")]


def test_nobody_accepts_what_they_handed_in_themselves(cast: Cast) -> None:
    an_appointment(cast.group, "deputy_lead", cast.office.person)
    report = a_filled(cast)
    as_read = fresh(report)
    reports.submit_report(report, by=cast.office)
    for one in (report, as_read):
        with refused("报告由您本人上报，须由他人审核。"):
            reports.accept_report(one, by=cast.office)
    reports.return_report(report, by=cast.office, reason="请补充")
    with refused("目前状态为“已退回”，不能进行此操作。"):
        reports.accept_report(as_read, by=cast.office)
    reports.submit_report(report, by=cast.lead)
    reports.accept_report(as_read, by=cast.office)
    assert fresh(report).state == "accepted"


# Opened again


def test_opened_again_it_is_back_with_its_writers_who_have_time_for_it(cast: Cast) -> None:
    report = an_accepted(cast)
    since = Notice.objects.count()
    with at("07-10 10:00"):
        reports.reopen_report(report, by=cast.chair, reason="数据有误")
        report = fresh(report)
        assert (report.state, report.accepted_at, report.accepted_by) == ("returned", None, None)
        assert (report.returned, report.lock_on, report.was_on_time) == (1, date(2026, 7, 14), True)
        write(report, "drills", "5", by=cast.lead)
        reports.submit_report(report, by=cast.lead)
        reports.accept_report(report, by=cast.office)
    assert history(report)[-5][:4] == ("accept_report", "李文员", {}, {"state": "accepted"})
    assert history(report)[-4] == (
        "reopen_report", "王主任", {"state": "accepted"}, {"state": "returned"}, "数据有误",
    )  # fmt: skip
    assert ("赵组长", f"已退回：{JUNE}", "数据有误") in told(since)
    assert Remark.objects.get().text == "数据有误"
    assert [filing.values["drills"] for filing in report.filings.all()] == ["3", "5"]
