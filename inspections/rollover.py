"""What the inspections hand on to the next year: the plans month by month; findings and reports stay open."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayan_safety.carrying import (
    Found,
    Kind,
    Moved,
    Read,
    Turn,
    found_of,
    left_out,
    line_of,
    moved_of,
    there,
    words_moved,
)
from dayan_safety.history import change
from dayan_safety.todos import Waiting, list_url
from inspections.models import Checklist, Finding, HazardReport, Inspection, InspectionPlan, PlannedVisit, Site
from inspections.services.plans import create_plan, plan_visits

Place = tuple[str, int | None, Any]  # name, agency, month: what tells plans apart
NAMED = 5  # so many sites are named, the others counted


_url = partial(list_url, "inspections")  # a noun, a query


def plans_of(turn: Turn, user: Any) -> Found:
    """Each month's plans a year later, with the sites that were chosen; lots are drawn anew."""
    rows = InspectionPlan.objects.all().visible_to(user)
    days = (f"{turn.year}-01-01", f"{turn.year}-12-31")
    ahead = rows.filter(month__range=days)
    known: set[Place] = set(ahead.values_list("name", "agency_id", "month"))
    lists = {each.name: each for each in Checklist.objects.in_use()}
    found = (_read(turn, each, known, lists) for each in _of_old(turn, rows))
    url = _url("inspectionplan", "since={}&until={}".format(*days))
    return found_of(there(ahead, url), found)


def _of_old(turn: Turn, rows: Any) -> Any:
    """The plans of the old year with their visits at hand."""
    visits = PlannedVisit.objects.present().select_related("site__unit").order_by("pk")
    named = rows.filter(month__year=turn.old).with_names().order_by("month", "pk")
    return named.prefetch_related(Prefetch("visits", visits, to_attr="planned_visits"))


def _read(turn: Turn, old: Any, known: set[Place], lists: dict[str, Checklist]) -> Read:
    month = turn.moved(old.month)
    name = turn.renamed(old.name)
    if (name, old.agency_id, month) in known:
        return None
    if reason := _why_not(turn, old, month):
        return left_out(old, reason)
    known.add((name, old.agency_id, month))
    checklist = lists.get(old.checklist.name) if old.checklist else None
    text = turn.renamed(old.text)
    made = InspectionPlan(name=name, agency=old.agency, month=month, checklist=checklist, text=text)
    sites = [each.site for each in old.planned_visits if each.draw_id is None and _stays(each.site, month)]
    keys = (checklist.pk if checklist else "", ",".join(str(site.pk) for site in sites))
    told = _moved(turn, old, made, sites)
    return line_of(old, told, partial(_make, made, sites), *keys)


def _why_not(turn: Turn, old: Any, month: Any) -> str:
    if old.agency and not _is_there(old.agency, month):
        told = {"agency": old.agency}
        return _("“%(agency)s” no longer belongs to the town by then: another agency has to plan.") % told
    return _("The month is over.") if month < turn.on.replace(day=1) else ""


def _is_there(unit: Any, on: Any) -> bool:
    return unit.removed_at is None and bool(unit.is_valid_on(on))


def _stays(site: Site, on: Any) -> bool:
    return site.removed_at is None and _is_there(site.unit, on)


def _moved(turn: Turn, old: Any, made: InspectionPlan, sites: list[Site]) -> list[Moved]:
    chosen = [each.site for each in old.planned_visits if each.draw_id is None]
    gone = [str(site) for site in chosen if site not in sites]
    return [
        *moved_of(_("name"), old.name, made.name),
        Moved(_("month"), f"{old.month:%Y-%m}", f"{made.month:%Y-%m}"),
        *moved_of(_("checklist"), old.checklist or "", made.checklist or ""),
        *moved_of(_("sites"), len(old.planned_visits), len(sites)),
        *([Moved(_("left out, no longer there"), _named(gone), "")] if gone else []),
        *words_moved(turn, old, "text"),
    ]


def _named(names: list[str]) -> str:
    shown = _(", ").join(names[:NAMED])
    return shown if len(names) <= NAMED else _("%(named)s and others") % {"named": shown}


def _make(made: InspectionPlan, sites: list[Site], *, by: Any) -> InspectionPlan:
    with change():
        create_plan(made, by=by)
        if sites:
            plan_visits(made, by=by, sites=sites)
    return made


CARRIED = (
    Kind(
        name="inspections.inspectionplan",
        label=gettext_lazy("Plans of inspections"),
        note=gettext_lazy("Month by month, with the sites that were chosen. Sites drawn by lot are drawn anew."),
        view="inspections.view_inspectionplan",
        right="inspections.create_inspectionplan",
        icon="calendar2-check",
        read=plans_of,
    ),
)


def open_of_inspections(turn: Turn, user: Any) -> list[Waiting]:
    """Findings, reports of dangers, inspections that were begun, visits that were not made."""
    findings, reports = Finding.objects.all().visible_to(user), HazardReport.objects.all().visible_to(user)
    begun = Inspection.objects.all().visible_to(user).open()
    until = f"{turn.old}-12-31"
    plans = InspectionPlan.objects.all().visible_to(user).not_done().filter(month__lte=until)
    return [
        Waiting(
            gettext_lazy("Findings not closed"), findings.open(),
            _url("finding", "standing=open"), "danger", "exclamation-triangle",
        ),
        Waiting(
            gettext_lazy("Reports of dangers to sort"), reports.waiting(),
            _url("hazardreport", "state=new"), "warning", "inbox",
        ),
        Waiting(
            gettext_lazy("Inspections to finish"), begun, _url("inspection", "state=open"), "warning", "ui-checks"
        ),
        Waiting(
            gettext_lazy("Plans with sites to inspect"), plans,
            _url("inspectionplan", f"standing=left&until={until}"), "info", "calendar-check",
        ),
    ]  # fmt: skip


def going_on_in_inspections(turn: Turn, user: Any) -> list[Waiting]:
    """Sites and checklists hold until somebody changes them."""
    lists = Checklist.objects.all().visible_to(user).in_use()
    return [
        Waiting(gettext_lazy("Sites"), Site.objects.all().visible_to(user), _url("site", "reset=1"), "info", "geo-alt"),
        Waiting(gettext_lazy("Checklists in use"), lists, _url("checklist", "state=in_use"), "info", "ui-checks"),
    ]
