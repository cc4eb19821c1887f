"""Meetings on every path: each state by each verb and each role, and hundreds of walks by chance."""

from random import Random
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from committee.models import Meeting
from committee.tests.meeting_walks import LEADS_TO, MINUTED, VERBS, WHO, at_the_start
from committee.tests.refusals import forbidden, written
from committee.tests.work import an_outcome
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.tests.chains import flaws

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]
STATES = list(Meeting.State.values)
WALKS, STEPS = 20, 6
# What happens once a person, or has nothing to change, may be carried out and leave no row.
SILENT = {"attend", "sign_in", "acknowledge", "write_item"}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leads_from_each_state_where_it_should_or_is_refused(cast: Cast, verb: str) -> None:
    user = getattr(cast, min(WHO[verb]))
    for state in STATES:
        meeting = at_the_start(cast, state)
        before, told = written(), Action.objects.count()
        if state in LEADS_TO[verb]:
            VERBS[verb](meeting, user)
            assert Meeting.objects.get(pk=meeting.pk).state == LEADS_TO[verb][state]
            assert Action.objects.count() == told + 1
        else:
            with pytest.raises(RuleBroken):
                VERBS[verb](meeting, user)
            assert written() == before


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_forbidden_to_every_role_it_is_not_for(cast: Cast, verb: str) -> None:
    state = next(iter(LEADS_TO[verb]))
    meeting = at_the_start(cast, state)
    for role in set(Cast.ROLES) - set(WHO[verb]):
        with forbidden():
            VERBS[verb](meeting, getattr(cast, role))
    for role in WHO[verb]:
        VERBS[verb](at_the_start(cast, state), getattr(cast, role))


def test_what_the_verbs_do_is_what_the_model_says_is_legal() -> None:
    moves = {(old, new) for states in LEADS_TO.values() for old, new in states.items() if new != old}
    legal = {(str(old), str(new)) for old, several in Meeting.TRANSITIONS.items() for new in several}
    assert set(Meeting.TRANSITIONS) == set(STATES)
    assert moves == legal


@pytest.mark.parametrize("seed", range(10))
def test_walks_by_chance_reach_legal_states_only_and_every_step_is_in_the_history(cast: Cast, seed: int) -> None:
    chance = Random(seed)
    for _walk in range(WALKS):
        walk(cast, at_the_start(cast), chance)
    assert flaws() == []


def walk(cast: Cast, meeting: Meeting, chance: Random) -> None:
    """Random verbs by random roles, those that move the meeting more often."""
    moving = [verb for verb in VERBS if set(LEADS_TO[verb]) != set(LEADS_TO[verb].values())]
    for _step in range(STEPS):
        meeting = Meeting.objects.get(pk=meeting.pk)
        verb = chance.choice(moving if chance.random() < 0.5 else list(VERBS))
        step(cast, meeting, verb, chance.choice(("chair", "office", "lead", "liaison")))


def step(cast: Cast, meeting: Meeting, verb: str, role: str) -> None:
    """One verb: carried out as the tables say, or nothing is changed."""
    if verb == "remove_outcome" and meeting.state in MINUTED:
        an_outcome(meeting.items.first())
    old, told, may = meeting.state, Action.objects.count(), role in WHO[verb] and meeting.state in LEADS_TO[verb]
    assert tried(cast, meeting, verb, role) is may
    assert Meeting.objects.get(pk=meeting.pk).state == (LEADS_TO[verb][old] if may else old)
    more = Action.objects.count() - told
    assert more in (0, 1) if may and verb in SILENT else more == may


def tried(cast: Cast, meeting: Meeting, verb: str, role: str) -> bool:
    """Whether the verb was carried out."""
    try:
        VERBS[verb](meeting, getattr(cast, role))
    except (PermissionDenied, RuleBroken, ObjectDoesNotExist):
        return False
    return True


def test_the_walks_would_notice_a_verb_that_is_not_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the guard on the state the same walk fails."""

    def forced(meeting: Meeting, by: Any) -> None:
        Meeting.objects.filter(pk=meeting.pk).update(state="final")

    monkeypatch.setitem(VERBS, "finalize", forced)
    with pytest.raises(AssertionError):
        for number in range(5):
            walk(cast, at_the_start(cast), Random(number))
