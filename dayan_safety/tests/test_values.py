"""Values as people read them: one rule for history, lists and exports."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone as django_timezone
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from committee.models import Unit
from dayan_safety.testing import Cast, a_person, a_unit
from dayan_safety.values import in_words, plain_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (Decimal("1.50"), "1.50"),
        (True, "是"),
        (False, "否"),
        (date(2026, 3, 5), "2026-03-05"),
        (date(1, 1, 1), "0001-01-01"),
        (datetime(2026, 3, 5, 16, 30, 59, tzinfo=UTC), "2026-03-06 00:30"),
        (datetime(2026, 3, 5, 0, 30, tzinfo=timezone(timedelta(hours=-5))), "2026-03-05 13:30"),
        (Unit.Kind.VILLAGE, "village"),
        (["x"], "['x']"),
    ],
)
def test_each_kind_of_value_has_its_writing(value: Any, text: str) -> None:
    assert plain_text(value) == text


def test_yes_and_no_are_in_the_readers_language() -> None:
    with translation.override("en"):
        assert (plain_text(True), plain_text(False)) == ("yes", "no")


@given(st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_moment_is_told_to_the_minute_in_the_towns_time(moment: datetime) -> None:
    told = datetime.strptime(plain_text(moment), "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert timedelta(0) <= moment - told < timedelta(minutes=1)


@given(st.dates())
def test_a_day_is_told_the_same_wherever_the_reader_is(day: date) -> None:
    with django_timezone.override("America/New_York"):
        assert plain_text(day) == day.isoformat()


# Fields of a record


def test_a_field_is_told_as_everybody_may_see_it(cast: Cast) -> None:
    person = a_person(name="赵有号", telephone="13812345678", identity_number="11010519491231002X", unit=cast.village)
    told = {name: in_words(person, name) for name in ("name", "telephone", "identity_number", "unit", "left_on")}
    assert told == {
        "name": "赵有号",
        "telephone": "138****5678",
        "identity_number": "**************002X",
        "unit": "东风村",
        "left_on": "",
    }


def test_codes_are_told_by_their_labels_and_nothing_as_nothing(db: Any) -> None:
    unit = a_unit(kind="school", valid_from=date(2024, 1, 1))
    assert (in_words(unit, "kind"), in_words(unit, "valid_from"), in_words(unit, "valid_to")) == (
        "学校",
        "2024-01-01",
        "",
    )
    assert in_words(a_person(telephone=""), "telephone") == ""
    with translation.override("en"):
        assert in_words(unit, "kind") == "school"


def test_every_personal_field_of_every_person_is_masked(db: Any) -> None:
    person = a_person(telephone="13812345678", identity_number="11010519491231002X")
    for name in type(person).PERSONAL:
        assert in_words(person, name) != getattr(person, name)
        assert "*" in in_words(person, name)
