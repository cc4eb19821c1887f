"""How we stand: the rulebooks by which units are assessed, and the results with everybody's scorecard."""

from assessment.models.commitments import Commitment
from assessment.models.ledger import LedgerEntry
from assessment.models.results import WHOLE_YEAR, Result, Scorecard
from assessment.models.rulebooks import Rulebook, RulebookItem

__all__ = [
    "WHOLE_YEAR",
    "Commitment",
    "LedgerEntry",
    "Result",
    "Rulebook",
    "RulebookItem",
    "Scorecard",
]
