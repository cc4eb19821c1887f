"""What a meeting left unfinished comes back at the next one: once, with how often it came, and with who proposed it."""

from datetime import date
from typing import Any

import pytest

from committee.models import AgendaItem, Meeting
from committee.services import meetings
from committee.services.meetings import create_meeting
from committee.tests.refusals import history
from committee.tests.work import an_item, an_open, an_outcome
from dayan_safety.testing import Cast, a_meeting

pytestmark = pytest.mark.usefixtures("midsummer")
STATE = AgendaItem.State


def called(cast: Cast, day: str, **values: Any) -> Meeting:
    """A meeting called for a day, with what comes over to it."""
    given = {"title": f"{day}会议", "held_on": date.fromisoformat(day), **values}
    return create_meeting(Meeting(committee=cast.committee, **given), by=None)


def topics(meeting: Meeting) -> list[tuple[str, str, int]]:
    """The topics but the results: title, state, how often carried."""
    rows = meeting.items.present().filter(is_results=False)
    return list(rows.values_list("title", "state", "carried"))


def held(cast: Cast, day: str = "2026-06-15", *, said: dict[str, str] | None = None) -> Meeting:
    """A meeting of today whose minutes are out; ``said`` gives each topic its state."""
    meeting = called(cast, day)
    for title in said or {}:
        an_item(meeting, title=title)
    meetings.begin_meeting(meeting, by=None)
    for title, state in (said or {}).items():
        item = meeting.items.get(title=title)
        if state != STATE.OPEN:
            meetings.write_item(item, by=None, discussion="", state=state)
    meetings.circulate_minutes(meeting, by=None)
    return meeting


def test_the_unfinished_come_to_the_next_meeting_and_the_rest_does_not(cast: Cast) -> None:
    meeting = held(cast, said={"甲": STATE.DONE, "乙": STATE.UNFINISHED})
    following = called(cast, "2026-07-08")
    assert topics(following) == []
    meetings.finalize_minutes(meeting, by=cast.office)
    assert topics(following) == [("乙", STATE.OPEN, 1)]
    assert history(following)[-1] == ("carry_over", "", {}, {"items": "乙"}, "")
    assert topics(meeting) == [("甲", STATE.DONE, 0), ("乙", STATE.UNFINISHED, 0)]


def test_they_wait_for_a_meeting_that_does_not_exist_yet(cast: Cast) -> None:
    meetings.finalize_minutes(held(cast, said={"乙": STATE.UNFINISHED}), by=None)
    assert topics(called(cast, "2026-07-08")) == [("乙", STATE.OPEN, 1)]
    assert topics(called(cast, "2026-08-12")) == []


def test_a_topic_comes_with_all_that_was_known_of_it(cast: Cast) -> None:
    meeting = called(cast, "2026-06-15")
    item = meetings.add_item(meeting, by=None, kind="solve", title="乙", owner=cast.lead.person, planned_minutes=25)
    meetings.begin_meeting(meeting, by=None)
    meetings.circulate_minutes(meeting, by=None)
    meetings.finalize_minutes(meeting, by=None)
    came = called(cast, "2026-07-08").items.get(is_results=False)
    assert (came.kind, came.title, came.owner, came.planned_minutes) == ("solve", "乙", cast.lead.person, 25)
    assert (came.carried_from, came.discussion, came.order) == (item, "", 10)


@pytest.mark.parametrize(
    ("discussion", "outcome", "state"),
    [("", False, STATE.UNFINISHED), ("议定", False, STATE.DONE), ("", True, STATE.DONE)],
)
def test_a_topic_nobody_decided_is_unfinished_if_nothing_was_said_and_nothing_came_of_it(
    cast: Cast, discussion: str, outcome: bool, state: str
) -> None:
    meeting = held(cast, said={"甲": STATE.OPEN})
    item = meeting.items.get(title="甲")
    if discussion:
        meetings.write_item(item, by=None, discussion=discussion, state=STATE.OPEN)
    if outcome:
        an_outcome(item)
    meetings.finalize_minutes(meeting, by=None)
    assert topics(meeting) == [("甲", state, 0)]
    assert topics(called(cast, "2026-07-08")) == ([("甲", STATE.OPEN, 1)] if state == STATE.UNFINISHED else [])


def test_an_outcome_that_was_taken_out_does_not_make_a_topic_dealt_with(cast: Cast) -> None:
    meeting = held(cast, said={"甲": STATE.OPEN})
    meetings.remove_outcome(an_outcome(meeting.items.get(title="甲")), by=None, reason="误")
    meetings.finalize_minutes(meeting, by=None)
    assert topics(meeting) == [("甲", STATE.UNFINISHED, 0)]


def test_the_results_themselves_never_come_back(cast: Cast) -> None:
    meetings.finalize_minutes(held(cast), by=None)
    assert called(cast, "2026-07-08").items.filter(is_results=False).count() == 0


