"""The lists of the assessment that come as files: columns, and what names one record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Rulebook, RulebookItem
from assessment.services.rulebooks import require_drafts
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
from dayan_safety.workbooks import Sheet

SECTION_WORDS: dict[str, tuple[str, ...]] = {
    RulebookItem.Section.PROJECTS: ("安全促进项目", "促进项目"),
    RulebookItem.Section.PROGRESS: ("工作进程", "工作进度"),
    RulebookItem.Section.EFFECT: ("变化效果", "效果"),
}
METHOD_WORDS: dict[str, tuple[str, ...]] = {
    RulebookItem.Method.COMPUTED: ("系统计算", "自动计算"),
    RulebookItem.Method.CHECK: ("定期检查", "检查"),
    RulebookItem.Method.PEERS: ("互评", "相互评比"),
    RulebookItem.Method.SURVEY: ("问卷", "满意度调查", "调查"),
    RulebookItem.Method.BONUS: ("奖励", "加分"),
    RulebookItem.Method.PENALTY: ("处罚", "扣罚"),
    RulebookItem.Method.VETO: ("一票否决", "否决"),
}
FIGURE_WORDS: dict[str, tuple[str, ...]] = {
    RulebookItem.Figure.REPORTS: ("月报按时率",),
    RulebookItem.Figure.MEETINGS: ("会议出席率", "出席率"),
    RulebookItem.Figure.TASKS: ("督办按期率", "任务按期率"),
    RulebookItem.Figure.FINDINGS: ("隐患按期率", "隐患整改率"),
    RulebookItem.Figure.STEPS: ("项目按期率",),
    RulebookItem.Figure.POSTS: ("联络岗到岗率", "到岗率"),
    RulebookItem.Figure.EVENTS: ("活动月数",),
    RulebookItem.Figure.TRAININGS: ("培训月数",),
    RulebookItem.Figure.MAJOR: ("重大隐患数",),
    RulebookItem.Figure.INCIDENTS: ("事故数", "事故起数"),
}
APPLIES_WORDS: dict[str, tuple[str, ...]] = {
    RulebookItem.AppliesTo.ALL: ("全部", "所有单位"),
    RulebookItem.AppliesTo.DEPARTMENT: ("部门", "站所"),
    RulebookItem.AppliesTo.VILLAGE: ("村", "各村"),
    RulebookItem.AppliesTo.ENTERPRISE: ("企业", "各企业"),
    RulebookItem.AppliesTo.GRASSROOTS: ("村和企业", "村企"),
}
COUNTS_WORDS: dict[str, tuple[str, ...]] = {
    RulebookItem.Counts.BOTH: ("月度和年终", "月度年终"),
    RulebookItem.Counts.MONTH: ("月度", "每月"),
    RulebookItem.Counts.YEAR: ("年终", "年度"),
}
RULEBOOK = Field(
    "rulebook",
    gettext_lazy("Rulebook"),
    words("实施细则 细则 细则名称 考核细则 rulebook"),
    required=True,
    clean=cleaning.compact,
    above=words("实施细则 细则 细则名称 考核细则"),
)


class ItemList(RecordList):
    """Items of rulebooks: no line changes a rulebook that is or was in use."""

    def known(self) -> list[Known]:
        """Every item of a rulebook that is there."""
        books = set(Rulebook.objects.present().values_list("pk", flat=True))
        return [known for known in super().known() if known.values["rulebook_id"] in books]

    def check(
        self, sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
    ) -> tuple[Report, RecordPlan]:
        """Compare a list with the items; three queries."""
        drafts = set(Rulebook.objects.drafts().values_list("pk", flat=True))

        def prepare(_reading: Reading) -> Begin:
            return partial(ItemCheck, self, self.known(), drafts, answers=answers)

        return check_list(sheets, self.fields, prepare, answers, words, nothing=RecordPlan)

    def write(self, plan: RecordPlan) -> Written:
        """Insert and edit, once more asking whether the rulebooks are drafts."""
        require_drafts(_book_of(entry) for entry in [*plan.new, *plan.edited])
        return super().write(plan)

    def lock(self, batch: ImportBatch) -> None:
        """The items, and the rulebooks they belong to."""
        list(Rulebook.objects.filter(pk__in=_books_in(batch)).order_by("pk").select_for_update())
        super().lock(batch)

    def blockers(self, batch: ImportBatch) -> list[Blocker]:
        """What was changed or used since; rulebooks that were put in use since."""
        settled = Rulebook.objects.filter(pk__in=_books_in(batch)).exclude(state=Rulebook.State.DRAFT)
        return [*super().blockers(batch), *blocker(_("Put in use since: %(names)s."), settled)]


def _book_of(entry: Entry) -> int:
    return int((entry.known.values if entry.known else entry.stated)["rulebook_id"])


def _books_in(batch: ImportBatch) -> set[int]:
    items = [*keys_of(batch.undo["new"]), *(key for key, _version, _values in batch.undo["edited"])]
    return set(RulebookItem.objects.filter(pk__in=items).values_list("rulebook_id", flat=True))


class ItemCheck(DeclaredCheck):
    """The check of items; ``drafts``: keys of the rulebooks that can be changed."""

    def __init__(
        self,
        declared: RecordList,
        known: Sequence[Known],
        drafts: set[int],
        report: Report,
        answers: Answers = NOTHING_SAID,
    ) -> None:
        super().__init__(declared, known, report, answers)
        self.drafts = drafts

    def check(self, entry: Entry) -> None:
        """What the model says, and whether the rulebook is a draft where the line says something new."""
        if (entry.known is None or entry.changes) and _book_of(entry) not in self.drafts:
            raise LineRefused(RULEBOOK, _("This rulebook is or was in use: draw up the next edition."))
        super().check(entry)


class BookFinder(NameFinder):
    """Rulebooks by name: the edition that is being drawn up, or else the newest."""

    def __init__(self, answers: Answers) -> None:
        books = list(Rulebook.objects.present().order_by("edition"))
        super().__init__(RULEBOOK, Rulebook._meta.verbose_name, {book.pk: str(book) for book in books}, answers)
        self.by_form |= {plain_form(book.name): book.pk for book in books}


def offered_books(on: date) -> list[str]:
    """What a template offers: the rulebooks that are being drawn up."""
    return [str(book) for book in Rulebook.objects.drafts()]


ITEMS = ItemList(
    model=RulebookItem,
    fields=(
        RULEBOOK,
        Field(
            "number",
            gettext_lazy("Number"),
            words("序号 编号 项号 number"),
            required=True,
            clean=cleaning.short_text(10),
        ),
        Field(
            "section",
            gettext_lazy("Section"),
            words("考核类别 板块 部分 section"),
            clean=cleaning.one_of(SECTION_WORDS, dict(RulebookItem.Section.choices)),
            told=None,
        ),
        Field(
            "name",
            gettext_lazy("Item"),
            words("考核项目 考核内容 项目 指标 item"),
            required=True,
            clean=cleaning.short_text(100),
        ),
        Field(
            "method",
            gettext_lazy("Method"),
            words("考核方式 考核方法 评分方式 方式 method"),
            clean=cleaning.one_of(METHOD_WORDS, dict(RulebookItem.Method.choices)),
            told=None,
        ),
        Field(
            "figure",
            gettext_lazy("Computed figure"),
            words("取数指标 计算指标 figure"),
            clean=cleaning.one_of(FIGURE_WORDS, dict(RulebookItem.Figure.choices)),
            told=None,
        ),
        Field(
            "applies_to",
            gettext_lazy("For whom"),
            words("适用对象 考核对象 applies"),
            clean=cleaning.one_of(APPLIES_WORDS, dict(RulebookItem.AppliesTo.choices)),
            told=None,
        ),
        Field(
            "counts",
            gettext_lazy("Where it counts"),
            words("计分周期 考核周期 counts"),
            clean=cleaning.one_of(COUNTS_WORDS, dict(RulebookItem.Counts.choices)),
            told=None,
        ),
        Field(
            "full_mark", gettext_lazy("Full mark"), words("标准分 满分 分值 权重 fullmark"), clean=cleaning.amount(4, 2)
        ),
        Field("weight", gettext_lazy("Weight"), words("系数 权数 weight"), clean=cleaning.amount(2, 2)),
        Field(
            "step", gettext_lazy("Points off each time"), words("每次扣分 单次扣分 step"), clean=cleaning.amount(4, 2)
        ),
        Field(
            "standard",
            gettext_lazy("How it is judged"),
            words("评分标准 考核标准 评分办法 扣分标准 standard"),
            clean=cleaning.short_text(2000),
        ),
    ),
    keys=(("rulebook_id", "number"),),
    needed=("rulebook", "number", "section", "name", "method", "full_mark"),
    references=(Reference("rulebook_id", ("rulebook",), BookFinder, offered_books),),
)
