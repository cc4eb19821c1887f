"""Parameters: declared with their defaults, set by the office, each value cleaned by its field and told to history."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import PermissionDenied

from committee.parameters import PARAMETERS
from dayan_safety import parameters as room
from dayan_safety.models import Action, Parameter
from dayan_safety.notice_kinds import all_kinds
from dayan_safety.parameters import NumbersField, all_parameters, parameter, parameters, set_parameters
from dayan_safety.testing import Cast

WEEK, NAME = "committee.meeting_week", "committee.meeting_name"


def test_what_was_never_set_is_as_shipped(db: Any) -> None:
    assert parameters() == {name: declared.shipped for name, declared in all_parameters().items()}
    assert (parameter(WEEK), Parameter.objects.count()) == (2, 0)


@pytest.mark.parametrize("declared", PARAMETERS, ids=lambda declared: declared.name)
def test_every_default_passes_its_own_field(declared: Any) -> None:
    field = declared.field()
    shown = field.prepare_value(declared.default)
    assert field.clean(shown) == declared.default
    assert declared.name.startswith("committee.")
    assert str(declared.label) and str(declared.group)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (WEEK, "5"),
        (WEEK, "0"),
        (WEEK, "zwei"),
        ("committee.meeting_weekday", "6"),
        ("committee.meeting_time", "25:00"),
        (NAME, ""),
        (NAME, "会" * 61),
        ("committee.notice_days", "-1"),
        ("committee.notice_days", "31"),
        ("committee.late_after", "121"),
        ("committee.invited_posts", ["king"]),
        ("committee.invited_posts", []),
        ("committee.task_prefix", ""),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(name: str, wrong: Any) -> None:
    with pytest.raises(forms.ValidationError):
        all_parameters()[name].field().clean(wrong)


@pytest.mark.parametrize(("typed", "kept"), [("14:30", "14:30"), ("9:05", "09:05")])
def test_a_time_is_kept_as_text(typed: str, kept: str) -> None:
    assert all_parameters()["committee.meeting_time"].field().clean(typed) == kept


def test_what_is_set_is_kept_and_told_with_before_and_after(cast: Cast) -> None:
    assert set_parameters({WEEK: 3, NAME: "大安镇创安联席会议"}, by=cast.office) == [WEEK]
    assert (parameter(WEEK), parameters()[WEEK], Parameter.objects.count()) == (3, 3, 1)
    row = Action.objects.get(verb="dayan_safety.set_parameters")
    assert (row.by, row.before, row.after) == (cast.office, {"第几周": "第二个"}, {"第几周": "第三个"})


def test_the_same_again_leaves_no_trace_and_back_to_the_default_is_a_change(cast: Cast) -> None:
    for value, changed in ((3, [WEEK]), (3, []), (2, [WEEK])):
        assert set_parameters({WEEK: value}, by=cast.office) == changed
    assert (parameter(WEEK), Action.objects.filter(verb="dayan_safety.set_parameters").count()) == (2, 2)


def test_several_are_told_in_one_row_lists_in_words(cast: Cast) -> None:
    set_parameters({WEEK: 1, "committee.invited_posts": ["director", "lead"]}, by=cast.office)
    row = Action.objects.get(verb="dayan_safety.set_parameters")
    assert len(row.after) == 2
    assert "主任, 组长" in row.after.values()


def test_an_unknown_name_is_a_mistake(cast: Cast) -> None:
    with pytest.raises(KeyError):
        parameter("committee.nothing")
    with pytest.raises(KeyError):
        set_parameters({"committee.nothing": 1}, by=cast.office)
    assert not Parameter.objects.exists()


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "office"])
def test_nobody_but_the_office_sets_them(cast: Cast, role: str) -> None:
    with pytest.raises(PermissionDenied):
        set_parameters({WEEK: 3}, by=getattr(cast, role))
    assert (parameter(WEEK), Parameter.objects.count()) == (2, 0)


def test_they_cost_one_question(db: Any, query_count: Any) -> None:
    assert query_count(parameters) == query_count(lambda: parameter(WEEK)) == 1
    set_parameters({WEEK: 3, NAME: "例会"}, by=None)
    assert query_count(parameters) == query_count(lambda: parameter(WEEK)) == 1


# Whole numbers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("7, 3, 1, 0", [7, 3, 1, 0]),
        ("0,1,3,7", [7, 3, 1, 0]),
        ("3，3、1", [3, 1]),
        (" 5 ", [5]),
        ("60", [60]),
    ],
)
def test_numbers_are_read_with_any_commas_the_largest_first_none_twice(typed: str, kept: list[int]) -> None:
    field = NumbersField()
    assert field.clean(typed) == kept
    assert field.clean(field.prepare_value(kept)) == kept


@pytest.mark.parametrize("typed", ["61", "-1", "1.5", "ein", "³", "", "1;2"])
def test_other_words_are_no_numbers(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        NumbersField(least=0, most=60).clean(typed)


def test_the_limits_are_told() -> None:
    with pytest.raises(forms.ValidationError) as told:
        NumbersField(least=1, most=30).clean("31")
    assert told.value.messages == ["请填写 1 到 30 的整数，用逗号隔开。"]
    assert room.SET == "dayan_safety.set_parameters"


def test_what_is_shipped_is_a_value_or_what_a_function_says_when_it_is_asked() -> None:
    answers = iter(["first", "second"])
    plain, asked = (
        room.Declared("a.b", "b", "a", default, forms.CharField) for default in ("x", lambda: next(answers))
    )
    assert (plain.shipped, asked.shipped, asked.shipped) == ("x", "first", "second")


def test_what_is_urgent_as_shipped_are_the_kinds_that_say_so(db: Any) -> None:
    assert parameter("dayan_safety.urgent_kinds") == [kind.name for kind in all_kinds().values() if kind.urgent]
