"""The demo town: the figures of the source, the same every time, built once, every login at its place."""

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from campaigns.models import Event, StockEntry
from committee.models import Appointment, Meeting, Person, Report, Task, Unit, User
from dayan_safety.demo import build_demo
from dayan_safety.demo_cast import DEMO_LOGINS, DEMO_PASSWORD
from dayan_safety.history import verify_history
from dayan_safety.models import Action, CalendarDay
from dayan_safety.testing import demo_of
from dayan_safety.workdays import today
from inspections.models import Finding, Inspection

pytestmark = pytest.mark.any_database  # `make run` builds it on the other
DAY = date(2026, 11, 24)
SEED = {
    "committee": 1,
    "working_groups": 11,
    "villages": 53,
    "enterprises": 27,
    "liaison_posts": 240,
    "liaison_vacancies": 0,
}
WORK = ("joint_meetings", "tasks_open", "tasks_overdue")
REPORTS = ("reports_owed", "reports_handed_in", "reports_missing")
FOUND = ("inspections", "findings_open", "findings_overdue")
KINDS, OUTREACH = ("contest", "drill", "training"), ("copies", "entries")
ROLES = {
    "chair": "chair",
    "office": "office",
    "lead": "lead",
    "member": "member",
    "liaison": "liaison",
    "inspector": "inspector",
    "supervisor": "supervisor",
    "auditor": "auditor",
    "evaluator": "evaluator",
    "administrator": "administrator",
}


def figures_as_json() -> dict[str, int]:
    """What ``manage.py figures --json`` prints."""
    out = StringIO()
    call_command("figures", "--json", stdout=out)
    found: dict[str, int] = json.loads(out.getvalue())
    return found


@pytest.mark.django_db
def test_the_demo_town_is_the_town_of_the_source(settings: Any) -> None:
    settings.DEMO = True
    call_command("build_demo", stdout=StringIO())
    figures = figures_as_json()
    held, is_open, overdue = (figures.pop(name) for name in WORK)
    owed, came, missing = (figures.pop(name) for name in REPORTS)
    made, found, late = (figures.pop(name) for name in FOUND)
    held_of_kind = {name: figures.pop(name) for name in KINDS}
    copies, entries = (figures.pop(name) for name in OUTREACH)
    assert figures == SEED
    events = [event for event in Event.objects.select_related("kind") if event.held_on.year == today().year]
    events = [event for event in events if event.held_on <= today()]
    assert held_of_kind == {name: sum(e.kind.counts_as == name for e in events) for name in KINDS}
    assert entries == len({event.entry for event in events} - {""})
    assert copies == -sum(e.copies for e in StockEntry.objects.handed_out() if e.on.year == today().year)
    assert held == sum(m.state in Meeting.HELD and m.held_on.year == today().year for m in Meeting.objects.all())
    assert is_open == sum(task.is_open for task in Task.objects.all()) > overdue > 0
    assert owed == SEED["working_groups"] >= came
    assert missing == sum(report.is_missing_on(today()) for report in Report.objects.all())
    assert made == sum(i.state == "done" and i.made_on.year == today().year for i in Inspection.objects.all())
    assert found == sum(finding.is_open for finding in Finding.objects.all()) > late > 0
    counted = {
        "villages": sum(unit.kind == "village" for unit in Unit.objects.all()),
        "enterprises": sum(unit.kind == "enterprise" for unit in Unit.objects.all()),
        "held": sum(a.liaison_post_id is not None and a.until is None for a in Appointment.objects.all()),
    }
    assert counted == {"villages": 53, "enterprises": 27, "held": 240}
    assert list(verify_history()) == []
    assert CalendarDay.objects.filter(day__year=2026).exists()


@pytest.mark.django_db
def test_a_real_town_gets_no_demo(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("build_demo")
    out = StringIO()
    call_command("demo_logins", stdout=out)
    assert out.getvalue() == ""
    assert not User.objects.exists()


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The town, built once for all below who only look at it."""
    with django_db_blocker.unblock(), demo_of(months=2), transaction.atomic():
        build_demo(DAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(built_once: None, db: None) -> None:
    """The demo town."""


def test_every_login_of_the_cast_signs_in_and_stands_in_its_role(demo: None) -> None:
    for login in DEMO_LOGINS:
        user = User.objects.get(username=login.username)
        assert user.check_password(DEMO_PASSWORD)
        assert ROLES[login.username] in user.standing.roles
    assert not User.objects.get(username="office").standing.is_one_of("administrator", "auditor", "chair")


def test_nobody_in_the_demo_has_a_number_that_somebody_may_have(demo: None) -> None:
    people = Person.objects.exclude(telephone="")
    assert people.count() > 240
    assert not people.exclude(telephone__startswith="199").exists()
    assert all(person.identity_number[:6] == "370899" for person in people if person.identity_number)


def test_figures_for_people_name_each_number(demo: None) -> None:
    out = StringIO()
    call_command("figures", stdout=out)
    assert "53" in out.getvalue()
    assert len(out.getvalue().strip().splitlines()) == len((*SEED, *WORK, *REPORTS, *FOUND, *KINDS, *OUTREACH))


def test_what_is_built_is_not_built_again(demo: None) -> None:
    before = (Action.objects.count(), Person.objects.count(), list(Unit.objects.values_list("name", "version")))
    assert not build_demo(DAY)
    assert before == (Action.objects.count(), Person.objects.count(), list(Unit.objects.values_list("name", "version")))


def test_the_logins_are_printed_in_a_demo(settings: Any) -> None:
    settings.DEMO = True
    out = StringIO()
    call_command("demo_logins", stdout=out)
    assert DEMO_PASSWORD in out.getvalue()
    assert all(login.username in out.getvalue() for login in DEMO_LOGINS)
