"""What the committee hands on: nothing is copied; what ends or is nobody's is named, what is open is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from committee.models import Appointment
from committee.rollover import noticed_in_committee
from committee.services.appointments import end_appointment
from dayan_safety.records import edit_record
from dayan_safety.testing import Cast, a_committee, a_group, a_person, a_unit, an_appointment
from dayan_safety.tests.turns import autumn, turn

pytestmark = pytest.mark.usefixtures("autumn")
__all__ = ["autumn"]
NO_LEAD = "元旦当天没有组长：请任命。"


def noticed(user: Any) -> list[tuple[str, str]]:
    """What is told of whom."""
    return [(each.label, each.text) for each in noticed_in_committee(turn(), user)]


@pytest.fixture
def staffed(cast: Cast) -> Cast:
    """The town with a director of the office and leads of both groups."""
    an_appointment(cast.committee, "office_director")
    an_appointment(cast.supervision, "lead")
    return cast


def test_a_town_that_is_staffed_has_nothing_that_ends(staffed: Cast) -> None:
    assert noticed(staffed.office) == []


def test_groups_and_posts_without_anybody_are_named(cast: Cast) -> None:
    assert noticed(cast.office) == [
        ("督查考核组", NO_LEAD),
        ("测试促进委员会", "元旦当天无人担任“办公室主任”。"),
    ]


def test_a_lead_who_goes_by_new_year_leaves_the_group_without_one(staffed: Cast) -> None:
    lead = Appointment.objects.get(person=staffed.lead.person)
    end_appointment(lead, by=staffed.office, until=date(2026, 12, 31), reason="调离")
    assert noticed(staffed.office) == [
        ("消防安全组", NO_LEAD),
        (str(lead), "任期到2026-12-31为止。"),
    ]


def test_one_who_goes_during_the_new_year_is_named_and_still_leads(staffed: Cast) -> None:
    lead = Appointment.objects.get(person=staffed.lead.person)
    end_appointment(lead, by=staffed.office, until=date(2027, 1, 1), reason="调离")
    assert noticed(staffed.office) == [(str(lead), "任期到2027-01-01为止。")]


@pytest.mark.parametrize(("until", "told"), [(date(2026, 11, 29), False), (date(2028, 1, 1), False)])
def test_what_ended_before_or_ends_later_is_not(until: date, told: bool, staffed: Cast) -> None:
    an_appointment(staffed.committee, "member", a_person(), until=until)
    assert bool(noticed(staffed.office)) is told


def test_a_term_that_ends_is_named(staffed: Cast) -> None:
    staffed.committee.term_to = date(2027, 3, 31)
    edit_record(staffed.committee, ["term_to"], by=None)
    assert noticed(staffed.office) == [("测试促进委员会", "任期到2027-03-31为止：请建立下一届委员会，或延长任期。")]


def test_a_committee_that_is_over_asks_for_nobody(staffed: Cast) -> None:
    a_group(a_committee(name="上届委员会", term_to=date(2026, 6, 30)), name="上届的组")
    assert noticed(staffed.office) == []


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ],
)
def test_units_that_leave_by_the_end_of_the_new_year_are_named(until: date, told: bool, staffed: Cast) -> None:
    a_unit(name="并走村", valid_to=until)
    expected = [("并走村", f"{until}后不再属于本镇，此后的事项不再转入。")]
    assert noticed(staffed.office) == (expected if told else [])


def test_each_leads_to_its_record(staffed: Cast, as_user: Any) -> None:
    a_unit(name="并走村", valid_to=date(2026, 12, 31))
    staffed.committee.term_to = date(2027, 3, 31)
    edit_record(staffed.committee, ["term_to"], by=None)
    browser = as_user(staffed.office)
    for each in noticed_in_committee(turn(), staffed.office):
        assert each.label in browser.get(each.url).content.decode()


def test_who_sees_none_of_them_is_told_nothing(cast: Cast) -> None:
    a_unit(name="并走村", valid_to=date(2026, 12, 31))
    assert noticed(cast.outsider) == []


def test_three_cost_the_queries_of_one(cast: Cast, query_count: Any) -> None:
    def grow() -> None:
        committee = a_committee(term_to=date(2027, 6, 30))
        a_group(committee)
        an_appointment(cast.group, "group_member", a_person(), until=date(2027, 1, 31))
        a_unit(valid_to=date(2027, 1, 31))

    grow()
    first = len(noticed(cast.office))
    few = query_count(lambda: noticed(cast.office))
    grow()
    grow()
    assert len(noticed(cast.office)) > first
    assert query_count(lambda: noticed(cast.office)) == few
