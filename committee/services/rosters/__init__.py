"""Lists of people: the roster of the liaisons, the members of the working groups, and people alone.

``check_roster``, ``check_members`` and ``check_people`` compare a list with the town, ``write`` carries out what was
confirmed, ``restore`` takes it back; ``roster_rows`` tells who holds which liaison post in the same columns.
"""

from committee.services.rosters.columns import FIELDS, POSTS
from committee.services.rosters.liaisons import check_roster
from committee.services.rosters.members import MEMBER_FIELDS, POST_LABELS, check_members
from committee.services.rosters.persons import PERSON_FIELDS, check_people
from committee.services.rosters.plan import Plan
from committee.services.rosters.rows import RosterRow, blank_rows, roster_rows
from committee.services.rosters.undo import blockers, lock, restore
from committee.services.rosters.write import write

__all__ = [
    "FIELDS",
    "MEMBER_FIELDS",
    "PERSON_FIELDS",
    "POSTS",
    "POST_LABELS",
    "Plan",
    "RosterRow",
    "blank_rows",
    "blockers",
    "check_members",
    "check_people",
    "check_roster",
    "lock",
    "restore",
    "roster_rows",
    "write",
]
