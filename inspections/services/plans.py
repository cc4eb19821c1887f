"""Planning inspections: sites chosen, or drawn by lot; done with the inspection that is finished in the month."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record, remove_record
from inspections.models import Inspection, InspectionPlan, PlannedVisit, Site, SiteDraw
from inspections.services.lots import drawn_from

MOST_VISITS = 500


def create_plan(plan: InspectionPlan, *, by: Any) -> InspectionPlan:
    """Draw up a plan; inspectors plan for their own agency."""
    _check_agency(plan, by)
    plan.month = plan.month.replace(day=1)
    return create_record(plan, by=by)


def edit_plan(plan: InspectionPlan, names: list[str], *, by: Any, version: int | None = None) -> InspectionPlan:
    """Edit a plan."""
    _check_agency(plan, by)
    plan.month = plan.month.replace(day=1)
    return edit_record(plan, names, by=by, version=version)


def _check_agency(plan: InspectionPlan, by: Any) -> None:
    if by is not None and by.standing.is_one_of("inspector") and plan.agency_id not in by.standing.answers_for:
        raise RuleBroken(_("Plan for your own agency."))


@verb("inspections.plan_visits")
def plan_visits(plan: InspectionPlan, /, *, by: Any, sites: Iterable[Site]) -> int:
    """Add sites that were chosen; returns how many were new."""
    added = _add(plan, list(sites), None)
    record_action("inspections.plan_visits", plan, by=by, after={"sites": "、".join(map(str, added))})
    return len(added)


@verb("inspections.draw_sites")
def draw_sites(plan: InspectionPlan, /, *, by: Any, per_unit: int, kind: str = "", seed: str = "") -> SiteDraw:
    """Draw sites by lot 随机抽取, so many of each unit; seed and pool are kept, so that it can be repeated.

    ``seed`` is chance's own, but for towns that are built the same each time. Raises ``RuleBroken`` for an empty pool.
    """
    pool = _pool(plan, kind)
    if not pool:
        raise RuleBroken(_("There is no such site that is not planned already."))
    seed = seed or secrets.token_hex(16)
    drawn = drawn_from(pool, per_unit=per_unit, seed=seed)
    about = {"kind": kind, "per_unit": per_unit, "seed": seed, "pool": pool, "drawn": drawn, "by": by}
    draw = SiteDraw.objects.create(plan=plan, **about)
    _add(plan, list(Site.objects.present().filter(pk__in=drawn)), draw)
    record_action("inspections.draw_sites", plan, by=by, after={"seed": seed, "drawn": str(len(drawn))})
    return draw


def _pool(plan: InspectionPlan, kind: str) -> list[tuple[int, int]]:
    """Unit and site of all that is not planned yet."""
    planned = plan.visits.present().values("site")
    sites = Site.objects.present().filter(unit__removed_at__isnull=True).exclude(pk__in=planned)
    chosen = sites.filter(kind=kind) if kind else sites
    return list(chosen.order_by("unit_id", "pk").values_list("unit_id", "pk"))


def _add(plan: InspectionPlan, sites: list[Site], draw: SiteDraw | None) -> list[Site]:
    known = set(plan.visits.present().values_list("site_id", flat=True))
    fresh = [site for site in sites if site.pk not in known]
    if len(known) + len(fresh) > MOST_VISITS:
        raise RuleBroken(_("At most %(most)s sites a plan: draw up another one.") % {"most": MOST_VISITS})
    PlannedVisit.objects.bulk_create([PlannedVisit(plan=plan, site=site, draw=draw) for site in fresh])
    return fresh


def is_repeatable(draw: SiteDraw) -> bool:
    """Whether drawing again from the kept pool by the kept seed hits the same sites."""
    pool = [(unit, site) for unit, site in draw.pool]
    return bool(drawn_from(pool, per_unit=draw.per_unit, seed=draw.seed) == draw.drawn)


@verb("inspections.remove_plannedvisit")
def remove_plannedvisit(visit: PlannedVisit, *, by: Any, reason: str) -> None:
    """Take a site off the plan; one that was drawn leaves its reason."""
    if visit.inspection_id is not None:
        raise RuleBroken(_("It was inspected already: it stays on the plan."))
    remove_record(visit, by=by, reason=reason)


def fulfil(inspection: Inspection) -> int:
    """Mark what a finished inspection fulfils: its site on the plans of its agency in its month. Returns how many."""
    month = inspection.made_on.replace(day=1)
    waiting = PlannedVisit.objects.present().filter(inspection=None, site=inspection.site_id, plan__month=month)
    ours = waiting.filter(plan__agency=inspection.agency_id, plan__removed_at__isnull=True)
    return PlannedVisit.objects.filter(pk__in=list(ours.values_list("pk", flat=True))).update(
        inspection=inspection, version=F("version") + 1
    )
