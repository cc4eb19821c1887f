"""The items of a rulebook as a file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from assessment.models import RulebookItem
from assessment.tests.builders import a_rulebook, an_item
from dayan_safety.importing import NOTHING_SAID, desk
from dayan_safety.tests.list_desk import ListDesk
from dayan_safety.workbooks import Sheet

pytestmark = pytest.mark.django_db
ITEMS = ListDesk("rulebookitem", ["细则", "序号", "考核类别", "考核内容", "考核方式", "分值", "评分标准"])


@pytest.fixture
def rulebook() -> Any:
    """The rules of a year."""
    return a_rulebook(name="考核细则（2026年）")


def a_line(**cells: Any) -> list[Any]:
    """A regular check of 12.5 points."""
    told = {
        "rulebook": "考核细则（2026年）", "number": "1", "section": "工作进程", "name": "隐患排查", "method": "检查",
        "mark": "12.5", "standard": "每缺一次扣0.5分", **cells,
    }  # fmt: skip
    return list(told.values())


def test_a_line_becomes_an_item_with_an_exact_mark(rulebook: Any) -> None:
    ITEMS.bring_in(a_line())
    item = RulebookItem.objects.get()
    assert (item.rulebook, item.number, item.section, item.method) == (rulebook, "1", "progress", "check")
    assert item.full_mark == Decimal("12.50")
    assert ITEMS.counts(a_line(mark="12.50")) == {"unchanged": 1}
    assert ITEMS.counts(a_line(mark="12.51")) == {"changed": 1}


def test_a_mark_of_nought_is_a_mark(rulebook: Any) -> None:
    ITEMS.bring_in(a_line(mark="0"))
    assert RulebookItem.objects.get().full_mark == 0


def test_the_rulebook_may_stand_above_the_header(rulebook: Any) -> None:
    rows = [["实施细则：考核细则（2026年）"], ITEMS.header[1:], a_line()[1:]]
    report, _plan = ITEMS.kind.check([Sheet("表", rows)], timezone.localdate(), NOTHING_SAID, {})
    assert report.counts["new"] == 1


def test_the_same_number_in_another_rulebook_is_another_item(rulebook: Any) -> None:
    other = a_rulebook(name="考核细则（2025年）", year=2025)
    an_item(rulebook=other, number="1", full_mark=Decimal(10))
    ITEMS.bring_in(a_line())
    assert other.items.get().full_mark == Decimal(10)
    assert rulebook.items.get().full_mark == Decimal("12.5")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"mark": "十分"}, "请填写数字，小数最多2位。"),
        ({"mark": "1.005"}, "请填写数字，小数最多2位。"),
        ({"mark": "2000"}, "确保该值小于或等于1000。"),
        ({"mark": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"section": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"rulebook": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"method": "抽签"}, "只能填写以下之一：系统计算、定期检查、互评、问卷调查。"),
    ],
)
def test_what_cannot_be_taken_says_why(cells: dict[str, str], sentence: str, rulebook: Any) -> None:
    assert ITEMS.sentences(a_line(**cells)) == [sentence]


def test_taken_back_the_mark_is_what_it_was(rulebook: Any) -> None:
    item = an_item(rulebook=rulebook, number="1", full_mark=Decimal("7.25"))
    batch = ITEMS.bring_in(a_line())
    item.refresh_from_db()
    assert item.full_mark == Decimal("12.5")
    desk.undo_list(batch, by=None)
    item.refresh_from_db()
    assert (item.full_mark, item.standard) == (Decimal("7.25"), "")
