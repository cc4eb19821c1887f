"""The agenda: topics are added, proposed and decided on, changed, written down, moved and taken off."""

from typing import Any

import pytest

from committee.models import AgendaItem, Meeting
from committee.services import meetings
from committee.tests.refusals import history, refused
from committee.tests.work import a_draft, a_final, a_minuted, a_notified, an_item, an_open, an_outcome, called_off
from dayan_safety.testing import Cast, a_meeting

pytestmark = pytest.mark.usefixtures("midsummer")
STATE = AgendaItem.State


def titles(meeting: Meeting) -> list[str]:
    """The agenda in its order."""
    return list(meeting.items.present().on_agenda().values_list("title", flat=True))


def with_topics(cast: Cast, *names: str) -> Meeting:
    """A draft with the results first, then these topics."""
    meeting = meetings.create_meeting(
        Meeting(committee=cast.committee, title="七月会议", held_on="2026-07-08", begins_at="09:00"), by=None
    )
    meeting.refresh_from_db()
    for name in names:
        an_item(meeting, title=name)
    return meeting


def topic(meeting: Meeting, title: str) -> AgendaItem:
    """A topic by its title."""
    return meeting.items.get(title=title)


RESULTS = "前期议定事项落实情况"


# Adding


@pytest.mark.parametrize("build", [a_draft, a_notified, an_open, a_minuted])
def test_topics_are_added_at_the_end_before_and_during_a_meeting(cast: Cast, build: Any) -> None:
    meeting = build(cast)
    item = meetings.add_item(
        meeting, by=cast.office, kind="arrange", title="下一步", owner=cast.lead.person, planned_minutes=20
    )
    item.refresh_from_db()
    assert (item.kind, item.title, item.owner, item.planned_minutes) == ("arrange", "下一步", cast.lead.person, 20)
    assert (item.state, item.proposed_by, titles(meeting)[-1]) == (STATE.OPEN, None, "下一步")
    assert history(meeting)[-1] == ("add_item", "李文员", {}, {"topic": "下一步"}, "")


@pytest.mark.parametrize(("build", "word"), [(a_final, "纪要定稿"), (called_off, "已取消")])
def test_nothing_is_added_to_what_is_over(cast: Cast, build: Any, word: str) -> None:
    meeting = build(cast)
    with refused(f"目前状态为“{word}”，不能进行此操作。"):
        meetings.add_item(meeting, by=cast.office, kind="solve", title="x")


# Proposing


def test_a_proposal_waits_off_the_agenda_until_the_office_takes_it_up(cast: Cast) -> None:
    meeting = with_topics(cast, "甲")
    item = meetings.propose_item(meeting, by=cast.lead, kind="solve", title="路灯", owner=cast.lead.person)
    assert (item.state, item.proposed_by, titles(meeting)) == (STATE.PROPOSED, cast.lead, [RESULTS, "甲"])
    meetings.decide_item(item, by=cast.office, accepted=True)
    item.refresh_from_db()
    assert (item.state, item.version, titles(meeting)) == (STATE.OPEN, 2, [RESULTS, "甲", "路灯"])
    assert history(meeting)[-2:] == [
        ("propose_item", "赵组长", {}, {"topic": "路灯"}, ""),
        ("decide_item", "李文员", {}, {"topic": "路灯", "decision": "已列入议程"}, ""),
    ]


def test_a_proposal_is_declined_with_the_reason(cast: Cast) -> None:
    item = meetings.propose_item(with_topics(cast), by=cast.member, kind="solve", title="路灯")
    with refused("请填写不列入的理由。"):
        meetings.decide_item(item, by=cast.office, accepted=False)
    meetings.decide_item(item, by=cast.office, accepted=False, reason="属县里事权")
    item.refresh_from_db()
    assert (item.state, titles(item.meeting)) == (STATE.DECLINED, [RESULTS])
    assert history(item.meeting)[-1][-1] == "属县里事权"


