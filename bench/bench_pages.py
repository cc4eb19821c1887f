"""Record pages and forms of the demo town beside its list of people, each in the office's browser."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import Row
from bench.measuring import browser, medians
from committee.models import Meeting, Person, Task, Unit, User, WorkingGroup
from dayan_safety.demo import build_demo

LIST = "list of people"
MOST_QUERIES = 12
# Beside no list: the home page gathers from every app, as many queries in any town.
ALONE = {"home page": 29, "organisation chart": MOST_QUERIES}


def pages() -> dict[str, str]:
    """What is looked at, and where."""
    person, unit, group, task = (model.objects.earliest("pk") for model in (Person, Unit, WorkingGroup, Task))
    meeting = Meeting.objects.held().earliest("pk")
    return {
        LIST: reverse("committee:list_person"),
        "page of a person": reverse("committee:view_person", args=[person.pk]),
        "page of a unit": reverse("committee:view_unit", args=[unit.pk]),
        "page of a working group": reverse("committee:view_workinggroup", args=[group.pk]),
        "page of a task": task.get_absolute_url(),
        "page of a meeting held": meeting.get_absolute_url(),
        "list of meetings": reverse("committee:list_meeting"),
        "list of tasks": reverse("committee:list_task"),
        "form of a person": reverse("committee:edit_person", args=[person.pk]),
        "form of a unit": reverse("committee:edit_unit", args=[unit.pk]),
        "home page": reverse("home"),
        "organisation chart": reverse("committee:show_chart"),
    }


def measure() -> list[Row]:
    """One row a page: its time, and the queries it asks."""
    build_demo(timezone.localdate())
    office = browser(User.objects.get(username="office"))
    wanted = pages()
    counts = []
    for url in wanted.values():
        office.get(url)  # what is asked once a process is not the page's
        with CaptureQueriesContext(connection) as asked:
            assert office.get(url).status_code == 200
        counts.append(len(asked))
    times = medians(*(lambda url=url: office.get(url) for url in wanted.values()))
    return [row(name, time, times[0], count) for name, time, count in zip(wanted, times, counts, strict=True)]


def row(name: str, time: float, listed: float, queries: int) -> Row:
    """A page beside the list."""
    told = f"{name}, {queries} queries"
    if name == LIST or name in ALONE:
        most = ALONE.get(name, MOST_QUERIES)
        return Row(told, time * 1000, unit="ms", goal=f"≤ {most} queries", met=queries <= most)
    goal = f"≤ the list, ≤ {MOST_QUERIES} queries"
    return Row(told, time * 1000, listed * 1000, None, goal, "ms", time <= listed and queries <= MOST_QUERIES)
