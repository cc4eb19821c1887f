"""How objections are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessment.models import Objection
from dayan_safety.tables import Badge, Column

TONES = {
    Objection.State.OPEN: ("warning", "hourglass-split"),
    Objection.State.UPHELD: ("success", "check2"),
    Objection.State.REFUSED: ("secondary", "archive"),
}


def standing(objection: Objection) -> Badge:
    """To be answered, right, or not."""
    return Badge(objection.get_state_display(), *TONES[Objection.State(objection.state)])


OBJECTIONS = (
    Column("unit", _("Unit"), lambda row: row.scorecard.unit, order=("scorecard__unit__order", "scorecard__unit")),
    Column("result", _("Scores of"), lambda row: row.scorecard.result, order=("scorecard__result__year",)),
    Column("item", _("Number of the item"), order=("item",)),
    Column("said", _("What is wrong")),
    Column("state", _("State"), standing, order=("state",)),
    Column("answer", _("Answer to the objection"), shown=False),
    Column("answered_on", _("Answered on"), order=("answered_on",), kind="date", shown=False),
)
