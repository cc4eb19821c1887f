"""The rows of the sign-in lists of events: names are for who keeps the event, for chair, office and supervision."""

from __future__ import annotations

from typing import Any

from campaigns.tests.builders import an_event, an_open_event, names_of
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import ALL, CHAIR_OFFICE, INSIDERS, OFFICE, OWN, SUPERVISOR, Row

LEAD = frozenset({"lead"})
TOWN = CHAIR_OFFICE | SUPERVISOR
VERBS = ("enter_attendees", "adopt_list_count", "open_check_in", "close_check_in")


def own_event(cast: Cast) -> list[Any]:
    """An event in the liaison's own village, whose day is over."""
    return [an_event(unit=cast.village).pk]


def other_event(cast: Cast) -> list[Any]:
    """One of the lead's group in another village; the liaison's own did not take part."""
    return [an_event(unit=cast.other_village, group=cast.group).pk]


def own_name(cast: Cast) -> list[Any]:
    """Somebody of another village at the liaison's event."""
    return [names_of(an_event(unit=cast.village), "王小明 西河村")[0].pk]


def other_name(cast: Cast) -> list[Any]:
    """Somebody of the liaison's own village at an event of the lead's group."""
    return [names_of(an_event(unit=cast.other_village, group=cast.group), "王小明 东风村")[0].pk]


def open_code(cast: Cast) -> list[Any]:
    """The code of an event of today."""
    return [an_open_event().check_in_code]


def export_of(event: Any) -> Any:
    """The arguments of the export of an event's names."""
    return lambda cast: [*event(cast), "csv"]


def rows_of(event: Any, name: Any, keeper: frozenset[str], sees: frozenset[str]) -> dict[str, Row]:
    """The rows of the pages of an event's names: ``keeper`` beside the office, ``sees`` the event."""
    reads, keeps = TOWN | keeper, OFFICE | keeper
    return {
        "campaigns:list_attendee": Row(reads, event, sees=sees),
        "campaigns:export_attendee": Row(reads - OWN, export_of(event), sees=sees, arity=2),
        "campaigns:view_attendee": Row(reads, name),
        "campaigns:remove_attendee": Row(keeps, name, sees=reads, post=422),
        **{f"campaigns:{verb}": Row(keeps, event, sees=sees, post=422) for verb in VERBS},
        "campaigns:show_check_in": Row(keeps, event, sees=sees),
    }


CHECK_IN = rows_of(own_event, own_name, frozenset(OWN), INSIDERS)
CHECK_IN |= {"check_in": Row(ALL, open_code, post=422, public=True)}
OTHERS_CHECK_IN = rows_of(other_event, other_name, LEAD, INSIDERS - OWN)
