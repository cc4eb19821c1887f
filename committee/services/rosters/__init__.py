"""Rosters: who is information officer, coordinator and patrol inspector of which village and enterprise.

``check_roster`` compares a list with the town, ``import_roster`` carries out what was confirmed, ``roster_rows`` tells
who holds what in the same columns.
"""

from committee.services.rosters.check import check_roster
from committee.services.rosters.columns import FIELDS, column_choices
from committee.services.rosters.plan import Plan
from committee.services.rosters.rows import RosterRow, blank_rows, roster_rows
from committee.services.rosters.undo import blockers_of, undo_roster
from committee.services.rosters.write import (
    KIND,
    RIGHT,
    Upload,
    answer_roster,
    check_upload,
    discard_roster,
    forget_answers,
    import_roster,
    import_through,
    keep_upload,
    look_again,
    problem_book,
    upload_roster,
)

__all__ = [
    "FIELDS",
    "KIND",
    "RIGHT",
    "Plan",
    "RosterRow",
    "Upload",
    "answer_roster",
    "blank_rows",
    "blockers_of",
    "check_roster",
    "check_upload",
    "column_choices",
    "discard_roster",
    "forget_answers",
    "import_roster",
    "import_through",
    "keep_upload",
    "look_again",
    "problem_book",
    "roster_rows",
    "undo_roster",
    "upload_roster",
]
