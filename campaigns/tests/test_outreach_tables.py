"""What the tables themselves refuse, whoever writes past the forms; and the nearest thing that they take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from campaigns.models import (
    Audience,
    Campaign,
    Channel,
    Display,
    Event,
    EventKind,
    Material,
    Poll,
    Programme,
    ProjectStep,
    Questionnaire,
    SafetyDay,
)
from campaigns.tests.builders import DAY, a_channel, a_kind_of_event, a_questionnaire, an_event, names_of
from campaigns.tests.project_builders import a_new_project, a_project, a_step
from dayan_safety.testing import a_group

pytestmark = pytest.mark.usefixtures("midsummer", "db")
BEFORE = date(2026, 6, 9)
Make = Callable[..., Any]


def row(model: Any, **always: Any) -> Make:
    """A maker of rows of ``model``, past every service."""
    return lambda **about: model(**always | about)


DATED: dict[str, Callable[[], Make]] = {
    "campaign": lambda: row(Campaign, name="专项", first_on=DAY, last_on=DAY),
    "programme": lambda: row(Programme, name="计划", first_on=DAY, last_on=DAY),
    "poll": lambda: row(Poll, questionnaire=a_questionnaire(), first_on=DAY, last_on=DAY),
    "display": lambda: row(Display, title="墙报", channel=a_channel(), place="村口", first_on=DAY, last_on=DAY),
    "project": lambda: row(type(a_new_project()), name="项目", group=a_group(), first_on=DAY, last_on=DAY),
}
CALLED: dict[str, tuple[str, Callable[[], Make]]] = {
    "campaign": ("name", DATED["campaign"]),
    "programme": ("name", DATED["programme"]),
    "project": ("name", DATED["project"]),
    "kind": ("name", lambda: row(EventKind, counts_as="drill")),
    "audience": ("name", lambda: row(Audience)),
    "channel": ("name", lambda: row(Channel)),
    "material": ("name", lambda: row(Material, form="poster")),
    "questionnaire": ("title", lambda: row(Questionnaire, purpose="quiz")),
    "safety day": ("name", lambda: row(SafetyDay, month=11)),
    "safety day of a year": ("name", lambda: row(SafetyDay, month=11, year=2026)),
}


def refused(thing: Any) -> None:
    """The table does not take it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        thing.save()


@pytest.mark.parametrize("what", DATED)
def test_nothing_ends_before_it_begins(what: str) -> None:
    make = DATED[what]()
    refused(make(last_on=BEFORE))
    make().save()


@pytest.mark.parametrize("what", CALLED)
def test_two_of_a_name_are_not_there_together(what: str) -> None:
    field, maker = CALLED[what]
    make = maker()
    first = make(**{field: "同名"})
    first.save()
    refused(make(**{field: "同名"}))
    make(**{field: "异名"}).save()
    type(first).objects.filter(pk=first.pk).update(removed_at=timezone.now())
    make(**{field: "同名"}).save()
    refused(make(**{field: "同名"}))


def test_of_a_name_the_yearly_day_and_those_of_each_year_are_there_together() -> None:
    for year in (None, 2026, 2027):
        SafetyDay(name="减灾周", month=5, year=year).save()
    assert SafetyDay.objects.count() == 3


@pytest.mark.parametrize(("month", "taken"), [(0, False), (1, True), (12, True), (13, False)])
def test_a_safety_day_is_in_a_month_there_is(month: int, taken: bool) -> None:
    day = SafetyDay(name="安全日", month=month)
    if taken:
        day.save()
    else:
        refused(day)


@pytest.mark.parametrize(("done_on", "result", "taken"), [(None, "好", False), (None, "", True), (DAY, "好", True)])
def test_a_result_comes_with_the_day_it_was_done(done_on: date | None, result: str, taken: bool) -> None:
    step = ProjectStep(project=a_project(), text="装护栏", due_on=DAY, done_on=done_on, result=result)
    if taken:
        step.save()
    else:
        refused(step)


@pytest.mark.parametrize(
    ("about", "taken"),
    [
        ({"baseline": None, "baseline_on": None, "target": None}, True),
        ({"baseline": Decimal(1), "baseline_on": None, "target": None}, False),
        ({"baseline": None, "baseline_on": DAY, "target": None}, False),
        ({"baseline": Decimal(1), "baseline_on": DAY, "target": None}, True),
        ({"baseline": None, "baseline_on": None, "target": Decimal(1)}, False),
        ({"funds": Decimal("-0.01")}, False),
        ({"funds": Decimal(0)}, True),
    ],
)
def test_a_projects_figures_stand_together(about: dict[str, Any], taken: bool) -> None:
    project = a_new_project(**about)
    if taken:
        project.save()
    else:
        refused(project)


def test_a_code_opens_one_event_and_any_number_have_none() -> None:
    one, two = an_event(), an_event()
    one.check_in_code = two.check_in_code = "A" * 16
    one.save()
    refused(two)
    assert Event.objects.filter(check_in_code="").count() == 1


def test_a_code_opens_one_poll() -> None:
    make = DATED["poll"]()
    make(code="A" * 16).save()
    refused(make(code="A" * 16))
    codes = [make().code for _number in range(20)]
    assert (len(set(codes)), min(map(len, codes)) >= 16) == (20, True)


@pytest.mark.parametrize("what", ["kind", "event with names", "project"])
def test_what_others_stand_on_is_not_deleted(what: str) -> None:
    kind = a_kind_of_event()
    event = an_event(kind=kind)
    names_of(event)
    stands = {"kind": kind, "event with names": event, "project": a_step().project}[what]
    with pytest.raises(ProtectedError):
        stands.delete()
