"""What others write between two queries of a check: the check sees the town before or after, never half of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from committee.services.rosters.liaisons import check_roster
from committee.services.rosters.seats import LIAISONS
from committee.services.rosters.town import load_town
from committee.tests.roster_builders import a_holder, a_line, a_sheet, a_village, today

QUERIES = 5

pytestmark = pytest.mark.django_db


class Meanwhile:
    """Lets somebody else write before the query ``number`` of what is watched."""

    def __init__(self, number: int, write: Any) -> None:
        self.number, self.write, self.asked = number, write, 0

    def __call__(self, execute: Any, *query: Any) -> Any:
        self.asked += 1
        if self.asked == self.number:
            self.write()
        return execute(*query)


def a_new_unit() -> None:
    """A village, its post, somebody new in it."""
    a_holder(a_village("新来村"), name="新来人")


@pytest.mark.parametrize("number", range(1, QUERIES + 1))
def test_somebody_appointed_between_two_queries_is_whole_or_not_there(number: int) -> None:
    east = a_village("东风村")
    meanwhile = Meanwhile(number, a_new_unit)
    with connection.execute_wrapper(meanwhile):
        town = load_town(today(), LIAISONS, with_ciphers=False)
    assert meanwhile.asked >= QUERIES
    assert east.pk in town.units
    for held in (held for holders in town.held.values() for held in holders):
        assert town.name_of(held.person_id) == "新来人"
        assert town.units[held.body].name == "新来村"


@pytest.mark.parametrize("number", range(1, QUERIES + 1))
def test_a_list_is_judged_whatever_happens_meanwhile(number: int) -> None:
    a_village("东风村")
    lines = a_sheet(a_line("东风村", name="张三"), a_line("新来村", name="新来人"))
    with connection.execute_wrapper(Meanwhile(number, a_new_unit)):
        report, _plan = check_roster([lines], today())
    assert not report.reason
    assert report.counts.total() == 2
