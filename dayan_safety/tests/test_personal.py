"""Personal data: numbers are checked, masked and kept as cipher."""

import base64
import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import assume, given
from hypothesis import strategies as st

from committee.models import Person
from dayan_safety import personal
from dayan_safety.models import Action
from dayan_safety.records import edit_record
from dayan_safety.testing import a_person

# Two numbers printed in GB 11643-1999 itself, and one with X.
STANDARD = ["11010519491231002X", "440524188001010014"]
KNOWN = "11010519491231002X"
BORN = st.dates(date(1900, 1, 1), date(2099, 12, 31))
AREAS = st.integers(100_000, 999_999)
ORDERS = st.text("0123456789", min_size=3, max_size=3)


def check_by_powers(digits: str) -> str:
    """The check character by ISO 7064 MOD 11-2: the whole number is 1 modulo 11, each place worth twice the next."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2 % 11
    value = (12 - total) % 11
    return "X" if value == 10 else str(value)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    digits = f"{draw(AREAS)}{draw(BORN):%Y%m%d}{draw(ORDERS)}"
    return digits + check_by_powers(digits)


# Identity numbers


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_character_agrees_with_another_way_of_counting(digits: str) -> None:
    assert personal.check_character(digits) == check_by_powers(digits)


@pytest.mark.parametrize("number", STANDARD)
def test_the_standards_own_example_has_its_check_character(number: str) -> None:
    assert personal.check_character(number[:17]) == number[17]


@given(identity_numbers())
def test_a_right_number_of_any_area_is_accepted(number: str) -> None:
    assert personal.is_identity_number(number)
    personal.validate_identity(number)


@given(identity_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_found(number: str, place: int, character: str) -> None:
    assume(number[place] != character)
    assert not personal.is_identity_number(number[:place] + character + number[place + 1 :])


@given(identity_numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_are_found(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert not personal.is_identity_number(swapped)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "110105194912310021",
        "11010519491231002x",
        "11010519491231002",
        "11010519491231002X ",
        "11010519491231002X\n",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105491231002",
        "1101051949123100٢X",
        "11010519490229002" + check_by_powers("11010519490229002"),
        "11010518991231002" + check_by_powers("11010518991231002"),
        "11010519491331002" + check_by_powers("11010519491331002"),
        "11010500000000002" + check_by_powers("11010500000000002"),
    ],
)
def test_a_wrong_number_is_refused(number: str) -> None:
    assert not personal.is_identity_number(number)
    with pytest.raises(ValidationError):
        personal.validate_identity(number)


@given(st.text(max_size=40))
def test_any_text_is_judged_without_failing(text: str) -> None:
    assert personal.is_identity_number(text) in (True, False)
    assert personal.is_telephone(text) in (True, False)


# Telephones


@pytest.mark.parametrize("number", ["13800000000", "19999999999", "0537-3456789", "05373456789", "010-12345678"])
def test_telephones_are_accepted(number: str) -> None:
    personal.validate_telephone(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "12800000000",
        "1380000000",
        "138000000000",
        "3456789",
        "0537--3456789",
        "１３８００００００００",
        "13800000000\n",
    ],
)
def test_other_numbers_are_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        personal.validate_telephone(number)


# Masks


@given(st.integers(13_000_000_000, 19_999_999_999).map(str))
def test_a_masked_mobile_keeps_three_and_four_digits(number: str) -> None:
    assert personal.mask_telephone(number) == f"{number[:3]}****{number[7:]}"


@given(identity_numbers())
def test_a_masked_identity_keeps_four_characters(number: str) -> None:
    assert personal.mask_identity(number) == "*" * 14 + number[14:]


@given(st.text(st.characters(exclude_characters="*"), max_size=30))
def test_a_mask_keeps_the_length_and_never_more_than_four_characters(text: str) -> None:
    for mask in (personal.mask_telephone, personal.mask_identity):
        if not personal.MOBILE.fullmatch(text):
            masked = mask(text)
            assert len(masked) == len(text)
            assert len(masked.replace("*", "")) <= 4


# Encryption


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_what_is_encrypted_is_read_again_and_looks_different_each_time(text: str) -> None:
    first, second = personal.encrypt(text), personal.encrypt(text)
    assert personal.decrypt(first) == personal.decrypt(second) == text
    assert (first == second) == (text == "")


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_tampered_cipher_raises(place: int, difference: int) -> None:
    raw = bytearray(base64.b64decode(personal.encrypt(KNOWN)))
    raw[place % len(raw)] ^= difference
    with pytest.raises(InvalidTag):
        personal.decrypt(base64.b64encode(raw).decode())


def test_a_cipher_of_another_town_raises(settings: Any) -> None:
    kept, digest = personal.encrypt(KNOWN), personal.digest_of(KNOWN)
    settings.FIELD_KEY = "another"
    assert personal.digest_of(KNOWN) != digest
    with pytest.raises(InvalidTag):
        personal.decrypt(kept)


def test_the_digest_is_keyed_and_of_nothing_is_nothing() -> None:
    plain = hashlib.sha256(KNOWN.encode()).hexdigest()
    assert re.fullmatch(r"[0-9a-f]{64}", personal.digest_of(KNOWN))
    assert personal.digest_of(KNOWN) != plain
    assert personal.digest_of(KNOWN) == personal.digest_of(KNOWN)
    assert personal.digest_of("") == ""


# In the database


def column(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number FROM committee_person WHERE id = %s", [pk])
        return str(cursor.fetchone()[0])


def test_a_person_is_found_by_the_number_and_the_row_holds_none(db: Any) -> None:
    person = a_person(identity_number=KNOWN)
    assert Person.objects.get(identity_digest=personal.digest_of(KNOWN)) == person
    assert Person.objects.get(pk=person.pk).identity_number == KNOWN
    assert KNOWN not in column(person.pk)
    assert personal.decrypt(column(person.pk)) == KNOWN
    assert column(a_person().pk) == ""


def test_a_row_with_the_cipher_changed_is_not_read_as_something_else(db: Any) -> None:
    person, other = a_person(identity_number=KNOWN), a_person()
    cipher = column(person.pk)
    with connection.cursor() as cursor:
        changed = ("A" if cipher[20] != "A" else "B").join((cipher[:20], cipher[21:]))
        cursor.execute("UPDATE committee_person SET identity_number = %s WHERE id = %s", [changed, other.pk])
    with pytest.raises(InvalidTag):
        Person.objects.get(pk=other.pk)


def test_history_keeps_masks_alone(db: Any) -> None:
    person = a_person(identity_number=KNOWN, telephone="13812345678")
    person.telephone, person.identity_number = "13987654321", ""
    edit_record(person, ["telephone", "identity_number"], by=None)
    told = [(row.before.get("telephone", ""), row.after["telephone"]) for row in Action.objects.order_by("number")]
    assert told == [("", "138****5678"), ("138****5678", "139****4321")]
    kept = json.dumps(list(Action.objects.values_list("before", "after")))
    assert "13812345678" not in kept and "13987654321" not in kept and KNOWN not in kept


def test_a_dump_of_the_database_tells_no_number(db: Any, tmp_path: Path, capsys: Any) -> None:
    numbers = [f"3708221990010{place:04}" for place in range(20)]
    numbers = [number + check_by_powers(number) for number in numbers]
    people = [a_person(identity_number=number) for number in numbers]
    assert len(people) == 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM committee_person")
        whole = repr(cursor.fetchall())
        cursor.execute("SELECT * FROM dayan_safety_action")
        whole += repr(cursor.fetchall())
    assert people[0].name in whole
    assert [number for number in numbers if number in whole or number[:17] in whole] == []
    assert django_settings.FIELD_KEY not in whole
