"""One more record of each kind that belongs to findings, with relations of its own; findings in each state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dayan_safety.testing import Cast, a_person, a_unit, a_user
from dayan_safety.workdays import today
from inspections.models import Finding
from inspections.services import findings as services
from inspections.services import plans
from inspections.tests import (
    checklist_builders,
    incident_builders,
    inspection_builders,
    plan_builders,
    resident_builders,
)
from inspections.tests.builders import a_site
from inspections.tests.checklist_builders import in_use
from inspections.tests.finding_builders import (
    IN_STATE,
    a_finding,
    a_kind_of_danger,
    a_photo,
    an_asked_extension,
    asked,
)


def a_lift(unit: Any) -> Any:
    """Special equipment of ``unit``."""
    return a_site(unit=unit, kind="special_equipment", equipment="lift")


def a_finding_row(cast: Cast) -> Finding:
    """A danger at a site, found by an agency of its own, of which the unit was told and tells steps."""
    unit, agency = a_unit(), a_unit(kind="agency")
    finding = a_finding(unit=unit, site=a_lift(unit), agency=agency)
    services.notify_finding(finding, by=None)
    services.report_step(finding, by=None, text="正在整改", uploads=[a_photo()])
    by = a_user(a_person())
    Finding.objects.filter(pk=finding.pk).update(found_by=by, received_by=by)
    return finding


def an_inspection_row(cast: Cast) -> Any:
    """An inspection of a site with a finding, made by somebody for an agency, with a companion and a signature."""
    unit, by = a_unit(), a_user(a_person())
    made = inspection_builders.with_finding(cast, unit=unit, site=a_lift(unit), companions="吴警官")
    type(made).objects.filter(pk=made.pk).update(made_by=by, agency=a_unit(kind="agency"))
    made.refresh_from_db()
    return made


def a_report_row(cast: Cast) -> Any:
    """A report of somebody with a login that became a finding at a unit of its own."""
    by = a_user(a_person(unit=a_unit()))
    report = resident_builders.taken(cast, unit=a_unit())
    type(report).objects.filter(pk=report.pk).update(said_by=by)
    return report


def an_incident_row() -> Any:
    """An accident at work of a unit of its own with two people hurt, written down by somebody."""
    incident = incident_builders.an_incident(unit=a_unit(), is_production=True)
    incident_builders.an_injury(incident)
    incident_builders.an_injury(incident, severity="serious")
    type(incident).objects.filter(pk=incident.pk).update(by=a_user(a_person()))
    return incident


def a_plan_row(cast: Cast) -> Any:
    """A plan of an agency of its own by a checklist, with a site drawn and one chosen."""
    a_lift(a_unit())
    plan = plan_builders.a_plan(agency=a_unit(kind="agency"), checklist=in_use())
    plan_builders.a_visit(plan, unit=a_unit())
    plans.draw_sites(plan, by=None, per_unit=1)
    return plan


ONE_MORE: dict[str, Callable[[Cast], Any]] = {
    "inspections.finding": a_finding_row,
    "inspections.checklist": lambda cast: in_use(),
    "inspections.inspection": an_inspection_row,
    "inspections.hazardreport": a_report_row,
    "inspections.incident": lambda cast: an_incident_row(),
    "inspections.inspectionplan": a_plan_row,
    "inspections.findingkind": lambda cast: a_kind_of_danger(),
    "inspections.findingextension": an_asked_extension,
    "inspections.rectificationnotice": lambda cast: IN_STATE["notified"](cast).notices.get(),
    "inspections.rectification": lambda cast: asked(cast).steps.get(),
    "inspections.reinspection": lambda cast: IN_STATE["closed"](cast).reinspections.get(),
}


def in_every_state(cast: Cast) -> None:
    """Findings on which each verb may be done, at the liaison's village."""
    checklist_builders.in_every_state(cast)
    inspection_builders.in_every_state(cast)
    resident_builders.in_every_state(cast)
    incident_builders.in_every_state(cast)
    plan_builders.in_every_state(cast)
    for build in IN_STATE.values():
        build(cast)
    IN_STATE["rectifying"](cast, level="major")
    services.list_for_supervision(IN_STATE["notified"](cast), by=cast.chair, reason="重点督办")
    a_finding(cast.liaison, unit=cast.village, found_on=today())
