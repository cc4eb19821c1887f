"""Tampering with the history: two hundred ways, each found; and what only a witness finds."""

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from dayan_safety import history
from dayan_safety.history import record_action, verify_history
from dayan_safety.models import Action, ChainHead
from dayan_safety.testing import a_unit, a_user
from dayan_safety.tests.chains import flaws, rows
from dayan_safety.witness import end_of_history, missing_witness

ROWS = 25
COLUMNS = [field.attname for field in Action._meta.concrete_fields if field.attname != "id"]


@pytest.fixture
def long_history(db: Any) -> Iterator[list[ChainHead]]:
    """A history of some length, open to tampering; every head it has had."""
    users = [a_user(), a_user()]
    units = [a_unit(), a_unit()]
    heads = [ChainHead.objects.get()]
    while heads[-1].number < ROWS:
        told = {"name": f"村{heads[-1].number}"}
        record_action(
            "committee.edit_unit", units[0], by=users[heads[-1].number % 2], before={}, after=told, reason="因"
        )
        heads.append(ChainHead.objects.get())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # as the owner of the table could
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE dayan_safety_action DISABLE TRIGGER seal_history")
    yield heads


def another(column: str, row: Action, chance: random.Random) -> Any:
    """A value that ``row`` does not have in ``column``."""
    value = getattr(row, column)
    if column == "at":
        return value + timedelta(microseconds=chance.choice([1, -1, 10**6, 86_400 * 10**6]))
    if column == "by_id":
        return next(pk for pk in (*rows().exclude(by=None).values_list("by_id", flat=True), None) if pk != value)
    if column == "number":
        return value + chance.choice([ROWS, 10**6])
    if column in ("before", "after"):
        return chance.choice([value | {"名": "x"}, {"name": "x"}, {"name": 1}, {"name": None}, []])
    if column in ("digest", "previous"):
        return "".join(chance.choices("0123456789abcdef", k=64))
    return chance.choice([f"{value} ", f"{value[:1]}x", f"\u200b{value}"])


def change_a_column(chance: random.Random, heads: list[ChainHead]) -> str:
    row, column = chance.choice(rows().order_by("number")), chance.choice(COLUMNS)
    rows().filter(pk=row.pk).update(**{column: another(column, row, chance)})
    return f"change {column} of {row.number}"


def change_a_row_and_its_digest(chance: random.Random, heads: list[ChainHead]) -> str:
    """As somebody would who knows the way of counting, but not the key."""
    row = chance.choice(rows().order_by("number"))
    row.reason = "gefälscht"
    content = {name: str(getattr(row, name)) for name in history.CONTENT}
    forged = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    rows().filter(pk=row.pk).update(reason=row.reason, digest=forged)
    rows().filter(number=row.number + 1).update(previous=forged)
    return f"forge {row.number}"


def delete_rows(chance: random.Random, heads: list[ChainHead]) -> str:
    first = chance.randint(1, ROWS)
    last = first + chance.choice([0, 0, 1, 5])
    rows().filter(number__range=(first, last)).delete()
    return f"delete {first} to {last}"


def delete_rows_and_close_the_gap(chance: random.Random, heads: list[ChainHead]) -> str:
    first = chance.randint(1, ROWS - 1)
    before, after = rows().filter(number=first - 1).first(), rows().get(number=first + 1)
    rows().filter(number=first).delete()
    rows().filter(pk=after.pk).update(previous=before.digest if before else "")
    for row in rows().filter(number__gt=first).order_by("number"):
        rows().filter(pk=row.pk).update(number=row.number - 1)
    return f"close the gap of {first}"


def insert_a_row(chance: random.Random, heads: list[ChainHead]) -> str:
    row = chance.choice(rows().order_by("number"))
    place = chance.choice([0, -1, ROWS + 1, ROWS + 2, row.number])
    if place == row.number:
        rows().filter(number=place).update(number=10**6)
    row.pk, row.number = None, place
    rows().bulk_create([row])
    return f"insert at {place}"


def swap_two_rows(chance: random.Random, heads: list[ChainHead]) -> str:
    first, second = chance.sample(range(1, ROWS + 1), 2)
    for old, new in ((first, 10**6), (second, first), (10**6, second)):
        rows().filter(number=old).update(number=new)
    return f"swap {first} and {second}"


def cut_off_the_end(chance: random.Random, heads: list[ChainHead]) -> str:
    left = chance.choice(heads[:-1])
    rows().filter(number__gt=left.number).delete()
    if chance.random() < 0.5:  # and the head set to fit, without the key
        digest = rows().get(number=left.number).digest
        ChainHead.objects.update(number=left.number, digest=digest)
        return f"cut off after {left.number}, head forged"
    return f"cut off after {left.number}"


def put_back_an_older_head(chance: random.Random, heads: list[ChainHead]) -> str:
    chance.choice(heads[:-1]).save()
    return "older head"


def change_the_head(chance: random.Random, heads: list[ChainHead]) -> str:
    column = chance.choice(["number", "digest", "seal"])
    ChainHead.objects.update(**{column: 7 if column == "number" else "f" * 64})
    return f"head's {column}"


def lose_the_head(chance: random.Random, heads: list[ChainHead]) -> str:
    ChainHead.objects.all().delete()
    return "no head"


