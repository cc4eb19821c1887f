"""A program that answers what a test asks of a town in processes of its own, a line of JSON each: ``chaos_town``."""
# ruff: noqa: E402 Django is set up before anything of it is there

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db.models import F
from django_celery_beat.models import IntervalSchedule, PeriodicTask, PeriodicTasks

from committee.models import Task, Unit, User
from dayan_safety.celery import app
from dayan_safety.models import Delivery, Notice
from dayan_safety.parameters import set_parameters
from dayan_safety.scheduler import KeptScheduler
from dayan_safety.testing import a_committee, a_person, a_unit, an_appointment
from dayan_safety.workdays import today

FAR = timedelta(days=3000)


def build(people: int, tasks: int) -> int:
    """Liaisons with logins and mail, each with as many tasks, none of which falls due before long."""
    a_committee()
    for number in range(people):
        unit = a_unit()
        person = a_person(unit=unit)
        an_appointment(unit.liaison_posts.first(), "liaison", person)
        email = f"liaison{number}@example.org"
        User.objects.create(username=f"liaison{number}", person=person, email=email, must_change_password=False)
    begun = today() - timedelta(days=30)
    rows = [
        Task(
            number=f"{unit.pk}-{number}", title=f"任务{unit.pk}-{number}", lead_unit=unit, state="received",
            assigned_on=begun, first_due_on=begun, due_on=today() + FAR,
        )
        for number in range(tasks) for unit in Unit.objects.all()
    ]  # fmt: skip
    Task.objects.bulk_create(rows, batch_size=500)
    set_parameters({"dayan_safety.urgent_kinds": ["committee.task_due"]}, by=None)
    return len(rows)


def hurry() -> int:
    """The clock doors run every second: rows of the scheduler, as an administrator would set them."""
    KeptScheduler(app=app)
    second, _made = IntervalSchedule.objects.get_or_create(every=1, period="seconds")
    doors = PeriodicTask.objects.filter(name__in=("remind people", "deliver notices", "keep the heartbeat"))
    doors.update(crontab=None, interval=second, expire_seconds=30)
    PeriodicTask.objects.exclude(name__in=doors.values("name")).update(enabled=False)
    PeriodicTasks.update_changed()
    return doors.count()


def wave(number: int) -> int:
    """So many more tasks fall due tomorrow."""
    waiting = Task.objects.filter(due_on__gt=today() + timedelta(days=1000)).order_by("pk")[:number]
    return Task.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        due_on=today() + timedelta(days=1), version=F("version") + 1
    )


def told() -> int:
    """How many reminders left the house."""
    return Delivery.objects.filter(channel="email", state="sent").count()


def ledger() -> dict[str, Any]:
    """How all of it stands: notices, how many of them are different, deliveries by state."""
    notices = list(Notice.objects.filter(rung="days1").values_list("user", "key"))
    states = Counter(Delivery.objects.filter(channel="email").values_list("state", flat=True))
    keys = list(Delivery.objects.filter(channel="email").values_list("message_id", flat=True))
    tried = Counter(Delivery.objects.filter(channel="email").values_list("attempts", flat=True))
    return {
        "notices": len(notices),
        "different": len(set(notices)),
        "states": dict(states),
        "keys": keys,
        "attempts": {str(attempts): count for attempts, count in tried.items()},
    }


def main() -> None:
    """Answer until nobody asks any more."""
    for line in sys.stdin:
        asked = json.loads(line)
        found = globals()[asked.pop("command")](**asked)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