def test_how_often_it_came_is_counted_meeting_by_meeting(cast: Cast, time_machine: Any) -> None:
    carried = []
    for number, day in enumerate(("2026-06-15", "2026-07-08", "2026-08-12", "2026-09-09")):
        time_machine.move_to(f"{day} 10:00+08:00", tick=False)
        meeting = called(cast, day)
        if not number:
            an_item(meeting, title="老问题")
        carried.append(meeting.items.get(title="老问题").carried)
        meetings.begin_meeting(meeting, by=None)
        meetings.circulate_minutes(meeting, by=None)
        meetings.finalize_minutes(meeting, by=None)
    assert carried == [0, 1, 2, 3]


def test_a_meeting_called_off_hands_its_topics_on_and_counts_none(cast: Cast) -> None:
    meeting, following = called(cast, "2026-06-20"), called(cast, "2026-07-08")
    an_item(meeting, title="甲")
    meetings.cancel_meeting(meeting, by=cast.office, reason="防汛")
    assert topics(following) == [("甲", STATE.OPEN, 0)]
    meetings.cancel_meeting(following, by=cast.office, reason="还在防汛")
    assert topics(called(cast, "2026-08-12")) == [("甲", STATE.OPEN, 0)]


def test_what_was_carried_once_keeps_its_count_through_a_meeting_called_off(cast: Cast) -> None:
    meetings.finalize_minutes(held(cast, said={"乙": STATE.UNFINISHED}), by=None)
    meetings.cancel_meeting(called(cast, "2026-06-20"), by=None, reason="防汛")
    assert topics(called(cast, "2026-07-08")) == [("乙", STATE.OPEN, 1)]


@pytest.mark.parametrize("end", ["final", "cancelled"])
def test_a_proposal_nobody_decided_comes_along_as_a_proposal_with_who_made_it(cast: Cast, end: str) -> None:
    meeting, following = called(cast, "2026-06-15"), called(cast, "2026-07-08")
    meetings.propose_item(meeting, by=cast.lead, kind="solve", title="路灯")
    declined = meetings.propose_item(meeting, by=cast.lead, kind="solve", title="不议")
    meetings.decide_item(declined, by=cast.office, accepted=False, reason="x")
    if end == "cancelled":
        meetings.cancel_meeting(meeting, by=None, reason="防汛")
    else:
        meetings.begin_meeting(meeting, by=None)
        meetings.circulate_minutes(meeting, by=None)
        meetings.finalize_minutes(meeting, by=None)
    assert topics(following) == [("路灯", STATE.PROPOSED, 0)]
    came = following.items.get(title="路灯")
    assert came.proposed_by == cast.lead
    meetings.decide_item(came, by=cast.office, accepted=True)
    assert topics(following) == [("路灯", STATE.OPEN, 0)]


def test_topics_go_to_the_nearest_meeting_ahead_of_the_same_committee(cast: Cast) -> None:
    meeting = called(cast, "2026-06-16")
    elsewhere, begun = a_meeting(held_on=date(2026, 6, 17)), an_open(cast)
    Meeting.objects.filter(pk=begun.pk).update(held_on=date(2026, 6, 18))
    later, next_one = called(cast, "2026-07-09"), called(cast, "2026-07-08")
    an_item(meeting, title="甲")
    meetings.cancel_meeting(meeting, by=None, reason="防汛")
    assert [len([t for t in topics(each) if t[0] == "甲"]) for each in (elsewhere, begun, later, next_one)] == [
        0, 0, 0, 1,
    ]  # fmt: skip


def test_removed_from_the_next_agenda_a_topic_does_not_come_back(cast: Cast) -> None:
    meetings.finalize_minutes(held(cast, said={"乙": STATE.UNFINISHED}), by=None)
    following = called(cast, "2026-07-08")
    meetings.remove_item(following.items.get(title="乙"), by=None, reason="已由县里办理")
    assert meetings.carry_over(following) == []
    assert topics(called(cast, "2026-08-12")) == []


def test_opened_and_made_final_again_the_minutes_carry_nothing_twice(cast: Cast) -> None:
    meeting, following = held(cast, said={"甲": STATE.DONE, "乙": STATE.UNFINISHED}), called(cast, "2026-07-08")
    meetings.finalize_minutes(meeting, by=None)
    meetings.reopen_minutes(meeting, by=None, reason="更正")
    meetings.write_item(meeting.items.get(title="甲"), by=None, discussion="", state=STATE.UNFINISHED)
    meetings.finalize_minutes(meeting, by=None)
    assert topics(following) == [("乙", STATE.OPEN, 1), ("甲", STATE.OPEN, 1)]


def test_carrying_over_costs_the_same_for_one_topic_and_for_three(cast: Cast, query_count: Any) -> None:
    counts = []
    for number in (1, 3):
        meeting = called(cast, "2026-06-20")
        for each in range(number):
            an_item(meeting, title=f"议题{each}")
        Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.CANCELLED)
        later = a_meeting(cast.committee)
        counts.append(query_count(lambda meeting=later: meetings.carry_over(meeting)))
        assert later.items.count() == number
    assert counts[0] == counts[1]
