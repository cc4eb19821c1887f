"""The slab's own tables in the administration."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin

from dayan_safety.admin.lists import in_words
from dayan_safety.admin.pages import ExportPages, ImportPages, ReadOnlyAdmin, RuleAdmin, yes_no
from dayan_safety.admin_rights import RIGHT
from dayan_safety.calendars import mark_day, unmark_day
from dayan_safety.importing import Outcome
from dayan_safety.importing.kinds import all_kinds
from dayan_safety.models import (
    Action,
    Attachment,
    CalendarDay,
    Delivery,
    HeaderWord,
    Heartbeat,
    ImportBatch,
    Notice,
    PaperTemplate,
    SavedView,
    SecondFactor,
)
from dayan_safety.papers.kinds import paper_words
from dayan_safety.permissions import all_rules, verb_label
from dayan_safety.reading_history import changes_in_words, told
from dayan_safety.resources import ActionResource, CalendarDayResource


@admin.register(Action)
class ActionAdmin(ExportPages, ReadOnlyAdmin):
    """History, to be read."""

    resource_classes: ClassVar = [ActionResource]
    list_display = ("number", "at", "by_name", "did", "thing_name", "changes", "outcome")
    list_filter = ("outcome", ("verb", in_words(verb_label)))
    search_fields = ("by_name", "thing_name")
    date_hierarchy = "at"
    fields = (
        "number", "at", "by_name", "did", "kind", "thing_name", "changes", "reason", "outcome", "address",
        "request_id",
    )  # fmt: skip

    @admin.display(description=gettext_lazy("verb"), ordering="verb")
    def did(self, action: Action) -> str:
        """The verb in words."""
        return verb_label(action.verb)

    @admin.display(description=gettext_lazy("kind of thing"))
    def kind(self, action: Action) -> str:
        """What the thing is, in words."""
        return told(action).thing_kind

    @admin.display(description=gettext_lazy("before → after"))
    def changes(self, action: Action) -> str:
        """The changed fields in words."""
        return changes_in_words(action)


@admin.register(CalendarDay)
class CalendarDayAdmin(ImportPages, ExportPages, RuleAdmin):
    """Holidays and shifted working days, marked and unmarked through the calendar's services."""

    import_export_change_list_template = ImportExportMixin.import_export_change_list_template
    resource_classes: ClassVar = [CalendarDayResource]
    fields = ("day", "is_working", "name")
    list_display = ("day", "name", yes_no("is_working", gettext_lazy("working day")))
    list_filter = ("is_working",)
    search_fields = ("name",)
    date_hierarchy = "day"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A day may become ordinary again."""
        return request.user.has_perm(RIGHT)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A mark does not move to another day."""
        return ("day",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Mark the day."""
        marked = mark_day(obj.day, by=request.user, is_working=obj.is_working, name=obj.name, right=RIGHT)
        obj.pk = marked.pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Unmark the day."""
        unmark_day(obj.day, by=request.user, right=RIGHT)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Unmark each day."""
        for row in queryset:
            self.delete_model(request, row)


def kind_words(kind: str) -> str:
    """What an import brings in, by the verb that brings it in."""
    labels = [str(rule.label) for verb, rule in all_rules().items() if verb.endswith(f".import_{kind}")]
    return labels[0] if labels else kind


@admin.register(HeaderWord)
class HeaderWordAdmin(ReadOnlyAdmin):
    """What the office taught about headers; taught anew where a list is checked."""

    list_display = ("word", "brings", "means")
    list_filter = (("kind", in_words(kind_words)),)
    search_fields = ("word",)
    fields = ("word", "brings", "means")

    @admin.display(description=gettext_lazy("kind of list"), ordering="kind")
    def brings(self, word: HeaderWord) -> str:
        """The kind in words."""
        return kind_words(word.kind)

    @admin.display(description=gettext_lazy("meaning"), ordering="meaning")
    def means(self, word: HeaderWord) -> str:
        """The column in words."""
        kind = all_kinds().get(word.kind)
        return dict(kind.column_choices()).get(word.meaning, word.meaning) if kind else word.meaning


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    """Imports."""

    list_display = ("name", "brings", "state", "by", "created_at", "imported_at")
    list_select_related = ("by__person",)
    list_filter = (("kind", in_words(kind_words)), "state")
    search_fields = ("name",)
    fields = ("name", "brings", "state", "found", "by", "created_at", "imported_at", "sha256")

    @admin.display(description=gettext_lazy("kind of list"), ordering="kind")
    def brings(self, batch: ImportBatch) -> str:
        """The kind in words."""
        return kind_words(batch.kind)

    @admin.display(description=gettext_lazy("report"))
    def found(self, batch: ImportBatch) -> str:
        """What the check counted; the lines themselves are on the import's own page."""
        labels = {Outcome.NEW: _("new"), Outcome.CHANGED: _("changed"), Outcome.UNCHANGED: _("unchanged")}
        counts = [f"{label} {batch.report.get(outcome, 0)}" for outcome, label in labels.items()]
        return str(batch.report.get("reason") or _(", ").join(counts))


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Files: that they are there, not what is in them."""

    list_display = ("name", "content_type", "size", "by", "created_at")
    list_select_related = ("by__person",)
    search_fields = ("name",)
    fields = ("name", "content_type", "size", "sha256", "by", "created_at")


@admin.register(PaperTemplate)
class PaperTemplateAdmin(ReadOnlyAdmin):
    """Templates of papers; they are replaced on their own page, where they are tried first."""

    list_display = ("name", "of_paper", "by", "created_at", "replaced_at")
    list_select_related = ("by__person",)
    list_filter = (("kind", in_words(paper_words)),)
    search_fields = ("name",)
    fields = ("name", "of_paper", "size", "sha256", "by", "created_at", "replaced_at")

    @admin.display(description=gettext_lazy("paper"), ordering="kind")
    def of_paper(self, template: PaperTemplate) -> str:
        """The kind of paper in words."""
        return paper_words(template.kind)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Notices."""

    list_display = ("title", "receiver", "at", "read_at")
    list_select_related = ("user__person",)
    search_fields = ("title", "user__username")
    fields = ("title", "text", "receiver", "at", "read_at")

    @admin.display(description=gettext_lazy("login"))
    def receiver(self, notice: Notice) -> str:
        """Who was told."""
        return str(notice.user)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """What left the house, by which way."""

    list_display = ("notice", "receiver", "channel", "state", "attempts", "sent_at")
    list_select_related = ("notice__user__person",)
    list_filter = ("channel", "state")
    search_fields = ("notice__title", "notice__user__username")
    fields = ("notice", "receiver", "channel", "state", "digest_on", "not_before", "attempts", "note", "sent_at")

    @admin.display(description=gettext_lazy("login"))
    def receiver(self, delivery: Delivery) -> str:
        """Who was told."""
        return str(delivery.notice.user)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """When what runs by the clock last ran."""

    list_display = ("sign", "at")
    fields = ("sign", "at")

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def sign(self, row: Heartbeat) -> str:
        """What ran, in words."""
        return str(row)


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    """Saved views."""

    list_display = ("name", "list_name", "owner")
    list_select_related = ("user__person",)
    fields = ("name", "list_name", "query", "owner")

    @admin.display(description=gettext_lazy("login"))
    def owner(self, view: SavedView) -> str:
        """Whose it is."""
        return str(view.user)


@admin.register(SecondFactor)
class SecondFactorAdmin(ReadOnlyAdmin):
    """Who signs in with a code; never the key. Resetting one is an action of the login."""

    list_display = ("owner", "since", "failures", "failed_at")
    list_select_related = ("user__person",)
    search_fields = ("user__username", "user__person__name")
    fields = ("owner", "since", "failures", "failed_at")

    @admin.display(description=gettext_lazy("login"))
    def owner(self, factor: SecondFactor) -> str:
        """Whose it is."""
        return str(factor.user)
