"""Numbers of outreach: of months, years, campaigns, bodies and of the coverage map; each opens exactly its records."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.figures import (
    ALL_EVENTS,
    COPIES,
    DISPLAYS,
    ENTRIES,
    MEASURES,
    PEOPLE,
    SEED,
    TRAININGS,
    Progress,
    Tally,
    add_displays,
    campaign_figures,
    progress_of,
    tally,
)
from campaigns.models import Campaign, Display, Event, StockEntry
from campaigns.services.coverage import Cell, Coverage, coverage_of, next_month
from campaigns.services.stock import distribute_copies, hand_out_copies, receive_copies, reverse_entry
from campaigns.sources import copies_of
from campaigns.tests.builders import DAY, a_campaign, a_display, a_kind_of_event, a_stock, an_event
from committee.models import Unit, WorkingGroup
from committee.tests.pages import Page
from dayan_safety.records import remove_record
from dayan_safety.sources import all_sources
from dayan_safety.testing import Cast, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
ON, ONE = date(2026, 6, 15), timedelta(days=1)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
COUNTS = st.integers(0, 5)


def counted(first: date = YEAR[0], last: date = YEAR[1]) -> Tally:
    """Everything that was held and handed out between two days."""
    return tally(Event.objects.present().held_by(ON), StockEntry.objects.present(), first, last)


@given(st.lists(st.tuples(st.sampled_from(MEASURES), st.integers(2024, 2026), st.integers(1, 12), COUNTS)))
def test_what_was_counted_adds_up_by_month_year_and_whole(parts: list[tuple[Any, int, int, int]]) -> None:
    tallied = Tally()
    for measure, year, month, number in parts:
        tallied.add(measure.key, year, month, number)
    for measure in MEASURES:
        mine = [part for part in parts if part[0] == measure]
        assert tallied.whole(measure) == sum(part[3] for part in mine)
        assert tallied.of_year(measure, 2025) == sum(part[3] for part in mine if part[1] == 2025)
        assert tallied.of_month(measure, 2026, 12) == sum(part[3] for part in mine if part[1:3] == (2026, 12))
    entered = {part[0].key for part in parts if part[0] in ENTRIES and part[1] == 2026 and part[3]}
    assert tallied.entries_of(2026) == len(entered)


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2026, 2, 28), 0), (date(2026, 3, 1), 1), (date(2026, 3, 31), 1), (date(2026, 4, 1), 0)],
)
def test_both_days_belong_to_what_is_counted(day: date, number: int, db: None) -> None:
    hand_out_copies(an_event(held_on=day, head_count=8), by=None, material=a_stock(9, on=day), copies=7)
    a_display(first_on=day)
    march = date(2026, 3, 1), date(2026, 3, 31)
    tallied = counted(*march)
    add_displays(tallied, Display.objects.all(), *march)
    found = [tallied.of_year(measure, 2026) for measure in (ALL_EVENTS, TRAININGS, PEOPLE, COPIES, DISPLAYS)]
    assert found == [number, number, 8 * number, 7 * number, number]


def test_copies_count_as_handed_out_not_as_received_counted_or_taken_back(db: None) -> None:
    material = a_stock(100)
    wrong = hand_out_copies(an_event(), by=None, material=material, copies=9)
    hand_out_copies(an_event(), by=None, material=material, copies=5)
    reverse_entry(wrong, by=None, reason="登记错误")
    receive_copies(material, by=None, copies=50, on=DAY)
    assert counted().of_year(COPIES, 2026) == 5


@given(planned=st.none() | COUNTS, done=COUNTS)
def test_a_number_is_reached_when_as_much_was_done_as_planned(planned: int | None, done: int) -> None:
    assert Progress("", planned, done, "").is_reached == (planned is not None and done - planned >= 0)


def a_busy_campaign(cast: Cast) -> Campaign:
    """Two trainings held, one ahead, one removed; 12 copies sent, 3 at an event, 9 taken back; drills planned."""
    campaign, training = a_campaign(planned_drills=2, planned_trainings=2), a_kind_of_event()
    about = {"campaign": campaign, "kind": training, "head_count": 10}
    held = [an_event(held_on=day, **about) for day in (date(2025, 1, 5), DAY)]
    an_event(held_on=ON + ONE, **about)
    remove_record(an_event(**about), by=None, reason="重复")
    material = a_stock(100)
    for copies in (12, 9):
        entry = distribute_copies(material, by=None, copies=copies, on=DAY, unit=cast.village, campaign=campaign)
    reverse_entry(entry, by=None, reason="登记错误")
    hand_out_copies(held[1], by=None, material=material, copies=3)
    return campaign


def test_a_campaign_counts_what_belongs_to_it_whenever_it_was(cast: Cast) -> None:
    campaign = a_busy_campaign(cast)
    an_event(), distribute_copies(a_stock(), by=None, copies=1, on=DAY, unit=cast.village)
    events = Event.objects.present().held_by(ON)
    lines = progress_of(campaign, events, StockEntry.objects.present())
    assert [(str(line.label), line.planned, line.done, line.is_reached) for line in lines] == [
        ("开展宣教活动", None, 2, False),
        ("应急演练", 2, 0, False),
        ("安全培训", 2, 2, True),
        ("参加人数", None, 20, False),
        ("宣传资料发放数", None, 15, False),
    ]


def test_the_towns_figures_are_those_of_a_year_up_to_a_day(cast: Cast, as_user: Any) -> None:
    training = a_kind_of_event()
    days = {date(2025, 12, 31): "families", date(2026, 1, 1): "schools", ON: "schools", ON + ONE: "enterprises"}
    for day, entry in days.items():
        an_event(kind=training, held_on=day, entry=entry)
    remove_record(an_event(kind=training, held_on=ON, entry="communities"), by=None, reason="重复")
    told = {figure.key: figure for figure in campaign_figures(2026, ON)}
    assert {key: figure.value for key, figure in told.items()} == {
        "contest": 0, "drill": 0, "training": 2, "copies": 0, "entries": 1,
    }  # fmt: skip
    browser = as_user(cast.office)
    assert [len(Page(browser.get(told[key].url)).rows) for key in ("training", "entries", "drill")] == [2, 2, 0]
    assert len(told) == len(SEED) + 1


# For reports.


@pytest.mark.parametrize("of", ["group", "unit"])
def test_copies_of_a_body_are_those_of_the_period_below_nought_in_the_ledger(of: str, cast: Cast) -> None:
    body = cast.group if of == "group" else cast.village
    first, last = DAY, DAY + 2 * ONE
    for number, day in enumerate((first - ONE, first, last, last + ONE)):
        hand_out_copies(
            an_event(held_on=day, **{of: body}), by=None, material=a_stock(2000, on=first - ONE), copies=10**number
        )
    source = all_sources()["campaigns.copies"]
    rows = source.records(body, first, last)
    assert [row.copies for row in rows] == [-10, -100]
    assert source.count(body, first, last) == copies_of(rows) == Decimal(110)


@pytest.mark.parametrize(("name", "number"), [("events", 2), ("people", 5)])
def test_who_took_part_beside_another_counts_the_event_and_not_its_people(name: str, number: int, cast: Cast) -> None:
    (
        an_event(unit=cast.village, head_count=5),
        an_event(unit=cast.other_village, more_units=[cast.village], head_count=7),
    )
    assert all_sources()[f"campaigns.{name}"].count(cast.village, *YEAR) == number


# The coverage map.


def the_map(cast: Cast, year: int = 2026) -> Coverage:
    """Both villages by both groups."""
    units, groups = [cast.village, cast.other_village], [cast.group, cast.supervision]
    return coverage_of(year, ON, units, groups, Event.objects.present())


@pytest.mark.parametrize(
    ("day", "cell"),
    [
        (date(2025, 12, 31), Cell(0, 0)),
        (date(2026, 1, 1), Cell(1, 0)),
        (ON, Cell(1, 0)),
        (ON + ONE, Cell(0, 1)),
        (date(2026, 12, 31), Cell(0, 1)),
        (date(2027, 1, 1), Cell(0, 0)),
    ],
)
def test_a_cell_has_the_year_held_up_to_today_and_planned_from_tomorrow(day: date, cell: Cell, cast: Cast) -> None:
    an_event(unit=cast.village, group=cast.group, held_on=day)
    an_event(unit=cast.other_village, more_units=[cast.village], group=cast.group, held_on=day)
    found = the_map(cast)
    twice = Cell(2 * cell.held, 2 * cell.planned)
    assert found.of(cast.village, cast.group) == twice
    assert found.of(cast.other_village, cast.group) == cell
    assert found.of(cast.village, cast.supervision) == Cell()


@pytest.mark.parametrize(("held", "planned", "is_empty"), [(0, 0, True), (1, 0, False), (0, 1, False), (1, 1, False)])
def test_a_cell_is_empty_without_an_event_held_or_planned(held: int, planned: int, is_empty: bool) -> None:
    assert Cell(held, planned).is_empty == is_empty


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 3), st.integers(1, 2)), st.builds(Cell, held=st.integers(0, 2), planned=st.integers(0, 2))
)


@given(CELLS)
def test_rows_columns_and_the_whole_map_count_the_same_cells(cells: dict[tuple[int, int], Cell]) -> None:
    units, groups = [Unit(pk=key) for key in (1, 2, 3)], [WorkingGroup(pk=key) for key in (1, 2)]
    coverage = Coverage(units, groups, cells)
    reached = sum(cell.held > 0 for cell in cells.values())
    assert coverage.all_reached == reached == sum(map(coverage.themes_of, units)) == sum(map(coverage.reached, groups))
    filled = {key for key, cell in cells.items() if cell.held + cell.planned > 0}
    empty = {(unit.pk, group.pk) for column in groups for unit, group in coverage.empty_of(column)}
    assert (len(filled) + len(empty), filled & empty) == (coverage.whole, set())


def test_what_has_no_unit_or_no_theme_is_on_no_map(cast: Cast) -> None:
    an_event(unit=cast.village), an_event(group=cast.group), an_event(more_units=[cast.village])
    an_event(unit=a_unit(), group=cast.group)
    assert the_map(cast).all_reached == 0
    an_event(more_units=[cast.village], group=cast.group)
    assert the_map(cast).of(cast.village, cast.group) == Cell(1)


@given(st.dates(date(1990, 1, 1), date(2190, 12, 31)))
def test_the_next_month_begins_within_thirty_one_days(on: date) -> None:
    first = next_month(on)
    assert first.day == 1
    assert (first - ONE).replace(day=1) == on.replace(day=1)
