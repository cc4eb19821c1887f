"""The assessment of the demo town."""

from assessment.demo.ledger import plan_ledger
from assessment.demo.rulebooks import plan_assessment

__all__ = ["plan_assessment", "plan_ledger"]
