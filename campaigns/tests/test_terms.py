"""What has a first and a last day stands in exactly one place on any day, on the record and in the database alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Campaign, Poll, Programme
from campaigns.models.terms import Term
from campaigns.tests.builders import a_campaign, a_poll, a_programme, a_questionnaire
from dayan_safety.testing import Cast

DAY, FIRST = timedelta(days=1), date(2026, 6, 15)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
STANDINGS = tuple(Term.Standing.values)


@given(first=DAYS, length=st.integers(0, 400), on=DAYS)
def test_it_is_planned_before_over_afterwards_and_under_way_between(first: date, length: int, on: date) -> None:
    term = Programme(first_on=first, last_on=first + timedelta(days=length))
    assert (term.standing(on) == "planned") == (on < first)
    assert (term.standing(on) == "over") == (on > term.last_on)
    assert (term.standing(on) == "under_way") == (first <= on <= term.last_on)


@given(first=DAYS, length=st.integers(0, 400))
def test_it_goes_one_way_only(first: date, length: int) -> None:
    term = Poll(first_on=first, last_on=first + timedelta(days=length))
    days = [first - DAY, first, term.last_on, term.last_on + DAY]
    places = [STANDINGS.index(term.standing(day)) for day in days]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 2)


@pytest.mark.parametrize("days", [-400, -1])
def test_an_end_before_the_beginning_is_told_beside_its_field(days: int) -> None:
    with pytest.raises(ValidationError) as refused:
        Campaign(first_on=FIRST, last_on=FIRST + days * DAY).clean()
    assert list(refused.value.message_dict) == ["last_on"]
    Campaign(first_on=FIRST, last_on=FIRST).clean()


MAKERS = {
    "campaign": a_campaign,
    "programme": a_programme,
    "poll": lambda **about: a_poll(a_questionnaire(), **about),
}


@pytest.mark.parametrize("noun", MAKERS)
@pytest.mark.parametrize("on", [FIRST - 31 * DAY, FIRST - DAY, FIRST, FIRST + DAY, FIRST + 31 * DAY])
def test_the_database_sorts_them_as_each_says_of_itself(noun: str, on: date, cast: Cast) -> None:
    made: list[Any] = [
        MAKERS[noun](first_on=FIRST + begins * DAY, last_on=FIRST + ends * DAY)
        for begins, ends in ((-31, -31), (-31, -1), (-1, 0), (0, 0), (0, 1), (1, 31), (31, 31))
    ]
    rows = type(made[0]).objects.all()
    sorted_by = {"planned": rows.ahead_of(on), "under_way": rows.running_on(on), "over": rows.over_by(on)}
    for standing, found in sorted_by.items():
        assert set(found) == {term for term in made if term.standing(on) == standing}, standing
    assert sum(found.count() for found in sorted_by.values()) == len(made)