@pytest.mark.parametrize("accepted", [True, False])
def test_a_proposal_is_decided_once(cast: Cast, accepted: bool) -> None:
    item = meetings.propose_item(with_topics(cast), by=cast.member, kind="solve", title="路灯")
    as_it_was = AgendaItem.objects.get(pk=item.pk)
    meetings.decide_item(item, by=cast.office, accepted=accepted, reason="x")
    for again in (item, as_it_was):
        with refused("此项已经决定。"):
            meetings.decide_item(again, by=cast.office, accepted=not accepted, reason="y")


def test_a_topic_the_office_put_there_needs_no_decision(cast: Cast) -> None:
    meeting = with_topics(cast, "甲")
    with refused("此项已经决定。"):
        meetings.decide_item(topic(meeting, "甲"), by=cast.office, accepted=False, reason="x")


def test_a_removed_proposal_is_not_decided(cast: Cast) -> None:
    item = meetings.propose_item(with_topics(cast), by=cast.member, kind="solve", title="路灯")
    meetings.remove_item(item, by=cast.office, reason="重复")
    with refused("此项已经决定。"):
        meetings.decide_item(item, by=cast.office, accepted=True)


@pytest.mark.parametrize("build", [an_open, a_minuted, a_final, called_off])
def test_topics_are_proposed_before_the_meeting_only(cast: Cast, build: Any) -> None:
    meeting = build(cast)
    with refused("议题须在会前提出，请向下次会议提出。"):
        meetings.propose_item(meeting, by=cast.lead, kind="solve", title="路灯")


@pytest.mark.parametrize(("build", "word"), [(a_final, "纪要定稿"), (called_off, "已取消")])
def test_a_proposal_is_not_decided_once_its_meeting_is_over(cast: Cast, build: Any, word: str) -> None:
    """Taken up then, it would be on no agenda that anybody reads."""
    meeting = build(cast)
    item = AgendaItem.objects.create(meeting=meeting, kind="solve", title="路灯", state=STATE.PROPOSED)
    with refused(f"目前状态为“{word}”，不能进行此操作。"):
        meetings.decide_item(item, by=cast.office, accepted=True)


# Changing


def test_what_is_changed_about_a_topic_is_told_and_nothing_else(cast: Cast) -> None:
    item = topic(with_topics(cast, "甲"), "甲")
    meetings.edit_item(item, by=cast.office, kind="solve", title="乙", planned_minutes=10)
    item.refresh_from_db()
    assert (item.title, item.version) == ("乙", 2)
    assert history(item) == [("edit_item", "李文员", {"title": "甲"}, {"title": "乙"}, "")]
    meetings.edit_item(item, by=cast.office, title="乙")
    assert len(history(item)) == 1


@pytest.mark.parametrize("build", [a_final, called_off])
def test_no_topic_changes_once_the_meeting_is_over(cast: Cast, build: Any) -> None:
    item = build(cast).items.first()
    with refused(f"目前状态为“{item.meeting.get_state_display()}”，不能进行此操作。"):
        meetings.edit_item(item, by=cast.office, title="乙")


@pytest.mark.parametrize("state", [STATE.OPEN, STATE.DONE, STATE.UNFINISHED])
def test_what_was_said_is_written_while_the_minutes_are_open(cast: Cast, state: str) -> None:
    item = an_open(cast).items.first()
    meetings.write_item(item, by=cast.office, discussion="讨论通过", state=state)
    item.refresh_from_db()
    assert (item.discussion, item.state) == ("讨论通过", state)


@pytest.mark.parametrize("build", [a_draft, a_notified, a_final, called_off])
def test_nothing_was_said_before_a_meeting_or_once_its_minutes_are_final(cast: Cast, build: Any) -> None:
    item = build(cast).items.first()
    with refused(f"目前状态为“{item.meeting.get_state_display()}”，不能进行此操作。"):
        meetings.write_item(item, by=cast.office, discussion="x", state=STATE.DONE)


