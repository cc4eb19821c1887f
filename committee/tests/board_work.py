"""Reports that came in time, late and never, as the tests of the board build them; the board as they read it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils import timezone

from committee.models import Report
from committee.services import reports
from committee.tests.pages import Node, Page
from committee.tests.reporting import FAR, known_form
from dayan_safety.testing import Cast

MAY = date(2026, 5, 1)
BOARD = reverse("committee:view_board")


def a_report_of(cast: Cast, first: date = MAY, days: int | None = None, **values: Any) -> Report:
    """Of the cast's group for a month, due on the 25th; ``days`` after that it came, never where that is ``None``."""
    due_on = first.replace(day=25)
    span = reports.span_of("month", first)
    given = {"group": cast.group, "period": "month", "first": span.first, "last": span.last, "due_on": due_on}
    told = handed_in(due_on + timedelta(days=days)) if days is not None else {}
    return Report.objects.create(
        form=known_form(), **{"lock_on": due_on + timedelta(days=3), **given, **told, **values}
    )


def handed_in(day: date, minutes: int = 30) -> dict[str, Any]:
    """What a report has that came on a day, so many minutes after it was first opened."""
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 15))
    begun = at - timedelta(minutes=minutes)
    return {"state": "accepted", "handed_in_on": day, "handed_in_at": at, "submitted_at": at, "started_at": begun}


def years_of(groups: list[Any], first: date, months: int) -> list[Report]:
    """A report a month of each group from ``first`` on, in turn in time, late, missing and not needed; in one write."""
    form, spans = known_form(), reports.spans_between(*(reports.span_of("month", day) for day in (first, FAR)))
    rows = [
        _in_turn(number + place, form=form, group=group, period="month", first=span.first, last=span.last)
        for number, span in enumerate(islice(spans, months))
        for place, group in enumerate(groups)
    ]
    return Report.objects.bulk_create(rows)


def _in_turn(number: int, *, first: date, **values: Any) -> Report:
    due_on = first.replace(day=25)
    turns = (handed_in(due_on), handed_in(due_on + timedelta(days=2)), {}, {"state": "excused"})
    days = {"first": first, "due_on": due_on, "lock_on": due_on + timedelta(days=3)}
    return Report(**values, **days, **turns[number % len(turns)])


def page(browser: Any, query: str = "") -> Page:
    """The board."""
    return Page(browser.get(f"{BOARD}?{query}"))


def lines(found: Page) -> dict[str, list[Node]]:
    """Reporter → cells behind its name."""
    rows = found.main.first("table", "board").first("tbody").all("tr")
    return {row.first("th").text: row.all("td") for row in rows}


def marks(found: Page) -> dict[str, list[str]]:
    """Reporter → the words of its periods."""
    return {name: [cell.text for cell in cells[4:]] for name, cells in lines(found).items()}


def heads(found: Page) -> list[Node]:
    """The heads of the periods."""
    return found.main.first("table", "board").first("thead").all("tr")[-1].all("th")[5:]
