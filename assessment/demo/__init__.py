"""The assessment of the demo town."""

from typing import Any

from assessment.demo.evaluation import plan_evaluation
from assessment.demo.ledger import plan_ledger
from assessment.demo.national import plan_selfassessment
from assessment.demo.peers import plan_peers
from assessment.demo.rulebooks import plan_rulebooks

__all__ = ["plan_assessment"]


def plan_assessment(year: Any) -> None:
    """Rules, checks, scores, mutual evaluation, ledger, self-assessment, an evaluator.

    ``year``: as the committee's demo lives it.
    """
    plan_rulebooks(year)
    plan_peers(year)
    plan_ledger(year)
    plan_evaluation(year)
    plan_selfassessment(year)
