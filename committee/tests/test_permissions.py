"""The table of rights, written a second time: each verb for each role, on one's own things and on others'."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from committee.models import Report
from committee.permissions import RULES
from committee.tests.work import an_invitation
from dayan_safety.permissions import is_allowed
from dayan_safety.testing import Cast, a_meeting, a_person, a_task, a_unit, a_user, an_appointment

pytestmark = pytest.mark.any_database
TOWN = "chair office lead member supervisor"
INSIDE = f"{TOWN} group_member liaison inspector"
OFFICE, CHAIR_OFFICE, ADMINISTRATOR, NOBODY = "office", "chair office", "administrator", ""
ROLES = f"{INSIDE} auditor administrator outsider".split()

# Verb → who may do it whatever the thing is.
ALWAYS = {
    "committee.use_admin": ADMINISTRATOR,
    "committee.view_committee": INSIDE,
    "committee.create_committee": OFFICE,
    "committee.edit_committee": OFFICE,
    "committee.remove_committee": OFFICE,
    "committee.export_committee": TOWN,
    "committee.view_workinggroup": INSIDE,
    "committee.create_workinggroup": OFFICE,
    "committee.edit_workinggroup": OFFICE,
    "committee.remove_workinggroup": OFFICE,
    "committee.export_workinggroup": TOWN,
    "committee.view_unit": f"{TOWN} inspector liaison",
    "committee.create_unit": OFFICE,
    "committee.edit_unit": OFFICE,
    "committee.remove_unit": OFFICE,
    "committee.export_unit": TOWN,
    "committee.add_alias": OFFICE,
    "committee.view_person": f"{TOWN} liaison",
    "committee.create_person": OFFICE,
    "committee.edit_person": OFFICE,
    "committee.remove_person": OFFICE,
    "committee.export_person": CHAIR_OFFICE,
    "committee.reveal_person": CHAIR_OFFICE,
    "committee.view_appointment": INSIDE,
    "committee.view_figures": TOWN,
    "committee.export_appointment": TOWN,
    "committee.appoint": OFFICE,
    "committee.end_appointment": OFFICE,
    "committee.hand_over": OFFICE,
    "committee.view_liaisonpost": f"{TOWN} liaison",
    "committee.export_liaisonpost": CHAIR_OFFICE,
    "committee.open_posts": OFFICE,
    "committee.import_roster": OFFICE,
    "committee.import_unit": OFFICE,
    "committee.import_person": OFFICE,
    "committee.import_member": OFFICE,
    "committee.view_meeting": INSIDE,
    "committee.create_meeting": OFFICE,
    "committee.edit_meeting": OFFICE,
    "committee.export_meeting": TOWN,
    "committee.notify_meeting": OFFICE,
    "committee.send_agenda": OFFICE,
    "committee.cancel_meeting": CHAIR_OFFICE,
    "committee.begin_meeting": OFFICE,
    "committee.circulate_minutes": OFFICE,
    "committee.finalize_minutes": CHAIR_OFFICE,
    "committee.reopen_minutes": CHAIR_OFFICE,
    "committee.add_item": OFFICE,
    "committee.carry_over": OFFICE,
    "committee.edit_item": OFFICE,
    "committee.move_item": OFFICE,
    "committee.remove_item": OFFICE,
    "committee.propose_item": TOWN,
    "committee.decide_item": OFFICE,
    "committee.write_item": OFFICE,
    "committee.add_outcome": OFFICE,
    "committee.edit_outcome": OFFICE,
    "committee.remove_outcome": OFFICE,
    "committee.invite": OFFICE,
    "committee.uninvite": OFFICE,
    "committee.answer_invitation": NOBODY,
    "committee.record_attendance": OFFICE,
    "committee.sign_in_to_meeting": NOBODY,
    "committee.show_projector": CHAIR_OFFICE,
    "committee.comment_minutes": INSIDE,
    "committee.acknowledge_minutes": NOBODY,
    "committee.view_rates": TOWN,
    "committee.view_task": INSIDE,
    "committee.create_task": OFFICE,
    "committee.edit_task": OFFICE,
    "committee.export_task": TOWN,
    "committee.move_task": CHAIR_OFFICE,
    "committee.cancel_task": CHAIR_OFFICE,
    "committee.receive_task": NOBODY,
    "committee.report_progress": NOBODY,
    "committee.report_done": NOBODY,
    "committee.decline_task": NOBODY,
    "committee.return_task": CHAIR_OFFICE,
    "committee.close_task": CHAIR_OFFICE,
    "committee.reopen_task": CHAIR_OFFICE,
    "committee.ask_extension": NOBODY,
    "committee.decide_extension": "chair",
    "committee.issue_slip": OFFICE,
    "committee.sign_slip": NOBODY,
    "committee.download_notice": INSIDE,
    "committee.download_minutes": INSIDE,
    "committee.download_slip": INSIDE,
    "committee.export_minutes": TOWN,
    "committee.remind_task": CHAIR_OFFICE,
    "committee.remind_meeting": CHAIR_OFFICE,
    "committee.view_reportform": INSIDE,
    "committee.create_reportform": OFFICE,
    "committee.edit_reportform": OFFICE,
    "committee.remove_reportform": OFFICE,
    "committee.export_reportform": TOWN,
    "committee.copy_form": OFFICE,
    "committee.view_formfield": INSIDE,
    "committee.create_formfield": OFFICE,
    "committee.edit_formfield": OFFICE,
    "committee.remove_formfield": OFFICE,
    "committee.export_formfield": TOWN,
    "committee.import_formfield": OFFICE,
    "committee.open_reports": OFFICE,
    "committee.view_report": INSIDE,
    "committee.export_report": TOWN,
    "committee.write_report": NOBODY,
    "committee.fill_in_report": NOBODY,
    "committee.submit_report": NOBODY,
    "committee.return_report": OFFICE,
    "committee.accept_report": OFFICE,
    "committee.reopen_report": CHAIR_OFFICE,
    "committee.comment_report": CHAIR_OFFICE,
    "committee.move_report": OFFICE,
    "committee.excuse_report": CHAIR_OFFICE,
    "committee.demand_report": CHAIR_OFFICE,
    "committee.remind_report": CHAIR_OFFICE,
    "committee.view_board": TOWN,
    "committee.view_town_month": TOWN,
    "committee.export_town_month": TOWN,
    "committee.issue_town_report": CHAIR_OFFICE,
    "committee.export_user": ADMINISTRATOR,
    "committee.create_user": ADMINISTRATOR,
    "committee.edit_user": ADMINISTRATOR,
    "committee.deactivate_user": ADMINISTRATOR,
    "committee.activate_user": ADMINISTRATOR,
    "committee.reset_password": ADMINISTRATOR,
    "committee.change_password": NOBODY,
}


def task_of(user: Any) -> Any:
    """A task of the user's group, or else of their unit."""
    group = next((post.group for post in user.person.appointments.all() if post.group), None)
    return a_task(lead_group=group) if group else a_task(lead_unit=user.person.unit)


