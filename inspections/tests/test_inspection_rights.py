"""Each verb of the inspections: who may do it, and nobody else; to what is theirs, and to nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from dayan_safety.testing import Cast, a_person, a_unit, a_user
from inspections.tests.incident_builders import an_incident, an_injury
from inspections.tests.inspection_builders import an_inspection, at_the_village, cancelled, finished
from inspections.tests.plan_builders import a_certificate, a_lift, a_plan, a_visit
from inspections.tests.resident_builders import a_report, answered

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]  # it is 15 June 2026
OFFICE, INSPECTOR, LIAISON = ("office",), ("inspector",), ("liaison",)
FINDS = ("office", "lead", "member", "liaison", "inspector", "supervisor")
INSIDERS = ("chair", *FINDS)
NOBODY: tuple[str, ...] = ()


def of_agency(cast: Cast) -> Any:
    """A plan of the inspector's agency."""
    return a_plan(agency=cast.inspector.person.unit)


# Verb, what it is done to, who may.
VERBS: list[tuple[str, Any, tuple[str, ...]]] = [
    ("create_inspection", lambda cast: None, FINDS),
    ("edit_inspection", at_the_village, ("office", "inspector")),
    ("edit_inspection", finished, OFFICE),
    ("answer_item", at_the_village, INSPECTOR),
    ("answer_item", lambda cast: an_inspection(cast.office, unit=cast.village), OFFICE),
    ("answer_item", lambda cast: an_inspection(cast.liaison, unit=cast.village), LIAISON),
    ("finish_inspection", at_the_village, INSPECTOR),
    ("cancel_inspection", at_the_village, ("office", "inspector")),
    ("download_inspection", finished, INSIDERS),
    ("view_inspection", cancelled, INSIDERS),
    ("export_inspection", lambda cast: None, ("chair", "office", "lead", "member", "supervisor")),
    ("create_inspectionplan", lambda cast: None, ("office", "inspector")),
    ("edit_inspectionplan", of_agency, ("office", "inspector")),
    ("edit_inspectionplan", lambda cast: a_plan(), OFFICE),
    ("draw_sites", of_agency, ("office", "inspector")),
    ("draw_sites", lambda cast: a_plan(), OFFICE),
    ("plan_visits", lambda cast: a_plan(agency=a_unit(kind="agency")), OFFICE),
    ("remove_plannedvisit", lambda cast: a_visit(of_agency(cast)), ("office", "inspector")),
    ("remove_plannedvisit", lambda cast: a_visit(), OFFICE),
    ("create_operatorcertificate", lambda cast: a_lift(unit=cast.village), ("office", "liaison")),
    ("create_operatorcertificate", lambda cast: a_lift(unit=cast.other_village), OFFICE),
    ("edit_operatorcertificate", lambda cast: a_certificate(a_lift(unit=cast.village)), ("office", "liaison")),
    ("remove_operatorcertificate", lambda cast: a_certificate(), OFFICE),
    ("create_hazardreport", lambda cast: None, FINDS),
    ("edit_hazardreport", lambda cast: a_report(), NOBODY),
    ("edit_hazardreport", lambda cast: a_report(cast.member), ("member",)),
    ("edit_hazardreport", lambda cast: answered(cast), NOBODY),
    ("take_report", lambda cast: a_report(unit=cast.village), OFFICE),
    ("answer_report", lambda cast: a_report(cast.liaison), OFFICE),
    ("dismiss_report", lambda cast: a_report(), OFFICE),
    ("sort_again", lambda cast: a_report(), OFFICE),
    ("reveal_reporter", lambda cast: a_report(), ("chair", "office")),
    ("show_hazard_code", lambda cast: cast.village, ("office", "liaison")),
    ("show_hazard_code", lambda cast: cast.other_village, OFFICE),
    ("follow_report", lambda cast: None, NOBODY),
    ("create_incident", lambda cast: None, FINDS),
    ("edit_incident", lambda cast: an_incident(unit=cast.village), ("office", "liaison")),
    ("edit_incident", lambda cast: an_incident(cast.lead, unit=cast.other_village), ("office", "lead")),
    ("remove_incident", lambda cast: an_incident(cast.lead, unit=cast.village), OFFICE),
    ("create_injury", lambda cast: an_incident(unit=cast.village), ("office", "liaison")),
    ("edit_injury", lambda cast: an_injury(an_incident(unit=cast.other_village)), OFFICE),
    ("remove_injury", lambda cast: an_injury(an_incident(unit=cast.village)), ("office", "liaison")),
]


@pytest.mark.parametrize(("verb", "make", "may"), VERBS, ids=[f"{n}-{row[0]}" for n, row in enumerate(VERBS)])
def test_who_may_and_nobody_else(verb: str, make: Any, may: tuple[str, ...], cast: Cast) -> None:
    thing = make(cast)
    found = {role for role in Cast.ROLES if getattr(cast, role).has_perm(f"inspections.{verb}", thing)}
    assert found == set(may)


@pytest.mark.parametrize("verb", sorted({row[0] for row in VERBS}))
def test_asked_of_a_thing_of_another_kind_it_is_answered(verb: str, cast: Cast) -> None:
    things = (cast.group, cast.office.person, a_plan(), a_lift())
    for role in ("outsider", "auditor", "administrator"):
        assert not any(getattr(cast, role).has_perm(f"inspections.{verb}", thing) for thing in things)
    for role in ("liaison", "inspector"):
        assert all(isinstance(getattr(cast, role).has_perm(f"inspections.{verb}", thing), bool) for thing in things)


def test_a_stranger_of_another_agency_is_a_stranger(cast: Cast) -> None:
    other = a_user(a_person(unit=a_unit(kind="agency")))
    inspection, plan = at_the_village(cast), of_agency(cast)
    assert cast.inspector.has_perm("inspections.answer_item", inspection)
    assert not other.has_perm("inspections.answer_item", inspection)
    assert not other.has_perm("inspections.draw_sites", plan)


def test_who_left_the_unit_may_no_more(cast: Cast) -> None:
    incident = an_incident(unit=cast.village)
    assert cast.liaison.has_perm("inspections.edit_incident", incident)
    cast.village.liaison_posts.get(role="information_officer").appointments.update(until="2026-06-14")
    gone = type(cast.liaison).objects.get(pk=cast.liaison.pk)
    assert not gone.has_perm("inspections.edit_incident", incident)
