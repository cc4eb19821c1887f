"""What waits for whom in the campaigns: safety days without one, events without a head-count, promotion projects."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Event, Project
from campaigns.services.safety_calendar import unplanned
from dayan_safety.todos import Todo


def campaign_todos(user: Any, on: date) -> list[Todo]:
    """Campaigns to plan for the office, three queries; events to fill in for leads and liaisons, one; projects, two."""
    return [*_to_plan(user, on), *_to_fill_in(user, on), *_of_projects(user, on)]


def _to_plan(user: Any, on: date) -> list[Todo]:
    if not user.standing.is_one_of("office"):
        return []
    url = reverse("campaigns:view_calendar")
    return [Todo(_("Safety days without a campaign"), len(unplanned(on)), url, "warning", "calendar-heart")]


def _to_fill_in(user: Any, on: date) -> list[Todo]:
    """Those of the own units and groups."""
    if not (user.standing.units or user.standing.groups):
        return []
    waiting = Event.objects.present().kept_by(user).to_fill_in(on).count()
    url = f"{reverse('campaigns:list_event')}?mine=own&standing=to_fill_in"
    return [Todo(_("Our events without a head-count"), waiting, url, "info", "pencil-square")]


def _of_projects(user: Any, on: date) -> list[Todo]:
    """Those of the own groups: with something overdue, and over without a review."""
    if not user.standing.groups:
        return []
    ours, url = Project.objects.present().of(user), f"{reverse('campaigns:list_project')}?mine=own"
    late, waiting = ours.with_overdue_steps(on).count(), ours.to_review(on).count()
    return [
        Todo(_("Our projects with something overdue"), late, f"{url}&steps=overdue", "danger", "bullseye"),
        Todo(_("Our projects to review"), waiting, f"{url}&standing=to_review", "warning", "clipboard-check"),
    ]
