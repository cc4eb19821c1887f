"""A figure: a number with the address of exactly its records."""

import dataclasses
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Person, Unit
from dayan_safety.counting import Figure, counts_of
from dayan_safety.figures import figures
from dayan_safety.testing import a_unit
from dayan_safety.todos import Waiting, counted
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


# Several in one query


def test_several_are_counted_in_their_order_whatever_they_are(db: None, query_count: Any) -> None:
    units = [a_unit(kind=kind) for kind in ("village", "village", "enterprise")]
    rows = Unit.objects.present()
    several = [rows.filter(kind="village"), Person.objects.all(), rows, rows.filter(kind="enterprise")]
    assert counts_of(several) == [2, 0, 3, 1]
    assert query_count(lambda: counts_of(several)) == 1
    assert counts_of([rows.filter(pk=unit.pk) for unit in units]) == [1, 1, 1]


def test_rows_in_an_order_and_rows_there_cannot_be_are_counted_too(db: None) -> None:
    a_unit()
    assert counts_of([Unit.objects.order_by("-name"), Unit.objects.none(), Unit.objects.filter(pk__in=[])]) == [1, 0, 0]


def test_of_nothing_there_is_nothing_and_no_query(db: None, query_count: Any) -> None:
    assert counts_of([]) == []
    assert query_count(lambda: counts_of([])) == 0


def test_what_waits_is_told_with_its_number_as_the_single_counts_say(db: None) -> None:
    for kind in ("village", "village", "enterprise"):
        a_unit(kind=kind)
    waiting = [Waiting(kind, Unit.objects.filter(kind=kind), f"/{kind}", "info", "x") for kind in Unit.Kind.values]
    told = {todo.label: (todo.count, todo.url) for todo in counted(waiting)}
    assert told == {kind: (Unit.objects.filter(kind=kind).count(), f"/{kind}") for kind in Unit.Kind.values}
    assert told["village"] == (2, "/village")
