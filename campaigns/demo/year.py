"""A year of outreach as the source tells it: the Work Safety Month with its contests, drills and trainings [S]."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from campaigns.demo.events import BEGINS, Outreach
from campaigns.demo.joining import more_units_of
from campaigns.demo.projects import plan_projects
from campaigns.demo.satisfaction import plan_satisfaction
from campaigns.demo.sign_in_lists import enter_list
from campaigns.demo.trainings import TRAINED, plan_trainings, programme_of
from campaigns.models import Audience, Campaign, Channel, Display, Event, Material, SafetyDay
from campaigns.services.events import create_event
from campaigns.services.owning import create_own, edit_own
from campaigns.services.safety_calendar import proposed
from campaigns.services.stock import distribute_copies, hand_out_copies, receive_copies
from committee.models import WorkingGroup
from dayan_safety.demo_lists import bring_in

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
RESIDENTS = ("居民",)
PEOPLE_OF = {"enterprise": ("企业职工",), "school": ("学生", "教师和家长")}
LOGGED = time(12)
AHEAD = timedelta(days=10)  # so long before it an event is planned


def plan_campaigns(year: Any) -> None:
    """Each event is logged at noon of its day by who leads its group, else by the office; the next ones are planned.

    ``year``: the town's year, as the committee's demo lives it.
    """
    outreach, june = Outreach(), last_june(year.on)
    plan_drives(year, june)
    plan_trainings(year, june)
    plan_projects(year)
    plan_satisfaction(year)
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
    event.campaign, event.programme = drive_of(event), programme_of(event.lecturer)
    by = year.leading.get(event.group_id) or year.users["office"]
    create_event(event, by=by, audiences=audiences_of(event), more_units=more_units_of(event))
    if event.lecturer:
        enter_list(event, by=by)
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
