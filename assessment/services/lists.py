"""The lists of the assessment that come as files: columns, and what names one record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from assessment.models import Rulebook, RulebookItem
from dayan_safety.importing import Field, cleaning
from dayan_safety.importing.edition_lists import EditionList, edition_named
from dayan_safety.importing.fields import words

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


ITEMS = EditionList(
    model=RulebookItem,
    editions=Rulebook,
    refusal=gettext_lazy("This rulebook is or was in use: draw up the next edition."),
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
    references=(edition_named("rulebook_id", RULEBOOK, Rulebook),),
)
