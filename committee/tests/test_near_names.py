"""Which units are offered for a name that is none: the likeliest slip first."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committee.tests.roster_builders import a_line, a_village, check
from dayan_safety.importing.near_names import LIKENESS, NearNames, distance
from dayan_safety.names import sound


def offered(written: str, *names: str) -> list[str]:
    """What is offered where there are units of those names."""
    return NearNames({name: name for name in names}).of(written)


@pytest.mark.parametrize(
    ("written", "names", "expected"),
    [
        ("东凤村", ["凤凰村", "东风村"], ["东风村", "凤凰村"]),
        ("东凤村", ["西凤村", "东风村"], ["东风村", "西凤村"]),
        ("东凤村", ["东凤凰村", "东风村"], ["东风村", "东凤凰村"]),
        ("河弯村", ["河口村", "西河村", "河湾村"], ["河湾村", "河口村", "西河村"]),
        ("村东风", ["东风村", "春东风"], ["春东风", "东风村"]),
        (
            "大安宏远纺织公司",
            ["大安宏远纺织有限公司", "大安兴业纺织公司"],
            ["大安宏远纺织有限公司", "大安兴业纺织公司"],
        ),
        ("东风", ["东风村", "西风"], ["西风", "东风村"]),
        ("北岭", ["南庄村"], []),
        ("", ["东风村"], []),
    ],
)
def test_one_character_mistaken_in_its_place_comes_first(written: str, names: list[str], expected: list[str]) -> None:
    assert offered(written, *names) == offered(written, *reversed(names)) == expected


def test_no_more_than_three_are_offered_and_none_twice() -> None:
    villages = [f"东{letter}村" for letter in "甲乙丙丁戊"]
    assert len(offered("东风村", *villages)) == 3
    near = NearNames({"东风村": "东风村", "东风庄": "东风村", "东岭村": "东岭村"})
    assert near.of("东凤村") == ["东风村", "东岭村"]


def test_a_town_without_villages_has_nothing_to_offer() -> None:
    assert offered("东风村") == []


def test_what_sounds_alike_is_told_from_what_does_not() -> None:
    assert sound("风") == sound("凤") == "feng"
    assert sound("风") != sound("云")
    assert (sound("A"), sound("7")) == ("A", "7")


NAMES = st.text("东西南北风凤云村庄", max_size=6)


@given(written=NAMES, names=st.lists(NAMES, unique=True, max_size=8))
def test_what_is_offered_is_near_enough_and_in_order(written: str, names: list[str]) -> None:
    found = offered(written, *names)
    assert set(found) <= set(names)
    distances = [distance(written, name) for name in found]
    assert distances == sorted(distances)
    assert all(-ratio >= LIKENESS for _place, _sound, ratio, _name in distances)


def test_the_check_of_a_roster_offers_the_likeliest_first(db: Any) -> None:
    for name in ("凤凰村", "东风村", "湖东村"):
        a_village(name)
    [choice] = check(a_line("东凤村", name="张三")).choices
    assert (choice.value, choice.candidates[0]) == ("东凤村", "东风村")
