"""The verbs of the second factor: setting up, turning off, resetting a lost one; who may, and what each ends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from committee.models import User
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action, Notice, RecoveryCode, SecondFactor
from dayan_safety.second_factor import (
    disable_second_factor,
    enrol_second_factor,
    has_second_factor,
    new_key,
    renew_recovery_codes,
    reset_second_factor,
    should_have_one,
    use_code,
)
from dayan_safety.testing import Cast, a_user
from dayan_safety.tests.second_factors import a_second_factor, code_of, wrong_code
from dayan_safety.tests.test_second_factor import clock, user

__all__ = ["clock", "user"]


def test_setting_up_needs_a_fitting_code(user: User, clock: Callable[..., None]) -> None:
    key = new_key()
    with pytest.raises(RuleBroken, match="验证码不对"):
        enrol_second_factor(user, by=user, key=key, code=wrong_code(key))
    assert not has_second_factor(user)
    assert len(enrol_second_factor(user, by=user, key=key, code=code_of(key))) == 10
    assert has_second_factor(user)
    row = Action.objects.get(verb="dayan_safety.enrol_second_factor")
    assert (row.by_id, row.thing_id, row.before, row.after) == (user.pk, str(user.pk), {}, {})


def test_a_second_one_does_not_take_the_place_of_the_first(user: User) -> None:
    key, codes = a_second_factor(user)
    with pytest.raises(RuleBroken, match="您已经设置了两步验证"):
        a_second_factor(user)
    assert SecondFactor.objects.get().key == key
    assert use_code(user, codes[0])


def test_where_it_is_off_nobody_sets_it_up_and_nobody_is_asked(user: User, settings: Any) -> None:
    a_second_factor(user)
    settings.SECOND_FACTOR = "off"
    assert not has_second_factor(user)
    with pytest.raises(RuleBroken, match="没有启用两步验证"):
        a_second_factor(a_user())


def test_turning_it_off_leaves_nothing_of_it(user: User) -> None:
    a_second_factor(user)
    disable_second_factor(user, by=user)
    assert not has_second_factor(user)
    assert not RecoveryCode.objects.exists()
    assert Action.objects.get(verb="dayan_safety.disable_second_factor").by_id == user.pk
    with pytest.raises(RuleBroken, match="没有设置两步验证"):
        disable_second_factor(user, by=user)


@pytest.mark.parametrize("role", ["office", "administrator"])
def test_nobody_sets_up_renews_or_turns_off_for_somebody_else(cast: Cast, role: str) -> None:
    by, user = getattr(cast, role), cast.member
    key, _codes = a_second_factor(user)
    for attempt in (
        lambda: enrol_second_factor(cast.lead, by=by, key=key, code=code_of(key)),
        lambda: renew_recovery_codes(user, by=by),
        lambda: disable_second_factor(user, by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert list(SecondFactor.objects.values_list("user", flat=True)) == [user.pk]


def test_administrators_reset_a_lost_one_and_the_person_is_told(cast: Cast) -> None:
    user = cast.member
    a_second_factor(user)
    for role in ("chair", "office", "auditor", "member"):
        with pytest.raises(PermissionDenied):
            reset_second_factor(user, by=getattr(cast, role))
    assert has_second_factor(user)
    reset_second_factor(user, by=cast.administrator)
    assert not has_second_factor(user)
    row = Action.objects.get(verb="dayan_safety.reset_second_factor")
    assert (row.by, row.thing_id) == (cast.administrator, str(user.pk))
    assert Notice.objects.get(user=user).title.startswith("您的两步验证已被重置")


def test_a_reset_ends_the_sessions_on_the_lost_telephone(cast: Cast, as_user: Any) -> None:
    a_second_factor(cast.member), a_second_factor(cast.lead)
    lost, another = as_user(cast.member), as_user(cast.lead)
    assert [browser.get("/inbox/").status_code for browser in (lost, another)] == [200, 200]
    reset_second_factor(cast.member, by=cast.administrator)
    assert [browser.get("/inbox/").status_code for browser in (lost, another)] == [302, 200]


def test_administrators_do_not_reset_their_own_nor_what_is_not_there(cast: Cast) -> None:
    a_second_factor(cast.administrator)
    with pytest.raises(RuleBroken, match="我的账号"):
        reset_second_factor(cast.administrator, by=cast.administrator)
    with pytest.raises(RuleBroken, match="没有设置两步验证"):
        reset_second_factor(cast.member, by=cast.administrator)
    assert has_second_factor(cast.administrator)


def test_each_reset_is_told_anew(cast: Cast) -> None:
    for _each in range(2):
        a_second_factor(cast.member)
        reset_second_factor(cast.member, by=cast.administrator)
    assert Notice.objects.filter(user=cast.member).count() == 2


def test_it_is_meant_for_those_who_export_or_administer(cast: Cast) -> None:
    meant = {role for role in Cast.ROLES if should_have_one(getattr(cast, role))}
    assert meant == {"chair", "office", "lead", "member", "supervisor", "administrator", "auditor"}
