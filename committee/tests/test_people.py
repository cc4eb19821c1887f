"""People: registered, edited and removed with masked history; a full number is a right, and looking leaves a row."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from committee.models import Person
from committee.services.people import reveal_person
from committee.tests.refusals import history, refused, written
from committee.tests.roster_builders import an_identity
from dayan_safety.models import Action
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.testing import Cast, a_person

TELEPHONE, IDENTITY = "13812345678", an_identity(7)


@pytest.fixture
def known(db: Any) -> Person:
    """Somebody whose numbers are known."""
    person: Person = a_person(name="赵有号", telephone=TELEPHONE, identity_number=IDENTITY)
    return person


def test_registering_keeps_the_numbers_and_tells_them_masked(cast: Cast) -> None:
    person = create_record(
        Person(name="赵有号", telephone=TELEPHONE, identity_number=IDENTITY, unit=cast.village), by=cast.office
    )
    kept = Person.objects.get(pk=person.pk)
    assert (kept.telephone, kept.identity_number, kept.initials) == (TELEPHONE, IDENTITY, "zyh")
    [(verb, by, before, after, _reason)] = history(person)
    assert (verb, by, before) == ("create_person", "李文员", {})
    assert after == {
        "name": "赵有号",
        "unit": "东风村",
        "telephone": "138****5678",
        "identity_number": "*" * 14 + IDENTITY[-4:],
        "order": "1000",
    }


def test_a_change_of_numbers_is_told_masked_on_both_sides(known: Person, cast: Cast) -> None:
    known.telephone, known.identity_number = "13900001111", an_identity(8)
    edit_record(known, ["telephone", "identity_number", "position"], by=cast.office)
    _verb, _by, before, after, _reason = history(known)[-1]
    assert (before, after) == (
        {"telephone": "138****5678", "identity_number": "*" * 14 + IDENTITY[-4:]},
        {"telephone": "139****1111", "identity_number": "*" * 14 + an_identity(8)[-4:]},
    )


def test_two_people_cannot_share_an_identity_number(known: Person, cast: Cast) -> None:
    with refused("已有相同的记录，请在列表中查找。"):
        create_record(Person(name="冒名", identity_number=IDENTITY), by=cast.office)
    other = a_person(name="另一人")
    other.identity_number = IDENTITY
    with refused("已有相同的记录，请在列表中查找。"):
        edit_record(other, ["identity_number"], by=cast.office)


def test_the_database_holds_no_identity_number_in_the_clear(known: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number, identity_digest FROM committee_person WHERE id = %s", [known.pk])
        cipher, digest = cursor.fetchone()
    assert IDENTITY not in cipher
    assert digest == known.identity_digest
    assert Person.objects.get(pk=known.pk).identity_number == IDENTITY


def test_removing_a_person_keeps_the_row_and_the_reason(known: Person, cast: Cast) -> None:
    remove_record(known, by=cast.office, reason="重复登记")
    assert Person.objects.get(pk=known.pk).removed_at is not None
    assert not Person.objects.all().visible_to(cast.office).filter(pk=known.pk).exists()
    verb, by, before, _after, reason = history(known)[-1]
    assert (verb, by, before["telephone"], reason) == ("remove_person", "李文员", "138****5678", "重复登记")


@pytest.mark.parametrize("role", ["chair", "office"])
def test_who_may_reveal_is_given_the_full_numbers_and_named_in_history(role: str, known: Person, cast: Cast) -> None:
    by = getattr(cast, role)
    assert reveal_person(known, by=by) == {"telephone": TELEPHONE, "identity_number": IDENTITY}
    assert history(known)[-1] == ("reveal_person", str(by), {}, {}, "")
    assert not Action.objects.filter(before__icontains=TELEPHONE).exists()


def test_everybody_may_see_their_own_numbers(cast: Cast) -> None:
    person = cast.liaison.person
    assert reveal_person(person, by=cast.liaison)["telephone"] == person.telephone
    assert history(person)[-1][:2] == ("reveal_person", "孙信息")


@pytest.mark.parametrize("role", ["lead", "member", "supervisor", "liaison", "inspector", "auditor", "administrator"])
def test_nobody_else_is_given_a_full_number_and_the_try_leaves_no_row(role: str, known: Person, cast: Cast) -> None:
    before = written()
    with pytest.raises(PermissionDenied):
        reveal_person(known, by=getattr(cast, role))
    assert written() == before


def test_each_look_is_a_row_of_its_own(known: Person, cast: Cast) -> None:
    for _ in range(3):
        reveal_person(known, by=cast.office)
    assert [verb for verb, *_ in history(known)] == ["create_person"] + ["reveal_person"] * 3


def test_a_liaison_keeps_the_people_of_the_own_unit_alone(cast: Cast) -> None:
    own, foreign = a_person(unit=cast.village), a_person(unit=cast.other_village)
    for person in (own, foreign):
        person.position = "村委委员"
    edit_record(own, ["position"], by=cast.liaison)
    with pytest.raises(PermissionDenied):
        edit_record(foreign, ["position"], by=cast.liaison)
    assert [Person.objects.get(pk=p.pk).position for p in (own, foreign)] == ["村委委员", ""]
    with pytest.raises(PermissionDenied):
        remove_record(own, by=cast.liaison, reason="x")
