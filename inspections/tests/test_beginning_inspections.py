"""Where, when and by whom an inspection is made: each boundary, when it is begun and when it is corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.tests.refusals import forbidden, history, refused
from dayan_safety.errors import EditedMeanwhile
from dayan_safety.parameters import set_parameters
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_person, a_unit, an_appointment
from inspections.models import Inspection
from inspections.services import inspecting
from inspections.services.places import responsible_of
from inspections.tests.builders import a_site
from inspections.tests.checklist_builders import in_use
from inspections.tests.inspection_builders import PASS, an_inspection, answer, at_the_village

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
NEW = reverse("inspections:create_inspection")
TOMORROW = date(2026, 6, 16)
NOT_YOURS = "请选择本单位：其他单位的隐患由发现者自行登记。"
NOT_THERE = "该监管对象属于其他单位：请选择本单位的，或留空。"


def corrected(inspection: Inspection, by: Any, **given: Any) -> Inspection:
    """With other values, as a form sends them."""
    for name, value in given.items():
        setattr(inspection, name, value)
    inspecting.edit_inspection(inspection, list(given), by=by)
    return Inspection.objects.get(pk=inspection.pk)


# Where


@pytest.mark.parametrize("role", ["supervisor", "lead"])
def test_who_looks_at_the_whole_town_begins_one_anywhere(role: str, cast: Cast) -> None:
    by = getattr(cast, role)
    assert an_inspection(by, unit=cast.other_village).made_by == by


def test_a_member_of_the_committee_looks_at_the_own_department_alone(cast: Cast) -> None:
    station, checklist = cast.member.person.unit, in_use()
    assert an_inspection(cast.member, unit=station, checklist=checklist).unit == station
    with refused(NOT_YOURS):
        an_inspection(cast.member, unit=cast.village, checklist=checklist)


def test_corrected_it_stays_among_the_units_and_sites_one_looks_at(cast: Cast) -> None:
    inspection = an_inspection(cast.liaison, unit=cast.village)
    theirs = a_site(unit=cast.other_village)
    with refused(NOT_YOURS):
        corrected(inspection, cast.liaison, unit=cast.other_village)
    inspection.refresh_from_db()
    with refused(NOT_THERE):
        corrected(inspection, cast.liaison, site=theirs)
    inspection.refresh_from_db()
    site = a_site(unit=cast.village)
    assert corrected(inspection, cast.liaison, site=site).site == site


# When


@pytest.mark.parametrize(
    ("made_on", "number"), [("2025-12-31", "大安检查〔2025〕1号"), ("2026-01-01", "大安检查〔2026〕2号")]
)
def test_its_number_is_of_the_year_in_which_it_was_made(made_on: str, number: str, cast: Cast) -> None:
    checklist = in_use()
    at_the_village(cast, checklist=checklist)
    assert at_the_village(cast, checklist=checklist, made_on=date.fromisoformat(made_on)).number == number


def test_the_office_sets_the_mark_in_its_number(cast: Cast) -> None:
    set_parameters({"inspections.inspection_prefix": "东平检"}, by=cast.office)
    assert at_the_village(cast).number == "东平检〔2026〕1号"


def test_corrected_its_day_is_not_to_come_either_and_its_number_stays(cast: Cast) -> None:
    inspection = at_the_village(cast)
    with refused("检查日期不能晚于今天，请更正。"):
        corrected(inspection, cast.inspector, made_on=TOMORROW)
    inspection.refresh_from_db()
    earlier = corrected(inspection, cast.inspector, made_on=date(2025, 12, 31))
    assert (earlier.made_on, earlier.number) == (date(2025, 12, 31), "大安检查〔2026〕1号")


# By whom


def test_entered_by_the_clock_it_keeps_the_agency_it_names(cast: Cast) -> None:
    agency = cast.inspector.person.unit
    assert an_inspection(None, unit=cast.village, agency=agency).agency == agency
    assert an_inspection(cast.inspector, unit=cast.village, agency=a_unit(kind="agency")).agency == agency


def test_of_two_who_correct_it_the_second_is_shown_the_first(cast: Cast) -> None:
    inspection = at_the_village(cast)
    corrected(inspection, cast.inspector, companions="吴警官")
    inspection.companions = "郑警官"
    with pytest.raises(EditedMeanwhile) as both:
        inspecting.edit_inspection(inspection, ["companions"], by=cast.office, version=1)
    assert both.value.current.companions == "吴警官"


def test_called_off_it_says_why_and_by_whom(cast: Cast) -> None:
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS)
    with forbidden():
        inspecting.cancel_inspection(inspection, by=cast.liaison, reason="x")
    inspecting.cancel_inspection(inspection, by=cast.office, reason="重复登记")
    verb, who, _before, _after, reason = history(inspection)[-1]
    assert (verb, who, reason) == ("inspections.cancel_inspection", "李文员", "重复登记")


# Who sees to what is found


def test_the_post_decides_who_sees_to_it_not_who_came_first(cast: Cast) -> None:
    def held_by(role: str, name: str) -> Any:
        return an_appointment(cast.village.liaison_posts.get(role=role), "liaison", a_person(name=name))

    held_by("coordinator", "冯协调")
    assert responsible_of(cast.village) == "冯协调"
    patrol = held_by("patrol_inspector", "钱巡查")
    assert responsible_of(cast.village) == "钱巡查"
    patrol.until = date(2026, 6, 14)
    patrol.save()
    assert responsible_of(cast.village) == "冯协调"


def test_who_holds_the_post_until_today_sees_to_it_today(cast: Cast) -> None:
    held = cast.village.liaison_posts.get(role="information_officer").appointments
    held.update(until=date(2026, 6, 15))
    assert responsible_of(cast.village) == "孙信息"
    remove_record(held.get(), by=None, reason="误录")
    assert responsible_of(cast.village) == ""
