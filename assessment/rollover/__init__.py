"""What the assessment hands on to the next year: rules, set-ups, commitments, the national file."""

from __future__ import annotations

from assessment.rollover import commitments, national, rules, set_ups
from assessment.rollover.going_on import going_on_in_assessment, open_of_assessment

CARRIED = (*rules.CARRIED, *set_ups.CARRIED, *commitments.CARRIED, *national.CARRIED)

__all__ = ["CARRIED", "going_on_in_assessment", "open_of_assessment"]
