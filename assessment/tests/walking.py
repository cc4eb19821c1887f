"""Steps through pages, as people take them: what is typed at a door of the assessment, and what is read afterwards."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.urls import reverse

from committee.tests.pages import Page
from dayan_safety.models import Notice

NUMBERS = count(1)


def door(verb: str, thing: Any = None) -> str:
    """Where a verb is done: to a thing, or by itself."""
    return reverse(f"assessment:{verb}", args=[thing.pk] if thing is not None else [])


def sent(browser: Any, verb: str, thing: Any = None, **typed: Any) -> Page:
    """The page one is on after a form was sent: the thing's where it was accepted, the form again where it was not."""
    answer = browser.post(door(verb, thing), {"once": f"step{next(NUMBERS)}", **typed}, follow=True)
    return Page(answer)


def read(browser: Any, thing: Any) -> Page:
    """The thing's page."""
    return Page(browser.get(thing.get_absolute_url()))


def listed(browser: Any, noun: str, **query: Any) -> list[Any]:
    """The records of a list, in its order."""
    answer = browser.get(reverse(f"assessment:list_{noun}"), {"page": "1", **query})
    return [row.record for row in answer.context["listing"].rows]


def told(user: Any, kind: str = "") -> list[str]:
    """What the inbox says, oldest first; of one kind, where one is asked for."""
    rows = Notice.objects.filter(user=user, kind__startswith=kind).order_by("pk")
    return list(rows.values_list("title", flat=True))


def kept(record: Any) -> Any:
    """As it is kept."""
    return type(record)._default_manager.get(pk=record.pk)
