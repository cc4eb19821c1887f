"""Many hands with one code, many guesses at once, many tabs that notice the end: one effect each."""

from collections import Counter
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from committee.models import User
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action, SecondFactor
from dayan_safety.second_factor import codes_left, enrol_second_factor, new_key, use_code
from dayan_safety.testing import a_user
from dayan_safety.tests.crowd import apart, database_for_threads, together
from dayan_safety.tests.second_factors import a_second_factor, code_of, wrong_code
from dayan_safety.tests.test_sign_in import RIGHT, enter

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = [8, pytest.param(40, marks=pytest.mark.chaos)]


@pytest.fixture
def user() -> User:
    user: User = a_user(username="lihua")
    user.set_password(RIGHT)
    user.save()
    return user


@pytest.mark.parametrize("number", CROWD)
def test_one_code_shown_by_many_at_once_opens_for_one(user: User, number: int, tmp_path: Path) -> None:
    key, _codes = a_second_factor(user)
    code = code_of(key)
    with database_for_threads(tmp_path):
        results = together(*[lambda: use_code(user, code)] * number)
        assert Counter(map(bool, results)) == {True: 1, False: number - 1}


@pytest.mark.parametrize("number", CROWD)
def test_one_recovery_code_opens_for_one(user: User, number: int, tmp_path: Path) -> None:
    _key, codes = a_second_factor(user)
    with database_for_threads(tmp_path):
        results = together(*[lambda: use_code(user, codes[0])] * number)
        assert Counter(map(bool, results)) == {True: 1, False: number - 1}
        assert apart(lambda: codes_left(user)) == 9


@pytest.mark.parametrize("number", CROWD)
def test_many_guesses_at_once_are_looked_at_five_times(user: User, number: int, tmp_path: Path) -> None:
    key, codes = a_second_factor(user)
    wrong = wrong_code(key)
    with database_for_threads(tmp_path):
        assert together(*[lambda: use_code(user, wrong)] * number) == [""] * number
        assert apart(lambda: SecondFactor.objects.get().failures) == 5
        assert apart(lambda: use_code(user, codes[0])) == ""


def test_setting_up_in_two_windows_at_once_makes_one(user: User, tmp_path: Path) -> None:
    keys = [new_key() for _each in range(4)]

    def setting_up(key: str) -> object:
        return lambda: enrol_second_factor(user, by=user, key=key, code=code_of(key))

    with database_for_threads(tmp_path):
        results = together(*map(setting_up, keys))
        made = [result for result in results if isinstance(result, list)]
        assert (len(made), {type(r) for r in results if not isinstance(r, list)}) == (1, {RuleBroken})
        assert apart(lambda: use_code(user, made[0][0]))
        assert apart(lambda: Action.objects.filter(verb="dayan_safety.enrol_second_factor").count()) == 1


def test_many_tabs_that_notice_the_end_write_it_down_once(user: User, tmp_path: Path) -> None:
    browser = Client()
    enter(browser)
    session = browser.session
    session["seen"] = timezone.now().timestamp() - 3600
    session.save()

    def tab() -> int:
        client = Client()
        client.cookies["session"] = str(session.session_key)
        return client.get("/inbox/").status_code

    with database_for_threads(tmp_path):
        assert together(*[tab] * 6) == [302] * 6
        assert apart(lambda: Action.objects.filter(verb="dayan_safety.time_out").count()) == 1
        assert not apart(lambda: Session.objects.filter(pk=session.session_key).exists())
