"""Which rows of the assessment exist for whom, and the questions asked of them."""

from assessment.querysets.checks import CheckedUnitQuerySet, CheckQuerySet, DeductionQuerySet, SelfScoreQuerySet
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
    "BallotQuerySet",
    "CheckQuerySet",
    "CheckedUnitQuerySet",
    "CommitmentQuerySet",
    "DeductionQuerySet",
    "EvidenceQuerySet",
    "IndicatorQuerySet",
    "IndicatorSetQuerySet",
    "JudgementQuerySet",
    "LedgerEntryQuerySet",
    "MarkQuerySet",
    "ObjectionQuerySet",
    "RatedQuerySet",
    "ResultQuerySet",
    "RoundQuerySet",
    "RulebookItemQuerySet",
    "RulebookQuerySet",
    "ScorecardQuerySet",
    "SelfAssessmentQuerySet",
    "SelfScoreQuerySet",
]
