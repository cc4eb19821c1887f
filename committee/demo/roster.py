"""The 240 liaisons, brought in as the office would: one workbook, checked and confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from committee.demo.names import SEED
from committee.documents import roster_workbook
from committee.imports import ROSTER
from committee.services import rosters
from dayan_safety.importing import desk
from dayan_safety.personal import check_character

NO_SUCH_AREA = "370899"


def import_demo_roster(names: Iterator[str], since: date, *, by: Any) -> None:
    """Fill every liaison post through the import."""
    chance = Random(SEED)
    rows = [filled(row, number, next(names), since, chance) for number, row in enumerate(rosters.blank_rows(since))]
    batch = desk.upload_list(ROSTER, "安全社区三员名册.xlsx", roster_workbook(rows), by=by)
    assert not batch.report["errors"], batch.report["errors"][:3]
    desk.import_list(batch, by=by)


def filled(row: rosters.RosterRow, number: int, name: str, since: date, chance: Random) -> rosters.RosterRow:
    """The row with an invented person: numbers that nobody has."""
    born = date(1960, 1, 1).replace(year=chance.randint(1962, 1994), month=chance.randint(1, 12))
    digits = f"{NO_SUCH_AREA}{born:%Y%m%d}{number:03d}"
    return row._replace(
        name=name,
        telephone=f"1991000{number:04d}",
        identity_number=digits + check_character(digits),
        position="安全员" if row.unit.endswith("公司") else "村委委员",
        since=since,
    )
