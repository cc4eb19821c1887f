"""What waits for whom in meetings and tasks, what the watchdog of the year says, and what the month brings."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from committee.figures import committee_figures, months_held
from committee.models import Attendance, Committee, Meeting, Task
from committee.services import meetings, tasks
from committee.services.meetings import open_joint_meeting
from committee.tests.work import (
    a_closed,
    a_final,
    a_minuted,
    a_notified,
    a_reported,
    an_invitation,
    an_open,
    called_off,
    due,
    made_overdue,
)
from committee.todos import month_of_committee, work_todos
from dayan_safety.month import Entry, month_for
from dayan_safety.testing import Cast, a_meeting, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
LATE = date(2026, 6, 30)


def todos(user: Any, on: date = TODAY) -> dict[str, int]:
    """What waits for a user, without what is nothing."""
    return {str(todo.label): todo.count for todo in work_todos(type(user).objects.get(pk=user.pk), on) if todo.count}


def a_month(cast: Cast, month: int, state: str, year: int = 2026, **values: Any) -> Meeting:
    """The joint meeting of a month, in a state."""
    meeting = open_joint_meeting(cast.committee, date(year, month, 1))
    Meeting.objects.filter(pk=meeting.pk).update(state=state, **values)
    meeting.refresh_from_db()
    return meeting


def a_year_held(cast: Cast) -> None:
    """Every month until June had its meeting."""
    for month in range(1, 7):
        a_month(cast, month, "final")
    Attendance.objects.update(read_at=timezone.now())


# Doers


def test_a_doer_is_told_of_what_is_overdue_due_soon_sent_back_and_new(cast: Cast) -> None:
    made_overdue(a_task(lead_unit=cast.village))
    due(a_task(lead_unit=cast.village), TODAY + timedelta(days=3))
    due(a_task(lead_unit=cast.village), TODAY)
    due(a_task(lead_unit=cast.village), TODAY + timedelta(days=4))
    tasks.return_task(a_reported(cast), by=None, reason="x")
    assert todos(cast.liaison) == {
        "我们的督办事项已逾期": 1,
        "我们的督办事项即将到期": 2,
        "退回我们重办的事项": 1,
        "待签收的新事项": 4,
    }


def test_what_others_lead_what_one_helps_with_and_what_waits_for_others_is_not_there(cast: Cast) -> None:
    a_task(lead_unit=cast.other_village, helper_units=[cast.village])
    made_overdue(a_reported(cast))
    a_closed(cast)
    assert todos(cast.liaison) == {}
    a_task(lead_group=cast.group)
    assert (todos(cast.lead), todos(cast.supervisor)) == ({"待签收的新事项": 1}, {})


# Those invited


def test_one_is_told_of_invitations_and_minutes_until_one_has_done_one_s_part(cast: Cast) -> None:
    notified, final = a_notified(cast), a_final(cast)
    a_minuted(cast)
    called_off(cast)
    assert todos(cast.liaison) == {"待回复的会议": 1, "征求意见的纪要": 1, "待阅的纪要": 1}
    meetings.answer_invitation(an_invitation(notified, cast.liaison), by=None, answer="coming")
    meetings.acknowledge_minutes(an_invitation(final, cast.liaison), by=None)
    assert todos(cast.liaison) == {"征求意见的纪要": 1}


def test_an_invitation_whose_day_has_gone_by_waits_no_more(cast: Cast) -> None:
    meeting = a_notified(cast)
    assert [todos(cast.liaison, meeting.held_on + timedelta(days=n)) for n in (0, 1)] == [{"待回复的会议": 1}, {}]


def test_one_meeting_is_linked_itself_several_by_their_list(cast: Cast) -> None:
    meeting = a_notified(cast)
    assert work_todos(cast.liaison, TODAY)[4].url == meeting.get_absolute_url()
    a_notified(cast)
    assert work_todos(cast.liaison, TODAY)[4].url == reverse("committee:list_meeting") + "?reset=1"


# Who checks and decides


@pytest.mark.parametrize("role", ["office", "chair"])
def test_those_who_check_are_told_of_the_whole_town(cast: Cast, role: str) -> None:
    a_year_held(cast)
    a_reported(cast)
    tasks.decline_task(a_task(lead_unit=cast.village), by=None, reason="x")
    made_overdue(a_task(lead_unit=cast.village))
    found = todos(getattr(cast, role))
    assert found == {"待复核的督办事项": 1, "申请退办的督办事项": 1, "全镇逾期督办事项": 1}


def test_the_chair_alone_is_told_of_extensions_and_only_of_open_tasks(cast: Cast) -> None:
    a_year_held(cast)
    first, second = a_task(lead_unit=cast.village), a_task(lead_unit=cast.village)
    for task in (first, second):
        tasks.ask_extension(task, by=None, wanted_on=date(2026, 8, 1), reason="x")
    assert (todos(cast.chair), todos(cast.office)) == ({"待审批的延期": 2}, {})
    tasks.cancel_task(second, by=None, reason="x")
    assert todos(cast.chair) == {"待审批的延期": 1}


@pytest.mark.parametrize("role", ["auditor", "administrator", "outsider", "inspector", "supervisor"])
def test_nothing_waits_for_others(cast: Cast, role: str) -> None:
    a_reported(cast)
    a_notified(cast)
    assert todos(getattr(cast, role)) == {}


def test_minutes_are_asked_for_from_the_day_after_and_through_new_year(cast: Cast) -> None:
    a_year_held(cast)
    meeting = an_open(cast)
    label = "尚未定稿的纪要"
    assert [todos(cast.office, TODAY + timedelta(days=n)).get(label, 0) for n in (0, 1)] == [0, 1]
    assert todos(cast.office, date(2027, 1, 4))[label] == 1
    Meeting.objects.filter(pk=meeting.pk).update(state="final")
    assert label not in todos(cast.office, date(2027, 1, 4))


def test_what_waits_costs_the_same_for_any_number(cast: Cast, query_count: Any) -> None:
    for role in ("liaison", "office", "chair"):
        user = getattr(cast, role)
        work_todos(user, TODAY)  # who one is is asked once
        few = query_count(lambda user=user: work_todos(user, TODAY))
        for _each in range(3):
            a_notified(cast)
            a_reported(cast)
        assert query_count(lambda user=user: work_todos(user, TODAY)) == few <= 6


# The watchdog


def watched(cast: Cast, on: date = TODAY) -> tuple[int, list[int]]:
    """How many months were held, and which are missed."""
    told = months_held(Meeting.objects.present().filter(month__year=on.year), on)
    return told["done"], told["missed"]


def test_a_month_is_missed_once_it_is_over_without_a_meeting(cast: Cast) -> None:
    for month, state in ((1, "final"), (2, "cancelled"), (3, "under_way"), (4, "for_comment"), (5, "notified")):
        a_month(cast, month, state)
    assert watched(cast) == (3, [2, 5])
    assert watched(cast, date(2026, 6, 1)) == (3, [2, 5])
    assert watched(cast, date(2026, 7, 1)) == (3, [2, 5, 6])


@pytest.mark.parametrize(("day", "missed"), [(15, []), (14, [6])])
def test_this_month_is_missed_once_its_day_is_over(cast: Cast, day: int, missed: list[int]) -> None:
    for month in range(1, 6):
        a_month(cast, month, "final")
    a_month(cast, 6, "draft", held_on=date(2026, 6, day))
    assert watched(cast) == (5, missed)


def test_a_town_that_starts_in_mid_year_has_missed_nothing_before(cast: Cast) -> None:
    assert watched(cast) == (0, [])
    april = a_month(cast, 4, "cancelled")
    assert watched(cast) == (0, [4, 5])
    Meeting.objects.filter(pk=april.pk).update(state="final")
    assert watched(cast) == (1, [5])
    a_month(cast, 6, "final", 2025)
    assert watched(cast) == (1, [1, 2, 3, 5])
    Meeting.objects.update(removed_at=timezone.now())
    assert watched(cast) == (0, [])


def test_extra_meetings_do_not_stand_for_the_month_s_and_another_committee_s_does_not_hide_one(cast: Cast) -> None:
    for month in range(1, 6):
        a_month(cast, month, "final")
    before = a_meeting(cast.committee, held_on=date(2026, 6, 10))
    Meeting.objects.filter(pk=before.pk).update(state="final")
    assert watched(cast, date(2026, 7, 1))[1] == [6]
    a_month(cast, 6, "final")
    other = open_joint_meeting(Committee.objects.create(name="换届", term_from=TODAY), date(2026, 6, 1))
    assert other.state == "draft"
    assert watched(cast, date(2026, 7, 1)) == (6, [])


def test_a_december_meeting_held_in_january_is_december_s(cast: Cast) -> None:
    a_month(cast, 12, "final", 2025, held_on=date(2026, 1, 5))
    a_month(cast, 2, "final")
    label = "未召开联席会议的月份"
    assert todos(cast.office, date(2026, 3, 1))[label] == 1
    a_month(cast, 12, "draft", held_on=date(2026, 12, 9))
    assert todos(cast.office, date(2026, 12, 10))[label] == 11


# Figures


def test_meetings_held_and_tasks_open_and_overdue_are_counted(cast: Cast) -> None:
    def counted() -> dict[str, int]:
        wanted = ("joint_meetings", "tasks_open", "tasks_overdue")
        return {figure.key: figure.value for figure in committee_figures(2026, TODAY) if figure.key in wanted}

    assert counted() == {"joint_meetings": 0, "tasks_open": 0, "tasks_overdue": 0}
    a_notified(cast)
    called_off(cast)
    for build in (an_open, a_minuted, a_final):
        build(cast)
    a_month(cast, 12, "final", 2025)
    made_overdue(a_task(lead_unit=cast.village))
    made_overdue(a_reported(cast))
    a_closed(cast)
    tasks.cancel_task(a_task(lead_unit=cast.village), by=None, reason="x")
    assert counted() == {"joint_meetings": 3, "tasks_open": 2, "tasks_overdue": 1}
    Task.objects.update(removed_at=timezone.now())
    Meeting.objects.update(removed_at=timezone.now())
    assert counted() == {"joint_meetings": 0, "tasks_open": 0, "tasks_overdue": 0}


# The month


def test_the_month_shows_meetings_and_one_s_own_last_days(cast: Cast) -> None:
    meeting = a_notified(cast, title="联席会议", held_on=date(2026, 6, 25))
    called_off(cast, held_on=date(2026, 6, 26))
    a_meeting(cast.committee, title="草稿", held_on=date(2026, 6, 30))
    a_meeting(cast.committee, held_on=date(2026, 7, 1))
    task = due(a_task(lead_unit=cast.village, title="清淤"), date(2026, 6, 20))
    due(a_task(lead_unit=cast.other_village), date(2026, 6, 20))
    a_reported(cast)
    shown = [(entry.day.day, entry.label) for entry in month_for(cast.liaison, TODAY, [month_of_committee])]
    assert shown == [(20, "清淤"), (25, "联席会议")]
    assert [entry.label for entry in month_for(cast.chair, TODAY, [month_of_committee])] == ["联席会议", "草稿"]
    assert list(month_of_committee(cast.liaison, date(2026, 6, 20), date(2026, 6, 20))) == [
        Entry(date(2026, 6, 20), "清淤", task.get_absolute_url(), "check2-square")
    ]
    assert meeting.get_absolute_url() in {
        entry.url for entry in month_of_committee(cast.chair, date(2026, 6, 1), date(2026, 6, 30))
    }


def test_the_month_costs_the_same_for_any_number(cast: Cast, query_count: Any) -> None:
    def look() -> list[Entry]:
        return list(month_of_committee(cast.liaison, date(2026, 6, 1), LATE))

    look()  # who one is is asked once
    few = query_count(look)
    for _each in range(3):
        a_notified(cast)
        a_task(lead_unit=cast.village)
    assert query_count(look) == few <= 3
    assert len(look()) == 6
