"""What the committee's papers say: words, fields and what they cost."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from committee.documents.fields import PAPERS
from committee.documents.papers import minutes_of, notice_of, slip_of, year_of
from committee.models import Meeting, Slip
from committee.services import meetings, tasks
from committee.services.reports import town_month
from committee.tests import work
from committee.tests.paper_work import a_talk, final, in_chinese, mark, shape
from dayan_safety.papers import all_papers
from dayan_safety.papers.chinese import chinese_number, chinese_time, with_weekday
from dayan_safety.papers.kinds import shape_of
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_task

pytestmark = pytest.mark.usefixtures("midsummer")
DAY, AHEAD = date(2026, 6, 15), date(2026, 6, 18)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "100"), (0, "0")],
)
def test_numbers_are_written_in_chinese(number: int, words: str) -> None:
    assert chinese_number(number) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(9), "上午9时"), (time(9, 5), "上午9时5分"), (time(12), "中午12时"), (time(14, 30), "下午2时30分"),
        (time(19), "晚上7时"), (time(0), "凌晨0时"), (time(13), "下午1时"),
    ],
)  # fmt: skip
def test_times_are_told_by_the_half_of_the_day(at: time, words: str) -> None:
    assert chinese_time(at) == words


def test_days_carry_their_weekday() -> None:
    assert [with_weekday(date(2026, 3, day)) for day in (11, 15)] == [
        "2026年3月11日（星期三）",
        "2026年3月15日（星期日）",
    ]


def test_what_papers_say_has_the_fields_they_declare(cast: Cast) -> None:
    meeting = a_talk(cast)
    task = a_task(lead_unit=cast.village, helper_units=[cast.other_village])
    records = {
        "meeting_notice": (meeting,),
        "meeting_minutes": (meeting,),
        "year_minutes": (2026, [meeting]),
        "supervision_slip": (work.a_slip(task),),
        "town_report": (DAY, None, town_month(DAY, DAY)),
    }
    found = {kind.name: shape(in_chinese(kind.write, *records[kind.name])) for kind in PAPERS}
    for kind in PAPERS:
        assert {*found[kind.name]} == {*shape_of(kind.fields)}
    topics = shape_of(all_papers()["meeting_minutes"].fields)["topics"]
    told = in_chinese(minutes_of, meeting)["topics"][1]
    assert shape(told) == topics


def test_a_notice_tells_when_where_what_and_who(cast: Cast) -> None:
    meeting = work.a_draft(cast, title="六月联席会议", held_on=AHEAD, place="三楼会议室", chair=cast.chair.person)
    draft = in_chinese(notice_of, meeting)
    assert (draft["number"], draft["title"], draft["day"]) == (
        "（草稿）", "关于召开六月联席会议的通知", "2026年6月18日（星期四）",
    )  # fmt: skip
    meetings.notify_meeting(meeting, by=None)
    told = in_chinese(notice_of, meeting)
    assert told["number"] == "大安创办〔2026〕1号"
    assert (told["time"], told["place"], told["chair"]) == ("上午9时", "三楼会议室", "王主任")
    assert [topic["number"] + topic["title"] for topic in told["topics"]] == ["1.消防通道"]
    assert "安监站　王主任、李文员" in told["people"]
    assert told["issued_on"] == "2026年6月15日"


def test_a_notice_takes_the_meetings_own_requirements_else_the_usual_ones(cast: Cast) -> None:
    usual = in_chinese(notice_of, work.a_draft(cast))["requirements"]
    own = in_chinese(notice_of, work.a_draft(cast, requirements="带台账。\n带照片。"))["requirements"]
    assert own == ["带台账。", "带照片。"]
    assert len(usual) == 1
    set_parameters({"committee.notice_requirements": ""}, by=None)
    assert in_chinese(notice_of, work.a_draft(cast))["requirements"] == []


def test_topics_and_outcomes_are_numbered_in_three_levels(cast: Cast) -> None:
    told = in_chinese(minutes_of, a_talk(cast, items=2))
    assert [topic["number"] + topic["title"] for topic in told["topics"]] == ["一、消防通道", "二、议题0", "三、议题1"]
    topic = told["topics"][1]
    assert topic["discussion"] == ["第一段0。", "第二段。"]
    assert [group["number"] + group["title"] for group in topic["groups"]] == [
        "（一）议定事项", "（二）交办任务", "（三）有关说明",
    ]  # fmt: skip
    assert [outcome["number"] for outcome in topic["groups"][1]["outcomes"]] == ["1.", "2."]
    assert told["topics"][0]["groups"] == []


def test_a_task_tells_lead_helpers_last_day_and_once_final_its_number(cast: Cast) -> None:
    meeting = a_talk(cast)
    task = in_chinese(minutes_of, meeting)["topics"][1]["groups"][1]["outcomes"][0]
    assert (task["lead"], task["due_on"], task["task_number"]) == ("东风村", "2026年6月25日", "")
    assert sorted(task["helpers"].split("、"))[1:] == ["西河村"]
    assert task["assigned"] == f"（牵头：东风村；协办：{task['helpers']}；完成时限：2026年6月25日）"
    task = in_chinese(minutes_of, final(meeting))["topics"][1]["groups"][1]["outcomes"][0]
    assert task["task_number"] == "大安督〔2026〕1号"
    assert task["assigned"].endswith("；督办编号：大安督〔2026〕1号）")


def test_people_are_told_by_how_they_came_in_protocol_order(cast: Cast) -> None:
    meeting = a_talk(cast)
    mark(meeting, cast.office, "excused")
    mark(meeting, cast.member, "absent")
    mark(meeting, cast.lead, "substitute", "小赵")
    told = in_chinese(minutes_of, meeting)
    assert told["excused"] == "安监站　李文员"
    assert told["absent"] == "安监站　钱所长"
    assert told["guests"] == "市安监局　周科长0"
    assert told["present"] == "安监站　王主任、小赵（代赵组长），东风村　孙信息"


def test_minutes_are_a_draft_until_they_are_final_and_again_when_reopened(cast: Cast) -> None:
    meeting = a_talk(cast)
    assert in_chinese(minutes_of, meeting)["number"] == "（草稿）"
    final(meeting)
    assert in_chinese(minutes_of, meeting)["number"] == "大安创纪〔2026〕1号"
    meetings.reopen_minutes(meeting, by=None, reason="更正")
    assert in_chinese(minutes_of, meeting)["number"] == "（草稿）"


def test_the_year_tells_its_meetings_in_order(cast: Cast) -> None:
    told = in_chinese(year_of, 2026, [a_talk(cast), a_talk(cast)])
    assert (told["year"], len(told["meetings"])) == ("2026", 2)
    assert in_chinese(year_of, 2025, [])["meetings"] == []


@pytest.mark.parametrize(
    ("days", "colour", "shade", "late"),
    [(0, "blue", "1A5493", ""), (1, "yellow", "F0B429", "（已逾期1天）"), (9, "red", "C00000", "（已逾期9天）")],
)
def test_a_slip_has_the_colour_it_was_issued_in(days: int, colour: str, shade: str, late: str, cast: Cast) -> None:
    slip = work.a_slip(work.due(a_task(lead_unit=cast.village), DAY - timedelta(days=days)))
    told = in_chinese(slip_of, slip)
    assert (told["colour"], told["shade"], told["late"]) == (colour, shade, late)
    assert (told["number"], told["lead"], told["signed"]) == ("大安督单〔2026〕1号", "东风村", "")


def test_a_slip_tells_what_was_done_and_who_signed(cast: Cast) -> None:
    task = a_task(lead_unit=cast.village, text="查。", source_note="市安委办〔2026〕9号")
    for text in ("先查。", "后改。"):
        tasks.report_progress(task, by=cast.liaison, text=text)
    slip = work.a_slip(task)
    tasks.sign_slip(slip, by=cast.liaison)
    told = in_chinese(slip_of, Slip.objects.get(pk=slip.pk))
    assert told["progress"] == "2026年6月15日：先查。\n2026年6月15日：后改。"
    assert told["signed"] == "孙信息　2026年6月15日"
    assert told["source"].endswith("市安委办〔2026〕9号")


@pytest.mark.parametrize(("write", "most"), [(minutes_of, 5), (notice_of, 3)])
def test_a_paper_asks_as_much_for_three_of_everything_as_for_one(
    write: Any, most: int, cast: Cast, query_count: Any
) -> None:
    one, three = a_talk(cast), a_talk(cast, items=3, people=3)
    counts = []
    for meeting in (one, three):
        fetched = Meeting.objects.select_related("chair", "recorder").get(pk=meeting.pk)
        counts.append(query_count(lambda fetched=fetched: in_chinese(write, fetched)))
    assert counts[0] == counts[1] <= most


def test_a_year_asks_as_much_for_three_meetings_as_for_one(cast: Cast, query_count: Any) -> None:
    for _ in range(3):
        a_talk(cast)
    rows = Meeting.objects.select_related("chair", "recorder")
    counts = [query_count(lambda n=n: in_chinese(year_of, 2026, rows[:n])) for n in (1, 3)]
    assert counts[0] == counts[1] <= 7
