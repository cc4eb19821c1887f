"""Which rows of the assessment exist for whom, and the questions asked of them."""

from assessment.querysets.checks import CheckedUnitQuerySet, CheckQuerySet, DeductionQuerySet, SelfScoreQuerySet
from assessment.querysets.evaluations import (
    EVALUATOR,
    HOSTS,
    EvaluationNoteQuerySet,
    EvaluationQuerySet,
    OfDrawQuerySet,
    OfEvaluationQuerySet,
)
from assessment.querysets.ledger import CommitmentQuerySet, LedgerEntryQuerySet
from assessment.querysets.national import (
    EvidenceQuerySet,
    IndicatorQuerySet,
    IndicatorSetQuerySet,
    JudgementQuerySet,
    SelfAssessmentQuerySet,
)
from assessment.querysets.objections import ObjectionQuerySet
from assessment.querysets.peers import BallotQuerySet, MarkQuerySet, RatedQuerySet, RoundQuerySet
from assessment.querysets.results import ResultQuerySet, ScorecardQuerySet
from assessment.querysets.rulebooks import RulebookItemQuerySet, RulebookQuerySet
from assessment.querysets.shared import ASSESSORS

__all__ = [
    "ASSESSORS",
    "EVALUATOR",
    "HOSTS",
    "BallotQuerySet",
    "CheckQuerySet",
    "CheckedUnitQuerySet",
    "CommitmentQuerySet",
    "DeductionQuerySet",
    "EvaluationNoteQuerySet",
    "EvaluationQuerySet",
    "EvidenceQuerySet",
    "IndicatorQuerySet",
    "IndicatorSetQuerySet",
    "JudgementQuerySet",
    "LedgerEntryQuerySet",
    "MarkQuerySet",
    "ObjectionQuerySet",
    "OfDrawQuerySet",
    "OfEvaluationQuerySet",
    "RatedQuerySet",
    "ResultQuerySet",
    "RoundQuerySet",
    "RulebookItemQuerySet",
    "RulebookQuerySet",
    "ScorecardQuerySet",
    "SelfAssessmentQuerySet",
    "SelfScoreQuerySet",
]
