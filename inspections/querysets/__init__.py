"""Which rows of the inspections exist for whom, and the questions asked of them."""

from inspections.querysets.checklists import ChecklistQuerySet, OfChecklistQuerySet
from inspections.querysets.findings import (
    FALLS_DUE,
    FindingExtensionQuerySet,
    FindingQuerySet,
    OfFindingQuerySet,
    RectificationNoticeQuerySet,
)
from inspections.querysets.incidents import IncidentQuerySet, OfIncidentQuerySet
from inspections.querysets.inspecting import InspectionQuerySet, OfInspectionQuerySet
from inspections.querysets.plans import OfPlanQuerySet, PlanQuerySet
from inspections.querysets.residents import SORTS, WEEK, HazardReportQuerySet
from inspections.querysets.sites import ASKED_BEFORE, OfSiteQuerySet, SiteQuerySet

__all__ = [
    "ASKED_BEFORE",
    "FALLS_DUE",
    "SORTS",
    "WEEK",
    "ChecklistQuerySet",
    "FindingExtensionQuerySet",
    "FindingQuerySet",
    "HazardReportQuerySet",
    "IncidentQuerySet",
    "InspectionQuerySet",
    "OfChecklistQuerySet",
    "OfFindingQuerySet",
    "OfIncidentQuerySet",
    "OfInspectionQuerySet",
    "OfPlanQuerySet",
    "OfSiteQuerySet",
    "PlanQuerySet",
    "RectificationNoticeQuerySet",
    "SiteQuerySet",
]
