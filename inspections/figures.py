"""What was inspected and found, in numbers, for the home page."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from dayan_safety.counting import Figure, counts_of
from inspections.models import Finding, Inspection

INSPECTIONS, FINDINGS = "inspections:list_inspection", "inspections:list_finding"


def inspection_figures(year: int, on: date) -> list[Figure]:
    """Inspections finished in ``year``; findings that are open, and overdue, on the day ``on``; one query."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    made = Inspection.objects.present().done().filter(made_on__range=(first, last))
    found = Finding.objects.present()
    done, is_open, overdue = counts_of([made, found.open(), found.overdue(on)])
    of_year = f"state={Inspection.State.DONE}&since={first}&until={last}"
    return [
        Figure("inspections", _("Inspections made"), done, INSPECTIONS, of_year),
        Figure("findings_open", _("Findings not closed"), is_open, FINDINGS, "standing=open"),
        Figure("findings_overdue", _("Findings overdue"), overdue, FINDINGS, "standing=overdue"),
    ]
