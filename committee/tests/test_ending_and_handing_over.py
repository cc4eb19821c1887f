"""Appointing, ending, handing over to the day: each broken rule in its words, one transaction, nobody overwritten."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committee.models import Appointment, Committee, LiaisonPost
from committee.services.appointments import appoint, end_appointment, hand_over
from committee.tests.refusals import history, refused, written
from dayan_safety.errors import RuleBroken
from dayan_safety.testing import SINCE, Cast, a_person, a_unit, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
DAY, STEP = date(2026, 6, 1), timedelta(days=1)
BACKWARDS = "结束日期早于开始日期，请更正。"
OVER = "该任职已经结束。"


@pytest.fixture
def post(cast: Cast) -> LiaisonPost:
    """A vacant liaison post."""
    found: LiaisonPost = cast.village.liaison_posts.get(role="coordinator")
    return found


def spans(body: Any) -> list[tuple[str, date, date | None]]:
    """Who held a body's posts, from which day until which."""
    rows = body.appointments.order_by("since", "pk")
    return [(str(row.person), row.since, row.until) for row in rows]


def test_appointing_is_told_with_what_was_given_and_nothing_empty(cast: Cast, post: LiaisonPost) -> None:
    person = a_person(name="新人")
    made = appoint(post, by=cast.office, person=person, post="liaison", since=DAY, document="大安发〔2026〕3号")
    given = {"person": "新人", "post": "liaison", "since": "2026-06-01", "document": "大安发〔2026〕3号"}
    assert history(made) == [("appoint", "李文员", {}, given, "")]


def test_a_term_that_ends_before_it_begins_is_refused(cast: Cast, post: LiaisonPost) -> None:
    person = a_person()
    with refused(BACKWARDS):
        appoint(post, by=cast.office, person=person, post="liaison", since=DAY, until=DAY - STEP)


def test_a_term_of_one_day_is_a_term(cast: Cast, post: LiaisonPost) -> None:
    an_appointment(post, "liaison", a_person(name="一日"), since=DAY, until=DAY)
    assert spans(post) == [("一日", DAY, DAY)]


SINGLE = {"director": "committee", "executive_deputy": "committee", "office_director": "committee", "lead": "group"}
MANY = {
    "deputy_director": "committee",
    "member": "committee",
    "office_staff": "committee",
    "deputy_lead": "group",
    "group_member": "group",
}


@pytest.mark.parametrize(("name", "body"), SINGLE.items())
def test_a_post_for_one_names_who_holds_it(name: str, body: str, cast: Cast) -> None:
    thing = getattr(cast, body)
    thing.appointments.filter(post=name).update(until=DAY - STEP)
    first = an_appointment(thing, name, a_person(name="在任者"), since=DAY)
    newcomer = a_person()
    with refused("在任者自 2026-06-01 起担任该职务，请先结束其任职。"):
        appoint(thing, by=cast.office, person=newcomer, post=name, since=DAY + STEP)
    assert first.is_held_on(DAY + STEP)


@pytest.mark.parametrize(("name", "body"), MANY.items())
def test_a_post_for_many_takes_many_but_each_person_once(name: str, body: str, cast: Cast) -> None:
    thing, twice = getattr(cast, body), a_person(name="二人")
    for person in (a_person(), twice):
        an_appointment(thing, name, person, since=DAY)
    with refused("二人自 2026-06-01 起担任该职务，请先结束其任职。"):
        appoint(thing, by=cast.office, person=twice, post=name, since=DAY)


@pytest.mark.parametrize(
    ("body", "name", "sentence"),
    [
        ("committee", "lead", "测试促进委员会没有这个职务。"),
        ("committee", "liaison", "测试促进委员会没有这个职务。"),
        ("group", "director", "消防安全组没有这个职务。"),
        ("group", "emperor", "消防安全组没有这个职务。"),
    ],
)
def test_a_body_refuses_posts_it_does_not_have(body: str, name: str, sentence: str, cast: Cast) -> None:
    person = a_person()
    with refused(sentence):
        appoint(getattr(cast, body), by=cast.office, person=person, post=name, since=DAY)


def test_a_liaison_post_is_for_a_liaison_alone(cast: Cast, post: LiaisonPost) -> None:
    person = a_person()
    with refused("东风村 协管员没有这个职务。"):
        appoint(post, by=cast.office, person=person, post="group_member", since=DAY)


def test_who_has_left_comes_into_no_post_after_that_day(cast: Cast, post: LiaisonPost) -> None:
    gone = a_person(left_on=DAY)
    with refused("此人登记为 2026-06-01 离职；如有误，请先在人员页面清除离职日期。"):
        appoint(post, by=cast.office, person=gone, post="liaison", since=DAY + STEP)
    assert appoint(post, by=cast.office, person=gone, post="liaison", since=DAY, until=DAY).pk


