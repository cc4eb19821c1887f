"""The forms that come with the portal: entered once where there is none, kept by the office from then on."""

from __future__ import annotations

from datetime import date
from typing import Any

from committee.models import Committee, FormField, Period, ReportForm
from committee.services.reports.forms import STEP
from committee.services.reports.periods import span_of
from committee.services.reports.shipped_forms import FORMS, Shipped
from dayan_safety.history import change
from dayan_safety.records import create_record
from dayan_safety.workdays import today


def load_shipped(*, by: Any = None) -> int:
    """Enter the shipped forms of those who never had one for their period; returns how many.

    A form that the office changed or removed stays so. History tells of each form, not of all that it asks for.
    """
    with change():
        missing = [shipped for shipped in FORMS if not _was_there(shipped)]
        for shipped in missing:
            _enter(shipped, by=by)
    return len(missing)


def _was_there(shipped: Shipped) -> bool:
    return ReportForm.objects.filter(audience=shipped.audience, period=shipped.period).exists()


def _enter(shipped: Shipped, *, by: Any) -> None:
    about = {name: getattr(shipped, name) for name in ("name", "audience", "period", "note")}
    form = create_record(ReportForm(since=_since(shipped.period, today()), **about), by=by)
    FormField.objects.bulk_create(
        FormField(form=form, order=STEP * place, **asked) for place, asked in enumerate(shipped.fields(), start=1)
    )


def _since(period: str, on: date) -> date:
    """Months: since the term began, or this year. Others: the running one is the first, so that nobody is late from
    the beginning with periods of which nobody knew.
    """
    if period != Period.MONTH:
        return span_of(period, on).first
    committee = Committee.objects.present().in_office(on).first()
    return committee.term_from if committee else date(on.year, 1, 1)
