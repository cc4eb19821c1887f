"""The pages of the committee, its groups and the chart: terms, duties, people, and what each role may press."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Committee, WorkingGroup
from committee.services.appointments import end_appointment
from committee.tests.pages import Page, rows_of
from dayan_safety.testing import Cast, a_committee, a_group, a_person, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")
TODAY = date(2026, 6, 15)
INSIDERS = ("chair", "office", "lead", "member", "supervisor", "liaison", "inspector")


def page_of(browser: Any, thing: Any) -> Page:
    """A body's page."""
    return Page(browser.get(thing.get_absolute_url()))


def chart_of(browser: Any) -> Page:
    """The organisation chart."""
    return Page(browser.get(reverse("committee:show_chart")))


def test_a_committee_s_page_says_its_term_its_office_and_its_duties(cast: Cast, as_user: Any) -> None:
    committee = a_committee(
        name="第二届促进委员会",
        document="大发〔2026〕1号",
        term_from=date(2026, 1, 1),
        term_to=date(2028, 12, 31),
        office_unit=cast.village,
        duties="统一领导\n审定规划",
        office_duties="汇总月报",
    )
    page = page_of(as_user(cast.chair), committee)
    assert (page.title, page.status) == ("第二届促进委员会", "在任")
    assert page.facts == {
        "任期起": "2026-01-01",
        "任期止": "2028-12-31",
        "成立文件": "大发〔2026〕1号",
        "办公室设在": "东风村",
    }
    assert list(page.panels) == ["职责", "办公室职责", "任职记录", "操作记录"]
    assert page.panels["职责"].first(kind="prose").text == "统一领导 审定规划"
    assert page.panels["办公室职责"].first(kind="prose").text == "汇总月报"


@pytest.mark.parametrize(
    ("term", "status"),
    [
        ((date(2026, 6, 15), None), "在任"),
        ((date(2026, 1, 1), date(2026, 6, 15)), "在任"),
        ((date(2026, 1, 1), date(2026, 6, 14)), "不在任期内"),
        ((date(2026, 6, 16), None), "不在任期内"),
    ],
)
def test_the_badge_says_whether_the_term_runs_today(term: Any, status: str, cast: Cast, as_user: Any) -> None:
    committee = a_committee(term_from=term[0], term_to=term[1])
    assert page_of(as_user(cast.office), committee).status == status


