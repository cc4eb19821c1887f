"""Logins: given with a first password, reset, closed, opened again; each with its right and its history."""

import re
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from committee.models import User
from committee.services.accounts import activate_user, create_user, deactivate_user, reset_password
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_person, a_user


@pytest.fixture
def administrator(db: None) -> User:
    return a_user(duty="administrator", username="root-keeper")


def history_of(verb: str) -> list[Any]:
    """What the history keeps of ``verb``, but for the moment and the number."""
    return list(Action.objects.filter(verb=verb).values("by", "thing_id", "after", "reason"))


def can_enter(username: str, password: str) -> bool:
    """Whether the door opens."""
    client = Client()
    client.post("/sign-in/", {"username": username, "password": password})
    return "_auth_user_id" in client.session


def test_a_login_comes_with_a_first_password_shown_once(administrator: User) -> None:
    person = a_person(name="李华")
    user, first = create_user(person, by=administrator, username="LiHua", email="li@example.org")
    kept = User.objects.get(pk=user.pk)
    assert (kept.username, kept.person, kept.duty, kept.email) == ("lihua", person, "posts", "li@example.org")
    assert (kept.must_change_password, kept.check_password(first)) == (True, True)
    assert can_enter("lihua", first)
    row = Action.objects.get(verb="committee.create_user")
    assert (row.by, row.thing_id) == (administrator, str(user.pk))
    assert (row.after["username"], row.after["person"]) == ("lihua", "李华")
    assert first not in str(row.__dict__)


def test_two_logins_have_different_first_passwords(administrator: User) -> None:
    firsts = {create_user(None, by=administrator, username=f"auditor{n}", duty="auditor")[1] for n in range(5)}
    assert len(firsts) == 5


@pytest.mark.parametrize("username", ["lihua", "LIHUA", "ｌｉｈｕａ", "", "a b", "x" * 51, "a\0b"])
def test_a_name_that_is_taken_or_none_is_refused(administrator: User, username: str) -> None:
    create_user(None, by=administrator, username="lihua", duty="auditor")
    with pytest.raises(RuleBroken):
        create_user(None, by=administrator, username=username, duty="auditor")
    assert User.objects.filter(duty="auditor").count() == 1


def test_one_person_has_one_login(administrator: User) -> None:
    person = a_person()
    create_user(person, by=administrator, username="first")
    with pytest.raises(RuleBroken):
        create_user(person, by=administrator, username="second")


def test_an_unknown_duty_is_refused(administrator: User) -> None:
    with pytest.raises(RuleBroken):
        create_user(None, by=administrator, username="lihua", duty="emperor")


@pytest.mark.parametrize("role", ["chair", "office", "lead", "liaison", "auditor", "outsider"])
def test_only_administrators_keep_logins(cast: Cast, role: str) -> None:
    by, user = getattr(cast, role), cast.member
    attempts = [
        lambda: create_user(None, by=by, username="lihua"),
        lambda: reset_password(user, by=by),
        lambda: deactivate_user(user, by=by, reason="离职"),
        lambda: activate_user(user, by=by),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password()) == (True, False)
    reset_password(user, by=cast.administrator)
    user.refresh_from_db()
    assert user.has_usable_password()


def test_a_reset_gives_a_first_password_again(administrator: User) -> None:
    user, old = create_user(None, by=administrator, username="lihua", duty="auditor")
    User.objects.update(must_change_password=False)
    new = reset_password(user, by=administrator)
    assert (can_enter("lihua", old), can_enter("lihua", new)) == (False, True)
    assert User.objects.get(pk=user.pk).must_change_password
    assert history_of("committee.reset_password") == [
        {"by": administrator.pk, "thing_id": str(user.pk), "after": {}, "reason": ""}
    ]


def test_a_reset_opens_a_locked_door(administrator: User) -> None:
    user, _first = create_user(None, by=administrator, username="lihua", duty="auditor")
    for _each in range(5):
        can_enter("lihua", "wrong")
    assert AccessAttempt.objects.get().failures_since_start == 5
    assert can_enter("lihua", reset_password(user, by=administrator))


def test_ones_own_password_is_not_reset(administrator: User) -> None:
    with pytest.raises(RuleBroken):
        reset_password(administrator, by=administrator)


def test_a_closed_login_opens_only_with_a_new_password(administrator: User) -> None:
    user, first = create_user(None, by=administrator, username="lihua", duty="auditor")
    assert can_enter("lihua", first)
    deactivate_user(user, by=administrator, reason="离职")
    assert not can_enter("lihua", first)
    second = activate_user(user, by=administrator)
    assert (can_enter("lihua", first), can_enter("lihua", second)) == (False, True)
    assert [history_of(f"committee.{verb}_user")[0]["reason"] for verb in ("deactivate", "activate")] == ["离职", ""]


def test_closing_and_opening_happen_once(administrator: User) -> None:
    user = a_user()
    with pytest.raises(RuleBroken):
        activate_user(user, by=administrator)
    deactivate_user(user, by=administrator, reason="离职")
    with pytest.raises(RuleBroken):
        deactivate_user(user, by=administrator, reason="离职")
    assert len(history_of("committee.deactivate_user")) == 1


def test_closing_needs_a_reason_and_another_person(administrator: User) -> None:
    user = a_user()
    with pytest.raises(RuleBroken):
        deactivate_user(user, by=administrator, reason="  ")
    with pytest.raises(RuleBroken):
        deactivate_user(administrator, by=administrator, reason="离职")
    assert User.objects.filter(is_active=True).count() == 2


# The first administrator.
def run(*args: Any) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("create_administrator", *args, stdout=out)
    return out.getvalue()


def test_a_new_town_has_nobody_and_the_command_makes_the_first(db: None) -> None:
    assert not User.objects.exists()
    [first] = re.findall(r"\w{4}(?:-\w{4}){3}", run("keeper"))
    user = User.objects.get()
    assert (user.username, user.duty, user.must_change_password) == ("keeper", "administrator", True)
    assert can_enter("keeper", first)
    row = Action.objects.get(verb="committee.create_user")
    assert (row.by, row.address.split()[0]) == (None, "console")


def test_a_second_one_is_refused_without_force(db: None) -> None:
    run("keeper")
    with pytest.raises(CommandError):
        run("second")
    assert User.objects.count() == 1
    run("second", "--force")
    assert User.objects.count() == 2


def test_a_closed_administrator_does_not_stand_in_the_way(db: None) -> None:
    run("keeper")
    User.objects.update(is_active=False)
    run("second")
    assert User.objects.count() == 2


def test_a_bad_name_is_refused_in_words(db: None) -> None:
    with pytest.raises(CommandError):
        run("a b")
    assert not User.objects.exists()
