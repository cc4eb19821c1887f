"""What the town did in outreach, in numbers: one computation of each, for the home page and the page of the year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Event, EventKind, StockEntry
from campaigns.querysets import DisplayQuerySet, EventQuerySet, StockEntryQuerySet
from dayan_safety.counting import Figure

CountsAs, Entry = EventKind.CountsAs, Event.Entry
DISPLAY_LIST = "campaigns:list_display"
EVENTS, LEDGER = "campaigns:list_event", "campaigns:list_stockentry"
HELD, HANDED_OUT = "standing=held", "standing=handed_out"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of outreach; ``page`` and ``query`` lead to exactly its records, of any time."""

    key: str
    label: Any
    query: str = HELD
    page: str = EVENTS

    def url(self, first: date, last: date) -> str:
        """The address of its records from a day to a day."""
        return f"{reverse(self.page)}?{self.query_of(first, last)}"

    def url_in(self, campaign: Campaign) -> str:
        """The address of those that belong to a campaign."""
        return f"{reverse(self.page)}?{self.query}&campaign={campaign.pk}"

    def query_of(self, first: date, last: date) -> str:
        """What the list is asked for."""
        return f"{self.query}&since={first}&until={last}"


def of_entry(entry: str) -> str:
    """The key of one of the five entries."""
    return f"entry_{entry}"


ALL_EVENTS, PEOPLE = Measure("events", _("Events held")), Measure("people", _("Head-count"))
COPIES = Measure("copies", _("Copies of materials handed out"), HANDED_OUT, LEDGER)
CONTESTS = Measure(CountsAs.CONTEST, _("Knowledge contests"), f"{HELD}&counts_as=contest")
DRILLS = Measure(CountsAs.DRILL, _("Emergency drills"), f"{HELD}&counts_as=drill")
TRAININGS = Measure(CountsAs.TRAINING, _("Safety trainings"), f"{HELD}&counts_as=training")
DISPLAYS = Measure("displays", _("Displays put up"), "standing=put_up", DISPLAY_LIST)
SEED = (CONTESTS, DRILLS, TRAININGS, COPIES)  # [S], with the five entries
OTHERS = tuple(Measure(kind.value, kind.label, f"{HELD}&counts_as={kind}") for kind in list(CountsAs)[3:])
ENTRIES = tuple(Measure(of_entry(entry), entry.label, f"{HELD}&entry={entry}") for entry in Entry)
MEASURES = (*SEED, DISPLAYS, ALL_EVENTS, PEOPLE, *OTHERS, *ENTRIES)

PLANNED = dict(zip(Campaign.PLANNED, (ALL_EVENTS, CONTESTS, DRILLS, TRAININGS, PEOPLE, COPIES), strict=True))


class Tally:
    """Numbers by measure and month. What nobody counted is 0."""

    def __init__(self) -> None:
        self.counted: Counter[tuple[str, int, int]] = Counter()

    def of_month(self, measure: Measure, year: int, month: int) -> int:
        """Of one month."""
        return self.counted[measure.key, year, month]

    def of_year(self, measure: Measure, year: int) -> int:
        """Of a whole year."""
        return sum(self.of_month(measure, year, month) for month in range(1, 13))

    def whole(self, measure: Measure) -> int:
        """Of all the time that was counted."""
        return sum(number for (key, _year, _month), number in self.counted.items() if key == measure.key)

    def entries_of(self, year: int) -> int:
        """Into how many of the five the town went that year."""
        return sum(self.of_year(entry, year) > 0 for entry in ENTRIES)

    def add(self, key: str, year: int, month: int, number: int) -> None:
        """Count some more."""
        self.counted[key, year, month] += number


def tally(events: EventQuerySet, entries: StockEntryQuerySet, first: date, last: date) -> Tally:
    """Count ``events`` held and ``entries`` of the ledger from ``first`` to ``last``; a query each, for any time.

    Both are what exists for whoever reads: numbers and lists never differ.
    """
    counted, held = Tally(), events.filter(held_on__range=(first, last)).order_by()
    months = held.values_list("held_on__year", "held_on__month", "kind__counts_as", "entry")
    for year, month, kind, entry, number, people in months.annotate(Count("pk"), people=Sum("head_count")):
        for key, more in ((ALL_EVENTS.key, number), (kind, number), (of_entry(entry), number), (PEOPLE.key, people)):
            counted.add(key, year, month, more or 0)
    went = entries.handed_out().filter(on__range=(first, last)).order_by()
    for year, month, copies in went.values_list("on__year", "on__month").annotate(copies=Sum("copies")):
        counted.add(COPIES.key, year, month, -copies)
    return counted


def add_displays(counted: Tally, displays: DisplayQuerySet, first: date, last: date) -> None:
    """Count ``displays`` by the month they were put up in; one query."""
    shown = displays.filter(first_on__range=(first, last)).order_by()
    for year, month, number in shown.values_list("first_on__year", "first_on__month").annotate(Count("pk")):
        counted.add(DISPLAYS.key, year, month, number)


@dataclass(frozen=True, slots=True)
class Progress:
    """A number of a campaign: what is planned (nothing where nobody planned any), what was done, its records."""

    label: Any
    planned: int | None
    done: int
    url: str

    @property
    def is_reached(self) -> bool:
        """Whether as much was done as was planned."""
        return self.planned is not None and self.done >= self.planned


def progress_of(campaign: Campaign, events: EventQuerySet, entries: StockEntryQuerySet) -> list[Progress]:
    """The campaign's numbers that are planned or begun, counted from ``events`` held and ``entries``; two queries.

    What belongs to a campaign counts for it also where it lies outside its days.
    """
    counted = tally(events.filter(campaign=campaign), entries.in_campaign(campaign), date.min, date.max)
    lines = [
        Progress(measure.label, getattr(campaign, name), counted.whole(measure), measure.url_in(campaign))
        for name, measure in PLANNED.items()
    ]
    return [line for line in lines if line.planned is not None or line.done]


def campaign_figures(year: int, on: date) -> list[Figure]:
    """The seed's figures that the log of events and the ledger hold for ``year``, as of ``on``; two queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    counted = tally(Event.objects.present().held_by(on), StockEntry.objects.present(), first, last)
    figures = [(measure.key, measure.label, counted.of_year(measure, year), measure) for measure in SEED]
    any_entry = Measure("entries", _("Of the five entries"), f"{HELD}&entry=any")
    return [
        Figure(key, label, value, measure.page, measure.query_of(first, last))
        for key, label, value, measure in [*figures, ("entries", any_entry.label, counted.entries_of(year), any_entry)]
    ]
