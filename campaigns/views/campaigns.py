"""Pages of campaigns: planned and done; and the calendar of safety days that asks for them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from campaigns.figures import progress_of
from campaigns.filters import CampaignFilter
from campaigns.forms.campaigns import CampaignForm
from campaigns.models import Campaign, Event, SafetyDay, StockEntry
from campaigns.services.owning import create_own, edit_own
from campaigns.services.safety_calendar import Slot, calendar_of, proposed
from campaigns.tables.outreach import CAMPAIGNS
from campaigns.tables.words import standing
from dayan_safety.filters import year_asked
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, needs
from dayan_safety.views.beginning import asked_for, only_one
from dayan_safety.workdays import today


class CampaignView(RecordView):
    """What the town does for one theme between two days."""

    model = Campaign
    columns = CAMPAIGNS
    filterset = CampaignFilter
    form = CampaignForm
    create_service = staticmethod(create_own)
    edit_service = staticmethod(edit_own)
    search_hint = _("Name or theme")
    empty_hint = _("No campaign matches. Take a filter away, or plan one from the calendar of campaigns.")

    def rows(self) -> QuerySet[Any]:
        """With safety day, group and the events held."""
        return self.one_row().with_events_held(today())

    def one_row(self) -> QuerySet[Any]:
        """With safety day and group."""
        return self.visible().with_names()

    def fresh(self) -> Campaign:
        """What the safety day in the address proposes, for the own group where there is one."""
        day = asked_for(SafetyDay, self.request, "day")
        campaign = proposed(day, year_asked(self.request.GET)) if day else Campaign()
        campaign.group_id = only_one(self.request.user.standing.groups)
        return campaign

    def buttons(self, record: Any) -> list[Button]:
        """Its events with their files, to take away."""
        url = reverse("campaigns:export_campaign_files", args=[record.pk])
        text = _("Events with photographs (ZIP)")
        return [Button("campaigns.export_outreach", url, "file-earmark-zip", text=text)]

    def status(self, record: Any) -> Badge:
        """Planned, under way or over."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """Theme, days, who runs it."""
        user = self.request.user
        counted = _("number %(number)s") % {"number": record.number} if record.number else ""
        return [
            Fact(_("Theme of the year"), record.theme),
            Fact(_("Begins on"), record.first_on),
            Fact(_("Ends on"), record.last_on),
            Fact(_("Working group"), record.group or _("the office"), address_for(user, record.group)),
            Fact(_("Safety day"), record.safety_day, address_for(user, record.safety_day)),
            Fact(_("Which time"), counted),
        ]

    def panels(self, record: Any) -> list[Panel]:
        """Planned and done, arrangements, what came of it."""
        user = self.request.user
        events, entries = Event.objects.all().visible_to(user), StockEntry.objects.all().visible_to(user)
        lines = progress_of(record, events.held_by(today()), entries)
        texts = [(_("Arrangements"), record.text), (_("Summing up"), record.summary)]
        return [
            Panel(_("Planned and done"), "campaigns/panels/progress.html", {"lines": lines}),
            *(Panel(title, "records/panels/text.html", {"text": text}) for title, text in texts if text),
        ]


@require_safe
@needs("campaigns.view_calendar")
def view_calendar(request: HttpRequest) -> HttpResponse:
    """The safety days of a year, each with its campaign or the way to plan it; two queries of its own."""
    on = today()
    year = min(max(year_asked(request.GET), on.year - 20), on.year + 1)
    may_plan = request.user.has_perm("campaigns.create_campaign")
    context = {
        "year": year,
        "slots": [_line(slot, year, may_plan) for slot in calendar_of(year, year)],
        "before": year - 1,
        "after": year + 1 if year <= on.year else None,
    }
    return render(request, "campaigns/calendar.html", context)


def _line(slot: Slot, year: int, may_plan: bool) -> dict[str, Any]:
    """A safety day as the page shows it."""
    is_open = slot.campaign is None and slot.period.last >= today()
    asked = urlencode({"day": slot.day.pk, "year": year})
    return {
        "slot": slot,
        "number": slot.day.number_in(year),
        "status": standing(slot.campaign) if slot.campaign else None,
        "asks": slot.asks_on(today()),
        "plan_url": f"{reverse('campaigns:create_campaign')}?{asked}" if is_open and may_plan else "",
    }


urlpatterns = [path("calendar/", view_calendar, name="view_calendar")]
