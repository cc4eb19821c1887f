"""Who may do what in outreach, verb by verb: on what is one's own, on what is another's, on nothing in particular."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns.models import (
    Attendee,
    Campaign,
    Display,
    EffectFigure,
    Event,
    Poll,
    Project,
    ProjectStep,
    Question,
    Questionnaire,
)
from campaigns.permissions import RULES
from campaigns.services.events import edit_event
from campaigns.services.owning import check_own, create_own, edit_own
from campaigns.tests.builders import DAY, a_campaign, a_display, a_kind_of_event, an_event
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast

pytestmark = pytest.mark.any_database
OFFICE, LEAD, LIAISON = "office", "lead", "liaison"
OWN = "请选择本单位或本工作组"


def who(cast: Cast, verb: str, thing: Any = None) -> set[str]:
    """The roles that may."""
    return {role for role in Cast.ROLES if getattr(cast, role).has_perm(f"campaigns.{verb}", thing)}


OF_GROUPS = {
    "campaign": Campaign,
    "project": Project,
    "questionnaire": Questionnaire,
}
ON_GROUPS = [
    *[(f"edit_{noun}", noun) for noun in OF_GROUPS],
    *[(verb, "questionnaire") for verb in ("copy_questionnaire", "create_question")],
    *[(verb, "project") for verb in ("add_step", "record_effect")],
]


@pytest.mark.parametrize(("verb", "noun"), ON_GROUPS)
def test_the_lead_of_the_group_and_the_office_run_what_is_the_groups(verb: str, noun: str, cast: Cast) -> None:
    model: Any = OF_GROUPS[noun]
    assert who(cast, verb, model(group=cast.group)) == {OFFICE, LEAD}
    assert who(cast, verb, model(group=cast.supervision)) == {OFFICE}
    assert who(cast, verb, model()) == {OFFICE}


@pytest.mark.parametrize("verb", ["edit_step", "finish_step", "reopen_step", "remove_step", "remove_effect"])
def test_what_belongs_to_a_project_is_run_with_it(verb: str, cast: Cast) -> None:
    model: Any = EffectFigure if "effect" in verb else ProjectStep
    assert who(cast, verb, model(project=Project(group=cast.group))) == {OFFICE, LEAD}
    assert who(cast, verb, model(project=Project(group=cast.supervision))) == {OFFICE}


@pytest.mark.parametrize("verb", ["edit_question", "remove_question", "edit_poll"])
def test_questions_and_polls_are_run_with_their_questionnaire(verb: str, cast: Cast) -> None:
    model: Any = Poll if "poll" in verb else Question
    assert who(cast, verb, model(questionnaire=Questionnaire(group=cast.group))) == {OFFICE, LEAD}
    assert who(cast, verb, model(questionnaire=Questionnaire(group=cast.supervision))) == {OFFICE}


OF_BODIES = ("edit_event", "hand_out_copies", "enter_attendees", "adopt_list_count", "open_check_in", "close_check_in")


@pytest.mark.parametrize("verb", [*OF_BODIES, "show_check_in", "edit_display"])
def test_what_a_unit_or_a_group_held_is_kept_by_whoever_answers_for_it(verb: str, cast: Cast) -> None:
    model: Any = Display if "display" in verb else Event
    assert who(cast, verb, model(unit=cast.village)) == {OFFICE, LIAISON}
    assert who(cast, verb, model(unit=cast.other_village, group=cast.group)) == {OFFICE, LEAD}
    assert who(cast, verb, model(unit=cast.other_village)) == who(cast, verb, model()) == {OFFICE}


@pytest.mark.parametrize("unit", ["village", "other_village"])
def test_names_follow_their_event_and_not_the_unit_they_came_from(unit: str, cast: Cast) -> None:
    own, other = (Attendee(event=Event(unit=of), unit=getattr(cast, unit)) for of in (cast.village, cast.other_village))
    readers = {"chair", OFFICE, "supervisor"}
    assert (who(cast, "remove_attendee", own), who(cast, "remove_attendee", other)) == ({OFFICE, LIAISON}, {OFFICE})
    for thing in (own, own.event):
        assert who(cast, "view_attendee", thing) == readers | {LIAISON}
    assert who(cast, "view_attendee", Event(group=cast.group)) == readers | {LEAD}
    assert who(cast, "view_attendee", other) == readers
    assert who(cast, "view_attendee") == readers | {LEAD, LIAISON}


def test_a_liaison_reads_the_own_names_and_takes_none_away(cast: Cast) -> None:
    assert who(cast, "export_attendee", Event(unit=cast.village)) == {"chair", OFFICE, "supervisor"}
    assert who(cast, "export_attendee", Event(group=cast.group)) == {"chair", OFFICE, "supervisor", LEAD}


@pytest.mark.parametrize(
    ("verb", "roles"),
    [
        ("create_campaign", {OFFICE, LEAD}),
        ("create_programme", {OFFICE, LEAD}),
        ("create_project", {OFFICE, LEAD}),
        ("create_poll", {OFFICE, LEAD}),
        ("plan_events", {OFFICE, LEAD}),
        ("create_event", {OFFICE, LEAD, LIAISON}),
        ("create_display", {OFFICE, LEAD, LIAISON}),
        ("answer_poll", set()),
        ("receive_copies", {OFFICE}),
        ("reverse_entry", {OFFICE}),
        ("export_answers", {"chair", OFFICE, LEAD, "member", "supervisor"}),
        ("export_outreach", {"chair", OFFICE, LEAD, "member", "supervisor"}),
        ("view_coverage", {"chair", OFFICE, LEAD, "member", "supervisor", LIAISON, "inspector"}),
    ],
)
def test_a_verb_without_a_thing_is_a_roles(verb: str, roles: set[str], cast: Cast) -> None:
    assert who(cast, verb) == roles


def test_removing_and_importing_is_the_offices_but_for_parts_of_what_one_runs(cast: Cast) -> None:
    parts = {f"remove_{part}" for part in ("step", "effect", "question", "attendee")}
    verbs = {verb.removeprefix("campaigns.") for verb in RULES if ".remove_" in verb or ".import_" in verb} - parts
    assert {verb: who(cast, verb) for verb in verbs} == {verb: {OFFICE} for verb in verbs}
    assert {"remove_event", "remove_poll", "import_event"} <= verbs


# What stays one's own.


@pytest.mark.parametrize(
    ("role", "about", "fits"),
    [
        ("liaison", {"unit": "village"}, True),
        ("liaison", {"unit": "other_village"}, False),
        ("liaison", {"group": "group"}, False),
        ("liaison", {}, False),
        ("lead", {"group": "group"}, True),
        ("lead", {"unit": "other_village", "group": "group"}, True),
        ("lead", {"group": "supervision"}, False),
        ("lead", {"unit": "village"}, False),
        ("lead", {}, False),
        ("office", {}, True),
        ("office", {"unit": "other_village"}, True),
    ],
)
def test_one_logs_for_the_own_unit_or_group(role: str, about: dict[str, str], fits: bool, cast: Cast) -> None:
    event, by = Event(**{name: getattr(cast, body) for name, body in about.items()}), getattr(cast, role)
    if fits:
        check_own(event, by)
    else:
        with pytest.raises(RuleBroken, match=OWN):
            check_own(event, by)
    check_own(event, None), check_own(event, by, "campaigns.import_event")


def test_what_is_anothers_is_neither_made_nor_moved_and_leaves_no_trace(cast: Cast) -> None:
    mine, display = a_campaign(group=cast.group), a_display(unit=cast.village)
    mine.group, display.unit = cast.supervision, cast.other_village
    kind = a_kind_of_event()
    actions = Action.objects.count()
    for act in (
        lambda: edit_own(mine, ["group"], by=cast.lead),
        lambda: edit_own(display, ["unit"], by=cast.liaison),
        lambda: create_own(Event(theme="x", kind=kind, held_on=DAY, place="y"), by=cast.liaison),
    ):
        with pytest.raises(RuleBroken, match=OWN):
            act()
    assert Action.objects.count() == actions
    assert (Campaign.objects.get().group, Display.objects.get().unit) == (cast.group, cast.village)


@pytest.mark.parametrize("moved", [False, True])
def test_the_unit_an_event_was_for_never_stands_beside_itself(moved: bool, cast: Cast) -> None:
    event = an_event(unit=cast.village, more_units=[cast.village, cast.other_village])
    assert list(event.more_units.all()) == [cast.other_village]
    if moved:
        event.unit = cast.other_village
        edit_event(event, ["unit"], by=cast.office, more_units=[cast.village, cast.other_village])
        assert list(event.more_units.all()) == [cast.village]
