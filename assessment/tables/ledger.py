"""How the ledger, its totals and the commitments are read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessment.models import Commitment, LedgerEntry
from dayan_safety.tables import Badge, Column

KIND_TONES = {
    LedgerEntry.Kind.BONUS: ("success", "star"),
    LedgerEntry.Kind.PENALTY: ("warning", "exclamation-triangle"),
    LedgerEntry.Kind.VETO: ("danger", "exclamation-circle"),
}
STATE_TONES = {
    LedgerEntry.State.PROPOSED: ("info", "pencil"),
    LedgerEntry.State.CONFIRMED: ("success", "check2"),
    LedgerEntry.State.REFUSED: ("secondary", "x-lg"),
    LedgerEntry.State.WITHDRAWN: ("secondary", "archive"),
}
COMMITMENT_TONES = {
    Commitment.State.OPEN: ("info", "circle"),
    Commitment.State.DELIVERED: ("warning", "search"),
    Commitment.State.VERIFIED: ("success", "check2"),
    Commitment.State.MISSED: ("danger", "alarm"),
    Commitment.State.EXCUSED: ("secondary", "archive"),
}


def kind(entry: LedgerEntry) -> Badge:
    """Reward, penalty or veto."""
    return Badge(entry.get_kind_display(), *KIND_TONES[LedgerEntry.Kind(entry.kind)])


def standing(entry: LedgerEntry) -> Badge:
    """Proposed, confirmed, refused or withdrawn."""
    return Badge(entry.get_state_display(), *STATE_TONES[LedgerEntry.State(entry.state)])


def commitment_standing(commitment: Commitment) -> Badge:
    """To be delivered, to be verified, verified, missed or excused."""
    return Badge(commitment.get_state_display(), *COMMITMENT_TONES[Commitment.State(commitment.state)])


def points(entry: LedgerEntry) -> Any:
    """As a number below nought where it is a penalty; nothing of a veto."""
    signs = {LedgerEntry.Kind.BONUS: 1, LedgerEntry.Kind.PENALTY: -1}
    sign = signs.get(LedgerEntry.Kind(entry.kind))
    return sign * entry.points if sign else ""


ENTRIES = (
    Column("unit", _("Unit"), order=("unit__order", "unit")),
    Column("kind", _("Reward or penalty"), kind, order=("kind",)),
    Column("points", _("Points of the entry"), points, order=("kind", "points"), kind="number"),
    Column("item", _("Item"), order=("item",), shown=False),
    Column("happened_on", _("Happened on"), order=("happened_on",), kind="date"),
    Column("reason", _("Reason")),
    Column("state", _("State"), standing, order=("state",)),
    Column("year", _("Year"), order=("year",), kind="number", shown=False),
    Column("proposed_by", _("Proposed by"), shown=False),
    Column("decided_by", _("Decided by"), shown=False),
)
COMMITMENTS = (
    Column("title", _("Commitment"), order=("title",)),
    Column("unit", _("Unit"), order=("unit__order", "unit")),
    Column("due_on", _("To be delivered by"), order=("due_on",), kind="date"),
    Column("delivered_on", _("Delivered on"), order=("delivered_on",), kind="date"),
    Column("state", _("State"), commitment_standing, order=("state",)),
    Column("reward_points", _("Points of the reward"), order=("reward_points",), kind="number"),
    Column("penalty_points", _("Points of the penalty"), order=("penalty_points",), kind="number"),
    Column("text", _("What is to be delivered"), shown=False),
)
TOTALS = (
    Column("unit", _("Unit")),
    Column("kind", _("Kind of unit"), lambda total: total.unit.get_kind_display()),
    Column("bonus", _("Sum of rewards"), lambda total: total.sums.bonus, kind="number"),
    Column("bonus_counted", _("Rewards that count"), kind="number"),
    Column("penalty", _("Sum of penalties"), lambda total: total.sums.penalty, kind="number"),
    Column("penalty_counted", _("Penalties that count"), kind="number"),
    Column("net", _("Added to the year's score"), lambda total: total.ledger.net, kind="number"),
    Column("vetoes", _("Vetoes"), lambda total: total.sums.vetoes, kind="number"),
)
