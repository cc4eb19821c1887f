"""What falls due in promotion projects: measures and milestones, and the review once the term is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.models import Project, ProjectStep
from committee.services.hearers import Hearers
from dayan_safety.deadlines import Due, Wording
from dayan_safety.notice_kinds import NoticeKind
from dayan_safety.workdays import day_of

PROJECT_KINDS = (
    NoticeKind("campaigns.step_due", _("Measures and milestones of promotion projects")),
    NoticeKind("campaigns.review_due", _("Promotion projects that wait for their review")),
)
STEP = Wording(
    _("To be done within %(days)s days: %(thing)s"),
    _("To be done today: %(thing)s"),
    _("Not done by %(day)s: %(thing)s"),
)
REVIEW = Wording("", "", _("Over since %(day)s, write the review: %(thing)s"))


def project_dues(on: date, hearers: Hearers) -> Iterator[Due]:
    """What is open on ``on``: who leads the group hears, where nobody does the office; two queries."""
    for step in ProjectStep.objects.all().waiting().select_related("project"):
        name, people = f"{step} ({step.project})", hearers.answering([], [step.project.group_id])
        yield _due("campaigns.step_due", step, name, step.due_on, STEP, people, hearers)
    for project in Project.objects.present().to_review(on):
        people = hearers.answering([], [project.group_id])
        yield _due("campaigns.review_due", project, str(project), project.last_on, REVIEW, people, hearers)


def _due(
    kind: str, thing: Any, name: str, due_on: date, wording: Wording, people: frozenset[int], hearers: Hearers
) -> Due:
    return Due(
        kind=kind,
        thing=thing,
        name=name,
        due_on=due_on,
        since=day_of(thing.created_at),
        wording=wording,
        recipients=people or hearers.of_role("office"),
    )
