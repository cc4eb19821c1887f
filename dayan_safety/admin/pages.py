"""The bases of every page of the administration: looking, writing, importing and exporting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin, ImportMixin
from import_export.forms import SelectableFieldsExportForm
from import_export.tmp_storages import MediaStorage

from dayan_safety.admin.lists import DayChangeList
from dayan_safety.admin_rights import RIGHT
from dayan_safety.errors import EditedMeanwhile, RuleBroken
from dayan_safety.history import record_action
from dayan_safety.importing.batches import changed_meanwhile
from dayan_safety.models import Record
from dayan_safety.reading_history import history_of, sentences
from dayan_safety.records import create_record, edit_record, verb_name
from dayan_safety.spreadsheet_formats import FORMATS
from dayan_safety.values import plain_text

HISTORY_SHOWN = 200
# What the administration's own filters append to the name of a field.
ASKED = {"exact", "in", "isnull", "gte", "lt", "year", "month", "day"}


def yes_no(name: str, label: Any) -> Callable[[Any], str]:
    """A column of yes and no in words: the pictures of Django are described in English."""

    @admin.display(description=label, ordering=name)
    def column(record: Any) -> str:
        return plain_text(getattr(record, name))

    return column


def present(model: type[Model]) -> Any:
    """Rows of a record that nobody has removed; every row of other tables."""
    rows = model._default_manager.all()
    return rows.present() if issubclass(model, Record) else rows


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at. Their history is the portal's: Django's own log of the administration is not written."""

    view_on_site = False  # an administrator sees no records in the portal
    list_per_page = 50

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

    def get_queryset(self, request: HttpRequest) -> Any:
        """Removed records are out of sight here, too."""
        rows = super().get_queryset(request)
        return rows.present() if issubclass(self.model, Record) else rows

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """One that survives any year."""
        return DayChangeList

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what the list's filters ask: any other look-up finds out, digit by digit, what is masked or a secret."""
        filters: Any = self.list_filter
        names = {entry if isinstance(entry, str) else entry[0] for entry in filters} | {self.date_hierarchy}
        field, _separator, asked = lookup.rpartition("__")
        return lookup in names or (field.removesuffix("__id") in names and asked in ASKED)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """What the portal's history tells of the record."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change history: %s") % record,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "object": record,
            "opts": self.opts,
            "told": sentences(history_of(record)[:HISTORY_SHOWN]),
        }
        return TemplateResponse(request, "admin/record_history.html", context)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The service wrote the history."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The service wrote the history."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The service wrote the history."""


class ExportForm(SelectableFieldsExportForm):
    """Which columns leave, by the names they have in the file."""

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        return str(resource.fields[field_name].column_name)

    def _validate_any_field_selected(self, resource: Any) -> None:
        if not any(self.cleaned_data.get(name) for name in resource().get_export_order()):
            raise forms.ValidationError(_("Tick at least one column to export."))


class ExportPages(ExportMixin):
    """A list that leaves as a file; history keeps that it did."""

    formats: ClassVar[Any] = FORMATS
    export_form_class = ExportForm

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Administrators export."""
        return request.user.has_perm(RIGHT)

    def get_export_queryset(self, request: HttpRequest) -> Any:
        """The rows of the list; raises ``BadRequest`` for filters that mean nothing."""
        try:
            return super().get_export_queryset(request)
        except IncorrectLookupParameters as wrong:
            raise BadRequest(str(wrong)) from wrong

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        """The file's content, and the row of history."""
        content = super().get_export_data(file_format, request, queryset, **kwargs)
        told = {
            "rows": str(queryset.count()),
            "query": request.GET.urlencode(),
            "format": file_format.get_extension(),
        }
        record_action(verb_name("export", self.model), by=request.user, after=told)
        return content

    def _do_file_export(self, file_format: Any, request: HttpRequest, queryset: Any, export_form: Any = None) -> Any:
        response = super()._do_file_export(file_format, request, queryset, export_form)
        name = f"{self.opts.verbose_name_plural}.{file_format.get_extension()}"
        response.headers["Content-Disposition"] = content_disposition_header(True, name)
        return response


class ImportPages(ImportMixin):
    """Small files of records: checked, shown, confirmed, and imported whole or not at all."""

    formats: ClassVar[Any] = FORMATS
    skip_admin_log = True
    tmp_storage_class = MediaStorage  # in the portal's private folder, not in everybody's /tmp

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Administrators import."""
        return request.user.has_perm(RIGHT)

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """The importing user, so that history names them."""
        return {**super().get_import_resource_kwargs(request, **kwargs), "by": request.user}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """One wrong row, and nothing is imported."""
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """Why the file cannot be read, in the reader's own sentence."""
        if not isinstance(e, RuleBroken):
            raise e
        form.add_error("import_file", str(e))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Import what was confirmed; a confirmation that fits no upload leads back."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        gone = _("This upload is no longer there. Upload the file again.")
        if request.method == "POST" and not self.create_confirm_form(request).is_valid():
            return self.once_more(request, gone)
        try:
            return super().process_import(request, **kwargs)
        except (ValueError, IndexError, OSError, RuleBroken):
            return self.once_more(request, gone)

    def process_result(self, result: Any, request: HttpRequest) -> Any:
        """Back to the list; what no longer fits was not imported, and that is said."""
        if result.has_errors() or result.has_validation_errors():
            return self.once_more(request, changed_meanwhile())
        return super().process_result(result, request)

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        """What was done, in numbers."""
        kinds = {"new": "new", "changed": "update", "unchanged": "skip"}
        told = {name: result.totals[kind] for name, kind in kinds.items()}
        messages.success(request, _("Imported: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.") % told)

    def once_more(self, request: HttpRequest, reason: str) -> HttpResponseRedirect:
        """To the upload, with the reason."""
        messages.error(request, reason)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_import"))


class RecordForm(forms.ModelForm):
    """A record with the version its editor saw; ``broken`` is the rule that refused it on the way to the service."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput, label="")
    broken = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = getattr(self.instance, "version", None)

    def clean(self) -> dict[str, Any] | None:
        """Say the broken rule above the fields."""
        if self.broken:
            raise forms.ValidationError(self.broken)
        return super().clean()


class RuleAdmin(ReadOnlyAdmin):
    """Rows that services write: a broken rule is a sentence above the form, and what was typed stays."""

    form = RecordForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators add."""
        return request.user.has_perm(RIGHT)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators change."""
        return request.user.has_perm(RIGHT)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form; refused, when a service has just refused what it holds."""
        form = super().get_form(request, obj, change, **kwargs)
        form.broken = getattr(request, "broken_rule", "")
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the form again when a service refuses."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except RuleBroken as broken:
            request.broken_rule = str(broken)
        except EditedMeanwhile:
            request.broken_rule = _("Somebody saved this after you opened it. Open it again and repeat your change.")
        return super().changeform_view(request, *args, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nobody chooses what was removed."""
        kwargs.setdefault("queryset", present(db_field.remote_field.model))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RecordAdmin(ImportPages, ExportPages, RuleAdmin):
    """Records, written through the same services as everywhere, so that each change has its history."""

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    create_service: ClassVar[Any] = staticmethod(create_record)
    edit_service: ClassVar[Any] = staticmethod(edit_record)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the service, with history."""
        if not change:
            self.create_service(obj, by=request.user, right=RIGHT)
            return
        names = [name for name in form.changed_data if name != "seen_version"]
        self.edit_service(obj, names, by=request.user, version=form.cleaned_data["seen_version"], right=RIGHT)
