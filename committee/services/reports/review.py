"""The office's reading of a report: what the portal counts differently, what is unusual, what was said, who is next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from committee.models import FormField, Remark, Report
from committee.services.reports.filling import Line, counted_for, lines_of, plain
from committee.services.reports.past import is_unusual, past_of, range_of


def with_unit(number: Decimal | None, field: FormField) -> str:
    """``3次``; nothing written is a dash."""
    return "—" if number is None else f"{plain(number)}{field.unit}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure whose report says another number than the portal counts now."""

    field: FormField
    reported: Decimal | None
    counted: Decimal
    why: str

    def __str__(self) -> str:
        told = {
            "field": self.field,
            "reported": with_unit(self.reported, self.field),
            "counted": with_unit(self.counted, self.field),
        }
        return _("%(field)s: the report says %(reported)s, the records say %(counted)s.") % told


def differences(report: Report, lines: Iterable[Line]) -> list[Difference]:
    """Where report and records do not agree; a query for each figure that has a source."""
    found = []
    for line in lines:
        reported = Decimal(0) if report.is_nil else line.value.number
        counted = counted_for(report, line.field)
        if counted is not None and counted != reported:
            found.append(Difference(line.field, reported, counted, line.value.why))
    return found


def unusual_of(report: Report, lines: Iterable[Line]) -> dict[int, str]:
    """By the key of its field, ``2–5次``: what was usual for each figure that now is not; one query."""
    past = past_of(report)
    found = {}
    for line in lines:
        before = past.get(line.field.code, [])
        if is_unusual(line.value.number, before) and (known := range_of(before)):
            least, most = known
            head = f"{plain(least)}–" if least != most else ""
            found[line.field.pk] = head + with_unit(most, line.field)
    return found


def what_stands_out(report: Report) -> list[str]:
    """What the office looks at before it accepts, a sentence each: other numbers than the records', unusual ones."""
    lines = lines_of(report)
    found = [
        f"{each} {_('Reason')}{_(': ')}{each.why}" if each.why else str(each) for each in differences(report, lines)
    ]
    usual = {} if report.is_nil else unusual_of(report, lines)
    return found + [
        _("%(field)s: %(number)s is unusual, it was %(usual)s so far.")
        % {"field": line.field, "number": with_unit(line.value.number, line.field), "usual": usual[line.field.pk]}
        for line in lines
        if line.field.pk in usual
    ]


def remarks_of(report: Report) -> dict[int | None, list[Remark]]:
    """What was said, by the key of the field (``None``: of the whole report), the oldest first; one query."""
    found: dict[int | None, list[Remark]] = {}
    for remark in report.remarks.present().select_related("by__person").order_by("pk"):
        found.setdefault(remark.field_id, []).append(remark)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A report's place among those to review: the ``number``-th of ``waiting``, and the ones beside it.

    A report that does not wait has the number 0; ``after`` is the one that comes behind where it stood.
    """

    number: int
    waiting: int
    before: Report | None = None
    after: Report | None = None


def place_in_queue(report: Report, user: Any) -> Place:
    """Where the report stands for ``user``: who came first stands first; one query."""
    queue = list(Report.objects.all().visible_to(user).to_review().with_reporters())
    keys = [each.pk for each in queue]
    if report.pk not in keys:
        later = (each for each in queue if _came(report) < _came(each))
        return Place(0, len(queue), after=next(later, queue[0] if queue else None))
    place = keys.index(report.pk)
    before, after = queue[:place][-1:], queue[place + 1 :][:1]
    return Place(place + 1, len(queue), *(next(iter(each), None) for each in (before, after)))


def _came(report: Report) -> tuple[float, int]:
    return (report.submitted_at.timestamp() if report.submitted_at else 0.0, report.pk)
