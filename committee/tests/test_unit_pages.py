"""The pages of units: what they say, to whom, and which buttons they carry."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Unit, WorkingGroup
from committee.services.units import add_alias, edit_unit
from committee.tests.pages import Page, rows_of
from dayan_safety.testing import Cast, a_person, a_unit, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
READERS = ("chair", "office", "lead", "member", "supervisor", "inspector", "liaison")
NOTHING = "未填写"


def page_of(browser: Any, unit: Unit) -> Page:
    """A unit's page."""
    return Page(browser.get(unit.get_absolute_url()))


def test_everything_known_of_a_unit_is_on_its_page(cast: Cast, as_user: Any) -> None:
    unit = a_unit(
        name="北山村",
        code="370899001200",
        address="山下路1号",
        telephone="0537-2212345",
        valid_from=date(2013, 1, 1),
        valid_to=date(2026, 6, 15),
    )
    page = page_of(as_user(cast.office), unit)
    assert (page.title, page.status) == ("北山村", "隶属本镇")
    assert page.facts == {
        "类别": "村",
        "统计代码": "370899001200",
        "地址": "山下路1号",
        "办公电话": "0537-2212345",
        "隶属本镇起": "2013-01-01",
        "隶属本镇止": "2026-06-15",
    }


def test_what_is_not_known_says_so(cast: Cast, as_user: Any) -> None:
    facts = page_of(as_user(cast.office), cast.village).facts
    assert facts == {"类别": "村"} | dict.fromkeys(
        ("统计代码", "地址", "办公电话", "隶属本镇起", "隶属本镇止"), NOTHING
    )


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ({}, "隶属本镇"),
        ({"valid_to": date(2026, 6, 15)}, "隶属本镇"),
        ({"valid_to": date(2026, 6, 14)}, "已不隶属本镇"),
        ({"valid_from": date(2026, 6, 15)}, "隶属本镇"),
    ],
)
def test_the_badge_says_whether_the_unit_belongs_to_the_town_today(
    days: dict[str, date], status: str, cast: Cast, as_user: Any
) -> None:
    page = page_of(as_user(cast.office), a_unit(**days))
    assert page.status == status
    assert page.head.first(kind="badge").all("svg")


@pytest.mark.parametrize("role", READERS)
def test_only_the_office_has_something_to_press(role: str, cast: Cast, as_user: Any) -> None:
    expected = ["添加其他名称", "编辑", "移除"] if role == "office" else []
    assert page_of(as_user(getattr(cast, role)), cast.village).buttons == expected


def test_liaisons_are_shown_with_their_days_and_vacancies_with_the_way_to_fill_them(cast: Cast, as_user: Any) -> None:
    def liaisons(role: str) -> list[str]:
        return [line.text for line in page_of(as_user(getattr(cast, role)), cast.village).panels["联络员"].all("li")]

    assert liaisons("office") == ["信息员 孙信息 2024-01-01 起", "协管员 空缺 任命", "巡查员 空缺 任命"]
    assert liaisons("chair") == ["信息员 孙信息 2024-01-01 起", "协管员 空缺", "巡查员 空缺"]


def test_people_groups_and_other_names_are_shown_where_there_are_any(cast: Cast, as_user: Any) -> None:
    an_appointment(cast.supervision, "group_member", a_person(name="高双职", unit=cast.village, position="委员"))
    a_person(name="已走", unit=cast.village, left_on=date(2026, 6, 14))
    WorkingGroup.objects.filter(pk=cast.group.pk).update(lead_unit=cast.village, to_be_confirmed=True)
    add_alias(cast.village, by=cast.office, name="大槐树村")
    panels = page_of(as_user(cast.office), cast.village).panels
    assert list(panels) == ["联络员", "人员", "牵头的工作组", "其他名称", "附件", "操作记录"]
    assert [[row[0], row[1], row[3]] for row in rows_of(panels["人员"])] == [
        ["高双职", "委员", "督查考核组 组员"],
        ["孙信息", "", "东风村 信息员"],
    ]
    assert panels["牵头的工作组"].first("ul").text == "消防安全组 待确认"
    assert panels["其他名称"].all(kind="badge")[0].text == "大槐树村"
    school = page_of(as_user(cast.office), a_unit(kind="school")).panels
    assert list(school) == ["附件", "操作记录"]


def test_an_agency_s_reader_sees_the_unit_but_not_its_people(cast: Cast, as_user: Any) -> None:
    panels = page_of(as_user(cast.inspector), cast.village).panels
    assert list(panels) == ["操作记录"]
    assert "孙信息" not in page_of(as_user(cast.inspector), cast.village).text
    assert "孙信息" in page_of(as_user(cast.liaison), cast.village).text


def test_numbers_of_people_stay_masked_on_a_unit_s_page(cast: Cast, as_user: Any) -> None:
    telephone = cast.liaison.person.telephone
    for role in ("chair", "office", "liaison"):
        text = page_of(as_user(getattr(cast, role)), cast.village).text
        assert cast.liaison.person.masked_telephone in text
        assert telephone not in text


def test_the_history_of_a_unit_is_told_with_that_of_its_posts(cast: Cast, as_user: Any) -> None:
    cast.village.address = "村东头"
    edit_unit(cast.village, ["address"], by=cast.office)
    told = page_of(as_user(cast.office), cast.village).history
    assert told[0] == "李文员 编辑单位 地址：变更后 村东头"
    assert told[1].startswith("系统 任命：孙信息 东风村 信息员")
    assert told[-2:] == [
        "系统 设立联络岗 岗位：变更后 信息员、协管员、巡查员",
        "系统 登记单位 名称：变更后 东风村 单位类别：变更后 村 排序：变更后 " + str(cast.village.order),
    ]


def test_a_reader_without_the_posts_reads_the_unit_s_own_history(cast: Cast, as_user: Any) -> None:
    told = page_of(as_user(cast.inspector), cast.village).history
    assert [row.split()[1] for row in told] == ["设立联络岗", "登记单位"]


def test_the_same_page_speaks_english(cast: Cast, as_user: Any, settings: Any) -> None:
    browser = as_user(cast.office)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = page_of(browser, cast.village)
    assert page.status == "in the town"
    assert page.buttons == ["Add another name", "Edit", "Remove"]
    assert page.facts["Kind"] == "village"
    assert [line.text for line in page.panels["Liaisons"].all("li")][1] == "Coordinator vacant Appoint somebody"
    assert page.history[0].startswith("The portal appoint: 孙信息 东风村 信息员")


def test_adding_another_name_shows_it_and_says_so(cast: Cast, as_user: Any) -> None:
    url = reverse("committee:add_alias", args=[cast.village.pk])
    page = Page(as_user(cast.office).post(url, {"name": "大槐树村"}, follow=True))
    assert page.main.first(kind="alert-success").text == "已完成：添加其他名称。"
    assert page.panels["其他名称"].all(kind="badge")[0].text == "大槐树村"
    assert page.history[0] == "李文员 添加其他名称 名称：变更后 大槐树村"
    again = Page(as_user(cast.office).post(url, {"name": "大槐树村"}))
    assert (again.status_code, again.errors) == (422, {"": "“大槐树村”已经是东风村的名称，请换一个。"})
    assert again.input("name") == "大槐树村"
