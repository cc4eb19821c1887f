"""Questions asked of a day: both ends of a span belong to it, an open end never comes, and SQL agrees with Python."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committee.models import Appointment, Committee, LiaisonPost, Person, Unit
from dayan_safety.testing import Cast, a_committee, a_person, a_unit, an_appointment

FIRST, LAST = date(2026, 3, 31), date(2026, 4, 1)
ROUND = [FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1)]
INSIDE = [False, True, True, False]
ALIKE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAYS = st.integers(0, 60).map(lambda number: date(2026, 1, 1) + timedelta(days=number))
ENDS = st.none() | DAYS
SPANS = st.tuples(DAYS, ENDS).filter(lambda span: span[1] is None or span[0] <= span[1])


@contextmanager
def for_now() -> Iterator[None]:
    """What is written inside is gone afterwards: each example begins with the same town."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def spanned(cast: Cast, spans: list[Any], **given: Any) -> list[Appointment]:
    """Appointments of those spans, past every rule."""
    rows = [
        Appointment(person=cast.outsider.person, post="member", committee=cast.committee, since=s, until=u, **given)
        for s, u in spans
    ]
    return Appointment.objects.bulk_create(rows)


def test_an_appointment_is_held_from_its_first_day_through_its_last(cast: Cast) -> None:
    [row] = spanned(cast, [(FIRST, LAST)])
    assert [row in Appointment.objects.held_on(day) for day in ROUND] == INSIDE
    Appointment.objects.filter(pk=row.pk).update(until=None)
    assert [row in Appointment.objects.held_on(day) for day in ROUND] == [False, True, True, True]


def test_a_removed_appointment_is_held_on_no_day(cast: Cast) -> None:
    [row] = spanned(cast, [(FIRST, None)], removed_at=timezone.now())
    assert row not in Appointment.objects.held_on(LAST)
    assert row not in Appointment.objects.overlapping(FIRST, None)


@ALIKE
@given(spans=st.lists(SPANS, max_size=6), on=DAYS)
def test_the_database_and_the_record_agree_on_who_is_in_a_post(cast: Cast, spans: list[Any], on: date) -> None:
    with for_now():
        rows = spanned(cast, spans)
        held = set(Appointment.objects.filter(post="member", person=cast.outsider.person).held_on(on))
        assert held == {row for row in rows if row.is_held_on(on)}


@ALIKE
@given(spans=st.lists(SPANS, max_size=6), asked=SPANS)
def test_spans_overlap_when_they_share_a_day(cast: Cast, spans: list[Any], asked: Any) -> None:
    since, until = asked
    window = [since + timedelta(days=number) for number in range(((until or date(2026, 3, 31)) - since).days + 1)]
    with for_now():
        rows = spanned(cast, spans)
        found = set(Appointment.objects.filter(person=cast.outsider.person).overlapping(since, until))
        assert found == {row for row in rows if any(row.is_held_on(day) for day in window)}


@ALIKE
@given(spans=st.lists(SPANS, max_size=5), on=DAYS)
def test_a_post_is_vacant_on_exactly_the_days_nobody_holds_it(cast: Cast, spans: list[Any], on: date) -> None:
    post = cast.village.liaison_posts.get(role="coordinator")
    with for_now():
        rows = [
            Appointment(person=cast.outsider.person, post="liaison", liaison_post=post, since=s, until=u or s)
            for s, u in spans
        ]
        Appointment.objects.bulk_create(rows)
        assert (post in LiaisonPost.objects.all().vacant_on(on)) is not any(row.is_held_on(on) for row in rows)


def test_a_holder_who_was_removed_from_the_post_leaves_it_vacant(cast: Cast) -> None:
    post = cast.liaison.person.appointments.get().liaison_post
    today = timezone.localdate()
    assert post not in LiaisonPost.objects.all().vacant_on(today)
    Appointment.objects.filter(liaison_post=post).update(removed_at=timezone.now())
    assert post in LiaisonPost.objects.all().vacant_on(today)
    [shown] = LiaisonPost.objects.filter(pk=post.pk).with_holder(today)
    assert shown.posts_held == []


VALID = [
    (None, None, [True] * 4),
    (FIRST, None, [False, True, True, True]),
    (None, LAST, [True, True, True, False]),
    (FIRST, LAST, INSIDE),
]


@pytest.mark.parametrize(("since", "until", "expected"), VALID)
def test_a_unit_and_its_posts_belong_to_the_town_within_its_days(
    since: date | None, until: date | None, expected: list[bool], db: Any
) -> None:
    unit = a_unit(valid_from=since, valid_to=until)
    assert [unit in Unit.objects.all().valid_on(day) for day in ROUND] == expected
    assert [unit.is_valid_on(day) for day in ROUND] == expected
    posts = [LiaisonPost.objects.filter(unit=unit).of_valid_units(day).count() for day in ROUND]
    assert posts == [3 * valid for valid in expected]


