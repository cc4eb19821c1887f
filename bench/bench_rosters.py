"""Roster import with all checking, matching and history, at three sizes, beside reading the file alone."""

from __future__ import annotations

import math
import time
from datetime import date
from typing import Any

from bench import Row
from committee.documents import roster_workbook
from committee.models import LiaisonPost, Unit
from committee.services import rosters
from dayan_safety.workbooks import read_workbook

SIZES = (240, 2_400, 9_600)
ROLES = len(LiaisonPost.Role)
LETTERS = "建国志强秀英桂兰海燕文斌春梅立新晓东玉珍"


def workbook(size: int) -> bytes:
    """A roster of ``size`` new people, for units registered for it."""
    units = [Unit(name=f"{size}号{number}村", kind="village", order=number) for number in range(size // ROLES)]
    kept = Unit.objects.bulk_create(units)
    LiaisonPost.objects.bulk_create(LiaisonPost(unit=u, role=r) for u in kept for r in LiaisonPost.Role.values)
    blank = [row for row in rosters.blank_rows(date.today()) if row.unit.startswith(f"{size}号")]
    return roster_workbook(filled(size, number, row) for number, row in enumerate(blank))


def filled(size: int, number: int, row: rosters.RosterRow) -> rosters.RosterRow:
    """The row with somebody new."""
    name = "赵" + LETTERS[number % 20] + LETTERS[number // 20 % 20]
    return row._replace(name=name, telephone=f"13{size % 7}{number:08d}")


def seconds(work: Any) -> tuple[float, Any]:
    """How long ``work`` took, and what it gave."""
    start = time.perf_counter()
    given = work()
    return time.perf_counter() - start, given


def measure() -> list[Row]:
    """One row a size, and the exponent of growth."""
    rows, taken = [], []
    for size in SIZES:
        content = workbook(size)
        limit, _sheets = seconds(lambda content=content: read_workbook(content, "roster.xlsx"))
        checked, batch = seconds(lambda content=content: rosters.upload_roster("roster.xlsx", content, by=None))
        imported, _done = seconds(lambda batch=batch: rosters.import_roster(batch, by=None))
        taken.append(checked + imported)
        rows.append(Row(f"roster of {size:,} new people, checked and imported", checked + imported, None, limit))
    exponent = math.log(taken[-1] / taken[0]) / math.log(SIZES[-1] / SIZES[0])
    return [*rows, Row("roster import, exponent of growth", exponent, goal="≤ 1.1", unit="", met=exponent <= 1.1)]
