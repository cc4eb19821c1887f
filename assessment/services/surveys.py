"""What people say of every unit in surveys, for a score; who said it, nobody knows.

A poll counts for the unit it is about once it is over, in the period in which it ended. Counting and the list of what
was counted read the same polls.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import RulebookItem
from assessment.scoring import WHOLE, Reading, rounded
from assessment.services.indicators import Readings
from campaigns.models import Poll
from campaigns.querysets import PollQuerySet
from campaigns.services.satisfaction import marks_by_unit
from dayan_safety.parameters import parameter

LEAST = "assessment.least_sheets"
LEAST_KEPT = "least_sheets"  # where the rules of a result keep what it was then


def least_sheets() -> int:
    """How many marked sheets a unit needs together, for a survey to count."""
    return int(parameter(LEAST))


def polls_read(first: date, last: date, on: date) -> PollQuerySet:
    """The polls that count in a period, as they stand on ``on``: each has a sheet with a mark."""
    return Poll.objects.all().rating(first, last, on).filter(sheets__mark__isnull=False).distinct()


def surveyed_of(item: RulebookItem, first: date, last: date, on: date) -> tuple[Readings, None]:
    """Of each unit its share of full marks: the sum of its sheets' marks of all that they could be.

    Of a unit with fewer than ``least_sheets`` nothing is known, which is not zero. Two queries for any number of units
    and sheets.
    """
    least = least_sheets()
    marks = marks_by_unit(polls_read(first, last, on))
    told = {unit: (total, sheets) for unit, (total, sheets) in marks.items() if sheets >= least}
    return {unit: Reading(total, WHOLE * sheets) for unit, (total, sheets) in told.items()}, None


def polls_counted(unit: int, first: date, last: date, on: date, *, reader: Any = None) -> list[Poll]:
    """The polls about a unit that were counted; for a ``reader`` those that exist for them.

    Each with ``at``, its last day, and ``went_well``: it is no loss by itself.
    """
    rows = polls_read(first, last, on).filter(unit=unit)
    found: list[Any] = list((rows.visible_to(reader) if reader else rows).with_names().order_by("last_on", "pk"))
    for poll in found:
        poll.at, poll.went_well = poll.last_on, True
    return found


def mark_in_words(part: Decimal, whole: Decimal) -> str:
    """The mean mark of a reading, and of how many sheets."""
    sheets = int(whole / WHOLE)
    said = ngettext("mean mark %(mark)s of %(sheets)s sheet", "mean mark %(mark)s of %(sheets)s sheets", sheets)
    return said % {"mark": rounded(WHOLE * part / whole), "sheets": sheets}


def why_unknown(unit: int, least: int, first: date, last: date, on: date) -> str:
    """Why a survey says nothing of a unit, in a sentence; one query."""
    _total, sheets = marks_by_unit(polls_read(first, last, on).filter(unit=unit)).get(unit, (Decimal(0), 0))
    if not sheets:
        return _("no survey about the unit was over in the period")
    said = ngettext(
        "too few answers: %(sheets)s sheet, counted from %(least)s on",
        "too few answers: %(sheets)s sheets, counted from %(least)s on",
        sheets,
    )
    return said % {"sheets": sheets, "least": least}
