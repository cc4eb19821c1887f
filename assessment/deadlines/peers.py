"""Ballots fall due with the last day of their round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assessment.models import Ballot
from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.workdays import day_of

HAND_IN = Wording(
    _("Ballots to hand in within %(days)s days: %(thing)s"),
    _("Ballots to hand in today: %(thing)s"),
)


def ballot_dues(now: datetime) -> Iterator[Due]:
    """Ballots not handed in: whoever answers for the rating unit; after the last day the clock closes. One query.

    Whatever is open has the day on which it was opened.
    """
    on = day_of(now)
    hearers = Hearers.on(on)
    for ballot in Ballot.objects.all().waiting(on).select_related("round", "unit").order_by("pk"):
        yield Due(
            kind="assessment.ballot_due",
            thing=ballot,
            name=str(ballot),
            due_on=ballot.round.last_on,
            since=ballot.round.opened_on,  # type: ignore[arg-type]
            wording=HAND_IN,
            recipients=hearers.answering([ballot.unit_id], []),
        )
