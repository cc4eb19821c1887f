"""What waits of regular checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import Check, CheckedUnit
from dayan_safety.todos import Waiting


def check_todos(user: Any, on: date) -> list[Waiting]:
    """For units their self scores, for the supervision group checks to close."""
    return [*_of_unit(user), *_of_supervisors(user, on)]


def _of_unit(user: Any) -> list[Waiting]:
    if not user.standing.answers_for:
        return []
    ours = CheckedUnit.objects.all().unanswered().answered_for_by(user)
    url = f"{reverse('assessment:list_checkedunit')}?mine=unit&standing=unanswered"
    return [Waiting(_("Self scores to write"), ours, url, "warning", "pen")]


def _of_supervisors(user: Any, on: date) -> list[Waiting]:
    if not user.has_perm("assessment.close_check"):
        return []
    url = f"{reverse('assessment:list_check')}?standing=over"
    return [Waiting(_("Checks to close"), Check.objects.all().to_close(on), url, "warning", "clipboard-check")]
