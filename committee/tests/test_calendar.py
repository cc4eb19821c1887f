"""The own calendar: what it holds for whom, and what a calendar program reads of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from committee.documents import calendar_of_committee
from committee.services import meetings, tasks
from committee.tests.work import a_draft, a_notified, an_invitation
from dayan_safety.testing import a_meeting, a_task
from dayan_safety.workdays import today


def keys(user: Any, on: date | None = None) -> list[str]:
    """What the calendar of ``user`` holds."""
    return [entry.key for entry in calendar_of_committee(user, on or today())]


def test_a_meeting_is_in_the_calendars_of_those_invited_once_it_is_notified(cast: Any) -> None:
    meeting = a_draft(cast)
    assert keys(cast.member) == []
    meetings.notify_meeting(meeting, by=None)
    assert keys(cast.member) == [f"meeting-{meeting.pk}"]


def test_who_may_read_of_a_meeting_without_being_invited_does_not_have_it_in_the_calendar(cast: Any) -> None:
    meeting = a_meeting(cast.committee)
    an_invitation(meeting, cast.member)
    meetings.notify_meeting(meeting, by=None)
    uninvited = cast.supervisor
    assert meeting in type(meeting).objects.all().visible_to(uninvited)
    assert (keys(uninvited), keys(cast.member)) == ([], [f"meeting-{meeting.pk}"])


def test_a_meeting_that_was_called_off_is_struck_out_and_not_left_out(cast: Any) -> None:
    meeting = a_notified(cast)
    meetings.cancel_meeting(meeting, by=cast.office, reason="防汛")
    (entry,) = calendar_of_committee(cast.member, today())
    assert (entry.key, entry.is_cancelled) == (f"meeting-{meeting.pk}", True)


def test_a_meeting_called_off_before_anybody_heard_of_it_is_nowhere(cast: Any) -> None:
    meeting = a_draft(cast)
    meetings.cancel_meeting(meeting, by=cast.office, reason="防汛")
    assert keys(cast.member) == []


def test_the_last_days_of_open_tasks_are_in_the_calendar_of_who_leads_them(cast: Any) -> None:
    task = a_task(lead_unit=cast.village)
    a_task(lead_unit=cast.other_village)
    assert keys(cast.liaison) == [f"task-{task.pk}"]
    tasks.report_done(task, by=cast.liaison, text="已完成。")
    assert keys(cast.liaison) == []


def test_a_login_for_no_person_has_an_empty_calendar(cast: Any) -> None:
    a_notified(cast)
    a_task(lead_unit=cast.village)
    assert keys(cast.auditor) == []


def test_what_was_long_ago_is_left_out(cast: Any) -> None:
    meeting = a_notified(cast)
    assert keys(cast.member, meeting.held_on + timedelta(days=400)) == [f"meeting-{meeting.pk}"]
    assert keys(cast.member, meeting.held_on + timedelta(days=401)) == []


def test_more_meetings_and_tasks_take_no_more_queries(cast: Any) -> None:
    def asked() -> int:
        user = type(cast.liaison).objects.get(pk=cast.liaison.pk)
        assert user.standing
        with CaptureQueriesContext(connection) as queries:
            found = keys(user)
        assert len(found) == len(made)
        return len(queries)

    made: list[Any] = [a_notified(cast), a_task(lead_unit=cast.village)]
    few = asked()
    made += [a_notified(cast), a_notified(cast), a_task(lead_unit=cast.village), a_task(lead_unit=cast.village)]
    assert asked() == few <= 3


@pytest.fixture
def feed(cast: Any, as_user: Any, client: Any) -> Any:
    """Fetches the calendar of a login the way a telephone does: by the address on the account page, not signed in."""

    def fetch(user: Any) -> Any:
        address = as_user(user).get("/account/").context["feed"]
        return client.get(address.removeprefix("http://testserver"))

    return fetch


def test_a_calendar_program_reads_moments_days_and_changes(cast: Any, feed: Any) -> None:
    meeting = a_notified(cast, held_on=date(2027, 3, 10), place="镇政府三楼会议室", requirements="请带材料。")
    task = a_task(lead_unit=cast.village, due_on=date(2027, 3, 31), title="清理通道")
    answer = feed(cast.liaison)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    read = {str(event["UID"]).split("@")[0]: event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    sits, last_day = read[f"meeting-{meeting.pk}"], read[f"task-{task.pk}"]
    assert sits.decoded("DTSTART") == datetime(2027, 3, 10, 1, tzinfo=UTC)  # nine o'clock in the town
    assert (str(sits["LOCATION"]), str(sits["DESCRIPTION"])) == ("镇政府三楼会议室", "请带材料。")
    assert str(sits["STATUS"]) == "CONFIRMED"
    assert (last_day.decoded("DTSTART"), last_day.decoded("DTEND")) == (date(2027, 3, 31), date(2027, 4, 1))
    assert str(last_day["URL"]) == f"http://testserver{task.get_absolute_url()}"
    before = int(sits["SEQUENCE"])
    meetings.cancel_meeting(meeting, by=cast.office, reason="防汛")
    later = Calendar.from_ical(feed(cast.liaison).content).walk("VEVENT")
    (again,) = (event for event in later if event["UID"] == sits["UID"])
    assert str(again["STATUS"]) == "CANCELLED" and int(again["SEQUENCE"]) > before


def test_words_that_mean_something_in_a_calendar_file_are_only_words(cast: Any, feed: Any) -> None:
    title = "一次;会议,和\\斜杠"
    a_notified(cast, title=title, place="甲\r\nATTENDEE:mailto:x@example.com")
    (event,) = Calendar.from_ical(feed(cast.member).content).walk("VEVENT")
    assert str(event["SUMMARY"]) == title
    assert "ATTENDEE" not in event


def test_nobody_elses_number_or_answer_is_in_a_calendar(cast: Any, feed: Any) -> None:
    meeting = a_notified(cast)
    own = an_invitation(meeting, cast.lead)
    meetings.answer_invitation(own, by=cast.lead, answer="leave", leave_reason="体检", substitute="")
    text = feed(cast.member).content.decode()
    assert meeting.title in text.replace("\r\n ", "")
    assert "体检" not in text and cast.lead.person.telephone not in text
