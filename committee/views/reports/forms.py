"""Pages of report forms and of what they ask for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from committee.filters.reports import FieldFilter, FormFilter
from committee.forms.report_forms import CopyForm, FieldForm, ReportFormForm
from committee.models import FormField, ReportForm
from committee.services import reports as services
from committee.tables.reports import FIELDS, FORMS, OF_FORM, OF_TEXTS, group_of, limits
from dayan_safety.forms import KEY
from dayan_safety.tables import Badge, rows_of
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_view
from dayan_safety.workdays import today

IN_FORCE = Badge(_("in force"), "success", "check-circle")
NOT_YET = Badge(_("for later months"), "info", "calendar-event")
REPLACED = Badge(_("replaced"), "secondary", "clock-history")


class ReportFormView(RecordView):
    """Forms of periodic reports."""

    model = ReportForm
    columns = FORMS
    filterset = FormFilter
    form = ReportFormForm
    create_service = staticmethod(services.create_form)
    edit_service = staticmethod(services.edit_form)
    remove_service = staticmethod(services.remove_form)
    search_hint = _("Name")
    empty_hint = _("No form matches. Take a filter away, or draw one up.")

    def rows(self) -> QuerySet[Any]:
        """With their groups and how much they ask for; months first, the newest on top."""
        return self.visible().with_group().with_counts().order_by("period", "-since", "pk")

    def one_row(self) -> QuerySet[Any]:
        """With its group."""
        return self.visible().with_group()

    def list_buttons(self) -> list[Button]:
        """All that forms ask for, in one list."""
        url = reverse("committee:list_formfield")
        return [Button("committee.view_formfield", url, "list-ol", text=_("All figures and texts"))]

    def status(self, record: Any) -> Badge:
        """Whether reports of this month stand on it."""
        month = today().replace(day=1)
        if record.since > month:
            return NOT_YET
        later = ReportForm.objects.for_the_same(record).filter(since__gt=record.since, since__lte=month)
        return REPLACED if later.exists() else IN_FORCE

    def facts(self, record: Any) -> list[Fact]:
        """Who reports, how often, from when on; whether anybody has."""
        handed_in = record.reports.handed_in().count()
        return [
            Fact(_("Who reports"), record.get_audience_display()),
            Fact(_("Group"), group_of(record) or "—"),
            Fact(_("Period"), record.get_period_display()),
            Fact(_("From the month of"), f"{record.since:%Y-%m}"),
            Fact(_("Figures and texts"), len(self.fields_of(record))),
            Fact(_("Reports handed in on it"), self.told(handed_in)),
        ]

    def told(self, handed_in: int) -> str:
        """How many, and what that means."""
        if not handed_in:
            return gettext("none yet: it can be changed")
        return gettext("%(number)s: what it asks for stays; copy it for a later month to change it") % {
            "number": handed_in
        }

    def fields_of(self, record: Any) -> list[Any]:
        """What it asks for, read once a page."""
        if not hasattr(record, "shown_fields"):
            record.shown_fields = fields_of(record)
        return list(record.shown_fields)

    def buttons(self, record: Any) -> list[Button]:
        """One field more as long as it can be changed, else a copy; on paper."""
        settled = services.is_settled(record)
        more = f"{reverse('committee:create_formfield')}?form={record.pk}"
        copy = reverse("committee:copy_form", args=[record.pk])
        add = Button("committee.create_formfield", more, "plus-lg", "primary", _("Add a figure or text"))
        return [
            *([] if settled else [add]),
            Button("committee.copy_form", copy, "copy", "primary" if settled else "secondary"),
            Button(
                self.right("view"), reverse("committee:print_form", args=[record.pk]), "printer", text=_("On paper")
            ),
        ]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """What it asks for."""
        return [record.fields.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """How it is filled in; its sections with their fields."""
        note = [Panel(_("How it is filled in"), "records/panels/text.html", {"text": record.note})]
        sections = [section_panel(title, fields) for title, fields in by_section(self.fields_of(record))]
        empty = Panel(_("Figures and texts"), "records/panels/text.html", {"text": _("It asks for nothing yet.")})
        return [*(note if record.note else []), *(sections or [empty])]


def section_panel(title: str, fields: list[FormField]) -> Panel:
    """The fields of a section; where they are texts alone, without what only figures have."""
    columns = OF_FORM if any(field.is_figure for field in fields) else OF_TEXTS
    return Panel(title, "records/panels/rows.html", {"columns": columns, "rows": rows_of(columns, fields)})


def fields_of(form: ReportForm) -> list[FormField]:
    """What a form asks for, in its order; one query."""
    return list(form.fields.present().order_by("order", "pk"))


def by_section(fields: list[FormField]) -> list[tuple[str, list[FormField]]]:
    """Section by section, as each begins in the form."""
    found: dict[str, list[FormField]] = {}
    for field in fields:
        found.setdefault(field.section, []).append(field)
    return list(found.items())


class FormFieldView(RecordView):
    """Figures and texts."""

    model = FormField
    columns = FIELDS
    filterset = FieldFilter
    form = FieldForm
    list_kind = "formfield"
    create_service = staticmethod(services.create_field)
    edit_service = staticmethod(services.edit_field)
    remove_service = staticmethod(services.remove_field)
    search_hint = _("Name, section or code")
    empty_hint = _(
        "No figure or text matches. Take a filter away, add one on the page of its form, or bring in the list."
    )

    def rows(self) -> QuerySet[Any]:
        """With the form."""
        return self.visible().with_form()

    def one_row(self) -> QuerySet[Any]:
        """With the form."""
        return self.visible().with_form()

    def fresh(self) -> FormField:
        """The last one of the form that the address names, in the section of the one before."""
        wanted = self.request.GET.get("form", "")
        forms = ReportForm.objects.all().visible_to(self.request.user)
        form = forms.filter(pk=wanted).first() if KEY.fullmatch(wanted) else None
        if form is None:
            return FormField()
        before = fields_of(form)[-1:]
        return FormField(form=form, order=services.next_order(form), section=before[0].section if before else "")

    def created(self, form: Any) -> Any:
        """Back to the form: it shows the field in its place."""
        return super().created(form).form

    def edited(self, form: Any) -> Any:
        """Back to the form."""
        return super().edited(form).form

    def facts(self, record: Any) -> list[Fact]:
        """Of which form, what is written, how it is counted."""
        return [
            Fact(_("Form"), record.form, record.form.get_absolute_url()),
            Fact(_("Part of the form"), record.section),
            Fact(_("Order"), record.order),
            Fact(_("Code"), record.code),
            Fact(_("Kind of entry"), record.get_kind_display()),
            Fact(_("Compulsory"), record.required),
            *(self.facts_of_figure(record) if record.is_figure else []),
            Fact(_("How it is counted"), record.note),
        ]

    def facts_of_figure(self, record: Any) -> list[Fact]:
        """What texts have not."""
        return [
            Fact(_("Counted in"), record.unit),
            Fact(_("Limits"), limits(record)),
            Fact(_("Filled in from"), record.get_source_display()),
            Fact(_("In the town's report"), record.get_total_display()),
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What a settled form asks for stays."""
        return [] if services.is_settled(record.form) else super().own_buttons(record)


copy_form_view = verb_view(
    "committee.copy_form",
    ReportForm,
    CopyForm,
    services.copy_form,
    explain=_("The copy asks for the same and can be changed. Reports of that month and later ones stand on it."),
)


@require_safe
def print_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form on paper, to be filled in by hand."""
    form = get_object_or_404(ReportForm.objects.all().visible_to(request.user).with_group(), pk=pk)
    if not request.user.has_perm("committee.view_reportform", form):
        raise PermissionDenied("committee.view_reportform")
    sections = [
        (title, [field for field in fields if field.is_figure], [field for field in fields if not field.is_figure])
        for title, fields in by_section(fields_of(form))
    ]
    return render(request, "committee/reports/form_print.html", {"form": form, "sections": sections})


urlpatterns = [
    *ReportFormView.urls("report-forms/"),
    path("report-forms/<int:pk>/copy/", copy_form_view, name="copy_form"),
    path("report-forms/<int:pk>/print/", print_form, name="print_form"),
    *FormFieldView.urls("form-fields/"),
]
