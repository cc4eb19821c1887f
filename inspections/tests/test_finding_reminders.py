"""Reminders of findings day by day: since when, until when, in which words, and who hears when nothing happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone, translation

from dayan_safety.deadlines import Due, Ladder, steps_of
from dayan_safety.models import Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.reminders import remind_people
from dayan_safety.testing import Cast, a_person, a_unit, a_user, an_appointment
from dayan_safety.workdays import Calendar
from inspections.deadlines import KINDS, finding_dues
from inspections.models import Finding, FindingExtension
from inspections.services import findings as services
from inspections.tests.finding_builders import IN_STATE, a_finding, an_asked_extension, asked, notified

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]  # it is 15 June 2026
TODAY, DAY = date(2026, 6, 15), timedelta(days=1)
MAKERS: dict[str, Callable[..., Any]] = {**IN_STATE, "extension": an_asked_extension}


def at(day: date, hour: int = 10) -> datetime:
    """An hour of a day in the town."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def dues(day: date = TODAY, kind: str = "") -> list[Due]:
    """What is unsettled on a day, of one kind or of all."""
    return [due for due in finding_dues(at(day)) if due.kind.endswith(kind)]


def said(kind: str, day: date) -> dict[str, str]:
    """What is told of the only thing of a kind on a day, by its rung; its name left out."""
    [due] = dues(day, kind)
    steps = steps_of(due, at(day), Ladder(), Calendar({}))
    return {step.rung: step.title.replace(due.name, "") for step in steps}


@pytest.mark.parametrize(
    ("state", "kind", "days", "words"),
    [
        ("found", "look_again", 0, None),
        ("found", "look_again", 1, "今天须通知单位："),
        ("found", "look_again", 2, "自2026-06-16起未通知单位："),
        ("notified", "finding_due", 0, None),
        ("notified", "finding_due", 4, "还有3天须整改完成："),
        ("rectifying", "finding_due", 6, "还有1天须整改完成："),
        ("rectifying", "finding_due", 7, "今天须整改完成："),
        ("rectifying", "finding_due", 8, "已逾期 1 天："),
        ("asked", "look_again", 0, None),
        ("asked", "look_again", 4, "还有3天须复查："),
        ("asked", "look_again", 7, "今天须复查："),
        ("asked", "look_again", 9, "自2026-06-22起逾期未复查："),
        ("extension", "finding_extension", 4, "延期申请请在 3 天内审批："),
        ("extension", "finding_extension", 7, "延期申请今天应审批："),
        ("extension", "finding_extension", 8, "延期申请自 2026-06-22 起尚未审批："),
    ],
)
def test_what_is_said_on_which_day(state: str, kind: str, days: int, words: str | None, cast: Cast) -> None:
    MAKERS[state](cast)
    told = {rung: title for rung, title in said(kind, TODAY + days * DAY).items() if rung not in ("office", "deputies")}
    assert list(told.values()) == ([words] if words else [])


@pytest.mark.parametrize(
    ("state", "kind", "since"),
    [("found", "look_again", 0), ("notified", "finding_due", -2), ("asked", "look_again", 0)],
)
def test_nobody_is_reminded_on_the_day_they_heard_of_it_themselves(
    state: str, kind: str, since: int, cast: Cast
) -> None:
    MAKERS[state](cast, found_on=TODAY - 2 * DAY)
    [due] = dues(kind=kind)
    assert due.since == TODAY + since * DAY


@pytest.mark.parametrize(("hour", "days"), [(23, 1), (25, 2)])
def test_a_danger_found_at_night_is_told_by_the_next_day_of_the_town(hour: int, days: int, cast: Cast) -> None:
    with time_machine.travel(at(TODAY, 0) + timedelta(hours=hour), tick=False):
        a_finding(cast.inspector, unit=cast.village, found_on=TODAY)
    [due] = dues(TODAY + 2 * DAY)
    assert due.due_on == TODAY + days * DAY
    assert due.since == due.due_on - DAY


def test_more_time_asked_for_late_in_the_evening_is_of_that_day(cast: Cast) -> None:
    with time_machine.travel(at(TODAY, 23), tick=False):
        an_asked_extension(cast)
    [due] = dues(kind="finding_extension")
    assert (due.since, due.due_on) == (TODAY, TODAY + 7 * DAY)


