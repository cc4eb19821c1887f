"""The ledger and the commitments of the demo town: delivered in time, late and not at all; confirmed by another."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from assessment.models import Commitment, LedgerEntry, Rulebook, RulebookItem
from assessment.services import ledger
from committee.models import Unit

GIVEN, DELIVERED, VERIFIED, CLOCK, DECIDED = time(9, 20), time(15, 40), time(10, 30), time(0, 25), time(16, 10)
Method = RulebookItem.Method
# What is owed, and how it is delivered.
OWED = (
    (
        "独居老人家庭安装烟感报警器",
        "为名册中的独居老人家庭安装独立式烟感报警器，附安装照片和签收单。",
        "烟感报警器已全部安装，老人逐户签收。",
    ),
    (
        "村口路段增设警示标志和减速带",
        "在村口事故多发路段设置警示标志2处、减速带2道。",
        "警示标志2处、减速带2道已完工，交警中队验看过。",
    ),
    ("安全社区宣传栏更新", "更换宣传栏全部内容，含火灾、交通、溺水三个主题。", "宣传栏三个主题全部更换。"),
    (
        "全员应急疏散演练",
        "组织一次全员参加的应急疏散演练，有方案、签到和总结。",
        "演练已完成，方案、签到表和总结齐全。",
    ),
)
# Months back, place of the unit among its kind, its kind, days until it is due, and what becomes of it.
COMMITMENTS = (
    (11, 0, "village", 24, "early"),
    (11, 1, "enterprise", 20, "late"),
    (9, 2, "village", 30, "early"),
    (8, 3, "enterprise", 25, "early"),
    (7, 0, "department", 20, "early"),
    (6, 4, "village", 30, "never"),
    (5, 5, "village", 20, "excused"),
    (4, 2, "enterprise", 25, "returned"),
    (3, 1, "department", 20, "never"),
    (2, 6, "village", 25, "early"),
    (1, 7, "village", 20, "asked"),
    (0, 0, "village", 40, "open"),
    (0, 4, "enterprise", 35, "open"),
)
REWARD, PENALTY = Decimal("1.00"), Decimal("2.00")
# Days ago, unit's kind and place, method, points, why; the last is left for somebody to confirm.
BY_HAND = (
    (150, "village", 3, Method.BONUS, "1.50", "志愿者巡查及时发现并扑灭初起火情。"),
    (90, "enterprise", 5, Method.PENALTY, "1.00", "专项整治方案逾期10天未报。"),
    (6, "village", 8, Method.BONUS, "0.50", "提前完成老旧线路改造，经现场核实。"),
)


def plan_ledger(year: Any) -> None:
    """Each commitment on its days, the clock every day one was missed, entries confirmed two days after."""
    chosen = {kind: list(Unit.objects.present().filter(kind=kind).order_by("order", "pk")[:9]) for kind in KINDS}
    for number, (back, place, kind, days, how) in enumerate(COMMITMENTS):
        given = year.months[-1 - back] + timedelta(days=1) if back < len(year.months) else None
        if given is not None:
            unit = chosen[kind][place % len(chosen[kind])]
            year.plan(given, GIVEN, partial(give, year, unit, OWED[number % len(OWED)], days, how))
    for ago, kind, place, *about in BY_HAND:
        day = year.on - timedelta(days=ago)
        if day > year.months[0]:
            year.plan(day, DECIDED, partial(propose, year, chosen[kind][place], *about, is_left=ago < DAYS_LEFT))


KINDS, DAYS_LEFT = ("village", "enterprise", "department"), 10


def the_item(method: str, year: int) -> RulebookItem:
    """Of the year's rulebook."""
    items = RulebookItem.objects.filter(rulebook__in=Rulebook.objects.in_use().filter(year=year))
    return items.select_related("rulebook").get(method=method)


