"""What falls due of findings: telling the unit, putting it right, looking again, deciding on more time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.parameters import parameter
from dayan_safety.workdays import day_of
from inspections.models import Finding, FindingExtension

State = Finding.State
WORK = Wording(
    _("To be put right within %(days)s days: %(thing)s"),
    _("To be put right today: %(thing)s"),
    _("Overdue by %(days)s days: %(thing)s"),
)
TELL = Wording("", _("Notify the unit today: %(thing)s"), _("Unit not notified since %(day)s: %(thing)s"))
LOOK = Wording(
    _("To be re-inspected within %(days)s days: %(thing)s"),
    _("To be re-inspected today: %(thing)s"),
    _("Re-inspection overdue since %(day)s: %(thing)s"),
)
DECIDE = Wording(
    _("Extension to decide within %(days)s days: %(thing)s"),
    _("Extension to decide today: %(thing)s"),
    _("Extension not decided since %(day)s: %(thing)s"),
)
SOON_TOLD = timedelta(days=1)  # a danger that is known is told to its unit by the next day


def finding_dues(now: datetime) -> Iterator[Due]:
    """All that is unsettled at ``now``; who hears is found once for all of it. Two queries besides."""
    hearers, again = Hearers.on(day_of(now)), timedelta(days=parameter("inspections.days_to_look_again"))
    for finding in Finding.objects.present().open().select_related("found_by").order_by("pk"):
        if finding.state in Finding.TO_DO:
            yield _work(finding, hearers)
        elif finding.state == State.FOUND:
            began = day_of(finding.created_at)
            yield _look(finding, began + SOON_TOLD, began, TELL, hearers)
        elif finding.state == State.ASKED:
            yield _look(finding, finding.asked_on + again, finding.asked_on, LOOK, hearers)
    yield from _extensions(hearers)


def _work(finding: Finding, hearers: Hearers) -> Due:
    """Who answers for the unit; the office and the deputies when it stays overdue."""
    return Due(
        kind="inspections.finding_due",
        thing=finding,
        name=str(finding),
        due_on=finding.due_on,
        since=finding.found_on,
        wording=WORK,
        recipients=hearers.answering([finding.unit_id], []),
        office=hearers.of_role("office"),
        deputies=hearers.deputies,
    )


def _look(finding: Finding, due_on: Any, since: Any, wording: Wording, hearers: Hearers) -> Due:
    """The agency that found it and who found it, or else the office."""
    finder = hearers.people([finding.found_by.person_id]) if finding.found_by else frozenset[int]()
    office = hearers.of_role("office")
    return Due(
        kind="inspections.look_again",
        thing=finding,
        name=str(finding),
        due_on=due_on,
        since=since,
        wording=wording,
        recipients=finder | (hearers.answering([finding.agency_id], []) or office),
        office=office,
        deputies=hearers.deputies,
    )


def _extensions(hearers: Hearers) -> Iterator[Due]:
    """Those nobody has decided: the chair, until the finding itself would be due."""
    for asked in FindingExtension.objects.present().undecided().select_related("finding"):
        yield Due(
            kind="inspections.finding_extension",
            thing=asked.finding,
            name=str(asked.finding),
            due_on=asked.due_on,
            since=day_of(asked.created_at),
            wording=DECIDE,
            recipients=hearers.of_role("chair"),
        )
