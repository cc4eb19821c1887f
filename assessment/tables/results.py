"""How results and scorecards are read."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from assessment.models import Result, Rulebook, Scorecard
from assessment.scoring import rounded
from dayan_safety.tables import Badge, Column

RESULT_TONES = {
    Result.State.PREVIEW: ("info", "eye"),
    Result.State.POSTED: ("warning", "megaphone"),
    Result.State.FINAL: ("success", "check2"),
    Result.State.REPLACED: ("secondary", "archive"),
}
GRADE_TONES = {
    Rulebook.Grade.EXCELLENT: ("success", "star"),
    Rulebook.Grade.GOOD: ("success", "check-circle"),
    Rulebook.Grade.PASSED: ("info", "circle"),
    Rulebook.Grade.FAILED: ("danger", "exclamation-circle"),
}


def standing(result: Result) -> Badge:
    """Preview, posted, final or replaced."""
    return Badge(result.get_state_display(), *RESULT_TONES[Result.State(result.state)])


def grade(card: Scorecard) -> Badge:
    """The band; that nothing is known where there is no score."""
    if not card.grade:
        return Badge(_("nothing known"))
    return Badge(card.get_grade_display(), *GRADE_TONES[Rulebook.Grade(card.grade)])


def target_points(card: Scorecard) -> Decimal | None:
    """The score times the factor of the rules; none for whoever was vetoed, nothing where no score is known."""
    if card.is_vetoed:
        return Decimal("0.00")
    return None if card.score is None else rounded(card.score * Decimal(card.result.rules["factor"]))


RESULTS = (
    Column("name", _("Scores of"), str, order=("year", "month", "edition")),
    Column("rulebook", _("Rulebook")),
    Column("as_of", _("As the records stood on"), order=("as_of",), kind="date"),
    Column("state", _("State"), standing, order=("state",)),
)
SCORECARDS = (
    Column("unit", _("Unit"), order=("unit__order", "unit")),
    Column("kind", _("Kind of unit"), lambda card: card.get_kind_display(), order=("kind",)),
    Column("result", _("Scores of"), order=("result__year", "result__month")),
    Column("score", _("Score"), order=("score",), kind="number"),
    Column("rank", _("Rank"), order=("kind", "rank"), kind="number"),
    Column("grade", _("Grade of the score"), grade, order=("grade",)),
)
# What the town's annual target assessment takes over 年终目标考核: points are the score times the factor of the rules.
TARGETS = (
    Column("unit", _("Unit")),
    Column("kind", _("Kind of unit"), lambda card: card.get_kind_display()),
    Column("score", _("Score"), kind="number"),
    Column("grade", _("Grade of the score"), lambda card: card.get_grade_display() or _("nothing known")),
    Column("rank", _("Rank"), kind="number"),
    Column("vetoed", _("Vetoed"), lambda card: _("yes") if card.is_vetoed else ""),
    Column("factor", _("Factor"), lambda card: Decimal(card.result.rules["factor"]), kind="number"),
    Column("points", _("Points in the annual target assessment"), target_points, kind="number"),
)
