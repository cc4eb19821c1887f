"""Cleaning changes the form of a cell, never its meaning."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety.errors import RuleBroken
from dayan_safety.importing import cleaning
from dayan_safety.personal import check_character, is_identity_number, mask_identity, mask_telephone

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
DIRT = st.sampled_from(["", " ", "-", "\u00a0", "\u3000", ".", "–", "\u200b"])
WIDE = str.maketrans("0123456789+-", "０１２３４５６７８９＋－")
IDENTITIES = st.builds(
    lambda born, serial: (digits := f"370811{born:%Y%m%d}{serial:03d}") + check_character(digits),
    st.dates(date(1930, 1, 1), date(2008, 1, 1)),
    st.integers(0, 999),
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (None, ""),
        ("  a　b ", "a b"),
        ("Ａ１", "A1"),
        ("'007", "007"),
        ("\ufeffa\u200bb", "ab"),
        (12, "12"),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5, 8, 30), "2026-03-05"),
        ("'13812345678", "13812345678"),
        ("'' 3", "3"),
        ("'\u00af", "\u0304"),
    ],
)
def test_any_cell_is_one_line_of_text(cell: Any, value: str) -> None:
    assert cleaning.text(cell) == value


@pytest.mark.parametrize("cell", [1e15, 3.70811199001011e17, 10**15, -1e16])
@pytest.mark.parametrize("clean", [cleaning.text, cleaning.telephone, cleaning.identity_number, cleaning.compact])
def test_lost_digits_are_refused(clean: Any, cell: float) -> None:
    with pytest.raises(RuleBroken):
        clean(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (13812345678, "13812345678"),
        (13812345678.0, "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("0086 13812345678", "13812345678"),
        ("８６１３８１２３４５６７８", "13812345678"),
        ("138.1234.5678", "13812345678"),
        ("(0537)1234567", "05371234567"),
        ("0537-1234567", "0537-1234567"),
        ("0537—1234567", "05371234567"),
        ("138****5678", "138****5678"),
        ("138＊＊＊＊5678", "138****5678"),
        (" ", ""),
        (None, ""),
    ],
)
def test_telephones_lose_their_dress(cell: Any, value: str) -> None:
    assert cleaning.telephone(cell) == value


@pytest.mark.parametrize(
    "cell",
    [
        "1381234567",
        "138123456789",
        "1.38E+10",
        "13812345678/13912345678",
        "13812345678 13912345678",
        5371234567,
        "无",
        "***",
        True,
    ],
)
def test_what_is_no_telephone_is_refused(cell: Any) -> None:
    with pytest.raises(RuleBroken):
        cleaning.telephone(cell)


@given(
    number=MOBILES,
    dirt=st.lists(DIRT, min_size=12, max_size=12),
    prefix=st.sampled_from(["", "+86", "0086", "86"]),
    wide=st.booleans(),
)
def test_a_mobile_number_survives_any_dress(number: str, dirt: list[str], prefix: str, wide: bool) -> None:
    dressed = prefix + "".join(part for pair in zip(dirt, [*number, ""], strict=True) for part in pair)
    assert cleaning.telephone(dressed.translate(WIDE) if wide else dressed) == number


@given(number=MOBILES)
def test_numbers_kept_as_numbers_and_masks_are_recognised(number: str) -> None:
    assert cleaning.telephone(float(number)) == cleaning.telephone(int(number)) == number
    assert cleaning.telephone(mask_telephone(number)) == mask_telephone(number)
    assert cleaning.is_masked(mask_telephone(number))
    assert not cleaning.is_masked(number)


@given(number=IDENTITIES, places=st.sets(st.integers(1, 17), max_size=3), lower=st.booleans())
def test_an_identity_number_survives_spaces_and_a_small_x(number: str, places: set[int], lower: bool) -> None:
    spaced = "".join(f" {letter}" if place in places else letter for place, letter in enumerate(number))
    assert cleaning.identity_number(spaced.lower() if lower else spaced) == number
    assert cleaning.identity_number(mask_identity(number)) == mask_identity(number)


@given(number=IDENTITIES, place=st.integers(0, 16), digit=st.integers(0, 9))
def test_one_wrong_digit_is_noticed(number: str, place: int, digit: int) -> None:
    wrong = f"{number[:place]}{digit}{number[place + 1 :]}"
    if wrong == number:
        assert cleaning.identity_number(wrong) == number
    else:
        assert not is_identity_number(wrong)
        with pytest.raises(RuleBroken):
            cleaning.identity_number(wrong)


@pytest.mark.parametrize("last", ["x", "×", "Х", "Χ", "Ｘ"])
def test_whatever_looks_like_an_x_is_one(last: str) -> None:
    assert cleaning.identity_number(f"11010519491231002{last}") == "11010519491231002X"


@pytest.mark.parametrize("cell", ["3.70811E+17", "11010519491231002", "110105491231002", "***1234", "无"])
def test_what_is_no_identity_number_is_refused(cell: str) -> None:
    with pytest.raises(RuleBroken):
        cleaning.identity_number(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        ("王 小 明", "王小明"),
        ("欧阳 娜娜", "欧阳娜娜"),
        ("欧 阳 娜 娜", "欧阳娜娜"),
        ("\u200b张三\u00a0", "张三"),
        ("阿卜杜拉•艾合买提", "阿卜杜拉·艾合买提"),
        ("John  Smith", "John Smith"),
        ("张伟2", "张伟2"),
        ("张三\n", "张三"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_name_loses_its_spaces(cell: Any, value: str) -> None:
    assert cleaning.person_name(cell) == value
    assert cleaning.same_name(value) == value


@pytest.mark.parametrize(
    "cell",
    [
        "张三 李四",
        "张三\n李四",
        "张三、李四",
        "张三/李四",
        "张 三 李 四",
        "张三13812345678",
        "13812345678",
        5,
        "#N/A",
        "张" * 51,
    ],
)
def test_two_people_or_no_name_are_refused(cell: Any) -> None:
    with pytest.raises(RuleBroken):
        cleaning.person_name(cell)


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 3, 5),
        datetime(2026, 3, 5, 0, 0),
        "2026-3-5",
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "2026 年 3 月 5 日",
        "２０２６年３月５日",
        "2026-03-05 00:00:00",
        "2026-03-05T00:00:00",
        "20260305",
        20260305,
        46086,
        46086.0,
    ],
)
def test_days_are_written_in_many_ways(cell: Any) -> None:
    assert cleaning.day(cell) == date(2026, 3, 5)


@pytest.mark.parametrize("cell", ["2026年3月", "2026.03", "2026/3", "2026-3"])
def test_a_month_is_its_first_day(cell: str) -> None:
    assert cleaning.day(cell) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "cell", ["明天", "26-3-5", "2026-13-1", "2026-2-30", "3/5", 2026.1, 2026, 1.5, "1899-1-1", "2101-1-1", True]
)
def test_what_is_no_day_is_refused(cell: Any) -> None:
    with pytest.raises(RuleBroken):
        cleaning.day(cell)


def test_no_day_is_no_day() -> None:
    assert cleaning.day(None) is cleaning.day("") is cleaning.day("　") is None


@given(day=st.dates(date(1955, 1, 1), date(2099, 12, 31)))
def test_every_form_of_a_day_is_that_day(day: date) -> None:
    forms = (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}", (day - cleaning.EPOCH).days)
    assert {cleaning.day(form) for form in forms} == {day}


def test_words_of_a_vocabulary_are_known_by_value_synonym_and_label() -> None:
    clean = cleaning.one_of({"a": ("甲", "第一"), "b": ()}, {"a": "A 级", "b": "B 级"})
    assert [clean(word) for word in ("甲", " 第 一", "Ａ级", "a", "b 级", None, "")] == [
        "a",
        "a",
        "a",
        "a",
        "b",
        "",
        "",
    ]
    with pytest.raises(RuleBroken, match=r"A 级.*B 级"):
        clean("丙")


def test_long_text_is_refused() -> None:
    clean = cleaning.short_text(3)
    assert clean("一二三") == "一二三"
    with pytest.raises(RuleBroken):
        clean("一二三四")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("１３８ \n００", "１３８ ００"),
        (13812345678.0, "13812345678"),
        (3.70811199001011e17, "3.70811199001011e+17"),
        (None, ""),
        (True, "TRUE"),
    ],
)
def test_messages_repeat_what_was_typed(cell: Any, told: str) -> None:
    assert cleaning.shown(cell) == told


CELLS = st.one_of(
    st.none(), st.booleans(), st.text(max_size=40), st.integers(-(10**20), 10**20), st.dates(), st.datetimes(),
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip


@pytest.mark.parametrize(
    "clean",
    [cleaning.text, cleaning.compact, cleaning.person_name, cleaning.telephone, cleaning.identity_number, cleaning.day],
)
@given(cell=CELLS)
def test_any_cell_gives_a_value_or_a_sentence(clean: Any, cell: Any) -> None:
    cleaning.shown(cell)
    try:
        value = clean(cell)
    except RuleBroken as broken:
        assert str(broken)
    else:
        assert clean(value) == value
