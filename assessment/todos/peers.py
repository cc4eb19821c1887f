"""What waits of mutual evaluation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.models import Ballot
from dayan_safety.todos import Waiting


def peer_todos(user: Any, on: date) -> list[Waiting]:
    """For whoever answers for a unit that rates others."""
    if not user.standing.answers_for:
        return []
    ballots, url = Ballot.objects.all().visible_to(user).waiting(on), f"{reverse('assessment:list_round')}?state=open"
    return [Waiting(_("Ballots to hand in"), ballots, url, "warning", "inbox")]
