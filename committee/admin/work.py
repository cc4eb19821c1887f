"""Meetings and tasks, to be read: they live in the portal alone."""

from typing import Any, ClassVar

from django.contrib import admin

from committee.models import (
    AgendaItem,
    Attendance,
    Extension,
    Meeting,
    MinutesComment,
    MinutesVersion,
    Outcome,
    Progress,
    Slip,
    Task,
)
from dayan_safety.admin import ReadOnlyAdmin


class OfMeetingAdmin(ReadOnlyAdmin):
    """What belongs to a meeting."""

    list_select_related: ClassVar[Any] = ("meeting",)


class OfTaskAdmin(ReadOnlyAdmin):
    """What belongs to a task."""

    list_select_related: ClassVar[Any] = ("task",)
    search_fields: ClassVar[Any] = ("task__number", "task__title")


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    """Joint meetings."""

    list_display = ("title", "held_on", "begins_at", "place", "state", "notice_number", "minutes_number")
    list_filter = ("state",)
    search_fields = ("title", "notice_number", "minutes_number")
    date_hierarchy = "held_on"


@admin.register(AgendaItem)
class AgendaItemAdmin(OfMeetingAdmin):
    """Topics."""

    list_display = ("title", "kind", "state", "meeting", "carried")
    search_fields = ("title", "meeting__title")


@admin.register(Outcome)
class OutcomeAdmin(ReadOnlyAdmin):
    """What came of the topics."""

    list_display = ("text", "kind", "item", "due_on")
    list_select_related = ("item",)
    list_filter = ("kind",)
    search_fields = ("text", "item__title")


@admin.register(Attendance)
class AttendanceAdmin(OfMeetingAdmin):
    """Who was invited, answered and came."""

    list_display = ("__str__", "meeting", "answer", "status")
    list_select_related = ("meeting", "person")
    search_fields = ("person__name", "guest_name", "meeting__title")


@admin.register(MinutesVersion)
class MinutesVersionAdmin(OfMeetingAdmin):
    """Minutes as they were final once."""

    exclude = ("content",)
    list_display = ("meeting", "number", "finalized_at", "reason")
    search_fields = ("meeting__title",)


@admin.register(MinutesComment)
class MinutesCommentAdmin(OfMeetingAdmin):
    """What was said about minutes."""

    list_display = ("meeting", "text", "by")
    list_select_related = ("meeting", "by__person")
    search_fields = ("meeting__title", "text")


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    """Tasks."""

    list_display = ("number", "title", "lead_unit", "lead_group", "due_on", "state")
    list_select_related = ("lead_unit", "lead_group")
    list_filter = ("state", "source")
    search_fields = ("number", "title")
    date_hierarchy = "due_on"


@admin.register(Progress)
class ProgressAdmin(OfTaskAdmin):
    """What doers told."""

    list_display = ("task", "text", "by", "created_at")
    list_select_related = ("task", "by__person")


@admin.register(Extension)
class ExtensionAdmin(OfTaskAdmin):
    """Extensions asked for."""

    list_display = ("task", "due_on", "wanted_on", "state", "decided_by")
    list_select_related = ("task", "decided_by__person")
    list_filter = ("state",)


@admin.register(Slip)
class SlipAdmin(OfTaskAdmin):
    """Slips."""

    list_display = ("number", "colour", "task")
    list_filter = ("colour",)
