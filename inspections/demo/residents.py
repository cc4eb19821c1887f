"""What residents of the demo town report, and what happens to its people: invented, of the kinds that towns know."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from django.utils.timezone import localdate

from committee.models import Unit
from inspections.demo.findings import photo, put_right
from inspections.models import FindingKind, HazardReport, Incident
from inspections.services import findings, incidents, residents

CAME, SORTED, WRITTEN = time(19, 20), time(9, 10), time(15)


class Said(NamedTuple):
    """Days ago, where, what, what became of it (``new``, ``taken``, ``answered``, ``dismissed``)."""

    ago: int
    place: str
    text: str
    fate: str


SAID = (
    Said(52, "村南水塘", "水塘边护栏断了一截，孩子常在旁边玩", "taken"),
    Said(40, "小学门口", "放学时摩托车逆行很多", "taken"),
    Said(33, "东街", "路灯三盏不亮", "answered"),
    Said(26, "集市", "消防通道被摊位占用", "taken"),
    Said(19, "村口", "测试一下", "dismissed"),
    Said(12, "老年活动室", "煤炉没有烟囱", "taken"),
    Said(6, "北环路", "井盖松动", "taken"),
    Said(1, "村西桥头", "桥面有坑，晚上看不见", "new"),
    Said(0, "便民超市门前", "电动车在楼道充电", "new"),
)
KIND_OF = {"集市": "消防安全", "村南水塘": "公共场所", "小学门口": "校园安全", "老年活动室": "居家安全"}


class Happened(NamedTuple):
    """Days ago, kind of place, cause, what, and who was hurt: age, sex, nature, part, severity, outcome."""

    ago: int
    place: str
    cause: str
    text: str
    hurt: tuple[tuple[int, str, str, str, str, str], ...] = ()
    at: str = "village"


HAPPENED = (
    Happened(
        300, "home", "fall", "老人在卫生间滑倒",
        ((78, "female", "fracture", "leg", "serious", "recovered"),),
    ),
    Happened(
        260, "road", "traffic", "电动三轮车与轿车相撞",
        ((54, "male", "bruise", "several", "moderate", "recovered"), (9, "male", "wound", "head", "slight", "treated")),
    ),
    Happened(
        210, "work", "machine", "木工机械割伤手指",
        ((41, "male", "wound", "arm", "moderate", "recovered"),), "enterprise",
    ),
    Happened(
        170, "home", "fire", "热水烫伤幼儿",
        ((3, "female", "burn", "arm", "moderate", "recovered"),),
    ),
    Happened(
        120, "water", "drowning", "少年下水游泳被救起",
        ((13, "male", "asphyxia", "whole", "serious", "recovered"),),
    ),
    Happened(
        80, "road", "traffic", "雨天侧翻",
        ((66, "male", "fracture", "arm", "moderate", "treated"),),
    ),
    Happened(
        45, "school", "fall", "课间追逐摔伤",
        ((11, "female", "bruise", "leg", "slight", "treated"),),
    ),
    Happened(
        25, "field", "animal", "被牛顶伤",
        ((59, "male", "organ", "trunk", "serious", "in_hospital"),),
    ),
    Happened(
        9, "home", "poison", "取暖一氧化碳轻度中毒",
        ((70, "female", "poisoned", "whole", "slight", "treated"),),
    ),
)  # fmt: skip


def plan_residents(year: Any) -> None:
    """Each on its day."""
    villages = list(Unit.objects.present().filter(kind="village"))
    for number, said in enumerate(SAID):
        day = year.on - timedelta(days=said.ago)
        at = CAME if said.ago else time(7, 40)
        year.plan(day, at, partial(report, year, said, villages[3 * number % len(villages)]))
    for number, happened in enumerate(HAPPENED):
        units = list(Unit.objects.present().filter(kind=happened.at))
        year.plan(year.on - timedelta(days=happened.ago), WRITTEN, partial(write_down, year, happened, units[number]))


def report(year: Any, said: Said, village: Unit) -> None:
    """A resident sends it in the evening; the office sorts it the next morning."""
    new = HazardReport(unit=village, place=said.place, text=said.text, came_on=localdate())
    sent = residents.send_report(new, by=None, uploads=[photo("现场.jpg", "#c0392b")])
    if said.fate != "new":
        year.plan(localdate() + timedelta(days=1), SORTED, partial(sort, year, sent, said))


def sort(year: Any, sent: HazardReport, said: Said) -> None:
    """A finding of most, an answer to one, nothing of another."""
    by = year.users["office"]
    if said.fate == "answered":
        residents.answer_report(sent, by=by, answer="已转供电所，三日内修复。感谢您的反映。")
    elif said.fate == "dismissed":
        residents.dismiss_report(sent, by=by, reason="测试内容")
    else:
        kind = FindingKind.objects.present().get(name=KIND_OF.get(said.place, "道路交通"))
        finding = residents.take_report(sent, by=by, kind=kind, level="general", demand="立即设置警示，限期整改。")
        findings.notify_finding(finding, by=by)
        put_right(year, finding, by)


def write_down(year: Any, happened: Happened, unit: Unit) -> None:
    """The office writes it down with who was hurt."""
    by, is_production = year.users["office"], happened.at == "enterprise"
    about = {"place_kind": happened.place, "cause": happened.cause, "text": happened.text, "happened_on": localdate()}
    loss = {"is_production": True, "loss": Decimal("1.5")} if is_production else {}
    incident = incidents.create_incident(Incident(unit=unit, **about, **loss), by=by)
    for age, sex, nature, part, severity, outcome in happened.hurt:
        person = {"age": age, "sex": sex, "nature": nature, "part": part, "severity": severity, "outcome": outcome}
        incidents.create_injury(incident, by=by, **person)
