"""Writing a report: figures the portal counts, values saved one by one, last month's text as a start."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import FormField, Report, ReportValue
from committee.models.report_forms import DECIMAL_PLACES
from dayan_safety.errors import EditedMeanwhile, RuleBroken
from dayan_safety.history import record_action
from dayan_safety.names import tidy
from dayan_safety.permissions import verb
from dayan_safety.sources import all_sources
from dayan_safety.states import state_refused
from dayan_safety.workdays import today

LONGEST_TEXT, LONGEST_WHY = 5000, 300
MOST = Decimal(10) ** 12 - 1
DIGITS = re.compile(r"[+-]?((\d{1,20}|\d{1,3}([, ]\d{3}){1,6})(\.\d{0,20})?|\.\d{1,20})", re.ASCII)
AS_IT_STANDS = (
    "state", "version", "due_on", "lock_on", "handed_in_on", "submitted_by", "started_at", "is_nil", "returned"
)  # fmt: skip


@dataclass(slots=True)
class Line:
    """One field of a report with what stands in it; ``value`` is a row that may not be saved yet."""

    field: FormField
    value: ReportValue

    @property
    def is_lacking(self) -> bool:
        """Compulsory and empty."""
        return self.field.required and self.value.is_empty

    @property
    def lacks_why(self) -> bool:
        """Another number than the portal counted, and nobody says why."""
        return self.value.is_overridden and not self.value.why.strip()


def lines_of(report: Report) -> list[Line]:
    """The fields of the report's form in their order with their values; two queries.

    A field that was taken off the form stays where something was written in it.
    """
    values = {value.field_id: value for value in report.values.select_related("by__person")}
    fields = FormField.objects.filter(form=report.form_id).order_by("order", "pk")
    lines = [Line(field, values.get(field.pk) or ReportValue(report=report, field=field)) for field in fields]
    return [line for line in lines if line.field.removed_at is None or not line.value.is_empty]


def lock_report(report: Report) -> None:
    """Bring what verbs go by up to date; nobody changes it until the caller's ``change()`` is done.

    It may have been handed in, sent back or moved since it was read. Its values are held with it.
    """
    report.refresh_from_db(fields=AS_IT_STANDS, from_queryset=Report.objects.select_for_update())


def require_writable(report: Report) -> None:
    """Raise ``RuleBroken`` unless the report waits for its writer and is not closed, as it stands now."""
    lock_report(report)
    if not report.is_writable:
        raise RuleBroken(state_refused(report))
    if report.is_locked_on(today()):
        told = {"day": report.lock_on}
        raise RuleBroken(_("This report was closed after %(day)s. The office can open it for longer.") % told)


@verb("committee.write_report")
def begin_report(report: Report, *, by: Any) -> None:
    """Note when the report was first opened for writing, and fill in what the portal counts."""
    require_writable(report)
    if by is not None and report.started_at is None:
        report.started_at = timezone.now()
        Report.objects.filter(pk=report.pk).update(started_at=report.started_at)
    fill_in(report)


def fill_in(report: Report) -> list[ReportValue]:
    """Count anew what the portal knows; what somebody wrote over, or took out, stays. Returns what changed.

    The report's history has it as filled in by the portal itself. The caller holds the report (``lock_report``).
    """
    changed = []
    for line in lines_of(report):
        counted = counted_for(report, line.field)
        if counted is not None and counted != line.value.filled:
            changed.append(_filled(line.value, counted))
    if changed:
        told = {value.field.name: plain(value.filled) for value in changed}
        record_action("committee.fill_in_report", report, after=told)
    return changed


def counted_for(report: Report, field: FormField) -> Decimal | None:
    """What the portal counts for the field now; ``None`` where it counts nothing."""
    source = all_sources().get(field.source)
    return source.count(report.reporter, report.first, report.last) if source else None


def records_behind(report: Report, field: FormField) -> QuerySet[Any] | None:
    """The records that the portal counts for the field; ``None`` where it counts nothing."""
    source = all_sources().get(field.source)
    return source.records(report.reporter, report.first, report.last) if source else None


def _filled(value: ReportValue, counted: Decimal) -> ReportValue:
    follows = value.number == value.filled
    value.filled, value.version = counted, value.version + (1 if value.pk else 0)
    if follows:
        value.number, value.by = counted, None
    if not value.is_overridden:
        value.why = ""
    value.save()
    return value


@verb("committee.write_report")
def save_value(
    report: Report, *, by: Any, field: FormField, text: str, why: str = "", version: int | None = None
) -> ReportValue:
    """Write one field. A number is understood in full width, with separators of thousands, and its unit behind it.

    ``version`` is the one the writer saw, 0 for a field nobody had written. Raises ``EditedMeanwhile`` with the value
    as it is when somebody else wrote since, ``RuleBroken`` for what is no such number or lies outside the limits.
    """
    require_writable(report)
    value = _value_of(report, field)
    number, words = read_value(field, text)
    seen = version is None or version == (value.version if value.pk else 0)
    fresh = _as_sent(value, number, words, why)
    before, after = _said(value), _said(fresh)
    if before == after:  # sent again because the answer was lost, or two wrote the same
        return value
    if not seen:
        raise EditedMeanwhile(value)
    fresh.by = by
    return _written(report, fresh, before, after, by=by)


def _as_sent(value: ReportValue, number: Decimal | None, words: str, why: str) -> ReportValue:
    """A copy of the value as the writer wants it; where it says what was counted, there is nothing to explain."""
    fresh = copy(value)
    fresh.number, fresh.text, fresh.why = number, words, tidy(_kept(why))[:LONGEST_WHY]
    if not fresh.is_overridden:
        fresh.why = ""
    return fresh


def _said(value: ReportValue) -> dict[str, str]:
    return {"number": plain(value.number), "text": value.text, "why": value.why}


def _value_of(report: Report, field: FormField) -> ReportValue:
    """What stands there, or a row that is not saved yet; nobody else writes it, for the report is held.

    Raises ``RuleBroken`` for what the form does not ask for; what it asked for once stays while something is written.
    """
    value = ReportValue.objects.filter(report=report, field=field).select_related("by__person").first()
    value = value or ReportValue(report=report)
    value.field = field
    if field.form_id != report.form_id or (field.removed_at and value.is_empty):
        raise RuleBroken(_("This form does not ask for that."))
    return value


def _written(report: Report, value: ReportValue, before: Any, after: Any, *, by: Any) -> ReportValue:
    value.version += 1 if value.pk else 0
    value.save()
    Report.objects.filter(pk=report.pk).update(updated_at=timezone.now(), is_nil=False, version=F("version") + 1)
    report.is_nil, report.version = False, report.version + 1
    changed = [name for name in before if before[name] != after[name]]
    record_action(
        "committee.write_report",
        report,
        by=by,
        before={value.field.name: " ".join(before[name] for name in changed if before[name])},
        after={value.field.name: " ".join(after[name] for name in changed if after[name])},
    )
    return value


def read_value(field: FormField, typed: str) -> tuple[Decimal | None, str]:
    """What was typed, as a number or a text. Raises ``RuleBroken``."""
    if not field.is_figure:
        return None, _text(typed)
    bare = tidy(typed).removesuffix(tidy(field.unit)).rstrip()
    if not bare:
        return None, ""
    number = _number(bare, field)
    _check_limits(number, field)
    return number, ""


def _kept(typed: str) -> str:
    """Without what PostgreSQL cannot keep."""
    return typed.replace("\0", "")


def _text(typed: str) -> str:
    text = _kept(typed).replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(_("Too long: %(most)s characters at most.") % {"most": LONGEST_TEXT})
    return text


def _number(typed: str, field: FormField) -> Decimal:
    """Separators stand between threes: ``3，5`` is never read as 35."""
    places = DECIMAL_PLACES if field.kind == FormField.Kind.DECIMAL else 0
    number = Decimal(typed.replace(",", "").replace(" ", "") if DIGITS.fullmatch(typed) else "nan")
    if number.is_finite() and abs(number) <= MOST and number == round(number, places):
        return round(number, places) + 0  # no nought below nought
    raise RuleBroken(_("Write a number, with two decimals at most.") if places else _("Write a whole number."))


def _check_limits(number: Decimal, field: FormField) -> None:
    told = {"least": plain(field.least), "most": plain(field.most)}
    if field.least is not None and number < field.least:
        raise RuleBroken(_("Not less than %(least)s.") % told)
    if field.most is not None and number > field.most:
        raise RuleBroken(_("Not more than %(most)s.") % told)


def plain(number: Decimal | None) -> str:
    """A number without noughts behind it: 3, 2.5."""
    return "" if number is None else f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


@verb("committee.write_report")
def copy_text(report: Report, *, by: Any, field: FormField) -> ReportValue:
    """Take the text of the report before as a start, into a field that is still empty."""
    require_writable(report)
    if field.is_figure or not _value_of(report, field).is_empty:
        raise RuleBroken(_("Something is written there already."))
    text = text_before(report, field.code)
    if not text:
        raise RuleBroken(_("The report before has nothing there."))
    return save_value(report, by=by, field=field, text=text)


def text_before(report: Report, code: str) -> str:
    """What the same body wrote there the period before; empty if nothing."""
    return texts_before(report).get(code, "")


def texts_before(report: Report) -> dict[str, str]:
    """By code, the texts of the latest earlier report of the same body that has any; one query."""
    earlier = ReportValue.objects.filter(
        report__group=report.group_id, report__unit=report.unit_id, report__period=report.period,
        report__first__lt=report.first,
    ).exclude(text="")  # fmt: skip
    latest = earlier.order_by("-report__first").values("report")[:1]
    return dict(earlier.filter(report=Subquery(latest)).values_list("field__code", "text"))


def completeness(lines: Iterable[Line]) -> tuple[int, int]:
    """How many of the compulsory fields are filled, and how many there are."""
    compulsory = [line for line in lines if line.field.required]
    return sum(not line.is_lacking for line in compulsory), len(compulsory)