def test_ending_keeps_the_row_with_its_last_day_and_the_reason(cast: Cast, post: LiaisonPost) -> None:
    held = an_appointment(post, "liaison", a_person(name="老陈"))
    end_appointment(held, by=cast.office, until=DAY, reason="退休")
    assert spans(post) == [("老陈", SINCE, DAY)]
    kept = Appointment.objects.get(pk=held.pk)
    assert (kept.version, held.until) == (2, DAY)
    assert history(held)[-1] == ("end_appointment", "李文员", {"until": ""}, {"until": "2026-06-01"}, "退休")


@pytest.mark.parametrize(
    ("set_until", "wanted", "sentence"),
    [
        (None, SINCE - STEP, BACKWARDS),
        (date(2026, 6, 14), date(2026, 6, 10), OVER),
        (date(2026, 6, 14), date(2026, 6, 20), OVER),
        (date(2026, 12, 31), date(2026, 12, 31), "该任职已定于 2026-12-31 结束，请填写更早的日期。"),
        (date(2026, 12, 31), date(2027, 1, 1), "该任职已定于 2026-12-31 结束，请填写更早的日期。"),
        (date(2026, 6, 15), date(2026, 6, 15), "该任职已定于 2026-06-15 结束，请填写更早的日期。"),
    ],
)
def test_what_cannot_end_says_why(
    set_until: date | None, wanted: date, sentence: str, cast: Cast, post: LiaisonPost
) -> None:
    held = an_appointment(post, "liaison", until=set_until)
    with refused(sentence):
        end_appointment(held, by=cast.office, until=wanted, reason="x")


def test_a_term_can_end_before_its_last_day(cast: Cast, post: LiaisonPost) -> None:
    held = an_appointment(post, "liaison", a_person(name="任期制"), until=date(2026, 12, 31))
    end_appointment(held, by=cast.office, until=date(2026, 6, 30), reason="调离")
    assert spans(post) == [("任期制", SINCE, date(2026, 6, 30))]
    assert history(held)[-1][2:4] == ({"until": "2026-12-31"}, {"until": "2026-06-30"})


def test_who_looked_at_an_older_state_does_not_end_it_again(cast: Cast, post: LiaisonPost) -> None:
    held = an_appointment(post, "liaison")
    seen = Appointment.objects.get(pk=held.pk)
    end_appointment(held, by=cast.office, until=date(2026, 6, 30), reason="调离")
    with refused(OVER):
        end_appointment(seen, by=cast.office, until=date(2026, 6, 29), reason="调离")


def a_busy_person(cast: Cast) -> Any:
    """Somebody with a post in the committee, in a group and in a village; the last until the end of the year."""
    person = a_person(name="老陈")
    an_appointment(cast.committee, "office_director", person)
    an_appointment(cast.group, "deputy_lead", person)
    post = cast.village.liaison_posts.get(role="coordinator")
    an_appointment(post, "liaison", person, until=date(2026, 12, 31))
    return person


def test_handing_over_moves_every_post_on_one_day_and_tells_each_step(cast: Cast) -> None:
    leaving, coming = a_busy_person(cast), a_person(name="小陈")
    done = hand_over(leaving, by=cast.office, successor=coming, on=DAY, reason="退休")
    assert {(a.title, a.since, a.until) for a in coming.appointments.all()} == {
        ("测试促进委员会 办公室主任", DAY, None),
        ("消防安全组 副组长", DAY, None),
        ("东风村 协管员", DAY, date(2026, 12, 31)),
    }
    assert {(a.since, a.until) for a in leaving.appointments.all()} == {(SINCE, DAY - STEP)}
    assert [(old.title, new.title) for old, new in zip(done.ended, done.begun, strict=True)] == [
        (old.title, old.title) for old in done.ended
    ]
    assert history(leaving)[-1] == ("hand_over", "李文员", {}, {"successor": "小陈"}, "退休")
    assert {history(old)[-1][::4] for old in done.ended} == {("end_appointment", "退休")}
    assert {history(new)[-1][:2] for new in done.begun} == {("appoint", "李文员")}


def test_what_is_over_is_not_handed_over(cast: Cast, post: LiaisonPost) -> None:
    leaving, coming = a_person(name="老陈"), a_person(name="小陈")
    an_appointment(cast.group, "group_member", leaving, until=date(2026, 6, 14))
    an_appointment(post, "liaison", leaving)
    hand_over(leaving, by=cast.office, successor=coming, on=DAY, reason="退休")
    assert [a.title for a in coming.appointments.all()] == ["东风村 协管员"]
    assert leaving.appointments.get(post="group_member").until == date(2026, 6, 14)


