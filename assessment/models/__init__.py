"""How we stand: the rulebooks by which units are assessed, and the results with everybody's scorecard."""

from assessment.models.national import Evidence, Judgement, SelfAssessment
from assessment.models.national_sets import Indicator, IndicatorSet
from assessment.models.results import WHOLE_YEAR, Result, Scorecard
from assessment.models.rulebooks import Rulebook, RulebookItem

__all__ = [
    "WHOLE_YEAR",
    "Evidence",
    "Indicator",
    "IndicatorSet",
    "Judgement",
    "Result",
    "Rulebook",
    "RulebookItem",
    "Scorecard",
    "SelfAssessment",
]
