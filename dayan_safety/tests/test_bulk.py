"""Many rows in one statement, filled as Django fills them."""

from __future__ import annotations

import gc
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.models import Appointment, LiaisonPost, Person
from dayan_safety.bulk import collector_paused, insert_all, update_all
from dayan_safety.testing import SINCE, a_person, a_unit, an_appointment

pytestmark = pytest.mark.django_db
ODD = ["", "a'b\"c", "%s %d", "二\n行", "\\u0000", "{}", "null", "=1"]


def test_rows_come_back_in_their_order_with_their_values_and_defaults() -> None:
    unit = a_unit()
    rows = [(f"张{number}", unit.pk, text) for number, text in enumerate(ODD * 50)]
    keys = insert_all(Person, ("name", "unit", "position"), rows)
    people = [Person.objects.in_bulk(keys)[key] for key in keys]
    assert [(person.name, person.unit_id, person.position) for person in people] == rows
    assert {(person.version, person.order, person.left_on, person.sex) for person in people} == {(1, 1000, None, "")}
    assert all(timezone.now() - person.created_at < timedelta(minutes=1) for person in people)


def test_keys_days_and_ciphers_are_kept_as_django_keeps_them() -> None:
    unit, person = a_unit(), a_person()
    (post, *_) = LiaisonPost.objects.filter(unit=unit)
    (key,) = insert_all(
        Appointment, ("person", "post", "liaison_post", "since"), [(person.pk, "liaison", post.pk, date(2024, 2, 29))]
    )
    appointment = Appointment.objects.get(pk=key)
    assert (appointment.person, appointment.since, appointment.until) == (person, date(2024, 2, 29), None)
    assert appointment.title == str(post)
    (key,) = insert_all(Person, ("name", "identity_number"), [("张三", "11010519491231002X")])
    assert Person.objects.get(pk=key).identity_number == "11010519491231002X"
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number FROM committee_person WHERE id = %s", [key])
        assert "11010519491231002X" not in cursor.fetchone()[0]


def test_one_statement_for_any_number_of_rows(django_assert_num_queries: Any) -> None:
    for count in (1, 1000):
        with django_assert_num_queries(1):
            keys = insert_all(Person, ("name",), [(f"张{number}",) for number in range(count)])
        with django_assert_num_queries(1):
            assert update_all(Person, ("position",), [(key, 1, "支书") for key in keys]) == count
    with django_assert_num_queries(0):
        assert insert_all(Person, ("name",), []) == []
        assert update_all(Person, ("name",), []) == 0


def test_constraints_hold() -> None:
    appointment = an_appointment(a_unit().liaison_posts.first(), "liaison")
    again = (appointment.person_id, "liaison", appointment.liaison_post_id, SINCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(Appointment, ("person", "post", "liaison_post", "since"), [again])
    assert Appointment.objects.count() == 1


def test_a_text_too_long_is_refused_or_kept_but_never_cut() -> None:
    try:
        with transaction.atomic():
            (key,) = insert_all(Person, ("name",), [("张" * 51,)])
    except DataError:
        assert connection.vendor == "postgresql"
    else:
        assert Person.objects.get(pk=key).name == "张" * 51


def test_only_what_is_given_changes_and_the_version_grows() -> None:
    first, second = a_person(name="张三", position="支书"), a_person(name="李四", position="主任")
    rows = [(first.pk, 1, None, "13911112222"), (second.pk, 1, "会计", None)]
    assert update_all(Person, ("position", "telephone"), rows) == 2
    first.refresh_from_db()
    before = second.telephone
    second.refresh_from_db()
    assert (first.position, first.telephone, first.version) == ("支书", "13911112222", 2)
    assert (second.position, second.telephone, second.version) == ("会计", before, 2)
    assert first.updated_at == second.updated_at > first.created_at


def test_a_row_of_another_version_is_left_alone() -> None:
    first, second = a_person(position="支书"), a_person(position="主任")
    assert update_all(Person, ("position",), [(first.pk, 1, "会计"), (second.pk, 9, "会计")]) == 1
    assert [Person.objects.get(pk=person.pk).position for person in (first, second)] == ["会计", "主任"]


def test_days_and_ciphers_are_updated_as_django_keeps_them() -> None:
    appointment = an_appointment(a_unit().liaison_posts.first(), "liaison")
    assert update_all(Appointment, ("since", "until"), [(appointment.pk, 1, date(2023, 1, 1), date(2023, 5, 1))]) == 1
    appointment.refresh_from_db()
    assert (appointment.since, appointment.until) == (date(2023, 1, 1), date(2023, 5, 1))
    person = appointment.person
    assert update_all(Person, ("identity_number",), [(person.pk, 1, "11010519491231002X")]) == 1
    person.refresh_from_db()
    assert person.identity_number == "11010519491231002X"


def test_the_collector_comes_back_whatever_happens() -> None:
    with pytest.raises(ZeroDivisionError), collector_paused():
        assert not gc.isenabled()
        raise ZeroDivisionError
    assert gc.isenabled()
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()
    gc.enable()


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20) | st.sampled_from(ODD)
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1))
NUMBERS = st.integers(0, 2**31 - 1)
PEOPLE = st.lists(st.tuples(TEXTS, TEXTS, DAYS, NUMBERS), max_size=6)


@settings(max_examples=30, deadline=None)
@given(people=PEOPLE)
def test_any_text_day_and_number_comes_back_as_it_was_given(people: list[tuple[Any, ...]]) -> None:
    names = ("name", "position", "left_on", "order")
    with transaction.atomic():
        keys = insert_all(Person, names, people)
        kept = Person.objects.in_bulk(keys)
        assert [tuple(getattr(kept[key], name) for name in names) for key in keys] == people
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None)
@given(people=PEOPLE, data=st.data())
def test_any_update_writes_what_is_given_and_leaves_what_is_none(
    people: list[tuple[Any, ...]], data: st.DataObject
) -> None:
    names = ("name", "position", "left_on", "order")
    with transaction.atomic():
        keys = insert_all(Person, names, people)
        wanted = [
            tuple(data.draw(st.none() | values) for values in (TEXTS, TEXTS, DAYS.filter(bool), NUMBERS)) for _ in keys
        ]
        changes = [(key, 1, *row) for key, row in zip(keys, wanted, strict=True)]
        assert update_all(Person, names, data.draw(st.permutations(changes))) == len(keys)
        expected = [
            tuple(old if new is None else new for old, new in zip(person, row, strict=True))
            for person, row in zip(people, wanted, strict=True)
        ]
        kept = Person.objects.in_bulk(keys)
        assert [tuple(getattr(kept[key], name) for name in names) for key in keys] == expected
        assert {person.version for person in kept.values()} <= {2}
        transaction.set_rollback(True)
