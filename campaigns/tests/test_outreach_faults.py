"""A fault at any statement of a verb on the ledger or the coverage map: all of it has happened, or nothing."""

from collections.abc import Callable

import pytest

from campaigns.services.coverage import plan_events
from campaigns.services.stock import count_copies, distribute_copies, hand_out_copies, receive_copies, reverse_entry
from campaigns.tests.builders import DAY, a_distribution, a_kind_of_event, a_stock, an_event
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


VERBS = [receiving, distributing, handing_out, counting, reversing, planning]


@pytest.mark.parametrize("build", VERBS)
def test_a_fault_at_any_statement_leaves_all_or_nothing(cast: Cast, build: Callable[[Cast], Act]) -> None:
    leaves_all_or_nothing(build(cast))
