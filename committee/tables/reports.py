"""How periodic reports and their forms are read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from committee.models import FormField, Report
from committee.services.reports import plain, standing_of
from dayan_safety.tables import Badge, Column
from dayan_safety.workdays import today

STATES = {
    Report.State.DRAFT: ("secondary", "pencil"),
    Report.State.SUBMITTED: ("info", "inbox"),
    Report.State.RETURNED: ("warning", "arrow-return-left"),
    Report.State.ACCEPTED: ("success", "check-circle"),
    Report.State.EXCUSED: ("secondary", "dash-circle"),
}
STANDINGS = {
    "on_time": Badge(_("came in time"), "success", "check-circle"),
    "late": Badge(_("came late"), "warning", "clock-history"),
    "missing": Badge(_("did not come"), "danger", "exclamation-octagon"),
    "waiting": Badge(_("not due yet"), "secondary", "dash"),
    "excused": Badge(_("not needed"), "secondary", "dash-circle"),
}


def state_of(report: Report) -> Badge:
    """Where a report stands."""
    return Badge(report.get_state_display(), *STATES[Report.State(report.state)])


def came(report: Report) -> Badge:
    """Whether it came in time."""
    return STANDINGS[standing_of(report, today())]


REPORTS = (
    Column("reporter", _("Who reports"), order=("group__number", "unit__order")),
    Column("period_name", _("Period"), order=("first", "period")),
    Column("state", _("State"), state_of, order=("state",)),
    Column("due_on", _("Report due on"), order=("due_on",), kind="date"),
    Column("came", _("In time"), came),
    Column("handed_in_on", _("Handed in on"), order=("handed_in_on",), kind="date"),
    Column("submitted_by", _("Handed in by"), order=("submitted_by__person__name",)),
    Column("lock_on", _("Closed after"), order=("lock_on",), kind="date", shown=False),
    Column("returned", _("Times sent back"), order=("returned",), kind="number", shown=False),
)


def group_of(form: Any) -> str:
    """Of which group; all of them for none."""
    return str(form.group) if form.group else str(_("all")) if form.audience == "groups" else ""


FORMS = (
    Column("name", _("Form"), order=("name",)),
    Column("audience", _("Who reports"), lambda form: form.get_audience_display(), order=("audience",)),
    Column("group", _("Group"), group_of, order=("group__number",)),
    Column("period", _("Period"), lambda form: form.get_period_display(), order=("period",)),
    Column("since", _("From the month of"), lambda form: f"{form.since:%Y-%m}", order=("since",)),
    Column("number_of_fields", _("Figures and texts"), kind="number"),
)


def limits(field: FormField) -> str:
    """From, to."""
    least, most = plain(field.least), plain(field.most)
    return f"{least} – {most}" if least and most else f"≥ {least}" if least else f"≤ {most}" if most else ""


FIELDS = (
    Column("name", _("Figure or text"), order=("name",)),
    Column("form", _("Form"), order=("form__name", "form__since")),
    Column("section", _("Part of the form"), order=("section",)),
    Column("order", _("Order"), order=("order",), kind="number"),
    Column("code", _("Code"), order=("code",), shown=False),
    Column("kind", _("Kind of entry"), lambda field: field.get_kind_display(), order=("kind",)),
    Column("unit", _("Counted in")),
    Column("required", _("Compulsory"), order=("required",)),
    Column("least", _("At least"), lambda field: plain(field.least), order=("least",), kind="number", shown=False),
    Column("most", _("At most"), lambda field: plain(field.most), order=("most",), kind="number", shown=False),
    Column("source", _("Filled in from"), lambda field: field.get_source_display(), order=("source",)),
    Column("total", _("In the town's report"), lambda field: field.get_total_display(), order=("total",), shown=False),
    Column("note", _("How it is counted"), shown=False),
)
LIMITS = Column("limits", _("Limits"), limits)
ON_FORM, ON_TEXTS = ("name", "kind", "unit", "required", "source"), ("name", "required", "note")
OF_FORM = (*(column for column in FIELDS if column.name in ON_FORM), LIMITS)
OF_TEXTS = tuple(column for column in FIELDS if column.name in ON_TEXTS)