def give(year: Any, unit: Unit, owed: tuple[str, str, str], days: int, how: str) -> None:
    """Given today; what becomes of it is planned."""
    title, text, done = owed
    due_on = min(localdate() + timedelta(days=days), date(localdate().year, 12, 31))
    bonus, penalty = (the_item(method, due_on.year) for method in (Method.BONUS, Method.PENALTY))
    about = {"reward_item": bonus, "reward_points": REWARD, "penalty_item": penalty, "penalty_points": PENALTY}
    made = Commitment(unit=unit, title=title, text=text, due_on=due_on, **about)
    ledger.create_commitment(made, by=year.users["supervisor"])
    {"early": deliver_early, "late": miss, "never": miss, "excused": excuse, "returned": send_back, "asked": ask}.get(
        how, leave
    )(year, made, done)
    if how == "late":
        year.plan(due_on + timedelta(days=5), DELIVERED, partial(deliver, made, done))
        year.plan(due_on + timedelta(days=7), VERIFIED, partial(verify, year, made))


def leave(year: Any, made: Commitment, done: str) -> None:
    """It is open still."""


def deliver(made: Commitment, done: str) -> None:
    """The unit says so."""
    ledger.deliver_commitment(Commitment.objects.get(pk=made.pk), by=None, text=done)


def verify(year: Any, made: Commitment) -> None:
    """The supervision group has looked."""
    ledger.verify_commitment(Commitment.objects.get(pk=made.pk), by=year.users["supervisor"], note="现场核实。")


def deliver_early(year: Any, made: Commitment, done: str) -> None:
    """Four days before, verified two days later, the reward confirmed by the chair."""
    day = made.due_on - timedelta(days=4)
    year.plan(day, DELIVERED, partial(deliver, made, done))
    year.plan(day + timedelta(days=2), VERIFIED, partial(verify, year, made))
    year.plan(day + timedelta(days=4), DECIDED, partial(confirm, year, made))


def miss(year: Any, made: Commitment, done: str) -> None:
    """The clock finds it the day after; the chair confirms the penalty."""
    after = made.due_on + timedelta(days=1)
    year.plan(after, CLOCK, lambda: ledger.propose_penalties(localdate()))
    year.plan(after + timedelta(days=2), DECIDED, partial(confirm, year, made))


def ask(year: Any, made: Commitment, done: str) -> None:
    """Delivered in time, and nobody has looked yet."""
    year.plan(made.due_on - timedelta(days=1), DELIVERED, partial(deliver, made, done))


def excuse(year: Any, made: Commitment, done: str) -> None:
    """The chair excuses before it is due."""
    reason = "汛期抢险任务重，经研究予以免除。"
    act = partial(ledger.excuse_commitment, made, by=year.users["chair"], reason=reason)
    year.plan(made.due_on - timedelta(days=3), DECIDED, act)


def send_back(year: Any, made: Commitment, done: str) -> None:
    """Sent back once, delivered anew in time."""
    day = made.due_on - timedelta(days=9)
    year.plan(day, DELIVERED, partial(deliver, made, "已基本完成。"))
    year.plan(day + timedelta(days=1), VERIFIED, partial(refuse_delivery, year, made))
    deliver_early(year, made, done)


def refuse_delivery(year: Any, made: Commitment) -> None:
    """Not what was promised."""
    reason = "缺签到表和总结，请补齐后再报。"
    ledger.return_commitment(Commitment.objects.get(pk=made.pk), by=year.users["supervisor"], reason=reason)


def confirm(year: Any, made: Commitment) -> None:
    """What followed by rule, confirmed by the chair."""
    for entry in LedgerEntry.objects.proposed().filter(commitment=made):
        ledger.confirm_entry(entry, by=year.users["chair"])


def propose(year: Any, unit: Unit, method: str, points: str, reason: str, *, is_left: bool) -> None:
    """By hand; confirmed the next day, or left to be confirmed."""
    about = {"unit": unit, "points": Decimal(points), "happened_on": localdate(), "reason": reason}
    entry = LedgerEntry(item=the_item(method, localdate().year), **about)
    ledger.create_ledgerentry(entry, by=year.users["supervisor"])
    if not is_left:
        day = localdate() + timedelta(days=1)
        year.plan(day, DECIDED, lambda: ledger.confirm_entry(entry, by=year.users["chair"]))
