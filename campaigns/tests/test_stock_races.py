"""Many hand out the last copies at once: so many go as there were, never one more."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from campaigns.models import Material
from campaigns.services.stock import count_copies, distribute_copies, reverse_entry, stock_of
from campaigns.tests.builders import DAY, a_stock
from dayan_safety.testing import Cast
from dayan_safety.tests.crowd import apart, database_for_threads, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer")]


def kinds(results: list[Any]) -> dict[str, int]:
    """How many of each kind of result."""
    return dict(Counter(type(result).__name__ for result in results))


@pytest.mark.parametrize("number", [12, pytest.param(60, marks=pytest.mark.chaos)])
def test_the_last_copies_go_out_once(cast: Cast, tmp_path: Path, number: int) -> None:
    material = a_stock(50)
    with database_for_threads(tmp_path):

        def give() -> Any:
            held = Material.objects.get(pk=material.pk)
            return distribute_copies(held, by=cast.office, copies=10, on=DAY, unit=cast.village)

        results = together(*[give] * number)
        assert kinds(results) == {"StockEntry": 5, "RuleBroken": number - 5}
        assert apart(lambda: stock_of(material)) == 0


def test_a_line_is_reversed_once_however_many_press(cast: Cast, tmp_path: Path) -> None:
    material = a_stock(50)
    wrong = distribute_copies(material, by=None, copies=10, on=DAY, unit=cast.village)
    with database_for_threads(tmp_path):
        results = together(*[lambda: reverse_entry(wrong, by=cast.office, reason="错")] * 8)
        assert kinds(results) == {"StockEntry": 1, "RuleBroken": 7}
        assert apart(lambda: stock_of(material)) == 50


def test_counting_while_copies_go_out_leaves_what_one_after_the_other_leaves(cast: Cast, tmp_path: Path) -> None:
    material = a_stock(100)
    with database_for_threads(tmp_path):
        give = [lambda: distribute_copies(material, by=cast.office, copies=10, on=DAY, unit=cast.village)] * 4
        results = together(lambda: count_copies(material, by=cast.office, counted=80), *give)
        went = sum(type(result).__name__ == "StockEntry" for result in results) - 1
        lines = apart(lambda: list(material.stock_entries.order_by("pk").values_list("kind", "copies")))
        place = [kind for kind, _copies in lines].index("counted")
        assert sum(copies for _kind, copies in lines[: place + 1]) == 80
        assert apart(lambda: stock_of(material)) == 80 - 10 * (went - (place - 1))
