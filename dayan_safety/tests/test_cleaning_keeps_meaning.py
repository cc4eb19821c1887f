"""Cleaning takes the dress away and nothing else: twice is the same as once, and no digit is lost or made up."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from committee.services.rosters import FIELDS
from dayan_safety.errors import RuleBroken
from dayan_safety.importing import Field, cleaning

TEXTUAL = [cleaning.text, cleaning.compact, cleaning.short_text(40)]
# What sticks to cells: apostrophes, spaces of every kind, letters without width, accents that join, widths, and signs
# that fall apart when widths are tidied.
DIRT = "''\u2019 \t\n\u00a0\u3000\u2003\u200b\ufeff\u00ad\u202a\u0300\u0301¯´¨…№℃ﬁ½²①㈱ｶﾞ"
SOUND = "张三李四欧阳村aZx0123456789０１２３＋－+-.·•()（）*、,年月日"
NASTY = st.text(DIRT + SOUND, max_size=14)
BLANKS = st.text(" \n\u00a0\u3000\u200b\ufeff", max_size=4)
MOST = 10**15 - 1


def digits(text: str) -> list[str]:
    """The digits of a text in their order, whatever their width."""
    return [letter for letter in unicodedata.normalize("NFKC", text) if letter.isdecimal()]


@pytest.mark.parametrize("clean", [*TEXTUAL, cleaning.same_name, cleaning.shown])
@given(cell=NASTY)
@example(cell="'¯a")
@example(cell="''007")
@example(cell="' '张三")
@example(cell="e \u0301")
@example(cell="a\u200b\u0301")
def test_what_is_cleaned_twice_is_the_same(clean: Any, cell: str) -> None:
    once = clean(cell)
    assert clean(once) == once


@pytest.mark.parametrize("clean", [*TEXTUAL, cleaning.same_name])
@given(cell=NASTY)
def test_no_digit_is_lost_or_made_up(clean: Any, cell: str) -> None:
    assert digits(clean(cell)) == digits(cell)


CELLS_OF_COLUMNS = {
    "unit": ("大安 东风村", "大安东风村"),
    "code": ("3708 1110 0201", "370811100201"),
    "role": ("安全 信息员", "information_officer"),
    "name": ("欧阳 娜娜", "欧阳娜娜"),
    "sex": ("女性", "female"),
    "telephone": ("+86 138-1234-5678", "13812345678"),
    "identity_number": ("110105 19491231 002x", "11010519491231002X"),
    "position": ("村委  委员（兼）", "村委 委员(兼)"),
    "since": ("2026 年 3 月 5 日", date(2026, 3, 5)),
}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
@given(before=BLANKS, mark=st.sampled_from(["", "'"]), after=BLANKS)
def test_a_column_reads_through_any_wrapping_and_takes_back_what_it_gave(
    field: Field, before: str, mark: str, after: str
) -> None:
    cell, value = CELLS_OF_COLUMNS[field.name]
    assert field.clean(f"{before}{mark}{cell}{after}") == value
    assert field.clean(value) == value


@given(cell=NASTY)
def test_a_message_repeats_every_sign_that_can_be_seen(cell: str) -> None:
    seen = [letter for letter in cell if not letter.isspace() and not cleaning.INVISIBLE.match(letter)]
    assert [letter for letter in cleaning.shown(cell) if letter != " "] == seen


@given(number=st.integers(-MOST, MOST))
def test_a_whole_number_is_its_digits_however_it_is_kept(number: int) -> None:
    texts = {cleaning.text(number), cleaning.text(float(number)), cleaning.text(str(number)), cleaning.shown(number)}
    assert texts == {str(number)}


@given(number=st.floats(-1e14, 1e14))
def test_a_broken_number_keeps_its_value(number: float) -> None:
    assert float(cleaning.text(number)) == number


@given(moment=st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31)))
def test_a_moment_is_its_day_as_cell_and_as_text(moment: datetime) -> None:
    assert cleaning.day(moment) == moment.date()
    assert cleaning.day(cleaning.text(moment)) == moment.date()
    assert cleaning.day(f"{moment:%Y/%-m/%-d} 00:00:00") == moment.date()


@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)), dirt=st.lists(st.sampled_from(["", " ", "　"]), min_size=6))
def test_a_day_written_wide_and_with_spaces_is_that_day(day: date, dirt: list[str]) -> None:
    parts = [str(day.year), "年", str(day.month), "月", str(day.day), "日"]
    spaced = "".join(part + space for part, space in zip(parts, dirt, strict=False))
    wide = spaced.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert cleaning.day(spaced) == cleaning.day(wide) == day


@pytest.mark.parametrize("year", [1899, 2101])
def test_a_year_nobody_means_is_refused(year: int) -> None:
    with pytest.raises(RuleBroken, match="请写明年、月、日"):
        cleaning.day(f"{year}-06-15")


@given(serial=st.integers(0, 200_000))
def test_a_number_of_days_is_a_day_only_within_living_memory(serial: int) -> None:
    if cleaning.FIRST_SERIAL <= serial <= cleaning.LAST_SERIAL:
        assert (cleaning.day(serial) or date.min).toordinal() - serial == cleaning.EPOCH.toordinal()
        return
    with pytest.raises(RuleBroken):
        cleaning.day(serial)


@given(field=st.sampled_from(["role", "sex"]), word=NASTY)
def test_a_word_of_no_vocabulary_is_refused_with_the_words_that_are(field: str, word: str) -> None:
    clean = next(column.clean for column in FIELDS if column.name == field)
    assume(cleaning.compact(word))
    with pytest.raises(RuleBroken) as refused:
        clean(f"{word}甲")
    expected = {"role": ("信息员", "协管员", "巡查员"), "sex": ("男", "女")}[field]
    assert all(label in str(refused.value) for label in expected)