def test_the_office_sets_until_when_it_is_looked_at_again(cast: Cast) -> None:
    set_parameters({"inspections.days_to_look_again": 3}, by=cast.office)
    asked(cast)
    [due] = dues()
    assert due.due_on == TODAY + 3 * DAY


@pytest.mark.parametrize("state", ["found", "notified", "asked"])
def test_when_it_stays_overdue_the_office_hears_and_then_the_deputies(state: str, cast: Cast) -> None:
    deputy = a_user(a_person(name="冯副主任"))
    an_appointment(cast.committee, "executive_deputy", deputy.person)
    MAKERS[state](cast)
    [due] = dues()
    assert (due.office, due.deputies) == (frozenset({cast.office.pk}), frozenset({deputy.pk}))


def test_an_extension_is_for_the_chair_alone(cast: Cast) -> None:
    an_asked_extension(cast)
    [due] = dues(kind="finding_extension")
    assert (due.office, due.deputies, due.helpers) == (frozenset(),) * 3


# Who looks again


def test_all_of_the_agency_hear_also_when_who_found_it_is_gone(cast: Cast) -> None:
    colleague = a_user(a_person(unit=cast.inspector.person.unit))
    asked(cast)
    assert dues()[0].recipients == {cast.inspector.pk, colleague.pk}
    type(cast.inspector).objects.filter(pk=cast.inspector.pk).update(is_active=False)
    assert dues()[0].recipients == {colleague.pk}
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    assert dues()[0].recipients == {cast.office.pk}


def test_who_found_it_for_no_agency_hears_with_the_office(cast: Cast) -> None:
    a_finding(cast.lead, unit=cast.village)
    assert dues()[0].recipients == {cast.lead.pk, cast.office.pk}


def test_of_what_the_clock_found_the_office_hears(cast: Cast) -> None:
    a_finding(unit=cast.village)
    a_finding(unit=cast.village, agency=cast.inspector.person.unit)
    assert [due.recipients for due in dues()] == [{cast.office.pk}, {cast.inspector.pk}]


def test_at_a_unit_without_a_liaison_the_office_hears_in_the_end(cast: Cast) -> None:
    finding = a_finding(cast.inspector, unit=a_unit())
    services.notify_finding(finding, by=cast.inspector)
    [due] = dues()
    assert (due.recipients, due.office) == (frozenset(), frozenset({cast.office.pk}))


# What falls silent


def test_of_removed_findings_and_extensions_nobody_hears(cast: Cast) -> None:
    an_asked_extension(cast)
    assert len(dues()) == 2
    FindingExtension.objects.update(removed_at=timezone.now())
    assert [due.kind for due in dues()] == ["inspections.finding_due"]
    Finding.objects.update(removed_at=timezone.now())
    assert dues() == []


def test_more_time_moves_the_promise(cast: Cast) -> None:
    extension = an_asked_extension(cast)
    [before] = dues(kind="finding_due")
    services.decide_finding_extension(extension, by=cast.chair, granted=True)
    [after] = dues()
    assert (after.due_on, after.key != before.key) == (extension.wanted_on, True)


def test_reminded_twice_a_day_the_liaison_hears_once(cast: Cast) -> None:
    finding = notified(cast)
    Notice.objects.all().delete()
    with time_machine.travel(at(TODAY + 7 * DAY), tick=False):
        remind_people()
        remind_people()
    told = Notice.objects.filter(user=cast.liaison)
    assert [(notice.title, notice.url) for notice in told] == [
        (f"今天须整改完成：{finding}", finding.get_absolute_url())
    ]


def test_one_finding_or_three_cost_the_same_queries(cast: Cast, query_count: Any) -> None:
    counts = []
    for number in (1, 2):
        for _each in range(number):
            for state in ("found", "notified", "asked", "extension"):
                MAKERS[state](cast)
        counts.append(query_count(dues))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_of_notice_has_a_name_of_its_own(language: str) -> None:
    with translation.override(language):
        names = [str(kind.label) for kind in KINDS]
    assert len(set(names)) == len(names)
    assert all(name.isascii() == (language == "en") for name in names)
