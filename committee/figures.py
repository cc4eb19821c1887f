"""What we count of the committee: one computation of each number, for the home page, the chart and the command."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from committee.models import Committee, LiaisonPost, Unit, WorkingGroup
from committee.querysets import is_held
from dayan_safety.counting import Figure


def liaison_figures(on: date) -> dict[str, int]:
    """Villages, enterprises, liaison posts and how many are filled on ``on``: two queries."""
    units = (
        Unit.objects.present()
        .valid_on(on)
        .aggregate(
            villages=Count("pk", filter=Q(kind=Unit.Kind.VILLAGE)),
            enterprises=Count("pk", filter=Q(kind=Unit.Kind.ENTERPRISE)),
        )
    )
    posts = LiaisonPost.objects.present().of_valid_units(on).annotate(held=is_held(on))
    counts = posts.aggregate(posts=Count("pk"), filled=Count("pk", filter=Q(held=True)))
    return {**units, **counts, "vacant": counts["posts"] - counts["filled"]}


def committee_figures(year: int, on: date) -> list[Figure]:
    """The seed's figures that the committee's records hold, as of ``on``."""
    counts: dict[str, Any] = liaison_figures(on)
    committees = Committee.objects.in_office(on)
    groups = WorkingGroup.objects.present().of_committee_in_office(on)
    day = on.isoformat()
    return [
        Figure("committee", _("Committees in office"), committees.count(), "committee:show_chart"),
        Figure(
            "working_groups", _("Working groups"), groups.count(), "committee:list_workinggroup", f"in_office_on={day}"
        ),
        Figure("villages", _("Villages"), counts["villages"], *_units("village", day)),
        Figure("enterprises", _("Enterprises"), counts["enterprises"], *_units("enterprise", day)),
        Figure("liaison_posts", _("Liaison posts"), counts["posts"], "committee:list_liaisonpost"),
        Figure("liaison_vacancies", _("Vacant posts"), counts["vacant"], "committee:list_liaisonpost", "state=vacant"),
    ]


def _units(kind: str, day: str) -> tuple[str, str]:
    return "committee:list_unit", f"kind={kind}&valid_on={day}"
