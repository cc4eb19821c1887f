"""The pages of appointments and liaison posts, the doors to appointing and ending, and the vacancy radar."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Appointment, LiaisonPost
from committee.services.appointments import end_appointment
from committee.tests.pages import Page, rows_of
from committee.tests.refusals import written
from dayan_safety.testing import Cast, a_person, a_unit, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
YESTERDAY, TODAY, TOMORROW = (date(2026, 6, day) for day in (14, 15, 16))
DONE = "alert-success"


@pytest.fixture
def vacant(cast: Cast) -> LiaisonPost:
    """A vacant post of the liaison's village."""
    found: LiaisonPost = cast.village.liaison_posts.get(role="coordinator")
    return found


def page_of(browser: Any, thing: Any) -> Page:
    """A record's page."""
    return Page(browser.get(thing.get_absolute_url()))


def door(verb: str, thing: Any) -> str:
    """Where a verb is done."""
    return reverse(f"committee:{verb}", args=[thing.pk])


def test_an_appointment_s_page_says_who_what_and_when(cast: Cast, as_user: Any) -> None:
    made = an_appointment(
        cast.group, "deputy_lead", a_person(name="副甲"), until=date(2026, 12, 31), document="任〔2024〕1号"
    )
    page = page_of(as_user(cast.office), made)
    assert (page.title, page.status, page.buttons) == ("副甲 消防安全组 副组长", "在任", ["结束任职"])
    assert page.facts == {
        "人员": "副甲",
        "职务": "消防安全组 副组长",
        "任职起": "2024-01-01",
        "截止日期": "2026-12-31",
        "任职文件": "任〔2024〕1号",
    }
    assert page.history == [
        "系统 任命 5 项内容 人员：变更后 副甲 职务：变更后 副组长 任职起：变更后 2024-01-01"
        " 任职止：变更后 2026-12-31 任职文件：变更后 任〔2024〕1号"
    ]


@pytest.mark.parametrize(
    ("since", "until", "status", "may_end"),
    [
        (YESTERDAY, None, "在任", True),
        (YESTERDAY, TODAY, "在任", True),
        (YESTERDAY, YESTERDAY, "已结束", False),
        (TOMORROW, None, "尚未到任", True),
    ],
)
def test_what_is_over_cannot_be_ended_from_its_page(
    since: date, until: date | None, status: str, may_end: bool, vacant: LiaisonPost, cast: Cast, as_user: Any
) -> None:
    page = page_of(as_user(cast.office), an_appointment(vacant, "liaison", since=since, until=until))
    assert (page.status, page.buttons) == (status, ["结束任职"] * may_end)
    assert page_of(as_user(cast.chair), Appointment.objects.get(liaison_post=vacant)).buttons == []


def test_the_person_is_named_but_not_linked_for_readers_without_people(cast: Cast, as_user: Any) -> None:
    held = cast.lead.person.appointments.get()
    for user, linked in ((cast.member, ["赵组长", "消防安全组 组长"]), (cast.inspector, ["消防安全组 组长"])):
        page = page_of(as_user(user), held)
        assert page.facts["人员"] == "赵组长"
        assert [link.text for link in page.main.first("dl", "facts").all("a")] == linked


def test_a_liaison_post_s_page_says_who_holds_it_and_who_held_it(cast: Cast, as_user: Any) -> None:
    held = cast.liaison.person.appointments.get()
    end_appointment(held, by=cast.office, until=YESTERDAY, reason="x")
    an_appointment(held.liaison_post, "liaison", a_person(name="新信息"), since=TODAY)
    page = page_of(as_user(cast.office), held.liaison_post)
    assert (page.title, page.status, page.buttons) == ("东风村 信息员", "在岗", ["任命"])
    assert page.facts == {"单位": "东风村", "岗位": "信息员", "在岗人员": "新信息"}
    rows = rows_of(page.panels["任职记录"])
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("新信息", "2026-06-15", "至今"),
        ("孙信息", "2024-01-01", "2026-06-14"),
    ]


def test_a_vacant_post_says_so(vacant: LiaisonPost, cast: Cast, as_user: Any) -> None:
    page = page_of(as_user(cast.liaison), vacant)
    assert (page.status, page.facts["在岗人员"], page.buttons) == ("空缺", "空缺", [])


def test_appointing_says_what_was_done_and_shows_it(vacant: LiaisonPost, cast: Cast, as_user: Any) -> None:
    person = a_person(name="新协管", unit=cast.village)
    form = {"person": person.pk, "post": "liaison", "since": "2026.6.15", "document": "任〔2026〕1号"}
    page = Page(as_user(cast.office).post(door("appoint_liaisonpost", vacant), form, follow=True))
    assert page.main.first(kind=DONE).text == "已完成：任命。"
    assert (page.title, page.facts["在岗人员"]) == ("东风村 协管员", "新协管")
    assert page.history[0].startswith("李文员 任命：新协管 东风村 协管员")


