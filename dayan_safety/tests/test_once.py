"""A form sent three times, or sent again after a lost answer, is carried out once."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from committee.models import Unit
from dayan_safety.errors import RuleBroken
from dayan_safety.history import verify_history
from dayan_safety.models import Action, OnceToken
from dayan_safety.once import carry_out_once, where_it_led
from dayan_safety.testing import a_unit, a_user
from dayan_safety.tests.crowd import apart, database_for_threads, together


def create(name: str = "东风村") -> str:
    return f"/units/{a_unit(name=name).pk}/"


def test_sent_three_times_is_carried_out_once(db: Any) -> None:
    user = a_user()
    urls = [carry_out_once("token", user, create) for _time in range(3)]
    assert urls == [f"/units/{Unit.objects.get().pk}/"] * 3
    assert Action.objects.filter(verb="committee.create_unit").count() == 1


def test_another_token_or_another_user_is_another_form(db: Any) -> None:
    first, second = a_user(), a_user()
    carry_out_once("token", first, lambda: create("一村"))
    carry_out_once("another", first, lambda: create("二村"))
    carry_out_once("token", second, lambda: create("三村"))
    assert set(Unit.objects.values_list("name", flat=True)) == {"一村", "二村", "三村"}


def test_without_a_token_it_simply_runs(db: Any) -> None:
    carry_out_once("", a_user(), lambda: create("一村"))
    carry_out_once("", a_user(), lambda: create("二村"))
    assert Unit.objects.count() == 2
    assert not OnceToken.objects.exists()


@pytest.mark.parametrize("raised", [ZeroDivisionError, IntegrityError])
def test_what_failed_may_be_sent_again(db: Any, raised: type[Exception]) -> None:
    user = a_user()

    def fail() -> str:
        create()
        raise raised

    with pytest.raises(raised):
        carry_out_once("token", user, fail)
    assert not Unit.objects.exists()
    assert not OnceToken.objects.exists()
    assert carry_out_once("token", user, create) == f"/units/{Unit.objects.get().pk}/"


def test_a_rule_of_the_database_is_not_taken_for_a_second_sending(db: Any) -> None:
    user = a_user()
    create()
    with pytest.raises(RuleBroken):
        carry_out_once("token", user, create)
    assert Unit.objects.count() == 1
    assert where_it_led("token", user) == ""


def test_where_a_form_led_is_known_to_its_sender_alone(db: Any) -> None:
    sender, other = a_user(), a_user()
    url = carry_out_once("token", sender, create)
    assert where_it_led("token", sender) == url
    assert where_it_led("token", other) == where_it_led("other", sender) == where_it_led("", sender) == ""


def test_a_very_long_token_is_still_one_token(db: Any) -> None:
    user = a_user()
    assert carry_out_once("x" * 500, user, create) == carry_out_once("x" * 500, user, create)
    assert Unit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_senders_at_the_same_moment_get_the_same_answer(tmp_path: Path) -> None:
    user = a_user()
    with database_for_threads(tmp_path):
        for turn in range(5):
            acts = [lambda turn=turn: carry_out_once(f"t{turn}", user, lambda: create(f"{turn}村"))] * 8
            answers = together(*acts)
            assert len(set(answers)) == 1
            assert str(answers[0]).startswith("/units/")
        assert apart(lambda: sorted(Unit.objects.values_list("name", flat=True))) == [f"{n}村" for n in range(5)]
        assert apart(lambda: list(verify_history())) == []
