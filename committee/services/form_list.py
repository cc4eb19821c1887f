"""What forms ask for, as a file: one figure or text a line, found by form and code; settled forms stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committee.models import Filing, FormField, ReportForm
from committee.models.report_forms import DECIMAL_PLACES, NOT_COUNTED_YET
from committee.services.reports.forms import STEP, proposed_code, require_changeable, settled
from dayan_safety.errors import RuleBroken
from dayan_safety.importing import NOTHING_SAID, Answers, Field, Reading, Report, cleaning
from dayan_safety.importing.declared import DeclaredCheck, RecordList
from dayan_safety.importing.fields import words
from dayan_safety.importing.judging import NO_WORDS, Begin, Words, check_list
from dayan_safety.importing.key_runs import keys_of
from dayan_safety.importing.kinds import Written
from dayan_safety.importing.record_lists import Entry, Known, RecordPlan
from dayan_safety.importing.references import NameFinder, Reference, plain_form
from dayan_safety.importing.refusals import LineRefused
from dayan_safety.importing.way_back import Blocker, blocker
from dayan_safety.models import ImportBatch
from dayan_safety.sources import all_sources
from dayan_safety.values import in_every_language
from dayan_safety.workbooks import Cell, Sheet

KIND_WORDS: dict[str, tuple[str, ...]] = {
    FormField.Kind.WHOLE: ("整数", "数字", "数值"),
    FormField.Kind.DECIMAL: ("小数", "金额"),
    FormField.Kind.TEXT: ("文字", "文本", "文字情况"),
}
TOTAL_WORDS: dict[str, tuple[str, ...]] = {
    FormField.Total.SUM: ("合计", "求和", "累加"),
    FormField.Total.MEAN: ("平均", "均值"),
    FormField.Total.STOCK: ("期末数", "时点数", "存量"),
    FormField.Total.NONE: ("不汇总", "无"),
}
YES_NO = {True: ("是", "必填", "√", "yes", "y", "1"), False: ("否", "选填", "×", "no", "n", "0")}
LARGEST, LAST = 12, 9999  # digits before the point of a limit; the last place in a form


def limit(cell: Cell) -> Decimal | None:
    """A number with two decimals at most, which may be negative."""
    typed = cleaning.compact(cell)
    number = cleaning.amount(LARGEST, DECIMAL_PLACES)(typed.removeprefix("-"))
    return -number if number is not None and typed.startswith("-") else number


def place(cell: Cell) -> int | None:
    """A place in the form."""
    number = cleaning.whole_number(cell)
    if number is not None and number > LAST:
        raise RuleBroken(_("Not more than %(most)s.") % {"most": LAST})
    return number


def small_letters(cell: Cell) -> str:
    """A code."""
    return cleaning.compact(cell).casefold()


def source(cell: Cell) -> str:
    """What the portal counts, by its label in any language or by its name; what nobody counts yet says nothing."""
    known = {name: (name,) for name in all_sources()} | {"": tuple(in_every_language(NOT_COUNTED_YET))}
    return str(cleaning.one_of(known, {name: each.label for name, each in all_sources().items()})(cell))


FORM = Field(
    "form",
    gettext_lazy("Form"),
    words("报表 报表名称 表式 表式名称 所属报表 表名 form"),
    required=True,
    clean=cleaning.compact,
    above=words("报表 报表名称 表式 表名"),
)
FIELDS = (
    FORM,
    Field(
        "section", gettext_lazy("Part of the form"), words("板块 栏目 部分 类别 section"), clean=cleaning.short_text(50)
    ),
    Field("order", gettext_lazy("Order"), words("顺序 排序 order"), clean=place),
    Field(
        "name",
        gettext_lazy("Figure or text"),
        words("指标 指标名称 名称 填报内容 填报项目 项目 name figure"),
        required=True,
        clean=cleaning.short_text(100),
    ),
    Field("code", gettext_lazy("Code"), words("代码 指标代码 编码 code"), clean=small_letters),
    Field(
        "kind",
        gettext_lazy("Kind of entry"),
        words("类型 指标类型 填写类型 kind"),
        clean=cleaning.one_of(KIND_WORDS, dict(FormField.Kind.choices)),
        told=None,
    ),
    Field("unit", gettext_lazy("Counted in"), words("计量单位 单位 unit"), clean=cleaning.short_text(10)),
    Field(
        "required",
        gettext_lazy("Compulsory"),
        words("必填 是否必填 required"),
        clean=cleaning.one_of(YES_NO, {True: gettext_lazy("yes"), False: gettext_lazy("no")}),
        told=None,
    ),
    Field("least", gettext_lazy("At least"), words("最小值 下限 不小于 least"), clean=limit),
    Field("most", gettext_lazy("At most"), words("最大值 上限 不大于 most"), clean=limit),
    Field(
        "source",
        gettext_lazy("Filled in from"),
        words("自动取数 取数来源 数据来源 来源 source"),
        clean=source,
        told=None,
    ),
    Field(
        "total",
        gettext_lazy("In the town's report"),
        words("汇总方式 镇级汇总 汇总 total"),
        clean=cleaning.one_of(TOTAL_WORDS, dict(FormField.Total.choices)),
        told=None,
    ),
    Field(
        "note",
        gettext_lazy("How it is counted"),
        words("统计口径 口径 填报说明 说明 note"),
        clean=cleaning.short_text(300),
    ),
)


class FormFinder(NameFinder):
    """Forms by name and month; by the name alone where one form has it."""

    def __init__(self, answers: Answers) -> None:
        forms = list(ReportForm.objects.present())
        super().__init__(FORM, ReportForm._meta.verbose_name, {form.pk: str(form) for form in forms}, answers)
        named = [plain_form(form.name) for form in forms]
        self.by_form |= {name: form.pk for name, form in zip(named, forms, strict=True) if named.count(name) == 1}


def offered_forms(on: date) -> list[str]:
    """What a template offers: the forms that can be changed."""
    forms = ReportForm.objects.present().exclude(pk__in=settled_forms())
    return [str(form) for form in forms]


def settled_forms() -> set[int]:
    """Keys of the forms on which a report was handed in; one query."""
    return set(Filing.objects.values_list("report__form_id", flat=True).distinct())


class FieldList(RecordList):
    """Fields of forms: no line changes what a settled form asks for."""

    def known(self) -> list[Known]:
        """Every field of a form that is there."""
        forms = set(ReportForm.objects.present().values_list("pk", flat=True))
        return [known for known in super().known() if known.values["form_id"] in forms]

    def check(
        self, sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
    ) -> tuple[Report, RecordPlan]:
        """Compare a list with the fields; four queries."""

        def prepare(reading: Reading) -> Begin:
            return partial(FieldCheck, self, self.known(), settled_forms(), reading, answers=answers)

        return check_list(sheets, self.fields, prepare, answers, words, nothing=RecordPlan)

    def write(self, plan: RecordPlan) -> Written:
        """Insert and edit, once more asking whether the forms can be changed."""
        require_all_changeable(self._forms_of(plan))
        return super().write(plan)

    def _forms_of(self, plan: RecordPlan) -> set[int]:
        entries = [*plan.new, *plan.edited]
        return {(entry.known.values if entry.known else entry.stated)["form_id"] for entry in entries}

    def lock(self, batch: ImportBatch) -> None:
        """The fields, and the forms they belong to."""
        list(ReportForm.objects.filter(pk__in=forms_in(batch)).order_by("pk").select_for_update())
        super().lock(batch)

    def blockers(self, batch: ImportBatch) -> list[Blocker]:
        """What was changed or used since; forms on which a report was handed in since."""
        closed = ReportForm.objects.filter(pk__in=forms_in(batch) & settled_forms())
        return [*super().blockers(batch), *blocker(_("Reports have been handed in since on: %(names)s."), closed)]

    def _offered(self, on: date) -> dict[str, Iterable[Any]]:
        """Yes and no, and what the portal counts, besides."""
        labels = [each.label for each in all_sources().values()]
        return super()._offered(on) | {"required": [_("yes"), _("no")], "source": labels}


def require_all_changeable(forms: Iterable[int]) -> None:
    """Raise ``RuleBroken`` where one of the forms is settled; nobody else changes them meanwhile."""
    for form in ReportForm.objects.filter(pk__in=forms).order_by("pk"):
        require_changeable(form)


def forms_in(batch: ImportBatch) -> set[int]:
    """Keys of the forms whose fields an import wrote."""
    fields = [*keys_of(batch.undo["new"]), *(key for key, _version, _values in batch.undo["edited"])]
    return set(FormField.objects.filter(pk__in=fields).values_list("form_id", flat=True))


class FieldCheck(DeclaredCheck):
    """The check of such a list; ``closed`` are the keys of settled forms."""

    def __init__(
        self,
        declared: FieldList,
        known: Sequence[Known],
        closed: set[int],
        reading: Reading,
        report: Report,
        answers: Answers = NOTHING_SAID,
    ) -> None:
        super().__init__(declared, known, report, answers)
        self.closed = closed
        self.others = [(each.values["form_id"], each.values["name"], each.values["code"]) for each in known]
        self.codes = {line.values.get("code") or "" for line in reading.lines}
        self.last: dict[int, int] = {}
        for each in known:
            form = each.values["form_id"]
            self.last[form] = max(self.last.get(form, 0), each.values["order"])

    def check(self, entry: Entry) -> None:
        """Settled forms stay; a new field has a place and a code, also where the list gives none."""
        values: Mapping[str, Any] = entry.known.values if entry.known else entry.stated
        if (entry.known is None or entry.changes) and values["form_id"] in self.closed:
            raise LineRefused(FORM, settled())
        if entry.known is None:
            self._complete(entry.stated)
        super().check(entry)

    def _complete(self, stated: dict[str, Any]) -> None:
        form, name = stated["form_id"], stated["name"]
        stated.setdefault("order", self.last.get(form, 0) + STEP)
        self.last[form] = max(self.last.get(form, 0), stated["order"])
        in_list = [(form, "", code) for code in self.codes]
        stated.setdefault("code", proposed_code(name, form, [*self.others, *in_list]))
        self.others.append((form, name, stated["code"]))


FORM_FIELDS = FieldList(
    model=FormField,
    fields=FIELDS,
    keys=(("form_id", "code"), ("form_id", "name")),
    needed=("form", "section", "name"),
    references=(Reference("form_id", ("form",), FormFinder, offered_forms),),
)
