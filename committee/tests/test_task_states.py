"""Tasks on every path: each state by each verb and each role, and hundreds of walks by chance."""

from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from committee.models import Extension, Slip, Task
from committee.tests.refusals import forbidden, history, refused, written
from committee.tests.task_walks import LEADS_TO, VERBS, WHO
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_task
from dayan_safety.tests.chains import flaws

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]
STATES = list(Task.State.values)
WALKS, STEPS = 20, 6  # each of ten tests takes so many walks of so many steps


def in_state(cast: Cast, state: str) -> Task:
    """A task of the village in a state."""
    task = a_task(lead_unit=cast.village)
    Task.objects.filter(pk=task.pk).update(state=state)
    task.refresh_from_db()
    return task


def sentence(task: Task, verb: str) -> str:
    """What people read of a verb the state does not allow."""
    if verb == "move":
        return "此事项刚被他人调整期限或销号，请重新查看。"
    if verb == "ask":
        return "延期须在到期前、办理过程中申请。"
    return f"目前状态为“{task.get_state_display()}”，不能进行此操作。"


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leads_from_each_state_where_it_should_or_is_refused(cast: Cast, verb: str) -> None:
    user = getattr(cast, min(WHO[verb]))
    for state in STATES:
        task = in_state(cast, state)
        before = len(history(task))
        if verb in LEADS_TO[state]:
            VERBS[verb](task, user)
            task.refresh_from_db()
            assert (task.state, len(history(task))) == (LEADS_TO[state][verb], before + 1)
        else:
            with refused(sentence(task, verb)):
                VERBS[verb](task, user)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_forbidden_to_every_role_it_is_not_for(cast: Cast, verb: str) -> None:
    state = next(state for state in STATES if verb in LEADS_TO[state])
    task = in_state(cast, state)
    for role in set(Cast.ROLES) - set(WHO[verb]):
        with forbidden():
            VERBS[verb](task, getattr(cast, role))
    for role in WHO[verb]:
        VERBS[verb](in_state(cast, state), getattr(cast, role))


def test_what_the_verbs_do_is_what_the_model_says_is_legal() -> None:
    moves = {(old, new) for old, verbs in LEADS_TO.items() for new in verbs.values() if new != old}
    assert all(new in Task.TRANSITIONS[old] for old, new in moves)
    assert set(Task.TRANSITIONS) == set(LEADS_TO) == set(STATES)
    legal = {(str(old), str(new)) for old, several in Task.TRANSITIONS.items() for new in several}
    assert legal == moves


@pytest.mark.parametrize("seed", range(10))
def test_walks_by_chance_reach_legal_states_only_and_every_step_is_in_the_history(cast: Cast, seed: int) -> None:
    chance = Random(seed)
    for _walk in range(WALKS):
        walk(cast, a_task(lead_unit=cast.village), chance)
    assert flaws() == []


def walk(cast: Cast, task: Task, chance: Random) -> None:
    """Random verbs by random roles; each does what the tables say or changes nothing."""
    for _step in range(STEPS):
        task = Task.objects.get(pk=task.pk)
        old, verb, role = task.state, chance.choice(list(VERBS)), chance.choice(("liaison", "chair", "office", "lead"))
        told = Action.objects.count()
        happened = tried(cast, task, verb, role)
        new = Task.objects.get(pk=task.pk).state
        may = role in WHO[verb] and verb in LEADS_TO[old]
        twice = verb == "ask" and may and not happened
        assert happened is may or (twice and Extension.objects.filter(task=task, state="asked").count() == 1)
        assert new == (LEADS_TO[old][verb] if happened else old)
        assert Action.objects.count() == told + happened


def tried(cast: Cast, task: Task, verb: str, role: str) -> bool:
    """Whether the verb was carried out."""
    try:
        VERBS[verb](task, getattr(cast, role))
    except (PermissionDenied, RuleBroken):
        return False
    return True


def test_a_walk_counts_its_own_papers(cast: Cast) -> None:
    for number in range(5):
        walk(cast, a_task(lead_unit=cast.village), Random(number))
    slips = list(Slip.objects.order_by("pk").values_list("number", flat=True))
    assert slips == [f"大安督单〔2026〕{number}号" for number in range(1, len(slips) + 1)]


def test_the_walks_would_notice_a_verb_that_is_not_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the guard on the state the same walk fails."""

    def forced(task: Task, by: Any) -> None:
        Task.objects.filter(pk=task.pk).update(state="closed")

    monkeypatch.setitem(VERBS, "close", forced)
    with pytest.raises(AssertionError):
        for number in range(5):
            walk(cast, a_task(lead_unit=cast.village), Random(number))


def test_a_refusal_leaves_the_record_at_hand_as_the_database_has_it(cast: Cast) -> None:
    task = in_state(cast, "closed")
    task.state = "reported"
    before = written()
    with pytest.raises(RuleBroken):
        VERBS["close"](task, cast.office)
    assert task.state == "closed"
    assert written() == before
