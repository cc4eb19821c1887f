"""What a report's page is made of: differences, changes, values, remarks, handings in; and what to know before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committee.models import Filing, Remark, Report
from committee.services import reports as services
from dayan_safety.delivery_pages import told_panel
from dayan_safety.reading_history import Told
from dayan_safety.sources import all_sources
from dayan_safety.views import Panel

State = Report.State
HANDED_IN = (State.SUBMITTED, State.ACCEPTED)
TEMPLATES = "committee/reports/_report_"


def panels_of(report: Report, user: Any) -> list[Panel]:
    """Every panel that has something to say to ``user``."""
    lines, filings = services.lines_of(report), services.filings_of(report)
    changes = _changes(report, lines, filings)
    remarks = services.remarks_of(report)
    return [
        *differences_panel(report, lines, user),
        *changes_panel(changes, filings),
        values_panel(report, lines, {each.field.pk for each in changes}, remarks, user),
        *remarks_panel(remarks.get(None, [])),
        *filings_panel(lines, filings),
        *told_panel(report, user),
    ]


def differences_panel(report: Report, lines: list[services.Line], user: Any) -> list[Panel]:
    """Where report and records do not agree: for those who decide about what was handed in."""
    if report.state not in HANDED_IN or not user.has_perm("committee.reopen_report", report):
        return []
    found = [{"told": each, "url": _records_url(report, each.field)} for each in services.differences(report, lines)]
    return [Panel(_("Report and records"), f"{TEMPLATES}differences.html", {"lines": found})] if found else []


def _records_url(report: Report, field: Any) -> str:
    return reverse("committee:show_report_records", args=[report.pk, field.pk]) if field.source in all_sources() else ""


def _changes(report: Report, lines: list[services.Line], filings: list[Filing]) -> list[Any]:
    """What the last handing in changed; while it is written anew that is of no interest."""
    fields = [line.field for line in lines]
    return services.changes_since_last(filings, fields) if report.state in HANDED_IN else []


def changes_panel(changes: list[Any], filings: list[Filing]) -> list[Panel]:
    """What the last handing in changed of the one before."""
    if not changes:
        return []
    context = {"changes": changes, "earlier": filings[-2], "later": filings[-1]}
    return [Panel(_("Changed since it was handed in before"), f"{TEMPLATES}changes.html", context)]


def values_panel(
    report: Report, lines: list[services.Line], changed: set[int], remarks: dict[int | None, list[Remark]], user: Any
) -> Panel:
    """What was written, by section; a nil report says so first."""
    steps, usual = services.steps_of(report), services.unusual_of(report, lines)
    can_comment = report.state != State.EXCUSED and user.has_perm("committee.comment_report", report)
    shown = [_shown(report, line) for line in lines]
    for line in shown:
        field = line["field"]
        line |= {"is_changed": field.pk in changed, "usual": usual.get(field.pk, "")}
        line |= {"remarks": remarks.get(field.pk, []), "steps": steps.get(field.name, [])}
        line["comment_url"] = _comment_url(report, field) if can_comment else ""
    filled, compulsory = services.completeness(lines)
    context = {"sections": _by_section(shown), "report": report, "filled": filled, "compulsory": compulsory}
    return Panel(_("What is reported"), f"{TEMPLATES}values.html", context)


def _by_section(shown: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Lines under the headings of their sections, in the order in which these come first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in shown:
        found.setdefault(line["field"].section, []).append(line)
    return list(found.items())


def _shown(report: Report, line: services.Line) -> dict[str, Any]:
    field, value = line.field, line.value
    waits = report.is_writable and not report.is_nil
    return {
        "field": field,
        "value": value,
        "number": services.with_unit(value.number, field),
        "counted": services.with_unit(value.filled, field) if value.filled is not None else "",
        "records_url": _records_url(report, field),
        "is_lacking": waits and line.is_lacking,
        "lacks_why": waits and line.lacks_why,
    }


def _comment_url(report: Report, field: Any) -> str:
    return f"{reverse('committee:comment_report', args=[report.pk])}?field={field.pk}"


def remarks_panel(remarks: list[Remark]) -> list[Panel]:
    """What was said of the whole report."""
    return [Panel(_("Remarks"), f"{TEMPLATES}remarks.html", {"remarks": remarks})] if remarks else []


def filings_panel(lines: list[services.Line], filings: list[Filing]) -> list[Panel]:
    """Each handing in, the last one first, with what was written then."""
    names = [(line.field.code, line.field) for line in lines]
    told = [
        {"filing": filing, "values": [(field, filing.values[code]) for code, field in names if filing.values.get(code)]}
        for filing in reversed(filings)
    ]
    return [Panel(_("Handings in"), f"{TEMPLATES}filings.html", {"lines": told})] if told else []


@dataclass(frozen=True, slots=True)
class Note:
    """What to know before reading on: a sentence with its tone, and where something can be done about it."""

    tone: str
    icon: str
    title: str
    text: str = ""
    url: str = ""
    label: str = ""


def notes_of(report: Report, user: Any, on: date) -> list[Note]:
    """Why it was sent back; that it is under review, or closed, and what can be done about that."""
    writes = user.has_perm("committee.write_report", report)
    return [
        *([_sent_back(report)] if report.state == State.RETURNED else []),
        *([_under_review()] if report.state == State.SUBMITTED and writes else []),
        *([_closed(report, user)] if report.is_writable and report.is_locked_on(on) else []),
    ]


def _sent_back(report: Report) -> Note:
    last = report.remarks.present().filter(kind=Remark.Kind.RETURN, field=None).select_related("by__person").last()
    told = {"by": (last and last.by) or _("The portal")}
    return Note("warning", "arrow-return-left", gettext("Sent back by %(by)s") % told, last.text if last else "")


def _under_review() -> Note:
    title = gettext("Handed in: it waits for the review of the office")
    text = gettext("Nothing can be changed meanwhile. If something is wrong, comment on it: the office sends it back.")
    return Note("info", "lock", title, text)


def _closed(report: Report, user: Any) -> Note:
    title = gettext("Closed after %(day)s: nothing can be written any more") % {"day": report.lock_on}
    if user.has_perm("committee.move_report", report):
        url = reverse("committee:move_report", args=[report.pk])
        return Note("warning", "lock", title, gettext("You can give it other days."), url, gettext("Give other days"))
    people = "、".join(sorted(str(login) for login in services.office()))
    text = gettext("The office can open it for longer: %(people)s.") if people else gettext("The office can open it.")
    return Note("warning", "lock", title, text % {"people": people})


def shortened(history: Iterable[Told]) -> list[Told]:
    """The sentences of the history, of long texts only where they differ."""
    return [replace(row, changes=[_short(change) for change in row.changes]) for row in history]


def _short(change: Any) -> Any:
    before, after = services.gist(change.before, change.after)
    return change._replace(before=before, after=after)
