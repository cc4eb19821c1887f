"""Whom a line of a roster means, and when the post changes hands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from committee.models import Appointment
from committee.tests.roster_builders import (
    DAY,
    FIRST,
    a_holder,
    a_line,
    a_village,
    an_identity,
    check,
    checked,
    counts,
    only_problem,
    problems,
    today,
    yesterday,
)
from dayan_safety.testing import a_person
from dayan_safety.workbooks import Cell

pytestmark = pytest.mark.django_db


def test_one_person_may_hold_two_posts_of_a_unit() -> None:
    village = a_village("东风村")
    lines = [a_line(village, role, "张三", telephone="13812345678") for role in ("信息员", "协管员")]
    report, plan = checked(*lines)
    assert counts(report) == {"new": 2}
    assert len(plan.new_people) == 1


def test_an_identity_number_of_somebody_else_is_a_conflict() -> None:
    a_person(name="李四", identity_number=an_identity(1))
    report = check(a_line(a_village("东风村"), name="张三", identity_number=an_identity(1)))
    assert counts(report) == {"conflicts": 1}
    assert problems(report) == [(FIRST, "身份证号", f"**************{an_identity(1)[-4:]}")]
    assert "李四" in only_problem(report)


@pytest.mark.parametrize("second", [{"name": "李四"}, {"name": "张三", "telephone": "13911112222"}])
def test_one_identity_number_says_one_thing_in_one_file(second: dict[str, Any]) -> None:
    village = a_village("东风村")
    report = check(
        a_line(village, "信息员", "张三", identity_number=an_identity(1), telephone="13812345678"),
        a_line(village, "协管员", identity_number=an_identity(1), **second),
    )
    assert counts(report) == {"new": 1, "conflicts": 1}
    assert "4" in only_problem(report)


def test_nobody_takes_the_same_post_at_a_second_unit() -> None:
    east, west = a_village("东风村"), a_village("西河村")
    held = a_holder(east, name="张三", identity_number=an_identity(1))
    report = check(a_line(west, name="张三", identity_number=an_identity(1)))
    assert counts(report) == {"conflicts": 1}
    assert "东风村" in only_problem(report)
    passed_on = check(a_line(west, name="张三", identity_number=an_identity(1)), a_line(east, name="李四"))
    assert counts(passed_on) == {"new": 1, "changed": 1}
    other_role = check(a_line(west, "巡查员", "张三", identity_number=an_identity(1)))
    assert counts(other_role) == {"new": 1}
    assert held.until is None


def test_nobody_takes_the_same_post_at_two_units_in_one_file() -> None:
    lines = [a_line(a_village(name), name="张三", identity_number=an_identity(1)) for name in ("东风村", "西河村")]
    report = check(*lines)
    assert counts(report) == {"new": 1, "conflicts": 1}
    assert problems(report) == [(5, "姓名", "张三")]


@pytest.mark.parametrize(
    ("cells", "fine"),
    [
        ({"telephone": "138****5678"}, True),
        ({"telephone": "139****5678"}, False),
        ({"identity_number": "*" * 14 + an_identity(1)[-4:]}, True),
        ({"identity_number": "*" * 14 + "9999"}, False),
    ],
)
def test_a_mask_means_as_it_is_or_nothing(cells: dict[str, Cell], fine: bool) -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", telephone="13812345678", identity_number=an_identity(1))
    report = check(a_line(village, name="张三", **cells))
    assert counts(report) == ({"unchanged": 1} if fine else {"errors": 1})


@pytest.mark.parametrize("cells", [{"telephone": "138****5678"}, {"identity_number": "*" * 14 + "1234"}])
def test_a_mask_of_somebody_unknown_is_refused(cells: dict[str, Cell]) -> None:
    assert counts(check(a_line(a_village("东风村"), name="张三", **cells))) == {"errors": 1}


def test_known_people_are_found_by_unit_name_and_telephone() -> None:
    village = a_village("东风村")
    known = a_person(name="张三", telephone="0537-1234567", unit=village)
    report, plan = checked(a_line(village, name="张三", telephone="05371234567"))
    assert counts(report) == {"new": 1}
    assert [person.known.pk for person in plan.people if person.known] == [known.pk]
    assert plan.edited_people == []


@pytest.mark.parametrize("telephone", ["", "13811112222"])
def test_a_namesake_at_the_unit_is_never_merged_silently(telephone: str) -> None:
    village = a_village("东风村")
    a_person(name="张三", telephone="13812345678", unit=village)
    report = check(a_line(village, name="张三", telephone=telephone))
    assert counts(report) == {"conflicts": 1}
    assert [choice.candidates for choice in report.choices] == [["东风村 张三 138****5678"]]
    assert report.exit_code == 1


def test_a_namesake_with_the_same_telephone_elsewhere_is_a_question() -> None:
    a_person(name="张三", telephone="13812345678", unit=a_village("西河村"))
    report = check(a_line(a_village("东风村"), name="张三", telephone="13812345678"))
    assert counts(report) == {"conflicts": 1}
    assert [choice.candidates for choice in report.choices] == [["西河村 张三 138****5678"]]


def test_another_identity_number_tells_a_namesake_apart() -> None:
    village = a_village("东风村")
    a_person(name="张三", telephone="13811112222", unit=village, identity_number=an_identity(1))
    line = a_line(village, name="张三", telephone="13812345678", identity_number=an_identity(2))
    assert counts(check(line)) == {"new": 1}
    same_number = a_line(village, name="张三", telephone="13811112222", identity_number=an_identity(2))
    assert counts(check(same_number)) == {"conflicts": 1}


def test_the_holder_under_another_identity_number_is_another_person() -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", identity_number=an_identity(1))
    assert counts(check(a_line(village, name="张三", identity_number=an_identity(2)))) == {"changed": 1}


def test_two_new_people_of_one_name_need_their_telephones() -> None:
    village = a_village("东风村")
    report = check(a_line(village, "信息员", "张三", telephone="13812345678"), a_line(village, "协管员", "张三"))
    assert counts(report) == {"new": 1, "conflicts": 1}
    apart = check(
        a_line(village, "信息员", "张三", telephone="13812345678"),
        a_line(village, "协管员", "张三", telephone="13911112222"),
    )
    assert counts(apart) == {"new": 2}


def test_two_known_people_of_one_name_and_telephone_need_an_identity_number() -> None:
    village = a_village("东风村")
    for number in (1, 2):
        a_person(name="张三", telephone="13812345678", unit=village, identity_number=an_identity(number))
    assert counts(check(a_line(village, name="张三", telephone="13812345678"))) == {"conflicts": 1}
    assert counts(check(a_line(village, name="张三", identity_number=an_identity(2)))) == {"new": 1}


@pytest.mark.parametrize(
    ("since", "outcome"),
    [("", "changed"), (date(2024, 1, 2), "changed"), (date(2024, 1, 1), "conflicts"), (date(2023, 1, 1), "conflicts")],
)
def test_a_successor_begins_after_the_holder(since: Cell, outcome: str) -> None:
    village = a_village("东风村")
    a_holder(village, name="李四", since=date(2024, 1, 1))
    assert counts(check(a_line(village, name="张三", since=since))) == {outcome: 1}


def test_who_began_today_is_followed_tomorrow() -> None:
    village = a_village("东风村")
    a_holder(village, name="李四", since=today())
    report = check(a_line(village, name="张三"))
    assert report.changes[0].after.endswith(str(today() + DAY))
    named = check(a_line(village, name="张三", since=today()))
    assert problems(named) == [(FIRST, "任职日期", str(today()))]


def test_a_day_in_the_past_is_not_taken_from_who_held_it_then() -> None:
    village = a_village("东风村")
    appointment = a_holder(village, name="李四", since=date(2024, 1, 1))
    Appointment.objects.filter(pk=appointment.pk).update(until=date(2024, 6, 30))
    assert counts(check(a_line(village, name="张三", since=date(2024, 6, 30)))) == {"conflicts": 1}
    assert counts(check(a_line(village, name="张三", since=date(2024, 7, 1)))) == {"new": 1}


def test_somebody_appointed_for_later_stays_and_is_not_appointed_twice() -> None:
    village = a_village("东风村")
    a_holder(village, name="李四", since=today() + 10 * DAY)
    assert counts(check(a_line(village, name="李四"))) == {"unchanged": 1}
    assert counts(check(a_line(village, name="张三"))) == {"conflicts": 1}


def test_a_first_day_is_corrected_only_where_the_post_was_free() -> None:
    village = a_village("东风村")
    before = a_holder(village, name="李四", since=date(2023, 1, 1))
    Appointment.objects.filter(pk=before.pk).update(until=date(2023, 12, 31))
    a_holder(village, name="张三", since=date(2024, 3, 1))
    assert counts(check(a_line(village, name="张三", since="2024-01-01"))) == {"changed": 1}
    assert counts(check(a_line(village, name="张三", since="2023-12-31"))) == {"errors": 1}


def test_who_left_is_taken_back_by_a_person() -> None:
    village = a_village("东风村")
    a_person(name="张三", telephone="13812345678", unit=village, left_on=yesterday())
    assert counts(check(a_line(village, name="张三", telephone="13812345678"))) == {"conflicts": 1}
