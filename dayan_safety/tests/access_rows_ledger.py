"""The rows of the ledger of rewards and penalties and of commitments: see ``access_rows``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assessment.tests.ledger_builders import a_commitment, a_confirmed, an_entry, delivered
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import OFFICE, OWN, SUPERVISOR, TOWN_WIDE, Args, Row, noun, record_pages
from dayan_safety.tests.access_rows_assessment import ASSESSORS

CHAIR = frozenset({"chair"})
SEES = ASSESSORS | OWN
FILES = OFFICE | SUPERVISOR


def own(build: Callable[[Cast], Any]) -> Args:
    """The key of what is built: of the liaison's village."""
    return lambda cast: [build(cast).pk]


def others(build: Callable[..., Any]) -> Args:
    """The key of what is built of the other village."""
    return lambda cast: [build(cast, unit=cast.other_village).pk]


def proposals(record: Args) -> dict[str, Row]:
    """What the supervisor proposed does not exist for units, and is for the chair to decide."""
    return {
        "assessment:edit_ledgerentry": Row(SUPERVISOR, record, sees=ASSESSORS, post=422),
        "assessment:attach_ledgerentry": Row(FILES, record, sees=ASSESSORS, post=422),
        "assessment:confirm_entry": Row(CHAIR, record, sees=ASSESSORS, post=302),
        "assessment:refuse_entry": Row(CHAIR, record, sees=ASSESSORS, post=422),
    }


LEDGER: dict[str, Row] = {
    **noun("ledgerentry", SEES, own(a_confirmed), ASSESSORS, app="assessment", lists=TOWN_WIDE, create=SUPERVISOR),
    **proposals(own(an_entry)),
    "assessment:withdraw_entry": Row(SUPERVISOR, own(a_confirmed), sees=SEES, post=422),
    "assessment:view_ledger": Row(TOWN_WIDE | OWN),
    "assessment:export_ledger": Row(ASSESSORS, word="csv"),
    **noun(
        "commitment",
        SEES,
        own(a_commitment),
        ASSESSORS,
        app="assessment",
        lists=TOWN_WIDE,
        create=SUPERVISOR,
        edit=SUPERVISOR,
        attach=FILES,
    ),
    "assessment:deliver_commitment": Row(frozenset(OWN), own(a_commitment), sees=SEES, post=422),
    "assessment:verify_commitment": Row(SUPERVISOR, own(delivered), sees=SEES, post=302),
    "assessment:return_commitment": Row(SUPERVISOR, own(delivered), sees=SEES, post=422),
    "assessment:excuse_commitment": Row(CHAIR, own(a_commitment), sees=SEES, post=422),
}
OTHERS_LEDGER: dict[str, Row] = {
    **record_pages("ledgerentry", ASSESSORS, others(a_confirmed), app="assessment"),
    **proposals(others(an_entry)),
    "assessment:withdraw_entry": Row(SUPERVISOR, others(a_confirmed), sees=ASSESSORS, post=422),
    **record_pages("commitment", ASSESSORS, others(a_commitment), app="assessment", edit=SUPERVISOR, attach=FILES),
    "assessment:deliver_commitment": Row(frozenset(), others(a_commitment), sees=ASSESSORS, post=422),
    "assessment:excuse_commitment": Row(CHAIR, others(a_commitment), sees=ASSESSORS, post=422),
}
