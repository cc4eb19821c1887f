"""Reminding the late ones by hand: seen before, sent once, told by name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from committee.models import User
from committee.services import meetings, tasks
from committee.services.reminding import late_tasks, remind_late_tasks, remind_meeting, reminders_of_tasks
from committee.tests import work
from dayan_safety.delivery import deliver_notices
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action, Delivery, Notice
from dayan_safety.testing import Cast, a_person, a_task, a_unit

TASKS = "/committee/tasks/remind/"


@pytest.fixture(autouse=True)
def a_monday(time_machine: Any) -> None:
    time_machine.move_to("2026-03-09T09:00:00+08:00", tick=False)


@pytest.fixture
def late(cast: Cast) -> Any:
    """A task of the liaison's village that is overdue, one in time, and one that waits for the office."""
    a_task(lead_unit=cast.village)
    work.made_overdue(work.a_reported(cast))
    return work.made_overdue(a_task(lead_unit=cast.village), 3)


def by_hand(user: Any) -> list[str]:
    """The titles ``user`` was reminded with."""
    return list(Notice.objects.filter(user=user, rung="hand").order_by("pk").values_list("title", flat=True))


def said(client: Client) -> list[str]:
    """What the portal says on the next page."""
    return [str(message) for message in client.get("/").context["messages"]]


def test_the_leads_of_overdue_tasks_are_told_with_a_word_and_in_history(cast: Cast, late: Any) -> None:
    told = remind_late_tasks(late_tasks(cast.office), by=cast.office, text="请抓紧。")
    assert told == [cast.liaison]
    [notice] = Notice.objects.filter(rung="hand")
    assert (notice.user, notice.text, notice.urgent, notice.thing_id) == (cast.liaison, "请抓紧。", True, late.pk)
    assert late.number in notice.title
    row = Action.objects.get(verb="committee.remind_task")
    assert (row.by, row.thing_id, row.after, row.reason) == (
        cast.office, str(late.pk), {"told": str(cast.liaison)}, "请抓紧。",
    )  # fmt: skip


def test_only_the_office_and_the_chair_remind(cast: Cast, late: Any) -> None:
    with pytest.raises(PermissionDenied):
        remind_late_tasks(late_tasks(cast.lead), by=cast.lead)
    assert by_hand(cast.liaison) == []
    remind_late_tasks(late_tasks(cast.chair), by=cast.chair)
    assert len(by_hand(cast.liaison)) == 1


def test_nobody_to_remind_is_said(cast: Cast) -> None:
    work.made_overdue(a_task(lead_unit=a_unit(name="空村")))
    [reminder] = reminders_of_tasks(late_tasks(cast.office))
    assert (reminder.users, reminder.unreached) == ([], ["空村"])
    with pytest.raises(RuleBroken):
        remind_late_tasks(late_tasks(cast.office), by=cast.office)


def test_the_preview_names_people_ways_and_sentences_and_sends_nothing(
    cast: Cast, late: Any, as_user: Any, settings: Any
) -> None:
    settings.MAIL_IS_ON = True
    User.objects.filter(pk=cast.liaison.pk).update(email="sun@example.org")
    page = as_user(cast.office).get(TASKS)
    [line] = page.context["lines"]
    assert (line["user"], len(line["ways"]), len(line["titles"])) == (cast.liaison, 2, 1)
    assert late.number in page.content.decode()
    assert by_hand(cast.liaison) == []


def test_sent_three_times_it_reminds_once_and_the_answer_says_whom(
    cast: Cast, late: Any, as_user: Any, time_machine: Any
) -> None:
    client = as_user(cast.office)
    once = client.get(TASKS).context["once"]
    answers = [client.post(TASKS, {"once": once, "text": ""}) for _time in range(3)]
    assert {answer["Location"] for answer in answers} == {reverse("committee:list_task") + "?standing=overdue"}
    assert len(by_hand(cast.liaison)) == 1
    assert any(str(cast.liaison) in sentence for sentence in said(client))
    time_machine.shift(timedelta(days=1))
    as_user(cast.office).post(TASKS, {"once": "another", "text": ""})
    assert len(by_hand(cast.liaison)) == 2


