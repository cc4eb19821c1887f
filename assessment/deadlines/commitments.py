"""Commitments fall due on their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assessment.models import Commitment
from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.workdays import day_of

DELIVER = Wording(
    _("To be delivered within %(days)s days: %(thing)s"),
    _("To be delivered today: %(thing)s"),
)


def commitment_dues(now: datetime) -> Iterator[Due]:
    """Open commitments: who answers for the unit; once the last day is over the clock finds them missed. One query."""
    hearers = Hearers.on(day_of(now))
    for commitment in Commitment.objects.open().select_related("unit").order_by("pk"):
        yield Due(
            kind="assessment.commitment_due",
            thing=commitment,
            name=str(commitment),
            due_on=commitment.due_on,
            since=day_of(commitment.created_at),
            wording=DELIVER,
            recipients=hearers.answering([commitment.unit_id], []),
        )
