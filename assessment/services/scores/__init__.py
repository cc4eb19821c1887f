"""Scores: gathered from the records, computed by the rulebook, kept for good."""

from assessment.services.scores.computing import Card, cards_of, league_of
from assessment.services.scores.gathering import Gathered, gather, month_of
from assessment.services.scores.keeping import correct_result, is_unchanged, keep_month, score_months
from assessment.services.scores.reading import (
    Graded,
    Place,
    Scored,
    grades_of,
    line_of_item,
    place_of,
    records_of,
    scored_lines,
    with_own,
)

__all__ = [
    "Card",
    "Gathered",
    "Graded",
    "Place",
    "Scored",
    "cards_of",
    "correct_result",
    "gather",
    "grades_of",
    "is_unchanged",
    "keep_month",
    "league_of",
    "line_of_item",
    "month_of",
    "place_of",
    "records_of",
    "score_months",
    "scored_lines",
    "with_own",
]
