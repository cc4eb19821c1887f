"""What we look at, what we find, and how it is put right."""

from inspections.models.checklists import Checklist, ChecklistItem
from inspections.models.findings import Finding, FindingKind, RectificationNotice
from inspections.models.incidents import Incident, Injury
from inspections.models.inspecting import Answer, Inspection
from inspections.models.plans import InspectionPlan, PlannedVisit, SiteDraw
from inspections.models.rectifying import FindingExtension, Rectification, Reinspection
from inspections.models.residents import HazardReport
from inspections.models.sites import OperatorCertificate, Site

__all__ = [
    "Answer",
    "Checklist",
    "ChecklistItem",
    "Finding",
    "FindingExtension",
    "FindingKind",
    "HazardReport",
    "Incident",
    "Injury",
    "Inspection",
    "InspectionPlan",
    "OperatorCertificate",
    "PlannedVisit",
    "Rectification",
    "RectificationNotice",
    "Reinspection",
    "Site",
    "SiteDraw",
]