@pytest.mark.parametrize("state", [STATE.PROPOSED, STATE.DECLINED, "nonsense"])
def test_a_topic_on_the_agenda_does_not_leave_it_by_being_written_down(cast: Cast, state: str) -> None:
    item = an_open(cast).items.first()
    with refused("该议题不在议程中。"):
        meetings.write_item(item, by=cast.office, discussion="x", state=state)


def test_of_what_is_only_proposed_nothing_is_written_down(cast: Cast) -> None:
    meeting = a_draft(cast, held_on="2026-06-15")
    meeting.refresh_from_db()
    item = meetings.propose_item(meeting, by=cast.lead, kind="solve", title="路灯")
    meetings.begin_meeting(meeting, by=cast.office)
    with refused("该议题不在议程中。"):
        meetings.write_item(item, by=cast.office, discussion="x", state=STATE.DONE)


# Moving


@pytest.mark.parametrize(
    ("moved", "behind", "order"),
    [
        ("丙", None, ["丙", "甲", "乙", "丁"]),
        ("丙", "甲", ["甲", "丙", "乙", "丁"]),
        ("甲", "丁", ["乙", "丙", "丁", "甲"]),
        ("甲", RESULTS, ["甲", "乙", "丙", "丁"]),
        ("丁", "丙", ["甲", "乙", "丙", "丁"]),
    ],
)
def test_a_topic_moves_behind_another_and_the_results_stay_first(
    cast: Cast, moved: str, behind: str | None, order: list[str]
) -> None:
    meeting = with_topics(cast, "甲", "乙", "丙", "丁")
    meetings.move_item(topic(meeting, moved), by=cast.office, after=topic(meeting, behind) if behind else None)
    assert titles(meeting) == [RESULTS, *order]
    told = {"topic": moved, "place": str(1 + [RESULTS, *order].index(moved))}
    assert {key: str(value) for key, value in history(meeting)[-1][3].items()} == told
    an_item(meeting, title="戊")
    assert titles(meeting)[-1] == "戊"


def test_neither_the_results_move_nor_anything_behind_what_is_not_there(cast: Cast) -> None:
    meeting, other = with_topics(cast, "甲", "乙"), a_meeting(cast.committee)
    elsewhere = an_item(other)
    proposed = meetings.propose_item(meeting, by=None, kind="solve", title="路灯")
    gone = an_item(meeting, title="去")
    meetings.remove_item(gone, by=None, reason="x")
    for item, after in [
        (topic(meeting, RESULTS), topic(meeting, "甲")),
        (topic(meeting, "甲"), elsewhere),
        (topic(meeting, "甲"), proposed),
        (topic(meeting, "甲"), gone),
        (topic(meeting, "甲"), topic(meeting, "甲")),
        (gone, None),
        (proposed, None),
    ]:
        with refused("该议题不在议程中。"):
            meetings.move_item(item, by=cast.office, after=after)


# Taking off


def test_a_topic_is_taken_off_once_with_the_reason(cast: Cast) -> None:
    meeting = with_topics(cast, "甲", "乙")
    item = topic(meeting, "甲")
    meetings.remove_item(item, by=cast.office, reason="并入乙")
    assert titles(meeting) == [RESULTS, "乙"]
    assert history(meeting)[-1] == ("remove_item", "李文员", {"topic": "甲"}, {}, "并入乙")
    with refused("该议题不在议程中。"):
        meetings.remove_item(item, by=cast.office, reason="再来")


def test_the_results_stay_and_so_does_what_has_outcomes(cast: Cast) -> None:
    meeting = with_topics(cast, "甲")
    with refused("前期事项落实情况固定为第一项议题。"):
        meetings.remove_item(topic(meeting, RESULTS), by=cast.office, reason="x")
    item = an_open(cast).items.first()
    outcome = an_outcome(item)
    with refused("该议题已有议定事项，请先撤下议定事项。"):
        meetings.remove_item(item, by=cast.office, reason="x")
    meetings.remove_outcome(outcome, by=cast.office, reason="撤")
    meetings.remove_item(item, by=cast.office, reason="x")
    assert not item.meeting.items.present().filter(pk=item.pk).exists()
