"""How points become a score: pure functions on ``Decimal``, without the database and without the day's date."""

from assessment.scoring.lots import Allotted, allotted, raters_of
from assessment.scoring.points import POINT, WHOLE, Item, Line, Reading, left_of, line_of, points_of, rounded, score_of
from assessment.scoring.ranking import Band, Entry, band_of, ranked
from assessment.scoring.raters import Marks, mean_mark, reciprocal, says_the_same
from assessment.scoring.seals import seal_of
from assessment.scoring.years import Ledger, mean_of, shares_of_year, year_score

__all__ = [
    "POINT",
    "WHOLE",
    "Allotted",
    "Band",
    "Entry",
    "Item",
    "Ledger",
    "Line",
    "Marks",
    "Reading",
    "allotted",
    "band_of",
    "left_of",
    "line_of",
    "mean_mark",
    "mean_of",
    "points_of",
    "ranked",
    "raters_of",
    "reciprocal",
    "rounded",
    "says_the_same",
    "score_of",
    "seal_of",
    "shares_of_year",
    "year_score",
]
