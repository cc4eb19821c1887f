"""Many at once: one post has one holder, one form creates one unit, one appointment ends once."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from committee.models import Appointment, Unit
from committee.services.appointments import appoint, end_appointment
from committee.services.units import create_unit
from dayan_safety.history import verify_history
from dayan_safety.models import Action
from dayan_safety.once import carry_out_once
from dayan_safety.testing import a_person, a_unit, a_user, an_appointment
from dayan_safety.tests.crowd import apart, database_for_threads, together

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 5)
CROWD = [8, pytest.param(40, marks=pytest.mark.chaos)]


@pytest.mark.parametrize("number", CROWD)
def test_one_of_many_appointed_to_one_post_at_once_holds_it(number: int, tmp_path: Path) -> None:
    post, people = a_unit().liaison_posts.first(), [a_person() for _ in range(number)]

    def appointing(person: Any) -> Any:
        return lambda: appoint(post, by=None, person=person, post="liaison", since=DAY).pk

    with database_for_threads(tmp_path):
        results = together(*map(appointing, people))
        assert Counter(type(result).__name__ for result in results) == {"int": 1, "RuleBroken": number - 1}
        assert apart(lambda: Appointment.objects.filter(liaison_post=post).count()) == 1
        assert apart(lambda: list(verify_history())) == []


@pytest.mark.parametrize("number", CROWD)
def test_a_form_sent_by_many_hands_at_once_creates_once(number: int, tmp_path: Path) -> None:
    user = a_user()

    def send() -> str:
        made = lambda: create_unit(Unit(name="同时村", kind="village"), by=None).get_absolute_url()  # noqa: E731
        return carry_out_once("the-same-token", user, made)

    with database_for_threads(tmp_path):
        results = together(*[send] * number)
        assert len(set(results)) == 1
        assert apart(lambda: Unit.objects.filter(name="同时村").count()) == 1


def test_without_the_token_each_sending_is_a_try_of_its_own(tmp_path: Path) -> None:
    user = a_user()

    def send() -> str:
        made = lambda: create_unit(Unit(name="同时村", kind="village"), by=None).get_absolute_url()  # noqa: E731
        return carry_out_once("", user, made)

    with database_for_threads(tmp_path):
        results = together(send, send, send)
        assert Counter(type(result).__name__ for result in results) == {"str": 1, "RuleBroken": 2}


@pytest.mark.parametrize("number", CROWD)
def test_an_appointment_ended_by_many_at_once_ends_once(number: int, tmp_path: Path) -> None:
    appointment = an_appointment(a_unit().liaison_posts.first(), "liaison")

    def end() -> None:
        fresh = Appointment.objects.get(pk=appointment.pk)
        end_appointment(fresh, by=None, until=DAY, reason="调离")

    with database_for_threads(tmp_path):
        results = together(*[end] * number)
        assert Counter(type(result).__name__ for result in results) == {"NoneType": 1, "RuleBroken": number - 1}
        ended = Action.objects.filter(verb="committee.end_appointment", thing_id=str(appointment.pk))
        assert apart(ended.count) == 1
