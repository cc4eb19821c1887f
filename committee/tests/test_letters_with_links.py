"""Who is invited answers from the letter; the link stands for its reader, in the reader's own letter alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from committee.deadlines.links import answer_links
from committee.models import User
from committee.services import meetings
from committee.services.meetings.links import attendance_of
from committee.tests.work import a_draft, an_invitation
from dayan_safety.delivery import deliver_notices
from dayan_safety.models import Channel, Notice
from dayan_safety.testing import Cast

LINK = re.compile(r"https://portal\.example(/committee/answers/\S+)")


@pytest.fixture(autouse=True)
def with_mail(settings: Any, time_machine: Any, db: None) -> None:
    """A portal that knows its address, and a mail server; the digest of the day is due."""
    settings.MAIL_IS_ON, settings.PORTAL_URL = True, "https://portal.example"
    time_machine.move_to("2026-03-09T09:00:00+08:00", tick=False)


@pytest.fixture
def meeting(cast: Cast) -> Any:
    """A meeting of which everybody at the table is told by letter."""
    User.objects.filter(pk__in=[cast.member.pk, cast.lead.pk]).update(email="x@example.org")
    draft = a_draft(cast)
    meetings.notify_meeting(draft, by=cast.office)
    return draft


def letter_to(user: Any) -> str:
    """What the letter to a user says."""
    deliver_notices()
    notice = Notice.objects.get(user=user, kind="committee.meeting_news")
    [found] = [sent.body for sent in mail.outbox if LINK.search(sent.body) and _reader(sent.body) == user.person_id]
    assert notice.title in found
    return str(found)


def _reader(body: str) -> int | None:
    link = LINK.search(body)
    place = attendance_of(link[1].strip("/").rsplit("/", 1)[1]) if link else None
    return place.person_id if place else None


def test_an_invitation_is_answered_from_the_letter_without_signing_in(cast: Cast, meeting: Any, client: Any) -> None:
    link = LINK.search(letter_to(cast.member))
    assert link is not None
    assert client.post(link[1], {"answer": "coming"}).status_code == 200
    assert an_invitation(meeting, cast.member).answer == "coming"
    assert an_invitation(meeting, cast.lead).answer == ""


def test_each_letter_has_its_readers_own_link(cast: Cast, meeting: Any) -> None:
    deliver_notices()
    assert {_reader(sent.body) for sent in mail.outbox} == {cast.member.person_id, cast.lead.person_id}


def test_who_has_answered_gets_no_link_any_more(cast: Cast, meeting: Any) -> None:
    meetings.answer_invitation(an_invitation(meeting, cast.member), by=cast.member, answer="coming")
    deliver_notices()
    assert [_reader(sent.body) for sent in mail.outbox if LINK.search(sent.body)] == [cast.lead.person_id]
    assert len(mail.outbox) == 2


def test_a_robot_that_speaks_to_a_group_is_given_no_link(
    cast: Cast, meeting: Any, settings: Any, monkeypatch: Any
) -> None:
    settings.ROBOTS_ARE_ON, said = True, []
    User.objects.update(email="")
    Channel.objects.create(user=cast.member, kind="dingtalk", address="dingtalk://token")
    monkeypatch.setattr(
        "dayan_safety.channels.robots.Robots.send", lambda self, address, letter: said.append(letter.body)
    )
    deliver_notices()
    assert len(said) == 1 and meeting.title in said[0]
    assert not LINK.search(said[0])


def test_a_meeting_that_is_under_way_or_called_off_is_no_longer_answered(cast: Cast, meeting: Any) -> None:
    notices = list(Notice.objects.filter(user__in=[cast.member, cast.lead]))
    assert len(answer_links(notices)) == 2
    meetings.cancel_meeting(meeting, by=cast.office, reason="防汛")
    assert answer_links(notices) == {}


def test_more_letters_take_no_more_queries(cast: Cast, meeting: Any, django_assert_num_queries: Any) -> None:
    notices = list(Notice.objects.filter(user__in=[cast.member, cast.lead]))
    for several in (notices[:1], notices):
        with django_assert_num_queries(1):
            answer_links(several)
    with django_assert_num_queries(0):
        assert answer_links([]) == {}
