"""How we stand: the rulebooks by which units are assessed, and the results with everybody's scorecard."""

from assessment.models.checks import Check, CheckedUnit, Deduction, SelfScore
from assessment.models.commitments import Commitment
from assessment.models.evaluations import DrawnEvidence, Evaluation, EvaluationNote, EvidenceDraw
from assessment.models.ledger import LedgerEntry
from assessment.models.national import Evidence, Judgement, SelfAssessment
from assessment.models.national_sets import Indicator, IndicatorSet
from assessment.models.objections import Objection
from assessment.models.peers import Ballot, Mark, Rated, Round
from assessment.models.results import WHOLE_YEAR, Result, Scorecard
from assessment.models.rulebooks import Rulebook, RulebookItem

__all__ = [
    "WHOLE_YEAR",
    "Ballot",
    "Check",
    "CheckedUnit",
    "Commitment",
    "Deduction",
    "DrawnEvidence",
    "Evaluation",
    "EvaluationNote",
    "Evidence",
    "EvidenceDraw",
    "Indicator",
    "IndicatorSet",
    "Judgement",
    "LedgerEntry",
    "Mark",
    "Objection",
    "Rated",
    "Result",
    "Round",
    "Rulebook",
    "RulebookItem",
    "Scorecard",
    "SelfAssessment",
    "SelfScore",
]
