"""Who is told what about a check."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Check
from committee.services.hearers import Hearers, logins
from dayan_safety.notices import notify
from dayan_safety.workdays import today

KIND = "assessment.check_news"


def tell_units(check: Check, *, by: Any, key: str, title: str) -> None:
    """Tell those who answer for each unit of the check today, but not who did it; it leads to the unit's page."""
    hearers = Hearers.on(today())
    rows = list(check.checked.present().select_related("unit"))
    hearing = {row.pk: hearers.answering([row.unit_id], []) for row in rows}
    users = {user.pk: user for user in logins(frozenset().union(*hearing.values())) if user != by}
    for row in rows:
        told = {"unit": row.unit, "left": row.left, "full": row.full}
        notify(
            [users[pk] for pk in hearing[row.pk] if pk in users],
            key=f"check:{check.pk}:{key}:{row.unit_id}",
            title=title,
            text=_("%(unit)s: %(left)s of %(full)s points.") % told if key == "closed" else str(row.unit),
            url=row.get_absolute_url(),
            kind=KIND,
            about=row,
        )
