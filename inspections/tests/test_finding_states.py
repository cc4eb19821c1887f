"""Findings on every path: each state by each verb and each role, and ten thousand steps by chance."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from committee.tests.refusals import forbidden, history, refused
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.tests.chains import flaws
from dayan_safety.workdays import today
from inspections.models import Finding
from inspections.querysets import FALLS_DUE
from inspections.tests.finding_builders import IN_STATE, rectifying
from inspections.tests.finding_walks import LEADS_TO, VERBS, WHO

pytestmark = [pytest.mark.usefixtures("midsummer", "storage"), pytest.mark.any_database]
STATES = list(Finding.State.values)
WALKS, STEPS = 20, 6  # each of ten tests takes so many walks of so many steps
ROLES = ("liaison", "inspector", "office", "chair", "supervisor", "lead", "member")


def in_state(cast: Cast, state: str, verb: str = "") -> Finding:
    """A finding of the inspector's at the village, as far as the verb needs it."""
    finding: Finding = IN_STATE[state](cast)
    if verb == "unlist":
        Finding.objects.filter(pk=finding.pk).update(listed_on=today())
        finding.refresh_from_db()
    return finding


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leads_from_each_state_where_it_should_or_is_refused(cast: Cast, verb: str) -> None:
    user = getattr(cast, WHO[verb][-1])
    for state in STATES:
        finding = in_state(cast, state, verb)
        before = len(history(finding))
        if verb in LEADS_TO[state]:
            VERBS[verb](finding, user)
            finding.refresh_from_db()
            assert finding.state == LEADS_TO[state][verb], state
            assert len(history(finding)) > before
        else:
            with refused(f"目前状态为“{finding.get_state_display()}”，不能进行此操作。"):
                VERBS[verb](finding, user)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_forbidden_to_every_role_it_is_not_for(cast: Cast, verb: str) -> None:
    state = next(state for state in STATES if verb in LEADS_TO[state])
    finding = in_state(cast, state, verb)
    for role in set(Cast.ROLES) - set(WHO[verb]):
        with forbidden():
            VERBS[verb](finding, getattr(cast, role))
    for role in WHO[verb]:
        VERBS[verb](in_state(cast, state, verb), getattr(cast, role))


def test_what_the_verbs_do_is_what_the_model_says_is_legal() -> None:
    moves = {(old, new) for old, verbs in LEADS_TO.items() for new in verbs.values() if new != old}
    legal = {(str(old), str(new)) for old, several in Finding.TRANSITIONS.items() for new in several}
    through = {("notified", "asked")}  # signed for on the way
    assert moves - legal == through
    assert legal <= moves
    assert set(Finding.TRANSITIONS) == set(LEADS_TO) == set(STATES)


def test_the_order_of_the_register_knows_the_open_states() -> None:
    [when] = FALLS_DUE.cases
    [(_name, states)] = when.condition.children
    assert set(states) == set(Finding.OPEN)


@pytest.mark.parametrize("seed", range(10))
def test_walks_by_chance_reach_legal_states_only_and_every_step_is_in_the_history(cast: Cast, seed: int) -> None:
    chance = Random(seed)
    for _walk in range(WALKS):
        walk(cast, in_state(cast, "found"), chance, STEPS)
    assert flaws() == []


@pytest.mark.chaos
def test_ten_thousand_walks(cast: Cast) -> None:
    chance = Random(2026)
    for _walk in range(10_000):
        walk(cast, in_state(cast, "found"), chance, STEPS)
    assert flaws() == []


def walk(cast: Cast, finding: Finding, chance: Random, steps: int) -> None:
    """Random verbs by random roles; each does what the tables say or changes nothing."""
    for _step in range(steps):
        finding = Finding.objects.get(pk=finding.pk)
        old, listed, verb, role = finding.state, finding.listed_on, chance.choice(list(VERBS)), chance.choice(ROLES)
        told, has_asked = Action.objects.count(), finding.extensions.filter(state="asked").exists()
        happened = tried(cast, finding, verb, role)
        new = Finding.objects.get(pk=finding.pk).state
        may = role in WHO[verb] and verb in LEADS_TO[old]
        idle = (verb == "list" and listed) or (verb == "unlist" and not listed) or (verb == "ask" and has_asked)
        assert happened is (may and not idle), (old, verb, role)
        assert new == (LEADS_TO[old][verb] if happened else old)
        assert (Action.objects.count() > told) is happened


def tried(cast: Cast, finding: Finding, verb: str, role: str) -> bool:
    """Whether the verb was carried out."""
    try:
        VERBS[verb](finding, getattr(cast, role))
    except (PermissionDenied, RuleBroken):
        return False
    return True


def test_the_walks_would_notice_a_verb_that_is_not_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the guard on the state the same walk fails."""

    def forced(finding: Finding, by: Any) -> None:
        Finding.objects.filter(pk=finding.pk).update(state="closed")

    monkeypatch.setitem(VERBS, "close", forced)
    with pytest.raises(AssertionError):
        for number in range(5):
            walk(cast, in_state(cast, "found"), Random(number), STEPS)


def test_a_refusal_leaves_the_record_at_hand_as_the_database_has_it(cast: Cast) -> None:
    finding = rectifying(cast)
    finding.state = "asked"
    with pytest.raises(RuleBroken):
        VERBS["close"](finding, cast.office)
    assert finding.state == "rectifying"
