"""The review in a real browser, at both widths: sent back with picked reasons, changed, accepted; then the next one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.models import Report
from committee.services import reports
from committee.tests import reporting
from committee.tests.reporting import a_form, a_report, a_submitted, field_of
from dayan_safety.testing import Cast, build_cast
from dayan_safety.tests.browser import WIDTHS, Watched, serious_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG_AGO = {"due_on": date(2031, 6, 20), "lock_on": date(2031, 6, 30)}


@pytest.fixture
def june() -> Iterator[None]:
    """A day in June; the clock goes on."""
    with time_machine.travel("2031-06-15 10:00+08:00"):
        yield


def two_handed_in(cast: Cast) -> list[Report]:
    """Two reports that wait, one of them with a number of its own."""
    form = a_form()
    first = a_report(cast, form, date(2031, 5, 1), **LONG_AGO)
    reports.begin_report(first, by=cast.lead)
    reports.save_value(first, by=cast.lead, field=field_of(first, "tasks_done"), text="3", why="系统外另有3件")
    return [a_submitted(cast, first), a_submitted(cast, a_report(cast, form, date(2031, 4, 1), **LONG_AGO))]


def look(watched: Watched, name: str) -> None:
    """Keep a picture at each width; nothing serious is found, nothing is wider than the screen."""
    for width in WIDTHS:
        watched.widen(width)
        watched.shot(f"review-{name}-{width}")
        assert serious_findings(watched.page) == [], (name, width)
        assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), (name, width)


def through(watched: Watched, verb: str, name: str, act: Any = None) -> None:
    """Through a door: open it, fill it in, look at it, send it."""
    if not watched.page.locator(f"h1:has-text('{verb}')").count():
        watched.press(f"main .page-head a:has-text('{verb}')")
    if act:
        act(watched.page)
    look(watched, name)
    watched.press("main .form-foot button[type=submit]")


def send_back(page: Any) -> None:
    """Two usual reasons, and a word on one field."""
    page.check("[name=usual] >> nth=0")
    page.check("[name=usual] >> nth=3")
    page.fill("fieldset.choice input >> nth=0", "只有1次有签到表")


def test_a_reviewer_goes_from_report_to_report(june: None, visit: Any) -> None:
    cast = build_cast()
    first, second = two_handed_in(cast)
    office = visit(cast.office)
    office.open(reverse("committee:list_report"))
    look(office, "list")
    office.press("main a:has-text('审核（2）')")
    look(office, "first")
    through(office, "退回报告", "send-back", send_back)
    assert office.page.locator("h1").inner_text() == str(second)
    look(office, "second")
    lead = visit(cast.lead)
    lead.open(first.get_absolute_url())
    look(lead, "sent-back")
    reports.save_value(first, by=cast.lead, field=field_of(first, "drills"), text="1")
    lead.open(reverse("committee:submit_report", args=[first.pk]))
    through(lead, "上报报告", "hand-in")
    look(lead, "handed-in")
    through(office, "审核通过报告", "accept")
    assert office.page.locator("h1").inner_text() == str(first)
    look(office, "again")
    office.page.locator(".value-foot summary").first.click()
    look(office, "unfolded")
    through(office, "审核通过报告", "accept-last")
    assert set(Report.objects.values_list("state", flat=True)) == {"accepted"}
    look(office, "done")


@pytest.mark.parametrize("kind", ["closed", "nil", "empty", "excused", "comment", "move"])
def test_other_faces_of_a_report(kind: str, june: None, visit: Any) -> None:
    cast = build_cast()
    report = a_report(cast, a_form(), date(2031, 5, 1), **LONG_AGO)
    office = visit(cast.office)
    if kind == "closed":
        Report.objects.update(due_on=date(2031, 6, 10), lock_on=date(2031, 6, 12))
    if kind == "nil":
        reports.submit_report(report, by=cast.lead, is_nil=True)
    if kind == "excused":
        reporting.an_excused(cast, report)
    door = reverse(f"committee:{kind}_report", args=[report.pk]) if kind in ("comment", "move") else ""
    office.open(door or report.get_absolute_url())
    look(office, kind)
