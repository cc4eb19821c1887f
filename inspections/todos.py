"""What waits for whom of the findings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety.todos import Todo
from inspections.models import Finding, FindingExtension, HazardReport, Inspection, Site
from inspections.querysets import ASKED_BEFORE

State = Finding.State
LOOKS_AGAIN = ("chair", "office", "supervisor", "inspector")


def inspection_todos(user: Any, on: date) -> list[Todo]:
    """For units what they have to put right, for finders what they have to tell and to look at again; two queries."""
    return [*_of_unit(user, on), *_of_finders(user), *_begun(user), *_to_sort(user), *_to_decide(user)]


def _url(query: str) -> str:
    return f"{reverse('inspections:list_finding')}?{query}"


def _of_unit(user: Any, on: date) -> list[Todo]:
    """Overdue, to be received, due soon at the units one answers for."""
    if not user.standing.answers_for:
        return []
    ours = Finding.objects.present().answered_for_by(user)
    counts = ours.aggregate(
        late=Count("pk", filter=Q(state__in=Finding.TO_DO, due_on__lt=on)),
        new=Count("pk", filter=Q(state=State.NOTIFIED)),
        open=Count("pk", filter=Q(state=State.RECTIFYING, due_on__gte=on)),
    )
    equipment = Site.objects.present().filter(kind="special_equipment", unit__in=user.standing.answers_for)
    due = equipment.filter(next_inspection_on__lte=on + ASKED_BEFORE).count()
    sites = f"{reverse('inspections:list_site')}?kind=special_equipment"
    return [
        Todo(_("Equipment to have inspected"), due, sites, "warning", "wrench"),
        Todo(_("Our findings overdue"), counts["late"], _url("mine=unit&standing=overdue"), "danger", "alarm"),
        Todo(_("Findings to sign for"), counts["new"], _url("mine=unit&standing=notified"), "warning", "pen"),
        Todo(_("Findings to put right"), counts["open"], _url("mine=unit&standing=rectifying"), "info", "tools"),
    ]


def _of_finders(user: Any) -> list[Todo]:
    """For the office all of them, for others what they found themselves."""
    if not user.standing.is_one_of(*LOOKS_AGAIN):
        return []
    is_office, rows = user.standing.is_one_of("office"), Finding.objects.present()
    counts = (rows if is_office else rows.found_by_side_of(user)).aggregate(
        found=Count("pk", filter=Q(state=State.FOUND)), asked=Count("pk", filter=Q(state=State.ASKED))
    )
    mine = "" if is_office else "mine=found&"
    return [
        Todo(_("Findings to notify"), counts["found"], _url(f"{mine}standing=found"), "warning", "send"),
        Todo(_("Findings to re-inspect"), counts["asked"], _url(f"{mine}standing=asked"), "warning", "search"),
    ]


def _begun(user: Any) -> list[Todo]:
    """Inspections that somebody of one's side began and did not finish."""
    if not user.has_perm("inspections.create_inspection"):
        return []
    begun = Inspection.objects.present().open().made_by_side_of(user).count()
    url = f"{reverse('inspections:list_inspection')}?mine=made&state=open"
    return [Todo(_("Inspections to finish"), begun, url, "warning", "ui-checks")]


def _to_sort(user: Any) -> list[Todo]:
    """Reports of dangers for the office."""
    if not user.standing.is_one_of("office"):
        return []
    waiting = HazardReport.objects.present().waiting().count()
    url = f"{reverse('inspections:list_hazardreport')}?state=new"
    return [Todo(_("Reports of dangers to sort"), waiting, url, "warning", "inbox")]


def _to_decide(user: Any) -> list[Todo]:
    if not user.standing.is_one_of("chair"):
        return []
    waiting = FindingExtension.objects.present().undecided().count()
    url = _url("standing=extension")
    return [Todo(_("Extensions of findings to decide"), waiting, url, "warning", "calendar-plus")]
