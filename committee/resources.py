"""What files carry in the Django admin: small files, through the same rules as everywhere."""

from __future__ import annotations

from typing import Any, ClassVar

import tablib
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources
from import_export.results import Error, Result, RowResult

from committee.imports import ROSTER
from committee.models import Appointment, Committee, LiaisonPost, Person, Unit, User, WorkingGroup
from committee.services import rosters
from committee.services.units import create_unit, edit_unit
from dayan_safety.admin_rights import RIGHT
from dayan_safety.importing import Change, Outcome, Problem, Report, cleaning, desk
from dayan_safety.resources import RecordResource, Worded, WordedResource, by_name

KINDS = {str(Outcome.NEW): RowResult.IMPORT_TYPE_NEW, str(Outcome.CHANGED): RowResult.IMPORT_TYPE_UPDATE}


class UnitResource(RecordResource):
    """Units by name."""

    class Meta:
        model = Unit
        fields: ClassVar = ("name", "kind", "code", "address", "telephone", "order", "valid_from", "valid_to")
        import_id_fields: ClassVar = ("name",)
        skip_unchanged = True
        clean_model_instances = True

    create_service: ClassVar[Any] = staticmethod(create_unit)
    edit_service: ClassVar[Any] = staticmethod(edit_unit)


class CommitteeResource(RecordResource):
    """Committees by name."""

    office_unit = by_name("office_unit", Unit, gettext_lazy("the office sits in"))

    class Meta:
        model = Committee
        fields: ClassVar = ("name", "document", "duties", "office_unit", "office_duties", "term_from", "term_to")
        import_id_fields: ClassVar = ("name",)
        skip_unchanged = True
        clean_model_instances = True


class WorkingGroupResource(RecordResource):
    """Working groups by the names of committee and group."""

    committee = by_name("committee", Committee, gettext_lazy("committee"))
    lead_unit = by_name("lead_unit", Unit, gettext_lazy("lead unit"))

    class Meta:
        model = WorkingGroup
        fields: ClassVar = (
            "number",
            "name",
            "committee",
            "lead_unit",
            "duties",
            "tasks",
            "is_supervision",
            "to_be_confirmed",
        )
        import_id_fields: ClassVar = ("committee", "name")
        skip_unchanged = True
        clean_model_instances = True


class PersonResource(RecordResource):
    """People by their number in the portal; telephone and identity number leave masked and are never read back."""

    id = fields.Field("id", column_name=gettext_lazy("number in the portal"), widget=Worded(read=cleaning.whole_number))
    unit = by_name("unit", Unit, gettext_lazy("unit"))
    telephone = fields.Field("masked_telephone", column_name=gettext_lazy("telephone"), readonly=True)

    class Meta:
        model = Person
        fields: ClassVar = ("id", "name", "sex", "unit", "position", "telephone", "order", "left_on")
        skip_unchanged = True
        clean_model_instances = True


class AppointmentResource(WordedResource):
    """Who held which post: leaves the house, never comes back this way."""

    person = by_name("person", Person, gettext_lazy("person"))
    title = fields.Field("title", column_name=gettext_lazy("post"), readonly=True)

    class Meta:
        model = Appointment
        fields: ClassVar = ("person", "title", "since", "until", "document")


class UserResource(WordedResource):
    """Logins, without anything a password could be made of."""

    person = by_name("person", Person, gettext_lazy("person"))

    class Meta:
        model = User
        fields: ClassVar = ("username", "person", "duty", "email", "is_active", "valid_until", "last_login")


class RosterResource(resources.Resource):
    """The liaison roster: the portal's own engine behind the admin's import and export."""

    def __init__(self, by: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.by = by

    @classmethod
    def get_display_name(cls) -> str:
        """The name in the admin's forms."""
        return _("Liaison roster")

    def export(self, queryset: Any = None, **kwargs: Any) -> tablib.Dataset:
        """The roster of today, or of the posts in ``queryset``, with masked numbers."""
        on = timezone.localdate()
        posts = (LiaisonPost.objects.all() if queryset is None else queryset).present().of_valid_units(on)
        names = kwargs.get("export_fields") or list(self.fields)
        headers = [str(self.fields[name].column_name) for name in names]
        rows = ([getattr(row, name) for name in names] for row in rosters.roster_rows(posts, on))
        return tablib.Dataset(*rows, headers=headers)

    def import_data(self, dataset: tablib.Dataset, dry_run: bool = False, **kwargs: Any) -> Result:
        """Check, and unless it is a rehearsal or has errors, import: all of it or nothing.

        A dataset that comes from a file brings the file along (``spreadsheet_formats``): rows keep their numbers.
        """
        name, content = getattr(dataset, "file", ("roster.csv", b""))
        content = content or ("\ufeff" + dataset.export("csv")).encode()
        upload = desk.check_upload(ROSTER, name, content)
        result = self.result_of(upload.report, dataset)
        if not dry_run and upload.report.is_importable:
            batch = desk.keep_upload(ROSTER, upload, by=self.by, right=RIGHT)
            desk.import_list(batch, by=self.by, right=RIGHT, sheets=upload.sheets)
        return result

    def result_of(self, report: Report, dataset: tablib.Dataset) -> Result:
        """The report as the admin's page shows it: what would change, or every problem at its row."""
        result = RosterResult()
        result.diff_headers = [_("Post"), _("Before"), _("Afterwards")]
        result.total_rows = len(dataset)
        for change in report.changes:
            result.append_row_result(row_of(change))
            result.totals[KINDS[change.outcome]] += 1
        for problem in report.errors:
            result.append_row_result(error_of(problem))
        result.totals[RowResult.IMPORT_TYPE_SKIP] = report.counts[Outcome.UNCHANGED] + report.counts[Outcome.SKIPPED]
        if report.reason:
            result.append_base_error(Error(ValueError(report.reason)))
        return result


RosterResource.fields = {field.name: fields.Field(column_name=field.label) for field in rosters.FIELDS}


class RosterResult(Result):
    """A result whose errors carry the row numbers of the file, and not those of the data."""

    def row_errors(self) -> list[tuple[int, list[Error]]]:
        """Row number and errors, as the admin's page lists them."""
        return [(row.errors[0].number, row.errors) for row in self.rows if row.errors]


def row_of(change: Change) -> RowResult:
    """One post: what it says before and after."""
    row = RowResult()
    row.import_type = KINDS[change.outcome]
    row.diff = [change.thing, change.before, change.after]
    return row


def error_of(problem: Problem) -> RowResult:
    """One problem at its place."""
    row = RowResult()
    row.import_type = RowResult.IMPORT_TYPE_ERROR
    told = f"{problem.column} “{problem.value}”: {problem.problem}"
    row.errors = [Error(ValueError(told), number=problem.row)]
    return row
