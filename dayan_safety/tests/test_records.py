"""Create, edit, remove: the right, the history, the guard against two editors."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from committee.models import Unit
from dayan_safety.errors import EditedMeanwhile, RuleBroken
from dayan_safety.history import verify_history
from dayan_safety.models import Action
from dayan_safety.records import create_record, edit_record, remove_record, verb_name
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests.crowd import apart, database_for_threads, together

OTHERS = [role for role in Cast.ROLES if role != "office"]


def village(**given: Any) -> Unit:
    return Unit(**({"name": "新村", "kind": Unit.Kind.VILLAGE} | given))


def last() -> Action:
    row: Action = Action.objects.order_by("-number")[0]
    return row


def test_a_verb_is_named_after_app_and_model() -> None:
    assert verb_name("create", Unit) == "committee.create_unit"


def test_a_created_record_is_in_the_history_with_what_was_filled_in(cast: Cast) -> None:
    unit = create_record(village(address="东街 1 号"), by=cast.office)
    assert Unit.objects.get(pk=unit.pk).version == 1
    row = last()
    assert (row.verb, row.by, row.thing_id, row.before) == ("committee.create_unit", cast.office, str(unit.pk), {})
    told = {name: value for name, value in row.after.items() if name != "id"}
    assert told == {"name": "新村", "kind": "village", "address": "东街 1 号", "order": "1000"}


def test_what_the_database_forbids_is_a_broken_rule_and_leaves_no_trace(cast: Cast) -> None:
    unit, actions = a_unit(name="东村"), Action.objects.count()
    with pytest.raises(RuleBroken):
        create_record(village(name=cast.village.name), by=cast.office)
    unit.name = cast.village.name
    with pytest.raises(RuleBroken):
        edit_record(unit, ["name"], by=cast.office)
    assert Unit.objects.get(pk=unit.pk).name == "东村"
    assert Unit.objects.filter(name=cast.village.name).count() == 1
    assert Action.objects.count() == actions


def test_an_edit_writes_the_named_fields_and_their_difference(cast: Cast) -> None:
    unit = a_unit(name="东村", address="旧址")
    unit.name, unit.address = "西村", "新址"
    edit_record(unit, ["name", "telephone"], by=cast.office)
    kept = Unit.objects.get(pk=unit.pk)
    assert (kept.name, kept.address, kept.version) == ("西村", "旧址", 2)
    row = last()
    assert (row.verb, row.before, row.after) == ("committee.edit_unit", {"name": "东村"}, {"name": "西村"})


def test_an_edit_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    unit = a_unit()
    kept, actions = Unit.objects.get(pk=unit.pk), Action.objects.count()
    edit_record(unit, ["name", "address", "kind"], by=cast.office, version=1)
    again = Unit.objects.get(pk=unit.pk)
    assert (again.version, again.updated_at) == (kept.version, kept.updated_at)
    assert Action.objects.count() == actions


def test_the_second_editor_is_told_and_writes_nothing(cast: Cast) -> None:
    unit = a_unit(name="东村")
    first, second = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=unit.pk)
    first.name, second.name = "西村", "南村"
    edit_record(first, ["name"], by=cast.office, version=1)
    actions = Action.objects.count()
    with pytest.raises(EditedMeanwhile) as told:
        edit_record(second, ["name"], by=cast.office, version=1)
    assert told.value.current.name == "西村"
    assert told.value.current.version == 2
    assert Unit.objects.get(pk=unit.pk).name == "西村"
    assert Action.objects.count() == actions
    edit_record(second, ["name"], by=cast.office, version=2)
    assert Unit.objects.get(pk=unit.pk).name == "南村"


def test_a_removed_record_is_out_of_sight_and_stays(cast: Cast) -> None:
    unit = a_unit(name="东村")
    remove_record(unit, by=cast.office, reason="并入西村")
    kept = Unit.objects.get(pk=unit.pk)
    assert kept.removed_at is not None and kept.removed_at <= timezone.now()
    assert kept.version == 2
    assert not Unit.objects.present().filter(pk=unit.pk).exists()
    row = last()
    assert (row.verb, row.reason, row.after) == ("committee.remove_unit", "并入西村", {})
    assert row.before["name"] == "东村"


def test_removing_twice_is_written_once(cast: Cast) -> None:
    unit = a_unit()
    for _time in range(2):
        remove_record(unit, by=cast.office, reason="x")
    assert Action.objects.filter(verb="committee.remove_unit").count() == 1


@pytest.mark.parametrize("role", OTHERS)
def test_who_has_no_right_changes_nothing_and_leaves_no_trace(cast: Cast, role: str) -> None:
    by, unit = getattr(cast, role), a_unit(name="东村")
    rows, actions = Unit.objects.count(), Action.objects.count()
    unit.name = "西村"
    with pytest.raises(PermissionDenied):
        create_record(village(), by=by)
    with pytest.raises(PermissionDenied):
        edit_record(unit, ["name"], by=by)
    with pytest.raises(PermissionDenied):
        remove_record(unit, by=by, reason="x")
    assert Unit.objects.count() == rows
    assert Unit.objects.present().get(pk=unit.pk).name == "东村"
    assert Action.objects.count() == actions


def test_a_door_of_its_own_asks_for_its_own_right(cast: Cast) -> None:
    create_record(village(), by=cast.administrator, right="committee.use_admin")
    with pytest.raises(PermissionDenied):
        create_record(village(name="另村"), by=cast.office, right="committee.use_admin")


@pytest.mark.django_db(transaction=True)
def test_of_many_editors_at_once_one_saves_and_the_others_are_told(tmp_path: Path) -> None:
    unit = a_unit(name="东村")

    def edit(name: str) -> None:
        mine = Unit.objects.get(pk=unit.pk)
        mine.name = name
        edit_record(mine, ["name"], by=None, version=1)

    with database_for_threads(tmp_path):
        results = together(*[lambda n=n: edit(f"{n}村") for n in range(8)])
        kept = apart(lambda: Unit.objects.get(pk=unit.pk))
        edits = apart(lambda: list(Action.objects.filter(verb="committee.edit_unit")))
        assert apart(lambda: list(verify_history())) == []
    told = [result for result in results if result is not None]
    assert len(told) == 7
    assert {type(result) for result in told} == {EditedMeanwhile}
    assert kept.version == 2
    assert [row.after for row in edits] == [{"name": kept.name}]
