"""What the pages of the upper apps cost: as many queries with three of everything as with one, at most a dozen."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from django.urls import reverse

from campaigns.tests.builders import an_event
from dayan_safety.testing import Cast
from dayan_safety.tests.access_rows import ROWS
from dayan_safety.tests.town_rows import ONE_MORE

MOST_QUERIES = 12
WHO = ("office", "supervisor", "chair", "liaison", "inspector")  # the first of them who may looks
FILES = ("export", "download", "pack")
UPPER = ("assessment:", "campaigns:", "inspections:")
PAGES = [
    name
    for name, row in ROWS.items()
    if name.startswith(UPPER) and row.get == 200 and row.may and not name.partition(":")[2].startswith(FILES)
]

# An event can be edited in all it names: kind, group, campaign, programme, audiences, channel, units.
# The X-ray names the first records of each contradiction.
MORE = {"campaigns:edit_event": 1, "assessment:show_xray": 6}


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
AT_ONCE = 6  # so many nouns grow together
GROUPS = [list(NOUNS)[begin : begin + AT_ONCE] for begin in range(0, len(NOUNS), AT_ONCE)]


@pytest.mark.parametrize("nouns", GROUPS, ids=lambda nouns: nouns[0])
def test_three_rows_cost_the_queries_of_one(nouns: list[str], town: Cast, as_user: Any, query_count: Any) -> None:
    names = [name for noun in nouns for name in NOUNS[noun]]
    urls = {name: reverse(name, args=ROWS[name].args(town)) for name in names}
    browsers = {role: as_user(getattr(town, role)) for role in WHO}

    def cost(name: str) -> int:
        browser = next(browsers[role] for role in WHO if role in ROWS[name].may)
        assert browser.get(urls[name]).status_code == 200
        return int(query_count(lambda: browser.get(urls[name])))

    few = {name: cost(name) for name in urls}
    grow(town)
    grow(town)
    assert {name: cost(name) for name in urls} == few
    assert {name for name in urls if few[name] > MOST_QUERIES + MORE.get(name, 0)} == set()
