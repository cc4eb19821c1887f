"""Numbers of papers: one after the other within a year, none twice, none left out."""

from __future__ import annotations

from dayan_safety.history import change
from dayan_safety.models import YearlyNumber


def next_number(kind: str, year: int) -> int:
    """The next number of ``kind`` in ``year``, from 1; two at once wait for each other.

    Part of the caller's ``change()``: what is not carried out has used no number.
    """
    with change():
        YearlyNumber.objects.get_or_create(kind=kind, year=year)
        row = YearlyNumber.objects.select_for_update().get(kind=kind, year=year)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last


def document_number(kind: str, mark: str, year: int) -> str:
    """The next number of ``kind`` as papers carry it: ``大安创办〔2026〕3号`` (GB/T 9704-2012, 7.2.5)."""
    return f"{mark}〔{year}〕{next_number(kind, year)}号"
