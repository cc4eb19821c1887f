"""The month of a day: from its first to its last day, in the order of its days."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from dayan_safety.month import Entry, month_for, span_of


@pytest.mark.parametrize(
    "on", [date(2026, 6, 15), date(2024, 2, 1), date(2024, 2, 29), date(2026, 2, 28), date(2026, 12, 31)]
)
def test_the_span_begins_with_the_month_and_holds_all_of_it_and_two_weeks(on: date) -> None:
    first, end = span_of(on)
    days = [first + timedelta(days=number) for number in range((end - first).days + 1)]
    assert days[0] == on.replace(day=1)
    assert {day for day in days if day.month == on.month} | {on + timedelta(days=n) for n in range(15)} == set(days)
    assert (days[-1] + timedelta(days=1)).day == 1 or days[-1] == on + timedelta(days=14)


def test_entries_of_all_sources_stand_in_the_order_of_their_days() -> None:
    asked = []

    def source(*entries: Entry) -> Any:
        def of(user: Any, first: date, last: date) -> Iterable[Entry]:
            asked.append((user, first, last))
            return iter(entries)

        return of

    early, late, same = (Entry(date(2026, 6, day), label) for day, label in ((1, "乙"), (30, "甲"), (1, "丙")))
    found = month_for("某人", date(2026, 6, 15), [source(late, early), source(), source(same)])
    assert found == [*sorted([early, same], key=lambda entry: entry.label), late]
    assert asked == [("某人", date(2026, 6, 1), date(2026, 6, 30))] * 3
