"""Numbers of papers: one after the other within a year and a kind, none twice, none left out."""

from pathlib import Path
from typing import Any

import pytest

from dayan_safety.history import change
from dayan_safety.models import YearlyNumber
from dayan_safety.numbers import document_number, next_number
from dayan_safety.tests.crowd import apart, database_for_threads, together


def test_each_kind_and_each_year_begins_at_one(db: Any) -> None:
    given = [("notice", 2026), ("notice", 2026), ("slip", 2026), ("notice", 2027), ("notice", 2026)]
    assert [next_number(kind, year) for kind, year in given] == [1, 2, 1, 1, 3]
    assert sorted(str(row) for row in YearlyNumber.objects.all()) == ["notice 2026 3", "notice 2027 1", "slip 2026 1"]


def test_what_is_not_carried_out_has_used_no_number(db: Any) -> None:
    next_number("notice", 2026)
    with pytest.raises(ZeroDivisionError), change():
        assert next_number("notice", 2026) == 2
        raise ZeroDivisionError
    assert next_number("notice", 2026) == 2


def test_the_number_costs_the_same_whichever_it_is(db: Any, query_count: Any) -> None:
    next_number("notice", 2026)
    assert len({query_count(lambda: next_number("notice", 2026)) for _each in range(3)}) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [12, pytest.param(60, marks=pytest.mark.chaos)])
def test_many_at_once_get_numbers_without_gap_or_double(number: int, tmp_path: Path) -> None:
    def give_up(turn: int) -> int:
        with change():
            given = next_number("notice", 2026)
            if turn % 3 == 0:
                raise ZeroDivisionError
            return given

    with database_for_threads(tmp_path):
        results = together(*[lambda turn=turn: give_up(turn) for turn in range(number)])
        given = sorted(result for result in results if isinstance(result, int))
        assert given == list(range(1, number - number // 3 + 1))
        assert apart(lambda: YearlyNumber.objects.get().last) == len(given)


def test_a_paper_carries_mark_year_in_hexagonal_brackets_and_number_without_noughts(db: Any) -> None:
    given = [document_number("notice", "大安创办", 2026) for _each in range(2)]
    assert given == ["大安创办〔2026〕1号", "大安创办〔2026〕2号"]
    assert document_number("slip", "大安督单", 2026) == "大安督单〔2026〕1号"
