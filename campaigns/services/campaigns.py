"""Planning campaigns: the office any, a lead those of the own group."""

from __future__ import annotations

from typing import Any

from campaigns.models import Campaign
from campaigns.services.owning import check_own
from dayan_safety.records import create_record, edit_record


def create_campaign(campaign: Campaign, *, by: Any) -> Campaign:
    """Plan a campaign. Raises ``RuleBroken`` for another group's."""
    check_own(campaign, by)
    return create_record(campaign, by=by)


def edit_campaign(campaign: Campaign, names: list[str], *, by: Any, version: int | None = None) -> Campaign:
    """Edit a campaign; it stays with the own group."""
    check_own(campaign, by)
    return edit_record(campaign, names, by=by, version=version)