@pytest.mark.parametrize("role", INSIDERS)
def test_each_role_has_its_buttons_on_bodies(role: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(getattr(cast, role))
    all_of_them = ["任命", "编辑", "移除"] if role == "office" else []
    own = {"lead": ["编辑"]}.get(role, all_of_them)
    shown = [page_of(browser, thing).buttons for thing in (cast.committee, cast.group, cast.supervision)]
    assert shown == [all_of_them, own, all_of_them]


def test_appointments_stand_in_protocol_order_with_the_way_to_end_them_for_the_office(cast: Cast, as_user: Any) -> None:
    an_appointment(cast.committee, "executive_deputy", a_person(name="镇长某"), until=date(2026, 6, 14))
    rows = rows_of(page_of(as_user(cast.office), cast.committee).panels["任职记录"])
    assert [(row[0], row[3], bool(row[5])) for row in rows] == [
        ("王主任", "至今", True),
        ("镇长某", "2026-06-14", False),
        ("钱所长", "至今", True),
        ("李文员", "至今", True),
    ]
    assert {row[5] for row in rows_of(page_of(as_user(cast.member), cast.committee).panels["任职记录"])} == {""}


def test_a_group_s_page_says_its_number_its_units_and_its_tasks(cast: Cast, as_user: Any) -> None:
    WorkingGroup.objects.filter(pk=cast.group.pk).update(
        number=2, lead_unit=cast.village, duties="检查通道", tasks="每月报送", to_be_confirmed=True
    )
    page = page_of(as_user(cast.lead), cast.group)
    assert (page.title, page.status) == ("消防安全组", "待确认")
    assert page.facts == {"序号": "2", "牵头单位": "东风村", "促进委员会": "测试促进委员会"}
    assert list(page.panels) == ["职责", "任务", "任职记录", "附件", "操作记录"]
    assert rows_of(page.panels["任职记录"])[0][:2] == ["赵组长", "消防安全组 组长"]


def test_a_group_without_people_says_so(cast: Cast, as_user: Any) -> None:
    page = page_of(as_user(cast.office), a_group(cast.committee))
    assert rows_of(page.panels["任职记录"]) == [["暂无人员。"]]
    assert page.status == "已确认"


def test_units_are_linked_where_the_reader_may_go(cast: Cast, as_user: Any) -> None:
    Committee.objects.update(office_unit=cast.other_village)

    def links(user: Any) -> list[str]:
        return [link.text for link in page_of(as_user(user), cast.committee).main.first("dl", "facts").all("a")]

    assert links(cast.inspector) == ["西河村"]
    assert links(cast.liaison) == []
    assert page_of(as_user(cast.liaison), cast.committee).facts["办公室设在"] == "西河村"


def test_the_chart_says_who_is_in_which_post_and_what_is_vacant(cast: Cast, as_user: Any) -> None:
    Committee.objects.update(office_unit=cast.village, document="大发〔2024〕1号")
    an_appointment(cast.committee, "deputy_director", a_person(name="副书记", position="党委副书记"))
    an_appointment(cast.group, "deputy_lead", a_person(name="副组长甲"))
    page = chart_of(as_user(cast.chair))
    assert page.title == "测试促进委员会"
    assert page.head.first("p").text == "任期 2024-01-01 起 · 大发〔2024〕1号"
    assert [level.text for level in page.main.all("section", "level")] == [
        "主任 王主任",
        "常务副主任 空缺",
        "副主任 副书记 党委副书记",
    ]
    members, office = page.main.first(kind="side").all("section", "box")
    assert members.text == "成员单位 1 安监站 钱所长"
    assert office.text == "办公室 设在东风村 办公室主任空缺 工作人员 李文员"
    assert [group.text for group in page.main.first("ul", "branch").all(kind="group")] == [
        "消防安全组 组长 赵组长 副组长 副组长甲 2 人",
        "督查考核组 组长 空缺 1 人",
    ]
    assert page.main.first("p", "roots").text == (
        "2 个村 0 家规模以上非公企业 每个单位设信息员、协管员、巡查员各一名 1 / 6 个联络岗在岗"
    )


def test_the_chart_is_that_of_today(cast: Cast, as_user: Any) -> None:
    held = cast.chair.person.appointments.get()
    end_appointment(held, by=cast.office, until=TODAY, reason="调任")
    an_appointment(cast.committee, "director", a_person(name="新书记"), since=date(2026, 6, 16))
    assert "王主任" in chart_of(as_user(cast.office)).main.first("section", "level").text


def test_the_chart_leads_to_other_terms_and_marks_what_is_unconfirmed(cast: Cast, as_user: Any) -> None:
    a_committee(name="上届促进委员会", term_from=date(2020, 1, 1), term_to=date(2023, 12, 31))
    a_group(cast.committee, name="老年人安全组", number=9, to_be_confirmed=True)
    page = chart_of(as_user(cast.liaison))
    assert page.buttons == ["全部任职", "上届促进委员会 2020-01"]
    assert "老年人安全组 组长 空缺 0 人 待确认" in page.text
    assert "3 个工作组" in page.text


def test_groups_of_another_term_are_not_on_the_chart(cast: Cast, as_user: Any) -> None:
    a_group(a_committee(term_from=date(2020, 1, 1), term_to=date(2023, 12, 31)), name="旧组")
    assert "旧组" not in chart_of(as_user(cast.office)).text


def test_the_chart_speaks_english(cast: Cast, as_user: Any, settings: Any) -> None:
    browser = as_user(cast.office)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    levels = [level.text for level in chart_of(browser).main.all("section", "level")]
    assert levels == ["Director 王主任", "Executive deputy director vacant", "Deputy director vacant"]
