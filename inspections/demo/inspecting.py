"""Inspections of the demo town: a plan each month, drawn by lot; the fire brigade makes them on the telephone."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from committee.models import Unit
from inspections.deadlines.others import last_day
from inspections.demo.findings import photo, put_right
from inspections.models import Answer, Checklist, Inspection, InspectionPlan, PlannedVisit, Site
from inspections.services import inspecting, plans
from inspections.services.answered import answered

DRAWN, BEGUN, PUT_OFF = time(9), time(10), time(17)
MONTHS = 6
A_MONTH = 2  # so many of the drawn sites are inspected in a month
LEFT_OPEN = 1  # the plans of this month and of the last one still have sites to inspect
LISTS = {"special_equipment": "特种设备检查表", "fire_key_unit": "消防安全检查表", "small_place": "消防安全检查表"}
DRAWN_OF = ("small_place", "fire_key_unit", "special_equipment")
# Which questions fail in one inspection after the other, by a word of theirs, and what is said of them.
Failing = dict[str, tuple[str, str]]
OF_FIRE: tuple[Failing, ...] = (
    {},
    {"灭火器": ("两具灭火器压力不足", "营业厅")},
    {"疏散指示": ("疏散指示标志损坏一处", "二层走道"), "电动自行车": ("电动自行车在门厅充电", "门厅")},
)
OF_EQUIPMENT: tuple[Failing, ...] = (
    {"安全阀": ("压力表超期未校验", "设备间")},
    {},
    {"维护": ("日常维护记录缺少两个月", "值班室")},
)
OPINIONS = {True: "现场符合要求，请继续保持。", False: "对检查发现的问题限期整改，逾期将依法处理。"}


def plan_inspections(year: Any) -> None:
    """A plan for each of the last months, and of this one; its inspections follow from the drawing."""
    for back in range(MONTHS - 1, -1, -1):
        month = months_before(year.on, back)
        year.plan(month, DRAWN, partial(draw, year, back))


def months_before(day: date, back: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def draw(year: Any, back: int) -> None:
    """The fire brigade's plan of the month, and when the first of its sites are inspected."""
    by, kind = year.users["inspector"], DRAWN_OF[back % len(DRAWN_OF)]
    checklist = Checklist.objects.in_use().get(name=LISTS[kind])
    agency = Unit.objects.present().get(pk=by.person.unit_id)
    about = {"agency": agency, "month": localdate(), "checklist": checklist}
    plan = plans.create_plan(InspectionPlan(name=f"{localdate().month}月双随机检查", **about), by=by)
    if not Site.objects.present().filter(kind=kind).exists():
        return
    plans.draw_sites(plan, by=by, per_unit=1, kind=kind, seed=f"{back:032x}")
    for number, visit in enumerate(plan.visits.present().order_by("pk")[:A_MONTH]):
        day = localdate() + timedelta(days=5 + 6 * number)
        if day <= year.on:
            year.plan(day, BEGUN, partial(inspect, year, visit, checklist, 2 * back + number))
    if back > LEFT_OPEN:
        year.plan(last_day(localdate()), PUT_OFF, partial(put_off, plan, by))


def put_off(plan: InspectionPlan, by: Any) -> None:
    """At the end of the month what was not looked at goes out of the plan."""
    for visit in plan.visits.present().filter(inspection=None):
        plans.remove_plannedvisit(visit, by=by, reason="本月警力不足，转入以后月份抽取。")


def inspect(year: Any, visit: PlannedVisit, checklist: Checklist, number: int) -> None:
    """Question by question; what fails is photographed; the liaison signs."""
    by = year.users["inspector"]
    site = visit.site
    about = {"unit": site.unit, "site": site, "checklist": checklist, "companions": "吴警官"}
    made = inspecting.create_inspection(Inspection(made_on=localdate(), **about), by=by)
    courses = OF_EQUIPMENT if checklist.trade == Checklist.Trade.EQUIPMENT else OF_FIRE
    failing = courses[number % len(courses)]
    for item in answered(made).items:
        said = next((told for word, told in failing.items() if word in item.text), None)
        _answer(made, by, item, said)
    for finding in inspecting.finish_inspection(made, by=by, met="单位安全负责人", summary=OPINIONS[not failing]):
        put_right(year, finding, by)


def _answer(made: Inspection, by: Any, item: Any, fails: tuple[str, str] | None) -> None:
    verdict = Answer.Verdict.FAIL if fails else Answer.Verdict.PASS
    text, place = fails or ("", "")
    inspecting.answer_item(made, by=by, item=item, verdict=verdict, said_at=1, text=text, place=place)
    if fails:
        inspecting.keep_answer_photo(made, by=by, item=item, photo=photo("现场.jpg", "#c0392b"))
