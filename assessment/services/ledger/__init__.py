"""The ledger of rewards and penalties, its sums, and the commitments it follows from."""

from assessment.services.ledger.commitments import (
    create_commitment,
    deliver_commitment,
    edit_commitment,
    excuse_commitment,
    propose_penalties,
    return_commitment,
    verify_commitment,
)
from assessment.services.ledger.entries import (
    confirm_entry,
    create_ledgerentry,
    edit_ledgerentry,
    refuse_entry,
    withdraw_entry,
)
from assessment.services.ledger.sums import Sums, Total, ledger_of, sums_of, together, totals_of

__all__ = [
    "Sums",
    "Total",
    "confirm_entry",
    "create_commitment",
    "create_ledgerentry",
    "deliver_commitment",
    "edit_commitment",
    "edit_ledgerentry",
    "excuse_commitment",
    "ledger_of",
    "propose_penalties",
    "refuse_entry",
    "return_commitment",
    "sums_of",
    "together",
    "totals_of",
    "verify_commitment",
    "withdraw_entry",
]
