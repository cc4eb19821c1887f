"""The lists of the campaigns that come as files: columns, and what names one record."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy

from campaigns.models import Event, EventKind, Material, SafetyDay
from committee.services.references import CODE, GROUP, OF_GROUP, OF_UNIT, UNIT
from dayan_safety.importing import Field, cleaning
from dayan_safety.importing.declared import RecordList
from dayan_safety.importing.fields import words
from dayan_safety.importing.references import reference_by_name

WEEKDAYS = {
    number: (name, f"周{name[-1]}", f"礼拜{name[-1]}", str(number))
    for number, name in enumerate("星期一 星期二 星期三 星期四 星期五 星期六 星期日".split(), start=1)
}
WEEKS = {
    1: ("第一个", "1"),
    2: ("第二个", "2"),
    3: ("第三个", "3"),
    4: ("第四个", "4"),
    5: ("最后一个", "最后", "末", "5"),
}

SAFETY_DAYS = RecordList(
    model=SafetyDay,
    fields=(
        Field(
            "name",
            gettext_lazy("Name"),
            words("名称 安全日 安全日名称 纪念日 宣传日 活动日 日期名称 name"),
            required=True,
            clean=cleaning.short_text(50),
        ),
        Field("year", gettext_lazy("Only in the year"), words("年份 年度 year"), clean=cleaning.whole_number),
        Field("month", gettext_lazy("Month"), words("月 月份 month"), required=True, clean=cleaning.whole_number),
        Field("day", gettext_lazy("Day of the month"), words("日 号 day"), clean=cleaning.whole_number),
        Field(
            "week",
            gettext_lazy("Which one"),
            words("第几个 周次 week"),
            clean=cleaning.one_of(WEEKS, dict(SafetyDay.Week.choices)),
            told=None,
        ),
        Field(
            "weekday",
            gettext_lazy("Weekday"),
            words("星期 周几 weekday"),
            clean=cleaning.one_of(WEEKDAYS, dict(SafetyDay.Weekday.choices)),
            told=None,
        ),
        Field("lasts", gettext_lazy("Days it lasts"), words("天数 持续天数 days"), clean=cleaning.whole_number),
        Field(
            "first_year", gettext_lazy("First held in"), words("首届年份 始于 firstyear"), clean=cleaning.whole_number
        ),
        Field("note", gettext_lazy("Note"), words("备注 说明 note"), clean=cleaning.short_text(200)),
    ),
    keys=(("name", "year"),),
    may_be_blank=("year",),
    needed=("name", "month"),
)

FORM_WORDS: dict[str, tuple[str, ...]] = {
    Material.Form.HANDBOOK: ("手册", "知识手册", "读本"),
    Material.Form.LETTER: ("告居民书", "公开信", "一封信", "倡议书"),
    Material.Form.LEAFLET: ("宣传单", "传单", "折页", "明白纸"),
    Material.Form.POSTER: ("海报", "挂图", "宣传画"),
    Material.Form.BANNER: ("横幅", "条幅", "标语"),
    Material.Form.RECORDING: ("音像", "光盘", "视频", "广播"),
    Material.Form.OBJECT: ("宣传品", "纪念品", "实物"),
}
MATERIALS = RecordList(
    model=Material,
    fields=(
        Field(
            "name",
            gettext_lazy("Title"),
            words("名称 资料名称 宣传资料 资料 标题 title name"),
            required=True,
            clean=cleaning.short_text(100),
        ),
        Field(
            "form",
            gettext_lazy("Kind of material"),
            words("类别 资料类别 种类 类型 kind"),
            clean=cleaning.one_of(FORM_WORDS, dict(Material.Form.choices)),
            told=None,
        ),
        Field("measure", gettext_lazy("Counted in"), words("计量单位 单位 measure"), clean=cleaning.short_text(10)),
        Field("published_on", gettext_lazy("Published on"), words("印制日期 发布日期 日期 date"), clean=cleaning.day),
        Field("note", gettext_lazy("Note"), words("备注 说明 note"), clean=cleaning.short_text(200)),
    ),
    keys=(("name",),),
    needed=("name", "form"),
    derived=("initials",),
)

KIND = Field(
    "kind",
    gettext_lazy("Kind of event"),
    words("活动类别 活动类型 类别 类型 形式 kind"),
    required=True,
    clean=cleaning.compact,
)


ENTRY_WORDS: dict[str, tuple[str, ...]] = {
    Event.Entry.ENTERPRISES: ("企业",),
    Event.Entry.SCHOOLS: ("学校", "进校园", "校园"),
    Event.Entry.COUNTRYSIDE: ("乡村", "进农村", "农村"),
    Event.Entry.COMMUNITIES: ("社区",),
    Event.Entry.FAMILIES: ("家庭",),
}
EVENTS = RecordList(
    model=Event,
    fields=(
        Field(
            "theme",
            gettext_lazy("Theme"),
            words("活动主题 活动名称 主题 名称 内容 theme"),
            required=True,
            clean=cleaning.short_text(100),
        ),
        KIND,
        Field(
            "held_on",
            gettext_lazy("Day"),
            words("日期 活动日期 时间 活动时间 day date"),
            required=True,
            clean=cleaning.day,
        ),
        Field("begins_at", gettext_lazy("Begins at"), words("开始时间 时刻 time"), clean=cleaning.clock),
        Field(
            "place", gettext_lazy("Place"), words("地点 活动地点 place"), required=True, clean=cleaning.short_text(100)
        ),
        replace(UNIT, required=False, above=()),
        CODE,
        replace(GROUP, required=False, above=()),
        Field(
            "hosts",
            gettext_lazy("Hosts"),
            words("主办单位 组织单位 承办单位 主办 hosts"),
            clean=cleaning.short_text(200),
        ),
        Field(
            "lecturer",
            gettext_lazy("Lecturer"),
            words("主讲人 授课人 讲师 专家 lecturer"),
            clean=cleaning.short_text(100),
        ),
        Field(
            "entry",
            gettext_lazy("Five entries"),
            words("五进 五进类别 entry"),
            clean=cleaning.one_of(ENTRY_WORDS, dict(Event.Entry.choices)),
            told=None,
        ),
        Field(
            "head_count",
            gettext_lazy("Head-count"),
            words("人数 参加人数 参与人数 受众人数 headcount"),
            clean=cleaning.whole_number,
        ),
        Field(
            "summary",
            gettext_lazy("Summary"),
            words("活动小结 小结 效果 备注 summary"),
            clean=cleaning.short_text(2000),
        ),
    ),
    keys=(("theme", "held_on", "unit_id"), ("theme", "held_on", "place")),
    needed=("theme", "kind", "held_on", "place"),
    references=(reference_by_name(KIND, EventKind), OF_UNIT, OF_GROUP),
    filled=False,
)
