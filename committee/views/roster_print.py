"""The roster on paper: who is in which post on a day, names alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from committee.models import LiaisonPost
from committee.services.rosters import RosterRow, roster_rows
from dayan_safety.forms import DayField
from dayan_safety.views import needs


class RosterDayForm(forms.Form):
    """The day of the roster; without one it is today's."""

    on = DayField(label=_("As of"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["class"] = "form-control"

    def day(self) -> date:
        """The day asked for, today where there is none or it is no day."""
        day: date | None = self.cleaned_data.get("on") if self.is_valid() else None
        return day or timezone.localdate()


@require_safe
@needs("committee.view_liaisonpost")
def print_roster(request: HttpRequest) -> HttpResponse:
    """Units of the day, one a line, with the names in their three posts; numbers stay in the house."""
    form = RosterDayForm(request.GET if "on" in request.GET else {})
    on = form.day()
    posts = LiaisonPost.objects.all().visible_to(request.user).of_valid_units(on)
    lines = by_unit(roster_rows(posts, on))
    context = {
        "form": form,
        "on": on,
        "is_today": on == timezone.localdate(),
        "roles": LiaisonPost.Role.labels,
        "lines": lines,
        "held": sum(1 for line in lines for name in line["names"] if name),
    }
    return render(request, "committee/roster_print.html", context, status=422 if form.errors else 200)


def by_unit(rows: Iterable[RosterRow]) -> list[dict[str, Any]]:
    """``unit`` and ``names``: one for each role in its order, empty for a vacancy, ``None`` where there is no post."""
    units: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        units.setdefault((row.unit, row.code), {})[row.role] = row.name
    roles = list(map(str, LiaisonPost.Role.labels))
    return [{"unit": unit, "names": [names.get(role) for role in roles]} for (unit, _code), names in units.items()]
