"""History: every change with its row, in one chain that shows what was done to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from dayan_safety import history
from dayan_safety.history import change, record_action
from dayan_safety.models import Action
from dayan_safety.testing import a_unit, a_user
from dayan_safety.tests.chains import flaws, rows
from dayan_safety.tests.crowd import apart, database_for_threads, together

# What is written


def test_a_change_is_written_with_all_that_is_known(db: Any) -> None:
    user, unit = a_user(), a_unit(name="东风村")
    token = history.source.set(history.Source("10.0.0.1", "abc"))
    record_action("committee.edit_unit", unit, by=user, before={"name": "旧"}, after={"name": "东风村"}, reason="改名")
    history.source.reset(token)
    row = Action.objects.order_by("-number")[0]
    assert (row.verb, row.by, row.by_name, row.reason) == ("committee.edit_unit", user, str(user), "改名")
    assert (row.thing_type, row.thing_id, row.thing_name) == ("committee.unit", str(unit.pk), "东风村")
    assert (row.before, row.after, row.outcome) == ({"name": "旧"}, {"name": "东风村"}, "done")
    assert (row.address, row.request_id) == ("10.0.0.1", "abc")
    assert flaws() == []


def test_the_clock_and_things_without_a_name_are_written_too(db: Any) -> None:
    record_action("dayan_safety.sign_in", outcome=Action.Outcome.REFUSED)
    row = Action.objects.get()
    assert (row.by, row.by_name, row.thing_type, row.thing_name, row.outcome) == (None, "", "", "", "refused")
    assert flaws() == []


def test_rows_are_numbered_without_gaps_in_the_order_of_the_changes(db: Any) -> None:
    with change():
        record_action("a")
        with change():
            record_action("b")
        record_action("c")
    record_action("d")
    assert list(Action.objects.order_by("number").values_list("number", "verb")) == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
        (4, "d"),
    ]
    assert flaws() == []


def test_a_failed_change_leaves_neither_rows_nor_traces(db: Any) -> None:
    record_action("before")
    with pytest.raises(ZeroDivisionError), change():
        unit = a_unit()
        record_action("inside", unit)
        raise ZeroDivisionError
    record_action("after")
    assert not type(unit).objects.exists()
    assert list(Action.objects.order_by("number").values_list("verb", flat=True)) == ["before", "after"]
    assert flaws() == []


def test_of_nested_changes_only_the_failed_one_is_gone(db: Any) -> None:
    with change():
        record_action("first")
        with pytest.raises(ZeroDivisionError), change():
            record_action("lost")
            with change():
                record_action("lost too")
            raise ZeroDivisionError
        record_action("last")
    assert list(Action.objects.order_by("number").values_list("verb", flat=True)) == ["first", "last"]
    assert flaws() == []


def test_a_change_whose_history_cannot_be_written_does_not_happen(db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = a_unit(name="东风村")
    monkeypatch.setattr(history, "seal_of", lambda head: 1 / 0)
    with pytest.raises(ZeroDivisionError), change():
        type(unit).objects.filter(pk=unit.pk).update(name="西风村")
        record_action("committee.edit_unit", unit)
    unit.refresh_from_db()
    assert unit.name == "东风村"
    assert not Action.objects.filter(verb="committee.edit_unit").exists()


@pytest.mark.parametrize("digits", range(7))
def test_moments_of_any_precision_keep_their_digest(db: Any, time_machine: Any, digits: int) -> None:
    time_machine.move_to(f"2026-11-23T19:14:06.{'9' * digits or '0'}+00:00", tick=False)
    record_action("a")
    assert flaws() == []


def test_the_application_itself_cannot_change_or_delete(db: Any) -> None:
    record_action("a")
    row = Action.objects.get()
    forbidden: list[Callable[[], Any]] = [
        row.save,
        row.delete,
        Action.objects.all().delete,
        lambda: Action.objects.update(verb="b"),
        lambda: Action.objects.bulk_update([row], ["verb"]),
    ]
    for attempt in forbidden:
        with pytest.raises(TypeError), transaction.atomic():
            attempt()
    assert flaws() == []


@pytest.mark.parametrize("attempt", [lambda: rows().update(verb="b"), lambda: rows().delete()])
def test_what_goes_round_the_application_is_refused_or_found(db: Any, attempt: Callable[[], Any]) -> None:
    record_action("a")
    record_action("b")
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
        assert flaws() == []
    else:
        attempt()
        assert flaws()


# Many at once


@pytest.mark.django_db(transaction=True)
def test_a_crowd_writes_one_chain(tmp_path: Path) -> None:
    def write(number: int) -> None:
        for turn in range(8):
            with change():
                record_action("outer", reason=f"{number}.{turn}")
                with change():
                    record_action("inner", reason=f"{number}.{turn}")

    with database_for_threads(tmp_path):
        results = together(*[lambda number=number: write(number) for number in range(12)])
        told = apart(lambda: list(Action.objects.order_by("number").values_list("number", "verb", "reason")))
        assert apart(flaws) == []
    assert results == [None] * 12
    assert [number for number, _verb, _reason in told] == list(range(1, 12 * 8 * 2 + 1))
    pairs = [(told[n][1], told[n + 1][1], told[n][2] == told[n + 1][2]) for n in range(0, len(told), 2)]
    assert set(pairs) == {("outer", "inner", True)}