def report_of(user: Any) -> Any:
    """A report of the user's group, or else of their unit; nobody needs its form here."""
    group = next((post.group for post in user.person.appointments.all() if post.group), None)
    return Report(group=group) if group else Report(unit=user.person.unit)


WRITERS_VERBS = [f"committee.{verb}_report" for verb in ("write", "fill_in", "submit", "comment")]
# Verb → who may do it to their own besides, and the thing that is theirs.
OWN: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "committee.edit_workinggroup": ("lead", lambda user: user.person.appointments.get().group),
    "committee.edit_person": ("liaison", lambda user: a_person(unit=user.person.unit)),
    "committee.reveal_person": (f"{TOWN} group_member liaison inspector outsider", lambda user: user.person),
    "committee.change_password": (" ".join(ROLES), lambda user: user),
    **dict.fromkeys(
        ("committee.answer_invitation", "committee.sign_in_to_meeting", "committee.acknowledge_minutes"),
        (INSIDE, lambda user: an_invitation(a_meeting(), user)),
    ),
    "committee.report_progress": ("lead member group_member liaison inspector", task_of),
    **dict.fromkeys(
        [f"committee.{verb}" for verb in ("receive_task", "report_done", "decline_task", "ask_extension", "sign_slip")],
        ("lead member liaison inspector", task_of),
    ),
    **dict.fromkeys(WRITERS_VERBS, ("lead member liaison inspector", report_of)),
}
SLAB = {
    "dayan_safety.sign_in": ADMINISTRATOR,
    "dayan_safety.sign_out": ADMINISTRATOR,
    "dayan_safety.view_action": "auditor",
    "dayan_safety.view_calendarday": CHAIR_OFFICE,
    "dayan_safety.edit_calendar": OFFICE,
    "dayan_safety.download": INSIDE,
    "dayan_safety.keep_schedules": ADMINISTRATOR,
    "dayan_safety.run_task": ADMINISTRATOR,
    "dayan_safety.export_action": ADMINISTRATOR,
    "dayan_safety.export_calendarday": ADMINISTRATOR,
}


