"""A year of outreach as the source tells it: the Work Safety Month with its contests, drills and trainings [S]."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from functools import partial
from itertools import cycle
from random import Random
from typing import Any

from django.utils.timezone import localdate

from campaigns.models import Audience, Campaign, Channel, Display, Event, EventKind, Material, SafetyDay
from campaigns.services.events import create_event
from campaigns.services.owning import create_own, edit_own
from campaigns.services.safety_calendar import proposed
from campaigns.services.stock import distribute_copies, hand_out_copies, receive_copies
from committee.models import Unit, WorkingGroup
from dayan_safety.demo_lists import bring_in

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
HANDBOOK, LETTER = "《安全社区知识手册》", "《告居民书》"
MATERIALS = (
    (HANDBOOK, "手册", "册", "", ""),
    (LETTER, "公开信", "份", "", ""),
    ("消防安全宣传折页", "宣传单", "份", "", ""),
    ("安全生产月海报", "海报挂图", "张", "", ""),
)
PRINTED = (22_000, 25_000, 8_000, 600)
# More than 20,000 handbooks [S]: to each village and enterprise, and at the events of the month.
TO_VILLAGES, TO_ENTERPRISES = {HANDBOOK: 330, LETTER: 400}, {HANDBOOK: 60}
AT_EVENTS = {"发放安全社区知识手册": 60, "安全宣传咨询日": 600}
ENTRIES = {"village": Event.Entry.COUNTRYSIDE, "enterprise": Event.Entry.ENTERPRISES, "school": Event.Entry.SCHOOLS}
MONTH, FIRE_MONTH = "全国“安全生产月”", "全国消防宣传月"
# Safety day, theme, who runs it (nobody: the office), what is arranged and planned, what came of it.
CAMPAIGNS = (
    (
        MONTH,
        "人人讲安全、个个会应急",
        "",
        "各工作组按分工开展竞赛、演练、培训和集中宣传，各村、各企业悬挂宣传栏、展板，向每户发放《告居民书》。",
        (70, 4, 20, 36, 6000, 40000),
        "活动覆盖全部村和规模以上企业，群众安全知识知晓面明显扩大；个别村居的演练记录不够完整，已要求补齐。",
    ),
    (
        FIRE_MONTH,
        "全民消防、生命至上",
        "消防安全组",
        "消防安全组组织进村入企宣传，重点讲解电动自行车充电和冬季取暖用火安全。",
        (4, None, None, None, 200, None),
        "",
    ),
)
WALL, BOARD, SCREEN = ("安全生产月墙报", "墙报"), ("安全生产月展板", "展板"), ("安全生产月滚动标语", "电子显示屏")
SCREENS = ("镇政府广场", "镇文化站", "农贸市场")
TRAINED, RESIDENTS = ("班子成员", "机关干部", "驻镇部门负责人", "重点企业负责人"), ("居民",)
PEOPLE_OF = {"enterprise": ("企业职工",), "school": ("学生", "教师和家长")}
OFFICE, PUBLICITY = "镇安全社区促进委员会办公室", "宣传推广组"
BEGINS, LOGGED = time(9), time(12)
AHEAD = timedelta(days=10)  # so long before it an event is planned


def plan_campaigns(year: Any) -> None:
    """Each event is logged at noon of its day by who leads its group, else by the office; the next ones are planned.

    ``year``: the town's year, as the committee's demo lives it.
    """
    outreach, june = Outreach(), last_june(year.on)
    plan_drives(year, june)
    year.plan(june, BEGINS, partial(print_materials, year))
    year.plan(june, LOGGED, partial(distribute_materials, year, outreach))
    year.plan(june, LOGGED, partial(put_up_displays, year, outreach))
    for event in outreach.all_year(year.months, june, fire_month(year.on)):
        if event.held_on > year.on:
            event.head_count = None
            year.plan(event.held_on - AHEAD, LOGGED, partial(log, year, event))
        else:
            year.plan(event.held_on, LOGGED, partial(log, year, event))


def plan_drives(year: Any, june: date) -> None:
    """The Work Safety Month and the fire month are planned ahead; the former is summed up when it is over."""
    for about, first in zip(CAMPAIGNS, (june, fire_month(year.on)), strict=True):
        year.plan(first - AHEAD, BEGINS, partial(plan_drive, year, about, first.year))
    year.plan(date(june.year, 7, 3), BEGINS, partial(sum_up, year, CAMPAIGNS[0]))


def plan_drive(year: Any, about: tuple[Any, ...], number: int) -> None:
    """From the calendar of safety days, as the office does."""
    day, theme, group, text, planned, _summary = about
    campaign = proposed(SafetyDay.objects.present().get(name=day), number)
    campaign.theme, campaign.text = theme, text
    campaign.group = WorkingGroup.objects.present().filter(name=group).first()
    for name, value in zip(Campaign.PLANNED, planned, strict=True):
        setattr(campaign, name, value)
    create_own(campaign, by=year.users["office"])


def sum_up(year: Any, about: tuple[Any, ...]) -> None:
    """What came of it."""
    campaign = Campaign.objects.present().filter(safety_day__name=about[0]).latest("first_on")
    campaign.summary = about[-1]
    edit_own(campaign, ["summary"], by=year.users["office"])


def audiences_of(event: Event) -> list[Audience]:
    """Whom the source names for the experts' trainings [S]; elsewhere the people of the place."""
    names = TRAINED if event.lecturer else PEOPLE_OF.get(event.unit.kind if event.unit else "", RESIDENTS)
    return list(Audience.objects.present().filter(name__in=names))


