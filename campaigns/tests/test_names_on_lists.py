"""Names on sign-in lists: who is new, who is known, who may enter and take off; no name gets into history."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Attendee, Event
from campaigns.models.attendees import mask_name
from campaigns.services import attendees as services
from campaigns.services.attendees import adopt_list_count, enter_attendees, listed_already, remove_attendee
from campaigns.services.check_in import check_in, close_check_in, event_of, is_open, open_check_in, opens_at
from campaigns.services.name_lists import Came, read_list, read_name
from campaigns.tests.builders import DAY, an_event, an_open_event, names_of
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_person, a_unit

pytestmark = [
    pytest.mark.usefixtures("midsummer"),
    pytest.mark.any_database,
]  # it is ten in the morning of 15 June 2026
ON, ONE = date(2026, 6, 15), timedelta(days=1)
LETTERS = st.text("王李张小大明山ABCab·", min_size=1, max_size=30)


def at(text: str) -> datetime:
    """A moment in the town."""
    return timezone.make_aware(datetime.fromisoformat(text))


@given(LETTERS)
def test_a_masked_name_keeps_its_first_sign_and_its_length(name: str) -> None:
    masked = mask_name(name)
    assert (masked[0], len(masked)) == (name[0], len(name))
    assert set(masked[1:]) <= {"*"}


@given(st.lists(st.tuples(st.text("王李张赵", min_size=2, max_size=4), st.text("东西南北村", max_size=5)), max_size=12))
def test_a_list_written_out_is_read_as_it_was(people: list[tuple[str, str]]) -> None:
    lines = "\n".join(f"{number}. {name}\t{unit}" for number, (name, unit) in enumerate(people, start=1))
    assert read_list(lines) == ([Came(name, unit) for name, unit in people], [])


@pytest.mark.parametrize(("length", "fits"), [(1, False), (2, True), (30, True), (31, False)])
def test_a_name_has_two_to_thirty_signs(length: int, fits: bool) -> None:
    if fits:
        assert read_name("王" * length) == "王" * length
    else:
        with pytest.raises(RuleBroken):
            read_name("王" * length)


@pytest.mark.parametrize(
    ("again", "new"),
    [("王小明 东风村", 0), ("王小明 西河村", 1), ("王小明", 1), ("李大山 东风村", 1)],
)
def test_the_same_name_and_unit_is_the_same_person(again: str, new: int, cast: Cast) -> None:
    event = an_event()
    names_of(event, "王小明 东风村"), names_of(an_event(), again)
    assert len(listed_already(event, read_list(again)[0])) == 1 - new
    assert len(names_of(event, again)) == new
    told = Action.objects.filter(verb="campaigns.enter_attendees", thing_id=str(event.pk))
    assert [row.after for row in told.order_by("number")] == [
        {"new": "1", "unchanged": "0"}, {"new": "1", "unchanged": "0"}
    ][: 1 + new]  # fmt: skip


def test_history_tells_how_many_were_new_and_no_name(cast: Cast) -> None:
    event = an_event()
    names_of(event, "王小明 东风村")
    names_of(event, "王小明 东风村", "李大山 东风村", "李大山 东风村", "赵独行")
    row = Action.objects.filter(verb="campaigns.enter_attendees").latest("number")
    assert row.after == {"new": "2", "unchanged": "2"}
    assert not [name for name in ("王小明", "李大山", "赵独行") if name in str(list(Action.objects.values()))]


@pytest.mark.parametrize(("days", "refused"), [(0, False), (1, True)])
def test_a_list_is_entered_from_the_day_of_the_event_on(days: int, refused: bool, cast: Cast) -> None:
    event = an_event(held_on=ON + days * ONE)
    if refused:
        with pytest.raises(RuleBroken, match="活动还没有举办"):
            names_of(event)
    else:
        names_of(event)
    assert event.attendees.exists() != refused


@pytest.mark.parametrize(("most", "fits"), [(2, False), (3, True)])
def test_a_full_list_counts_those_who_are_there_and_those_who_are_new(
    most: int, fits: bool, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event()
    [gone, _kept] = names_of(event, "已移除 东风村", "王小明 东风村")
    remove_attendee(gone, by=cast.office, reason="录错")
    monkeypatch.setattr(services, "MOST_LISTED", most)
    people = ("王小明 东风村", "李大山 东风村", "赵独行 东风村")
    if fits:
        assert len(names_of(event, *people)) == 2
    else:
        with pytest.raises(RuleBroken, match=f"名单已满：每场活动最多 {most} 人"):
            names_of(event, *people)
        assert event.attendees.present().count() == 1


# Who is known.


def test_a_person_is_known_by_name_and_unit_where_there_is_one(cast: Cast) -> None:
    here, there = a_person(name="王小明", unit=cast.village), a_person(name="王小明", unit=cast.other_village)
    for _twice in range(2):
        a_person(name="李同名", unit=cast.village)
    remove_record(a_person(name="赵离任", unit=cast.village), by=None, reason="离任")
    rows = names_of(
        an_event(),
        "王小明 东风村", "王小明 西河村", "王小明", "王小明 外村", "李同名 东风村", "赵离任 东风村",
    )  # fmt: skip
    assert [row.person for row in rows] == [here, there, None, None, None, None]
    village, other = cast.village, cast.other_village
    assert [row.unit for row in rows] == [village, other, None, None, village, village]


def test_a_removed_unit_is_none_that_is_known(cast: Cast) -> None:
    gone = a_unit(name="撤并村")
    remove_record(gone, by=None, reason="撤并")
    [row] = names_of(an_event(), "王小明 撤并村")
    assert (row.unit, row.from_unit) == (None, "撤并村")


# Taking off, counting.


def test_who_was_taken_off_twice_is_told_once(cast: Cast) -> None:
    [row] = names_of(an_event(group=cast.group))
    for _time in range(2):
        remove_attendee(row, by=cast.lead, reason="录错")
    told = Action.objects.filter(verb="campaigns.remove_attendee")
    assert [(each.by, each.reason) for each in told] == [(cast.lead, "录错")]
    kept = Attendee.objects.get()
    assert (kept.version, kept.removed_at is None) == (2, False)


def test_the_count_is_that_of_those_who_stayed(cast: Cast) -> None:
    event = an_event(group=cast.group, head_count=50)
    gone = names_of(event, "王小明 东风村", "李大山 东风村", "赵独行 东风村")[0]
    remove_attendee(gone, by=cast.lead, reason="录错")
    adopt_list_count(event, by=cast.lead)
    assert Event.objects.get().head_count == 2
    row = Action.objects.filter(verb="campaigns.edit_event").latest("number")
    assert (row.before, row.after, row.by) == ({"head_count": "50"}, {"head_count": "2"}, cast.lead)


def test_an_empty_list_is_no_head_count(cast: Cast) -> None:
    event = an_event(group=cast.group, head_count=50)
    remove_attendee(names_of(event)[0], by=cast.lead, reason="录错")
    with pytest.raises(RuleBroken, match="名单还是空的，请先录入"):
        adopt_list_count(event, by=cast.lead)
    assert Event.objects.get().head_count == 50


@pytest.mark.parametrize("role", ["chair", "supervisor", "member", "inspector", "auditor", "outsider"])
def test_who_only_reads_a_list_changes_nothing_on_it(role: str, cast: Cast) -> None:
    event, by = an_event(unit=cast.village, group=cast.group), getattr(cast, role)
    [row] = names_of(event)
    for act in (
        lambda: enter_attendees(event, by=by, people=[Came("李大山")]),
        lambda: remove_attendee(row, by=by, reason="x"),
        lambda: adopt_list_count(event, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert list(event.attendees.present()) == [row]


def test_a_name_stands_on_a_list_once_and_again_when_it_was_taken_off(cast: Cast) -> None:
    event = an_event()
    [row] = names_of(event)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendee.objects.create(event=event, name=row.name, from_unit=row.from_unit, way="list")
    remove_attendee(row, by=cast.office, reason="录错")
    assert len(names_of(event)) == 1


# The code.


@pytest.mark.parametrize(
    ("begins", "opens"),
    [
        (None, "2026-06-10T00:00"),
        (time(0, 30), "2026-06-10T00:00"),
        (time(2), "2026-06-10T00:00"),
        (time(2, 1), "2026-06-10T00:01"),
        (time(14), "2026-06-10T12:00"),
    ],
)
def test_a_code_opens_two_hours_before_and_never_the_day_before(begins: time | None, opens: str) -> None:
    assert opens_at(Event(held_on=DAY, begins_at=begins)) == at(opens)


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        ("2026-06-10T11:59:59", False),
        ("2026-06-10T12:00", True),
        ("2026-06-10T23:59:59", True),
        ("2026-06-11T00:00", False),
        ("2026-06-11T12:00", False),
        ("2026-06-09T13:00", False),
    ],
)
@pytest.mark.parametrize("code", ["abc", ""])
def test_a_code_works_from_then_until_midnight(moment: str, works: bool, code: str) -> None:
    event = Event(held_on=DAY, begins_at=time(14), check_in_code=code)
    assert is_open(event, at(moment)) == (works and code == "abc")
    event.removed_at = at(moment)
    assert not is_open(event, at(moment))


@pytest.mark.parametrize(("days", "opens"), [(-1, False), (0, True), (1, True)])
def test_signing_in_is_opened_up_to_the_day_itself(days: int, opens: bool, cast: Cast) -> None:
    event = an_event(held_on=ON + days * ONE, group=cast.group)
    if opens:
        open_check_in(event, by=cast.lead)
        assert Event.objects.get().check_in_code == event.check_in_code != ""
    else:
        with pytest.raises(RuleBroken, match="活动日期已过"):
            open_check_in(event, by=cast.lead)


def test_opening_and_closing_leave_the_version_to_whoever_edits(cast: Cast) -> None:
    event = an_open_event(group=cast.group)
    close_check_in(event, by=cast.lead)
    kept = Event.objects.get()
    assert (kept.version, kept.check_in_code, event.check_in_code) == (1, "", "")


def test_who_holds_an_old_code_signs_in_to_nothing(cast: Cast) -> None:
    event = an_open_event()
    held = Event.objects.get()
    close_check_in(event, by=cast.office), open_check_in(event, by=cast.office)
    with pytest.raises(RuleBroken, match="签到已经结束"):
        check_in(held, by=None, name="王小明", from_unit="")
    assert check_in(event, by=None, name="王小明", from_unit="") is True
    assert check_in(event, by=None, name="王小明", from_unit="") is False


def test_a_code_finds_its_event_and_no_other(cast: Cast) -> None:
    one, two = an_open_event(), an_open_event()
    now: Any = timezone.now()
    assert [event_of(each.check_in_code, now) for each in (one, two)] == [one, two]
    assert [event_of(code, now) for code in ("", one.check_in_code.swapcase() + "x")] == [None, None]
    remove_record(one, by=None, reason="取消")
    assert event_of(one.check_in_code, now) is None
