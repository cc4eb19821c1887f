"""The words and days that come with the portal: entered once, kept by the office from then on."""

from __future__ import annotations

from typing import Any

from campaigns.models import Audience, Channel, EventKind, SafetyDay
from dayan_safety.history import change
from dayan_safety.records import create_record

CountsAs, Week, Weekday = EventKind.CountsAs, SafetyDay.Week, SafetyDay.Weekday
EVENT_KINDS = (
    ("知识竞赛", CountsAs.CONTEST),
    ("应急演练", CountsAs.DRILL),
    ("安全培训", CountsAs.TRAINING),
    ("集中宣传", CountsAs.PUBLICITY),
    ("入户宣传", CountsAs.PUBLICITY),
    ("咨询日活动", CountsAs.CONSULTATION),
    ("专题讲座", CountsAs.LECTURE),
    ("其他活动", CountsAs.OTHER),
)
# For whom [S: leaders, staff, stationed departments, heads of key enterprises], and by which channel [S: the displays].
AUDIENCES = (
    "班子成员", "机关干部", "驻镇部门负责人", "重点企业负责人", "企业职工", "学生", "教师和家长", "老年人", "居民",
)  # fmt: skip
CHANNELS = ("现场讲解", "墙报", "展板", "电子显示屏", "广播", "微信", "入户发放", "标语横幅")
# Public practice; the weeks that are set anew every year are entered by the office with their year.
SAFETY_DAYS: tuple[dict[str, Any], ...] = (
    {"name": "全国中小学生安全教育日", "month": 3, "week": Week.LAST, "weekday": Weekday.MONDAY},
    {"name": "全民国家安全教育日", "month": 4, "day": 15, "plan_ahead": 0},
    {"name": "世界安全生产与健康日", "month": 4, "day": 28, "plan_ahead": 0},
    {
        "name": "全国防灾减灾日",
        "month": 5,
        "day": 12,
        "first_year": 2009,
        "note": "宣传周每年由上级通知确定，请按年份登记。",
    },
    {"name": "全国“安全生产月”", "month": 6, "first_year": 2002, "plan_ahead": 30},
    {"name": "全国安全宣传咨询日", "month": 6, "day": 16, "plan_ahead": 0},
    {"name": "国际减轻自然灾害日", "month": 10, "day": 13, "plan_ahead": 0},
    {"name": "全国消防宣传月", "month": 11, "plan_ahead": 30},
    {"name": "全国消防日", "month": 11, "day": 9, "plan_ahead": 0},
    {"name": "全国交通安全日", "month": 12, "day": 2},
)


def load_shipped(*, by: Any = None) -> int:
    """Enter the shipped words and safety days whose names were never there; returns how many.

    What the office renamed comes again under its old name; what it removed stays away.
    """
    with change():
        kinds = [
            EventKind(name=name, counts_as=counts_as, order=10 * place)
            for place, (name, counts_as) in enumerate(EVENT_KINDS, start=1)
        ]
        days = [SafetyDay(**about) for about in SAFETY_DAYS]
        words = [*_in_order(Audience, AUDIENCES), *_in_order(Channel, CHANNELS)]
        missing = [record for record in (*kinds, *days, *words) if not _was_there(record)]
        for record in missing:
            create_record(record, by=by)
    return len(missing)


def _in_order(model: Any, names: tuple[str, ...]) -> list[Any]:
    return [model(name=name, order=10 * place) for place, name in enumerate(names, start=1)]


def _was_there(record: Any) -> bool:
    return bool(type(record)._default_manager.filter(name=record.name).exists())
