"""What the back office touches of the inspections."""

from typing import ClassVar

from django.contrib import admin

from dayan_safety.admin import ExportPages, ReadOnlyAdmin
from inspections import resources
from inspections.models import Site


@admin.register(Site)
class SiteAdmin(ExportPages, ReadOnlyAdmin):
    """Sites: kept in the portal, read here."""

    resource_classes: ClassVar = [resources.SiteResource]
    list_display = ("name", "kind", "equipment", "number", "unit", "next_inspection_on")
    list_select_related = ("unit",)
    list_filter = ("kind", "equipment")
    search_fields = ("name", "number", "initials")
