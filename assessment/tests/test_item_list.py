"""The items of a rulebook as a file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from assessment.models import RulebookItem
from assessment.services.rulebooks import adopt_rulebook, revise_rulebook
from assessment.tests.builders import a_rulebook, an_item
from dayan_safety.errors import RuleBroken
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


def test_a_mark_of_nought_is_a_veto_and_nothing_else(rulebook: Any) -> None:
    ITEMS.bring_in(a_line(mark="0", method="一票否决"))
    assert (RulebookItem.objects.get().full_mark, RulebookItem.objects.get().method) == (0, "veto")
    assert ITEMS.sentences(a_line(number="2", mark="0")) == ["请填写可得或可扣的分数。"]


FULL = ListDesk(
    "rulebookitem",
    [
        "细则",
        "序号",
        "考核类别",
        "考核内容",
        "考核方式",
        "取数指标",
        "适用对象",
        "计分周期",
        "分值",
        "系数",
        "每次扣分",
    ],
)


def test_all_that_an_item_says_comes_in_by_its_words(rulebook: Any) -> None:
    book = rulebook.name
    FULL.bring_in(
        [book, "1", "变化效果", "事故控制", "系统计算", "事故起数", "村和企业", "年终", "10", "1.5", "5"],
        [book, "2", "工作进程", "会议", "系统计算", "出席率", "部门", "月度", "10", "", ""],
    )
    told = RulebookItem.objects.order_by("number").values_list("figure", "applies_to", "counts", "weight", "step")
    assert list(told) == [
        ("incidents", "grassroots", "year", Decimal("1.50"), Decimal("5.00")),
        ("meetings_attended", "department", "month", Decimal(1), None),
    ]


WORDS = {
    "section": {"projects": "安全促进项目 促进项目", "progress": "工作进程 工作进度", "effect": "变化效果 效果"},
    "method": {
        "check": "定期检查 检查",
        "peers": "互评 相互评比",
        "survey": "问卷 满意度调查 调查",
        "bonus": "奖励 加分",
        "penalty": "处罚 扣罚",
        "veto": "一票否决 否决",
    },
    "applies_to": {
        "all": "全部 所有单位",
        "department": "部门 站所",
        "village": "村 各村",
        "enterprise": "企业 各企业",
        "grassroots": "村和企业 村企",
    },
    "counts": {"both": "月度和年终 月度年终", "month": "月度 每月", "year": "年终 年度"},
}
PLAIN = {"section": "工作进程", "method": "检查", "applies_to": "全部", "counts": "月度"}


@pytest.mark.parametrize("field", WORDS)
def test_every_word_a_town_writes_is_understood(field: str, rulebook: Any) -> None:
    said = [(value, word) for value, words in WORDS[field].items() for word in words.split()]
    for number, (_value, word) in enumerate(said, start=100):
        line = PLAIN | {field: word}
        mark = "0" if word in WORDS["method"]["veto"].split() else "10"
        words = [line["section"], f"项目{number}", line["method"], "", line["applies_to"], line["counts"]]
        FULL.bring_in([rulebook.name, str(number), *words, mark, "", ""])
    told = RulebookItem.objects.order_by("number").values_list(field, flat=True)
    assert list(told) == [value for value, _word in said]


def test_a_weight_that_no_rulebook_has_is_told(rulebook: Any) -> None:
    line = [rulebook.name, "1", "工作进程", "隐患排查", "检查", "", "全部", "月度", "10", "10.01", ""]
    assert FULL.sentences(line) != []
    line[-2] = "10"
    assert FULL.sentences(line) == []


def test_no_line_changes_a_rulebook_in_use_but_what_stands_already_may_be_there(rulebook: Any) -> None:
    ITEMS.bring_in(a_line())
    adopt_rulebook(rulebook, by=None)
    refusal = ["该细则已启用，不能修改，请编制下一版。"]
    assert ITEMS.sentences(a_line(mark="13")) == ITEMS.sentences(a_line(number="2")) == refusal
    assert ITEMS.counts(a_line()) == {"unchanged": 1}


def test_lines_go_to_the_edition_that_is_drawn_up(rulebook: Any) -> None:
    ITEMS.bring_in(a_line())
    adopt_rulebook(rulebook, by=None)
    made = revise_rulebook(rulebook, by=None)
    ITEMS.bring_in(a_line(mark="20"))
    assert (made.items.get().full_mark, rulebook.items.get().full_mark) == (Decimal(20), Decimal("12.50"))


def test_what_was_put_in_use_between_check_and_import_is_not_changed(rulebook: Any) -> None:
    batch = ITEMS.upload(a_line())
    adopt_rulebook(an_item(rulebook=rulebook, number="9").rulebook, by=None)
    with pytest.raises(RuleBroken):
        desk.import_list(batch, by=None)
    assert rulebook.items.count() == 1


def test_an_import_is_not_taken_back_once_its_rulebook_is_in_use(rulebook: Any) -> None:
    batch = ITEMS.bring_in(a_line())
    adopt_rulebook(rulebook, by=None)
    with pytest.raises(RuleBroken, match="导入后已启用"):
        desk.undo_list(batch, by=None)
    assert rulebook.items.present().count() == 1


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
        ({"method": "抽签"}, "只能填写以下之一：系统计算、定期检查、互评、问卷调查、奖励、处罚、一票否决。"),
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
