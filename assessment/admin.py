"""What the back office touches of the assessment: it looks, the supervision group decides."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from assessment import resources
from assessment.models import Indicator, IndicatorSet, Rulebook, RulebookItem
from dayan_safety.admin import ExportPages, ReadOnlyAdmin


@admin.register(Rulebook)
class RulebookAdmin(ExportPages, ReadOnlyAdmin):
    """Rulebooks."""

    resource_classes: ClassVar = [resources.RulebookResource]
    list_display = ("name", "year", "edition", "document", "state")
    list_filter = ("year", "state")
    search_fields = ("name",)


@admin.register(RulebookItem)
class RulebookItemAdmin(ExportPages, ReadOnlyAdmin):
    """Items."""

    resource_classes: ClassVar = [resources.RulebookItemResource]
    list_display = ("number", "name", "rulebook", "section", "method", "applies_to", "full_mark")
    list_select_related = ("rulebook",)
    list_filter = ("section", "method", "applies_to")
    search_fields = ("name", "number")


@admin.register(IndicatorSet)
class IndicatorSetAdmin(ExportPages, ReadOnlyAdmin):
    """Indicator sets."""

    resource_classes: ClassVar = [resources.IndicatorSetResource]
    list_display = ("name", "document", "edition", "total", "state")
    list_filter = ("state",)
    search_fields = ("name",)


@admin.register(Indicator)
class IndicatorAdmin(ExportPages, ReadOnlyAdmin):
    """Indicators."""

    resource_classes: ClassVar = [resources.IndicatorResource]
    list_display = ("number", "text", "indicator_set", "element", "full_mark", "wording")
    exclude = ("sources",)
    readonly_fields = ("proved_by",)
    list_select_related = ("indicator_set",)
    list_filter = ("wording",)
    search_fields = ("text", "element")

    @admin.display(description=_("proved by"))
    def proved_by(self, indicator: Indicator) -> str:
        """The kinds of records, in words."""
        return indicator.told_sources
