"""Computed figures: what the records of the other apps say of every unit in a period, one small query each."""

from assessment.services.indicators.declared import INDICATORS
from assessment.services.indicators.kinds import Indicator, Months, Occurrences, Readings, Share

__all__ = ["INDICATORS", "Indicator", "Months", "Occurrences", "Readings", "Share"]
