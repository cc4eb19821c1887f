"""The turn of the year in a town with a record of every kind: each number leads to its records, three cost as one."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.rollover import going_on, open_items, plan_of, standing_of
from dayan_safety.testing import Cast
from dayan_safety.tests.town_rows import ONE_MORE
from dayan_safety.tests.turns import turn

PAGE = reverse("view_rollover")


@pytest.mark.parametrize("role", ["office", "chair", "supervisor"])
def test_every_number_leads_to_as_many_records(role: str, town: Cast, as_user: Any) -> None:
    user = getattr(town, role)
    browser, near = as_user(user), turn()
    shown = [*open_items(near, user), *going_on(near, user), *standing_of(plan_of(near, user)).values()]
    assert sum(each.count > 0 for each in shown) > 15
    for each in shown:
        answer = browser.get(each.url, follow=True)
        assert (each.url, answer.context["listing"].total) == (each.url, each.count)


def test_three_of_everything_cost_the_queries_of_one(town: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(town.office)
    browser.get(PAGE)
    few = query_count(lambda: browser.get(PAGE))
    for _each in range(2):
        for make in ONE_MORE.values():
            make(town)
    assert query_count(lambda: browser.get(PAGE)) == few <= 50