def set_all_of_it_back(chance: random.Random, heads: list[ChainHead]) -> str:
    """Rows and head as they once were: inside the database nothing is wrong."""
    older = chance.choice(heads[:-1])
    rows().filter(number__gt=older.number).delete()
    older.save()
    return f"back to {older.number}"


def wipe(chance: random.Random, heads: list[ChainHead]) -> str:
    rows().delete()
    ChainHead.objects.all().delete()
    return "wiped"


INSIDE = [
    change_a_column, change_a_column, change_a_column, change_a_row_and_its_digest, delete_rows,
    delete_rows_and_close_the_gap, insert_a_row, swap_two_rows, cut_off_the_end, put_back_an_older_head,
    change_the_head, lose_the_head,
]  # fmt: skip


def tampered(
    tamper: Callable[[random.Random, list[ChainHead]], str], chance: random.Random, heads: list[ChainHead], noted: str
) -> tuple[str, bool]:
    """What was done, and whether it was found; afterwards all is as before."""
    with transaction.atomic():
        done = tamper(chance, heads)
        found = bool([*verify_history(), *missing_witness(noted)])
        transaction.set_rollback(True)
    return done, found


@pytest.mark.parametrize("number", [200, pytest.param(1000, marks=pytest.mark.chaos)])
def test_so_many_tamperings_are_found_by_the_chain_alone(number: int, long_history: list[ChainHead]) -> None:
    chance = random.Random(20261123)
    assert flaws() == []
    results = [tampered(chance.choice(INSIDE), chance, long_history, "") for _number in range(number)]
    assert [done for done, found in results if not found] == []
    assert len({done for done, _found in results}) > 100
    assert flaws() == []


@pytest.mark.parametrize("column", COLUMNS)
def test_a_change_of_any_column_of_any_row_is_found(long_history: list[ChainHead], column: str) -> None:
    chance = random.Random(column)

    def tamper(number: int) -> Callable[[random.Random, list[ChainHead]], str]:
        row = rows().get(number=number)
        return lambda chance, heads: str(
            rows().filter(pk=row.pk).update(**{column: another(column, row, chance)}) and number
        )

    results = [tampered(tamper(number), chance, long_history, "") for number in range(1, ROWS + 1)]
    assert [done for done, found in results if not found] == []


@pytest.mark.parametrize("tamper", [set_all_of_it_back, wipe])
def test_a_history_set_back_as_a_whole_is_found_by_the_witness(
    long_history: list[ChainHead], tamper: Callable[[random.Random, list[ChainHead]], str]
) -> None:
    chance, noted = random.Random(1), end_of_history()
    assert [found for _done, found in (tampered(tamper, chance, long_history, noted) for _n in range(20))] == [
        True
    ] * 20
    assert not tampered(tamper, chance, long_history, "")[1]  # why a witness is needed


def test_a_row_of_an_abandoned_history_is_found(long_history: list[ChainHead]) -> None:
    """As after a restored backup: the row is genuine, only not of this history."""
    with transaction.atomic():
        record_action("abandoned")
        foreign = Action.objects.get(verb="abandoned")
        transaction.set_rollback(True)
    record_action("kept")
    record_action("after it")
    assert flaws() == []
    rows().filter(number=foreign.number).delete()
    rows().bulk_create([foreign])
    assert len(flaws()) == 1


def test_a_witness_stays_true_while_the_history_goes_on(long_history: list[ChainHead]) -> None:
    noted = end_of_history()
    record_action("later")
    assert list(missing_witness(noted)) == []
    assert list(missing_witness("0:")) == []
    for wrong in (noted[:-1], f"{ROWS + 9}:{'0' * 64}", "x:y", "٣:x", "9" * 30 + ":x"):
        assert list(missing_witness(wrong))


def test_without_its_guards_tampering_is_not_found(
    long_history: list[ChainHead], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "digest_of", lambda action: action.digest)
    chance = random.Random(3)
    reason = tampered(
        lambda chance, heads: str(rows().filter(number=5).update(reason="changed")), chance, long_history, ""
    )
    assert reason == ("1", False)


def test_a_key_of_another_town_finds_every_row_changed(long_history: list[ChainHead], settings: Any) -> None:
    settings.HISTORY_KEY = "another"
    assert len(flaws()) == ROWS + 1


# The command


def test_the_command_says_that_nothing_is_wrong(long_history: list[ChainHead], capsys: Any) -> None:
    call_command("verify_history")
    assert end_of_history() in capsys.readouterr().out
    call_command("verify_history", "--json", known=end_of_history())
    assert json.loads(capsys.readouterr().out) == {"rows": ROWS, "end": end_of_history(), "flaws": []}


def test_the_command_fails_and_names_every_flaw(long_history: list[ChainHead], capsys: Any) -> None:
    rows().filter(number=3).update(reason="changed")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_history", "--json")
    assert ended.value.code == 1
    assert [flaw["number"] for flaw in json.loads(capsys.readouterr().out)["flaws"]] == [3]
    with pytest.raises(SystemExit):
        call_command("verify_history")
    assert "\n3: " in capsys.readouterr().out


def test_the_command_fails_when_the_noted_end_is_gone(long_history: list[ChainHead], capsys: Any) -> None:
    noted = end_of_history()
    set_all_of_it_back(random.Random(2), long_history)
    call_command("verify_history")
    with pytest.raises(SystemExit):
        call_command("verify_history", "--known", noted)
    assert f"\n{ROWS}: " in capsys.readouterr().out
