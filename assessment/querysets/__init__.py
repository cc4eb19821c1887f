"""Which rows of the assessment exist for whom, and the questions asked of them."""

from assessment.querysets.national import (
    EvidenceQuerySet,
    IndicatorQuerySet,
    IndicatorSetQuerySet,
    JudgementQuerySet,
    SelfAssessmentQuerySet,
)
from assessment.querysets.results import ResultQuerySet, ScorecardQuerySet
from assessment.querysets.rulebooks import RulebookItemQuerySet, RulebookQuerySet
from assessment.querysets.shared import ASSESSORS

__all__ = [
    "ASSESSORS",
    "EvidenceQuerySet",
    "IndicatorQuerySet",
    "IndicatorSetQuerySet",
    "JudgementQuerySet",
    "ResultQuerySet",
    "RulebookItemQuerySet",
    "RulebookQuerySet",
    "ScorecardQuerySet",
    "SelfAssessmentQuerySet",
]