def drive_of(event: Event) -> Campaign | None:
    """The campaign an event belongs to: of its days, and of the office or its own group."""
    running = Campaign.objects.present().running_on(event.held_on)
    return next((campaign for campaign in running if campaign.group_id in (None, event.group_id)), None)


def log(year: Any, event: Event) -> None:
    """As the page does; handbooks are handed out at some."""
    event.campaign = drive_of(event)
    by = year.leading.get(event.group_id) or year.users["office"]
    create_event(event, by=by, audiences=audiences_of(event))
    if copies := AT_EVENTS.get(event.theme):
        hand_out_copies(event, by=by, material=Material.objects.get(name=HANDBOOK), copies=copies)


def print_materials(year: Any) -> None:
    """They come from the printer on the first day of the Work Safety Month."""
    bring_in("material", MATERIALS)
    for (name, *_rest), copies in zip(MATERIALS, PRINTED, strict=True):
        material = Material.objects.get(name=name)
        receive_copies(material, by=year.users["office"], copies=copies, on=localdate(), note="印刷厂送达")


def distribute_materials(year: Any, outreach: Outreach) -> None:
    """To every village and enterprise, for the Work Safety Month."""
    month = Campaign.objects.present().running_on(localdate()).get(safety_day__name=MONTH)
    for units, shares in ((outreach.villages, TO_VILLAGES), (outreach.enterprises, TO_ENTERPRISES)):
        for name, copies in shares.items():
            material = Material.objects.get(name=name)
            about = {"copies": copies, "on": localdate(), "campaign": month}
            for unit in units:
                distribute_copies(material, by=year.users["office"], unit=unit, **about)


def put_up_displays(year: Any, outreach: Outreach) -> None:
    """Wall newspapers in villages, boards in enterprises, screens in town [S], for the Work Safety Month."""
    month = Campaign.objects.present().running_on(localdate()).get(safety_day__name=MONTH)
    spots = [(WALL, unit, unit.name) for unit in outreach.villages[::4]]
    spots += [(BOARD, unit, unit.name) for unit in outreach.enterprises[::3]]
    for (title, channel), unit, place in [*spots, *((SCREEN, None, place) for place in SCREENS)]:
        about = {"title": title, "channel": Channel.objects.present().get(name=channel), "place": place, "unit": unit}
        display = Display(**about, campaign=month, first_on=month.first_on, last_on=month.last_on)
        create_own(display, by=year.users["office"])


def last_june(on: date) -> date:
    """The first day of the last Work Safety Month that is over on ``on``."""
    return date(on.year if on >= date(on.year, 7, 1) else on.year - 1, 6, 1)


def fire_month(on: date) -> date:
    """The first day of the last fire month that was planned by ``on``."""
    return date(on.year if on >= date(on.year, 10, 22) else on.year - 1, 11, 1)


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
