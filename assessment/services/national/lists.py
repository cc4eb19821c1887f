"""The list of indicators that comes as a file: columns, and what names one indicator."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from assessment.models import Indicator, IndicatorSet
from dayan_safety.importing import Field, cleaning
from dayan_safety.importing.edition_lists import EditionList, edition_named
from dayan_safety.importing.fields import words
from dayan_safety.importing.record_lists import Entry

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


class IndicatorList(EditionList):
    """Indicators: other words than the draft's are the evaluators' own."""

    def refine(self, entry: Entry) -> None:
        """A text that changes makes the wording official, unless the line says otherwise."""
        if entry.known and "text" in entry.changes and not entry.stated.get("wording"):
            entry.stated["wording"] = Indicator.Wording.OFFICIAL


INDICATORS = IndicatorList(
    model=Indicator,
    editions=IndicatorSet,
    refusal=gettext_lazy("This set is or was in use: draw up the next edition."),
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
    references=(edition_named("indicator_set_id", SET, IndicatorSet),),
)
