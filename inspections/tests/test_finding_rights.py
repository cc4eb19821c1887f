"""Each verb on findings: who may do it, and nobody else; to what is theirs, and to nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from committee.tests.refusals import forbidden, refused
from dayan_safety.testing import Cast, a_person, a_unit, a_user
from inspections.models import FindingExtension, Rectification
from inspections.services import findings as services
from inspections.tests.finding_builders import a_finding, a_kind_of_danger, a_new_finding, notified

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026
OFFICE, LIAISON = ("office",), ("liaison",)
FINDS = ("office", "lead", "member", "liaison", "inspector", "supervisor")
INSIDERS = ("chair", *FINDS)
TOWN_WIDE = ("chair", "office", "lead", "member", "supervisor")
CHAIR_OFFICE = ("chair", "office")
NOBODY: tuple[str, ...] = ()


def nothing(cast: Cast) -> None:
    """Asked before there is a thing."""


def at_village(cast: Cast) -> Any:
    """Found by the inspector at the liaison's village."""
    return a_finding(cast.inspector, unit=cast.village)


def elsewhere(cast: Cast) -> Any:
    """Found by the office at another village."""
    return a_finding(cast.office, unit=cast.other_village)


def by_agency(cast: Cast) -> Any:
    """Found by a colleague of the inspector at another village."""
    colleague = a_user(a_person(unit=cast.inspector.person.unit))
    return a_finding(colleague, unit=cast.other_village)


def of_patrol(cast: Cast) -> Any:
    """Found by the liaison at the own village."""
    return a_finding(cast.liaison, unit=cast.village)


def of_member(cast: Cast) -> Any:
    """At the department from which most of the committee come, found by the clock."""
    return a_finding(unit=cast.member.person.unit)


def extension_of(finding: Any) -> FindingExtension:
    """More time asked for."""
    return FindingExtension(finding=finding, due_on=finding.due_on, wanted_on=finding.due_on)


# Verb, what it is done to, who may.
VERBS: list[tuple[str, Any, tuple[str, ...]]] = [
    ("view_finding", elsewhere, INSIDERS),
    ("create_finding", nothing, FINDS),
    ("export_finding", nothing, TOWN_WIDE),
    ("edit_finding", at_village, ("office", "inspector")),
    ("edit_finding", elsewhere, OFFICE),
    ("edit_finding", by_agency, ("office", "inspector")),
    ("edit_finding", of_patrol, ("office", "liaison")),
    ("notify_finding", at_village, ("office", "inspector")),
    ("notify_finding", by_agency, ("office", "inspector")),
    ("notify_finding", elsewhere, OFFICE),
    ("withdraw_finding", at_village, ("office", "inspector")),
    ("withdraw_finding", elsewhere, OFFICE),
    *((verb, at_village, LIAISON) for verb in ("receive_finding", "fix_finding", "report_step", "ask_reinspection")),
    *((verb, elsewhere, NOBODY) for verb in ("receive_finding", "fix_finding", "report_step", "ask_reinspection")),
    ("receive_finding", of_member, ("member",)),
    ("ask_finding_extension", at_village, LIAISON),
    ("ask_finding_extension", elsewhere, NOBODY),
    ("decide_finding_extension", lambda cast: extension_of(at_village(cast)), ("chair", "inspector")),
    ("decide_finding_extension", lambda cast: extension_of(by_agency(cast)), ("chair", "inspector")),
    ("decide_finding_extension", lambda cast: extension_of(elsewhere(cast)), ("chair", "office")),
    ("report_step", lambda cast: Rectification(finding=at_village(cast)), LIAISON),
    ("close_finding", at_village, ("chair", "office", "supervisor", "inspector")),
    ("close_finding", elsewhere, ("chair", "office", "supervisor")),
    ("fail_finding", by_agency, ("chair", "office", "supervisor", "inspector")),
    ("fail_finding", elsewhere, ("chair", "office", "supervisor")),
    ("reopen_finding", at_village, ("chair", "office", "supervisor", "inspector")),
    ("reopen_finding", elsewhere, ("chair", "office", "supervisor")),
    ("list_for_supervision", at_village, CHAIR_OFFICE),
    ("unlist", at_village, CHAIR_OFFICE),
    ("hand_over", at_village, CHAIR_OFFICE),
    ("take_back", at_village, CHAIR_OFFICE),
    ("assign_finding_task", at_village, CHAIR_OFFICE),
    ("create_findingkind", nothing, OFFICE),
    ("edit_findingkind", nothing, OFFICE),
    ("remove_findingkind", nothing, OFFICE),
    ("view_findingkind", nothing, INSIDERS),
    ("export_findingkind", nothing, TOWN_WIDE),
    ("download_rectification", at_village, INSIDERS),
    ("download_opinion", at_village, INSIDERS),
]


