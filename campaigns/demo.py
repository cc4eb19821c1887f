"""A year of outreach as the source tells it: the Work Safety Month with its contests, drills and trainings [S]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import cycle
from random import Random
from typing import Any

from committee.models import Unit
from dayan_safety.demo_lists import bring_in

SEED = 2012
CONTESTS, DRILLS, TRAININGS = 4, 20, 36  # [S]
DRILL_THEMES = ("消防疏散演练", "触电急救演练", "防汛避险演练", "有限空间救援演练", "校车应急演练")
TRAINING_THEMES = ("安全生产法规培训", "消防知识培训", "交通安全培训", "用电用气安全培训", "防溺水安全教育")
MATERIALS = (
    ("《安全社区知识手册》", "手册", "册", "", ""),
    ("《告居民书》", "公开信", "份", "", ""),
    ("消防安全宣传折页", "宣传单", "份", "", ""),
    ("安全生产月海报", "海报挂图", "张", "", ""),
)
ENTRIES = {"village": "进乡村", "enterprise": "进企业", "school": "进学校"}
REST = ("hosts", "lecturer", "entry", "head_count", "summary")
OFFICE, PUBLICITY = "镇安全社区促进委员会办公室", "宣传推广组"
Line = tuple[Any, ...]


def build_campaigns(on: date) -> None:
    """Materials, and the events of the month."""
    bring_in("material", MATERIALS)
    bring_in("event", Month(last_june(on)).events())


def last_june(on: date) -> int:
    """The year of the last Work Safety Month that is over on ``on``."""
    return on.year if on >= date(on.year, 7, 1) else on.year - 1


class Month:
    """The Work Safety Month of a year; days and head-counts come from a seeded chance."""

    def __init__(self, year: int) -> None:
        self.first, self.chance = date(year, 6, 1), Random(SEED)
        present = Unit.objects.present()
        self.villages, self.enterprises, self.schools = (list(present.filter(kind=kind)) for kind in ENTRIES)

    def events(self) -> list[Line]:
        """Everything, in the order of the list's columns."""
        return [*self.contests(), *self.drills(), *self.trainings(), *self.publicity()]

    def line(self, theme: str, kind: str, place: str, unit: str = "", group: str = "", **more: Any) -> Line:
        """One event; ``more`` are its other columns."""
        told = {"hosts": OFFICE, "head_count": self.chance.randrange(20, 160), **more}
        on = self.first + timedelta(days=more.get("day", self.chance.randrange(30)))
        return (theme, kind, on, "09:00", place, unit, "", group, *(told.get(name, "") for name in REST))

    def at(self, units: Iterable[Unit], themes: Iterable[str], kind: str, **more: Any) -> Iterator[Line]:
        """One event at each of the units, one of the five entries."""
        for unit, theme in zip(units, cycle(themes), strict=False):
            yield self.line(theme, kind, unit.name, unit.name, **{"entry": ENTRIES[unit.kind], **more})

    def contests(self) -> Iterator[Line]:
        """For the whole town."""
        for number in range(1, CONTESTS + 1):
            yield self.line(f"安全知识竞赛第{number}场", "知识竞赛", "镇文化站", group=PUBLICITY)

    def drills(self) -> Iterator[Line]:
        """In enterprises, villages and schools."""
        places = [*self.enterprises[:12], *self.villages[:6], *self.schools]
        yield from self.at(places[:DRILLS], DRILL_THEMES, "应急演练")

    def trainings(self) -> Iterator[Line]:
        """Two by experts for leaders, staff and departments [S], the others on the spot."""
        yield self.line(
            "安全社区建设专题培训", "安全培训", "镇政府会议室", group=PUBLICITY, day=3,
            lecturer="全国“安全社区”济南支持中心专家",
        )  # fmt: skip
        yield self.line(
            "安全社区业务培训", "安全培训", "镇政府会议室", group="生产安全组", day=9, lecturer="市安监局专家"
        )
        places = [*self.enterprises, *self.villages]
        yield from self.at(places[: TRAININGS - 2], TRAINING_THEMES, "安全培训")

    def publicity(self) -> Iterator[Line]:
        """Handbooks handed out, doors knocked at, and the consultation day."""
        places = [*self.villages[6:12], *self.schools, *self.enterprises[12:15]]
        yield from self.at(places, ["发放安全社区知识手册"], "集中宣传")
        yield from self.at(self.villages[12:16], ["安全告知进家门"], "入户宣传", entry="进家庭")
        yield self.line("居民小区安全宣传", "集中宣传", "镇区居民小区", entry="进社区")
        yield self.line("安全宣传咨询日", "咨询日活动", "镇政府广场", group=PUBLICITY, day=15, head_count=600)
