"""Which meetings and tasks exist for whom: the committee sees all, others what they are invited to or have to do."""

from datetime import date, timedelta
from typing import Any

import pytest

from committee.models import (
    AgendaItem,
    Attendance,
    Extension,
    Meeting,
    MinutesComment,
    MinutesVersion,
    Outcome,
    Progress,
    Slip,
    Task,
)
from committee.querysets import helper_names
from committee.services import meetings, tasks
from committee.tests.work import (
    a_draft,
    a_final,
    a_notified,
    a_slip,
    a_task_outcome,
    an_invitation,
    an_open,
    due,
    made_overdue,
)
from dayan_safety.testing import Cast, a_meeting, a_task, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
ALL = ("chair", "office", "lead", "member", "supervisor")
NOBODY = ("auditor", "administrator", "outsider")


def seeing(rows: Any, cast: Cast) -> set[str]:
    """The roles for whom any of the rows exists."""
    return {role for role in Cast.ROLES if rows.visible_to(getattr(cast, role)).exists()}


# Meetings


def test_the_committee_sees_every_meeting_and_others_those_they_are_told_of(cast: Cast) -> None:
    meeting = a_notified(cast)
    assert seeing(Meeting.objects.all(), cast) == {*ALL, "liaison"}
    an_invitation(meeting, cast.inspector)
    an_invitation(meeting, cast.outsider)
    assert seeing(Meeting.objects.all(), cast) == {*ALL, "liaison", "inspector", "outsider"}


def test_a_draft_exists_for_the_committee_only(cast: Cast) -> None:
    meeting = a_draft(cast)
    assert meeting.attendances.filter(person=cast.liaison.person).exists()
    assert seeing(Meeting.objects.all(), cast) == set(ALL)


def test_who_is_taken_off_the_list_loses_sight_of_it(cast: Cast) -> None:
    meeting = a_notified(cast)
    meetings.uninvite(an_invitation(meeting, cast.liaison), by=None, reason="x")
    assert seeing(Meeting.objects.all(), cast) == set(ALL)


def test_a_removed_meeting_exists_for_nobody(cast: Cast) -> None:
    meeting = a_notified(cast)
    Meeting.objects.update(removed_at=meeting.created_at)
    assert seeing(Meeting.objects.all(), cast) == set()


def test_what_belongs_to_a_meeting_is_seen_with_it(cast: Cast) -> None:
    meeting, draft = a_final(cast), a_draft(cast)
    meetings.reopen_minutes(meeting, by=None, reason="x")
    meetings.comment_minutes(meeting, by=None, text="x")
    for model in (AgendaItem, Attendance, Outcome, MinutesComment, MinutesVersion):
        assert seeing(model.objects.all(), cast) == {*ALL, "liaison"}
    assert not AgendaItem.objects.filter(meeting=draft).visible_to(cast.liaison).exists()


def test_outcomes_of_a_topic_taken_off_are_gone_with_it(cast: Cast) -> None:
    item = an_open(cast).items.first()
    a_task_outcome(item, cast.village)
    assert Outcome.objects.all().visible_to(cast.chair).count() == 1
    AgendaItem.objects.filter(pk=item.pk).update(removed_at=item.created_at)
    assert Outcome.objects.all().visible_to(cast.chair).count() == 0


# Tasks


@pytest.mark.parametrize(
    ("lead", "besides"),
    [
        (lambda cast: {"lead_unit": cast.village}, {"liaison"}),
        (lambda cast: {"lead_unit": cast.other_village}, set()),
        (lambda cast: {"lead_unit": cast.other_village, "helper_units": [cast.village]}, {"liaison"}),
        (lambda cast: {"lead_group": cast.group}, set()),
        (lambda cast: {"lead_unit": cast.inspector.person.unit}, {"inspector"}),
    ],
)
def test_the_committee_sees_every_task_and_others_what_they_do_or_help_with(
    cast: Cast, lead: Any, besides: set[str]
) -> None:
    a_task(**lead(cast))
    assert seeing(Task.objects.all(), cast) == {*ALL, *besides}


def test_a_member_of_a_group_sees_its_tasks_once(cast: Cast) -> None:
    an_appointment(cast.group, "group_member", cast.outsider.person)
    task = a_task(lead_group=cast.group, helper_groups=[cast.supervision])
    member = type(cast.outsider).objects.get(pk=cast.outsider.pk)
    assert list(Task.objects.all().visible_to(member)) == [task]
    assert list(Task.objects.all().led_by(member)) == []
    assert list(Task.objects.all().led_by(cast.lead)) == [task]


def test_a_task_led_and_helped_by_the_same_hands_is_one_row(cast: Cast) -> None:
    an_appointment(cast.group, "group_member", cast.liaison.person)
    a_task(lead_unit=cast.village, helper_groups=[cast.group, cast.supervision], helper_units=[cast.other_village])
    liaison = type(cast.liaison).objects.get(pk=cast.liaison.pk)
    assert Task.objects.all().of_doer(liaison).count() == Task.objects.all().visible_to(liaison).count() == 1


