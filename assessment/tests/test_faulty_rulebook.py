"""A rulebook from Excel with every kind of fault in one file: each is told where it stands, and nothing is written."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Rulebook, RulebookItem
from assessment.services.rulebooks import adopt_rulebook, what_is_lacking
from assessment.tests.builders import a_rulebook, an_item, in_use
from assessment.tests.national_builders import a_set, a_set_in_use
from committee.tests.pages import Page
from committee.tests.refusals import refused
from dayan_safety.importing import desk
from dayan_safety.importing.kinds import all_kinds
from dayan_safety.importing.templates import list_workbook
from dayan_safety.models import ImportBatch
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.tests.list_desk import ListDesk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
BOOK = "考核细则（2026年）"
HEADER = "细则 序号 考核类别 考核内容 考核方式 取数指标 适用对象 计分周期 分值 系数 每次扣分 评分标准".split()
ITEMS = ListDesk("rulebookitem", HEADER)
GOOD = {
    "细则": BOOK, "序号": "1", "考核类别": "工作进程", "考核内容": "隐患排查", "考核方式": "检查", "分值": "10",
}  # fmt: skip
NEEDED = "请填写此格：缺少此项不能新登记。"
DECIMALS = "请填写数字，小数最多2位。"
STEPS = "按次计算的须填每次扣分，按比例计算的不填。"


def a_line(**cells: str) -> list[str]:
    """A check of ten points, with some cells otherwise."""
    return [(GOOD | cells).get(column, "") for column in HEADER]


# One line for each fault: its cells, the column in which it is told, and the sentence.
FAULTS: list[tuple[dict[str, str], str, str]] = [
    ({"序号": ""}, "序号", NEEDED),
    ({"序号": "12345678901"}, "序号", "内容过长，最多 10 个字。"),
    ({"考核类别": ""}, "考核类别", NEEDED),
    ({"考核类别": "其他"}, "考核类别", "只能填写以下之一：安全促进项目、工作进程、变化效果。"),
    ({"考核内容": ""}, "考核内容", NEEDED),
    ({"考核内容": "长" * 101}, "考核内容", "内容过长，最多 100 个字。"),
    ({"考核方式": ""}, "考核方式", NEEDED),
    ({"考核方式": "抽签"}, "考核方式", "只能填写以下之一：系统计算、定期检查、互评、问卷调查、奖励、处罚、一票否决。"),
    ({"考核方式": "系统计算", "取数指标": "锣鼓"}, "取数指标", "只能填写以下之一：报告按时率、"),
    ({"取数指标": "出席率"}, "取数指标", "只有系统计算的项目才有取数指标。"),
    ({"适用对象": "居民"}, "适用对象", "只能填写以下之一：全部被考核单位、部门（站所）、村、企业、村和企业。"),
    ({"计分周期": "每周"}, "计分周期", "只能填写以下之一：月度和年终、月度、年终。"),
    ({"分值": ""}, "分值", NEEDED),
    ({"分值": "十分"}, "分值", DECIMALS),
    ({"分值": "10.005"}, "分值", DECIMALS),
    ({"分值": "-1"}, "分值", DECIMALS),
    ({"分值": "1000.01"}, "分值", "确保该值小于或等于1000。"),
    ({"分值": "0"}, "分值", "请填写可得或可扣的分数。"),
    ({"考核方式": "一票否决", "分值": "5"}, "分值", "一票否决不计分，请填0。"),
    ({"系数": "0"}, "系数", "确保该值大于或等于0.01。"),
    ({"系数": "10.01"}, "系数", "确保该值小于或等于10。"),
    ({"每次扣分": "1"}, "每次扣分", STEPS),
    ({"考核方式": "系统计算", "取数指标": "事故起数"}, "每次扣分", STEPS),
    ({"考核方式": "系统计算", "取数指标": "事故起数", "每次扣分": "0"}, "每次扣分", "确保该值大于或等于0.01。"),
    ({"细则": ""}, "细则", NEEDED),
    ({"细则": "没有的细则"}, "细则", "没有这个名称的实施细则。"),
    ({"细则": "老细则"}, "细则", "该细则已启用，不能修改，请编制下一版。"),
]


@pytest.fixture
def draft() -> Rulebook:
    """The rules of 2026, being drawn up, beside others in use."""
    in_use(rulebook=a_rulebook(name="老细则", year=2025))
    return a_rulebook(name=BOOK)


def faulty() -> list[list[str]]:
    """Every fault on a line of its own number, and good lines before and after."""
    bad = [a_line(**{"序号": f"9{place}"} | cells) for place, (cells, _column, _sentence) in enumerate(FAULTS)]
    return [a_line(), *bad, a_line(序号="2", 考核内容="会议", 考核方式="系统计算", 取数指标="出席率")]


def test_every_fault_of_one_file_is_told_at_once_in_its_line_and_column(draft: Rulebook) -> None:
    report = ITEMS.check(*faulty())
    told = {(problem.row, problem.column): problem.problem for problem in report.errors}
    for row, (cells, column, sentence) in enumerate(FAULTS, start=3):  # below the header and a good line
        assert (row, column) in told, cells
        assert sentence in told[row, column], cells
    assert {row for row, _column in told} == set(range(3, 3 + len(FAULTS)))
    assert report.exit_code == 1


def test_nothing_of_such_a_file_is_written_not_even_its_good_lines(draft: Rulebook) -> None:
    batch = ITEMS.upload(*faulty())
    with refused("名单有错误，没有导入任何内容。请查看问题，更正后重新上传。"):
        desk.import_list(ImportBatch.objects.get(pk=batch.pk), by=None)
    assert not draft.items.exists()


def test_the_supervisor_reads_every_fault_on_the_page(
    draft: Rulebook, cast: Cast, as_user: Any, settings: Any, tmp_path: Any
) -> None:
    files.keep_in(tmp_path, settings)
    kind = all_kinds()["rulebookitem"]
    content = list_workbook("细则", kind.fields, faulty(), {})
    browser = as_user(cast.supervisor)
    answer = browser.post(
        reverse("import_list", args=["rulebookitem"]),
        {"file": files.upload(content, "细则.xlsx"), "once": "a" * 32},
        follow=True,
    )
    words = Page(answer).text
    for sentence in (DECIMALS, STEPS, NEEDED, "一票否决不计分，请填0。", "该细则已启用，不能修改，请编制下一版。"):
        assert sentence in words
    assert not draft.items.exists()


# What is told besides


def test_the_same_line_twice_counts_once_and_two_things_said_of_an_item_are_refused(draft: Rulebook) -> None:
    assert ITEMS.counts(a_line(), a_line()) == {"new": 1, "duplicates": 1}
    report = ITEMS.check(a_line(), a_line(分值="12"))
    assert report.errors
    assert not report.is_importable


def test_the_same_item_in_two_rulebooks_is_two_items(draft: Rulebook) -> None:
    a_rulebook(name="试行细则", year=2026)
    assert ITEMS.counts(a_line(), a_line(细则="试行细则")) == {"new": 2}


def test_totals_and_signatures_below_are_no_items(draft: Rulebook) -> None:
    total = ["合计", *[""] * 7, "10", "", "", ""]
    report = ITEMS.check(a_line(), total)
    assert (report.counts["new"], report.errors) == (1, [])


def test_what_a_file_does_not_say_of_an_item_stays_as_it_is(draft: Rulebook) -> None:
    item = an_item(rulebook=draft, number="1", name="隐患排查", weight=D("1.5"), applies_to="village", counts="year")
    ITEMS.bring_in(a_line(分值="12"))
    item.refresh_from_db()
    assert (item.full_mark, item.weight, item.applies_to, item.counts) == (D(12), D("1.5"), "village", "year")


def test_a_computed_item_without_a_figure_comes_in_and_is_asked_about_later(draft: Rulebook) -> None:
    ITEMS.bring_in(a_line(考核方式="系统计算", 考核内容="按时报送"))
    assert what_is_lacking(draft) == ["以下系统计算项目未选取数指标：1 按时报送。"]
    ITEMS.bring_in(a_line(考核方式="系统计算", 考核内容="按时报送", 取数指标="月报按时率"))
    assert what_is_lacking(draft) == []
    adopt_rulebook(draft, by=None)


def test_every_word_of_every_column_is_understood(draft: Rulebook) -> None:
    words = {
        "考核类别": ("安全促进项目", "促进项目", "工作进程", "工作进度", "变化效果", "效果"),
        "考核方式": (
            "定期检查",
            "检查",
            "互评",
            "相互评比",
            "问卷",
            "满意度调查",
            "调查",
            "奖励",
            "加分",
            "处罚",
            "扣罚",
        ),
        "适用对象": ("全部", "所有单位", "部门", "站所", "村", "各村", "企业", "各企业", "村和企业", "村企"),
        "计分周期": ("月度和年终", "月度年终", "月度", "每月", "年终", "年度"),
    }
    told = [(column, word) for column, several in words.items() for word in several]
    lines = [a_line(**{"序号": str(place), column: word}) for place, (column, word) in enumerate(told, start=1)]
    assert ITEMS.counts(*lines) == {"new": len(told)}


def test_every_figure_is_understood_by_its_words(draft: Rulebook) -> None:
    shares = ("月报按时率", "会议出席率", "督办按期率", "隐患整改率", "项目按期率", "到岗率", "活动月数", "培训月数")
    lines = [a_line(序号=str(place), 考核方式="自动计算", 取数指标=word) for place, word in enumerate(shares, start=1)]
    counted = [
        a_line(序号=f"a{place}", 考核方式="系统计算", 取数指标=word, 每次扣分="1")
        for place, word in enumerate(("重大隐患数", "事故数"))
    ]
    ITEMS.bring_in(*lines, *counted)
    figures = set(RulebookItem.objects.filter(rulebook=draft).values_list("figure", flat=True))
    assert figures == set(RulebookItem.Figure.values)


# Indicators


INDICATORS = ListDesk("indicator", ["指标体系", "要素序号", "要素", "指标序号", "二级指标", "分值", "文字来源"])
SET = "省级指标"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ([SET, "0", "机构", "1", "领导机构", "3", ""], "确保该值大于或等于1。"),
        ([SET, "100", "机构", "1", "领导机构", "3", ""], "确保该值小于或等于99。"),
        ([SET, "一", "机构", "1", "领导机构", "3", ""], "这不是整数。"),
        ([SET, "1", "机构", "1000", "领导机构", "3", ""], "确保该值小于或等于999。"),
        ([SET, "1", "机构", "1", "", "3", ""], NEEDED),
        ([SET, "1", "", "1", "领导机构", "3", ""], NEEDED),
        ([SET, "1", "机构", "1", "领导机构", "0", ""], "确保该值大于或等于0.01。"),
        ([SET, "1", "机构", "1", "领导机构", "100.01", ""], "确保该值小于或等于100。"),
        ([SET, "1", "机构", "1", "领导机构", "", ""], NEEDED),
        (["用着的指标", "1", "机构", "9", "领导机构", "3", ""], "这个指标体系在使用或已使用过：请制定下一版。"),
    ],
)
def test_what_cannot_be_an_indicator_says_why(cells: list[str], sentence: str) -> None:
    a_set(name=SET)
    used = a_set_in_use()
    type(used).objects.filter(pk=used.pk).update(name="用着的指标")
    assert INDICATORS.sentences(cells) == [sentence]


@pytest.mark.parametrize(
    ("text", "wording", "kept"),
    [
        ("原来的话", "", "draft"),  # nothing new is said
        ("评定单位的话", "", "official"),
        ("评定单位的话", "草案", "draft"),
        ("原来的话", "正式", "official"),
        ("原来的话", "原文", "official"),
    ],
)
def test_other_words_are_official_unless_the_line_says_otherwise(text: str, wording: str, kept: str) -> None:
    made = a_set(name=SET)
    INDICATORS.bring_in([SET, "1", "机构", "1", "原来的话", "3", "草稿"])
    INDICATORS.bring_in([SET, "1", "机构", "1", text, "3", wording])
    assert (made.indicators.get().text, made.indicators.get().wording) == (text, kept)
