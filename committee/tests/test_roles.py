"""Rights follow posts: they come with the first day and go with the last, and two posts add up."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from committee.models import Appointment, User
from committee.roles import OF_POST, Standing, standing_of
from committee.services.appointments import end_appointment, hand_over
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_person, a_unit, a_user, an_appointment

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
ROUND = [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)]
ROLE = {
    "director": "chair",
    "executive_deputy": "chair",
    "deputy_director": "chair",
    "member": "member",
    "office_director": "office",
    "office_staff": "office",
    "lead": "lead",
    "deputy_lead": "lead",
    "group_member": "group_member",
    "liaison": "liaison",
}


def body_of(cast: Cast, post: str) -> Any:
    """A body that has such a post, still free."""
    if post in Appointment.OF_COMMITTEE:
        cast.committee.appointments.filter(post="director").update(until=date(2025, 12, 31))
        return cast.committee
    return cast.supervision if post in Appointment.OF_GROUP else cast.other_village.liaison_posts.first()


def fresh(user: Any) -> User:
    """The login as the next request meets it."""
    return User.objects.with_standing().get(pk=user.pk)


def roles(user: Any, on: date) -> set[str]:
    """The roles of a login on a day."""
    return set(standing_of(fresh(user), on).roles)


def test_every_post_gives_a_role() -> None:
    assert set(OF_POST) == set(Appointment.Post.values) == set(ROLE)


@pytest.mark.parametrize("post", ROLE)
def test_a_role_is_held_from_the_first_day_of_the_post_through_the_last(post: str, cast: Cast) -> None:
    body = body_of(cast, post)
    an_appointment(body, post, cast.outsider.person, since=FIRST, until=LAST)
    expected = {ROLE[post]} | ({"supervisor"} if body == cast.supervision else set())
    assert [roles(cast.outsider, day) for day in ROUND] == [set(), expected, expected, set()]


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2026-05-31 23:59:59", 403),
        ("2026-06-01 00:00:00", 200),
        ("2026-06-30 23:59:59", 200),
        ("2026-07-01 00:00:00", 403),
    ],
)
def test_doors_open_and_close_at_the_midnight_of_the_town(moment: str, status: int, cast: Cast, as_user: Any) -> None:
    an_appointment(cast.committee, "office_staff", cast.outsider.person, since=FIRST, until=LAST)
    with time_machine.travel(f"{moment}+08:00", tick=False):
        answer = as_user(cast.outsider).get(reverse("import_list", args=["roster"]))
        may = fresh(cast.outsider).has_perm("committee.appoint")
    assert (answer.status_code, may) == (status, status == 200)


def test_two_posts_add_up_and_each_ends_for_itself(cast: Cast) -> None:
    person = cast.outsider.person
    post = cast.other_village.liaison_posts.first()
    an_appointment(cast.group, "deputy_lead", person, since=FIRST)
    an_appointment(post, "liaison", person, since=FIRST, until=LAST)
    both = standing_of(fresh(cast.outsider), LAST)
    group, village = frozenset({cast.group.pk}), frozenset({cast.other_village.pk})
    assert both == Standing(frozenset({"lead", "liaison"}), group, group, village, village)
    after = standing_of(fresh(cast.outsider), ROUND[3])
    assert after == Standing(frozenset({"lead"}), group, group)


def test_only_those_who_lead_a_group_stand_for_it(cast: Cast) -> None:
    for number, (post, leads) in enumerate((("lead", True), ("deputy_lead", True), ("group_member", False))):
        user = a_user(a_person(name=f"组员{number}"))
        an_appointment(cast.supervision, post, user.person)
        assert (cast.supervision.pk in fresh(user).standing.groups) is leads


def test_every_post_in_the_supervising_group_supervises_and_no_other_does(cast: Cast) -> None:
    supervising = {}
    for post in Appointment.OF_GROUP:
        user = a_user(a_person())
        an_appointment(cast.supervision, post, user.person)
        supervising[post] = "supervisor" in fresh(user).standing.roles
    assert supervising == {"lead": True, "deputy_lead": True, "group_member": True}
    assert "supervisor" not in fresh(cast.lead).standing.roles


def test_people_of_an_agency_inspect_and_people_of_other_units_do_not(db: Any) -> None:
    found = {
        kind: set(fresh(a_user(a_person(unit=a_unit(kind=kind)))).standing.roles)
        for kind in ("agency", "department", "village", "school")
    }
    assert found == {"agency": {"inspector"}, "department": set(), "village": set(), "school": set()}


@pytest.mark.parametrize("duty", ["administrator", "auditor"])
def test_a_login_for_a_duty_has_no_other_right_whatever_its_person_holds(duty: str, cast: Cast) -> None:
    user = a_user(a_person(), duty=duty)
    an_appointment(cast.committee, "office_staff", user.person)
    assert fresh(user).standing == Standing(frozenset({duty}))
    assert not fresh(user).has_perm("committee.appoint")


def test_a_login_without_a_person_stands_for_nothing(db: Any) -> None:
    assert fresh(a_user()).standing == Standing()


def test_who_has_left_has_no_rights_though_the_appointment_was_forgotten(cast: Cast) -> None:
    person = cast.office.person
    person.left_on = LAST
    person.save()
    assert [bool(roles(cast.office, day)) for day in ROUND] == [True, True, True, False]


def test_who_was_removed_as_a_person_has_no_rights(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.lead)
    assert browser.get(reverse("committee:list_person")).status_code == 200
    remove_record(cast.lead.person, by=cast.office, reason="重复登记")
    assert browser.get(reverse("committee:list_person")).status_code == 403


def test_an_appointment_that_ends_takes_its_rights_along(cast: Cast, as_user: Any) -> None:
    browser, today = as_user(cast.lead), timezone.localdate()
    assert browser.get(reverse("committee:list_unit")).status_code == 200
    [held] = cast.lead.person.appointments.all()
    end_appointment(held, by=cast.office, until=today - timedelta(days=1), reason="调离")
    assert browser.get(reverse("committee:list_unit")).status_code == 403


def test_handing_over_moves_the_rights_with_the_posts(cast: Cast) -> None:
    coming = a_user(a_person(name="新组长"))
    hand_over(cast.lead.person, by=cast.office, successor=coming.person, on=timezone.localdate(), reason="轮岗")
    group = frozenset({cast.group.pk})
    assert (fresh(cast.lead).standing, fresh(coming).standing) == (
        Standing(),
        Standing(frozenset({"lead"}), group, group),
    )


def test_a_removed_appointment_gives_nothing(cast: Cast) -> None:
    assert "lead" in fresh(cast.lead).standing.roles
    cast.lead.person.appointments.update(removed_at=timezone.now())
    assert fresh(cast.lead).standing == Standing()


def test_standing_is_read_with_one_query_however_many_posts(cast: Cast, query_count: Any) -> None:
    def queries(user: Any) -> int:
        login = fresh(user)
        return query_count(lambda: login.standing) + query_count(lambda: login.has_perm("committee.appoint"))

    one = queries(cast.lead)
    an_appointment(cast.supervision, "group_member", cast.lead.person)
    an_appointment(cast.other_village.liaison_posts.first(), "liaison", cast.lead.person)
    assert queries(cast.lead) == one == 1
    assert queries(cast.administrator) == 0
