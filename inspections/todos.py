"""What waits for whom of the inspections: findings, equipment, plans, reports of dangers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from dayan_safety.todos import Todo, Waiting, counted, list_url
from inspections.models import Finding, FindingExtension, HazardReport, Inspection, InspectionPlan, Site
from inspections.querysets import ASKED_BEFORE

State = Finding.State
LOOKS_AGAIN = ("chair", "office", "supervisor", "inspector")


def inspection_todos(user: Any, on: date) -> list[Todo]:
    """For units what they have to put right, for finders what they have to tell and to look at; one query."""
    finders = [*_of_finders(user), *_begun(user), *_planned(user, on)]
    return counted([*_of_unit(user, on), *finders, *_to_sort(user), *_to_decide(user)])


def _url(query: str, noun: str = "finding") -> str:
    return list_url("inspections", noun, query)


def _of_unit(user: Any, on: date) -> list[Waiting]:
    """Overdue, to be received, due soon at the units one answers for; their equipment."""
    if not user.standing.answers_for:
        return []
    ours = Finding.objects.present().answered_for_by(user)
    begun = ours.filter(state=State.RECTIFYING, due_on__gte=on)
    equipment = Site.objects.present().filter(kind="special_equipment", unit__in=user.standing.answers_for)
    due = equipment.filter(next_inspection_on__lte=on + ASKED_BEFORE)
    new = ours.filter(state=State.NOTIFIED)
    return [
        Waiting(_("Equipment to have inspected"), due, _url("kind=special_equipment", "site"), "warning", "wrench"),
        Waiting(_("Our findings overdue"), ours.overdue(on), _url("mine=unit&standing=overdue"), "danger", "alarm"),
        Waiting(_("Findings to sign for"), new, _url("mine=unit&standing=notified"), "warning", "pen"),
        Waiting(_("Findings to put right"), begun, _url("mine=unit&standing=rectifying"), "info", "tools"),
    ]


def _of_finders(user: Any) -> list[Waiting]:
    """For the office all of them, for others what they found themselves."""
    if not user.standing.is_one_of(*LOOKS_AGAIN):
        return []
    is_office, rows = user.standing.is_one_of("office"), Finding.objects.present()
    rows, mine = (rows, "") if is_office else (rows.found_by_side_of(user), "mine=found&")
    found, asked = rows.filter(state=State.FOUND), rows.filter(state=State.ASKED)
    return [
        Waiting(_("Findings to notify"), found, _url(f"{mine}standing=found"), "warning", "send"),
        Waiting(_("Findings to re-inspect"), asked, _url(f"{mine}standing=asked"), "warning", "search"),
    ]


def _begun(user: Any) -> list[Waiting]:
    """Inspections that somebody of one's side began and did not finish."""
    if not user.has_perm("inspections.create_inspection"):
        return []
    begun = Inspection.objects.present().open().made_by_side_of(user)
    url = _url("mine=made&state=open", "inspection")
    return [Waiting(_("Inspections to finish"), begun, url, "warning", "ui-checks")]


def _planned(user: Any, on: date) -> list[Waiting]:
    """Plans up to this month whose sites one has to look at."""
    if not user.standing.is_one_of("office", "inspector"):
        return []
    plans = InspectionPlan.objects.present().not_done().drawn_up_for(user).filter(month__lte=on)
    url = _url(f"standing=left&mine=ours&until={on}", "inspectionplan")
    return [Waiting(_("Plans with sites to inspect"), plans, url, "info", "calendar-check")]


def _to_sort(user: Any) -> list[Waiting]:
    """Reports of dangers for the office."""
    if not user.standing.is_one_of("office"):
        return []
    reports, url = HazardReport.objects.present().waiting(), _url("state=new", "hazardreport")
    return [Waiting(_("Reports of dangers to sort"), reports, url, "warning", "inbox")]


def _to_decide(user: Any) -> list[Waiting]:
    if not user.standing.is_one_of("chair"):
        return []
    asked = FindingExtension.objects.present().undecided()
    return [
        Waiting(_("Extensions of findings to decide"), asked, _url("standing=extension"), "warning", "calendar-plus")
    ]
