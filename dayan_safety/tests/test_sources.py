"""What apps declare to be counted: names, labels, and how records become a figure."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dayan_safety.models import CalendarDay
from dayan_safety.sources import Source, all_sources, number_of, source_choices, sum_of
from dayan_safety.testing import a_unit

FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)


def test_sources_are_named_after_their_app_and_said_in_words_of_their_own() -> None:
    sources = all_sources()
    assert "committee.tasks_done" in sources
    assert all(name == source.name and name.count(".") == 1 for name, source in sources.items())
    words = [str(source.label) for source in sources.values()]
    assert len(set(words)) == len(words)
    assert not [word for word in words if word.isascii()]


def test_a_form_offers_all_of_them_and_none() -> None:
    (empty, nothing), *others = source_choices()
    assert (empty, nothing) == ("", "")
    assert [name for name, _label in others] == list(all_sources())


@pytest.mark.django_db
def test_a_figure_is_the_number_of_records_unless_it_says_otherwise() -> None:
    def days(body: Any, first: date, last: date) -> Any:
        return CalendarDay.objects.filter(day__range=(first, last), name=body)

    for number in (1, 31, 32):
        CalendarDay.objects.create(day=date.fromordinal(FIRST.toordinal() + number - 1), is_working=False, name="假")
    source = Source("test.days", "days", days)
    assert (source.figure, source.count("假", FIRST, LAST), source.count("别", FIRST, LAST)) == (number_of, 2, 0)


@pytest.mark.django_db
def test_a_sum_of_nothing_is_nought_and_the_order_of_records_does_not_matter(query_count: Any) -> None:
    units = [a_unit(kind="school", order=order).pk for order in (3, 4, 5)]
    records = type(a_unit()).objects.filter(pk__in=units).order_by("name", "order")
    add = sum_of("order")
    assert (add(records), add(records.none())) == (Decimal(12), Decimal(0))
    assert all(isinstance(add(each), Decimal) for each in (records, records.none()))
    assert query_count(lambda: add(records)) == 1
