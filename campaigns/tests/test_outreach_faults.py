"""A fault at any statement of a verb of outreach: all of it has happened, or nothing."""

from collections.abc import Callable
from datetime import date

import pytest

from campaigns.services.attendees import adopt_list_count, enter_attendees, remove_attendee
from campaigns.services.check_in import check_in, close_check_in, open_check_in
from campaigns.services.coverage import plan_events
from campaigns.services.name_lists import Came
from campaigns.services.stock import count_copies, distribute_copies, hand_out_copies, receive_copies, reverse_entry
from campaigns.tests.builders import DAY, a_distribution, a_kind_of_event, a_stock, an_event, an_open_event, names_of
from committee.tests.faulty import Act, leaves_all_or_nothing
from dayan_safety.testing import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("midsummer")]


def receiving(cast: Cast) -> Act:
    material = a_stock()
    return lambda: receive_copies(material, by=cast.office, copies=5, on=DAY)


def distributing(cast: Cast) -> Act:
    material, village = a_stock(), cast.village
    return lambda: distribute_copies(material, by=cast.office, copies=5, on=DAY, unit=village)


def handing_out(cast: Cast) -> Act:
    material, event = a_stock(), an_event(group=cast.group)
    return lambda: hand_out_copies(event, by=cast.lead, material=material, copies=5)


def counting(cast: Cast) -> Act:
    material = a_stock()
    return lambda: count_copies(material, by=cast.office, counted=7)


def reversing(cast: Cast) -> Act:
    entry = a_distribution(cast.village)
    return lambda: reverse_entry(entry, by=cast.office, reason="登记错误")


def planning(cast: Cast) -> Act:
    pairs, kind = [(cast.village, cast.group), (cast.other_village, cast.group)], a_kind_of_event()
    return lambda: plan_events(pairs, by=cast.office, kind=kind, on=DAY)


def listing(cast: Cast) -> Act:
    event, people = an_event(group=cast.group), [Came("王小明", "东风村"), Came("李大山", "西河村")]
    return lambda: enter_attendees(event, by=cast.lead, people=people)


def taking_off(cast: Cast) -> Act:
    [name] = names_of(an_event(group=cast.group))
    return lambda: remove_attendee(name, by=cast.lead, reason="写错了")


def adopting(cast: Cast) -> Act:
    event = an_event(group=cast.group)
    names_of(event)
    return lambda: adopt_list_count(event, by=cast.lead)


def opening(cast: Cast) -> Act:
    event = an_event(group=cast.group, held_on=date(2026, 6, 15))
    return lambda: open_check_in(event, by=cast.lead)


def closing(cast: Cast) -> Act:
    event = an_open_event(group=cast.group)
    return lambda: close_check_in(event, by=cast.lead)


def signing_in(cast: Cast) -> Act:
    event = an_open_event()
    return lambda: check_in(event, by=None, name="王小明", from_unit="东风村")


VERBS = [
    receiving, distributing, handing_out, counting, reversing, planning,
    listing, adopting, signing_in,
]  # fmt: skip
FLAGS = [opening, closing, taking_off]  # one value of one row: the lock, the change, its history


@pytest.mark.parametrize("build", VERBS)
def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast, build: Callable[[Cast], Act]) -> None:
    leaves_all_or_nothing(build(cast))


@pytest.mark.parametrize("build", FLAGS)
def test_a_fault_while_one_value_is_set_leaves_all_or_nothing(cast: Cast, build: Callable[[Cast], Act]) -> None:
    leaves_all_or_nothing(build(cast), least=5)
