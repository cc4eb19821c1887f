"""Objections fall due with the last day for objections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assessment.models import Objection
from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.workdays import day_of

ANSWER = Wording(
    _("To be answered within %(days)s days: %(thing)s"),
    _("To be answered today: %(thing)s"),
    _("Not answered since %(day)s: %(thing)s"),
)


def objection_dues(now: datetime) -> Iterator[Due]:
    """Objections without an answer: the supervision group, by the last day for objections; two queries with names."""
    supervisors = frozenset(Hearers.on(day_of(now)).supervisors)
    rows = Objection.objects.open().with_names().filter(scorecard__result__objections_until__isnull=False)
    for objection in rows.order_by("pk"):
        result = objection.scorecard.result
        yield Due(
            kind="assessment.objection_due",
            thing=objection,
            name=str(objection),
            due_on=result.objections_until,
            since=day_of(objection.created_at),
            wording=ANSWER,
            recipients=supervisors,
        )
