"""What the back office touches of the inspections."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dayan_safety.admin import ExportPages, ReadOnlyAdmin, RecordAdmin
from dayan_safety.admin_rights import RIGHT
from inspections import resources
from inspections.models import (
    Answer,
    Checklist,
    ChecklistItem,
    Finding,
    FindingExtension,
    FindingKind,
    HazardReport,
    Incident,
    Injury,
    Inspection,
    InspectionPlan,
    OperatorCertificate,
    PlannedVisit,
    Rectification,
    RectificationNotice,
    Reinspection,
    Site,
    SiteDraw,
)


class LookedAt(admin.TabularInline):
    """Rows that belong to a record, for administrators to look at."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators look."""
        return request.user.has_perm(RIGHT)


class CertificateInline(LookedAt):
    """Who may operate special equipment."""

    model = OperatorCertificate


@admin.register(Site)
class SiteAdmin(ExportPages, ReadOnlyAdmin):
    """Sites: kept in the portal, read here."""

    resource_classes: ClassVar = [resources.SiteResource]
    inlines = (CertificateInline,)
    list_display = ("name", "kind", "equipment", "number", "unit", "next_inspection_on")
    list_select_related = ("unit",)
    list_filter = ("kind", "equipment")
    search_fields = ("name", "number", "initials")


@admin.register(FindingKind)
class FindingKindAdmin(RecordAdmin):
    """Kinds of dangers: a dictionary."""

    resource_classes: ClassVar = [resources.FindingKindResource]
    list_display = ("name", "order")
    search_fields = ("name",)


class ItemInline(LookedAt):
    """What a checklist asks."""

    model = ChecklistItem
    exclude = ("needs_photo",)


@admin.register(Checklist)
class ChecklistAdmin(ExportPages, ReadOnlyAdmin):
    """Checklists: drawn up in the portal, read here."""

    resource_classes: ClassVar = [resources.ChecklistResource]
    inlines = (ItemInline,)
    list_display = ("name", "trade", "edition", "state", "used_since")
    list_filter = ("trade", "state")
    search_fields = ("name",)


@admin.register(Finding)
class FindingAdmin(ExportPages, ReadOnlyAdmin):
    """Findings: kept in the portal, read here."""

    resource_classes: ClassVar = [resources.FindingResource]
    list_display = ("number", "text", "unit", "kind", "level", "state", "found_on", "due_on")
    list_select_related = ("unit", "kind")
    list_filter = ("state", "level", "source", "kind")
    search_fields = ("number", "text", "place", "unit__name")
    date_hierarchy = "found_on"


@admin.register(HazardReport)
class HazardReportAdmin(ExportPages, ReadOnlyAdmin):
    """Reports of dangers: sorted in the portal, read here; who reported is not shown."""

    resource_classes: ClassVar = [resources.HazardReportResource]
    exclude = ("telephone",)
    list_display = ("number", "text", "place", "unit", "came_on", "state")
    list_select_related = ("unit",)
    list_filter = ("state",)
    search_fields = ("number", "text", "place")
    date_hierarchy = "came_on"


class VisitInline(LookedAt):
    """The sites of a plan."""

    model = PlannedVisit


class DrawInline(LookedAt):
    """How sites of a plan were drawn."""

    model = SiteDraw


@admin.register(InspectionPlan)
class InspectionPlanAdmin(ExportPages, ReadOnlyAdmin):
    """Plans of inspections: drawn up in the portal, read here."""

    resource_classes: ClassVar = [resources.InspectionPlanResource]
    inlines = (VisitInline, DrawInline)
    list_display = ("name", "agency", "month", "checklist")
    list_select_related = ("agency", "checklist")
    search_fields = ("name", "agency__name")
    date_hierarchy = "month"


class InjuryInline(LookedAt):
    """People hurt in an incident, without names."""

    model = Injury


@admin.register(Incident)
class IncidentAdmin(ExportPages, ReadOnlyAdmin):
    """Incidents: kept in the portal, read here."""

    resource_classes: ClassVar = [resources.IncidentResource]
    exclude = ("is_production",)
    readonly_fields = ("at_work",)
    inlines = (InjuryInline,)
    list_display = ("number", "text", "unit", "happened_on", "place_kind", "cause", "at_work")
    list_select_related = ("unit",)
    list_filter = ("place_kind", "cause", "intent")
    search_fields = ("number", "text", "unit__name")
    date_hierarchy = "happened_on"

    @admin.display(description=_("accident at work"))
    def at_work(self, incident: Incident) -> Any:
        """In words."""
        return _("yes") if incident.is_production else _("no")


class AnswerInline(LookedAt):
    """What was answered in an inspection."""

    model = Answer


@admin.register(Inspection)
class InspectionAdmin(ExportPages, ReadOnlyAdmin):
    """Inspections: made in the portal, read here."""

    resource_classes: ClassVar = [resources.InspectionResource]
    inlines = (AnswerInline,)
    list_display = ("number", "unit", "checklist", "made_on", "agency", "score", "state")
    list_select_related = ("unit", "checklist", "agency")
    list_filter = ("state", "checklist")
    search_fields = ("number", "unit__name", "site__name")
    date_hierarchy = "made_on"


@admin.register(RectificationNotice)
class RectificationNoticeAdmin(ReadOnlyAdmin):
    """Rectification notices: issued in the portal, read here."""

    list_display = ("number", "unit", "issued_on", "issued_by")
    list_select_related = ("unit", "issued_by__person")
    search_fields = ("number", "unit__name")
    date_hierarchy = "issued_on"


@admin.register(Rectification)
class RectificationAdmin(ReadOnlyAdmin):
    """Steps of units: told on the page of their finding."""

    exclude = ("is_done",)
    readonly_fields = ("said",)
    list_display = ("text", "said", "finding", "by")
    list_select_related = ("finding", "by__person")
    list_filter = ("is_done",)
    search_fields = ("text", "finding__number")

    @admin.display(description=_("said to be put right"))
    def said(self, step: Rectification) -> Any:
        """In words."""
        return _("re-inspection asked") if step.is_done else _("being put right")


@admin.register(Reinspection)
class ReinspectionAdmin(ReadOnlyAdmin):
    """Re-inspections: told on the page of their finding."""

    exclude = ("has_passed",)
    readonly_fields = ("verdict",)
    list_display = ("number", "verdict", "on", "finding", "by")
    list_select_related = ("finding", "by__person")
    list_filter = ("has_passed",)
    search_fields = ("number", "text", "finding__number")

    @admin.display(description=_("verdict"))
    def verdict(self, seen: Reinspection) -> Any:
        """In words."""
        return _("put right") if seen.has_passed else _("still there")


@admin.register(FindingExtension)
class FindingExtensionAdmin(ReadOnlyAdmin):
    """More time asked for: decided on the page of the finding."""

    list_display = ("finding", "wanted_on", "state", "asked_by", "decided_by")
    list_select_related = ("finding", "asked_by__person", "decided_by__person")
    list_filter = ("state",)
    search_fields = ("reason", "finding__number")
