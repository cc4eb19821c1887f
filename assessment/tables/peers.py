"""How rounds of mutual evaluation are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessment.models import Round
from dayan_safety.tables import Badge, Column

TONES = {
    Round.State.SET_UP: ("secondary", "pencil"),
    Round.State.OPEN: ("warning", "inbox"),
    Round.State.CLOSED: ("info", "check2"),
    Round.State.PUBLISHED: ("success", "eye"),
}


def state(round_: Round) -> Badge:
    """Being set up, open, closed or published."""
    return Badge(round_.get_state_display(), *TONES[Round.State(round_.state)])


ROUNDS = (
    Column("name", _("Name"), order=("name",)),
    Column("item", _("Item it counts for")),
    Column(
        "rating_kind", _("Units that rate"), lambda round_: round_.get_rating_kind_display(), order=("rating_kind",)
    ),
    Column(
        "rated_kind", _("Units that are rated"), lambda round_: round_.get_rated_kind_display(), order=("rated_kind",)
    ),
    Column("last_on", _("Last day for ballots"), order=("last_on",), kind="date"),
    Column("state", _("State"), state, order=("state",)),
)
