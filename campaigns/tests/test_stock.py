"""The ledger of materials: it balances on every day, nothing goes out that was not there, every line stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from campaigns.models import Material, StockEntry
from campaigns.services.stock import (
    count_copies,
    distribute_copies,
    hand_out_copies,
    lowest_from,
    receive_copies,
    reverse_entry,
    stock_of,
)
from campaigns.tests.builders import DAY, a_distribution, a_material, a_stock, an_event
from dayan_safety.errors import RuleBroken
from dayan_safety.history import verify_history
from dayan_safety.reading_history import history_of
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")
LATER, TODAY = DAY + timedelta(days=2), date(2026, 6, 15)


def lines() -> list[tuple[str, int, date]]:
    """The ledger of all materials, in the order in which it was written."""
    return list(StockEntry.objects.order_by("pk").values_list("kind", "copies", "on"))


@contextmanager
def refused(sentence: str) -> Iterator[None]:
    """The rule is told in these words, and the ledger stays as it is."""
    before = lines()
    with pytest.raises(RuleBroken) as broken:
        yield
    assert (str(broken.value), lines()) == (sentence, before)


# What comes and goes


def test_what_came_less_what_went_is_there(cast: Cast) -> None:
    material = a_stock(500)
    receive_copies(material, by=cast.office, copies=100, on=LATER, note="加印")
    entry = distribute_copies(material, by=cast.office, copies=150, on=LATER, unit=cast.village)
    assert (entry.copies, entry.unit, entry.by, str(entry.went_to)) == (-150, cast.village, cast.office, "东风村")
    assert stock_of(material) == 450
    [told] = Material.objects.with_stock()
    assert (told.printed, told.handed_out, told.stock) == (600, 150, 450)


def test_at_an_event_they_go_on_its_day(cast: Cast) -> None:
    material, event = a_stock(), an_event(group=cast.group, unit=cast.village)
    entry = hand_out_copies(event, by=cast.lead, material=material, copies=60)
    assert (entry.on, entry.event, entry.copies, entry.went_to) == (event.held_on, event, -60, event)


@pytest.mark.parametrize(("copies", "fits"), [(99, True), (100, True), (101, False)])
def test_no_more_goes_out_than_is_there(cast: Cast, copies: int, fits: bool) -> None:
    material = a_stock(100)
    if fits:
        distribute_copies(material, by=cast.office, copies=copies, on=DAY, unit=cast.village)
        assert stock_of(material) == 100 - copies
    else:
        with refused("2026-06-10 库存只有 100份，请先登记入库。"):
            distribute_copies(material, by=cast.office, copies=copies, on=DAY, unit=cast.village)


def test_nothing_goes_out_before_it_came_nor_what_went_later(cast: Cast) -> None:
    material = a_stock(100)
    with refused("2026-06-09 库存只有 0份，请先登记入库。"):
        distribute_copies(material, by=cast.office, copies=1, on=DAY - timedelta(days=1), unit=cast.village)
    distribute_copies(material, by=cast.office, copies=70, on=LATER, unit=cast.village)
    receive_copies(material, by=cast.office, copies=500, on=TODAY)
    with refused("2026-06-12 库存只有 30份，请先登记入库。"):
        distribute_copies(material, by=cast.office, copies=31, on=DAY, unit=cast.village)
    distribute_copies(material, by=cast.office, copies=30, on=DAY, unit=cast.village)
    assert lowest_from(material, DAY) == (LATER, 0)


def test_what_lies_ahead_is_not_entered(cast: Cast) -> None:
    material, ahead = a_stock(), TODAY + timedelta(days=1)
    with refused("日期在今天之后，请登记已经发生的情况。"):
        receive_copies(material, by=cast.office, copies=5, on=ahead)
    with refused("日期在今天之后，请登记已经发生的情况。"):
        hand_out_copies(an_event(held_on=ahead), by=cast.office, material=material, copies=5)


def test_each_material_has_a_ledger_of_its_own(cast: Cast) -> None:
    full, empty = a_stock(100), a_material()
    with refused("2026-06-10 库存只有 0份，请先登记入库。"):
        distribute_copies(empty, by=cast.office, copies=1, on=DAY, unit=cast.village)
    assert (stock_of(full), stock_of(empty)) == (100, 0)


# Counted, and taken back


@pytest.mark.parametrize(("counted", "line"), [(90, -10), (100, 0), (120, 20), (0, -100)])
def test_counting_makes_the_difference_a_line(cast: Cast, counted: int, line: int) -> None:
    material = a_stock(100)
    entry = count_copies(material, by=cast.office, counted=counted, note="年中盘点")
    assert (entry.copies, entry.on, stock_of(material)) == (line, TODAY, counted)
    [told] = Material.objects.with_stock()
    assert (told.printed, told.handed_out, told.stock) == (100, 0, counted)


def test_a_line_is_taken_back_by_another_one_and_both_stay(cast: Cast) -> None:
    material = a_stock(100)
    wrong = distribute_copies(material, by=cast.office, copies=40, on=LATER, unit=cast.village)
    back = reverse_entry(wrong, by=cast.office, reason="登记错误")
    assert (back.copies, back.on, back.unit, back.note) == (40, LATER, cast.village, "登记错误")
    assert len(lines()) == 3
    [told] = Material.objects.with_stock()
    assert (told.printed, told.handed_out, told.stock) == (100, 0, 100)
    for again in (wrong, back):
        with refused("该笔已经冲销。"):
            reverse_entry(again, by=cast.office, reason="再冲")


def test_what_came_is_not_taken_back_once_it_went(cast: Cast) -> None:
    material = a_stock(100)
    came = material.stock_entries.get()
    distribute_copies(material, by=cast.office, copies=1, on=LATER, unit=cast.village)
    with refused("2026-06-12 库存只有 99份，请先登记入库。"):
        reverse_entry(came, by=cast.office, reason="登记错误")


# History, rights, the table


def test_every_line_is_in_the_history_of_its_material(cast: Cast) -> None:
    material = a_stock(100)
    entry = distribute_copies(material, by=cast.office, copies=40, on=LATER, unit=cast.village)
    reverse_entry(entry, by=cast.office, reason="登记错误")
    rows = history_of(material).order_by("number")[1:]
    assert [(row.verb, row.after, row.reason) for row in rows][1:] == [
        ("campaigns.distribute_copies", {"copies": "-40", "on": "2026-06-12", "stock": "60", "went_to": "东风村"}, ""),
        (
            "campaigns.reverse_entry",
            {"copies": "+40", "on": "2026-06-12", "stock": "100", "went_to": "东风村"},
            "登记错误",
        ),
    ]
    assert list(verify_history()) == []


def acts(cast: Cast) -> dict[str, Callable[[Any], Any]]:
    """Each verb, asked for by a user."""
    material, event = a_stock(), an_event(group=cast.group, unit=cast.village)
    entry = distribute_copies(material, by=None, copies=1, on=DAY, unit=cast.village)
    return {
        "receive": lambda user: receive_copies(material, by=user, copies=1, on=DAY),
        "distribute": lambda user: distribute_copies(material, by=user, copies=1, on=DAY, unit=cast.village),
        "count": lambda user: count_copies(material, by=user, counted=5),
        "hand out": lambda user: hand_out_copies(event, by=user, material=material, copies=1),
        "reverse": lambda user: reverse_entry(entry, by=user, reason="错"),
    }


@pytest.mark.parametrize("role", Cast.ROLES)
def test_the_office_keeps_the_ledger_and_who_logs_an_event_hands_out_at_it(cast: Cast, role: str) -> None:
    may = {"office": {"receive", "distribute", "count", "hand out", "reverse"}}
    may |= {"lead": {"hand out"}, "liaison": {"hand out"}}
    for name, act in acts(cast).items():
        before = lines()
        if name in may.get(role, set()):
            act(getattr(cast, role))
            assert len(lines()) == len(before) + 1
        else:
            with pytest.raises(PermissionDenied):
                act(getattr(cast, role))
            assert lines() == before


def test_at_somebody_elses_event_nothing_is_handed_out(cast: Cast) -> None:
    event, material = an_event(group=cast.supervision, unit=cast.other_village), a_stock()
    for user in (cast.lead, cast.liaison):
        with pytest.raises(PermissionDenied):
            hand_out_copies(event, by=user, material=material, copies=1)


def test_a_liaison_sees_what_went_to_the_own_unit(cast: Cast) -> None:
    mine, other = a_distribution(cast.village), a_distribution(cast.other_village)
    there = an_event(unit=cast.village)
    handed = hand_out_copies(there, by=None, material=mine.material, copies=5)
    assert set(StockEntry.objects.all().visible_to(cast.liaison)) == {mine, handed}
    assert {mine, other, handed} < set(StockEntry.objects.all().visible_to(cast.office))
    assert not StockEntry.objects.all().visible_to(cast.outsider).exists()


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "received", "copies": 0},
        {"kind": "received", "copies": -1},
        {"kind": "distributed", "copies": 1, "unit": True},
        {"kind": "distributed", "copies": -1},
        {"kind": "reversed", "copies": -1},
        {"kind": "received", "copies": 1, "reverses": True},
    ],
)
def test_the_table_itself_refuses_what_is_no_line(cast: Cast, values: dict[str, Any]) -> None:
    known = a_stock().stock_entries.get()
    given = {**values, "material": known.material, "on": DAY}
    given |= {"unit": cast.village} if "unit" in values else {}
    given |= {"reverses": known} if "reverses" in values else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        StockEntry.objects.create(**given)


# Any sequence


def any_step(chance: Random, material: Material, units: list[Any]) -> None:
    """One of the verbs with numbers of chance; refused or not."""
    on = DAY + timedelta(days=chance.randrange(-5, 6))
    copies = chance.randrange(1, 40)
    entries = list(material.stock_entries.all())
    steps: list[Callable[[], Any]] = [
        lambda: receive_copies(material, by=None, copies=copies, on=on),
        lambda: distribute_copies(material, by=None, copies=copies, on=on, unit=chance.choice(units)),
        lambda: hand_out_copies(an_event(held_on=on), by=None, material=material, copies=copies),
        lambda: count_copies(material, by=None, counted=chance.randrange(60)),
        lambda: reverse_entry(chance.choice(entries), by=None, reason="错"),
    ]
    chance.choice(steps if entries else steps[:-1])()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_on_no_day_is_the_stock_below_nought(cast: Cast, seed: int) -> None:
    chance, material, refusals = Random(seed), a_material(), 0
    units = [cast.village, cast.other_village, a_unit()]
    for _number in range(40):
        before = lines()
        try:
            any_step(chance, material, units)
        except RuleBroken:
            refusals += 1
            assert lines() == before
        by_day: dict[date, int] = {}
        for _kind, copies, on in lines():
            by_day[on] = by_day.get(on, 0) + copies
        balance = [sum(by_day[day] for day in by_day if day <= end) for end in by_day]
        assert all(stock >= 0 for stock in balance)
        assert stock_of(material) == sum(by_day.values())
    assert 0 < refusals < 40
    assert stock_of(material) == Material.objects.with_stock().get(pk=material.pk).stock
    assert max(on for _kind, _copies, on in lines()) <= today()
