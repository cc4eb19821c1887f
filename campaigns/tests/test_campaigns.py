"""Campaigns: who plans them, what is planned against what the records say was done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.services.owning import create_own, edit_own
from campaigns.services.stock import distribute_copies, hand_out_copies, reverse_entry
from campaigns.tests.builders import DAY, a_campaign, a_kind_of_event, a_safety_day, a_stock, an_event
from committee.tests.pages import Page, rows_of
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
LIST, NEW = reverse("campaigns:list_campaign"), reverse("campaigns:create_campaign")
OWN = "请选择本单位或本工作组"
TYPED = {"name": "夏季用电安全专项", "first_on": "2026-07-01", "last_on": "2026-7-31", "planned_drills": "3"}


def a_new_campaign(**given: Any) -> Campaign:
    """A campaign that is not planned yet."""
    return Campaign(**{"name": "专项", "first_on": DAY, "last_on": DAY, **given})


def test_the_office_plans_any_and_a_lead_the_own_groups(cast: Cast) -> None:
    create_own(a_new_campaign(name="全镇"), by=cast.office)
    mine = create_own(a_new_campaign(name="本组", group=cast.group), by=cast.lead)
    mine.theme = "人人参与"
    edit_own(mine, ["theme"], by=cast.lead)
    assert set(Campaign.objects.values_list("name", "theme")) == {("全镇", ""), ("本组", "人人参与")}
    assert list(
        Action.objects.filter(thing_type="campaigns.campaign").order_by("number").values_list("verb", "by_name")
    ) == [
        ("campaigns.create_campaign", "李文员"),
        ("campaigns.create_campaign", "赵组长"),
        ("campaigns.edit_campaign", "赵组长"),
    ]


def test_another_groups_is_refused_and_an_own_one_not_given_away(cast: Cast) -> None:
    for group in (cast.supervision, None):
        with pytest.raises(RuleBroken, match=OWN):
            create_own(a_new_campaign(group=group), by=cast.lead)
    mine = a_campaign(group=cast.group)
    mine.group = cast.supervision
    with pytest.raises(RuleBroken, match=OWN):
        edit_own(mine, ["group"], by=cast.lead)
    assert Campaign.objects.get().group == cast.group


@pytest.mark.parametrize("role", ["member", "liaison", "inspector", "supervisor", "chair", "auditor", "outsider"])
def test_who_plans_none_is_refused(role: str, cast: Cast) -> None:
    with pytest.raises((PermissionDenied, RuleBroken)):
        create_own(a_new_campaign(group=cast.group), by=getattr(cast, role))
    assert not Campaign.objects.exists()


def test_it_is_planned_by_the_form_once(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    for _time in range(2):
        assert browser.post(NEW, TYPED | {"once": "b" * 32}).status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.last_on, campaign.planned_drills, campaign.planned_people) == (date(2026, 7, 31), 3, None)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"last_on": "2026-06-30"}, "last_on", "结束日期早于开始日期"),
        ({"first_on": ""}, "first_on", "必填"),
        ({"name": "有了"}, "", "已有同名专项活动"),
        ({"planned_drills": "-1"}, "planned_drills", "0"),
        ({"planned_drills": "10000001"}, "planned_drills", "10000000"),
        ({"first_on": "2026-02-30"}, "first_on", "日期"),
        ({"safety_day": "777"}, "safety_day", "选"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(
    typed: dict[str, str], field: str, said: str, cast: Cast, as_user: Any
) -> None:
    a_campaign(name="有了")
    answer = as_user(cast.office).post(NEW, TYPED | typed)
    assert answer.status_code == 422
    page = Page(answer)
    assert said in page.errors[field]
    assert page.input("planned_drills") == typed.get("planned_drills", "3")
    assert Campaign.objects.count() == 1


def progress(browser: Any, campaign: Campaign) -> dict[str, list[str]]:
    """Number → planned, done, how far, as its page shows it."""
    page = Page(browser.get(campaign.get_absolute_url()))
    return {row[0]: row[1:] for row in rows_of(page.panels["计划与完成"])}


def test_what_was_done_comes_from_the_records(cast: Cast, as_user: Any) -> None:
    campaign = a_campaign(planned_drills=4, planned_people=50, planned_copies=30)
    drill, other = a_kind_of_event(counts_as="drill"), a_campaign()
    for day, people in ((DAY, 20), (date(2026, 5, 2), 40), (date(2026, 6, 20), None)):
        an_event(kind=drill, campaign=campaign, held_on=day, head_count=people)  # the last one lies ahead
    event = an_event(campaign=campaign, head_count=1)
    an_event(kind=drill, campaign=other, head_count=500)
    an_event(kind=drill, head_count=500)
    material = a_stock(200)
    hand_out_copies(event, by=None, material=material, copies=5)
    for about in (campaign, other, None):
        distribute_copies(material, by=None, copies=20, on=DAY, unit=cast.village, campaign=about)
    wrong = distribute_copies(material, by=None, copies=50, on=DAY, unit=cast.village, campaign=campaign)
    reverse_entry(wrong, by=cast.office, reason="登记错误")
    assert progress(as_user(cast.office), campaign) == {
        "开展宣教活动": ["—", "3", "未设计划"],
        "应急演练": ["4", "2", "50 %"],
        "安全培训": ["—", "1", "未设计划"],
        "参加人数": ["50", "61", "122 %"],
        "宣传资料发放数": ["30", "25", "83 %"],
    }


def test_each_number_opens_exactly_its_records(cast: Cast, as_user: Any) -> None:
    campaign, browser = a_campaign(planned_drills=4), as_user(cast.office)
    for counts_as in ("drill", "drill", "contest"):
        an_event(kind=a_kind_of_event(counts_as=counts_as), campaign=campaign, theme=f"本次{counts_as}")
    an_event(kind=a_kind_of_event(counts_as="drill"), theme="别的")
    material = a_stock(100)
    distribute_copies(material, by=None, copies=20, on=DAY, unit=cast.village, campaign=campaign)
    distribute_copies(material, by=None, copies=7, on=DAY, unit=cast.village)
    page = Page(browser.get(campaign.get_absolute_url()))
    opened = {}
    for row in page.panels["计划与完成"].all("tr"):
        for link in row.all("a"):
            rows = Page(browser.get(link.attributes["href"])).rows
            opened[row.first("th").text] = (int(link.text), [row[0] for row in rows])
    assert {name: number for name, (number, _rows) in opened.items()} == {
        "开展宣教活动": 3,
        "知识竞赛": 1,
        "应急演练": 2,
        "宣传资料发放数": 20,
    }
    assert opened["应急演练"][1] == ["本次drill", "本次drill"]
    assert len(opened["宣传资料发放数"][1]) == 1


def test_a_liaison_reads_the_campaign_with_the_own_numbers(cast: Cast, as_user: Any) -> None:
    campaign = a_campaign(planned_events=10)
    for unit in (cast.village, cast.other_village):
        an_event(campaign=campaign, unit=unit)
    assert progress(as_user(cast.chair), campaign)["开展宣教活动"][:2] == ["10", "2"]
    assert progress(as_user(cast.liaison), campaign)["开展宣教活动"][:2] == ["10", "1"]


def test_an_empty_campaign_says_what_to_do(cast: Cast, as_user: Any) -> None:
    page = Page(as_user(cast.office).get(a_campaign().get_absolute_url()))
    assert "请填写计划数" in page.panels["计划与完成"].text


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"standing": "under_way"}, ["六月"]),
        ({"standing": "planned"}, ["七月"]),
        ({"standing": "over"}, ["五月"]),
        ({"since": "2026-06-01"}, ["七月", "六月"]),
        ({"until": "2026-06-01"}, ["六月", "五月"]),
        ({"q": "主题"}, ["五月"]),
        ({}, ["七月", "六月", "五月"]),
    ],
)
@pytest.mark.every_database
def test_the_list_is_narrowed(asked: dict[str, str], names: list[str], cast: Cast, as_user: Any) -> None:
    for number, name in ((5, "五月"), (6, "六月"), (7, "七月")):
        about = {"first_on": date(2026, number, 1), "last_on": date(2026, number, 30)}
        a_campaign(name=name, theme="主题" if number == 5 else "", **about)
    an_event(campaign=Campaign.objects.get(name="六月"))
    rows = Page(as_user(cast.office).get(LIST, asked)).rows
    assert [row[0] for row in rows] == names
    words = {row[0]: (row[-2], row[-1]) for row in rows}
    assert words.items() <= {"五月": ("0", "已结束"), "六月": ("1", "进行中"), "七月": ("0", "计划中")}.items()


def test_the_month_is_counted_since_2002(cast: Cast, as_user: Any) -> None:
    month = a_safety_day(name="安全生产月", month=6, day=None, first_year=2002)
    campaign = a_campaign(safety_day=month)
    assert campaign.number == 25 == 2026 - 2001
    assert Page(as_user(cast.office).get(campaign.get_absolute_url())).facts["第几次"] == "第25个"
    assert a_campaign().number is None