@pytest.mark.parametrize(("verb", "make", "may"), VERBS, ids=[f"{n}-{row[0]}" for n, row in enumerate(VERBS)])
def test_who_may_and_nobody_else(verb: str, make: Any, may: tuple[str, ...], cast: Cast) -> None:
    thing = make(cast)
    found = {role for role in Cast.ROLES if getattr(cast, role).has_perm(f"inspections.{verb}", thing)}
    assert found == set(may)


@pytest.mark.parametrize("verb", ["receive_finding", "notify_finding", "close_finding", "decide_finding_extension"])
@pytest.mark.parametrize("kind", ["unit", "group", "person", "nothing"])
def test_of_a_thing_that_is_no_finding_it_is_nobody_s_by_being_theirs(verb: str, kind: str, cast: Cast) -> None:
    thing = {"unit": cast.village, "group": cast.group, "person": cast.liaison.person, "nothing": None}[kind]
    assert not cast.liaison.has_perm(f"inspections.{verb}", thing)
    assert not cast.inspector.has_perm(f"inspections.{verb}", thing)


def test_a_finding_of_no_agency_belongs_to_no_agency(cast: Cast) -> None:
    finding = a_finding(cast.office, unit=cast.other_village)
    assert finding.agency is None
    homeless = a_user(a_person(unit=None))
    assert not homeless.has_perm("inspections.edit_finding", finding)
    assert not a_user(a_person(unit=a_unit(kind="agency"))).has_perm("inspections.edit_finding", finding)


def test_a_finding_of_nobody_is_not_found_by_who_is_nobody(cast: Cast) -> None:
    finding = a_finding(unit=cast.village)
    assert finding.found_by is None
    may = {role for role in Cast.ROLES if getattr(cast, role).has_perm("inspections.notify_finding", finding)}
    assert may == {"office"}


def test_who_left_the_agency_keeps_what_they_found_but_not_what_others_did(cast: Cast) -> None:
    own, others = at_village(cast), by_agency(cast)
    person = cast.inspector.person
    person.unit = a_unit(kind="department")
    person.save()
    moved = type(cast.inspector).objects.get(pk=cast.inspector.pk)
    assert moved.has_perm("inspections.edit_finding", own)
    assert not moved.has_perm("inspections.edit_finding", others)


def test_who_is_liaison_no_more_neither_receives_nor_sees_it(cast: Cast) -> None:
    finding = notified(cast)
    assert cast.liaison.has_perm("inspections.receive_finding", finding)
    cast.village.liaison_posts.get(role="information_officer").appointments.update(until="2026-06-14")
    gone = type(cast.liaison).objects.get(pk=cast.liaison.pk)
    assert not gone.has_perm("inspections.receive_finding", finding)
    assert not type(finding).objects.all().visible_to(gone).exists()


def test_who_asked_for_more_time_at_the_own_patrol_does_not_grant_it(cast: Cast) -> None:
    finding = of_patrol(cast)
    wanted = finding.due_on.replace(day=29)
    extension = services.ask_finding_extension(finding, by=cast.liaison, wanted_on=wanted, reason="材料未到")
    right = "inspections.decide_finding_extension"
    assert [role for role in Cast.ROLES if getattr(cast, role).has_perm(right, extension)] == ["chair"]
    with forbidden():
        services.decide_finding_extension(extension, by=cast.liaison, granted=True)


@pytest.mark.parametrize("role", ["office", "inspector", "supervisor", "lead"])
def test_who_looks_at_the_whole_town_finds_everywhere(role: str, cast: Cast) -> None:
    finding = a_finding(getattr(cast, role), unit=cast.other_village)
    assert (finding.state, finding.found_by, finding.received_at) == ("found", getattr(cast, role), None)


@pytest.mark.parametrize("role", ["chair", "auditor", "administrator", "outsider", "member", "liaison"])
def test_who_looks_at_one_place_or_none_writes_nothing_down_elsewhere(role: str, cast: Cast) -> None:
    new = a_new_finding(unit=cast.other_village, kind=a_kind_of_danger())
    with refused("请选择本单位：其他单位的隐患由发现者自行登记。"):
        services.create_finding(new, by=getattr(cast, role))


def test_a_member_finds_at_the_own_department_and_has_received_it(cast: Cast) -> None:
    finding = a_finding(cast.member, unit=cast.member.person.unit)
    kept = type(finding).objects.get()
    assert (kept.state, kept.source, kept.received_by) == ("rectifying", "patrol", cast.member)
    assert kept.received_at.isoformat() == "2026-06-15T02:00:00+00:00"
