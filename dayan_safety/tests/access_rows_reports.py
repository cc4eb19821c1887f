"""The access matrix of periodic reports and their forms: see ``access_rows``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from committee.models import Report
from committee.services import reports
from committee.tests import reporting
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import (
    CHAIR_OFFICE,
    OFFICE,
    OWN,
    TOWN_WIDE,
    Args,
    Row,
    noun,
    record_pages,
)
from dayan_safety.tests.access_rows_work import of, verbs

SEES = TOWN_WIDE | OWN  # the liaison answers for the unit that owes the report
LEAD = frozenset({"lead"})
MONTH = ("2026", "6")


def own(cast: Cast) -> Report:
    """The report that the liaison's village owes."""
    known = Report.objects.filter(unit=cast.village).first()
    return known or reporting.a_quarterly(cast, due_on=reporting.FAR, lock_on=reporting.FAR)


def handed_in(cast: Cast) -> Report:
    """The same, with nothing to report."""
    report = own(cast)
    if report.is_writable:
        reports.submit_report(report, by=None, is_nil=True)
    return Report.objects.get(pk=report.pk)


def of_group(cast: Cast) -> Report:
    """The report of the lead's group."""
    known = Report.objects.filter(group=cast.group).first()
    return known or reporting.a_report(cast, reporting.a_form(), due_on=reporting.FAR, lock_on=reporting.FAR)


def field_in(make: Callable[[Cast], Report], code: str) -> Args:
    """The keys of a report and of one of its fields."""

    def args(cast: Cast) -> list[Any]:
        report = make(cast)
        return [report.pk, reporting.field_of(report, code).pk]

    return args


def a_form(cast: Cast) -> Any:
    """A form on which the liaison's village reports, with nothing handed in."""
    return own(cast).form


def a_field(cast: Cast) -> Any:
    """What it asks for first."""
    return own(cast).form.fields.present().first()


def a_town_wide_form(cast: Cast) -> Any:
    """A form of the groups, on which a liaison reports nothing."""
    return of_group(cast).form


FORMS = dict.fromkeys(("create", "edit", "remove"), OFFICE)
ATTACH = {"attach": OFFICE | OWN}
REPORT = of(own)
REPORTS: dict[str, Row] = {
    **noun("report", SEES, REPORT, TOWN_WIDE, lists=frozenset({"inspector"}), **ATTACH),
    "committee:write_report": Row(OWN, REPORT, sees=SEES, post=302),
    **verbs(REPORT, submit_report=OWN, move_report=OFFICE, comment_report=CHAIR_OFFICE | OWN),
    **verbs(REPORT, excuse_report=CHAIR_OFFICE, demand_report=CHAIR_OFFICE, reopen_report=CHAIR_OFFICE),
    **verbs(REPORT, return_report=OFFICE, accept_report=OFFICE),
    "committee:save_report_value": Row(OWN, field_in(own, "drills"), sees=SEES, get=405, post=200, arity=2),
    "committee:copy_report_text": Row(OWN, field_in(own, "text"), sees=SEES, get=405, post=422, arity=2),
    "committee:show_report_records": Row(SEES, field_in(own, "tasks_done"), arity=2),
    "committee:review_reports": Row(OFFICE, get=302),
    "committee:remind_report": Row(CHAIR_OFFICE, post=422),
    "committee:view_board": Row(TOWN_WIDE),
    "committee:view_town_month": Row(TOWN_WIDE, word=MONTH),
    "committee:download_town_month": Row(TOWN_WIDE, word=MONTH),
    "committee:export_town_month": Row(TOWN_WIDE, word=MONTH),
    "committee:issue_town_report": Row(CHAIR_OFFICE, word=MONTH, post=422),
    "committee:view_town_year": Row(TOWN_WIDE, word=MONTH[:1]),
    "committee:export_town_year": Row(TOWN_WIDE, word=MONTH[:1]),
    **noun("reportform", SEES, of(a_form), TOWN_WIDE, lists=frozenset({"inspector"}), **FORMS),
    "committee:copy_form": Row(OFFICE, of(a_form), sees=SEES, post=422),
    "committee:print_form": Row(SEES, of(a_form)),
    **noun("formfield", SEES, of(a_field), TOWN_WIDE, lists=frozenset({"inspector"}), **FORMS),
}
GROUPS = of(of_group)
OTHERS_REPORTS: dict[str, Row] = {
    **record_pages("report", TOWN_WIDE, GROUPS, attach=OFFICE | LEAD),
    "committee:write_report": Row(LEAD, GROUPS, sees=TOWN_WIDE, post=302),
    **verbs(GROUPS, TOWN_WIDE, submit_report=LEAD, comment_report=CHAIR_OFFICE | LEAD, return_report=OFFICE),
    **verbs(GROUPS, TOWN_WIDE, excuse_report=CHAIR_OFFICE, move_report=OFFICE),
    "committee:save_report_value": Row(LEAD, field_in(of_group, "drills"), sees=TOWN_WIDE, get=405, post=200),
    "committee:show_report_records": Row(TOWN_WIDE, field_in(of_group, "tasks_done")),
    "committee:print_form": Row(TOWN_WIDE, of(a_town_wide_form)),
    "committee:copy_form": Row(OFFICE, of(a_town_wide_form), sees=TOWN_WIDE, post=422),
}
