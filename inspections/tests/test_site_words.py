"""The words that people write in lists of sites, whatever way they write them; what is too long, or no name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dayan_safety.errors import RuleBroken
from dayan_safety.testing import Cast
from dayan_safety.tests.list_desk import ListDesk
from inspections.services.lists import SITES

WHOLE = ListDesk("site", ["名称", "类别", "九小场所种类", "编号", "单位", "地点", "负责人", "启用日期", "有效期至"])


def read(name: str, cell: Any) -> Any:
    """What a cell of the column says."""
    [field] = [field for field in SITES.fields if field.name == name]
    return field.clean(cell)


@pytest.mark.parametrize(("name", "word"), [("kind", "企业"), ("equipment", "锅"), ("equipment", "升降机")])
def test_what_is_no_word_of_theirs_is_not_guessed(name: str, word: str) -> None:
    with pytest.raises(RuleBroken):
        read(name, word)


@pytest.mark.parametrize(("name", "longest"), [("name", 100), ("place", 200)])
def test_text_is_kept_to_its_length_and_refused_beyond(name: str, longest: int) -> None:
    assert read(name, "长" * longest) == "长" * longest
    with pytest.raises(RuleBroken):
        read(name, "长" * (longest + 1))


@pytest.mark.parametrize(("cell", "name"), [("张 三", "张三"), ("阿·买提", "阿·买提"), (" 李四 ", "李四"), ("", "")])
def test_who_keeps_a_site_is_one_person(cell: str, name: str) -> None:
    assert read("keeper", cell) == name


@pytest.mark.parametrize("cell", ["2026.3.5", "2026年3月5日", 46086])
def test_the_day_since_when_is_read_in_any_usual_writing(cell: Any) -> None:
    assert read("used_since", cell) == date(2026, 3, 5)


# Whole lines


def line(**cells: str) -> list[str]:
    """A shop of the village, every cell filled."""
    told = {"name": "便民超市", "kind": "九小场所", "small": "小超市", "number": "KH-1", "unit": "东风村"}
    told |= {"place": "村口1号", "keeper": "王店主", "since": "2020-1-1", "until": "2027-1-1"} | cells
    return list(told.values())


def test_the_same_list_again_changes_nothing(cast: Cast) -> None:
    WHOLE.bring_in(line(), line(name="网吧", small="小网吧", number=""))
    assert WHOLE.counts(line(), line(name="网吧", small="小网吧", number="")) == {"unchanged": 2}