def test_posts_of_a_removed_unit_belong_to_no_day(db: Any) -> None:
    unit = a_unit(removed_at="2026-01-01T00:00Z")
    assert unit.liaison_posts.count() == 3
    assert not LiaisonPost.objects.all().of_valid_units(FIRST).exists()


def test_only_villages_and_enterprises_are_asked_for_liaisons(db: Any) -> None:
    for kind in Unit.Kind.values:
        a_unit(kind=kind)
    assert {unit.kind for unit in Unit.objects.all().with_liaisons()} == {"village", "enterprise"}


@pytest.mark.parametrize(("until", "expected"), [(None, [False, True, True, True]), (LAST, INSIDE)])
def test_a_committee_is_in_office_through_its_term(until: date | None, expected: list[bool], db: Any) -> None:
    committee = a_committee(term_from=FIRST, term_to=until)
    assert [committee in Committee.objects.in_office(day) for day in ROUND] == expected


def test_a_removed_committee_is_in_office_on_no_day(db: Any) -> None:
    a_committee(term_from=FIRST, removed_at="2026-01-01T00:00Z")
    assert not Committee.objects.in_office(LAST).exists()


def test_people_are_active_through_the_day_they_leave(db: Any) -> None:
    gone, stays = a_person(left_on=LAST), a_person()
    assert [gone in Person.objects.all().active_on(day) for day in ROUND] == [True, True, True, False]
    assert all(stays in Person.objects.all().active_on(day) for day in ROUND)


def test_people_come_with_the_posts_of_that_day_alone(cast: Cast) -> None:
    person = a_person(name="高调动")
    an_appointment(cast.group, "group_member", person, since=FIRST, until=LAST)
    an_appointment(cast.supervision, "group_member", person, since=LAST + timedelta(days=1))

    def held(on: date) -> list[str]:
        [row] = Person.objects.filter(pk=person.pk).with_posts(on)
        return [appointment.title for appointment in row.posts_held]

    assert [held(day) for day in ROUND] == [[], ["消防安全组 组员"], ["消防安全组 组员"], ["督查考核组 组员"]]


def test_posts_stand_in_protocol_order_and_people_in_theirs(cast: Cast) -> None:
    for post, name, order in (("member", "成员乙", 7), ("member", "成员甲", 3), ("deputy_director", "副主任甲", 9)):
        an_appointment(cast.committee, post, a_person(name=name, order=order))
    an_appointment(cast.committee, "executive_deputy", a_person(name="镇长某", order=99))
    rows = cast.committee.appointments.in_protocol_order()
    assert [str(row.person) for row in rows] == [
        "王主任",
        "镇长某",
        "副主任甲",
        "成员甲",
        "成员乙",
        "钱所长",
        "李文员",
    ]


@pytest.mark.parametrize(
    ("model", "text", "expected"),
    [
        (Unit, "东风", ["东风村"]),
        (Unit, "dfc", ["东风村"]),
        (Unit, "DFC", ["东风村"]),
        (Unit, "fc", []),
        (Unit, "3708990012", ["东风村"]),
        (Unit, "8990012", []),
        (Unit, "大槐树", ["东风村"]),
        (Person, "信息", ["孙信息"]),
        (Person, "sxx", ["孙信息"]),
        (Person, "xx", []),
        (Person, "13812340000", ["孙信息"]),
        (Person, "1381234", []),
        (Committee, "促进", ["测试促进委员会"]),
        (Committee, "cs", []),
        (Appointment, "孙信", ["孙信息 东风村 信息员"]),
        (Appointment, "sxx", ["孙信息 东风村 信息员"]),
        (Appointment, "东风", []),
    ],
)
def test_what_is_typed_finds_names_initials_and_whole_numbers(
    model: Any, text: str, expected: list[str], cast: Cast
) -> None:
    Unit.objects.filter(name="东风村").update(code="370899001200")
    Person.objects.filter(name="孙信息").update(telephone="13812340000")
    cast.village.aliases.create(name="大槐树村")
    assert [str(row) for row in model.objects.all().search(text)] == expected


def test_the_roster_is_searched_by_its_units(cast: Cast) -> None:
    cast.village.aliases.create(name="大槐树村")
    for text in ("东风", "dfc", "大槐树"):
        assert {post.unit for post in LiaisonPost.objects.all().search(text)} == {cast.village}
    assert not LiaisonPost.objects.all().search("孙信息").exists()
