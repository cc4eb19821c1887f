"""Inspections and reports of dangers: every verb in every state by every role; walks reach legal states only."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from dayan_safety.errors import RuleBroken
from dayan_safety.testing import Cast
from dayan_safety.tests.chains import flaws
from inspections.models import HazardReport, Inspection
from inspections.tests import inspection_walks as walks
from inspections.tests.inspection_builders import PASS, answer, at_the_village
from inspections.tests.resident_builders import a_report

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
STEPS, WALKS = 8, 4


def an_answered_one(cast: Cast) -> Inspection:
    """Whose first question conforms: it may be finished."""
    inspection = at_the_village(cast)
    answer(inspection, 0, PASS, by=cast.inspector)
    return inspection


def one_of_the_liaison(cast: Cast) -> HazardReport:
    """About the own village."""
    return a_report(cast.liaison, unit=cast.village)


COURSES = {
    "inspection": walks.Course(Inspection, walks.INSPECTING, walks.INSPECTIONS, walks.WHO_INSPECTS, an_answered_one),
    "report": walks.Course(
        HazardReport,
        walks.SORTING,
        walks.REPORTS,
        walks.WHO_SORTS,
        lambda cast: a_report(cast.liaison, unit=cast.village),
    ),
}
EVERY = [(name, state, verb) for name, course in COURSES.items() for state in course.leads for verb in course.verbs]


@pytest.mark.parametrize(("name", "state", "verb"), EVERY)
def test_each_verb_leads_from_each_state_where_it_should_or_is_refused(
    name: str, state: str, verb: str, cast: Cast
) -> None:
    course = COURSES[name]
    thing = course.in_state(cast, state)
    by = getattr(cast, course.who[verb][0])
    if verb in course.leads[state]:
        course.verbs[verb](thing, by)
        assert course.model.objects.get(pk=thing.pk).state == course.leads[state][verb]
    else:
        with pytest.raises((RuleBroken, PermissionDenied)):
            course.verbs[verb](thing, by)
        assert course.model.objects.get(pk=thing.pk).state == state


@pytest.mark.parametrize("name", COURSES)
def test_each_verb_is_forbidden_to_every_role_it_is_not_for(name: str, cast: Cast) -> None:
    course = COURSES[name]
    for verb in course.verbs:
        state = next(state for state, verbs in course.leads.items() if verb in verbs)
        thing = course.in_state(cast, state)
        for role in set(Cast.ROLES) - set(course.who[verb]):
            with pytest.raises((PermissionDenied, RuleBroken)):
                course.verbs[verb](thing, getattr(cast, role))
        assert course.model.objects.get(pk=thing.pk).state == state


@pytest.mark.parametrize("name", COURSES)
def test_what_the_verbs_do_is_what_the_model_says_is_legal(name: str) -> None:
    course = COURSES[name]
    moves = {(old, new) for old, verbs in course.leads.items() for new in verbs.values() if new != old}
    legal = {(str(old), str(new)) for old, several in course.model.TRANSITIONS.items() for new in several}
    assert moves == legal
    assert set(map(str, course.model.TRANSITIONS)) == set(course.leads) == set(course.model.State.values)


def walk(course: walks.Course, cast: Cast, chance: Random) -> None:
    """Random verbs by random roles; each does what the tables say or changes nothing."""
    thing = course.new(cast)
    for _step in range(STEPS):
        thing = course.model.objects.get(pk=thing.pk)
        old, verb, role = thing.state, chance.choice(list(course.verbs)), chance.choice(Cast.ROLES)
        try:
            course.verbs[verb](thing, getattr(cast, role))
            happened = True
        except (PermissionDenied, RuleBroken):
            happened = False
        may = role in course.who[verb] and verb in course.leads[old]
        assert happened is may, (old, verb, role)
        assert course.model.objects.get(pk=thing.pk).state == (course.leads[old][verb] if may else old)


@pytest.mark.parametrize("count", [WALKS, pytest.param(5_000, marks=pytest.mark.chaos)])
@pytest.mark.parametrize("name", COURSES)
def test_walks_by_chance_reach_legal_states_only(name: str, count: int, cast: Cast) -> None:
    chance = Random(2026)
    for _walk in range(count):
        walk(COURSES[name], cast, chance)
    assert flaws() == []


def test_the_walks_would_notice_a_verb_that_is_not_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the guards the same walk fails."""

    def forced(inspection: Any, by: Any) -> None:
        Inspection.objects.filter(pk=inspection.pk).update(state="done")

    monkeypatch.setitem(walks.INSPECTING, "finish", forced)
    with pytest.raises(AssertionError):
        for number in range(10):
            walk(COURSES["inspection"], cast, Random(number))
