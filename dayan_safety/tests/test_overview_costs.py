"""What the glance and the big screen cost: as many queries for many records as for few."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from dayan_safety.parameters import set_parameters
from dayan_safety.screens import open_screen, screen_key
from dayan_safety.testing import Cast
from dayan_safety.tests.town_rows import ONE_MORE

MOST_QUERIES = 50


def grow(cast: Cast) -> None:
    """Two more of everything."""
    for _time in range(2):
        for make in ONE_MORE.values():
            make(cast)


def test_three_rows_cost_the_glance_the_queries_of_one(town: Cast, as_user: Any, query_count: Any) -> None:
    browser, url = as_user(town.office), reverse("view_overview")
    browser.get(url)
    few = query_count(lambda: browser.get(url))
    grow(town)
    assert query_count(lambda: browser.get(url)) == few <= MOST_QUERIES


def test_three_rows_cost_the_screen_the_queries_of_one(town: Cast, client: Any, query_count: Any) -> None:
    set_parameters({"dayan_safety.screen_shows_league": True}, by=town.office)
    url = reverse("view_screen", args=[screen_key(open_screen(None, by=None))])
    client.get(url)
    few = query_count(lambda: client.get(url))
    grow(town)
    assert query_count(lambda: client.get(url)) == few <= MOST_QUERIES
