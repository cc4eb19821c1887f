"""The list of indicators that comes as a file: columns, and what names one indicator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Indicator, IndicatorSet
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
from dayan_safety.workbooks import Sheet

SET = Field(
    "indicator_set",
    gettext_lazy("Indicator set"),
    words("指标体系 指标表 评定指标 indicatorset"),
    required=True,
    clean=cleaning.compact,
    above=words("指标体系 指标表"),
)
WORDING_WORDS: dict[str, tuple[str, ...]] = {
    Indicator.Wording.OFFICIAL: ("正式", "原文"),
    Indicator.Wording.DRAFT: ("草案", "草稿"),
}


class IndicatorList(RecordList):
    """Indicators: no line changes a set that is or was in use."""

    def known(self) -> list[Known]:
        """Every indicator of a set that is there."""
        sets = set(IndicatorSet.objects.present().values_list("pk", flat=True))
        return [known for known in super().known() if known.values["indicator_set_id"] in sets]

    def check(
        self, sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
    ) -> tuple[Report, RecordPlan]:
        """Compare a list with the indicators; three queries."""
        drafts = set(IndicatorSet.objects.drafts().values_list("pk", flat=True))

        def prepare(_reading: Reading) -> Begin:
            return partial(IndicatorCheck, self, self.known(), drafts, answers=answers)

        return check_list(sheets, self.fields, prepare, answers, words, nothing=RecordPlan)

    def write(self, plan: RecordPlan) -> Written:
        """Insert and edit, once more asking whether the sets are drafts; they stay drafts."""
        keys = {_set_of(entry) for entry in [*plan.new, *plan.edited]}
        sets = IndicatorSet.objects.filter(pk__in=keys).order_by("pk").select_for_update()
        if settled := [str(kept) for kept in sets if kept.state != IndicatorSet.State.DRAFT]:
            told = {"names": _(", ").join(settled)}
            raise RuleBroken(_("In use, and not to be changed any more: %(names)s. Draw up the next edition.") % told)
        return super().write(plan)

    def lock(self, batch: ImportBatch) -> None:
        """The indicators, and the sets they belong to."""
        list(IndicatorSet.objects.filter(pk__in=_sets_in(batch)).order_by("pk").select_for_update())
        super().lock(batch)

    def blockers(self, batch: ImportBatch) -> list[Blocker]:
        """What was changed or used since; sets that were put in use since."""
        settled = IndicatorSet.objects.filter(pk__in=_sets_in(batch)).exclude(state=IndicatorSet.State.DRAFT)
        return [*super().blockers(batch), *blocker(_("Put in use since: %(names)s."), settled)]


def _set_of(entry: Entry) -> int:
    return int((entry.known.values if entry.known else entry.stated)["indicator_set_id"])


def _sets_in(batch: ImportBatch) -> set[int]:
    keys = [*keys_of(batch.undo["new"]), *(key for key, _version, _values in batch.undo["edited"])]
    return set(Indicator.objects.filter(pk__in=keys).values_list("indicator_set_id", flat=True))


class IndicatorCheck(DeclaredCheck):
    """The check of indicators; ``drafts``: keys of the sets that can be changed."""

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
        """What the model says, and whether the set is a draft where the line says something new."""
        if (entry.known is None or entry.changes) and _set_of(entry) not in self.drafts:
            raise LineRefused(SET, _("This set is or was in use: draw up the next edition."))
        if entry.known and "text" in entry.changes and not entry.stated.get("wording"):
            entry.stated["wording"] = Indicator.Wording.OFFICIAL  # other words than the draft: the evaluators' own
        super().check(entry)


class SetFinder(NameFinder):
    """Indicator sets by name: the edition that is being drawn up, or else the newest."""

    def __init__(self, answers: Answers) -> None:
        sets = list(IndicatorSet.objects.present().order_by("edition"))
        super().__init__(SET, IndicatorSet._meta.verbose_name, {kept.pk: str(kept) for kept in sets}, answers)
        self.by_form |= {plain_form(kept.name): kept.pk for kept in sets}


def offered_sets(on: date) -> list[str]:
    """What a template offers: the sets that are being drawn up."""
    return [str(kept) for kept in IndicatorSet.objects.drafts()]


INDICATORS = IndicatorList(
    model=Indicator,
    fields=(
        SET,
        Field(
            "element_number",
            gettext_lazy("Number of the element"),
            words("要素序号 要素号 一级序号 elementnumber"),
            clean=cleaning.whole_number,
        ),
        Field("element", gettext_lazy("Element"), words("要素 一级指标 element"), clean=cleaning.short_text(60)),
        Field(
            "number",
            gettext_lazy("Number of the indicator"),
            words("指标序号 序号 编号 number"),
            required=True,
            clean=cleaning.whole_number,
        ),
        Field(
            "text",
            gettext_lazy("What is asked"),
            words("二级指标 指标内容 指标 评定内容 text"),
            clean=cleaning.short_text(300),
        ),
        Field("full_mark", gettext_lazy("Full mark"), words("标准分 满分 分值 fullmark"), clean=cleaning.amount(3, 2)),
        Field(
            "wording",
            gettext_lazy("Wording"),
            words("文字来源 文字 wording"),
            clean=cleaning.one_of(WORDING_WORDS, dict(Indicator.Wording.choices)),
            told=None,
        ),
    ),
    keys=(("indicator_set_id", "number"),),
    needed=("indicator_set", "element_number", "element", "number", "text", "full_mark"),
    references=(Reference("indicator_set_id", ("indicator_set",), SetFinder, offered_sets),),
)
