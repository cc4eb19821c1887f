"""What the back office touches of the campaigns."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from campaigns import resources
from campaigns.models import (
    Audience,
    Campaign,
    Channel,
    Display,
    EffectFigure,
    Event,
    EventKind,
    Material,
    Poll,
    Programme,
    Project,
    ProjectStep,
    Question,
    Questionnaire,
    SafetyDay,
    StockEntry,
)
from dayan_safety.admin import ExportPages, ReadOnlyAdmin, RecordAdmin
from dayan_safety.admin_rights import RIGHT


@admin.register(EventKind)
class EventKindAdmin(RecordAdmin):
    """The town's words for its events."""

    resource_classes: ClassVar = [resources.EventKindResource]
    list_display = ("name", "counts_as", "order")
    list_filter = ("counts_as",)
    search_fields = ("name",)


class WordAdmin(RecordAdmin):
    """The town's words, in their order."""

    list_display = ("name", "order")
    search_fields = ("name",)


@admin.register(Audience)
class AudienceAdmin(WordAdmin):
    """For whom events are."""

    resource_classes: ClassVar = [resources.AudienceResource]


@admin.register(Channel)
class ChannelAdmin(WordAdmin):
    """By which channel they reach people."""

    resource_classes: ClassVar = [resources.ChannelResource]


@admin.register(SafetyDay)
class SafetyDayAdmin(RecordAdmin):
    """The year's safety days."""

    resource_classes: ClassVar = [resources.SafetyDayResource]
    list_display = ("name", "month", "day", "week", "weekday", "lasts", "year")
    list_filter = ("month",)
    search_fields = ("name",)


@admin.register(Material)
class MaterialAdmin(RecordAdmin):
    """Materials."""

    resource_classes: ClassVar = [resources.MaterialResource]
    list_display = ("name", "form", "measure", "published_on")
    list_filter = ("form",)
    search_fields = ("name", "initials")


@admin.register(Campaign)
class CampaignAdmin(ExportPages, ReadOnlyAdmin):
    """Campaigns: planned in the portal, read here."""

    resource_classes: ClassVar = [resources.CampaignResource]
    list_display = ("name", "theme", "first_on", "last_on", "group")
    list_select_related = ("group",)
    list_filter = ("group",)
    search_fields = ("name", "theme")
    date_hierarchy = "first_on"


@admin.register(Programme)
class ProgrammeAdmin(ExportPages, ReadOnlyAdmin):
    """Training programmes: entered in the portal, read here."""

    resource_classes: ClassVar = [resources.ProgrammeResource]
    list_display = ("name", "first_on", "last_on", "group")
    list_select_related = ("group",)
    list_filter = ("group",)
    search_fields = ("name",)
    date_hierarchy = "first_on"


class QuestionInline(admin.TabularInline):
    """What a questionnaire asks."""

    model = Question
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators look."""
        return request.user.has_perm(RIGHT)


@admin.register(Questionnaire)
class QuestionnaireAdmin(ExportPages, ReadOnlyAdmin):
    """Questionnaires: drawn up in the portal, read here."""

    resource_classes: ClassVar = [resources.QuestionnaireResource]
    inlines = (QuestionInline,)
    list_display = ("title", "purpose", "programme", "group")
    list_select_related = ("programme", "group")
    list_filter = ("purpose",)
    search_fields = ("title",)


@admin.register(Poll)
class PollAdmin(ExportPages, ReadOnlyAdmin):
    """Polls: begun in the portal, read here without their codes."""

    resource_classes: ClassVar = [resources.PollResource]
    exclude = ("code",)
    list_display = ("questionnaire", "moment", "unit", "first_on", "last_on")
    list_select_related = ("questionnaire", "unit")
    list_filter = ("moment",)
    search_fields = ("questionnaire__title",)
    date_hierarchy = "first_on"


@admin.register(Display)
class DisplayAdmin(ExportPages, ReadOnlyAdmin):
    """Displays: entered in the portal, read here."""

    resource_classes: ClassVar = [resources.DisplayResource]
    list_display = ("title", "channel", "place", "unit", "first_on", "last_on")
    list_select_related = ("channel", "unit")
    list_filter = ("channel",)
    search_fields = ("title", "place")
    date_hierarchy = "first_on"


@admin.register(Project)
class ProjectAdmin(ExportPages, ReadOnlyAdmin):
    """Promotion projects: planned in the portal, read here."""

    resource_classes: ClassVar = [resources.ProjectResource]
    list_display = ("name", "group", "first_on", "last_on", "measured")
    list_select_related = ("group",)
    list_filter = ("group",)
    search_fields = ("name", "measured", "place")
    date_hierarchy = "first_on"


@admin.register(ProjectStep)
class ProjectStepAdmin(ReadOnlyAdmin):
    """Measures and milestones: kept on the page of their project."""

    list_display = ("text", "kind", "due_on", "done_on", "project")
    list_select_related = ("project",)
    list_filter = ("kind",)
    search_fields = ("text", "project__name")


@admin.register(EffectFigure)
class EffectFigureAdmin(ReadOnlyAdmin):
    """What projects changed: kept on the page of their project."""

    list_display = ("project", "measured_on", "value", "note")
    list_select_related = ("project",)
    search_fields = ("project__name", "note")


@admin.register(Event)
class EventAdmin(ExportPages, ReadOnlyAdmin):
    """Events: logged in the portal, read here."""

    resource_classes: ClassVar = [resources.EventResource]
    list_display = ("theme", "kind", "held_on", "place", "unit", "head_count")
    list_select_related = ("kind", "unit")
    list_filter = ("kind", "entry")
    search_fields = ("theme", "place")
    date_hierarchy = "held_on"


@admin.register(StockEntry)
class StockEntryAdmin(ReadOnlyAdmin):
    """The ledger of materials: written in the portal, read here."""

    list_display = ("material", "kind", "copies", "on", "unit", "event")
    list_select_related = ("material", "unit", "event")
    list_filter = ("kind",)
    search_fields = ("material__name", "note")
