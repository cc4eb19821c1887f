"""Scores: gathered from the records, computed by the rulebook, kept for good."""

from assessment.services.scores.computing import Card, cards_of, league_of
from assessment.services.scores.effect import Effect, effect_of
from assessment.services.scores.gathering import Gathered, gather, month_of
from assessment.services.scores.keeping import (
    correct_result,
    is_unchanged,
    keep_month,
    keep_year,
    score_months,
    score_years,
)
from assessment.services.scores.leagues import League, Ranked, latest_month, leagues_of
from assessment.services.scores.periods import computed, monthly_scores
from assessment.services.scores.publishing import post_result, publish_result, what_is_open
from assessment.services.scores.reading import (
    Graded,
    Place,
    Scored,
    forecast_of,
    grades_of,
    line_of_item,
    made_of_year,
    place_of,
    records_of,
    scored_lines,
    sees_league,
    with_own,
    with_reasons,
)

__all__ = [
    "Card",
    "Effect",
    "Gathered",
    "Graded",
    "League",
    "Place",
    "Ranked",
    "Scored",
    "cards_of",
    "computed",
    "correct_result",
    "effect_of",
    "forecast_of",
    "gather",
    "grades_of",
    "is_unchanged",
    "keep_month",
    "keep_year",
    "latest_month",
    "league_of",
    "leagues_of",
    "line_of_item",
    "made_of_year",
    "month_of",
    "monthly_scores",
    "place_of",
    "post_result",
    "publish_result",
    "records_of",
    "score_months",
    "score_years",
    "scored_lines",
    "sees_league",
    "what_is_open",
    "with_own",
    "with_reasons",
]
