"""Who may do what in the inspections: one literal table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import always_deny, predicate

from committee.permissions import holds, insiders, office, town_wide
from dayan_safety.permissions import Rule
from inspections.models import Finding, HazardReport, Incident, Inspection, InspectionPlan, Site


@predicate
def answers_for_it(user: Any, thing: Any) -> bool:
    """The user answers for the unit of the finding that ``thing`` is, or belongs to."""
    finding = getattr(thing, "finding", thing)
    return isinstance(finding, Finding) and finding.unit_id in user.standing.answers_for


@predicate
def found_it(user: Any, thing: Any) -> bool:
    """The user, or the agency they come from, found the finding that ``thing`` is, or belongs to."""
    finding = getattr(thing, "finding", thing)
    return isinstance(finding, Finding) and is_of_side(user, finding.found_by_id, finding.agency_id)


@predicate
def made_it(user: Any, thing: Any) -> bool:
    """The user, or the agency they come from, makes the inspection that ``thing`` is, or belongs to."""
    inspection = getattr(thing, "inspection", thing)
    return isinstance(inspection, Inspection) and is_of_side(user, inspection.made_by_id, inspection.agency_id)


@predicate
def being_made(user: Any, thing: Any) -> bool:
    """The inspection is not over."""
    return isinstance(thing, Inspection) and thing.state == Inspection.State.OPEN


@predicate
def reported_it(user: Any, thing: Any) -> bool:
    """The user reported the danger, and nobody has sorted it yet."""
    is_new = isinstance(thing, HazardReport) and thing.state == HazardReport.State.NEW
    return is_new and thing.said_by_id == user.pk


@predicate
def answers_for_unit(user: Any, thing: Any) -> bool:
    """The user answers for the unit, or is a liaison of some unit where none is named."""
    return bool(user.standing.units) if thing is None else thing.pk in user.standing.answers_for


@predicate
def happened_at_own(user: Any, thing: Any) -> bool:
    """The incident that ``thing`` is, or belongs to, happened at a unit one answers for, or one wrote it down."""
    incident = getattr(thing, "incident", thing)
    if not isinstance(incident, Incident):
        return False
    return bool(incident.by_id == user.pk or incident.unit_id in user.standing.answers_for)


@predicate
def keeps_site(user: Any, thing: Any) -> bool:
    """The site that ``thing`` is, or belongs to, is of a unit one answers for."""
    site = getattr(thing, "site", thing)
    return isinstance(site, Site) and site.unit_id in user.standing.answers_for


@predicate
def of_own_agency(user: Any, thing: Any) -> bool:
    """The plan that ``thing`` is, or belongs to, is of the agency one comes from."""
    plan = getattr(thing, "plan", thing)
    return isinstance(plan, InspectionPlan) and plan.agency_id in user.standing.answers_for


def is_of_side(user: Any, maker: int | None, agency: int | None) -> bool:
    """Whether the user is the ``maker``, or comes from the ``agency``, by their keys."""
    return user.pk == maker or (agency is not None and agency in user.standing.answers_for)


chair_or_office = holds("chair", "office")
sorts = holds("chair", "office", "supervisor")
looks_again = holds("chair", "office", "supervisor") | found_it
decides = holds("chair") | (found_it & ~answers_for_it)  # nobody grants more time to themselves
finds = holds("office", "inspector", "supervisor", "lead", "liaison", "member")

RULES = {
    "inspections.view_site": Rule(_("view the sites"), insiders),
    "inspections.create_site": Rule(_("register a site"), office),
    "inspections.edit_site": Rule(_("edit a site"), office),
    "inspections.remove_site": Rule(_("remove a site"), office),
    "inspections.export_site": Rule(_("export the sites"), town_wide),
    "inspections.import_site": Rule(_("import a list of sites"), office),
    "inspections.create_operatorcertificate": Rule(_("add an operator certificate"), office | keeps_site),
    "inspections.edit_operatorcertificate": Rule(_("edit an operator certificate"), office | keeps_site),
    "inspections.remove_operatorcertificate": Rule(_("remove an operator certificate"), office | keeps_site),
    "inspections.view_inspectionplan": Rule(_("view the plans of inspections"), insiders),
    "inspections.create_inspectionplan": Rule(_("draw up a plan of inspections"), holds("office", "inspector")),
    "inspections.edit_inspectionplan": Rule(_("edit a plan of inspections"), office | of_own_agency),
    "inspections.remove_inspectionplan": Rule(_("remove a plan of inspections"), office | of_own_agency),
    "inspections.export_inspectionplan": Rule(_("export the plans of inspections"), town_wide),
    "inspections.plan_visits": Rule(_("choose sites for a plan"), office | of_own_agency),
    "inspections.draw_sites": Rule(_("draw sites by lot"), office | of_own_agency),
    "inspections.remove_plannedvisit": Rule(_("take a site off a plan"), office | of_own_agency),
    "inspections.view_findingkind": Rule(_("view the kinds of dangers"), insiders),
    "inspections.create_findingkind": Rule(_("enter a kind of danger"), office),
    "inspections.edit_findingkind": Rule(_("edit a kind of danger"), office),
    "inspections.remove_findingkind": Rule(_("remove a kind of danger"), office),
    "inspections.export_findingkind": Rule(_("export the kinds of dangers"), town_wide),
    "inspections.view_checklist": Rule(_("view the checklists"), insiders),
    "inspections.create_checklist": Rule(_("draw up a checklist"), office),
    "inspections.edit_checklist": Rule(_("edit a checklist"), office),
    "inspections.remove_checklist": Rule(_("remove a checklist"), office),
    "inspections.export_checklist": Rule(_("export the checklists"), town_wide),
    "inspections.create_checklistitem": Rule(_("add a question to a checklist"), office),
    "inspections.edit_checklistitem": Rule(_("edit a question of a checklist"), office),
    "inspections.remove_checklistitem": Rule(_("remove a question of a checklist"), office),
    "inspections.use_checklist": Rule(_("put a checklist in use"), office),
    "inspections.revise_checklist": Rule(_("draw up the next edition"), office),
    "inspections.view_inspection": Rule(_("view the inspections"), insiders),
    "inspections.create_inspection": Rule(_("begin an inspection"), finds),
    "inspections.edit_inspection": Rule(_("edit an inspection"), office | (made_it & being_made)),
    "inspections.export_inspection": Rule(_("export the inspections"), town_wide),
    "inspections.answer_item": Rule(_("answer the questions of an inspection"), made_it),
    "inspections.finish_inspection": Rule(_("finish an inspection"), made_it),
    "inspections.cancel_inspection": Rule(_("call an inspection off"), office | made_it),
    "inspections.download_inspection": Rule(_("take an inspection record along as a Word file"), insiders),
    "inspections.view_finding": Rule(_("view the findings"), insiders),
    "inspections.create_finding": Rule(_("write down a finding"), finds),
    "inspections.edit_finding": Rule(_("edit a finding"), office | found_it),
    "inspections.export_finding": Rule(_("export the findings"), town_wide),
    "inspections.notify_finding": Rule(_("notify the unit"), office | found_it),
    "inspections.withdraw_finding": Rule(_("withdraw a finding"), office | found_it),
    "inspections.receive_finding": Rule(_("sign for a finding"), answers_for_it),
    "inspections.fix_finding": Rule(_("settle the five fixings"), answers_for_it),
    "inspections.report_step": Rule(_("tell the progress of a rectification"), answers_for_it),
    "inspections.ask_reinspection": Rule(_("ask for the re-inspection"), answers_for_it),
    "inspections.ask_finding_extension": Rule(_("ask for more time"), answers_for_it),
    "inspections.decide_finding_extension": Rule(_("decide on more time"), decides),
    "inspections.close_finding": Rule(_("close a finding"), looks_again),
    "inspections.fail_finding": Rule(_("send a finding back"), looks_again),
    "inspections.reopen_finding": Rule(_("take a finding up again"), looks_again),
    "inspections.list_for_supervision": Rule(_("put under listed supervision"), chair_or_office),
    "inspections.unlist": Rule(_("take off listed supervision"), chair_or_office),
    "inspections.assign_finding_task": Rule(_("have a finding followed up as a task"), chair_or_office),
    "inspections.hand_over": Rule(_("hand to a superior"), chair_or_office),
    "inspections.take_back": Rule(_("take back from the superior"), chair_or_office),
    "inspections.view_incident": Rule(_("view the incidents"), insiders),
    "inspections.create_incident": Rule(_("write down an incident"), finds),
    "inspections.edit_incident": Rule(_("edit an incident"), office | happened_at_own),
    "inspections.remove_incident": Rule(_("remove an incident"), office),
    "inspections.export_incident": Rule(_("export the incidents"), town_wide),
    "inspections.create_injury": Rule(_("add somebody who was hurt"), office | happened_at_own),
    "inspections.edit_injury": Rule(_("edit an injury"), office | happened_at_own),
    "inspections.remove_injury": Rule(_("remove an injury"), office | happened_at_own),
    "inspections.view_hazardreport": Rule(_("view the reports of dangers"), insiders),
    "inspections.create_hazardreport": Rule(_("report a danger"), finds),
    "inspections.edit_hazardreport": Rule(_("correct the own report"), reported_it),
    "inspections.export_hazardreport": Rule(_("export the reports of dangers"), sorts),
    "inspections.take_report": Rule(_("make a finding of a report"), office),
    "inspections.answer_report": Rule(_("answer a report"), office),
    "inspections.dismiss_report": Rule(_("set a report aside"), office),
    "inspections.sort_again": Rule(_("take a report up again"), office),
    "inspections.reveal_reporter": Rule(_("see the full number of who reported"), chair_or_office),
    "inspections.show_hazard_code": Rule(_("print the code to report dangers"), office | answers_for_unit),
    "inspections.follow_report": Rule(_("follow a report by its number"), always_deny),
    "inspections.download_rectification": Rule(_("take a rectification notice along as a Word file"), insiders),
    "inspections.download_opinion": Rule(_("take a re-inspection opinion along as a Word file"), insiders),
}
