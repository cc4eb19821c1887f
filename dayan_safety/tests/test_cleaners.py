"""Columns cleaned: what repeats is cleaned once, what is plain at once, and the values are those of the long way."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from dayan_safety.errors import RuleBroken
from dayan_safety.importing import Field, cleaning
from dayan_safety.importing.cleaners import MOST_KNOWN, KnownCells, cleaners_of
from dayan_safety.importing.columns import Header
from dayan_safety.names import is_tidy, tidy
from dayan_safety.personal import digest_of_all
from dayan_safety.tests.hostile import a_table
from dayan_safety.workbooks import read_workbook

CELLS = st.text(st.one_of(st.characters(), st.sampled_from("张三李·、 \n１a1'\u200b\u00ad豈Å,（)")), max_size=12)


class Counted:
    """A cleaner that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def __call__(self, cell: Any) -> str:
        """Small letters; a question mark is refused."""
        self.asked.append(cell)
        if cell == "?":
            raise RuleBroken("what?")
        return str(cell or "").lower()


def known_cells(**about: Any) -> tuple[KnownCells, Counted]:
    """A column, and its cleaner; that it was asked what a blank cell says is forgotten."""
    clean = Counted()
    known = KnownCells(Field("name", "Name", clean=clean, **about))
    clean.asked.clear()
    return known, clean


def test_a_text_is_cleaned_once_and_told_where_it_changes() -> None:
    known, clean = known_cells()
    assert [known.clean(cell) for cell in ("A", "a", "A", "a", "")] == [
        ("a", "a"), ("a", None), ("a", "a"), ("a", None), ("", None),
    ]  # fmt: skip
    assert clean.asked == ["A", "a", ""]
    assert known_cells(told=None)[0].clean("A") == ("a", None)


def test_numbers_are_cleaned_as_what_they_are_and_refusals_every_time() -> None:
    known, clean = known_cells()
    assert [known.clean(cell) for cell in ("1", 1, True, 1.0)] == [
        ("1", None),
        ("1", None),
        ("true", None),
        ("1.0", None),
    ]
    for _time in range(2):
        with pytest.raises(RuleBroken):
            known.clean("?")
    assert clean.asked == ["1", 1, True, 1.0, "?", "?"]


def test_no_more_texts_are_remembered_than_are_near_each_other() -> None:
    known, clean = known_cells()
    for number in range(MOST_KNOWN + 1):
        known.clean(f"n{number}")
    assert len(known.texts) == 1
    known.clean("n0")
    assert clean.asked[-1] == "n0"


def test_a_part_is_cleaned_where_a_column_or_the_sheet_says_something() -> None:
    fields = [KnownCells(Field(name, name)) for name in ("unit", "name", "sex")]
    found = cleaners_of(Header("", 1, places={"name": 4}, given={"unit": "陈庄村"}), fields)
    told = [(cleaner.wanted.name, cleaner.place, cleaner.blank) for cleaner in found]
    assert told == [("unit", -1, ""), ("name", 4, "")]


@given(CELLS)
@example("ﬁ")
@example("豈")
@example("１２")
def test_what_is_tidy_stays_as_it_is(text: str) -> None:
    whole = " ".join(unicodedata.normalize("NFKC", text).split())
    assert tidy(text) == whole
    if is_tidy(text):
        assert whole == text == cleaning.text(text) == cleaning.compact(text) == cleaning.shown(text)


@given(CELLS)
def test_a_name_of_letters_alone_is_the_name_the_long_way_finds(text: str) -> None:
    value = cleaning.text(text)
    if value.isalpha():
        assert cleaning.person_name(text) == value == cleaning.same_name(text)
        assert cleaning.DOTS.sub("·", value) == value
        assert not cleaning.SEVERAL.search(cleaning.INVISIBLE.sub("", text).strip())


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2500])
def test_texts_digested_together_are_digested_one_by_one(count: int) -> None:
    texts = [f"行{number}" for number in range(count)]
    key = sha256(f"digest:{settings.FIELD_KEY}".encode()).digest()
    assert digest_of_all(texts) == hmac.new(key, "".join(f"{text}\0" for text in texts).encode(), sha256).hexdigest()


@pytest.mark.parametrize(
    ("row", "read"),
    [
        (["长" * 900] * 3, ["长" * 900] * 3),
        (["a\x07b", "c"], ["ab", "c"]),
        (["a", None, "c", None], ["a", None, "c"]),
        (["a", 1, "c\r\nd"], ["a", 1, "c\nd"]),
    ],
)
def test_a_row_is_read_the_same_at_once_and_cell_by_cell(row: Sequence[Any], read: list[Any]) -> None:
    (sheet,) = read_workbook(a_table([row]), "a.xlsx")
    assert sheet.rows == [read]
