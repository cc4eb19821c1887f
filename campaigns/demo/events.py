"""The events of the demo town: the contests, drills and trainings of the source [S], and everyday ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from itertools import cycle
from random import Random
from typing import Any

from campaigns.models import Event, EventKind
from committee.models import Unit, WorkingGroup

SEED = 2012
CONTESTS, DRILLS, TRAININGS = 4, 20, 36  # [S]
DRILL_THEMES = (
    ("消防疏散演练", "消防安全组"),
    ("触电急救演练", "家居安全组"),
    ("防汛避险演练", "涉水与防灾环境安全组"),
    ("有限空间救援演练", "生产安全组"),
    ("校车应急演练", "学校与儿童安全组"),
)
TRAINING_THEMES = (
    ("安全生产法规培训", "生产安全组"),
    ("消防知识培训", "消防安全组"),
    ("交通安全培训", "交通安全组"),
    ("用电用气安全培训", "家居安全组"),
    ("防溺水安全教育", "学校与儿童安全组"),
)
EVERYDAY = {
    "生产安全组": ("企业安全承诺宣讲", "有限空间作业警示宣传"),
    "消防安全组": ("电动自行车充电安全宣传", "灭火器使用现场讲解"),
    "交通安全组": ("农用车违法载人劝导宣传", "头盔与安全带宣传"),
    "社会安全组": ("防范电信诈骗宣传", "邻里纠纷调解宣讲"),
    "家居安全组": ("燃气使用安全宣传", "预防一氧化碳中毒宣传"),
    "学校与儿童安全组": ("防溺水主题宣讲", "上下学路上安全宣讲"),
    "宣传推广组": ("安全社区知识巡回宣讲", "安全电影进村放映"),
    "督查考核组": ("实施细则解读",),
    "老年人安全组": ("预防跌倒讲座", "独居老人走访宣传"),
    "公共场所安全组": ("集市用火用电安全宣传", "餐饮场所燃气安全宣讲"),
    "涉水与防灾环境安全组": ("汛期避险知识宣传", "水域警示宣传"),
}
EVERYDAY_KINDS = ("集中宣传", "专题讲座", "入户宣传")
ENTRIES = {"village": Event.Entry.COUNTRYSIDE, "enterprise": Event.Entry.ENTERPRISES, "school": Event.Entry.SCHOOLS}
OFFICE, PUBLICITY = "镇安全社区促进委员会办公室", "宣传推广组"
BEGINS = time(9)


class Outreach:
    """The events of the demo town; days and head-counts come from a seeded chance."""

    def __init__(self) -> None:
        self.chance = Random(SEED)
        present = Unit.objects.present()
        self.villages, self.enterprises, self.schools = (list(present.filter(kind=kind)) for kind in ENTRIES)
        self.kinds = {kind.name: kind for kind in EventKind.objects.present()}
        self.groups = {group.name: group for group in WorkingGroup.objects.present()}

    def safety_month(self, first: date) -> list[Event]:
        """All that was done in the Work Safety Month."""
        return [*self.contests(first), *self.drills(first), *self.trainings(first), *self.publicity(first)]

    def all_year(self, months: Iterable[date], june: date, november: date) -> list[Event]:
        """Everything, in no order."""
        return [*self.safety_month(june), *self.everyday(months, june), *self.fire_month(november)]

    def fire_month(self, first: date) -> Iterator[Event]:
        """In four villages, by the fire group."""
        for unit, day in zip(self.villages[20:], (4, 8, 12, 19), strict=False):
            about = {"unit": unit, "entry": Event.Entry.COUNTRYSIDE, "day": day}
            yield self.event(first, "全民消防进村宣传", "集中宣传", unit.name, "消防安全组", **about)

    def everyday(self, months: Iterable[date], but: date) -> Iterator[Event]:
        """What each group does in the other months: up to two events of its own theme, from the 3rd to the 22nd."""
        places = [*self.villages, *self.enterprises[:5]]
        for first in months:
            for name, themes in EVERYDAY.items() if first != but else ():
                for theme in self.chance.sample(themes, self.chance.randint(0, len(themes))):
                    unit, kind = self.chance.choice(places), self.chance.choice(EVERYDAY_KINDS)
                    day = self.chance.randrange(2, 22)
                    yield self.event(first, theme, kind, unit.name, unit=unit, group=name, day=day)

    def event(self, first: date, theme: str, kind: str, place: str, group: str = "", **more: Any) -> Event:
        """One event of the month; ``day`` counts from 0, other fields as they are."""
        head_count, day = self.chance.randrange(20, 160), self.chance.randrange(30)
        held_on = first + timedelta(days=more.pop("day", day))
        given = {"hosts": OFFICE, "head_count": head_count, "begins_at": BEGINS, "place": place, **more}
        return Event(theme=theme, kind=self.kinds[kind], held_on=held_on, group=self.groups.get(group), **given)

    def at(self, first: date, units: Iterable[Unit], themes: Iterable[tuple[str, str]], kind: str) -> Iterator[Event]:
        """One event at each of the units, one of the five entries."""
        for unit, (theme, group) in zip(units, cycle(themes), strict=False):
            entry = ENTRIES[unit.kind]
            yield self.event(first, theme, kind, unit.name, unit=unit, group=group, entry=entry)

    def contests(self, first: date) -> Iterator[Event]:
        """For the whole town."""
        for number in range(1, CONTESTS + 1):
            yield self.event(first, f"安全知识竞赛第{number}场", "知识竞赛", "镇文化站", PUBLICITY)

    def drills(self, first: date) -> Iterator[Event]:
        """In enterprises, villages and schools."""
        places = [*self.enterprises[:12], *self.villages[:6], *self.schools]
        yield from self.at(first, places[:DRILLS], DRILL_THEMES, "应急演练")

    def trainings(self, first: date) -> Iterator[Event]:
        """Two by experts for leaders, staff and departments [S], the others on the spot."""
        hall, expert = "镇政府会议室", "全国“安全社区”济南支持中心专家"
        yield self.event(first, "安全社区建设专题培训", "安全培训", hall, PUBLICITY, day=3, lecturer=expert)
        yield self.event(first, "安全社区业务培训", "安全培训", hall, "生产安全组", day=9, lecturer="市安监局专家")
        places = [*self.enterprises, *self.villages]
        yield from self.at(first, places[: TRAININGS - 2], TRAINING_THEMES, "安全培训")

    def publicity(self, first: date) -> Iterator[Event]:
        """Handbooks handed out, doors knocked at, and the consultation day."""
        places = [*self.villages[6:12], *self.schools, *self.enterprises[12:15]]
        yield from self.at(first, places, [("发放安全社区知识手册", PUBLICITY)], "集中宣传")
        for unit in self.villages[12:16]:
            about = {"unit": unit, "group": "家居安全组", "entry": Event.Entry.FAMILIES}
            yield self.event(first, "安全告知进家门", "入户宣传", unit.name, **about)
        entry = Event.Entry.COMMUNITIES
        yield self.event(first, "居民小区安全宣传", "集中宣传", "镇区居民小区", PUBLICITY, entry=entry)
        square = "镇政府广场"
        yield self.event(first, "安全宣传咨询日", "咨询日活动", square, PUBLICITY, day=15, head_count=600)
