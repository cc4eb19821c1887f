"""Passwords: what is refused and why, when they must change, and the two ways they do."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from committee.models import User
from dayan_safety.demo_cast import DEMO_LOGINS, DEMO_PASSWORD
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.passwords import (
    CharacterKindsValidator,
    LocalWordsValidator,
    change_password,
    give_first_password,
    random_password,
    why_change,
)
from dayan_safety.testing import Cast, a_person, a_unit, a_user

GOOD = "Qingfeng-Mingyue-77"


def codes_of(password: str, user: User | None = None) -> set[str]:
    """The codes with which all validators refuse ``password``."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {str(each.code) for each in error.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "kinds"),
    [("abcdef", 1), ("abcDEF", 2), ("abcDE1", 3), ("abD1-!", 4), ("春风abc", 2), ("１２３abc", 2), ("", 0)],
)
def test_kinds_of_character_are_counted(password: str, kinds: int) -> None:
    if kinds:
        CharacterKindsValidator(kinds).validate(password)
    with pytest.raises(ValidationError):
        CharacterKindsValidator(kinds + 1).validate(password)


@pytest.mark.parametrize(
    "password",
    [
        "Mima-of-Daan-77x",
        "YANZHOU-qq-77xx",
        "xx-JiNing-77xxx",
        "大安镇-Qq-77xxxx",
        "Ａｎｑｕａｎ-Qq-77xx",
        "D@an-Zhen-77xxx",
        "d-a-a-n-QQ-77xx",
        "S4f3ty-First-77",
        "P0rtal-Zhen-77x",
        "社区-Qingfeng-77",
        "Xiao-Fang-77xxx",
    ],
)
def test_words_of_the_town_are_refused_in_any_dress(password: str) -> None:
    assert codes_of(password) == {"password_local_word"}


@pytest.mark.parametrize("password", ["Qingfeng-2026-x", "Qingfeng1998xx", "Qf-２０２７-mingyue"])
def test_years_are_refused(password: str) -> None:
    assert codes_of(password) == {"password_year"}


@pytest.mark.parametrize(
    "password", [GOOD, "Qingfeng-2126-x", "correct Horse 7 battery", "清风明月-Abc-77ab", "x" * 80 + "Y7"]
)
def test_a_good_password_is_taken(password: str) -> None:
    assert codes_of(password) == set()


def test_what_is_known_of_the_user_is_refused(db: None) -> None:
    unit = a_unit(name="东风村")
    user = User(username="zhanghong8", person=a_person(name="张洪", telephone="13912345678", unit=unit))
    refused = ["Q-zhanghong8-Yue", "Q-ZhangHong-7-yue", "Qq-张洪-mingyue-7", "Qf-345678-mingyue", "Dong-Feng-Cun-77"]
    assert [codes_of(password, user) >= {"password_local_word"} for password in refused] == [True] * 5
    # The same words are nobody's business in somebody else's password.
    assert [codes_of(password) for password in refused] == [set()] * 5


def test_a_short_or_empty_name_forbids_nothing(db: None) -> None:
    for user in (
        User(username="li"),
        User(username="..."),
        User(username="", person=a_person(name="。", telephone="")),
    ):
        LocalWordsValidator().validate(GOOD, user)


def test_every_rule_is_explained(settings: Any) -> None:
    assert "3" in CharacterKindsValidator(3).get_help_text()
    assert LocalWordsValidator().get_help_text()
    assert codes_of("aB7-") >= {"password_too_short"}


def test_first_passwords_pass_every_rule_and_differ(db: None) -> None:
    user = User(username="wanger", person=a_person(name="王二"))
    firsts = {random_password() for _each in range(300)}
    assert len(firsts) == 300
    assert {frozenset(codes_of(first, user)) for first in firsts} == {frozenset()}


@pytest.mark.parametrize(("length", "expected"), [(8, 19), (12, 19), (30, 39)])
def test_first_passwords_are_as_long_as_asked_for(settings: Any, length: int, expected: Any) -> None:
    settings.PASSWORD_MIN_LENGTH = length
    assert len(random_password()) == expected


def test_the_first_password_is_the_users_and_must_change(db: None) -> None:
    user = a_user()
    first = give_first_password(user)
    assert (user.check_password(first), user.must_change_password) == (True, True)


def test_the_cast_of_the_demo_may_have_its_password(db: None) -> None:
    names = ["chair", "office", "lead", "member", "liaison", "inspector", "supervisor", "auditor"]
    names += ["evaluator", "administrator"]
    assert [login.username for login in DEMO_LOGINS] == names
    assert all(codes_of(DEMO_PASSWORD, User(username=name)) == set() for name in names)


@pytest.fixture
def user(db: None) -> User:
    user: User = a_user(must_change_password=True, password_changed_at=timezone.now() - timedelta(days=400))
    user.set_password("Old-Qingfeng-77")
    user.save()
    return user


def test_changing_writes_password_dates_and_history(user: User, time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 5, 6, 7, 8, tzinfo=ZoneInfo("UTC")), tick=False)
    change_password(user, by=user, new=GOOD)
    user.refresh_from_db()
    assert user.check_password(GOOD)
    assert (user.must_change_password, user.password_changed_at) == (False, timezone.now())
    row = Action.objects.get(verb="committee.change_password")
    assert (row.by_id, row.thing_id, row.before, row.after) == (user.pk, str(user.pk), {}, {})


@pytest.mark.parametrize("new", ["Old-Qingfeng-77", "short", "Daan-Qingfeng-77"])
def test_the_old_one_or_a_weak_one_is_refused(user: User, new: str) -> None:
    with pytest.raises(RuleBroken):
        change_password(user, by=user, new=new)
    user.refresh_from_db()
    assert (user.check_password("Old-Qingfeng-77"), user.must_change_password) == (True, True)
    assert not Action.objects.exists()


def test_nobody_changes_somebody_elses(user: User, cast: Cast) -> None:
    for other in (cast.office, cast.administrator):
        with pytest.raises(PermissionDenied):
            change_password(user, by=other, new=GOOD)
    change_password(user, by=user, new=GOOD)


@pytest.mark.parametrize(("days", "due"), [(89, False), (90, True), (91, True)])
def test_passwords_grow_old(user: User, settings: Any, days: int, due: bool) -> None:
    settings.PASSWORD_MAX_AGE_DAYS = 90
    user.must_change_password = False
    user.password_changed_at = timezone.now() - timedelta(days=days)
    assert bool(why_change(user)) is due
    settings.PASSWORD_MAX_AGE_DAYS = 0
    assert why_change(user) == ""


def test_a_given_password_must_change_at_once(user: User) -> None:
    user.password_changed_at = timezone.now()
    assert why_change(user)
    user.must_change_password = False
    assert why_change(user) == ""
