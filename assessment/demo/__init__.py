"""The assessment of the demo town."""

from assessment.demo.national import plan_selfassessment
from assessment.demo.rulebooks import plan_assessment

__all__ = ["plan_assessment", "plan_selfassessment"]
