"""What the tables themselves refuse, and what records say of themselves."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from committee.models import Appointment, Committee, LiaisonPost, Person, Unit, UnitAlias, User, WorkingGroup
from committee.tests.roster_builders import an_identity
from dayan_safety.testing import Cast, a_committee, a_group, a_person, a_unit, a_user

DAY, NEXT = date(2026, 6, 1), date(2026, 6, 2)
REMOVED = {"removed_at": "2026-01-01T00:00Z"}


def refused_by_the_table(make: Callable[[], Any]) -> bool:
    """Whether the database refuses the row, whoever writes it."""
    try:
        with transaction.atomic():
            make().save()
    except IntegrityError:
        return True
    return False


def unit(**given: Any) -> Unit:
    """A unit that nobody has saved."""
    return Unit(**({"name": "北山村", "kind": "village"} | given))


UNITS = [
    pytest.param(unit(name="东风村"), True, id="a name twice"),
    pytest.param(unit(name="东风 村"), False, id="another name"),
    pytest.param(unit(name="并走村"), False, id="the name of a removed unit"),
    pytest.param(unit(code="370899001200"), True, id="a code twice"),
    pytest.param(unit(code="370899009200"), False, id="the code of a removed unit"),
    pytest.param(unit(code=""), False, id="a second unit without a code"),
    pytest.param(unit(valid_from=NEXT, valid_to=DAY), True, id="ends before it begins"),
    pytest.param(unit(valid_from=DAY, valid_to=DAY), False, id="in the town for one day"),
    pytest.param(unit(valid_to=DAY), False, id="in the town since ever"),
]


@pytest.mark.parametrize(("row", "expected"), UNITS)
def test_units_have_one_name_one_code_and_an_order_of_days(row: Unit, expected: bool, db: Any) -> None:
    a_unit(name="东风村", code="370899001200")
    a_unit(name="无码村", code=None)
    a_unit(name="并走村", code="370899009200", **REMOVED)
    assert refused_by_the_table(lambda: row) is expected


def test_an_identity_number_belongs_to_one_present_person(db: Any) -> None:
    number, gone = an_identity(1), an_identity(2)
    a_person(identity_number=number)
    a_person(identity_number=gone, **REMOVED)

    def refused(told: str) -> bool:
        return refused_by_the_table(lambda: Person(name="某人", identity_number=told))

    assert [refused(told) for told in (number, gone, "", "")] == [True, False, False, False]


def test_a_group_s_name_is_its_own_within_its_committee(db: Any) -> None:
    here, there = a_committee(), a_committee()
    a_group(here, name="消防安全组")
    a_group(here, name="旧组", **REMOVED)

    def refused(committee: Committee, name: str) -> bool:
        return refused_by_the_table(lambda: WorkingGroup(committee=committee, name=name))

    assert refused(here, "消防安全组")
    assert not refused(there, "消防安全组")
    assert not refused(here, "旧组")


def test_a_unit_has_one_post_a_role(db: Any) -> None:
    village = a_unit()
    assert refused_by_the_table(lambda: LiaisonPost(unit=village, role="coordinator"))
    village.liaison_posts.filter(role="coordinator").update(removed_at=timezone.now())
    assert not refused_by_the_table(lambda: LiaisonPost(unit=village, role="coordinator"))


def test_another_name_means_one_unit(db: Any) -> None:
    UnitAlias.objects.create(unit=a_unit(), name="老村")
    assert refused_by_the_table(lambda: UnitAlias(unit=a_unit(), name="老村"))


def test_a_login_has_its_own_name_and_its_own_person(db: Any) -> None:
    person = a_person()
    a_user(person, username="lihua")
    assert refused_by_the_table(lambda: User(username="lihua"))
    assert refused_by_the_table(lambda: User(username="other", person=person))
    assert not refused_by_the_table(lambda: User(username="other", person=a_person()))


BODIES = [
    ((), True),
    (("committee",), False),
    (("group",), False),
    (("liaison_post",), False),
    (("committee", "group"), True),
    (("group", "liaison_post"), True),
    (("committee", "group", "liaison_post"), True),
]


@pytest.mark.parametrize(("named", "expected"), BODIES)
def test_an_appointment_is_to_exactly_one_body(named: tuple[str, ...], expected: bool, cast: Cast) -> None:
    post = cast.village.liaison_posts.get(role="coordinator")
    bodies = {"committee": cast.committee, "group": cast.group, "liaison_post": post}
    given = {name: bodies[name] for name in named}
    row = Appointment(person=cast.outsider.person, post="member", since=DAY, **given)
    assert refused_by_the_table(lambda: row) is expected


def test_an_appointment_does_not_end_before_it_begins(cast: Cast) -> None:
    def refused(until: date) -> bool:
        given = {"person": cast.outsider.person, "post": "member", "committee": cast.committee}
        return refused_by_the_table(lambda: Appointment(since=DAY, until=until, **given))

    assert refused(DAY - timedelta(days=1))
    assert not refused(DAY)


def test_a_liaison_post_has_one_holder_for_good(cast: Cast) -> None:
    post = cast.village.liaison_posts.get(role="information_officer")

    def refused(**given: Any) -> bool:
        row = Appointment(person=cast.outsider.person, post="liaison", liaison_post=post, since=DAY, **given)
        return refused_by_the_table(lambda: row)

    assert refused()
    assert not refused(until=NEXT)
    assert not refused(**REMOVED)


@pytest.mark.parametrize(
    ("until", "held"),
    [(None, [False, True, True, True]), (NEXT, [False, True, True, False]), (DAY, [False, True, False, False])],
)
def test_both_days_of_an_appointment_are_days_in_the_post(until: date | None, held: list[bool]) -> None:
    days = [DAY + timedelta(days=number) for number in (-1, 0, 1, 2)]
    appointment = Appointment(since=DAY, until=until)
    assert [appointment.is_held_on(day) for day in days] == held
    assert [appointment.is_over_on(day) for day in days] == [until is not None and day > until for day in days]


def test_records_name_themselves(cast: Cast) -> None:
    [of_group] = cast.lead.person.appointments.all()
    [of_post] = cast.liaison.person.appointments.all()
    [of_committee] = cast.chair.person.appointments.all()
    names = [str(cast.village), str(of_post.liaison_post), str(of_post), str(of_group), str(of_committee)]
    assert names == [
        "东风村",
        "东风村 信息员",
        "孙信息 东风村 信息员",
        "赵组长 消防安全组 组长",
        "王主任 测试促进委员会 主任",
    ]
    assert [a.body for a in (of_group, of_committee)] == [cast.group, cast.committee]
    with translation.override("en"):
        assert [of_group.title, of_post.title] == ["消防安全组 group lead", "东风村 information officer"]


@pytest.mark.parametrize("kind", Unit.Kind.values)
def test_villages_and_enterprises_alone_name_liaisons(kind: str) -> None:
    assert Unit(kind=kind).has_liaisons is (kind in {"village", "enterprise"})


def test_initials_and_digest_follow_what_they_are_made_of(db: Any) -> None:
    village, person = a_unit(name="东风村"), a_person(name="张三")
    village.name, person.name, person.identity_number = "西河村", "李四", an_identity(3)
    village.save(update_fields=["name"])
    person.save(update_fields=["name", "identity_number"])
    village.refresh_from_db()
    person.refresh_from_db()
    assert (village.initials, person.initials, len(person.identity_digest)) == ("xhc", "ls", 64)
    person.identity_number = ""
    person.save(update_fields=["identity_number"])
    assert Person.objects.get(pk=person.pk).identity_digest == ""


def test_a_name_of_any_length_has_initials_that_fit(db: Any) -> None:
    assert len(a_person(name="长" * 50).initials) == 50
    assert a_unit(name="ABC 有限公司", kind="enterprise").initials == "abcyxgs"


def test_numbers_are_shown_masked_and_what_is_missing_stays_empty() -> None:
    known = Person(name="张三", telephone="13812345678", identity_number=an_identity(4))
    assert (known.masked_telephone, known.masked_identity) == ("138****5678", "*" * 14 + an_identity(4)[-4:])
    assert (Person().masked_telephone, Person().masked_identity) == ("", "")
    assert Person(telephone="0537-2212345").masked_telephone == "**********45"


def test_a_person_is_active_through_the_day_of_leaving() -> None:
    person = Person(left_on=DAY)
    assert [person.is_active_on(day) for day in (DAY - timedelta(days=1), DAY, NEXT)] == [True, True, False]
    assert Person().is_active_on(NEXT)
    assert not Person(removed_at=timezone.now()).is_active_on(DAY)


def test_a_login_is_good_through_its_last_day() -> None:
    user = User(valid_until=DAY)
    assert [user.is_expired(day) for day in (DAY, NEXT)] == [False, True]
    assert not User().is_expired(NEXT)


def test_logins_are_named_alike_in_any_width_and_case_and_called_by_their_person(db: Any) -> None:
    user = User(username="ＬｉＨｕａ")
    user.clean()
    assert (user.username, str(user)) == ("lihua", "lihua")
    assert str(User(username="lihua", person=Person(name="李华"))) == "李华"
