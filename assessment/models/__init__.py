"""How we stand: the rulebooks by which units are assessed, and the results with everybody's scorecard."""

from assessment.models.peers import Ballot, Mark, Rated, Round
from assessment.models.results import WHOLE_YEAR, Result, Scorecard
from assessment.models.rulebooks import Rulebook, RulebookItem

__all__ = [
    "WHOLE_YEAR",
    "Ballot",
    "Mark",
    "Rated",
    "Result",
    "Round",
    "Rulebook",
    "RulebookItem",
    "Scorecard",
]
