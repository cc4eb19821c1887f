"""What forms ask for as a file: found by form and code, new ones complete by themselves, settled forms untouched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from committee.models import FormField, ReportForm
from committee.services import reports
from committee.services.form_list import limit, source
from committee.tests.refusals import refused
from committee.tests.reporting import SINCE, a_field, a_form, a_quarterly, a_report, a_submitted
from dayan_safety.errors import RuleBroken
from dayan_safety.importing import NOTHING_SAID, Answers, desk
from dayan_safety.importing.answers import line_of
from dayan_safety.importing.kinds import all_kinds
from dayan_safety.models import Action, ImportBatch
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast
from dayan_safety.tests.list_desk import ListDesk
from dayan_safety.workbooks import Sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midsummer")]
HEADER = "表式 板块 顺序 指标名称 代码 类型 计量单位 必填 下限 上限 自动取数 汇总方式 统计口径".split()
LABELS = "表式 板块 排序 指标 代码 填写类型 计量单位 必填 下限 上限 自动取数 全镇汇总 统计口径".split()
FIELDS = ListDesk("formfield", HEADER)
SETTLED = "已有报告按此表式上报：请复制一份，从以后月份起启用，再修改新表。"


def a_line(**cells: Any) -> list[Any]:
    """A figure with all that a figure can have."""
    told = {
        "form": "工作组月报（2026-01）", "section": "宣教培训", "order": "40", "name": "投入资金", "code": "money",
        "kind": "小数", "unit": "万元", "required": "是", "least": "0", "most": "99.50",
        "source": "期末在办督办事项", "total": "期末数", "note": "含上年", **cells,
    }  # fmt: skip
    return list(told.values())


def short(**cells: Any) -> list[Any]:
    """A line that says no more than it must."""
    return a_line(
        **{**dict.fromkeys("order code kind unit required least most source total note".split(), ""), **cells}
    )


def drills(**cells: Any) -> list[Any]:
    """A line about the figure that the form has already."""
    return short(**{"name": "应急演练", "code": "drills", **cells})


def of(form: ReportForm) -> list[tuple[str, str, int]]:
    """Name, code and order of what a form asks for."""
    return list(form.fields.present().order_by("order", "pk").values_list("name", "code", "order"))


# What a line becomes


def test_a_line_becomes_a_figure_with_everything_it_says(cast: Cast) -> None:
    form = a_form()
    FIELDS.bring_in(a_line())
    field = FormField.objects.get(code="money")
    assert (field.form, field.section, field.order, field.name) == (form, "宣教培训", 40, "投入资金")
    assert (field.kind, field.unit, field.required) == ("decimal", "万元", True)
    assert (field.least, field.most) == (Decimal(0), Decimal("99.5"))
    assert (field.source, field.total, field.note) == ("committee.tasks_left", "stock", "含上年")
    assert FIELDS.counts(a_line()) == {"unchanged": 1}
    assert FIELDS.counts(a_line(required="否")) == FIELDS.counts(a_line(most="99.51")) == {"changed": 1}


def test_what_a_line_leaves_blank_is_filled_in(cast: Cast) -> None:
    form = a_form()
    FIELDS.bring_in(short(name="隐患排查"), short(name="隐患评查"), short(name="火灾"))
    assert of(form)[3:] == [("隐患排查", "yhpc", 40), ("隐患评查", "yhpc2", 50), ("火灾", "hz", 60)]
    field = form.fields.get(code="hz")
    assert (field.kind, field.required, field.total, field.source, field.least) == ("whole", False, "sum", "", None)
    assert FIELDS.counts(short(name="隐患排查"), short(name="隐患评查"), short(name="火灾")) == {"unchanged": 3}


def test_a_place_in_the_list_is_the_last_one_so_far(cast: Cast) -> None:
    form = a_form()
    FIELDS.bring_in(short(name="甲", order="100"), short(name="乙"), short(name="丙", order="5"), short(name="丁"))
    assert [(name, order) for name, _code, order in of(form) if name in "甲乙丙丁"] == [
        ("丙", 5), ("甲", 100), ("乙", 110), ("丁", 120),
    ]  # fmt: skip


def test_a_proposed_code_avoids_those_the_list_brings_itself(cast: Cast) -> None:
    form = a_form(fields={})
    FIELDS.bring_in(short(name="火灾"), short(name="火灾损失", code="hz"))
    assert [row[:2] for row in of(form)] == [("火灾", "hz2"), ("火灾损失", "hz")]


def test_a_figure_of_the_same_name_in_another_form_lends_its_code(cast: Cast) -> None:
    a_form()
    quarterly = a_form({}, name="企业季报", audience="enterprises", period="quarter")
    FIELDS.bring_in(short(form="企业季报（2026-01）", name="应急演练"))
    assert of(quarterly) == [("应急演练", "drills", 10)]


def test_a_figure_is_found_by_its_code_and_without_one_by_its_name(cast: Cast) -> None:
    form = a_form()
    FIELDS.bring_in(drills(name="消防演练"))
    assert of(form)[0] == ("消防演练", "drills", 10)
    FIELDS.bring_in(short(name="消防演练", unit="场"))
    assert form.fields.get(code="drills").unit == "场"
    assert FIELDS.counts(short(name="消防演练", code="other")) == {"new": 1}
    assert form.fields.count() == 3


def test_a_code_is_written_small(cast: Cast) -> None:
    a_form()
    assert FIELDS.counts(drills(code="ＤＲＩＬＬＳ", unit="次")) == {"unchanged": 1}


def test_the_same_code_in_another_form_is_another_figure(cast: Cast) -> None:
    form, quarterly = a_form(), a_quarterly(cast).form
    FIELDS.bring_in(drills(unit="场"))
    assert [each.fields.get(code="drills").unit for each in (form, quarterly)] == ["场", "次"]


def test_a_blank_cell_leaves_what_stands(cast: Cast) -> None:
    form = a_form()
    a_field(
        form, "money", name="投入资金", kind="decimal", least=1, most=2, source="committee.tasks_left", note="含上年"
    )
    assert FIELDS.counts(short(section="其他", code="money")) == {"unchanged": 1}


@pytest.mark.parametrize(
    "name", ["工作组月报（2026-01）", "工作组月报(2026-01)", "工作组 月报（2026-01）", "工作组月报"]
)
def test_a_form_is_named_with_its_month_or_alone_where_it_is_the_only_one(name: str, cast: Cast) -> None:
    a_form()
    assert FIELDS.counts(drills(form=name, unit="次")) == {"unchanged": 1}


def test_of_two_forms_of_a_name_the_month_says_which(cast: Cast) -> None:
    form = a_form()
    later = reports.copy_form(form, by=None, since=date(2026, 7, 1))
    asked = FIELDS.sentences(drills(form="工作组月报"))
    assert len(asked) == 1
    assert "工作组月报（2026-01）" in asked[0]
    FIELDS.bring_in(drills(form="工作组月报（2026-07）", unit="场"))
    assert [each.fields.get(code="drills").unit for each in (form, later)] == ["次", "场"]


def test_a_removed_form_and_its_fields_are_not_there(cast: Cast) -> None:
    reports.remove_form(a_form(), by=None, reason="重定")
    assert len(FIELDS.sentences(drills())) == 1
    a_form()
    assert FIELDS.counts(drills(unit="次")) == {"unchanged": 1}


def test_the_form_may_stand_above_the_header(cast: Cast) -> None:
    a_form()
    rows = [["表式：工作组月报（2026-01）"], HEADER[1:], drills(unit="场")[1:]]
    report, _plan = FIELDS.kind.check([Sheet("表", rows)], timezone.localdate(), NOTHING_SAID, {})
    assert report.counts["changed"] == 1


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"section": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"name": "", "code": "x"}, "请填写此格：缺少此项不能新登记。"),
        ({"form": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"kind": "图片"}, "只能填写以下之一：整数、小数、文字。"),
        ({"required": "也许"}, "只能填写以下之一：是、否。"),
        ({"code": "1号"}, "只能使用小写字母、数字和下划线。"),
        ({"least": "十"}, "请填写数字，小数最多2位。"),
        ({"least": "2", "most": "1"}, "下限高于上限。"),
        ({"kind": "文字", "least": "0", "most": "", "source": ""}, "文字项不设计量单位、上下限和取数来源。"),
        ({"order": "10000"}, "不能大于 9999。"),
        ({"unit": "一" * 11}, "内容过长，最多 10 个字。"),
    ],
)
def test_what_cannot_be_taken_says_why(cells: dict[str, str], sentence: str, cast: Cast) -> None:
    a_form()
    assert FIELDS.sentences(a_line(**cells)) == [sentence]
    assert FormField.objects.count() == 3


def test_two_lines_about_one_figure_must_agree(cast: Cast) -> None:
    a_form()
    assert FIELDS.counts(a_line(), a_line()) == {"new": 1, "duplicates": 1}
    assert FIELDS.counts(a_line(), a_line(unit="元")) == {"new": 1, "conflicts": 1}


# Where figures come from


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_source_is_named_by_its_label_in_any_language_or_by_its_name(language: str) -> None:
    for name, declared in all_sources().items():
        with override(language):
            label = str(declared.label)
        assert [source(word) for word in (label, name, f" {label} ")] == [name] * 3


def test_what_nobody_counts_is_refused_and_what_nobody_counts_yet_says_nothing() -> None:
    assert [source(word) for word in ("", None, "尚未接入", "Not counted yet")] == ["", "", "", ""]
    with pytest.raises(RuleBroken, match="只能填写以下之一：参加联席会议次数"):
        source("campaigns.no_such")


def test_a_source_that_is_not_counted_yet_stays_where_a_list_does_not_name_another(cast: Cast) -> None:
    form = a_form()
    form.fields.filter(code="drills").update(source="campaigns.no_such")
    assert FIELDS.counts(drills(source="尚未接入", unit="次")) == {"unchanged": 1}
    FIELDS.bring_in(drills(source="尚未接入", unit="场"))
    assert form.fields.get(code="drills").source == "campaigns.no_such"
    FIELDS.bring_in(drills(source="committee.tasks_left"))
    assert form.fields.get(code="drills").source == "committee.tasks_left"


@pytest.mark.parametrize(("cell", "number"), [("", None), ("-1.5", "-1.5"), ("－2", "-2"), (0, "0"), ("1,000", "1000")])
def test_a_limit_is_a_number_of_either_sign(cell: Any, number: str | None) -> None:
    assert limit(cell) == (Decimal(number) if number else None)


@pytest.mark.parametrize("cell", ["--1", "1-", "1.234", "9" * 13, "一"])
def test_what_is_no_limit_is_refused(cell: str) -> None:
    with pytest.raises(RuleBroken):
        limit(cell)


# Settled forms


@pytest.mark.parametrize("line", [drills(unit="场"), a_line(), drills(name="演练"), short(name="新增")])
def test_what_a_settled_form_asks_for_stays(line: list[Any], cast: Cast) -> None:
    a_submitted(cast)
    assert FIELDS.sentences(line) == [SETTLED]
    assert FIELDS.counts(drills(unit="次")) == {"unchanged": 1}


def test_the_good_lines_of_other_forms_come_in_all_the_same(cast: Cast) -> None:
    a_submitted(cast)
    quarterly = a_quarterly(cast).form
    lines = (drills(unit="场"), drills(form="企业季报", unit="场"))
    batch = FIELDS.upload(*lines)
    with pytest.raises(RuleBroken):
        desk.import_list(ImportBatch.objects.get(pk=batch.pk), by=None)
    desk.answer_list(batch, Answers(only_good=True), by=None)
    desk.import_list(ImportBatch.objects.get(pk=batch.pk), by=None)
    assert [field.unit for field in FormField.objects.filter(code="drills").order_by("pk")] == ["次", "场"]
    assert quarterly.fields.get(code="drills").unit == "场"


def test_a_form_that_was_settled_meanwhile_is_left_alone(cast: Cast) -> None:
    report = a_report(cast)
    batch = FIELDS.upload(drills(unit="场"))
    a_submitted(cast, report)
    with pytest.raises(RuleBroken):
        desk.import_list(ImportBatch.objects.get(pk=batch.pk), by=None)
    assert report.form.fields.get(code="drills").unit == "次"


def test_writing_asks_once_more_whether_the_form_is_settled(cast: Cast) -> None:
    report = a_report(cast)
    sheet = Sheet("表", [HEADER, drills(unit="场")])
    _report, plan = FIELDS.kind.check([sheet], timezone.localdate(), NOTHING_SAID, {})
    a_submitted(cast, report)
    with refused(SETTLED):
        FIELDS.kind.write(plan)


# Taken back


def test_taken_back_everything_is_as_it_was(cast: Cast) -> None:
    form = a_form()
    a_field(form, "money", name="投入资金", kind="decimal", least=Decimal("1.50"), note="旧")
    before = list(form.fields.order_by("pk").values("name", "unit", "least", "most", "required", "note", "source"))
    batch = FIELDS.bring_in(a_line(), short(name="火灾"))
    assert form.fields.get(code="money").most == Decimal("99.5")
    desk.undo_list(batch, by=None)
    rows = form.fields.present().order_by("pk")
    assert list(rows.values("name", "unit", "least", "most", "required", "note", "source")) == before
    assert form.fields.get(code="hz").removed_at is not None


def test_once_a_report_came_the_import_stays(cast: Cast) -> None:
    report = a_report(cast)
    batch = FIELDS.bring_in(drills(unit="场"))
    assert desk.blockers_of(batch) == []
    a_submitted(cast, report)
    assert [str(found) for found in desk.blockers_of(batch)] == ["此后已有报告按下列表式上报：工作组月报（2026-01）。"]
    with pytest.raises(RuleBroken):
        desk.undo_list(batch, by=None)
    assert report.form.fields.get(code="drills").unit == "场"


def test_a_new_field_that_was_written_in_stays(cast: Cast) -> None:
    report = a_report(cast)
    batch = FIELDS.bring_in(short(name="火灾"))
    reports.save_value(report, by=cast.lead, field=report.form.fields.get(code="hz"), text="1")
    assert [str(found) for found in desk.blockers_of(batch)] == ["导入后已在别处使用：火灾。"]


# The door


def test_the_office_brings_in_the_list_and_nobody_else(cast: Cast, as_user: Any) -> None:
    url = reverse("import_list", args=["formfield"])
    codes = {role: as_user(getattr(cast, role)).get(url).status_code for role in ("office", "supervisor", "chair")}
    assert codes == {"office": 200, "supervisor": 404, "chair": 403}
    page = as_user(cast.office).get(url).content.decode()
    assert all(str(sentence) in page for sentence in all_kinds()["formfield"].advice)


def test_history_tells_what_a_list_changed(cast: Cast) -> None:
    a_form()
    FIELDS.bring_in(drills(unit="场", source="committee.tasks_left"))
    told = Action.objects.get(verb="committee.import_formfield")
    name = "工作组月报（2026-01） drills"
    assert (told.before[name], told.after[name]) == ("计量单位 次", "计量单位 场；自动取数 期末在办督办事项")


def rows_of(content: bytes) -> tuple[Sequence[Any], list[tuple[Any, ...]], dict[str, list[str]]]:
    """Header, rows and drop-downs of a template."""
    book = openpyxl.load_workbook(filename=BytesIO(content))
    sheet, choices = book.worksheets
    header, *rows = sheet.iter_rows(values_only=True)
    offered = {
        str(name): [cell.value for cell in column if cell.value]
        for name, column in zip(header, choices.columns, strict=False)
    }
    return header, rows, offered


def test_the_template_holds_what_stands_in_the_words_of_the_screen(cast: Cast) -> None:
    a_submitted(cast)
    a_form(fields={}, name="企业季报", audience="enterprises", period="quarter", since=SINCE)
    header, rows, offered = rows_of(FIELDS.kind.template(timezone.localdate()))
    assert list(header) == LABELS
    told = dict(zip(LABELS, rows[1], strict=True))
    assert (told["表式"], told["排序"], told["代码"]) == ("工作组月报（2026-01）", "20", "tasks_done")
    assert (told["必填"], told["下限"], told["自动取数"], told["全镇汇总"]) == ("否", None, "办结督办事项", "合计")
    assert offered["表式"] == ["企业季报（2026-01）"]
    assert offered["必填"] == ["是", "否"]
    assert offered["填写类型"] == ["整数", "小数", "文字"]
    assert set(offered["自动取数"]) == {str(each.label) for each in all_sources().values()}


def test_a_longer_list_is_checked_with_the_same_queries(cast: Cast, query_count: Any) -> None:
    a_form()
    few = query_count(lambda: FIELDS.check(drills(unit="场")))
    many = [short(name=f"第{number}项") for number in range(50)]
    assert query_count(lambda: FIELDS.check(*many)) == few


def test_a_line_that_is_skipped_takes_no_place_and_no_code(cast: Cast) -> None:
    form = a_form(fields={})
    batch = FIELDS.upload(short(name="火灾"), short(name="火种"))
    desk.answer_list(batch, Answers(skipped=[line_of("", 2)]), by=None)
    desk.import_list(ImportBatch.objects.get(pk=batch.pk), by=None)
    assert of(form) == [("火种", "hz", 10)]