def test_a_post_that_is_held_is_refused_with_the_holder_s_name_and_nothing_typed_is_lost(
    cast: Cast, as_user: Any
) -> None:
    post, person = cast.liaison.person.appointments.get().liaison_post, a_person(name="新人")
    browser = as_user(cast.office)
    form = {"person": person.pk, "post": "liaison", "since": "2026.6.15", "document": "任〔2026〕1号"}
    before = written()
    page = Page(browser.post(door("appoint_liaisonpost", post), form))
    assert (page.status_code, page.title) == (422, "任命")
    assert page.errors == {"": "孙信息自 2024-01-01 起担任该职务，请先结束其任职。"}
    assert [page.input(name) for name in ("since", "document")] == ["2026.6.15", "任〔2026〕1号"]
    assert "新人" in page.main.first("form").text
    assert written() == before


def test_ending_asks_for_the_day_and_the_reason_and_goes_back_to_the_appointment(cast: Cast, as_user: Any) -> None:
    browser, held = as_user(cast.office), cast.lead.person.appointments.get()
    asked = Page(browser.get(door("end_appointment", held)))
    assert (asked.title, asked.input("until")) == ("结束任职", "2026-06-15")
    nothing = Page(browser.post(door("end_appointment", held), {"until": "2026-6-31"}))
    assert nothing.errors == {"until": "请按“2026-3-5”的样式填写日期。", "reason": "这个字段是必填项。"}
    done = Page(browser.post(door("end_appointment", held), {"until": "2026-6-14", "reason": "调离"}, follow=True))
    assert (done.status, done.facts["截止日期"], done.buttons) == ("已结束", "2026-06-14", [])
    assert done.history[0] == "李文员 结束任职 任职止：变更后 2026-06-14 原因：调离"
    again = Page(browser.post(door("end_appointment", held), {"until": "2026-6-14", "reason": "调离"}))
    assert (again.status_code, again.errors) == (422, {"": "该任职已经结束。"})


def test_handing_over_explains_itself_and_moves_the_posts(cast: Cast, as_user: Any) -> None:
    browser, coming = as_user(cast.office), a_person(name="新组长")
    url = door("hand_over", cast.lead.person)
    asked = Page(browser.get(url))
    assert "此人现有的全部职务随之结束，由接任人员接任；权限随职务转移。" in asked.text
    own = Page(browser.post(url, {"successor": cast.lead.person.pk, "on": "2026-6-15", "reason": "轮岗"}))
    assert (own.status_code, own.errors) == (422, {"": "不能交接给本人，请另选接任人员。"})
    done = Page(browser.post(url, {"successor": coming.pk, "on": "2026-6-15", "reason": "轮岗"}, follow=True))
    assert done.main.first(kind=DONE).text == "已完成：工作交接。"
    assert [(a.title, a.since) for a in coming.appointments.all()] == [("消防安全组 组长", TODAY)]


def radar(browser: Any, **query: str) -> dict[str, list[list[str]]]:
    """The radar as read: section → rows of unit and posts."""
    page = Page(browser.get(reverse("committee:list_vacancies"), query))
    return {block.first("h2").text: rows_of(block) for block in page.main.all("section", "card")}


def test_the_radar_names_every_post_s_holder_or_says_vacant(cast: Cast, as_user: Any) -> None:
    a_unit(name="安泰公司", kind="enterprise")
    assert radar(as_user(cast.office)) == {
        "村": [["东风村", "孙信息", "空缺", "空缺"], ["西河村", "空缺", "空缺", "空缺"]],
        "企业": [["安泰公司", "空缺", "空缺", "空缺"]],
    }
    page = Page(as_user(cast.office).get(reverse("committee:list_vacancies")))
    assert [part.text for part in page.main.all(kind="radar-sum")] == [
        "村 共 6 岗，在岗 1，占 17%",
        "企业 共 3 岗，在岗 0，占 0%",
    ]
    cells = page.main.all("a", "is-vacant") + page.main.all("a", "is-filled")
    assert len(cells) == 9
    assert all(cell.all("svg") for cell in cells)


def test_only_vacancies_leaves_out_full_units_and_says_when_there_are_none(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.liaison)
    assert radar(browser, only="vacant")["村"] == [["东风村", "孙信息", "空缺", "空缺"]]
    for role in ("coordinator", "patrol_inspector"):
        an_appointment(cast.village.liaison_posts.get(role=role), "liaison", a_person(name=role))
    assert radar(browser, only="vacant")["村"] == []
    page = Page(browser.get(reverse("committee:list_vacancies"), {"only": "vacant"}))
    assert page.text.count("没有空缺岗位。") == 2
    assert radar(browser)["村"] == [["东风村", "孙信息", "coordinator", "patrol_inspector"]]


def test_the_radar_of_tomorrow_shows_who_comes_tomorrow(vacant: LiaisonPost, cast: Cast, as_user: Any) -> None:
    an_appointment(vacant, "liaison", a_person(name="明日到"), since=TOMORROW)
    assert "明日到" not in str(radar(as_user(cast.office)))
    Appointment.objects.filter(liaison_post=vacant).update(since=TODAY)
    assert radar(as_user(cast.office))["村"][0] == ["东风村", "孙信息", "明日到", "空缺"]
