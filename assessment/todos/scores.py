"""What waits of a year's scores."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import Objection, Result
from dayan_safety.todos import Waiting, list_url

State = Result.State


def score_todos(user: Any, on: date) -> list[Waiting]:
    """For the supervision group previews and objections, for the chair what can be published."""
    return [*_of_supervision(user), *_of_chair(user, on)]


def _results(query: str) -> str:
    return list_url("assessment", "result", query)


def _of_supervision(user: Any) -> list[Waiting]:
    if not user.standing.is_one_of("supervisor"):
        return []
    objections = f"{reverse('assessment:list_objection')}?state={Objection.State.OPEN}"
    previews = Result.objects.present().filter(state=State.PREVIEW)
    return [
        Waiting(_("Objections to answer"), Objection.objects.open(), objections, "warning", "hourglass-split"),
        Waiting(_("Scores of a year to post"), previews, _results("state=preview"), "info", "megaphone"),
    ]


def _of_chair(user: Any, on: date) -> list[Waiting]:
    if not user.standing.is_one_of("chair"):
        return []
    over = Result.objects.present().filter(state=State.POSTED, objections_until__lt=on)
    return [Waiting(_("Scores of a year to publish"), over, _results("state=posted"), "info", "check2")]
