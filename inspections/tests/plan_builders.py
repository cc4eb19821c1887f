"""Plans of inspections and operator certificates for tests, made through the services."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from dayan_safety.testing import Cast
from dayan_safety.workdays import today
from inspections.models import InspectionPlan, OperatorCertificate, PlannedVisit
from inspections.services import certificates, plans
from inspections.tests.builders import a_site
from inspections.tests.inspection_builders import finished

NUMBERS = count(1)


def a_lift(**given: Any) -> Any:
    """Special equipment."""
    return a_site(**{"kind": "special_equipment", "equipment": "lift", **given})


def a_plan(by: Any = None, **given: Any) -> InspectionPlan:
    """One of this month, without sites, of the town itself."""
    about = {"name": f"检查计划{next(NUMBERS)}", "month": today()} | given
    return plans.create_plan(InspectionPlan(**about), by=by)


def a_visit(plan: InspectionPlan | None = None, **given: Any) -> PlannedVisit:
    """A site that was chosen."""
    plan, site = plan or a_plan(), a_site(**given) if "kind" in given else a_lift(**given)
    plans.plan_visits(plan, by=None, sites=[site])
    found: PlannedVisit = plan.visits.get(site=site)
    return found


def a_drawn_plan(cast: Cast, **given: Any) -> InspectionPlan:
    """One of the inspector's agency whose sites were drawn."""
    a_lift(unit=cast.village)
    plan = a_plan(**{"agency": cast.inspector.person.unit, **given})
    plans.draw_sites(plan, by=cast.inspector, per_unit=1)
    return plan


def a_done_visit(cast: Cast) -> PlannedVisit:
    """A site of the inspector's plan that was inspected."""
    visit = a_visit(a_plan(agency=cast.inspector.person.unit), unit=cast.village)
    finished(cast, site=visit.site)
    visit.refresh_from_db()
    return visit


def a_certificate(site: Any = None, **given: Any) -> OperatorCertificate:
    """Somebody who may operate it for a year."""
    about = {"holder": "孙师傅", "number": "T1", "valid_until": today() + timedelta(days=365)} | given
    return certificates.create_operatorcertificate(site or a_lift(), by=None, **about)


def in_every_state(cast: Cast) -> None:
    """A plan with a visit to come and one that is done, one drawn, one of the town; certificates of the village."""
    a_visit(a_plan(agency=cast.inspector.person.unit))
    a_drawn_plan(cast)
    a_done_visit(cast)
    a_visit()
    lift = a_lift(unit=cast.village)
    a_certificate(lift)
    a_certificate(lift, valid_until=today() - timedelta(days=1))
