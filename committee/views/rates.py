"""How the units stand in a year: whether they came to the meetings and did their tasks in time."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committee.filters.meetings import RateFilter
from committee.models import Unit
from committee.tables.meetings import RATES, share
from dayan_safety.filters import year_asked
from dayan_safety.views import Fact, RecordView


class RatesView(RecordView):
    """Units that were invited or had tasks in the year asked for."""

    model = Unit
    columns = RATES
    filterset = RateFilter
    search_hint = gettext_lazy("Name, code or pinyin initials")
    empty_hint = gettext_lazy("No unit was invited to a meeting or had a task that year.")

    def rows(self) -> QuerySet[Any]:
        """With the counts of the year."""
        rated = self.visible().with_rates(year_asked(self.request.GET), timezone.localdate())
        return rated.filter(Q(invited__gt=0) | Q(tasks_due__gt=0) | Q(tasks_overdue__gt=0))

    @property
    def list_title(self) -> str:  # type: ignore[override]
        """With the year."""
        return _("How the units stand in %(year)s") % {"year": year_asked(self.request.GET)}

    def right(self, verb: str) -> str:
        """One right opens the list and its export."""
        return "committee.view_rates"

    def url(self, role: str, *args: Any) -> str:
        """It has no records of its own."""
        return reverse(f"committee:{role}_rates", args=args)


def rate_facts(rated: Any) -> list[Fact]:
    """How a unit or group stands this year, for its page: from what its row was counted with."""
    told = [
        (_("Attendance rate this year"), "attended", "invited"),
        (_("Tasks on time this year"), "tasks_on_time", "tasks_due"),
        (_("Reports handed in this year"), "reports_came", "reports_owed"),
        (_("Reports in time this year"), "reports_on_time", "reports_owed"),
    ]
    facts = [Fact(label, share(getattr(rated, part, 0), getattr(rated, whole, 0))) for label, part, whole in told]
    return [fact for fact in facts if fact.value]
