"""What keeps an import from half a roster, a second time and unseen changes; and what happens without each guard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from committee.imports import ROSTER
from committee.models import Appointment, Person
from committee.services import rosters
from committee.tests.roster_builders import (
    DONE,
    FAULTY,
    STALE,
    STATE,
    TABLES,
    a_holder,
    a_line,
    a_village,
    again,
    contents,
    held,
    imported,
    post_of,
    refusal,
    the_person,
    today,
    waiting,
    yesterday,
)
from dayan_safety.history import verify_history
from dayan_safety.importing import batches, desk
from dayan_safety.models import Action, ImportBatch
from dayan_safety.records import edit_record
from dayan_safety.testing import Cast
from dayan_safety.tests.faults import Fault, failing_at

pytestmark = pytest.mark.django_db


def test_a_batch_is_confirmed_once() -> None:
    batch, sheets = waiting(a_line(a_village("东风村"), name="张三"))
    desk.import_list(batch, by=None, sheets=sheets)
    kept = again(batch)
    assert (kept.state, kept.imported_at) == (STATE.IMPORTED, batch.imported_at)
    assert refusal(kept, sheets) == DONE
    assert Action.objects.filter(verb="committee.import_roster").count() == 1


def test_without_the_guard_a_batch_would_be_confirmed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    village = a_village("东风村")
    a_holder(village, name="张三")
    batch, sheets = waiting(a_line(village, name="张三"))
    monkeypatch.setattr(batches, "take", lambda batch: None)
    for _ in range(2):
        desk.import_list(batch, by=None, sheets=sheets)
    assert Action.objects.filter(verb="committee.import_roster").count() == 2


def test_the_same_file_waiting_twice_is_imported_once() -> None:
    village = a_village("东风村")
    (first, sheets), (second, _) = (waiting(a_line(village, name="张三")) for _ in range(2))
    desk.import_list(first, by=None, sheets=sheets)
    assert refusal(second, sheets) == STALE
    assert held(village) == [("张三", today(), None)]


def changed_meanwhile(village: Any) -> None:
    """Somebody else is appointed after the check."""
    a_holder(village, name="李四", since=date(2024, 1, 1))


def test_a_town_that_changed_meanwhile_is_looked_at_again() -> None:
    village = a_village("东风村")
    batch, sheets = waiting(a_line(village, name="张三"))
    changed_meanwhile(village)
    before = contents()
    assert refusal(batch, sheets) == STALE
    assert contents() == before
    report, plan = rosters.check_roster(sheets, today())
    ImportBatch.objects.filter(pk=batch.pk).update(fingerprint=plan.fingerprint(), report=report.kept())
    desk.import_list(again(batch), by=None, sheets=sheets)
    assert held(village) == [("李四", date(2024, 1, 1), yesterday()), ("张三", today(), None)]


def test_without_the_guard_something_unseen_would_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    village = a_village("东风村")
    batch, sheets = waiting(a_line(village, name="张三"))
    changed_meanwhile(village)
    monkeypatch.setattr(batches, "agree", lambda batch, report, plan: None)
    desk.import_list(batch, by=None, sheets=sheets)
    assert held(village)[0] == ("李四", date(2024, 1, 1), yesterday())


def test_an_edit_of_a_person_meanwhile_is_looked_at_again() -> None:
    village = a_village("东风村")
    person = a_holder(village, name="张三", telephone="13812345678").person
    batch, sheets = waiting(a_line(village, name="张三", telephone="13911112222"))
    person.position = "主任"
    edit_record(person, ["position"], by=None)
    assert refusal(batch, sheets) == STALE
    assert the_person("张三").telephone == "13812345678"


@pytest.fixture
def in_between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Let something happen after the last check and before the first row is written."""
    checked = batches.judged

    def arrange(act: Callable[[], Any]) -> None:
        monkeypatch.setattr(batches, "judged", lambda *args: (checked(*args), act())[0])

    return arrange


def move_the_first_day() -> None:
    """Somebody corrects when the holder began."""
    Appointment.objects.filter(person__name="张三").update(version=7)


def edit_the_holder() -> None:
    """Somebody edits the holder."""
    Person.objects.filter(name="张三").update(version=7)


