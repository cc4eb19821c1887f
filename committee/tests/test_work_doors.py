"""Every door of meetings and tasks: it opens, refuses with a sentence and the typed text kept, acts once, says whom it
told."""

from __future__ import annotations

from typing import Any

import pytest

from committee.models import Meeting
from committee.tests import work
from committee.tests.pages import Page
from committee.tests.work_doors import MEETINGS, TASKS, Door, a_place, address
from dayan_safety.models import Action, Notice
from dayan_safety.permissions import verb_label
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")
DOORS = [pytest.param(door, id=door.verb) for door in (*MEETINGS, *TASKS)]
WITH_ERRORS = [pytest.param(door, id=door.verb) for door in (*MEETINGS, *TASKS) if door.why]


def times_done(door: Door) -> int:
    """How often history keeps that it was done by who is at the door."""
    return Action.objects.filter(verb=f"committee.{door.verb}", by__isnull=False).exclude(by_name="").count()


def message(answer: Any) -> str:
    """What the page says of what just happened."""
    return Page(answer).main.first(kind="alert-success").text


@pytest.mark.parametrize("door", DOORS)
def test_a_door_names_the_verb_and_the_thing(door: Door, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    page = Page(as_user(getattr(cast, door.role)).get(address(door.verb, thing)))
    label = verb_label(f"committee.{door.verb}")
    assert (page.status_code, page.title) == (200, label)
    assert page.head.first("p").text == " ".join(str(thing).split())
    assert page.main.first(kind="form-foot").first("button").text == label


@pytest.mark.parametrize("door", DOORS)
def test_what_was_sent_is_done_once_and_said_with_whom_was_told(door: Door, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    browser = as_user(getattr(cast, door.role))
    url = address(door.verb, thing)
    form = door.sends(cast) | {"once": Page(browser.get(url)).input("once")}
    before, notices = times_done(door), Notice.objects.count()
    first = browser.post(url, form)
    assert (first.status_code, first["Location"]) == (302, type(thing).objects.get(pk=thing.pk).get_absolute_url())
    told = Notice.objects.count()
    again = [browser.post(url, form) for _time in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in again] == [(302, first["Location"])] * 2
    assert times_done(door) == before + 1
    assert Notice.objects.count() == told
    assert (told > notices) == ("已通知" in door.said)
    assert message(browser.get(first["Location"])) == door.said


@pytest.mark.parametrize("door", WITH_ERRORS)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost(door: Door, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    browser = as_user(getattr(cast, door.role))
    sent = door.sends(cast, door.wrong)
    before = (times_done(door), Notice.objects.count(), type(thing).objects.filter(pk=thing.pk).values().get())
    answer = browser.post(address(door.verb, thing), sent)
    page = Page(answer)
    assert (page.status_code, page.errors) == (422, door.why)
    assert (times_done(door), Notice.objects.count(), type(thing).objects.filter(pk=thing.pk).values().get()) == before
    bound = answer.context["form"]
    assert {name: bound[name].value() for name in sent} == {name: kept(value) for name, value in sent.items()}


def kept(value: Any) -> Any:
    """A value as it comes back from the form."""
    return [str(one) for one in value] if isinstance(value, list) else str(value)


@pytest.mark.parametrize("door", DOORS)
def test_a_thing_of_others_is_no_different_from_none(door: Door, cast: Cast, as_user: Any) -> None:
    url = address(door.verb, door.make(cast))
    assert as_user(getattr(cast, door.role)).get(url).status_code == 200
    stranger = as_user(cast.outsider)
    answers = [stranger.get(url), stranger.post(url, door.sends(cast)), stranger.get(url.replace("/1", "/99999", 1))]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


HOSTILE = {
    "every trick": "<script>alert(1)</script><img src=x onerror=a()>%s{0}{{ x }}\x01\x1b[31m\u202egnp\u200b=cmd|'!A0",
    "long": "长" * 30_000,
}
KEYS = {"owner", "after", "lead_unit", "helper_units", "helper_groups"}
CHOOSING = [
    pytest.param(door, id=door.verb) for door in MEETINGS if door.verb in ("add_item", "move_item", "add_outcome")
]


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("door", DOORS)
def test_hostile_input_is_kept_as_text_or_refused(door: Door, kind: str, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    browser = as_user(getattr(cast, door.role))
    typed = {
        name: HOSTILE[kind] if isinstance(value, str) and name not in ("kind", "state", "answer") else value
        for name, value in door.sends(cast).items()
    }
    answer = browser.post(address(door.verb, thing), typed)
    assert answer.status_code in (302, 422)
    shown = browser.get(thing.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "9" * 18, "9" * 30, "1 or 1=1", "１２"])
@pytest.mark.parametrize("door", CHOOSING)
def test_keys_of_nothing_are_refused(door: Door, wrong: str, cast: Cast, as_user: Any) -> None:
    thing = door.make(cast)
    typed = door.sends(cast)
    keys = KEYS & (set(typed) or {"after"})
    page = Page(as_user(getattr(cast, door.role)).post(address(door.verb, thing), typed | dict.fromkeys(keys, wrong)))
    assert (page.status_code, set(page.errors)) == (422, keys)


def test_a_verb_that_came_too_late_is_refused_with_the_state_as_it_is(cast: Cast, as_user: Any) -> None:
    meeting = work.a_notified(cast)
    browser, url = as_user(cast.office), address("cancel_meeting", meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state="final")
    page = Page(browser.post(url, {"reason": "大雨"}))
    assert (page.status_code, page.errors) == (422, {"": "目前状态为“纪要定稿”，不能进行此操作。"})
    assert page.input("reason") == "大雨"


def test_an_own_place_is_answered_by_nobody_else(cast: Cast, as_user: Any) -> None:
    place = a_place(cast)
    for role, code in (("liaison", 302), ("office", 403), ("chair", 403), ("outsider", 404)):
        answer = as_user(getattr(cast, role)).post(address("answer_invitation", place), {"answer": "coming"})
        assert answer.status_code == code, role
