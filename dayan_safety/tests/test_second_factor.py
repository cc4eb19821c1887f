"""The second factor: codes that fit once and for a minute, recovery codes, guessing, what the database keeps."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import connection
from hypothesis import assume, example, given
from hypothesis import strategies as st
from time_machine import travel

from committee.models import User
from dayan_safety.codes import drawing_of
from dayan_safety.models import Action, RecoveryCode, SecondFactor
from dayan_safety.second_factor import (
    ALPHABET,
    app_address,
    codes_left,
    enrol_second_factor,
    matching_step,
    new_key,
    renew_recovery_codes,
    tidy_code,
    use_code,
)
from dayan_safety.testing import a_user
from dayan_safety.tests.second_factors import a_second_factor, code_of, wrong_code

RFC_KEY = base64.b32encode(b"12345678901234567890").decode()
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def user(db: None) -> User:
    user: User = a_user(username="lihua")
    return user


@pytest.fixture
def clock(time_machine: Any) -> Callable[..., None]:
    def move(**passed: Any) -> None:
        time_machine.move_to(NOON + timedelta(**passed), tick=False)

    move()
    return move


# The arithmetic.
@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(second: int, code: str, time_machine: Any) -> None:
    time_machine.move_to(datetime.fromtimestamp(second, UTC), tick=False)
    assert matching_step(RFC_KEY, code) == second // 30
    assert code_of(RFC_KEY) == code


@given(st.integers(min_value=-4, max_value=4), st.integers(min_value=0, max_value=29))
@example(-1, 0)
@example(1, 29)
@example(2, 0)
def test_a_clock_may_be_wrong_by_half_a_minute_and_no_more(late: int, second: int) -> None:
    with travel(NOON + timedelta(seconds=second), tick=False):
        code, step = code_of(RFC_KEY, late), int(NOON.timestamp()) // 30 + late
        fits = {code_of(RFC_KEY, near) for near in (-1, 0, 1)}
        assume(abs(late) <= 1 or code not in fits)
        assert matching_step(RFC_KEY, code) == (step if abs(late) <= 1 else None)


@pytest.mark.parametrize("code", ["", "28708", "2870820", "abcdef", "-28708", "28708.", "0x1234"])
def test_what_is_no_code_fits_nothing(code: str, time_machine: Any) -> None:
    time_machine.move_to(datetime.fromtimestamp(59, UTC), tick=False)
    assert matching_step(RFC_KEY, code) is None


@given(st.text(alphabet=ALPHABET, min_size=12, max_size=12), st.lists(st.sampled_from(" -‐—.　"), max_size=4))
def test_how_a_code_is_written_does_not_matter(code: str, between: list[str]) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert tidy_code("".join(between).join([code[:4].lower(), wide[4:8], code[8:]])) == code


def test_keys_and_recovery_codes_are_long_and_differ(user: User) -> None:
    keys = {new_key() for _each in range(50)}
    assert {len(base64.b32decode(key)) for key in keys} == {20}
    assert len(keys) == 50
    codes = a_second_factor(user)[1] + renew_recovery_codes(user, by=user)
    assert len(set(codes)) == 20
    assert {len(tidy_code(code)) for code in codes} == {12}
    assert set("".join(map(tidy_code, codes))) <= set(ALPHABET)


def test_the_picture_says_whose_login_at_which_portal(user: User) -> None:
    address = app_address(user, RFC_KEY)
    parts = urlsplit(address)
    told = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/大安镇安全社区:lihua")
    assert (told["secret"], told["issuer"], told["digits"], told["period"]) == (RFC_KEY, "大安镇安全社区", "6", "30")
    assert drawing_of(address).startswith("data:image/svg+xml;")
    assert drawing_of(address) != drawing_of(app_address(user, new_key()))


# Using codes.
def test_a_code_opens_once(user: User, clock: Callable[..., None]) -> None:
    key, _codes = a_second_factor(user)
    code = code_of(key)
    assert [use_code(user, code), use_code(user, code)] == ["验证器的验证码", ""]
    clock(seconds=30)
    assert use_code(user, code) == ""
    assert use_code(user, code_of(key))


def test_without_the_memory_of_the_last_one_it_would_open_twice(user: User, clock: Callable[..., None]) -> None:
    key, _codes = a_second_factor(user)
    code = code_of(key)
    assert use_code(user, code)
    SecondFactor.objects.update(last_step=0)
    assert use_code(user, code)


def test_a_later_code_makes_the_earlier_ones_void(user: User, clock: Callable[..., None]) -> None:
    key, _codes = a_second_factor(user)
    early, late = code_of(key), code_of(key, 1)
    assert use_code(user, late)
    assert use_code(user, early) == ""


def test_the_code_of_the_setting_up_is_used_up_by_it(user: User, clock: Callable[..., None]) -> None:
    key = new_key()
    code = code_of(key)
    enrol_second_factor(user, by=user, key=key, code=code)
    assert use_code(user, code) == ""
    assert use_code(user, code_of(key, 1))


def test_each_recovery_code_opens_once_however_it_is_typed(user: User) -> None:
    _key, codes = a_second_factor(user)
    assert use_code(user, f" {codes[3].lower().replace('-', ' ')} ") == "恢复码"
    assert [use_code(user, codes[3]), codes_left(user)] == ["", 9]
    assert all(use_code(user, code) for code in codes[:3] + codes[4:])
    assert codes_left(user) == 0


def test_codes_of_one_login_open_no_other(user: User, clock: Callable[..., None]) -> None:
    other = a_user()
    key, codes = a_second_factor(user)
    a_second_factor(other)
    assert [use_code(other, code_of(key)), use_code(other, codes[0])] == ["", ""]
    assert [bool(use_code(user, code_of(key))), bool(use_code(user, codes[0]))] == [True, True]


def test_new_recovery_codes_void_the_old_ones(user: User) -> None:
    _key, old = a_second_factor(user)
    new = renew_recovery_codes(user, by=user)
    assert [use_code(user, old[0]), bool(use_code(user, new[0]))] == ["", True]
    assert Action.objects.get(verb="dayan_safety.renew_recovery_codes").by_id == user.pk


# Guessing.
def test_five_wrong_codes_lock_even_the_right_one(user: User, clock: Callable[..., None]) -> None:
    key, codes = a_second_factor(user)
    for _each in range(4):
        assert use_code(user, wrong_code(key)) == ""
    assert user.second_factor.locked_until is None
    use_code(user, "BBBB-CCCC-DDDD")
    factor = SecondFactor.objects.get()
    assert factor.locked_until == NOON + timedelta(minutes=30)
    assert [use_code(user, code_of(key)), use_code(user, codes[0])] == ["", ""]
    assert codes_left(user) == 10


def test_without_the_limit_guessing_would_go_on(user: User, clock: Callable[..., None], settings: Any) -> None:
    settings.SIGN_IN_FAILURES = 1000
    key, _codes = a_second_factor(user)
    for _each in range(6):
        use_code(user, wrong_code(key))
    assert use_code(user, code_of(key))


@pytest.mark.parametrize(("minutes", "opens"), [(29, False), (30, True)])
def test_the_lock_opens_after_half_an_hour_and_is_not_made_longer(
    user: User, clock: Callable[..., None], minutes: int, opens: bool
) -> None:
    key, _codes = a_second_factor(user)
    for _each in range(5):
        use_code(user, wrong_code(key))
    clock(minutes=20)
    use_code(user, wrong_code(key))
    clock(minutes=minutes)
    assert bool(use_code(user, code_of(key))) is opens


def test_a_right_code_forgives_and_old_failures_are_forgotten(user: User, clock: Callable[..., None]) -> None:
    key, codes = a_second_factor(user)
    for _each in range(4):
        use_code(user, wrong_code(key))
    assert use_code(user, codes[0])
    assert SecondFactor.objects.get().failures == 0
    for _each in range(4):
        use_code(user, wrong_code(key))
    clock(minutes=31)
    use_code(user, wrong_code(key))
    assert SecondFactor.objects.get().failures == 1


# At rest.
def test_the_database_keeps_neither_key_nor_codes(user: User) -> None:
    key, codes = a_second_factor(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dayan_safety_secondfactor")
        kept = str(cursor.fetchall())
        cursor.execute("SELECT * FROM dayan_safety_recoverycode")
        kept += str(cursor.fetchall())
    kept += str(list(Action.objects.values()))
    assert [text for text in (key, *codes, *map(tidy_code, codes)) if text in kept] == []
    assert SecondFactor.objects.get().key == key
    assert RecoveryCode.objects.count() == 10
