"""Sending a report, with photographs and without a name; finding it again by its number."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from committee.services.hearers import office
from dayan_safety.attachments import attach_all
from dayan_safety.history import change, from_nowhere, record_action
from dayan_safety.notices import notify
from dayan_safety.permissions import require
from dayan_safety.uploads import Checked
from inspections.models import HazardReport

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another one when read aloud
HALF = 4  # signs before and after the hyphen: 32⁸ numbers, and few tries an hour
SEND = "inspections.create_hazardreport"


def new_number() -> str:
    """A number that nobody can guess: ``7KQ4-M2XB``."""
    signs = [secrets.choice(SIGNS) for _each in range(2 * HALF)]
    return f"{''.join(signs[:HALF])}-{''.join(signs[HALF:])}"


def report_of(text: str) -> HazardReport | None:
    """The report that somebody follows by what they typed: small letters, blanks and a missing hyphen do no harm."""
    signs = re.sub(r"[^0-9A-Z]", "", text.upper())
    found = HazardReport.objects.present().select_related("unit", "finding")
    return found.filter(number=f"{signs[:HALF]}-{signs[HALF:]}").first() if len(signs) == 2 * HALF else None


def send_report(
    report: HazardReport, *, by: Any, uploads: Iterable[Checked] = (), once: UUID | None = None
) -> HazardReport:
    """Keep a report and tell the office; the same form sent again is the report it made. ``by``: ``None`` a resident.

    History keeps no address of a resident.
    """
    if by is not None:
        require(by, SEND)
    with from_nowhere(_("a resident")) if by is None else nullcontext(), change():
        known: HazardReport | None = HazardReport.objects.filter(once=once).first() if once else None
        if known is not None:
            return known
        report.number, report.once, report.said_by = new_number(), once, by
        report.save()
        attach_all(report, by=by, uploads=uploads, right=SEND)
        record_action(SEND, report, by=by, after={"place": report.place, "text": report.text})
        _tell_office(report)
    return report


def _tell_office(report: HazardReport) -> None:
    title = _("Danger reported: %(report)s") % {"report": report}
    url = reverse("inspections:view_hazardreport", args=[report.pk])
    key = f"hazard:{report.pk}"
    notify(office(), key=key, title=title, text=report.place, url=url, kind="inspections.hazard_report", about=report)
