"""The lists of the assessment that come as files: columns, and what names one record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from assessment.models import Rulebook, RulebookItem
from dayan_safety.importing import Field, cleaning
from dayan_safety.importing.declared import RecordList
from dayan_safety.importing.fields import words
from dayan_safety.importing.references import reference_by_name

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
}
RULEBOOK = Field(
    "rulebook",
    gettext_lazy("Rulebook"),
    words("实施细则 细则 细则名称 考核细则 rulebook"),
    required=True,
    clean=cleaning.compact,
    above=words("实施细则 细则 细则名称 考核细则"),
)


ITEMS = RecordList(
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
            "full_mark", gettext_lazy("Full mark"), words("标准分 满分 分值 权重 fullmark"), clean=cleaning.amount(4, 2)
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
    references=(reference_by_name(RULEBOOK, Rulebook),),
)
