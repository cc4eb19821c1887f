"""Columns and values of the administration's files: the words of the reader, read back in any language."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import tablib
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from committee.models import Person, Unit
from committee.resources import PersonResource, UnitResource
from dayan_safety.exports import LIVE, defused
from dayan_safety.importing.cleaning import whole_number
from dayan_safety.models import Action, CalendarDay
from dayan_safety.records import remove_record
from dayan_safety.resources import (
    YES_NO,
    CalendarDayResource,
    Worded,
    WordedResource,
    by_name,
    one_of,
    text,
    widget_for,
)
from dayan_safety.testing import Cast, a_person, a_unit

RESOURCES = sorted(
    {resource for page in admin.site._registry.values() for resource in getattr(page, "resource_classes", [])},
    key=lambda resource: str(resource.__name__),
)
LANGUAGES = ("zh-hans", "en")


def columns(resource: Any, language: str) -> list[str]:
    """The headers in a language."""
    with override(language):
        return [str(field.column_name) for field in resource().fields.values()]


@pytest.mark.parametrize("resource", RESOURCES)
def test_every_column_has_its_own_name_in_either_language(resource: Any) -> None:
    names = {language: columns(resource, language) for language in LANGUAGES}
    for language in LANGUAGES:
        assert len(set(names[language])) == len(names[language])
    assert all(any("\u3400" <= letter <= "\u9fff" for letter in name) for name in names["zh-hans"])
    assert all(name.isascii() for name in names["en"])


@pytest.mark.parametrize("resource", [resource for resource in RESOURCES if issubclass(resource, WordedResource)])
def test_a_header_of_any_language_and_the_fields_own_name_mean_the_same(resource: Any) -> None:
    made = resource()
    for language in LANGUAGES:
        with override(language):
            here = [str(field.column_name) for field in made.fields.values()]
            for other in LANGUAGES:
                assert [made.column_of(header) for header in columns(resource, other)] == here
            assert [made.column_of(name) for name in made.fields] == here
            assert [made.column_of(f" {name.upper()} ") for name in made.fields] == here


def test_what_the_rows_are_is_said_in_words() -> None:
    with override("en"):
        assert [UnitResource.get_display_name(), CalendarDayResource.get_display_name()] == ["units", "calendar days"]


# Values.


@given(st.text(max_size=40) | st.text("'=+-@＝a\t", max_size=5))
def test_text_comes_back_from_what_spreadsheets_must_not_run(typed: str) -> None:
    assert text(defused(typed)) == typed
    assert not defused(typed).startswith(LIVE)


@pytest.mark.parametrize(
    ("cell", "kept"), [(None, ""), ("", ""), ("'", "'"), ("'东风村", "'东风村"), ("'=1", "=1"), ("''=1", "'=1")]
)
def test_only_the_apostrophe_of_a_live_beginning_is_taken_away(cell: Any, kept: str) -> None:
    assert text(cell) == kept


@given(st.integers(0, 999_999_999))
def test_whole_numbers_are_read_however_they_are_set(number: int) -> None:
    assert whole_number(str(number)) == whole_number(f" {number} ") == number
    assert whole_number("".join(chr(ord(digit) + 0xFEE0) for digit in str(number))) == number


@pytest.mark.parametrize("cell", ["-1", "1.5", "一", "1e3", "1" * 10, "٣", "0x1", "1,00", "+1"])
def test_what_is_no_whole_number_is_refused_in_words(cell: str) -> None:
    with override("zh-hans"), pytest.raises(ValueError, match=r"^这不是整数。$"):
        Worded(read=whole_number).clean(cell)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choices", [Unit.Kind.choices, Person.Sex.choices, YES_NO])
def test_a_choice_is_shown_by_its_label_and_read_by_any(choices: Any, language: str) -> None:
    widget = one_of(choices)
    with override(language):
        for value, label in choices:
            assert widget.render(value) == str(label)
            assert widget.clean(str(label)) == value
            code = {True: "1", False: "0"}[value] if isinstance(value, bool) else value
            assert widget.clean(code) == widget.clean(f" {code.upper()} ") == value
            with override(LANGUAGES[1 - LANGUAGES.index(language)]):
                elsewhere = str(label)
            assert widget.clean(elsewhere) == value


def test_nothing_is_no_choice_and_another_word_is_refused_with_the_right_ones() -> None:
    assert one_of(Person.Sex.choices).clean("") == ""
    assert one_of(YES_NO).clean("") is None
    with override("zh-hans"), pytest.raises(ValueError, match="男、女"):
        one_of(Person.Sex.choices).clean("雄")
    with override("en"), pytest.raises(ValueError, match="yes, no"):
        one_of(YES_NO).clean("2")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_days_are_read_in_the_ways_people_write_them(day: date) -> None:
    widget = widget_for(models.DateField())
    for spelt in (widget.render(day), f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}"):
        assert widget.clean(spelt) == day


TYPED = [
    field
    for model in (Unit, Person, CalendarDay)
    for field in model._meta.fields
    if field.editable and not field.is_relation and not field.primary_key
]


@pytest.mark.parametrize("field", TYPED, ids=str)
def test_every_field_has_a_widget_that_brings_back_nothing_as_nothing(field: Any) -> None:
    empty = widget_for(field).clean("")
    assert empty in ("", None)
    assert empty is None or not field.null


def test_a_record_is_named_by_its_name_among_those_that_are_there(cast: Cast) -> None:
    widget = by_name("unit", Unit, "unit").widget
    assert (widget.clean("东风村"), widget.clean(" 东风村 "), widget.clean("")) == (cast.village, cast.village, None)
    remove_record(cast.village, by=None, reason="并村")
    with override("zh-hans"), pytest.raises(ValueError, match="没有名为“东风村”的记录。"):
        widget.clean("东风村")
    again = a_unit(name="东风村")
    assert widget.clean("东风村") == again


def test_of_two_people_of_a_name_neither_is_guessed(db: None) -> None:
    for _each in range(2):
        a_person(name="张伟")
    with override("zh-hans"), pytest.raises(ValueError, match="不止一条"):
        by_name("person", Person, "person").widget.clean("张伟")


# Rights.


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "administrator"])
def test_nobody_else_writes_through_this_door(role: str, cast: Cast) -> None:
    by, rows = getattr(cast, role), Action.objects.count()
    for resource, headers, row in (
        (UnitResource, ["name", "kind"], ["新村", "village"]),
        (PersonResource, ["name"], ["新人"]),
        (CalendarDayResource, ["day", "is_working", "name"], ["2027-01-18", "0", "庙会"]),
    ):
        result = resource(by=by).import_data(tablib.Dataset(row, headers=headers))
        [(line, [error])] = result.row_errors()
        assert (line, type(error.error)) == (2, PermissionDenied)
    assert (Unit.objects.filter(name="新村").exists(), CalendarDay.objects.exists()) == (False, False)
    assert Action.objects.count() == rows


def test_a_rehearsal_writes_nothing_and_tells_what_it_would(cast: Cast) -> None:
    dataset = tablib.Dataset(["新村", "village"], ["东风村", "school"], ["西河村", "village"], headers=["name", "kind"])
    before = Action.objects.count()
    result = UnitResource(by=cast.administrator).import_data(dataset, dry_run=True)
    assert [row.import_type for row in result.rows] == ["new", "update", "skip"]
    assert (Unit.objects.filter(name="新村").exists(), Action.objects.count()) == (False, before)
    cast.village.refresh_from_db()
    assert cast.village.kind == "village"
