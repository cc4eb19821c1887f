"""Which everyday records prove what: of each kind of evidence its records of a year, their day, the elements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q

from assessment.models import WHOLE_YEAR, Check, Indicator, Result
from campaigns.models import Campaign, Display, Event, Poll, Project
from committee.models import Appointment, Committee, Meeting, Report, Task, TownReport, WorkingGroup
from dayan_safety.models import Attachment
from inspections.models import Finding, Incident, Inspection, InspectionPlan, Rectification, Site

Source = Indicator.Source
Rows = Callable[[date, date], Any]  # the records of a period


@dataclass(frozen=True, slots=True)
class Rule:
    """Records of some models, with the field that says their day; ``elements`` they prove where nothing else is said.

    ``is_effect``: they show an effect.
    """

    rows: tuple[tuple[Rows, str], ...]
    elements: frozenset[int]
    is_effect: bool = False

    def found(self, first: date, last: date) -> list[tuple[int, int, date | None]]:
        """Of each record the key of its kind, its own key and its day; one query for each model."""
        return [
            (ContentType.objects.get_for_model(rows.model).pk, key, on)
            for read, day in self.rows
            for rows in [read(first, last)]
            for key, on in rows.order_by("pk").values_list("pk", day).distinct()
        ]


def within(model: Any, day: str, **given: Any) -> tuple[Rows, str]:
    """Present records of ``model`` whose ``day`` lies in the period, and which are as ``given``."""

    def rows(first: date, last: date) -> Any:
        return model.objects.present().filter(**{f"{day}__range": (first, last)}, **given)

    return rows, day


def lasting(model: Any, since: str, until: str, **given: Any) -> tuple[Rows, str]:
    """Present records of ``model`` that held on some day of the period, and which are as ``given``."""

    def rows(first: date, last: date) -> Any:
        still = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": first})
        return model.objects.present().filter(still, **{f"{since}__lte": last}, **given)

    return rows, since


def _sites(first: date, last: date) -> Any:
    return Site.objects.present().filter(created_at__date__lte=last)


def _groups(first: date, last: date) -> Any:
    there = lasting(Committee, "term_from", "term_to")[0](first, last)
    return WorkingGroup.objects.present().filter(committee__in=there)


def _bodies_appointed(first: date, last: date) -> Any:
    rows = lasting(Appointment, "since", "until")[0](first, last)
    return rows.filter(liaison_post__isnull=True)


def _rectified(first: date, last: date) -> Any:
    """Closed in the period, with a file of what it looks like now at a step of its putting right."""
    kind = ContentType.objects.get_for_model(Rectification)
    photos = Attachment.objects.present().filter(thing_type=kind, thing_id=OuterRef("pk"))
    steps = Rectification.objects.present().filter(Exists(photos), finding=OuterRef("pk"))
    return Finding.objects.present().filter(Exists(steps), closed_on__range=(first, last))


def _events(*counts_as: str) -> tuple[Rows, str]:
    def rows(first: date, last: date) -> Any:
        held = Event.objects.present().filter(held_on__range=(first, last), head_count__isnull=False)
        return held.filter(kind__counts_as__in=counts_as)

    return rows, "held_on"


def _joint(first: date, last: date) -> Any:
    """Events to which several units belong."""
    held = Event.objects.present().filter(held_on__range=(first, last), head_count__isnull=False)
    return held.filter(more_units__isnull=False)


def _elements(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


RULES: dict[str, Rule] = {
    Source.BODIES: Rule((lasting(Committee, "term_from", "term_to"), (_groups, "committee__term_from")), _elements(1)),
    Source.POSTS: Rule(((_bodies_appointed, "since"),), _elements(1)),
    Source.MEETINGS: Rule((within(Meeting, "held_on", state="final"),), _elements(2)),
    Source.REPORTS: Rule((within(Report, "last", state="accepted"),), _elements(10)),
    Source.TASKS: Rule((within(Task, "closed_on", state="closed"),), _elements(11, 12), is_effect=True),
    Source.CAMPAIGNS: Rule((lasting(Campaign, "first_on", "last_on"),), _elements(4)),
    Source.EVENTS: Rule((_events("publicity", "contest", "consultation", "other"),), _elements(6)),
    Source.TRAININGS: Rule((_events("training", "lecture"),), _elements(6)),
    Source.DRILLS: Rule((_events("drill"),), _elements(7)),
    Source.DISPLAYS: Rule((within(Display, "first_on"),), _elements(6)),
    Source.PROJECTS: Rule((lasting(Project, "first_on", "last_on"),), _elements(5)),
    Source.REVIEWED: Rule((within(Project, "last_on", review__gt=""),), _elements(5, 12), is_effect=True),
    Source.POLLS: Rule((within(Poll, "last_on", sheets__isnull=False),), _elements(6, 12), is_effect=True),
    Source.SITES: Rule(((_sites, "used_since"),), _elements(3)),
    Source.INSPECTIONS: Rule((within(Inspection, "made_on", state="done"),), _elements(8)),
    Source.FINDINGS: Rule((within(Finding, "found_on"),), _elements(3)),
    Source.RECTIFIED: Rule(((_rectified, "closed_on"),), _elements(11), is_effect=True),
    Source.INCIDENTS: Rule((within(Incident, "happened_on"),), _elements(9)),
    Source.PLANS: Rule((within(InspectionPlan, "month"),), _elements(8)),
    Source.FUNDED: Rule((lasting(Project, "first_on", "last_on", funds__gt=0),), _elements(1)),
    Source.JOINT: Rule(((_joint, "held_on"),), _elements(2)),
    Source.REPORTED: Rule((within(Finding, "found_on", report__isnull=False),), _elements(2, 8)),
    Source.AGENCIES: Rule((within(Inspection, "made_on", state="done", agency__isnull=False),), _elements(8)),
    Source.TOWN_REPORTS: Rule((within(TownReport, "first"),), _elements(10)),
    Source.CHECKED: Rule((within(Check, "last", state="closed"),), _elements(8)),
    Source.SCORES: Rule((within(Result, "published_on", month=WHOLE_YEAR, state="final"),), _elements(12)),
}


def sources_of(indicator: Indicator) -> list[str]:
    """The kinds of records that prove it: those it names, else those of its element."""
    named = indicator.source_names
    return named or [name for name, rule in RULES.items() if indicator.element_number in rule.elements]
