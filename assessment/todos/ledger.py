"""What waits of the ledger and of commitments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessment.models import Commitment, LedgerEntry
from dayan_safety.todos import Waiting, list_url


def ledger_todos(user: Any, on: date) -> list[Waiting]:
    """For those who decide what others proposed, for units what they owe."""
    return [*_to_decide(user), *_to_verify(user), *_to_deliver(user)]


def _url(noun: str, query: str) -> str:
    return list_url("assessment", noun, query)


def _to_decide(user: Any) -> list[Waiting]:
    if not user.standing.is_one_of("chair", "supervisor"):
        return []
    rows, url = (
        LedgerEntry.objects.proposed().proposed_by_others(user),
        _url("ledgerentry", "state=proposed&mine=others"),
    )
    return [Waiting(_("Rewards and penalties to confirm"), rows, url, "warning", "check2")]


def _to_verify(user: Any) -> list[Waiting]:
    if not user.standing.is_one_of("supervisor"):
        return []
    rows, url = Commitment.objects.to_verify_by(user), _url("commitment", "mine=verify")
    return [Waiting(_("Deliveries to verify"), rows, url, "warning", "search")]


def _to_deliver(user: Any) -> list[Waiting]:
    if not user.standing.answers_for:
        return []
    rows, url = Commitment.objects.open().owed_by(user), _url("commitment", "state=open&mine=unit")
    return [Waiting(_("Commitments to be delivered"), rows, url, "info", "flag")]
