"""The rows of mutual evaluation: see ``access_rows``."""

from __future__ import annotations

from typing import Any

from assessment.tests.peer_builders import (
    a_closed_round,
    a_published_round,
    a_round,
    an_open_round,
    ballot_of,
    villages,
)
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import OWN, SUPERVISOR, TOWN_WIDE, Args, Row, noun

ASSESSORS = frozenset({"chair", "office", "supervisor"})
FORMS = dict.fromkeys(("create", "edit", "remove"), SUPERVISOR)
SEES_ROUND = TOWN_WIDE | OWN


def keyed(build: Any) -> Args:
    """The key of the round that is built."""
    return lambda cast: [build(cast).pk]


def set_up(cast: Cast) -> list[Any]:
    """One that only those who assess know of."""
    return [a_round().pk]


def ready(cast: Cast) -> list[Any]:
    """One that has raters enough."""
    villages(4)
    return [a_round().pk]


def own_ballot(cast: Cast) -> list[Any]:
    """That of the liaison's village."""
    return [ballot_of(an_open_round(cast), cast.village).pk]


PEERS = {
    **noun("round", ASSESSORS, set_up, ASSESSORS, app="assessment", lists=SEES_ROUND, **FORMS),
    "assessment:view_round": Row(SEES_ROUND, keyed(a_published_round)),
    "assessment:open_round": Row(SUPERVISOR, ready, sees=ASSESSORS, post=302),
    "assessment:close_round": Row(SUPERVISOR, keyed(an_open_round), sees=SEES_ROUND, post=302),
    "assessment:publish_round": Row(SUPERVISOR, keyed(a_closed_round), sees=SEES_ROUND, post=302),
    "assessment:leave_out_ballot": Row(SUPERVISOR, keyed(a_closed_round), sees=SEES_ROUND, post=422),
    "assessment:hand_in_ballot": Row(frozenset(OWN), own_ballot, post=422),
}
