"""The calendar of safety days: when each is in a year, which campaign keeps it, and which ones ask for a campaign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.models import Campaign, SafetyDay
from campaigns.models.safety_days import Period

SHOWN_AHEAD = timedelta(days=14)  # so long before a campaign is due its planning stands among the to-dos


@dataclass(frozen=True, slots=True)
class Slot:
    """A safety day in a year, with the campaign that keeps it if one is planned."""

    day: SafetyDay
    period: Period
    campaign: Campaign | None = None

    @property
    def due_on(self) -> date:
        """The day by which its campaign is to be planned."""
        return self.period.first - timedelta(days=self.day.plan_ahead)

    def asks_on(self, on: date) -> bool:
        """Whether it asks for a campaign on ``on``: soon due or overdue, and not over."""
        is_open = bool(self.day.plan_ahead) and self.campaign is None
        return is_open and self.due_on - SHOWN_AHEAD <= on <= self.period.last


def days_of_year(known: Iterable[SafetyDay], year: int) -> Iterator[tuple[SafetyDay, Period]]:
    """The safety days that come in ``year``, the earliest first; of a name the row of the year goes before the yearly.

    ``known`` are rows of any year.
    """
    fitting = sorted((day for day in known if day.year in (None, year)), key=lambda day: day.year or 0)
    one_a_name = {day.name: day for day in fitting}.values()
    found = [(day, period) for day in one_a_name if (period := day.in_year(year))]
    return iter(sorted(found, key=lambda each: (each[1], each[0].pk)))


def calendar_of(first: int, last: int) -> list[Slot]:
    """Every safety day from the year ``first`` to the year ``last`` with its campaign; two queries.

    A campaign keeps the day it names, in the year it begins in, also when the row of that year is another one of the
    same name.
    """
    campaigns = Campaign.objects.present().in_years(first, last).filter(safety_day__isnull=False).with_names()
    kept = {
        (campaign.safety_day.name, campaign.first_on.year): campaign for campaign in campaigns if campaign.safety_day
    }
    known = list(SafetyDay.objects.present())
    return [
        Slot(day, period, kept.get((day.name, year)))
        for year in range(first, last + 1)
        for day, period in days_of_year(known, year)
    ]


def unplanned(on: date) -> list[Slot]:
    """Safety days that ask for a campaign on ``on``, those of the turn of the year too; two queries."""
    return [slot for slot in calendar_of(on.year, on.year + 1) if slot.asks_on(on)]


def proposed(day: SafetyDay, year: int) -> Campaign:
    """The campaign that a safety day proposes for ``year``, not saved: its name and its days."""
    campaign = Campaign(name=f"{year}年{day.name}", safety_day=day)
    if period := day.in_year(year):
        campaign.first_on, campaign.last_on = period
    return campaign
