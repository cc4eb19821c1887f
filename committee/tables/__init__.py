"""How the committee's lists are read."""

from committee.tables.organisation import (
    APPOINTMENTS,
    COMMITTEES,
    GROUPS,
    PEOPLE,
    ROSTER,
    UNITS,
    confirmed,
    filled,
    held_by,
    holder,
    in_post,
    of_holder,
    posts_in_words,
)

__all__ = [
    "APPOINTMENTS",
    "COMMITTEES",
    "GROUPS",
    "PEOPLE",
    "ROSTER",
    "UNITS",
    "confirmed",
    "filled",
    "held_by",
    "holder",
    "in_post",
    "of_holder",
    "posts_in_words",
]
