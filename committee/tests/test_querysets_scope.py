"""Which rows exist for whom: every kind of record for every role, and nothing removed for anybody."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from committee.models import Appointment, Committee, LiaisonPost, Person, Unit, User, WorkingGroup
from dayan_safety.testing import Cast, a_person, a_user, an_appointment, build_cast

TOWN_WIDE = ("chair", "office", "lead", "member", "supervisor")
OTHERS = ("group_member", "inspector", "liaison", "outsider", "administrator", "auditor")
ROLES = (*TOWN_WIDE, *OTHERS)
NOTHING: set[str] = set()
OF_BODIES = {
    "王主任 测试促进委员会 主任",
    "李文员 测试促进委员会 办公室工作人员",
    "钱所长 测试促进委员会 成员",
    "赵组长 消防安全组 组长",
    "吴督查 督查考核组 组员",
    "冯组员 消防安全组 组员",
}
OF_EAST, OF_WEST = {"孙信息 东风村 信息员"}, {"韩协管 西河村 协管员"}
PEOPLE = {"王主任", "李文员", "赵组长", "钱所长", "孙信息", "周警官", "吴督查", "郑路人", "冯组员", "韩协管"}
POSTS = {f"{unit} {role}" for unit in ("东风村", "西河村") for role in ("信息员", "协管员", "巡查员")}
UNITS, GROUPS, COMMITTEE = {"东风村", "西河村", "安监站", "消防大队"}, {"消防安全组", "督查考核组"}, {"测试促进委员会"}

# What exists for those who are not named: for the five who work for the whole town, everything; for others, nothing.
SEEN: dict[Any, tuple[set[str], dict[str, set[str]]]] = {
    Unit: (UNITS, {"inspector": UNITS, "liaison": {"东风村"}}),
    Person: (
        PEOPLE,
        {"liaison": {"孙信息"}, "inspector": {"周警官"}, "group_member": {"冯组员"}, "outsider": {"郑路人"}},
    ),
    Committee: (COMMITTEE, dict.fromkeys(("group_member", "inspector", "liaison"), COMMITTEE)),
    WorkingGroup: (GROUPS, dict.fromkeys(("group_member", "inspector", "liaison"), GROUPS)),
    LiaisonPost: (POSTS, {"liaison": {post for post in POSTS if post.startswith("东风村")}}),
    Appointment: (
        OF_BODIES | OF_EAST | OF_WEST,
        {"group_member": OF_BODIES, "inspector": OF_BODIES, "liaison": OF_BODIES | OF_EAST},
    ),
}


@pytest.fixture
def users(db: Any) -> dict[str, Any]:
    """The cast, a plain member of a group besides, and a liaison in the other village."""
    cast = build_cast()
    plain = a_person(name="冯组员")
    an_appointment(cast.group, "group_member", plain)
    holder = a_person(name="韩协管", unit=cast.other_village)
    an_appointment(cast.other_village.liaison_posts.get(role="coordinator"), "liaison", holder)
    return {role: getattr(cast, role) for role in Cast.ROLES} | {"group_member": a_user(plain)}


def names(rows: Any) -> set[str]:
    """What the rows are called."""
    return {str(row) for row in rows}


@pytest.mark.parametrize("model", SEEN, ids=lambda model: model.__name__)
def test_each_role_is_shown_its_rows_and_no_other(model: Any, users: dict[str, Any]) -> None:
    everything, exceptions = SEEN[model]
    shown = {role: names(model.objects.all().visible_to(users[role])) for role in ROLES}
    expected = {role: everything if role in TOWN_WIDE else exceptions.get(role, NOTHING) for role in ROLES}
    assert shown == expected


@pytest.mark.parametrize("model", SEEN, ids=lambda model: model.__name__)
def test_what_was_removed_exists_for_nobody(model: Any, users: dict[str, Any]) -> None:
    readers = [role for role in ROLES if model.objects.all().visible_to(users[role]).exists()]
    assert "office" in readers
    model.objects.update(removed_at=timezone.now())
    assert [role for role in readers if model.objects.all().visible_to(users[role]).exists()] == []


def test_logins_exist_for_administrators_alone(users: dict[str, Any]) -> None:
    shown = {role: User.objects.all().visible_to(user).count() for role, user in users.items()}
    assert shown == {role: len(users) if role == "administrator" else 0 for role in users}


def test_who_is_over_keeps_the_own_past_and_nothing_more(users: dict[str, Any]) -> None:
    person = users["outsider"].person
    past = an_appointment(Committee.objects.get(), "member", person, until=date(2024, 12, 31))
    assert names(Appointment.objects.all().visible_to(users["outsider"])) == {str(past)}
    assert str(past) in names(Appointment.objects.all().visible_to(users["office"]))


def test_a_liaison_of_two_villages_is_shown_both(users: dict[str, Any]) -> None:
    other = LiaisonPost.objects.get(unit__name="西河村", role="patrol_inspector")
    an_appointment(other, "liaison", users["liaison"].person)
    again = User.objects.get(pk=users["liaison"].pk)
    assert names(Unit.objects.all().visible_to(again)) == {"东风村", "西河村"}
    assert names(Person.objects.all().visible_to(again)) == {"孙信息", "韩协管"}


def test_logins_that_may_enter_are_open_and_in_time(db: Any) -> None:
    today = timezone.localdate()
    kept = [a_user(username="open"), a_user(username="until-today", valid_until=today)]
    a_user(username="closed", is_active=False)
    a_user(username="over", valid_until=today.replace(year=today.year - 1))
    assert names(User.objects.all().able_to_sign_in()) == names(kept)


def test_a_model_that_does_not_say_whom_it_is_for_shows_nothing(users: dict[str, Any]) -> None:
    silent = type(Unit.objects.all()).__mro__[1]
    with pytest.raises(NotImplementedError, match="Unit"):
        silent(Unit).visible_to(users["office"])
