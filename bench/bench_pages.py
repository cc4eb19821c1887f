"""Record pages and forms of the demo town beside its list of people, each in the office's browser."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import Row
from bench.measuring import browser, medians
from committee.models import Person, Unit, User, WorkingGroup
from dayan_safety.demo import build_demo

LIST = "list of people"
MOST_QUERIES = 12
WITHOUT_GOAL = ("home page", "organisation chart")


def pages() -> dict[str, str]:
    """What is looked at, and where."""
    person, unit, group = (model.objects.earliest("pk") for model in (Person, Unit, WorkingGroup))
    return {
        LIST: reverse("committee:list_person"),
        "page of a person": reverse("committee:view_person", args=[person.pk]),
        "page of a unit": reverse("committee:view_unit", args=[unit.pk]),
        "page of a working group": reverse("committee:view_workinggroup", args=[group.pk]),
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
    if name == LIST or name in WITHOUT_GOAL:
        return Row(told, time * 1000, unit="ms", goal=f"≤ {MOST_QUERIES} queries", met=queries <= MOST_QUERIES)
    goal = f"≤ the list, ≤ {MOST_QUERIES} queries"
    return Row(told, time * 1000, listed * 1000, None, goal, "ms", time <= listed and queries <= MOST_QUERIES)
