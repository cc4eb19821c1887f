"""What the back office touches of the slab, and the bases of every admin page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from import_export.admin import ExportMixin, ImportExportMixin

from dayan_safety.admin_rights import RIGHT
from dayan_safety.models import Action, Attachment, CalendarDay, ImportBatch, Notice, SavedView
from dayan_safety.records import create_record, edit_record
from dayan_safety.resources import ActionResource, CalendarDayResource
from dayan_safety.spreadsheet_formats import FORMATS


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators look."""
        return request.user.has_perm(RIGHT)


class RecordAdmin(ImportExportMixin, ReadOnlyAdmin):
    """Records, written through the same services as everywhere, so that each change has its history."""

    formats: ClassVar[Any] = FORMATS
    skip_admin_log = True
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators add."""
        return request.user.has_perm(RIGHT)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators change."""
        return request.user.has_perm(RIGHT)

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Administrators import."""
        return request.user.has_perm(RIGHT)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Administrators export."""
        return request.user.has_perm(RIGHT)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the service, with history."""
        if change:
            edit_record(obj, form.changed_data, by=request.user, right=RIGHT)
        else:
            create_record(obj, by=request.user, right=RIGHT)

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """The importing user, so that history names them."""
        return {**super().get_import_resource_kwargs(request, **kwargs), "by": request.user}


@admin.register(Action)
class ActionAdmin(ExportMixin, ReadOnlyAdmin):
    """History, to be read."""

    resource_classes: ClassVar = [ActionResource]
    formats: ClassVar[Any] = FORMATS
    list_display = ("number", "at", "by_name", "verb", "thing_name", "outcome")
    list_filter = ("outcome", "verb")
    search_fields = ("by_name", "thing_name", "verb")
    date_hierarchy = "at"

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Administrators export."""
        return request.user.has_perm(RIGHT)


@admin.register(CalendarDay)
class CalendarDayAdmin(RecordAdmin):
    """Holidays and shifted working days."""

    resource_classes: ClassVar = [CalendarDayResource]
    list_display = ("day", "name", "is_working")
    list_filter = ("is_working",)
    search_fields = ("name",)
    date_hierarchy = "day"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A day may become ordinary again."""
        return request.user.has_perm(RIGHT)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A row of the calendar is a setting, not a record."""
        obj.save()


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Imports."""

    list_display = ("name", "kind", "state", "by", "created_at", "imported_at")
    list_filter = ("kind", "state")
    search_fields = ("name",)


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Files."""

    list_display = ("name", "content_type", "size", "by", "created_at")
    search_fields = ("name",)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Notices."""

    list_display = ("title", "user", "at", "read_at")
    search_fields = ("title", "user__username")


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    """Saved views."""

    list_display = ("name", "list_name", "user")