@pytest.fixture
def users(cast: Cast) -> dict[str, Any]:
    """The cast, and a plain member of a group."""
    plain = a_person(name="冯组员")
    an_appointment(cast.group, "group_member", plain)
    return {role: getattr(cast, role) for role in Cast.ROLES} | {"group_member": a_user(plain)}


def allowed(users: dict[str, Any], verb: str, thing: Any = None) -> list[str]:
    """The roles that may."""
    return [role for role in ROLES if users[role].has_perm(verb, thing)]


def test_every_verb_of_the_committee_is_in_the_table() -> None:
    assert {verb for verb in RULES if verb.startswith("committee.")} == set(ALWAYS)


@pytest.mark.parametrize(("verb", "roles"), [*ALWAYS.items(), *SLAB.items()])
def test_each_verb_is_for_its_roles_alone(verb: str, roles: str, users: dict[str, Any]) -> None:
    assert set(allowed(users, verb)) == set(roles.split())


@pytest.mark.parametrize("verb", OWN)
def test_what_one_may_do_to_ones_own_one_may_not_do_to_others(verb: str, users: dict[str, Any], cast: Cast) -> None:
    roles, own = OWN[verb]
    others = {
        "committee.edit_workinggroup": cast.supervision,
        "committee.edit_person": a_person(unit=cast.other_village),
        "committee.reveal_person": a_person(),
        "committee.change_password": a_user(),
        **dict.fromkeys(WRITERS_VERBS, Report(unit=a_unit())),
    }
    nobodys = a_task() if "task" in verb else an_invitation(a_meeting(), a_user(a_person()))
    for role in roles.split():
        assert users[role].has_perm(verb, own(users[role])), role
    assert set(allowed(users, verb, others.get(verb, nobodys))) == set(ALWAYS[verb].split())


def test_people_without_a_unit_are_no_liaison_s_own(users: dict[str, Any]) -> None:
    assert allowed(users, "committee.edit_person", a_person(unit=None)) == ["office"]


def test_an_unknown_verb_is_nobody_s(users: dict[str, Any]) -> None:
    assert allowed(users, "committee.abolish_committee") == []


@pytest.mark.parametrize("verb", sorted(ALWAYS))
def test_a_closed_login_and_a_stranger_may_nothing(verb: str, cast: Cast) -> None:
    for user in (cast.office, cast.administrator, cast.chair):
        user.is_active = False
        assert not user.has_perm(verb)
    assert not is_allowed(AnonymousUser(), verb)


def test_several_verbs_are_allowed_only_together(cast: Cast) -> None:
    assert cast.office.has_perms(["committee.appoint", "committee.view_unit"])
    assert not cast.office.has_perms(["committee.appoint", "committee.use_admin"])


def test_the_administration_is_staff_s_and_staff_are_administrators(users: dict[str, Any]) -> None:
    assert [role for role in ROLES if users[role].is_staff] == ["administrator"]
    assert [role for role in ROLES if users[role].has_module_perms("committee")] == ["administrator"]


def test_every_verb_is_said_in_words_of_its_own() -> None:
    words = [str(RULES[verb].label) for verb in ALWAYS]
    assert len(set(words)) == len(words)
    assert not [word for word in words if word.isascii()]
