"""What the inspections hand on: plans month by month with chosen sites, lots drawn anew, what is gone left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from dayan_safety.records import edit_record, remove_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests.turns import autumn, found, labels, moved, press, reasons, there
from inspections.models import InspectionPlan
from inspections.tests.builders import a_site
from inspections.tests.checklist_builders import in_use, replaced
from inspections.tests.plan_builders import a_drawn_plan, a_lift, a_plan, a_visit

pytestmark = pytest.mark.usefixtures("autumn")
PLAN = "inspections.inspectionplan"
MARCH = date(2026, 3, 1)
__all__ = ["autumn"]


def test_a_plan_comes_a_year_later_with_the_sites_that_were_chosen(cast: Cast) -> None:
    old = a_plan(name="2026年特种设备检查", month=MARCH, agency=cast.inspector.person.unit, text="2026年3月查电梯")
    sites = [a_visit(old).site, a_visit(old).site]
    (told,) = moved(PLAN, cast.office)
    assert told == {
        "名称": ("2026年特种设备检查", "2027年特种设备检查"),
        "月份": ("2026-03", "2027-03"),
        "检查内容": ("文中的2026", "2027"),
    }
    assert press(cast.office) == {PLAN: 1}
    made = InspectionPlan.objects.get(month=date(2027, 3, 1))
    assert (made.name, made.agency, made.text) == ("2027年特种设备检查", old.agency, "2027年3月查电梯")
    assert [visit.site for visit in made.visits.order_by("pk")] == sites
    assert [visit.inspection for visit in made.visits.all()] == [None, None]


def test_sites_that_were_drawn_are_drawn_anew(cast: Cast) -> None:
    old = a_drawn_plan(cast, month=MARCH)
    assert old.visits.count() == 1
    assert moved(PLAN, cast.office)[0]["监管对象"] == ("1", "0")
    press(cast.office)
    made = InspectionPlan.objects.get(month=date(2027, 3, 1))
    assert (made.visits.count(), made.draws.count()) == (0, 0)


def test_sites_that_are_gone_are_left_out_and_named(cast: Cast) -> None:
    old = a_plan(month=MARCH)
    stays, removed = a_visit(old).site, a_visit(old, unit=cast.village, name="旧电梯").site
    of_gone = a_visit(old, unit=a_unit(name="并走村", valid_to=date(2026, 12, 31)), name="村口电梯").site
    remove_record(removed, by=None, reason="拆除")
    (told,) = moved(PLAN, cast.office)
    assert told["监管对象"] == ("3", "1")
    assert [told["略去（已不存在）"][0]] == ["、".join(map(str, (removed, of_gone)))]
    press(cast.office)
    assert [visit.site for visit in InspectionPlan.objects.get(month=date(2027, 3, 1)).visits.all()] == [stays]


def test_many_that_are_gone_are_not_all_named(cast: Cast) -> None:
    old = a_plan(month=MARCH)
    for _each in range(7):
        remove_record(a_visit(old).site, by=None, reason="拆除")
    named = moved(PLAN, cast.office)[0]["略去（已不存在）"][0]
    assert named.endswith("等")
    assert named.count("、") == 4


def test_a_plan_goes_by_the_edition_of_its_checklist_that_is_in_use(cast: Cast) -> None:
    before = replaced()
    now = type(before).objects.get(name=before.name, state="in_use")
    a_plan(month=MARCH, checklist=before)
    assert moved(PLAN, cast.office)[0]["检查表"] == (str(before), str(now))
    press(cast.office)
    assert InspectionPlan.objects.get(month=date(2027, 3, 1)).checklist == now


def test_a_checklist_that_was_given_up_is_no_longer_gone_by(cast: Cast) -> None:
    given_up = in_use()
    a_plan(month=MARCH, checklist=given_up)
    remove_record(given_up, by=None, reason="不再使用")
    assert moved(PLAN, cast.office)[0]["检查表"] == (str(given_up), "")


def test_the_plan_of_an_agency_that_left_is_left_out(cast: Cast) -> None:
    agency = cast.inspector.person.unit
    old = a_plan(month=date(2026, 9, 1), agency=agency)
    early = a_plan(month=date(2026, 2, 1), agency=agency)
    agency.valid_to = date(2027, 6, 30)
    edit_record(agency, ["valid_to"], by=None)
    assert labels(PLAN, cast.office) == [str(early)]
    assert reasons(PLAN, cast.office) == {str(old): f"“{agency}”届时已不属于本镇：须由其他机构制定计划。"}


def test_in_february_the_plan_of_january_is_over(cast: Cast) -> None:
    january, february = a_plan(month=date(2026, 1, 1)), a_plan(month=date(2026, 2, 1))
    with time_machine.travel("2027-02-10 10:00+08:00", tick=False):
        assert labels(PLAN, cast.office) == [str(february)]
        assert reasons(PLAN, cast.office) == {str(january): "该月已过。"}


def test_plans_of_one_name_are_told_apart_by_month_and_agency(cast: Cast) -> None:
    a_plan(name="双随机检查", month=MARCH)
    a_plan(name="双随机检查", month=MARCH, agency=cast.inspector.person.unit)
    a_plan(name="双随机检查", month=date(2026, 4, 1))
    assert press(cast.office) == {PLAN: 3}
    assert press(cast.office) == {}
    assert there(PLAN, cast.office) == 3
    assert InspectionPlan.objects.count() == 6


def test_two_alike_are_made_once(cast: Cast) -> None:
    a_plan(name="同名", month=MARCH)
    a_plan(name="同名", month=MARCH)
    assert press(cast.office) == {PLAN: 1}


def test_another_site_is_another_plan(cast: Cast) -> None:
    old = a_plan(month=MARCH)
    a_visit(old)
    (before,) = found(PLAN, cast.office).lines
    a_visit(old)
    (after,) = found(PLAN, cast.office).lines
    assert before.seal != after.seal


def test_three_cost_the_queries_of_one(cast: Cast, query_count: Any) -> None:
    def grow() -> None:
        old = a_plan(month=MARCH, agency=a_unit(kind="agency"), checklist=in_use())
        a_visit(old)
        a_visit(old, kind="key_enterprise", unit=a_unit())
        a_site()
        a_lift()

    grow()
    assert len(labels(PLAN, cast.office)) == 1
    few = query_count(lambda: labels(PLAN, cast.office))
    grow()
    grow()
    assert len(labels(PLAN, cast.office)) == 3
    assert query_count(lambda: labels(PLAN, cast.office)) == few
