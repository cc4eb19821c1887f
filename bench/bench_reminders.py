"""3,000 reminders planned and delivered, beside one row written and one letter sent at a time without any care."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import Row
from bench.measuring import taken
from committee.models import Task, Unit, User
from dayan_safety.delivery import deliver_notices
from dayan_safety.models import Delivery, Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.planning import plan_notices
from dayan_safety.testing import a_committee, a_person, a_unit, an_appointment
from dayan_safety.workdays import today

PEOPLE, EACH = 100, 30
A_RUN, A_PASS = 10.0, 45.0  # seconds that a run may take, and a pass


def build() -> None:
    """A liaison with mail for each unit, and thirty tasks a unit that fall due tomorrow."""
    a_committee()
    for number in range(PEOPLE):
        unit = a_unit()
        person = a_person(unit=unit)
        an_appointment(unit.liaison_posts.first(), "liaison", person)
        User.objects.create(username=f"bench{number}", person=person, email=f"bench{number}@example.org")
    begun, due = today() - timedelta(days=30), today() + timedelta(days=1)
    common = {"state": "received", "assigned_on": begun, "first_due_on": begun, "due_on": due}
    places = [(unit, number) for unit in Unit.objects.all() for number in range(EACH)]
    Task.objects.bulk_create(
        Task(number=f"bench{unit.pk}-{number}", title="清理通道", lead_unit=unit, **common) for unit, number in places
    )
    set_parameters({"dayan_safety.urgent_kinds": ["committee.task_due"]}, by=None)


def measured(work: Callable[[], Any]) -> tuple[float, int]:
    """Seconds and queries."""
    with CaptureQueriesContext(connection) as asked:
        seconds = taken(work)
    return seconds, len(asked)


def careless_rows() -> None:
    """A row at a time, asked for first."""
    tasks, users = list(Task.objects.all()[:300]), list(User.objects.all())
    for place, task in enumerate(tasks):
        Notice.objects.get_or_create(user=users[place % PEOPLE], key=f"x{task.pk}", defaults={"title": str(task)})


def letters_alone() -> None:
    """As many letters, and nothing written down."""
    backend = mail.get_connection()
    for number in range(PEOPLE * EACH):
        mail.EmailMessage(f"x{number}", "x", to=["a@example.org"], connection=backend).send()


def measure() -> list[Row]:
    """Planning, planning again when all was told, delivering."""
    build()
    settings.MAIL_IS_ON = True
    now = timezone.now()
    reminders = PEOPLE * EACH
    planned, rows_asked = measured(lambda: plan_notices(now))
    again, again_asked = measured(lambda: plan_notices(now))
    sent, sent_asked = measured(deliver_notices)
    assert Notice.objects.filter(rung="days1").count() == reminders
    assert Delivery.objects.filter(channel="email", state="sent").count() == reminders
    one_by_one = taken(careless_rows) * reminders / 300
    alone = taken(letters_alone)
    told, goal = f"{reminders:,} reminders", f"≤ {A_RUN:g} s"
    return [
        Row(f"{told} planned, {rows_asked} queries", planned, one_by_one, None, goal, "s", planned <= A_RUN),
        Row(f"{told} told already, {again_asked} queries", again, None, None, goal, "s", again <= A_RUN),
        Row(f"{told} delivered, {sent_asked} queries", sent, None, alone, f"≤ {A_PASS:g} s", "s", sent <= A_PASS),
    ]
