"""What falls due of reports, and who hears of it: writers until it is closed, then office and deputies; reviews."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from committee.deadlines.reports import reviews, writing
from committee.models import Report
from committee.services import reports
from committee.services.hearers import Hearers
from committee.tests.reporting import (
    a_filled,
    a_quarterly,
    a_report,
    a_returned,
    a_submitted,
    an_accepted,
    an_excused,
    write,
)
from dayan_safety.deadlines import Due
from dayan_safety.models import Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.reminders import remind_people
from dayan_safety.testing import Cast, a_group, a_person, a_user, an_appointment
from dayan_safety.workdays import today

DUE, LOCK = date(2026, 6, 25), date(2026, 6, 29)
JUNE = "消防安全组 2026年6月"


@pytest.fixture(autouse=True)
def a_monday(time_machine: Any) -> None:
    """Monday 15 June 2026, nine in the morning; no holidays are known."""
    time_machine.move_to("2026-06-15T09:00:00+08:00", tick=False)


def dues(declare: Any) -> list[Due]:
    """What is unsettled now."""
    return list(declare(timezone.now(), Hearers.on(today())))


def reminded(user: Any) -> list[str]:
    """What the clock has told ``user``, oldest first: kind and rung."""
    rows = Notice.objects.filter(user=user).exclude(rung="").order_by("pk").values_list("kind", "rung")
    return [f"{kind.removeprefix('committee.report_')} {rung}" for kind, rung in rows]


def on_day(time_machine: Any, day: date, hour: int = 9) -> None:
    """Move to a day and let the clock run."""
    time_machine.move_to(timezone.make_aware(datetime(day.year, day.month, day.day, hour)), tick=False)
    remind_people()


def through(time_machine: Any, until: date, *users: Any) -> dict[str, list[date]]:
    """The days up to ``until`` on which each of the users heard something; the clock runs daily."""
    heard: dict[str, list[date]] = {str(user): [] for user in users}
    day = today()
    while day < until:
        day += timedelta(days=1)
        before = {user: len(reminded(user)) for user in users}
        on_day(time_machine, day)
        for user in users:
            heard[str(user)] += [day] * (len(reminded(user)) - before[user])
    return heard


def june(*days: int) -> list[date]:
    """Days of June; 31 is the first of July."""
    return [date(2026, 6, 1) + timedelta(days=day - 1) for day in days]


def a_deputy_director(cast: Cast) -> Any:
    """The login of a deputy director."""
    deputy = a_user(a_person(name="副主任"))
    an_appointment(cast.committee, "deputy_director", deputy.person)
    return deputy


# Writing


def test_writers_hear_on_the_rungs_and_daily_until_it_closes_then_office_and_deputies(
    cast: Cast, time_machine: Any
) -> None:
    deputy = a_deputy_director(cast)
    a_report(cast)
    heard = through(time_machine, date(2026, 7, 6), cast.lead, cast.office, deputy, cast.chair, cast.member)
    assert heard == {
        "赵组长": june(18, 22, 24, 25, 26, 27, 28, 29),
        "李文员": june(30),  # Friday and Monday were the two working days
        "副主任": [date(2026, 7, 3)],
        "王主任": [],
        "钱所长": [],
    }
    rungs = ["days7", "days3", "days1", "days0", "late1", "late2", "late3", "late4"]
    assert reminded(cast.lead) == [f"due {rung}" for rung in rungs]
    titles = list(Notice.objects.filter(user=cast.lead).order_by("pk").values_list("title", flat=True))
    assert (titles[0], titles[3], titles[4]) == (
        f"报告还有 7 天到期：{JUNE}", f"报告今天到期：{JUNE}", f"报告逾期 1 天未报：{JUNE}",
    )  # fmt: skip


@pytest.mark.parametrize("build", [a_submitted, an_accepted, an_excused])
def test_what_has_come_or_is_not_needed_is_silent(cast: Cast, time_machine: Any, build: Any) -> None:
    build(cast)
    assert dues(writing) == []
    assert through(time_machine, date(2026, 7, 1), cast.lead) == {"赵组长": []}


def test_asked_for_after_all_it_speaks_again(cast: Cast) -> None:
    report = an_excused(cast)
    reports.demand_report(report, by=cast.office, reason="仍需上报")
    [due] = dues(writing)
    assert (due.thing, due.due_on, due.recipients) == (report, DUE, {cast.lead.pk})


def test_leads_and_deputies_write_for_a_group_and_who_answers_for_it_for_an_enterprise(cast: Cast) -> None:
    deputy = a_user(a_person())
    an_appointment(cast.group, "deputy_lead", deputy.person)
    an_appointment(cast.group, "group_member", cast.outsider.person)
    a_report(cast), a_quarterly(cast), a_report(cast, group=cast.supervision)
    found = {str(due.thing.reporter): due.recipients for due in dues(writing)}  # type: ignore[attr-defined]
    assert found == {
        "消防安全组": {cast.lead.pk, deputy.pk}, "东风村": {cast.liaison.pk}, "督查考核组": frozenset(),
    }  # fmt: skip


def test_a_report_that_was_moved_is_another_promise(cast: Cast, time_machine: Any) -> None:
    report = a_report(cast)
    on_day(time_machine, date(2026, 6, 24))
    days = {"due_on": date(2026, 7, 1), "lock_on": date(2026, 7, 3)}
    reports.move_report(report, by=cast.office, **days, reason="汛期")
    on_day(time_machine, date(2026, 6, 24), 15)
    assert reminded(cast.lead) == ["due days1", "due days7"]
    assert through(time_machine, date(2026, 7, 6), cast.lead) == {"赵组长": june(28, 30, 31, 32, 33)}


def test_closed_the_writers_are_no_longer_asked_and_moved_they_are(cast: Cast, time_machine: Any) -> None:
    report = a_report(cast)
    on_day(time_machine, date(2026, 6, 29))
    assert dues(writing)[0].recipients == {cast.lead.pk}
    on_day(time_machine, date(2026, 6, 30))
    assert dues(writing)[0].recipients == frozenset()
    reports.move_report(report, by=cast.office, due_on=DUE, lock_on=date(2026, 7, 2), reason="汛期")
    assert dues(writing)[0].recipients == {cast.lead.pk}


def test_after_two_months_nobody_is_told_of_it_any_more(cast: Cast, time_machine: Any) -> None:
    a_report(cast)
    on_day(time_machine, LOCK + timedelta(days=60))
    assert len(dues(writing)) == 1
    on_day(time_machine, LOCK + timedelta(days=61))
    assert dues(writing) == []


# Sent back


def test_what_was_sent_back_is_asked_for_by_the_day_it_closes(cast: Cast, time_machine: Any) -> None:
    a_returned(cast)
    [due] = dues(writing)
    assert (due.due_on, due.since) == (LOCK, date(2026, 6, 15))
    heard = through(time_machine, date(2026, 7, 3), cast.lead, cast.office)
    assert heard == {"赵组长": june(22, 26, 28, 29), "李文员": [date(2026, 7, 2)]}


def test_on_the_day_it_came_back_nothing_is_told_besides_and_writing_silences_nothing(
    cast: Cast, time_machine: Any
) -> None:
    report = a_submitted(cast)
    on_day(time_machine, date(2026, 6, 29))
    reports.return_report(report, by=cast.office, reason="请补充")
    assert (dues(writing)[0].due_on, dues(writing)[0].since) == (date(2026, 7, 1), date(2026, 6, 29))
    on_day(time_machine, date(2026, 6, 29), 15)
    assert reminded(cast.lead) == []
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        on_day(time_machine, day, 8)
        write(report, "drills", str(day.day), by=cast.lead)
        on_day(time_machine, day, 15)
    assert reminded(cast.lead) == ["due days1", "due days0"]


def test_handed_in_again_it_is_silent(cast: Cast) -> None:
    report = a_returned(cast)
    reports.submit_report(report, by=cast.lead)
    assert dues(writing) == []


def test_a_comment_is_not_what_it_was_sent_back_with(cast: Cast, time_machine: Any) -> None:
    report = a_returned(cast)
    time_machine.move_to("2026-06-20T09:00:00+08:00", tick=False)
    reports.comment_report(report, by=cast.office, text="请尽快")
    assert dues(writing)[0].since == date(2026, 6, 15)


# Reviews


def test_the_office_reviews_within_its_days_and_hears_daily_after_them(cast: Cast, time_machine: Any) -> None:
    deputy, report = a_deputy_director(cast), a_submitted(cast)
    [due] = dues(reviews)
    assert (due.thing, due.due_on, due.recipients) == (report, date(2026, 6, 18), {cast.office.pk})
    heard = through(time_machine, date(2026, 6, 27), cast.office, deputy, cast.lead)
    assert heard == {"李文员": june(18, 19, 20, 21, 22, 23, 24, 25, 26, 27), "副主任": june(26), "赵组长": []}
    titles = list(Notice.objects.filter(user=cast.office, rung__in=("days0", "late1")).values_list("title", flat=True))
    assert sorted(titles) == [f"报告今天应审核完毕：{JUNE}", f"报告自 2026-06-18 起待审核：{JUNE}"]


def test_handed_in_again_the_days_begin_anew(cast: Cast, time_machine: Any) -> None:
    report = a_returned(cast)
    time_machine.move_to("2026-06-19T09:00:00+08:00", tick=False)
    reports.submit_report(report, by=cast.lead)
    assert [due.due_on for due in dues(reviews)] == [date(2026, 6, 24)]


def test_the_office_s_own_number_of_days_counts(cast: Cast) -> None:
    a_submitted(cast)
    set_parameters({"committee.check_days": 1}, by=cast.office)
    assert [due.due_on for due in dues(reviews)] == [date(2026, 6, 16)]


@pytest.mark.parametrize("build", [a_report, a_filled, a_returned, an_accepted, an_excused])
def test_only_what_waits_is_to_be_reviewed(cast: Cast, build: Any) -> None:
    build(cast)
    assert dues(reviews) == []


# What it costs


def test_one_report_or_three_the_same_queries(cast: Cast, query_count: Any) -> None:
    a_report(cast), a_returned(cast, a_report(cast, first=date(2026, 5, 1), lock_on=LOCK))
    remind_people()
    few = query_count(remind_people)
    for group in (a_group(cast.committee), a_group(cast.committee)):
        a_report(cast, group=group)
        Report.objects.filter(pk=a_report(cast, group=group, first=date(2026, 5, 1)).pk).update(state="submitted")
    assert query_count(remind_people) == few
    hearers = Hearers.on(today())
    assert query_count(lambda: list(writing(timezone.now(), hearers))) == 1
    assert query_count(lambda: list(reviews(timezone.now(), hearers))) == 3