@pytest.mark.parametrize("act", [edit_the_holder, move_the_first_day])
def test_an_edit_between_the_check_and_the_writing_undoes_everything(in_between: Any, act: Callable[[], Any]) -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", telephone="13812345678")
    lines = [
        a_line(village, name="张三", telephone="13911112222", since="2023-05-01"),
        a_line(village, "协管员", "李四"),
    ]
    batch, sheets = waiting(*lines)
    in_between(act)
    assert refusal(batch, sheets) == STALE
    assert not Person.objects.filter(name="李四").exists()
    assert held(village) == [("张三", date(2024, 1, 1), None)]
    assert again(batch).state == STATE.CHECKED


def test_a_holder_appointed_between_the_check_and_the_writing_undoes_everything(in_between: Any) -> None:
    village = a_village("东风村")
    batch, sheets = waiting(a_line(village, name="张三"))
    in_between(lambda: changed_meanwhile(village))
    assert refusal(batch, sheets) == STALE
    assert held(village) == []


def test_a_list_with_errors_is_never_imported() -> None:
    village = a_village("东风村")
    batch, sheets = waiting(a_line(village, name="张三"), a_line(village, "班长", "李四"))
    assert refusal(batch, sheets) == FAULTY
    assert held(village) == []
    assert batch.report["errors"][0]["row"] == 5


def test_only_the_office_imports(cast: Cast) -> None:
    for role in Cast.ROLES:
        batch, sheets = waiting(a_line(cast.other_village, name=f"张{role}"))
        user = getattr(cast, role)
        if role == "office":
            desk.import_list(batch, by=user, sheets=sheets)
            continue
        for refused in (
            lambda batch=batch, user=user, sheets=sheets: desk.import_list(batch, by=user, sheets=sheets),
            lambda batch=batch, user=user: desk.discard_list(batch, by=user),
            lambda batch=batch, user=user: desk.look_again(batch, by=user),
            lambda user=user: desk.upload_list(ROSTER, "a.csv", b"x", by=user),
        ):
            with pytest.raises(PermissionDenied):
                refused()
    assert [row[0] for row in held(cast.other_village)] == ["张office"]


def test_a_door_with_a_right_of_its_own_asks_for_that(cast: Cast) -> None:
    batch, sheets = waiting(a_line(cast.other_village, name="张三"))
    with pytest.raises(PermissionDenied):
        desk.import_list(batch, by=cast.office, right="committee.use_admin", sheets=sheets)
    desk.import_list(batch, by=cast.administrator, right="committee.use_admin", sheets=sheets)
    assert [row[0] for row in held(cast.other_village)] == ["张三"]


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_any_statement_leaves_everything_as_it_was() -> None:
    village, other = a_village("东风村"), a_village("西河村")
    a_holder(village, name="李四", telephone="13900001111")
    a_holder(other, name="王五", telephone="13900002222")
    post_of(other, "coordinator").delete()
    lines = [
        a_line(village, name="张三", telephone="13812345678"),
        a_line(other, name="王五", telephone="13900003333"),
        a_line(other, "协管员", "赵六"),
    ]
    batch, sheets = waiting(*lines)
    before, number, reached = contents(), 0, []
    while True:
        number += 1
        try:
            with failing_at(number) as tried:
                desk.import_list(again(batch), by=None, sheets=sheets)
        except Fault:
            reached.append(tried[-1])
            assert contents() == before, tried[-1]
        else:
            break
    assert number > 15
    written = " ".join(sql.split(" (")[0] for sql in reached)
    assert all(f'INSERT INTO "{table}"' in written for table in (*TABLES[:3], "dayan_safety_action"))
    assert [row[0] for row in held(village)] == ["李四", "张三"]
    assert list(verify_history()) == []


def test_the_number_of_queries_does_not_grow_with_the_rows(query_count: Any) -> None:
    def lines_of(villages: list[Any]) -> list[list[Any]]:
        return [
            a_line(village, role, f"张{village.pk % 10_000}", telephone=f"138{village.pk:08d}")
            for village in villages
            for role in ("信息员", "协管员", "巡查员")
        ]

    imported(a_line(a_village("第一村"), name="张三"))  # the history's first row is two statements more
    counted = []
    for size in (1, 80):
        villages = [a_village(f"测试{size}之{number}村") for number in range(size)]
        a_holder(villages[0], name="李四")
        batch, sheets = waiting(*lines_of(villages))
        counted.append(query_count(lambda: desk.import_list(batch, by=None, sheets=sheets)))  # noqa: B023
    assert counted[0] == counted[1] <= 20
    assert Appointment.objects.filter(until__isnull=True).count() == 3 * 81 + 1
