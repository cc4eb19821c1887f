"""What files carry in the administration."""

from typing import ClassVar

from django.utils.translation import gettext_lazy

from committee.models import Unit
from dayan_safety.resources import WordedResource, by_name
from inspections.models import Checklist, Finding, FindingKind, HazardReport, Incident, Inspection, InspectionPlan, Site


class SiteResource(WordedResource):
    """Sites: they leave this way; they come in through the portal's own lists."""

    unit = by_name("unit", Unit, gettext_lazy("unit"))

    class Meta:
        model = Site
        fields: ClassVar = (
            "name", "kind", "equipment", "small_place", "number", "unit", "place", "keeper", "used_since",
            "inspected_on", "next_inspection_on",
        )  # fmt: skip


class FindingKindResource(WordedResource):
    """Kinds of dangers leave and come in this way."""

    class Meta:
        model = FindingKind
        fields: ClassVar = ("name", "order")
        import_id_fields: ClassVar = ("name",)
        skip_unchanged = True
        clean_model_instances = True


class ChecklistResource(WordedResource):
    """Checklists leave this way."""

    class Meta:
        model = Checklist
        fields: ClassVar = ("name", "trade", "edition", "state", "used_since", "text")


class FindingResource(WordedResource):
    """Findings leave this way."""

    unit = by_name("unit", Unit, gettext_lazy("unit"))
    site = by_name("site", Site, gettext_lazy("site"))
    kind = by_name("kind", FindingKind, gettext_lazy("kind of danger"))
    agency = by_name("agency", Unit, gettext_lazy("found by the agency"))

    class Meta:
        model = Finding
        fields: ClassVar = (
            "number", "unit", "site", "place", "kind", "level", "text", "basis", "demand", "source", "agency",
            "found_on", "due_on", "state", "failed", "asked_on", "closed_on",
        )  # fmt: skip


class InspectionResource(WordedResource):
    """Inspections leave this way."""

    unit = by_name("unit", Unit, gettext_lazy("unit"))
    site = by_name("site", Site, gettext_lazy("site"))
    checklist = by_name("checklist", Checklist, gettext_lazy("checklist"))
    agency = by_name("agency", Unit, gettext_lazy("made by the agency"))

    class Meta:
        model = Inspection
        fields: ClassVar = (
            "number", "unit", "site", "checklist", "made_on", "companions", "agency", "state", "met", "summary",
            "passed", "failed", "not_applicable", "score",
        )  # fmt: skip


class HazardReportResource(WordedResource):
    """Reports of dangers leave this way, without telephone numbers."""

    unit = by_name("unit", Unit, gettext_lazy("village or enterprise"))

    class Meta:
        model = HazardReport
        fields: ClassVar = ("number", "unit", "place", "text", "came_on", "state", "answer", "settled_on")


class IncidentResource(WordedResource):
    """Incidents leave this way; who was hurt stays."""

    unit = by_name("unit", Unit, gettext_lazy("unit"))

    class Meta:
        model = Incident
        fields: ClassVar = (
            "number", "unit", "happened_on", "happened_time", "place_kind", "place", "activity", "cause", "intent",
            "text", "is_production", "loss", "known_at", "reported_at", "passed_on_at", "lesson",
        )  # fmt: skip


class InspectionPlanResource(WordedResource):
    """Plans of inspections leave this way."""

    agency = by_name("agency", Unit, gettext_lazy("agency"))

    class Meta:
        model = InspectionPlan
        fields: ClassVar = ("name", "agency", "month", "text")
