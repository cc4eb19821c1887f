"""History in words: verbs, fields and choices in the reader's language."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from committee.models import Person, Unit
from dayan_safety.attachments import attach
from dayan_safety.calendars import mark_day
from dayan_safety.history import record_action
from dayan_safety.models import Action
from dayan_safety.reading_history import (
    Change,
    changes_in_words,
    changes_of,
    differences,
    history_of,
    sentences,
    told,
)
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.testing import Cast, a_person, a_unit, an_appointment
from dayan_safety.tests import files


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def last() -> Action:
    row: Action = Action.objects.order_by("-number")[0]
    return row


def test_an_edit_is_told_with_the_names_of_fields_and_choices(cast: Cast) -> None:
    unit = a_unit(name="北山村", valid_from=date(2024, 1, 1))
    unit.kind, unit.valid_from, unit.address = Unit.Kind.SCHOOL, None, "东街"
    edit_record(unit, ["kind", "valid_from", "address"], by=cast.office)
    row = told(last())
    assert row.changes == [
        ("kind of unit", "village", "school"),
        ("address", "", "东街"),
        ("belongs to the town from", "2024-01-01", ""),
    ]
    assert (row.by_name, row.verb_label) == ("李文员", "edit a unit")
    assert (row.thing_kind, row.thing_name, row.outcome, row.reason) == ("unit", "北山村", "done", "")
    assert str(row) == "李文员: edit a unit, 北山村"
    assert changes_in_words(last()) == (
        "kind of unit: village → school; address: 东街; belongs to the town from: 2024-01-01 → empty"
    )


def test_the_same_row_is_told_in_the_readers_language(cast: Cast) -> None:
    create_record(Unit(name="新村", kind=Unit.Kind.VILLAGE), by=cast.office)
    with translation.override("zh-hans"):
        expected = (str(Unit._meta.get_field("kind").verbose_name), "", str(Unit.Kind.VILLAGE.label))
        assert expected in told(last()).changes
    assert ("kind of unit", "", "village") in told(last()).changes


def test_the_number_of_a_row_is_no_news(cast: Cast) -> None:
    record_action("committee.edit_unit", cast.village, after={"id": "5", "name": "x"})
    assert told(last()).changes == [("name", "", "x")]


def test_the_clock_refusals_and_reasons_are_told(cast: Cast) -> None:
    remove_record(cast.other_village, by=None, reason="并村")
    assert str(told(last())) == "The portal: remove a unit, 西河村"
    assert told(last()).reason == "并村"
    record_action("committee.edit_unit", cast.village, by=cast.member, outcome=Action.Outcome.REFUSED)
    assert str(told(last())) == "钱所长: edit a unit, 东风村 (refused)"
    assert told(last()).is_refused


def test_files_and_calendar_days_are_told(cast: Cast) -> None:
    attach(cast.village, by=cast.office, file=files.upload(files.PDF, "通知.pdf"))
    assert told(last()).changes == [("file", "", "通知.pdf")]
    assert [change.label for change in changes_of(last())] == ["file", "SHA-256"]
    assert str(told(last())) == "李文员: attach a file, 东风村"
    mark_day(date(2027, 1, 18), by=cast.office, is_working=False, name="庙会")
    assert told(last()).changes == [("working day", "", "no"), ("name", "", "庙会")]
    assert told(last()).thing_kind == "calendar day"


@pytest.mark.parametrize("thing_type", ["committee.forgotten", "forgotten.unit", "nonsense", "", "a.b.c"])
def test_rows_of_things_that_are_gone_are_told_as_they_are(db: Any, thing_type: str) -> None:
    record_action("committee.forget", after={"old_field": "1", "rows": "2"})
    row = last()
    row.thing_type, row.thing_name = thing_type, "旧物"
    assert told(row).changes == [("old field", "", "1"), ("rows", "", "2")]
    assert (told(row).verb_label, told(row).thing_kind) == ("committee.forget", thing_type)


def test_values_that_are_no_text_are_told_as_text(db: Any) -> None:
    record_action("a", before={"name": None, "order": 3}, after={"name": ["x"]})
    assert [tuple(change) for change in changes_of(last())] == [("name", "", "['x']"), ("order", "3", "")]


def test_relations_are_no_fields_and_are_told_by_their_name(cast: Cast) -> None:
    record_action("committee.edit_unit", cast.village, after={"people": "3", "liaison_posts": "2"})
    assert [change.label for change in changes_of(last())] == ["liaison posts", "people"]


def test_a_change_reads_as_a_sentence() -> None:
    assert str(Change("name", "a", "b")) == "name: a → b"
    assert str(Change("name", "", "b")) == "name: b"
    assert str(Change("name", "a", "")) == "name: a → empty"


def test_a_records_history_is_its_own_newest_first(cast: Cast) -> None:
    unit, person = a_unit(), a_person()
    for name in ("一", "二"):
        unit.name = name
        edit_record(unit, ["name"], by=cast.office)
    person.name = "另"
    edit_record(person, ["name"], by=cast.office)
    assert [row.verb for row in history_of(unit)] == ["committee.edit_unit"] * 2 + [
        "committee.open_posts",
        "committee.create_unit",
    ]
    assert [row.changes[0].after for row in sentences(history_of(unit)[:2])] == ["二", "一"]
    assert {row.thing_type for row in history_of(person)} == {"committee.person"}


def test_telling_takes_one_query_for_any_number_of_rows(cast: Cast, query_count: Any) -> None:
    unit = a_unit()
    one = query_count(lambda: sentences(history_of(unit)))
    for number in range(5):
        unit.name = f"{number}村"
        edit_record(unit, ["name"], by=cast.office)
    assert query_count(lambda: sentences(history_of(unit))) == one == 1


def test_what_belongs_to_a_record_is_told_with_it_newest_first(cast: Cast) -> None:
    person = a_person(name="高多职")
    an_appointment(cast.group, "deputy_lead", person)
    person.position = "委员"
    edit_record(person, ["position"], by=cast.office)
    an_appointment(cast.supervision, "group_member", person)
    an_appointment(cast.supervision, "group_member", a_person(name="他人"))
    rows = sentences(history_of(person, person.appointments.all()), on_page_of=person)
    assert [row.verb_label for row in rows] == [
        "appoint: 高多职 督查考核组 group member",
        "edit a person",
        "appoint: 高多职 消防安全组 deputy group lead",
        "register a person",
    ]
    assert [row.verb for row in history_of(person)] == ["committee.edit_person", "committee.create_person"]


def test_the_same_number_of_another_kind_of_thing_is_another_thing(cast: Cast) -> None:
    number = cast.village.pk
    person = Person.objects.filter(pk=number).first() or create_record(Person(pk=number, name="同号"), by=None)
    told_of = {row.thing_type for row in history_of(person, Unit.objects.none())}
    assert told_of == {"committee.person"}


def test_no_more_is_told_than_what_is_asked_for(cast: Cast, query_count: Any) -> None:
    units = Unit.objects.filter(pk=cast.village.pk)
    rows = history_of(cast.office.person, units, cast.office.person.appointments.all())
    assert {row.thing_type for row in rows} == {"committee.person", "committee.unit", "committee.appointment"}
    assert {row.thing_name for row in rows if row.thing_type == "committee.unit"} == {"东风村"}
    assert len(rows[:2]) == 2
    assert query_count(lambda: list(history_of(cast.office.person, units)[:2])) == 1


def test_two_states_of_a_record_differ_in_words_and_masked(cast: Cast) -> None:
    one = Person(name="李华", sex="male", telephone="13812345678", unit=cast.village)
    other = Person(name="李华", sex="female", telephone="13900001111", unit=None)
    assert differences(one, other, ["name", "sex", "telephone", "unit"]) == [
        ("sex", "male", "female"),
        ("telephone", "138****5678", "139****1111"),
        ("unit", "东风村", ""),
    ]
    assert differences(one, one, ["name", "telephone"]) == []
