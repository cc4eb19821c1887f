"""Names as people type them: pinyin initials to find them by, widths and spaces made one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from dayan_safety.names import pinyin_initials, tidy

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=40)
ANY = st.text(max_size=60)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("大安镇", "daz"),
        ("兖州区大安镇安全社区促进委员会", "yzqdazaqsqcjwyh"),
        ("吕家村", "ljc"),
        ("A座3号楼", "az3hl"),
        ("东 风 村", "dfc"),
        ("ABC Co.", "abcco."),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_in_small_type(name: str, initials: str) -> None:
    assert pinyin_initials(name) == initials


@pytest.mark.parametrize(("name", "initials"), [("重庆路", "cql"), ("银行街", "yhj"), ("长安村", "cac")])
def test_characters_of_two_readings_are_read_in_their_words(name: str, initials: str) -> None:
    assert pinyin_initials(name) == initials


@given(CHINESE)
def test_a_chinese_name_has_one_letter_a_character(name: str) -> None:
    assert len(pinyin_initials(name)) == len(name)


@given(ANY)
def test_initials_fit_their_column_have_no_spaces_and_no_capitals(name: str) -> None:
    initials = pinyin_initials(name)
    assert len(initials) <= 100
    assert " " not in initials
    assert initials == pinyin_initials(name)
    assert not any("A" <= letter <= "Z" for letter in initials)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=100))
def test_letters_and_digits_stay_as_they_are(name: str) -> None:
    assert pinyin_initials(name) == pinyin_initials(name.upper()) == name


def test_a_name_of_any_length_fits_its_column() -> None:
    assert pinyin_initials("安" * 500) == "a" * 100


# Tidying


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　王　小明　", "王 小明"),
        ("ＡＢＣ１２３", "ABC123"),
        ("（一）村", "(一)村"),
        ("东风村\n\t委员会", "东风村 委员会"),
        ("a\u00a0b\u2003c", "a b c"),
        ("①②", "12"),
        ("大安镇", "大安镇"),
        (" \t　", ""),
    ],
)
def test_widths_and_spaces_are_made_one(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(ANY)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(ANY)
def test_a_tidy_text_has_single_plain_spaces_inside_alone(text: str) -> None:
    tidied = tidy(text)
    assert tidied == tidied.strip()
    assert [c for c in tidied if c.isspace() and c != " "] == []
    assert "  " not in tidied


@given(ANY)
def test_tidying_loses_nothing_but_form(text: str) -> None:
    plain = unicodedata.normalize("NFKC", text)
    assert "".join(tidy(text).split()) == "".join(plain.split())


@given(st.text("０１２３４５６７８９ＡＢＣａｂｃ－／．", min_size=1, max_size=20))
def test_full_width_and_half_width_are_the_same_name(text: str) -> None:
    assert tidy(text) == tidy(unicodedata.normalize("NFKC", text))
    assert tidy(text).isascii()


MIXED = st.text(st.one_of(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), st.sampled_from("重长行乐A1 .《")))


@given(MIXED)
def test_letters_known_for_certain_are_those_the_library_finds(name: str) -> None:
    found = lazy_pinyin(name, style=Style.FIRST_LETTER)
    assert pinyin_initials(name) == "".join(found).lower().replace(" ", "")[:100]
