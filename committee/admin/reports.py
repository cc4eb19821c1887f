"""Periodic reports and their forms, to be read: they live in the portal alone."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy

from committee.models import Filing, FormField, Remark, Report, ReportForm, ReportValue, TownReport
from dayan_safety.admin import ReadOnlyAdmin, yes_no

COMPULSORY = yes_no("required", gettext_lazy("compulsory"))
NIL = yes_no("is_nil", gettext_lazy("nothing to report"))


class OfReportAdmin(ReadOnlyAdmin):
    """What belongs to a report."""

    list_select_related: ClassVar[Any] = ("report__group", "report__unit")
    search_fields: ClassVar[Any] = ("report__group__name", "report__unit__name")


@admin.register(ReportForm)
class ReportFormAdmin(ReadOnlyAdmin):
    """Forms."""

    list_display = ("name", "audience", "period", "group", "since")
    list_select_related = ("group",)
    list_filter = ("audience", "period")
    search_fields = ("name",)


@admin.register(FormField)
class FormFieldAdmin(ReadOnlyAdmin):
    """What forms ask for."""

    fields: ClassVar[Any] = (
        "form", "order", "section", "name", "kind", "unit", COMPULSORY, "least", "most", "total", "note",
    )  # fmt: skip
    list_display = ("name", "form", "section", "kind", COMPULSORY)
    list_select_related = ("form",)
    list_filter = ("kind", "total")
    search_fields = ("name", "section", "code", "form__name")


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Reports."""

    fields: ClassVar[Any] = (
        "form", "group", "unit", "period", "first", "last", "due_on", "lock_on", "state", NIL, "started_at",
        "handed_in_on", "submitted_at", "submitted_by", "accepted_at", "accepted_by", "returned",
    )  # fmt: skip
    list_display = ("__str__", "form", "state", "due_on", "handed_in_on")
    list_select_related = ("group", "unit", "form")
    list_filter = ("state", "period")
    search_fields = ("group__name", "unit__name")
    date_hierarchy = "due_on"


@admin.register(ReportValue)
class ReportValueAdmin(OfReportAdmin):
    """What stands in them."""

    list_display = ("report", "field", "number", "text", "filled", "why", "by")
    list_select_related = ("report__group", "report__unit", "field", "by__person")


@admin.register(Filing)
class FilingAdmin(OfReportAdmin):
    """Reports as they were handed in."""

    fields: ClassVar[Any] = ("report", "number", NIL, "by", "created_at")
    list_display = ("report", "number", NIL, "by", "created_at")
    list_select_related = ("report__group", "report__unit", "by__person")


@admin.register(Remark)
class RemarkAdmin(OfReportAdmin):
    """What was said of them."""

    list_display = ("report", "field", "kind", "text", "by")
    list_select_related = ("report__group", "report__unit", "field", "by__person")
    list_filter = ("kind",)


@admin.register(TownReport)
class TownReportAdmin(ReadOnlyAdmin):
    """The town's reports as they were issued."""

    exclude = ("content",)
    list_display = ("number", "first", "edition", "issued_on", "by")
    list_select_related = ("by__person",)
    search_fields = ("number",)
    date_hierarchy = "issued_on"
