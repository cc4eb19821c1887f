"""Which events, displays, lines of the ledger, polls and names exist for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import (
    Attendee,
    Campaign,
    Display,
    EffectFigure,
    Event,
    EventKind,
    Material,
    Poll,
    Programme,
    Project,
    ProjectStep,
    Question,
    Questionnaire,
    SafetyDay,
    StockEntry,
)
from campaigns.services.stock import distribute_copies, hand_out_copies
from campaigns.tests.builders import (
    DAY,
    a_campaign,
    a_display,
    a_distribution,
    a_poll,
    a_programme,
    a_safety_day,
    a_stock,
    an_event,
    names_of,
)
from campaigns.tests.project_builders import a_figure, a_project, a_step
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
READ_ALL = ("chair", "office", "lead", "member", "inspector", "supervisor")
READ_NAMES = ("chair", "office", "supervisor")
STRANGERS = ("auditor", "administrator", "outsider")
SHARED = (Campaign, EventKind, Material, Poll, Programme, Question, Questionnaire, SafetyDay)


def seen(model: Any, user: Any) -> set[Any]:
    """The rows that exist for a user."""
    return set(model.objects.all().visible_to(user))


def events_of_each_kind(cast: Cast) -> dict[str, Event]:
    """Of the village, with it, of its group, of another village, of nobody."""
    return {
        "own": an_event(unit=cast.village),
        "joined": an_event(unit=cast.other_village, more_units=[cast.village]),
        "group": an_event(group=cast.group),
        "other": an_event(unit=cast.other_village),
        "nobody": an_event(),
    }


@pytest.mark.parametrize("role", Cast.ROLES)
def test_a_liaison_has_the_events_of_the_own_unit_and_strangers_none(role: str, cast: Cast) -> None:
    events = events_of_each_kind(cast)
    wanted = {"liaison": {"own", "joined"}} | {each: set(events) for each in READ_ALL}
    found = seen(Event, getattr(cast, role))
    assert {name for name, event in events.items() if event in found} == wanted.get(role, set())


def test_own_events_are_those_one_answers_for_and_joined_ones_are_wider(cast: Cast) -> None:
    events = events_of_each_kind(cast)
    asked: dict[str, Callable[[Any], Any]] = {"kept": Event.objects.all().kept_by, "of": Event.objects.all().of}
    found = {
        (role, name): {key for key, event in events.items() if event in set(ask(getattr(cast, role)))}
        for role in ("liaison", "lead", "office")
        for name, ask in asked.items()
    }
    assert found == {
        ("liaison", "kept"): {"own"},
        ("liaison", "of"): {"own", "joined"},
        ("lead", "kept"): {"group"},
        ("lead", "of"): {"group"},
        ("office", "kept"): set(),
        ("office", "of"): set(),
    }


def test_an_event_of_two_own_units_is_there_once(cast: Cast) -> None:
    event = an_event(unit=cast.village, more_units=[cast.other_village])
    rows = Event.objects.all()
    assert list(rows.joined_by([cast.village, cast.other_village])) == [event]
    assert [list(rows.joined_by([unit])) for unit in (cast.village, cast.other_village)] == [[event], [event]]
    assert list(rows.joined_by([])) == []


@pytest.mark.parametrize("role", Cast.ROLES)
def test_displays_of_other_units_are_not_a_liaisons(role: str, cast: Cast) -> None:
    own, other, nobody = a_display(unit=cast.village), a_display(unit=cast.other_village), a_display(group=cast.group)
    wanted = {"liaison": {own}} | {each: {own, other, nobody} for each in READ_ALL}
    assert seen(Display, getattr(cast, role)) == wanted.get(role, set())


@pytest.mark.parametrize("role", Cast.ROLES)
def test_a_line_of_the_ledger_is_seen_by_the_unit_it_went_to(role: str, cast: Cast) -> None:
    given, elsewhere = a_distribution(cast.village), a_distribution(cast.other_village)
    at_event, material = an_event(unit=cast.village), a_stock()
    handed = hand_out_copies(at_event, by=None, material=material, copies=3)
    joined = hand_out_copies(
        an_event(unit=cast.other_village, more_units=[cast.village]), by=None, material=material, copies=4
    )
    found = {line for line in seen(StockEntry, getattr(cast, role)) if line.kind == "distributed"}
    wanted = {"liaison": {given, handed}} | {each: {given, elsewhere, handed, joined} for each in READ_ALL}
    assert found == wanted.get(role, set())


@pytest.mark.parametrize("role", Cast.ROLES)
def test_names_are_read_by_chair_office_supervision_and_who_keeps_the_event(role: str, cast: Cast) -> None:
    lists = {
        "own": an_event(unit=cast.village),
        "joined": an_event(unit=cast.other_village, more_units=[cast.village]),
        "group": an_event(group=cast.group),
    }
    rows = {name: names_of(event)[0] for name, event in lists.items()}
    wanted = {each: set(rows) for each in READ_NAMES} | {"lead": {"group"}, "liaison": {"own"}}
    found = seen(Attendee, getattr(cast, role))
    assert {name for name, row in rows.items() if row in found} == wanted.get(role, set())


@pytest.mark.parametrize("role", ["chair", "liaison"])
def test_a_name_that_was_taken_off_is_nobodys(role: str, cast: Cast) -> None:
    kept, gone = names_of(an_event(unit=cast.village), "王小明 东风村", "李大山 东风村")
    remove_record(gone, by=None, reason="录错")
    assert seen(Attendee, getattr(cast, role)) == {kept}


@pytest.mark.parametrize("role", STRANGERS)
@pytest.mark.parametrize("model", SHARED, ids=lambda model: model.__name__)
def test_what_the_committee_shares_does_not_exist_for_strangers(model: Any, role: str, cast: Cast) -> None:
    a_campaign(), a_programme(), a_safety_day(), a_stock(), an_event(), a_poll()
    assert seen(model, cast.liaison) == seen(model, cast.office) == set(model.objects.all()) != set()
    assert seen(model, getattr(cast, role)) == set()


@pytest.mark.parametrize("role", Cast.ROLES)
def test_measures_and_figures_are_seen_with_their_project(role: str, cast: Cast) -> None:
    project, gone = a_project(), a_project()
    step, figure = a_step(project), a_figure(project)
    a_step(gone), a_figure(gone)
    remove_record(gone, by=None, reason="重复")
    user, inside = getattr(cast, role), role not in STRANGERS
    assert seen(Project, user) == ({project} if inside else set())
    assert seen(ProjectStep, user) == ({step} if inside else set())
    assert seen(EffectFigure, user) == ({figure} if inside else set())


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role not in STRANGERS])
def test_a_poll_at_another_units_event_is_kept_from_the_liaison_alone(role: str, cast: Cast) -> None:
    free, own = a_poll(), a_poll(event=an_event(unit=cast.village))
    other, town = a_poll(event=an_event(unit=cast.other_village)), a_poll(event=an_event())
    wanted = {free, own} if role == "liaison" else {free, own, other, town}
    assert seen(Poll, getattr(cast, role)) == wanted


def test_of_a_group_counts_what_went_out_at_its_events_and_of_a_unit_both_ways(cast: Cast) -> None:
    material = a_stock()
    sent = distribute_copies(material, by=None, copies=1, on=DAY, unit=cast.village)
    handed = hand_out_copies(an_event(unit=cast.village, group=cast.group), by=None, material=material, copies=2)
    distribute_copies(material, by=None, copies=3, on=DAY, unit=cast.other_village)
    hand_out_copies(an_event(), by=None, material=material, copies=4)
    rows = StockEntry.objects.all()
    assert set(rows.handed_out_by(unit=cast.village)) == {sent, handed}
    assert set(rows.handed_out_by(group=cast.group)) == {handed}
    assert set(rows.handed_out_by(group=cast.supervision)) == set()


@pytest.mark.parametrize("role", ["office", "liaison"])
def test_a_line_that_is_not_there_any_more_is_nobodys_and_counts_nothing(role: str, cast: Cast) -> None:
    kept, gone = (a_distribution(cast.village) for _number in range(2))
    StockEntry.objects.filter(material=gone.material).update(removed_at=timezone.now())
    lines = seen(StockEntry, getattr(cast, role))
    assert (kept in lines, gone in lines) == (True, False)
    assert set(StockEntry.objects.all().handed_out()) == {kept}
    stock = {row: (row.printed, row.handed_out, row.stock) for row in Material.objects.with_stock()}
    assert stock == {kept.material: (100, 10, 90), gone.material: (0, 0, 0)}
