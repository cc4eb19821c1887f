"""Moving a record from state to state: by compare-and-set, never past what its model says is legal."""

from typing import Any

import pytest

from committee.models import Task
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change
from dayan_safety.states import lock_state, move_state, require_state, state_refused
from dayan_safety.testing import a_task

IN_PROGRESS = "目前状态为“办理中”，不能进行此操作。"


@pytest.fixture
def task(db: Any) -> Task:
    """A task to be received."""
    task: Task = a_task()
    return task


def elsewhere(task: Task, **values: Any) -> None:
    """Somebody else changes the row."""
    Task.objects.filter(pk=task.pk).update(**values)


def test_a_move_sets_state_version_and_values_here_and_there(task: Task) -> None:
    move_state(task, of=("assigned",), to="received", returned=3)
    there = Task.objects.get(pk=task.pk)
    for row in (task, there):
        assert (row.state, row.version, row.returned) == ("received", 2, 3)


def test_of_two_who_read_the_same_state_one_moves_it(task: Task) -> None:
    as_read = Task.objects.get(pk=task.pk)
    move_state(task, of=("assigned",), to="received")
    with pytest.raises(RuleBroken) as told:
        move_state(as_read, of=("assigned",), to="received")
    assert (str(told.value), as_read.state, as_read.version) == (IN_PROGRESS, "received", 2)


def test_a_removed_record_does_not_move(task: Task) -> None:
    elsewhere(task, removed_at=task.created_at)
    with pytest.raises(RuleBroken):
        move_state(task, of=("assigned",), to="received")
    assert Task.objects.get(pk=task.pk).state == "assigned"


def test_a_move_the_model_does_not_know_is_a_mistake_of_the_programmer(task: Task) -> None:
    with pytest.raises(AssertionError):
        move_state(task, of=("assigned", "received"), to="closed")


def test_what_belongs_to_a_record_is_changed_by_its_state_as_it_is_now(task: Task) -> None:
    elsewhere(task, state="received", version=9)
    with change():
        lock_state(task)
    assert (task.state, task.version) == ("received", 1)
    with pytest.raises(RuleBroken, match="办理中"), change():
        require_state(task, ("assigned",))
    with change():
        require_state(task, ("assigned", "received"))


def test_the_sentence_names_the_state(task: Task) -> None:
    elsewhere(task, state="received")
    task.refresh_from_db()
    assert state_refused(task) == IN_PROGRESS
