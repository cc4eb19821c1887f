"""The code on the wall: it changes every half minute, opens its own meeting only, and guessing is cut off."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from committee.models import Meeting
from committee.models.meetings import new_secret
from committee.services.meetings import code_at, is_code
from committee.services.meetings.links import scanned_token
from committee.tests.work import an_invitation, an_open
from dayan_safety.models import Action
from dayan_safety.testing import Cast

MOMENT = datetime(2026, 6, 15, 1, 0, 0, tzinfo=UTC)
HERE, ELSEWHERE = Meeting(secret="a" * 32), Meeting(secret="b" * 32)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def test_a_code_is_short_plain_text_and_every_meeting_has_a_secret_of_its_own() -> None:
    assert len(code_at(HERE, MOMENT)) == 10
    assert code_at(HERE, MOMENT).isalnum()
    assert len({new_secret() for _each in range(200)}) == 200


@pytest.mark.parametrize(
    ("seconds", "valid"), [(-1, False), (0, True), (29, True), (30, True), (59, True), (60, False)]
)
def test_a_code_is_good_for_its_half_minute_and_the_next(seconds: int, valid: bool) -> None:
    code = code_at(HERE, MOMENT)
    assert is_code(HERE, code, MOMENT + timedelta(seconds=seconds)) is valid


@given(MOMENTS, st.integers(0, 200))
def test_at_any_moment_it_is_good_for_thirty_to_sixty_seconds(moment: datetime, later: int) -> None:
    into = moment.timestamp() % 30
    assert is_code(HERE, code_at(HERE, moment), moment + timedelta(seconds=later)) is (into + later < 60)


@given(MOMENTS)
def test_the_code_of_another_meeting_opens_nothing(moment: datetime) -> None:
    assert not is_code(HERE, code_at(ELSEWHERE, moment), moment)


@pytest.mark.parametrize("code", ["", "0", "０１２３４５６７８９", "é" * 10, "a" * 5000, "\x00"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert not is_code(HERE, code, MOMENT)


# At the door


def door(meeting: Meeting) -> str:
    """The page behind the code."""
    return reverse("committee:sign_in_to_meeting", args=[meeting.pk])


def scanned(meeting: Meeting, browser: Client) -> Any:
    """The page after scanning now."""
    return browser.get(door(meeting), {"code": code_at(meeting, datetime.now(UTC))})


def guess(meeting: Meeting, name: str, digits: str, browser: Client | None = None) -> Any:
    """A name and four digits, typed after scanning."""
    given = {"name": name, "digits": digits, "scanned": scanned_token(meeting)}
    return (browser or Client()).post(door(meeting), given)


@pytest.mark.usefixtures("midsummer")
def test_the_code_of_another_meeting_or_of_a_minute_ago_opens_no_page(cast: Cast) -> None:
    meeting, other = an_open(cast), an_open(cast)
    assert scanned(meeting, Client()).status_code == 200
    now = datetime.now(UTC)
    for code in (code_at(other, now), code_at(meeting, now - timedelta(seconds=90)), ""):
        assert Client().get(door(meeting), {"code": code}).status_code == 410


@pytest.mark.usefixtures("midsummer")
def test_proof_of_scanning_is_good_for_its_meeting_and_five_minutes(cast: Cast, time_machine: Any) -> None:
    meeting, other = an_open(cast), an_open(cast)
    person = cast.lead.person
    given = {"name": person.name, "digits": person.telephone[-4:]}
    for wrong in ("", "forged", scanned_token(other)):
        assert Client().post(door(meeting), given | {"scanned": wrong}).status_code == 410
    proof = scanned_token(meeting)
    time_machine.move_to("2026-06-15 10:05:02+08:00", tick=False)
    assert Client().post(door(meeting), given | {"scanned": proof}).status_code == 410
    assert an_invitation(meeting, cast.lead).status == ""


@pytest.mark.usefixtures("midsummer")
def test_name_and_digits_sign_in_and_once_more_changes_nothing(cast: Cast) -> None:
    meeting, person = an_open(cast), cast.lead.person
    for _turn in range(2):
        assert guess(meeting, person.name, person.telephone[-4:]).status_code == 200
    assert an_invitation(meeting, cast.lead).status == "late"
    signed = Action.objects.filter(verb="committee.sign_in_to_meeting", outcome="done")
    assert [(row.by_name, row.after) for row in signed] == [("", {"status": "late"})]


@pytest.mark.usefixtures("midsummer")
def test_twenty_wrong_tries_from_one_address_close_the_door_there_for_a_while(cast: Cast, time_machine: Any) -> None:
    meeting, person = an_open(cast), cast.lead.person
    right = person.telephone[-4:]
    wrong = "0000" if right != "0000" else "1111"
    assert [guess(meeting, person.name, wrong).status_code for _try in range(20)] == [422] * 20
    assert guess(meeting, person.name, right).status_code == 429
    assert an_invitation(meeting, cast.lead).status == ""
    elsewhere = Client(REMOTE_ADDR="10.1.2.3")
    assert guess(meeting, person.name, right, elsewhere).status_code == 200
    time_machine.move_to("2026-06-15 10:11+08:00", tick=False)
    assert guess(meeting, person.name, right).status_code == 200


@pytest.mark.usefixtures("midsummer")
def test_who_is_signed_in_to_the_portal_needs_no_number_and_is_not_stopped_by_others_guesses(
    cast: Cast, as_user: Any
) -> None:
    meeting = an_open(cast)
    for _try in range(20):
        guess(meeting, cast.lead.person.name, "0000")
    browser = as_user(cast.member)
    assert browser.post(door(meeting), {"scanned": scanned_token(meeting)}).status_code == 200
    assert an_invitation(meeting, cast.member).status == "late"
    assert an_invitation(meeting, cast.lead).status == ""
