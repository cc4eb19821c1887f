"""Self scores fall due with the last day of a check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assessment.models import CheckedUnit
from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.workdays import day_of

WORDS = Wording(
    _("Self scores to write within %(days)s days: %(thing)s"),
    _("Self scores to write today: %(thing)s"),
    _("Self scores not written since %(day)s: %(thing)s"),
)


def self_score_dues(now: datetime) -> Iterator[Due]:
    """Units in open checks without self scores: whoever answers for them, then the supervision group's office."""
    hearers = Hearers.on(day_of(now))
    for checked in CheckedUnit.objects.all().unanswered().with_names().order_by("pk"):
        check = checked.in_check
        yield Due(
            kind="assessment.self_scores_due",
            thing=checked,
            name=str(checked),
            due_on=check.last,
            since=check.opened_on,
            wording=WORDS,
            recipients=hearers.answering([checked.unit_id], []),
            office=hearers.of_role("office"),
        )
