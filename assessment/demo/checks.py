"""Regular checks of the demo town: one each month, of some units of each kind, closed before the month is scored."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from assessment.models import Check, CheckedUnit, Deduction, Rulebook
from assessment.services import checks
from assessment.services.scores import month_of
from dayan_safety.history import change
from dayan_safety.workdays import today

SEED = 2026
WANTED = {"department": 3, "village": 10, "enterprise": 5}
PREPARED, SCORED_SELF, LOOKED_AT, CLOSED = time(9), time(10), time(15), time(17)
# Points off, why; the most frequent first.
FINDINGS = (
    ("0.5", "隐患排查台账登记不全，缺复查人签字。"),
    ("1", "宣传栏内容未按月更换。"),
    ("1", "安全检查记录缺少照片等痕迹资料。"),
    ("1.5", "消防器材点位图与实际不符，两具灭火器压力不足。"),
    ("2", "应急预案未按年度修订，演练无总结。"),
    ("2", "上月检查提出的问题未整改到位。"),
    ("3", "独居老人安全走访记录不足规定次数。"),
    ("5", "重点部位无人值守，值班记录缺失。"),
)
OWN = ("资料基本齐全。", "自查发现台账有缺项，正在补。", "")


def plan_checks(year: Any) -> None:
    """Each month's check is prepared on the sixth, judged until the month ends, closed on the second of the next."""
    chance = Random(SEED)
    for month in year.months:
        year.plan(month.replace(day=6), PREPARED, partial(begin, year, month, chance))


def begin(year: Any, month: date, chance: Random) -> None:
    """Prepared, drawn and opened by the supervision group."""
    by, last = year.users["supervisor"], month_of(month.year, month.month)[1]
    book = Rulebook.objects.in_use().get(year=month.year)
    check = Check(rulebook=book, name=f"{month.year}年{month.month}月定期检查", first=month, last=last)
    with change():
        checks.create_check(check, by=by)
        checks.draw_units(check, by=by, seed=f"{chance.getrandbits(128):032x}", **WANTED)
        checks.open_check(check, by=by)
    year.plan(month.replace(day=16), SCORED_SELF, partial(score_selves, check, chance))
    for day in (12, 19, 26):
        year.plan(month.replace(day=day), LOOKED_AT, partial(look_at, check, by, chance))
    year.plan(last + timedelta(days=2), CLOSED, partial(checks.close_check, check, by=by))


def score_selves(check: Check, chance: Random) -> None:
    """Most units write what they give themselves: seldom less than nearly everything."""
    with change():
        for checked in check.checked.with_names():
            if chance.random() < 0.85:
                items = checks.items_checked(check.rulebook, checked.unit.kind)
                own = {item.pk: (item.full_mark - chance.choice((0, 0, 1, 2)), chance.choice(OWN)) for item in items}
                checks.write_self_scores(checked, by=None, given=own)


def look_at(check: Check, by: Any, chance: Random) -> None:
    """Half of the units are looked at; of two in three something is deducted."""
    units = list(check.checked.with_names())
    with change():
        for checked in chance.sample(units, len(units) // 2):
            if chance.random() < 0.66:
                deduct(checked, by, chance)


def deduct(checked: CheckedUnit, by: Any, chance: Random) -> None:
    """Something that was found today."""
    points, reason = chance.choices(FINDINGS, weights=range(len(FINDINGS), 0, -1))[0]
    item = checks.items_checked(checked.in_check.rulebook, checked.unit.kind)[0]
    about = {"points": Decimal(points), "reason": reason, "found_on": today()}
    checks.create_deduction(Deduction(checked=checked, item=item, **about), by=by)
