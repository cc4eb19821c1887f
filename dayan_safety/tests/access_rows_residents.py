"""The rows of reported dangers, incidents, plans, pictures and certificates."""

from __future__ import annotations

from typing import Any

from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import (
    ALL,
    CHAIR_OFFICE,
    INSIDERS,
    NOBODY,
    OFFICE,
    OWN,
    TOWN_WIDE,
    Args,
    Row,
    noun,
    record_pages,
)
from inspections.tests.incident_builders import an_incident, an_injury
from inspections.tests.plan_builders import a_certificate, a_lift, a_plan, a_visit
from inspections.tests.resident_builders import a_report, dismissed

INSPECTOR = frozenset({"inspector"})
SORTS = CHAIR_OFFICE | {"supervisor"}
FINDS = OFFICE | OWN | {"inspector", "supervisor", "lead", "member"}
OWN_OR_OFFICE = OFFICE | OWN
PLANS = OFFICE | INSPECTOR


def reported(cast: Cast) -> list[Any]:
    """A resident's report about the liaison's village."""
    return [a_report(unit=cast.village, telephone="13812345678").pk]


def set_aside(cast: Cast) -> list[Any]:
    """One that was set aside."""
    return [dismissed(cast).pk]


def village(cast: Cast) -> list[Any]:
    """The liaison's village."""
    return [cast.village.pk]


def other_village(cast: Cast) -> list[Any]:
    """Another one."""
    return [cast.other_village.pk]


def agency(cast: Cast) -> list[Any]:
    """The agency of the inspector."""
    return [cast.inspector.person.unit.pk]


def own_incident(cast: Cast) -> list[Any]:
    """At the liaison's village."""
    return [an_incident(unit=cast.village).pk]


def other_incident(cast: Cast) -> list[Any]:
    """At another one."""
    return [an_incident(unit=cast.other_village).pk]


def own_injury(cast: Cast) -> list[Any]:
    """At the liaison's village."""
    return [an_injury(an_incident(unit=cast.village)).pk]


def other_injury(cast: Cast) -> list[Any]:
    """At another one."""
    return [an_injury(an_incident(unit=cast.other_village)).pk]


def own_plan(cast: Cast) -> list[Any]:
    """Of the inspector's agency."""
    return [a_plan(agency=cast.inspector.person.unit).pk]


def own_visit(cast: Cast) -> list[Any]:
    """A site of it."""
    return [a_visit(a_plan(agency=cast.inspector.person.unit)).pk]


def other_plan(cast: Cast) -> list[Any]:
    """Of the town itself."""
    return [a_plan().pk]


def other_visit(cast: Cast) -> list[Any]:
    """A site of it."""
    return [a_visit().pk]


def own_lift(cast: Cast) -> list[Any]:
    """Equipment of the liaison's village."""
    return [a_lift(unit=cast.village).pk]


def own_certificate(cast: Cast) -> list[Any]:
    """For it."""
    return [a_certificate(a_lift(unit=cast.village)).pk]


def other_lift(cast: Cast) -> list[Any]:
    """Equipment of another one."""
    return [a_lift(unit=cast.other_village).pk]


def other_certificate(cast: Cast) -> list[Any]:
    """For it."""
    return [a_certificate(a_lift(unit=cast.other_village)).pk]


def hurt(incident: Args, injury: Args, sees: frozenset[str], may: frozenset[str]) -> dict[str, Row]:
    """The rows of who was hurt."""
    return {
        "inspections:create_injury": Row(may, incident, sees=sees, post=422),
        "inspections:edit_injury": Row(may, injury, sees=sees, post=422),
        "inspections:remove_injury": Row(may, injury, sees=sees, post=422),
    }


def operators(lift: Args, certificate: Args, sees: frozenset[str], may: frozenset[str]) -> dict[str, Row]:
    """The rows of who may operate equipment."""
    return {
        "inspections:create_operatorcertificate": Row(may, lift, sees=sees, post=422),
        "inspections:edit_operatorcertificate": Row(may, certificate, sees=sees, post=422),
        "inspections:remove_operatorcertificate": Row(may, certificate, sees=sees, post=422),
    }


def planned(plan: Args, visit: Args, may: frozenset[str]) -> dict[str, Row]:
    """The rows of what is planned."""
    return {
        "inspections:draw_sites": Row(may, plan, sees=INSIDERS, post=422),
        "inspections:plan_visits": Row(may, plan, sees=INSIDERS, post=422),
        "inspections:remove_plannedvisit": Row(may, visit, sees=INSIDERS, post=422),
    }


REPORTS: dict[str, Row] = {
    "report_hazard": Row(ALL, post=422, public=True),
    "report_hazard_at": Row(ALL, village, post=422, public=True),
    "follow_report": Row(ALL, public=True),
    "show_hazard_figures": Row(ALL, public=True),
    "inspections:list_hazardreport": Row(INSIDERS),
    "inspections:export_hazardreport": Row(SORTS, word="csv"),
    "inspections:create_hazardreport": Row(FINDS, post=422),
    **record_pages("hazardreport", SORTS, reported, app="inspections", edit=NOBODY, attach=OFFICE),
    **{
        f"inspections:{verb}": Row(OFFICE, reported, sees=SORTS, post=422)
        for verb in ("take_report", "answer_report", "dismiss_report")
    },
    "inspections:sort_again": Row(OFFICE, set_aside, sees=SORTS, post=422),
    "inspections:reveal_reporter": Row(CHAIR_OFFICE, reported, sees=SORTS, get=405, post=200),
    "inspections:list_hazard_codes": Row(OWN_OR_OFFICE),
    "inspections:show_hazard_code": Row(OWN_OR_OFFICE, village, sees=TOWN_WIDE | {"inspector"} | OWN),
}
RESIDENTS: dict[str, Row] = {
    **REPORTS,
    **noun("incident", INSIDERS, own_incident, TOWN_WIDE, app="inspections", create=FINDS, edit=OWN_OR_OFFICE,
           remove=OFFICE, attach=OWN_OR_OFFICE),
    **hurt(own_incident, own_injury, INSIDERS, OWN_OR_OFFICE),
    "inspections:view_injuries": Row(INSIDERS),
    **noun("inspectionplan", INSIDERS, own_plan, TOWN_WIDE, app="inspections", create=PLANS, edit=PLANS, remove=PLANS),
    **planned(own_plan, own_visit, PLANS),
    **operators(own_lift, own_certificate, INSIDERS, OWN_OR_OFFICE),
    "inspections:view_due": Row(INSIDERS),
    "inspections:view_picture": Row(INSIDERS),
    "inspections:view_agency": Row(INSIDERS - OWN, agency),
}  # fmt: skip
SEES_OTHERS = INSIDERS - OWN
OTHERS_RESIDENTS: dict[str, Row] = {
    **record_pages("incident", SEES_OTHERS, other_incident, app="inspections", edit=OFFICE, remove=OFFICE,
                   attach=OFFICE),
    **hurt(other_incident, other_injury, SEES_OTHERS, OFFICE),
    **record_pages("inspectionplan", INSIDERS, other_plan, app="inspections", edit=OFFICE, remove=OFFICE),
    **planned(other_plan, other_visit, OFFICE),
    **operators(other_lift, other_certificate, SEES_OTHERS, OFFICE),
    "inspections:show_hazard_code": Row(OFFICE, other_village, sees=TOWN_WIDE | {"inspector"}),
}  # fmt: skip