def test_what_belongs_to_a_task_is_seen_with_it(cast: Cast) -> None:
    own, other = a_task(lead_unit=cast.village), a_task(lead_unit=cast.other_village)
    for task in (own, other):
        tasks.report_progress(task, by=None, text="x")
        tasks.ask_extension(task, by=None, wanted_on=date(2026, 8, 1), reason="x")
        a_slip(task)
    for model in (Progress, Extension, Slip):
        assert seeing(model.objects.all(), cast) == {*ALL, "liaison"}
        assert [row.task for row in model.objects.all().visible_to(cast.liaison)] == [own]


@pytest.mark.parametrize("model", [Meeting, Task])
@pytest.mark.parametrize("role", NOBODY)
def test_without_a_post_there_is_nothing(cast: Cast, role: str, model: Any) -> None:
    a_notified(cast)
    a_task(lead_unit=cast.village)
    assert model.objects.all().visible_to(cast.chair).exists()
    assert not model.objects.all().visible_to(getattr(cast, role)).exists()


# Questions


def test_meetings_are_found_by_title_and_number_and_asked_by_year_and_standing(cast: Cast) -> None:
    last_year = a_meeting(cast.committee, title="去年会议", held_on=date(2025, 12, 31))
    notified, final = a_notified(cast, title="七月会议"), a_final(cast, title="六月会议")
    search = Meeting.objects.all().search
    assert [list(search(text)) for text in ("七月", notified.notice_number, final.minutes_number)] == [
        [notified], [notified], [final],
    ]  # fmt: skip
    assert list(Meeting.objects.all().in_year(2025)) == [last_year]
    assert list(Meeting.objects.all().held()) == [final]
    assert list(Meeting.objects.all().ahead(TODAY)) == [notified]
    assert list(Meeting.objects.all().ahead(notified.held_on + timedelta(days=1))) == []


def test_how_many_are_invited_and_came(cast: Cast, query_count: Any) -> None:
    meeting = an_open(cast)
    rows = list(meeting.attendances.present())
    statuses = ("present", "late", "substitute", "excused", "absent")
    given = {row.pk: meetings.Mark(status, "某") for row, status in zip(rows, statuses, strict=True)}
    meetings.record_attendance(meeting, by=None, marks=given)
    row = Meeting.objects.all().with_counts().get(pk=meeting.pk)
    assert (row.invited, row.attended) == (5, 3)
    meetings.record_attendance(meeting, by=None, marks={rows[4].pk: meetings.Mark("")})
    meetings.uninvite(Attendance.objects.get(pk=rows[4].pk), by=None, reason="x")
    assert Meeting.objects.all().with_counts().get(pk=meeting.pk).invited == 4
    assert query_count(lambda: list(Meeting.objects.all().with_counts())) == 1


def test_tasks_are_found_by_number_title_and_lead(cast: Cast) -> None:
    first, second = a_task(lead_unit=cast.village, title="清淤"), a_task(lead_group=cast.group, title="检修")
    search = Task.objects.all().search
    assert [list(search(text)) for text in (first.number, "清淤", "东风", "消防安全", "没有")] == [
        [first], [first], [first], [second], [],
    ]  # fmt: skip


def test_days_are_counted_from_the_day_asked(cast: Cast) -> None:
    task = due(a_task(lead_unit=cast.village), TODAY)
    assert [Task.objects.all().overdue(TODAY + timedelta(days=n)).count() for n in (0, 1)] == [0, 1]
    assert [Task.objects.all().due_within(TODAY - timedelta(days=n), 3).count() for n in (-1, 0, 3, 4)] == [0, 1, 1, 0]
    assert made_overdue(task).is_overdue_on(TODAY)


def test_helpers_are_named_units_before_groups_in_one_question(cast: Cast, query_count: Any) -> None:
    first = a_task(lead_unit=cast.village, helper_units=[cast.other_village], helper_groups=[cast.supervision])
    second, alone = a_task(helper_groups=[cast.group]), a_task()
    keys = [first.pk, second.pk, alone.pk]
    assert helper_names(Task, keys) == {first.pk: ["西河村", "督查考核组"], second.pk: ["消防安全组"]}
    assert query_count(lambda: helper_names(Task, keys)) == query_count(lambda: helper_names(Task, keys[:1])) == 1
    assert query_count(lambda: helper_names(Task, [])) == 0
    outcome = a_task_outcome(an_open(cast).items.first(), cast.group, helper_units=[cast.village])
    assert helper_names(Outcome, [outcome.pk]) == {outcome.pk: ["东风村"]}


def test_every_row_has_a_page(cast: Cast) -> None:
    task, meeting = a_task(lead_unit=cast.village), a_final(cast)
    version = meetings.reopen_minutes(meeting, by=None, reason="x")
    comment = meetings.comment_minutes(meeting, by=None, text="x")
    progress = tasks.report_progress(task, by=None, text="x")
    extension = tasks.ask_extension(task, by=None, wanted_on=date(2026, 8, 1), reason="x")
    assert {row.get_absolute_url() for row in (version, comment, meeting.attendances.first())} == {
        meeting.get_absolute_url()
    }
    assert {row.get_absolute_url() for row in (progress, extension, a_slip(task))} == {task.get_absolute_url()}
