"""A figure: a number with the address of exactly its records."""

import dataclasses
from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.counting import Figure
from dayan_safety.figures import figures
from dayan_safety.testing import a_unit
from dayan_safety.workdays import today


@pytest.mark.parametrize(("query", "end"), [("", "?reset=1"), ("kind=village", "?kind=village")])
def test_a_figure_leads_to_its_records(query: str, end: str) -> None:
    figure = Figure("villages", "Villages", 3, "committee:list_unit", query)
    assert figure.url == reverse("committee:list_unit") + end


def test_a_figure_is_not_changed_after_it_was_counted() -> None:
    figure = Figure("villages", "Villages", 3, "committee:list_unit")
    with pytest.raises(dataclasses.FrozenInstanceError):
        figure.value = 4  # type: ignore[misc]


def test_keys_are_one_each_and_counting_costs_the_same_for_any_number_of_records(db: None, query_count: Any) -> None:
    assert len({figure.key for figure in figures(2026, today())}) == len(figures(2026, today()))
    a_unit()
    one = query_count(lambda: figures(2026, today()))
    for _each in range(5):
        a_unit()
    assert query_count(lambda: figures(2026, today())) == one
