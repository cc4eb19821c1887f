"""Means of mutual evaluation as scores: of published rounds that ended in the period, nothing below enough raters."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.models import Ballot, RulebookItem, Scorecard
from assessment.scoring import Reading, mean_mark
from assessment.services import peers, rulebooks, scores
from assessment.services.peers.reading import peers_of
from assessment.tests.peer_builders import (
    a_closed_round,
    a_published_round,
    an_item_for_peers,
    an_open_round,
    fresh,
    give,
    mean_of,
)
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
JUNE, JULY = (date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 7, 31))
LATER = date(2026, 8, 1)


def read(period: tuple[date, date] = JUNE, on: date = LATER, item: RulebookItem | None = None) -> Any:
    """What the item reads of each unit."""
    return peers_of(item or an_item_for_peers(), *period, on)[0]


def test_the_mean_of_a_hundred_is_read_of_each_unit(cast: Cast) -> None:
    round_ = a_published_round(cast)
    readings = read()
    assert readings[cast.village.pk] == Reading(mean_of(round_, cast.village), D(100))
    assert len(readings) == 4


def test_it_counts_in_the_period_in_which_it_ended_and_once_it_is_published(cast: Cast) -> None:
    round_ = a_closed_round(cast)
    assert read() == {}
    peers.publish_round(round_, by=None)
    assert set(read()) >= {cast.village.pk}
    assert (read(JULY), read(on=today() - timedelta(days=1))) == ({}, {})
    assert read(on=today()) != {}


def test_another_item_reads_nothing_of_it_and_the_next_edition_reads_the_same(cast: Cast) -> None:
    a_published_round(cast)
    item = an_item_for_peers()
    found = read(item=item)
    assert found
    made = rulebooks.revise_rulebook(item.rulebook, by=None)
    again = made.items.get(number=item.number)
    assert read(item=again) == found
    again.number = "999"
    assert read(item=again) == {}


def test_whoever_has_too_few_raters_has_no_reading_and_never_zero(cast: Cast) -> None:
    round_ = an_open_round(cast, of=5)
    for ballot in Ballot.objects.filter(round=round_).exclude(unit=cast.village)[:3]:
        give(round_, ballot.unit_id)
    peers.close_round(round_, by=None)
    peers.publish_round(fresh(round_), by=None)
    known = set(read())
    assert cast.village.pk in known
    assert len(known) < 5


def test_several_rounds_weigh_the_same(cast: Cast) -> None:
    for mark in (60, 90):
        a_published_round(cast, lambda row, mark=mark: mark)
    assert read()[cast.village.pk] == Reading(D("150.00"), D(200))


def test_it_takes_one_query_for_any_number_of_units(cast: Cast, query_count: Any) -> None:
    item = an_item_for_peers()
    a_published_round(cast)
    few = query_count(lambda: read(item=item))
    for _each in range(3):
        a_unit()
    a_published_round(cast)
    assert query_count(lambda: read(item=item)) == few == 1


def test_a_scorecard_says_the_mean_and_no_record_stands_behind_it(cast: Cast, as_user: Any) -> None:
    a_published_round(cast, lambda row: 84)
    scores.keep_month(an_item_for_peers().rulebook, 6, LATER)
    card = Scorecard.objects.get(unit=cast.village)
    assert card.score == D("84.00")
    page = Page(as_user(cast.liaison).get(card.get_absolute_url()))
    [row] = page.panels["得分明细"].all("tr")[1:]
    assert ("平均分84.00" in row.text, row.all("a")) == (True, [])


@given(st.lists(st.integers(0, 100), min_size=3, max_size=60), st.integers(0, 10), st.randoms())
def test_the_mean_does_not_depend_on_the_order_of_raters_and_lies_among_the_marks(
    marks: list[int], trim: int, chance: Any
) -> None:
    numbers = [D(mark) for mark in marks]
    mixed = chance.sample(numbers, len(numbers))
    mean = mean_mark(numbers, least=3, trim=trim)
    assert mean == mean_mark(mixed, least=3, trim=trim)
    assert mean is not None
    assert min(numbers) <= mean <= max(numbers)


@given(st.lists(st.integers(0, 100), max_size=2))
def test_of_fewer_than_three_raters_nothing_is_known(marks: list[int]) -> None:
    assert mean_mark([D(mark) for mark in marks], least=3, trim=1) is None
