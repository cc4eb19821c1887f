"""What of the assessment is open at the turn of the year, and what holds until it is replaced."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from assessment.models import (
    Check,
    Commitment,
    IndicatorSet,
    LedgerEntry,
    Objection,
    Result,
    Round,
    SelfAssessment,
)
from assessment.rollover.rules import url_of
from dayan_safety.carrying import Turn
from dayan_safety.todos import Waiting

# Noun, model, state, what it is called, how urgent, picture.
OPEN = (
    (LedgerEntry, "proposed", gettext_lazy("Rewards and penalties to confirm"), "warning", "check2"),
    (Commitment, "open", gettext_lazy("Commitments to be delivered"), "warning", "flag"),
    (Commitment, "delivered", gettext_lazy("Deliveries to verify"), "warning", "search"),
    (Objection, "open", gettext_lazy("Objections to answer"), "danger", "hourglass-split"),
    (Check, "open", gettext_lazy("Checks that are open"), "info", "clipboard-check"),
    (Round, "open", gettext_lazy("Rounds open for ballots"), "info", "inbox"),
    (Round, "closed", gettext_lazy("Rounds to publish"), "warning", "megaphone"),
    (Result, "preview", gettext_lazy("Scores of a year to post"), "warning", "megaphone"),
    (Result, "posted", gettext_lazy("Scores of a year to publish"), "warning", "check2"),
    (SelfAssessment, "open", gettext_lazy("Self-assessments being worked on"), "info", "ui-checks"),
)


def open_of_assessment(turn: Turn, user: Any) -> list[Waiting]:
    """What the supervision group, the chair or a unit still has to do."""
    return [
        Waiting(label, _in_state(model, state, user), url_of(str(model._meta.model_name), f"state={state}"), tone, icon)
        for model, state, label, tone, icon in OPEN
    ]


def _in_state(model: Any, state: str, user: Any) -> Any:
    return model.objects.all().visible_to(user).filter(state=state)


def going_on_in_assessment(turn: Turn, user: Any) -> list[Waiting]:
    """Indicator sets hold until their next edition."""
    sets = IndicatorSet.objects.all().visible_to(user).in_use()
    url = url_of("indicatorset", "state=in_use")
    return [Waiting(gettext_lazy("Indicator sets in use"), sets, url, "info", "ui-checks")]
