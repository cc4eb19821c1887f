"""What the tables of meetings and tasks themselves refuse, whoever writes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from committee.models import AgendaItem, Attendance, Extension, Meeting, MinutesVersion, Slip, Task
from committee.models.meetings import month_of
from dayan_safety.testing import Cast, a_meeting, a_person, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
JUNE, DAY = date(2026, 6, 1), date(2026, 6, 15)


def refused(write: Callable[[], Any]) -> None:
    """The table does not take it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_a_committee_has_one_joint_meeting_a_month_until_it_is_removed(cast: Cast) -> None:
    def joint(**values: Any) -> Meeting:
        return Meeting.objects.create(committee=cast.committee, title="会", held_on=DAY, **values)

    meeting = joint(month=JUNE)
    refused(lambda: joint(month=JUNE))
    joint(month=None), joint(month=None), joint(month=date(2026, 7, 1))
    Meeting.objects.filter(pk=meeting.pk).update(removed_at=meeting.created_at)
    joint(month=JUNE)


def test_a_meeting_has_one_item_of_results_and_a_topic_comes_over_once(cast: Cast) -> None:
    meeting = a_meeting(cast.committee)

    def item(**values: Any) -> AgendaItem:
        return AgendaItem.objects.create(meeting=meeting, kind="check", title="题", **values)

    first = item(is_results=True)
    refused(lambda: item(is_results=True))
    item(carried_from=first)
    refused(lambda: item(carried_from=first))


def test_a_person_is_at_a_meeting_once_and_somebody_is(cast: Cast) -> None:
    meeting, person = a_meeting(cast.committee), a_person()
    Attendance.objects.create(meeting=meeting, person=person)
    refused(lambda: Attendance.objects.create(meeting=meeting, person=person))
    refused(lambda: Attendance.objects.create(meeting=meeting))
    Attendance.objects.create(meeting=meeting, guest_name="专家")


def test_a_version_has_a_number_of_its_own(cast: Cast) -> None:
    meeting = a_meeting(cast.committee)
    MinutesVersion.objects.create(meeting=meeting, number=1, content={}, reason="x")
    refused(lambda: MinutesVersion.objects.create(meeting=meeting, number=1, content={}, reason="y"))


def test_a_task_has_one_lead_and_a_number_of_its_own(cast: Cast) -> None:
    given = {"title": "x", "due_on": DAY, "first_due_on": DAY, "assigned_on": DAY}
    refused(lambda: Task.objects.create(number="1", **given))
    refused(lambda: Task.objects.create(number="1", lead_unit=cast.village, lead_group=cast.group, **given))
    Task.objects.create(number="1", lead_unit=cast.village, **given)
    refused(lambda: Task.objects.create(number="1", lead_group=cast.group, **given))


def test_a_task_has_one_undecided_extension_and_slips_numbers_of_their_own(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village)

    def extension(**values: Any) -> Extension:
        return Extension.objects.create(task=task, due_on=DAY, wanted_on=DAY, reason="x", **values)

    extension(), extension(state="refused"), extension(state="granted")
    refused(extension)
    slip = {"task": task, "colour": "blue", "number": "1", "issued_on": DAY, "due_on": DAY}
    Slip.objects.create(**slip)
    refused(lambda: Slip.objects.create(**slip))


@pytest.mark.parametrize("day", [JUNE, DAY, date(2026, 6, 30)])
def test_a_day_lies_in_its_month(day: date) -> None:
    assert month_of(day) == JUNE


def test_a_meeting_begins_at_its_time_in_the_town(cast: Cast) -> None:
    meeting = a_meeting(cast.committee, held_on=date(2026, 7, 8))
    meeting.refresh_from_db()
    assert meeting.begins.isoformat() == "2026-07-08T09:00:00+08:00"


@pytest.mark.parametrize("state", Meeting.State.values)
def test_a_meeting_is_ahead_minuted_or_over(state: str) -> None:
    meeting = Meeting(state=state)
    assert meeting.is_ahead is (state in ("draft", "notified"))
    assert meeting.is_minuted is (state in ("under_way", "for_comment"))
    assert (state in Meeting.CHANGING) is (meeting.is_ahead or meeting.is_minuted)
