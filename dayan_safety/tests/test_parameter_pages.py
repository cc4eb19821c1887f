"""The parameters' page: shown as they stand, refused with a sentence beside the field, kept with history, in force at
once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from committee.models import Meeting
from committee.services import meetings, tasks
from committee.tests import work
from committee.tests.pages import Page
from dayan_safety.models import Action, Parameter
from dayan_safety.parameters import all_parameters, parameter, parameters
from dayan_safety.testing import Cast, a_task

PAGE = reverse("set_parameters")


@pytest.fixture(autouse=True)
def midsummer() -> Any:
    """It is ten in the morning of 15 June 2026 in the town."""
    with time_machine.travel("2026-06-15 10:00+08:00", tick=False):
        yield


def typed(browser: Any, **values: Any) -> dict[str, Any]:
    """The form as it comes, with some fields typed over; ``a__b`` stands for ``a.b``."""
    form = browser.get(PAGE).context["form"]
    given = {name: form[name].value() for name in form.fields}
    return given | {name.replace("__", "."): value for name, value in values.items()}


def told() -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """What history keeps of settings."""
    rows = Action.objects.filter(verb="dayan_safety.set_parameters").order_by("number")
    return [(row.by_name, row.before, row.after) for row in rows]


def test_every_parameter_stands_there_under_its_heading_as_it_is(cast: Cast, as_user: Any) -> None:
    Parameter.objects.create(name="committee.late_after", value=15)
    page = Page(as_user(cast.office).get(PAGE))
    assert page.title == "参数设置"
    assert {"联席会议", "任务"} <= {card.first("h2").text for card in page.main.all("section", "card")}
    assert page.input("committee.late_after") == "15"
    assert page.input("committee.meeting_time") == "09:00"
    shown = {node.attributes.get("name") for node in page.main.all()}
    assert set(all_parameters()) <= shown


def test_a_change_is_kept_said_and_in_the_history_in_words(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    form = typed(
        browser, committee__late_after="20", committee__meeting_time="14：00", committee__invited_posts=["lead"]
    )
    page = Page(browser.post(PAGE, form, follow=True))
    assert page.main.first(kind="alert-success").text == "参数已保存，从现在起生效。"
    assert (page.title, page.input("committee.late_after")) == ("参数设置", "20")
    kept = dict(Parameter.objects.values_list("name", "value"))
    assert kept == {
        "committee.late_after": 20, "committee.meeting_time": "14:00", "committee.invited_posts": ["lead"],
    }  # fmt: skip
    assert told() == [
        (
            "李文员",
            {
                "开始时间": "09:00",
                "超过几分钟算迟到": "5",
                "参会范围": "主任, 常务副主任, 副主任, 成员, 办公室主任, 办公室工作人员, 组长",
            },
            {"开始时间": "14:00", "超过几分钟算迟到": "20", "参会范围": "组长"},
        )
    ]


def test_what_is_the_same_as_before_is_no_change(cast: Cast, as_user: Any) -> None:
    browser, before = as_user(cast.office), parameters()
    assert browser.post(PAGE, typed(browser)).status_code == 302
    assert (told(), Parameter.objects.count(), parameters()) == ([], 0, before)


def test_going_back_to_what_was_shipped_is_a_change_too(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    for value in ("20", "5"):
        browser.post(PAGE, typed(browser, committee__late_after=value))
    assert parameter("committee.late_after") == 5
    assert [after for _by, _before, after in told()] == [{"超过几分钟算迟到": "20"}, {"超过几分钟算迟到": "5"}]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("committee.late_after", "-1", "确保该值大于或等于0。"),
        ("committee.late_after", "121", "确保该值小于或等于120。"),
        ("committee.late_after", "五", "输入整数。"),
        ("committee.notice_days", "31", "确保该值小于或等于30。"),
        ("committee.meeting_time", "25:00", "这不是时间，请写成14:30这样。"),
        ("committee.meeting_week", "5", "选择一个有效的选项。 5 不在可用的选项中。"),
        ("committee.meeting_weekday", "6", "选择一个有效的选项。 6 不在可用的选项中。"),
        ("committee.meeting_place", "", "这个字段是必填项。"),
        ("committee.invited_posts", ["king"], "选择一个有效的选项。 king 不在可用的选项中。"),
        ("committee.invited_posts", [], "这个字段是必填项。"),
        ("committee.task_prefix", "长" * 21, "确保该变量包含不超过 20 字符 (目前字符数 21)。"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_kept(
    name: str, value: Any, sentence: str, cast: Cast, as_user: Any
) -> None:
    browser = as_user(cast.office)
    answer = browser.post(PAGE, typed(browser, committee__comment_days="9") | {name: value})
    assert (answer.status_code, Page(answer).errors) == (422, {name: sentence})
    assert answer.context["form"][name].value() == value
    assert Page(answer).input("committee.comment_days") == "9"
    assert (Parameter.objects.count(), told()) == (0, [])


def test_sent_three_times_it_is_kept_once(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    form = typed(browser, committee__late_after="20") | {"once": Page(browser.get(PAGE)).input("once")}
    assert {browser.post(PAGE, form)["Location"] for _time in range(3)} == {PAGE}
    assert len(told()) == 1


@pytest.mark.parametrize("role", [role for role in Cast.ROLES if role != "office"])
def test_the_office_alone_sets_parameters(role: str, cast: Cast, as_user: Any) -> None:
    form = typed(as_user(cast.office), committee__late_after="20")
    browser = as_user(getattr(cast, role))
    assert (browser.get(PAGE).status_code, browser.post(PAGE, form).status_code) == (403, 403)
    assert parameter("committee.late_after") == 5


def test_hostile_words_are_text(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    form = typed(browser, committee__meeting_place="<script>alert(1)</script>", committee__meeting_name="%s%(x)s{0}")
    assert browser.post(PAGE, form).status_code == 302
    meeting = meetings.open_joint_meeting(cast.committee, date(2026, 7, 1))
    for url in (PAGE, meeting.get_absolute_url(), "/"):
        assert "<script>alert" not in browser.get(url).content.decode()


def test_the_rule_of_the_month_moves_the_meetings_that_follow_it(cast: Cast, as_user: Any) -> None:
    meetings.open_joint_meetings(date(2026, 6, 15))
    before = Meeting.objects.get(month=date(2026, 6, 1)).held_on
    browser = as_user(cast.office)
    browser.post(PAGE, typed(browser, committee__meeting_week="4", committee__meeting_weekday="5"))
    meetings.open_joint_meetings(date(2026, 6, 15))
    after = Meeting.objects.get(month=date(2026, 6, 1)).held_on
    assert (before, after) == (date(2026, 6, 15), date(2026, 6, 26))  # the tenth has gone by


def test_a_new_meeting_is_named_placed_and_timed_as_the_office_says(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    given = {"committee__meeting_name": "例会", "committee__meeting_place": "礼堂", "committee__meeting_time": "15:30"}
    browser.post(PAGE, typed(browser, **given, committee__invited_posts=["director", "lead"]))
    meeting = meetings.open_joint_meeting(cast.committee, date(2026, 7, 1))
    assert (f"{meeting.begins_at:%H:%M}", meeting.place) == ("15:30", "礼堂")
    assert "例会" in meeting.title
    assert [str(row) for row in meeting.attendances.present()] == ["王主任", "赵组长"]


def test_marks_days_and_minutes_count_from_now_on(cast: Cast, as_user: Any) -> None:
    old = a_task(lead_unit=cast.village)
    browser = as_user(cast.office)
    given = {"committee__task_prefix": "安督", "committee__slip_prefix": "安单", "committee__minutes_prefix": "安纪"}
    browser.post(PAGE, typed(browser, **given, committee__comment_days="0", committee__slip_red_after="0"))
    new = a_task(lead_unit=cast.village)
    old.refresh_from_db()
    assert (old.number, new.number) == ("大安督〔2026〕1号", "安督〔2026〕2号")
    slip = tasks.issue_slip(work.made_overdue(new, 3), by=None, requirement="x")
    assert (slip.number, slip.colour) == ("安单〔2026〕1号", "red")
    meeting = work.a_final(cast)
    assert (meeting.minutes_number, meeting.comments_until) == ("安纪〔2026〕1号", date(2026, 6, 15))
