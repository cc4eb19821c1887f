"""Rosters: who is information officer, coordinator and patrol inspector of which village and enterprise.

``check_roster`` compares a list with the town, ``write`` carries out what was confirmed, ``restore`` takes it back;
``roster_rows`` tells who holds what in the same columns.
"""

from committee.services.rosters.check import check_roster
from committee.services.rosters.columns import FIELDS, POSTS
from committee.services.rosters.plan import Plan
from committee.services.rosters.rows import RosterRow, blank_rows, roster_rows
from committee.services.rosters.undo import blockers, lock, restore
from committee.services.rosters.write import write

__all__ = [
    "FIELDS",
    "POSTS",
    "Plan",
    "RosterRow",
    "blank_rows",
    "blockers",
    "check_roster",
    "lock",
    "restore",
    "roster_rows",
    "write",
]
