"""What the pages of the upper apps cost: as many queries with three of everything as with one, at most a dozen."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from django.urls import reverse

from assessment.tests.builders import an_item
from campaigns.tests.builders import an_event
from dayan_safety.testing import Cast
from dayan_safety.tests.access_rows import ROWS
from dayan_safety.tests.town_rows import ONE_MORE, one_of_each

MOST_QUERIES = 12
UPPER = ("assessment:", "campaigns:", "inspections:")
PAGES = [
    name
    for name, row in ROWS.items()
    if name.startswith(UPPER) and row.get == 200 and not name.partition(":")[2].startswith("export")
]

# An event can be edited in all it names: kind, group, campaign, programme, audiences, channel, units.
MORE = {"campaigns:edit_event": 1}


def grow(cast: Cast) -> None:
    """One more of everything, also of what belongs to the records that are looked at."""
    for make in ONE_MORE.values():
        make(cast)
    an_event(unit=cast.village, group=cast.group)


def noun_of(name: str) -> str:
    """The app, and the last word of the page's name: ``campaigns:edit_event`` is about ``campaigns:event``."""
    app, _colon, page = name.partition(":")
    return f"{app}:{page.rpartition('_')[2]}"


NOUNS = {noun: list(pages) for noun, pages in groupby(sorted(PAGES, key=noun_of), noun_of)}


@pytest.mark.parametrize("noun", NOUNS)
def test_three_rows_cost_the_queries_of_one(noun: str, cast: Cast, as_user: Any, query_count: Any) -> None:
    one_of_each(cast)
    urls = {name: reverse(name, args=ROWS[name].args(cast)) for name in NOUNS[noun]}
    office, supervisor = as_user(cast.office), as_user(cast.supervisor)

    def cost(name: str) -> int:
        browser = office if "office" in ROWS[name].may else supervisor
        assert browser.get(urls[name]).status_code == 200
        return int(query_count(lambda: browser.get(urls[name])))

    few = {name: cost(name) for name in urls}
    grow(cast)
    grow(cast)
    assert {name: cost(name) for name in urls} == few
    assert {name for name in urls if few[name] > MOST_QUERIES + MORE.get(name, 0)} == set()


def test_a_rulebook_costs_the_same_whatever_it_holds(cast: Cast, as_user: Any, query_count: Any) -> None:
    item = an_item()
    browser, url = as_user(cast.supervisor), item.rulebook.get_absolute_url()
    browser.get(url)
    few = query_count(lambda: browser.get(url))
    for _each in range(3):
        an_item(rulebook=item.rulebook)
    assert query_count(lambda: browser.get(url)) == few <= MOST_QUERIES