def test_what_ends_before_the_successor_begins_is_not_handed_over(cast: Cast) -> None:
    leaving = a_person(name="老陈")
    an_appointment(cast.group, "group_member", leaving, until=date(2026, 6, 20))
    with refused("老陈没有可交接的职务。"):
        hand_over(leaving, by=cast.office, successor=cast.lead.person, on=date(2026, 6, 21), reason="x")


@pytest.mark.parametrize("same", [True, False])
def test_a_hand_over_needs_somebody_else_and_something_to_hand_over(same: bool, cast: Cast) -> None:
    nobody = a_person(name="闲人")
    sentence = "不能交接给本人，请另选接任人员。" if same else "闲人没有可交接的职务。"
    with refused(sentence):
        hand_over(nobody, by=cast.office, successor=nobody if same else cast.lead.person, on=DAY, reason="x")


def test_when_one_part_cannot_move_nothing_moves(cast: Cast) -> None:
    leaving = a_busy_person(cast)
    begins_later = an_appointment(cast.supervision, "lead", leaving, since=DAY + STEP)
    with refused(BACKWARDS):
        hand_over(leaving, by=cast.office, successor=cast.lead.person, on=DAY, reason="退休")
    begins_later.delete()
    assert len(hand_over(leaving, by=cast.office, successor=cast.lead.person, on=DAY, reason="退休").begun) == 3


def test_a_successor_who_has_left_stops_the_whole_hand_over(cast: Cast) -> None:
    leaving, gone = a_busy_person(cast), a_person(left_on=DAY - STEP)
    with refused("此人登记为 2026-05-31 离职；如有误，请先在人员页面清除离职日期。"):
        hand_over(leaving, by=cast.office, successor=gone, on=DAY, reason="退休")


def test_a_post_the_successor_holds_already_ends_without_a_second_beginning(cast: Cast) -> None:
    leaving, coming = a_person(name="老陈"), a_person(name="小陈")
    an_appointment(cast.group, "group_member", coming, since=DAY + 30 * STEP)
    an_appointment(cast.group, "group_member", leaving)
    assert hand_over(leaving, by=cast.office, successor=coming, on=DAY, reason="x").begun == []
    assert [(a.since, a.until) for a in coming.appointments.all()] == [(DAY + 30 * STEP, None)]


@pytest.mark.parametrize("role", ["chair", "lead", "member", "supervisor", "liaison", "auditor", "administrator"])
def test_only_the_office_ends_and_hands_over(role: str, cast: Cast) -> None:
    by, [held] = getattr(cast, role), cast.lead.person.appointments.all()
    before = written()
    with pytest.raises(PermissionDenied):
        end_appointment(held, by=by, until=DAY, reason="x")
    with pytest.raises(PermissionDenied):
        hand_over(cast.lead.person, by=by, successor=cast.chair.person, on=DAY, reason="x")
    assert written() == before


DAYS = st.integers(0, 120).map(lambda number: date(2026, 4, 1) + timedelta(days=number))
STEPS = st.lists(st.tuples(st.sampled_from(["appoint", "end", "hand over"]), DAYS, st.integers(0, 3)), max_size=10)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_no_day_has_two_holders_and_no_past_is_lost(db: Any, steps: list[Any]) -> None:
    post = a_unit().liaison_posts.first()
    people = [a_person(name=f"甲{number}") for number in range(4)]
    for what, on, number in steps:
        before = spans(post)
        try:
            take_step(post, what, on, people[number])
        except RuleBroken:
            assert spans(post) == before
        kept = post.appointments.all()
        for day in [date(2026, 4, 1) + timedelta(days=n) for n in range(0, 150, 7)]:
            assert sum(row.is_held_on(day) for row in kept) <= 1
        assert len(kept) >= len(before)


def take_step(post: LiaisonPost, what: str, on: date, person: Any) -> None:
    """One step of an office that tries things."""
    latest = post.appointments.order_by("-since").first()
    if what == "appoint" or latest is None:
        appoint(post, by=None, person=person, post="liaison", since=on)
    elif what == "end":
        end_appointment(latest, by=None, until=on, reason="x")
    else:
        hand_over(latest.person, by=None, successor=person, on=on, reason="x")


def test_who_was_director_on_a_day_is_known_years_later(cast: Cast) -> None:
    committee = cast.committee
    hand_over(cast.chair.person, by=cast.office, successor=a_person(name="新书记"), on=DAY, reason="换届")

    def director(on: date) -> list[str]:
        rows = Committee.objects.get(pk=committee.pk).appointments.filter(post="director").held_on(on)
        return [str(row.person) for row in rows]

    assert [director(day) for day in (SINCE - STEP, SINCE, DAY - STEP, DAY, timezone.localdate())] == [
        [],
        ["王主任"],
        ["王主任"],
        ["新书记"],
        ["新书记"],
    ]
