"""The sheet on which a report is written: its sections, and each field with all that stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from committee.models import FormField, Remark, Report, ReportValue
from committee.services import reports as services
from committee.services.reports import Line, Past, completeness, plain
from committee.views.reports.past_drawing import BAR_STEP, Bar, bars_of, past_in_words
from committee.views.reports.sending import Fault, mark_of
from committee.views.reports.told_of_values import days_left, moment_in_words, version_of, written_in
from dayan_safety.workdays import today

Kind = Remark.Kind


@dataclass(slots=True)
class Entry:
    """A field of the sheet: what stands in it, what the portal counted, what was reported before, what was said."""

    report: Report
    line: Line
    past: Sequence[Past] = ()
    remarks: Sequence[Remark] = ()
    records: int | None = None
    text_before: str = ""
    fault: Fault | None = None

    @property
    def field(self) -> FormField:
        """What is asked."""
        return self.line.field

    @property
    def value(self) -> ReportValue:
        """What is saved."""
        return self.line.value

    @property
    def text(self) -> str:
        """What the box shows: as typed where it could not be saved."""
        return self.fault.text if self.fault else written_in(self.value)

    @property
    def why(self) -> str:
        """The same, of the reason beside it."""
        return self.fault.why if self.fault else self.value.why

    @property
    def version(self) -> int:
        """The one the writer sees; 0 while nobody has written."""
        return version_of(self.value)

    @property
    def mark(self) -> str:
        """By which a form sent without a script tells what was changed in it."""
        return mark_of(written_in(self.value), self.value.why)

    @property
    def counted(self) -> str:
        """What the portal counted."""
        return plain(self.value.filled)

    @property
    def is_counted(self) -> bool:
        """Whether the counted number stands in it."""
        return self.value.filled is not None and not self.value.is_overridden

    @property
    def asks_why(self) -> bool:
        """Whether a reason is asked for."""
        return self.value.is_overridden or bool(self.why)

    @property
    def can_copy(self) -> bool:
        """Whether the text of the report before can be taken over."""
        return bool(self.text_before) and not self.text

    @property
    def limits(self) -> str:
        """What the number may be, in words."""
        told = {"least": plain(self.field.least), "most": plain(self.field.most)}
        if told["least"] and told["most"]:
            return _("Between %(least)s and %(most)s.") % told
        if told["least"]:
            return _("Not less than %(least)s.") % told
        return _("Not more than %(most)s.") % told if told["most"] else ""

    @property
    def is_unusual(self) -> bool:
        """Whether the number is out of the usual."""
        return services.is_unusual(self.value.number, self.past)

    @property
    def returned(self) -> list[Remark]:
        """Why the field was sent back the last time."""
        return [remark for remark in self.remarks if remark.kind == Kind.RETURN]

    @property
    def comments(self) -> list[Remark]:
        """What else was said of it."""
        return [remark for remark in self.remarks if remark.kind == Kind.COMMENT]

    @property
    def lacking(self) -> list[str]:
        """What stands in the way of handing in."""
        return services.what_is_lacking([self.line])

    @property
    def past_in_words(self) -> str:
        """The range of the past, and the last figure."""
        return past_in_words(self.past)

    @property
    def bars(self) -> list[Bar]:
        """The past as a drawing."""
        return bars_of(self.report, self.past)

    @property
    def width(self) -> int:
        """Of the drawing."""
        return len(self.past) * BAR_STEP


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together, and how many of the compulsory ones are filled."""

    name: str
    entries: list[Entry]

    @property
    def completeness(self) -> tuple[int, int]:
        """Filled, and to be filled."""
        return completeness(entry.line for entry in self.entries)


@dataclass(slots=True)
class Sheet:
    """All of it."""

    report: Report
    entries: list[Entry]
    remarks: Sequence[Remark] = field(default_factory=list)

    @property
    def sections(self) -> list[Section]:
        """In the order of the form."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.field.section, []).append(entry)
        return [Section(name, entries) for name, entries in found.items()]

    @property
    def completeness(self) -> tuple[int, int]:
        """Filled, and to be filled."""
        return completeness(entry.line for entry in self.entries)

    @property
    def lacking(self) -> list[Entry]:
        """The fields that stand in the way of handing in."""
        return [entry for entry in self.entries if entry.lacking]

    @property
    def returned(self) -> list[Remark]:
        """Why the report was sent back the last time."""
        return [remark for remark in self.remarks if remark.kind == Kind.RETURN]

    @property
    def comments(self) -> list[Remark]:
        """What else was said of it as a whole."""
        return [remark for remark in self.remarks if remark.kind == Kind.COMMENT]

    @property
    def saved_at(self) -> str:
        """When it was written in last; empty for a fresh one."""
        moments = [entry.value.updated_at for entry in self.entries if entry.value.pk]
        return moment_in_words(max(moments)) if moments else ""

    @property
    def to_correct(self) -> list[Entry]:
        """The fields that were sent back."""
        return [entry for entry in self.entries if entry.returned]

    @property
    def is_late(self) -> bool:
        """Whether it should have come before today."""
        return self.report.is_missing_on(today())

    @property
    def due(self) -> str:
        """The days left until it is due; nothing once it has come."""
        return "" if self.report.handed_in_on else days_left(self.report.due_on)

    @property
    def lock(self) -> str:
        """The days left to write, where the day it was due is no longer what matters."""
        matters = self.report.handed_in_on or self.report.due_on < today()
        return days_left(self.report.lock_on) if matters else ""


def sheet_of(report: Report, faults: dict[int, Fault] | None = None) -> Sheet:
    """The sheet of a report; five queries, and one for each figure that the portal counts."""
    lines, past = services.lines_of(report), services.past_of(report)
    texts, remarks = services.texts_before(report), last_remarks(report)
    entries = [
        Entry(
            report=report,
            line=line,
            past=past.get(line.field.code, ()),
            remarks=remarks.get(line.field.pk, ()),
            records=records_number(report, line.field),
            text_before="" if line.field.is_figure else texts.get(line.field.code, ""),
            fault=(faults or {}).get(line.field.pk),
        )
        for line in lines
    ]
    return Sheet(report, entries, remarks.get(None, ()))


def last_remarks(report: Report) -> dict[int | None, list[Remark]]:
    """What was said, without the reasons of earlier returns: only the last one waits for an answer."""
    found = services.remarks_of(report)
    numbers = [remark.filing for each in found.values() for remark in each if remark.kind == Kind.RETURN]
    last = max(numbers, default=0) if report.state == Report.State.RETURNED else None
    return {
        key: [remark for remark in each if remark.kind == Kind.COMMENT or remark.filing == last]
        for key, each in found.items()
    }


def records_number(report: Report, asked: FormField) -> int | None:
    """How many records stand behind a figure."""
    records = services.records_behind(report, asked)
    return None if records is None else records.count()
