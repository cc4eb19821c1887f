"""Appointing, ending, handing over: nobody is overwritten, and no post has two holders."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committee.models import Appointment
from committee.services.appointments import appoint, end_appointment, hand_over
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import a_committee, a_group, a_person, a_unit, an_appointment

DAY = date(2025, 6, 1)


def test_an_appointment_is_kept_with_its_history(cast: Any) -> None:
    person = a_person()
    made = appoint(cast.group, by=cast.office, person=person, post="deputy_lead", since=DAY)
    assert (made.group, made.person, made.since, made.until) == (cast.group, person, DAY, None)
    told = Action.objects.get(verb="committee.appoint", thing_id=str(made.pk))
    assert (told.by, told.after["post"], told.after["since"]) == (cast.office, "deputy_lead", "2025-06-01")


def test_a_post_for_one_is_not_given_to_a_second(cast: Any) -> None:
    post = cast.village.liaison_posts.get(role="coordinator")
    first = an_appointment(post, "liaison")
    with pytest.raises(RuleBroken, match=first.person.name):
        appoint(post, by=cast.office, person=a_person(), post="liaison", since=DAY)
    assert post.appointments.count() == 1


def test_a_post_for_many_takes_many_but_nobody_twice(cast: Any) -> None:
    person = a_person()
    an_appointment(cast.group, "group_member", a_person())
    an_appointment(cast.group, "group_member", person)
    with pytest.raises(RuleBroken):
        an_appointment(cast.group, "group_member", person)


def test_a_body_has_only_its_own_posts(cast: Any) -> None:
    for body, post in (
        (cast.group, "director"),
        (cast.committee, "lead"),
        (cast.village.liaison_posts.first(), "lead"),
    ):
        with pytest.raises(RuleBroken):
            an_appointment(body, post)


def test_the_day_after_the_last_the_post_is_free(cast: Any) -> None:
    post = cast.village.liaison_posts.get(role="coordinator")
    old = an_appointment(post, "liaison")
    end_appointment(old, by=cast.office, until=DAY, reason="调离")
    with pytest.raises(RuleBroken):
        an_appointment(post, "liaison", since=DAY)
    assert an_appointment(post, "liaison", since=DAY + timedelta(days=1)).pk


def test_an_appointment_ends_once_and_not_before_it_began(cast: Any) -> None:
    made = an_appointment(cast.group, "deputy_lead", since=DAY)
    with pytest.raises(RuleBroken):
        end_appointment(made, by=cast.office, until=DAY - timedelta(days=1), reason="x")
    end_appointment(made, by=cast.office, until=DAY, reason="x")
    with pytest.raises(RuleBroken):
        end_appointment(made, by=cast.office, until=DAY, reason="x")
    assert Appointment.objects.get(pk=made.pk).until == DAY


def test_only_the_office_appoints(cast: Any) -> None:
    for user in (cast.chair, cast.lead, cast.liaison, cast.administrator, cast.outsider):
        with pytest.raises(PermissionDenied):
            appoint(cast.group, by=user, person=a_person(), post="deputy_lead", since=DAY)
    assert not Appointment.objects.filter(post="deputy_lead").exists()


def test_handing_over_moves_every_post(cast: Any) -> None:
    leaving, coming = a_person(name="老陈"), a_person(name="小陈")
    an_appointment(cast.group, "deputy_lead", leaving)
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", leaving)
    done = hand_over(leaving, by=cast.office, successor=coming, on=DAY, reason="退休")
    assert {a.until for a in leaving.appointments.all()} == {DAY - timedelta(days=1)}
    assert {(a.title, a.since) for a in coming.appointments.all()} == {(a.title, DAY) for a in done.ended}
    assert len(done.begun) == 2


def test_a_post_the_successor_holds_already_simply_ends(cast: Any) -> None:
    leaving, coming = a_person(), a_person()
    for person in (leaving, coming):
        an_appointment(cast.group, "group_member", person)
    done = hand_over(leaving, by=cast.office, successor=coming, on=DAY, reason="x")
    assert (len(done.ended), done.begun, coming.appointments.count()) == (1, [], 1)


def test_nothing_to_hand_over_and_handing_over_to_oneself_are_refused(cast: Any) -> None:
    nobody = a_person()
    for leaving, coming in ((nobody, a_person()), (cast.lead.person, cast.lead.person)):
        with pytest.raises(RuleBroken):
            hand_over(leaving, by=cast.office, successor=coming, on=DAY, reason="x")


def test_a_hand_over_that_fails_half_way_changes_nothing(cast: Any) -> None:
    leaving = a_person()
    an_appointment(cast.group, "deputy_lead", leaving, since=date(2024, 1, 1))
    an_appointment(cast.group, "group_member", leaving, since=DAY + timedelta(days=30))
    with pytest.raises(RuleBroken):
        hand_over(leaving, by=cast.office, successor=a_person(), on=DAY, reason="x")
    assert not leaving.appointments.filter(until__isnull=False).exists()


def test_rights_follow_the_post(cast: Any) -> None:
    person = cast.outsider.person
    assert not cast.outsider.has_perm("committee.view_unit")
    an_appointment(cast.committee, "office_staff", person)
    fresh = type(cast.outsider).objects.get(pk=cast.outsider.pk)
    assert fresh.has_perm("committee.import_roster")


DAYS = st.integers(0, 400).map(lambda number: date(2025, 1, 1) + timedelta(days=number))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=st.lists(st.tuples(DAYS, st.one_of(st.none(), st.integers(0, 100))), max_size=8), on=DAYS)
def test_no_day_has_two_holders_of_one_post(db: Any, spans: list[Any], on: date) -> None:
    post = a_unit().liaison_posts.first()
    kept = []
    for since, length in spans:
        until = None if length is None else since + timedelta(days=length)
        try:
            an_appointment(post, "liaison", since=since, until=until)
            kept.append((since, until))
        except RuleBroken:
            assert any(s <= (until or date.max) and since <= (u or date.max) for s, u in kept)
    holders = [s for s, u in kept if s <= on and (u is None or on <= u)]
    assert Appointment.objects.filter(liaison_post=post).held_on(on).count() == len(holders) <= 1


def test_who_held_the_post_on_a_day(cast: Any, as_user: Any) -> None:
    group = a_group(a_committee())
    old = an_appointment(group, "lead", a_person(name="前任"))
    end_appointment(old, by=cast.office, until=DAY, reason="x")
    an_appointment(group, "lead", a_person(name="现任"), since=DAY + timedelta(days=1))
    rows = as_user(cast.office).get("/committee/posts/", {"on": "2025.6.1", "group": group.pk}).context["listing"].rows
    assert [row.cells[0].text for row in rows] == ["前任"]