def test_the_list_offers_it_with_the_number_to_those_who_may(cast: Cast, late: Any, as_user: Any) -> None:
    page = reverse("committee:list_task")
    labels = [button.label for button in as_user(cast.office).get(page).context["buttons"]]
    assert [label for label in labels if "1" in label]
    assert as_user(cast.lead).get(page).context["buttons"] == []
    tasks.cancel_task(late, by=None, reason="不办了")
    assert as_user(cast.office).get(page).context["buttons"] == []


def test_those_who_have_not_answered_are_reminded_of_the_meeting(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    meetings.invite(meeting, by=None, person=a_person(name="无账号"))
    meetings.answer_invitation(work.an_invitation(meeting, cast.lead), by=cast.lead, answer="coming")
    client, url = as_user(cast.office), f"/committee/meetings/{meeting.pk}/remind/"
    page = client.get(url)
    assert page.context["unreached"] == ["无账号"]
    client.post(url, {"once": page.context["once"], "text": "周三前"})
    told = Notice.objects.filter(rung="hand").values_list("user", flat=True)
    assert set(told) == {getattr(cast, role).pk for role in ("chair", "office", "member", "liaison")}
    assert Action.objects.get(verb="committee.remind_meeting").reason == "周三前"


def test_a_meeting_that_has_begun_or_that_all_have_answered_asks_nobody(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    for place in meeting.attendances.present():
        meetings.answer_invitation(place, by=None, answer="coming")
    with pytest.raises(RuleBroken):
        remind_meeting(meeting, by=cast.office)
    page = as_user(cast.office).get(meeting.get_absolute_url())
    assert "committee.remind_meeting" not in [button.verb for button in page.context["buttons"]]
    with pytest.raises(RuleBroken):
        remind_meeting(work.an_open(cast), by=cast.office)


def test_what_was_settled_before_the_letter_left_stays_at_home(
    cast: Cast, late: Any, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.MAIL_IS_ON = True
    User.objects.filter(pk=cast.liaison.pk).update(email="sun@example.org")
    Notice.objects.all().delete()
    remind_late_tasks(late_tasks(cast.office), by=cast.office)
    tasks.report_done(late, by=cast.liaison, text="已完成。")
    deliver_notices()
    assert [letter for letter in mailoutbox if letter.to == ["sun@example.org"]] == []
    assert Delivery.objects.get(channel="email", notice__user=cast.liaison).state == "silent"


def test_one_late_task_or_five_the_same_queries(cast: Cast, late: Any, as_user: Any, query_count: Any) -> None:
    client = as_user(cast.office)
    client.get(TASKS)
    few = query_count(lambda: client.get(TASKS))
    for _number in range(5):
        work.made_overdue(a_task(lead_unit=cast.village))
    assert query_count(lambda: client.get(TASKS)) == few


def told_lines(client: Client, thing: Any) -> list[Any]:
    """The logins in the panel of who was told."""
    panels = client.get(thing.get_absolute_url()).context["panels"]
    return [line["row"].notice.user for panel in panels if "told" in panel.template for line in panel.context["lines"]]


def test_the_pages_of_task_and_meeting_tell_who_was_told_to_those_who_may(cast: Cast, as_user: Any) -> None:
    things = (a_task(lead_unit=cast.village), work.a_notified(cast))
    deliver_notices()
    for thing in things:
        assert cast.liaison in told_lines(as_user(cast.office), thing)
        assert told_lines(as_user(cast.liaison), thing) == []


def test_a_hand_reminder_reaches_who_holds_the_post_today(cast: Cast, late: Any) -> None:
    cast.liaison.person.left_on = late.due_on - timedelta(days=1)
    cast.liaison.person.save()
    [reminder] = reminders_of_tasks(late_tasks(cast.office))
    assert reminder.users == []
