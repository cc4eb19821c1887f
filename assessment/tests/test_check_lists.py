"""Lists of checks, units checked and deductions: each filter, searches, whose rows; what waits and what is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.deadlines import self_score_dues
from assessment.models import Check, CheckedUnit
from assessment.services import checks
from assessment.tables.checks import progress
from assessment.tests.check_builders import (
    a_check,
    a_closed_check,
    a_deduction,
    a_drawn_check,
    an_open_check,
    checked,
    self_scored,
)
from assessment.tests.walking import listed
from assessment.todos.checks import check_todos
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
DAY = timedelta(days=1)


def waiting(user: Any, on: date) -> dict[str, list[Any]]:
    """What waits for somebody on a day: the rows themselves."""
    return {str(each.label): list(each.rows) for each in check_todos(user, on) if each.rows}


# Checks


def test_checks_are_narrowed_by_state_and_by_their_last_day(cast: Cast, as_user: Any) -> None:
    early = a_closed_check(first=date(2026, 5, 1), last=date(2026, 5, 31))
    late, prepared = an_open_check(first=date(2026, 6, 1), last=date(2026, 6, 1)), a_check()
    browser = as_user(cast.office)
    for query, found in (
        ({}, [prepared, late, early]),
        ({"state": "closed"}, [early]),
        ({"state": "open"}, [late]),
        ({"state": "draft"}, [prepared]),
        ({"since": "2026-06-01"}, [prepared, late]),
        ({"since": "2026-06-02"}, [prepared]),
        ({"until": "2026-06-01"}, [late, early]),
        ({"until": "2026-5-31"}, [early]),
        ({"q": early.name}, [early]),
    ):
        assert listed(browser, "check", **query) == found


def test_a_check_is_to_be_closed_from_the_day_after_its_last(cast: Cast, as_user: Any) -> None:
    check = an_open_check()
    a_drawn_check(first=date(2026, 6, 1), last=date(2026, 6, 2))
    a_closed_check(first=date(2026, 6, 1), last=date(2026, 6, 2))
    assert waiting(cast.supervisor, today()) == {}
    assert waiting(cast.supervisor, today() + DAY) == {"待结束的检查": [check]}
    assert listed(as_user(cast.supervisor), "check", standing="over") == []
    over = an_open_check(first=date(2026, 6, 1), last=today() - DAY)
    assert listed(as_user(cast.supervisor), "check", standing="over") == [over]


def test_the_numbers_of_a_check_are_those_that_exist_for_the_reader(cast: Cast, as_user: Any) -> None:
    check = an_open_check()
    for unit, points in ((cast.village, (1, 2)), (cast.other_village, (3,))):
        for each in points:
            a_deduction(checked(unit, check), each)
    self_scored(checked(cast.other_village, check))
    taken_back = a_deduction(checked(cast.village, check), 4)
    checks.remove_deduction(taken_back, by=None, reason="x")
    units = check.checked.count()
    for role, numbers in (("office", (units, 1, 3)), ("liaison", (1, 0, 2)), ("member", (1, 0, 0))):
        [row] = listed(as_user(getattr(cast, role)), "check")
        assert (row.drawn, row.answered, row.deducted) == numbers


def test_checks_exist_for_units_once_they_are_open(cast: Cast) -> None:
    draft, opened, closed = a_drawn_check(), an_open_check(), a_closed_check()
    everything = {draft, opened, closed}
    for role in ("chair", "office", "supervisor"):
        assert set(Check.objects.all().visible_to(getattr(cast, role))) == everything
    for role in ("liaison", "member"):
        assert set(Check.objects.all().visible_to(getattr(cast, role))) == {opened, closed}
    for role in ("lead", "inspector", "auditor", "administrator", "outsider"):
        assert not Check.objects.all().visible_to(getattr(cast, role)).exists()


def test_with_its_check_a_unit_that_was_drawn_is_gone(cast: Cast) -> None:
    check = a_drawn_check()
    rows = CheckedUnit.objects.all()
    assert rows.visible_to(cast.supervisor).count() == check.checked.count() > 0
    checks.remove_check(check, by=cast.supervisor, reason="x")
    assert not rows.visible_to(cast.supervisor).exists()
    assert not rows.unanswered().exists()


# Units checked


@pytest.fixture
def check(cast: Cast) -> Check:
    """Open; the village has a deduction and self scores, another village nothing, the station self scores."""
    made = an_open_check()
    self_scored(checked(cast.village, made))
    a_deduction(checked(cast.village, made))
    self_scored(made.checked.with_names().get(unit__kind="department"))
    return made


def test_units_checked_are_narrowed_by_what_is_said_of_them(check: Check, cast: Cast, as_user: Any) -> None:
    own, other = checked(cast.village, check), checked(cast.other_village, check)
    station = check.checked.get(unit__kind="department")
    elsewhere = checked(cast.village, a_closed_check(first=date(2026, 5, 1), last=date(2026, 5, 31)))
    browser = as_user(cast.supervisor)
    for query, found in (
        ({"check": check.pk}, {own, other, station}),
        ({"check": elsewhere.in_check_id, "kind": "village", "q": cast.village.name}, {elsewhere}),
        ({"kind": "department", "check": check.pk}, {station}),
        ({"standing": "unanswered"}, {other}),
        ({"standing": "touched"}, {own}),
        ({"q": "西河"}, {other, checked(cast.other_village, elsewhere.in_check)}),
        ({"q": other.unit.initials.upper(), "check": check.pk}, {other}),
        ({"q": check.name}, {own, other, station}),
    ):
        assert set(listed(browser, "checkedunit", **query)) == found


def test_of_our_unit_is_what_the_reader_answers_for(check: Check, cast: Cast, as_user: Any) -> None:
    station = check.checked.get(unit__kind="department")
    assert listed(as_user(cast.member), "checkedunit", mine="unit") == [station]
    assert listed(as_user(cast.liaison), "checkedunit", mine="unit") == [checked(cast.village, check)]
    assert listed(as_user(cast.supervisor), "checkedunit", mine="unit") == []


def test_a_check_that_the_reader_may_not_know_of_is_no_choice(check: Check, cast: Cast, as_user: Any) -> None:
    hidden = a_drawn_check()
    for role, offered in (("supervisor", {check, hidden}), ("liaison", {check})):
        for noun in ("checkedunit", "deduction"):
            answer = as_user(getattr(cast, role)).get(reverse(f"assessment:list_{noun}"), {"page": "1"})
            field = answer.context["listing"].filters.form.fields["check"]
            assert set(field.queryset) == offered


def test_how_far_a_unit_is_is_said_in_words(check: Check, cast: Cast) -> None:
    said = {str(of.unit): str(progress(of)) for of in check.checked.with_names()}
    assert (said[str(cast.village)], said[str(cast.other_village)]) == ("已填", "待填报")
    checks.close_check(check, by=None)
    assert str(progress(checked(cast.other_village, check))) == "未填"
    assert str(progress(checked(cast.village, check))) == "已填"


# Deductions


def test_deductions_are_narrowed_by_check_kind_day_and_words(check: Check, cast: Cast, as_user: Any) -> None:
    first = check.checked.with_names().get(unit__kind="department").deductions
    station = a_deduction(first.instance, 1, found_on=date(2026, 6, 2), reason="消防通道堵塞")
    [own] = checked(cast.village, check).deductions.all()
    may = an_open_check(first=date(2026, 5, 1), last=date(2026, 5, 31))
    early = a_deduction(checked(cast.other_village, may), 1, found_on=date(2026, 5, 31))
    browser = as_user(cast.chair)
    for query, found in (
        ({}, [own, station, early]),
        ({"check": may.pk}, [early]),
        ({"kind": "department"}, [station]),
        ({"since": "2026-06-02"}, [own, station]),
        ({"since": "2026-06-03"}, [own]),
        ({"until": "2026-06-02"}, [station, early]),
        ({"until": "2026-06-01"}, [early]),
        ({"q": "通道"}, [station]),
        ({"q": "西河"}, [early]),
        ({"q": cast.village.initials.upper()}, [own]),
    ):
        assert listed(browser, "deduction", **query) == found


def test_deductions_and_self_scores_exist_with_their_unit(check: Check, cast: Cast) -> None:
    own = checked(cast.village, check)
    for rows in (own.deductions.all(), own.self_scores.all()):
        for role, exists in (
            ("liaison", True),
            ("chair", True),
            ("member", False),
            ("lead", False),
            ("outsider", False),
        ):
            assert rows.visible_to(getattr(cast, role)).exists() is exists


# What waits and what is due


def test_self_scores_wait_while_the_check_is_open_and_nobody_wrote_them(check: Check, cast: Cast) -> None:
    other = checked(cast.other_village, check)
    assert waiting(cast.liaison, today()) == {}
    assert other in CheckedUnit.objects.all().unanswered()
    assert set(CheckedUnit.objects.all().unanswered()) == {other}
    checks.close_check(check, by=None)
    assert not CheckedUnit.objects.all().unanswered().exists()
    a_drawn_check()
    assert waiting(cast.liaison, today()) == {}
    again = an_open_check()
    assert waiting(cast.liaison, today()) == {"待填自评分": [checked(cast.village, again)]}
    assert waiting(cast.office, today()) == {}


def test_self_scores_are_due_since_the_check_was_opened_and_escalate_to_the_office(cast: Cast) -> None:
    check = an_open_check(last=today() + 3 * DAY)
    Check.objects.filter(pk=check.pk).update(opened_on=today() - DAY)
    dues = {due.thing.unit: due for due in self_score_dues(timezone.now())}
    due = dues[cast.village]
    assert (due.due_on, due.since) == (today() + 3 * DAY, today() - DAY)
    assert (due.recipients, due.office) == ({cast.liaison.pk}, {cast.office.pk})
    assert (due.name, dues[cast.other_village].recipients) == (f"东风村 {check}", frozenset())


def test_who_left_does_not_hear_what_is_due(cast: Cast) -> None:
    an_open_check()
    [held] = cast.liaison.person.appointments.all()
    type(held).objects.filter(pk=held.pk).update(until=today() - DAY)
    dues = {due.thing.unit: due.recipients for due in self_score_dues(timezone.now())}
    assert dues[cast.village] == frozenset()


def test_what_is_due_costs_the_same_for_any_number(cast: Cast, query_count: Any) -> None:
    an_open_check()
    few = query_count(lambda: list(self_score_dues(timezone.now())))
    for _each in range(2):
        a_unit()
        an_open_check()
    assert query_count(lambda: list(self_score_dues(timezone.now()))) == few


def test_a_unit_that_was_taken_out_of_a_check_neither_waits_nor_is_shown(check: Check, cast: Cast) -> None:
    other = checked(cast.other_village, check)
    remove_record(other, by=None, reason="x")
    assert not CheckedUnit.objects.all().unanswered().exists()
    assert other not in CheckedUnit.objects.all().visible_to(cast.supervisor)
    assert list(self_score_dues(timezone.now())) == []
