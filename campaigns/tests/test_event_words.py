"""For whom an event was, by which channel it reached them, and what its log leaves open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import Audience, Channel, Event
from campaigns.services.owning import edit_own
from campaigns.services.shipped import AUDIENCES, CHANNELS, load_shipped
from campaigns.tests.builders import DAY, a_campaign, a_channel, a_kind_of_event, an_audience, an_event
from committee.tests.pages import Page
from dayan_safety.attachments import attach
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.tests import files

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
LIST, NEW = reverse("campaigns:list_event"), reverse("campaigns:create_event")
OPEN = "待完善"


def typed(**given: Any) -> dict[str, Any]:
    """What the form of an event sends."""
    about = {"theme": "用电安全宣传", "kind": str(a_kind_of_event(counts_as="publicity").pk), "held_on": "2026-6-12"}
    return about | {"place": "村委会", "head_count": "30"} | given


def test_audiences_and_channel_are_logged_shown_and_kept_in_history(cast: Cast, as_user: Any) -> None:
    one, two, channel = an_audience(name="学生"), an_audience(name="居民"), a_channel(name="展板")
    browser = as_user(cast.office)
    answer = browser.post(NEW, typed(audiences=[str(one.pk), str(two.pk)], channel=str(channel.pk), effect="反响好"))
    assert answer.status_code == 302
    event = Event.objects.get()
    page = Page(browser.get(event.get_absolute_url()))
    assert (page.facts["受众"], page.facts["宣传渠道"]) == ("学生、居民", "展板")
    assert "反响好" in page.panels["活动效果"].text
    edit = reverse("campaigns:edit_event", args=[event.pk])
    assert browser.post(edit, typed(audiences=[str(two.pk)], version="1")).status_code == 302
    assert list(event.audiences.all()) == [two]
    told = Action.objects.filter(verb="campaigns.edit_event", before__has_key="audiences").latest("number")
    assert (told.before["audiences"], told.after["audiences"]) == ("学生、居民", "居民")


def test_an_edit_that_says_nothing_of_them_leaves_them(cast: Cast) -> None:
    audience = an_audience()
    event = an_event(audiences=[audience])
    event.theme = "另一主题"
    edit_own(event, ["theme"], by=cast.office)
    assert list(event.audiences.all()) == [audience]


@pytest.mark.parametrize("key", ["777777", "abc", "9" * 40, "-1"])
@pytest.mark.every_database
def test_what_is_no_audience_is_told(key: str, cast: Cast, as_user: Any) -> None:
    an_audience()
    answer = as_user(cast.office).post(NEW, typed(audiences=[key]))
    assert answer.status_code == 422
    assert "audiences" in Page(answer).errors
    assert not Event.objects.exists()


@pytest.mark.every_database
def test_the_list_is_narrowed_by_both(cast: Cast, as_user: Any) -> None:
    pupils, screen = an_audience(name="学生"), a_channel(name="电子显示屏")
    an_event(theme="一", audiences=[pupils, an_audience()])
    an_event(theme="二", channel=screen)
    browser = as_user(cast.office)
    for asked, themes in (
        ({"audiences": pupils.pk}, ["一"]),
        ({"channel": screen.pk}, ["二"]),
        ({"reset": 1}, ["二", "一"]),
    ):
        assert [row[0] for row in Page(browser.get(LIST, asked, follow=True)).rows] == themes


def test_the_list_with_both_costs_the_queries_of_one_row(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser, url = as_user(cast.office), f"{LIST}?columns=theme&columns=audiences&columns=channel"
    an_event(audiences=[an_audience()], channel=a_channel())
    browser.get(url)
    few = query_count(lambda: browser.get(url))
    for _each in range(3):
        an_event(audiences=[an_audience(), an_audience()], channel=a_channel())
    assert query_count(lambda: browser.get(url)) == few <= 14


def test_the_words_of_the_source_are_shipped_once_and_a_removed_one_stays_away(cast: Cast) -> None:
    load_shipped()
    assert tuple(Audience.objects.values_list("name", flat=True)) == AUDIENCES
    assert tuple(Channel.objects.values_list("name", flat=True)) == CHANNELS
    assert {"班子成员", "机关干部", "驻镇部门负责人", "重点企业负责人"} <= set(AUDIENCES)
    assert {"墙报", "展板", "电子显示屏"} <= set(CHANNELS)
    remove_record(Channel.objects.get(name="广播"), by=cast.office, reason="不再使用")
    assert load_shipped() == 0
    assert "广播" not in Channel.objects.present().values_list("name", flat=True)


# What the log leaves open.


def open_points(browser: Any, event: Event) -> list[str]:
    """The hints on the event's page."""
    panel = Page(browser.get(event.get_absolute_url())).panels.get(OPEN)
    return [line.text for line in panel.all("li")] if panel else []


def test_a_bare_log_is_told_what_is_missing_and_a_full_one_nothing(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    event = an_event(kind=a_kind_of_event(counts_as="training"))
    assert open_points(browser, event) == [
        "还没有上传现场照片。",
        "还没有上传签到表，拍照上传即可。",
        "尚未填写参加人数。",
        "尚未选择受众。",
    ]
    for name in ("现场.png", "签到表.png"):
        attach(event, by=cast.office, file=files.upload(files.picture(), name))
    event.head_count = 25
    edit_own(event, ["head_count"], by=cast.office, audiences=[an_audience()])
    assert open_points(browser, event) == []


def test_publicity_needs_no_sign_in_list(cast: Cast, as_user: Any) -> None:
    event = an_event(kind=a_kind_of_event(counts_as="publicity"), head_count=9, audiences=[an_audience()])
    assert open_points(as_user(cast.office), event) == ["还没有上传现场照片。"]


def test_nobody_at_an_event_is_asked_about(cast: Cast, as_user: Any) -> None:
    event = an_event(kind=a_kind_of_event(counts_as="publicity"), head_count=0, audiences=[an_audience()])
    assert "活动已举办，参加人数却为 0，请核对。" in open_points(as_user(cast.office), event)


@pytest.mark.parametrize(("days", "asked"), [(-1, True), (0, False), (29, False), (30, True)])
def test_a_day_outside_the_campaign_is_asked_about(days: int, asked: bool, cast: Cast, as_user: Any) -> None:
    event = an_event(campaign=a_campaign(), held_on=date(2026, 6, 1) + timedelta(days=days))
    said = "日期不在专项活动期间（2026-06-01 至 2026-06-30）。"
    assert (said in open_points(as_user(cast.office), event)) == asked


def test_the_same_theme_day_and_place_twice_is_asked_about(cast: Cast, as_user: Any) -> None:
    kind, browser = a_kind_of_event(), as_user(cast.office)
    event = an_event(theme="用电安全", kind=kind)
    for about in ({"theme": "用气安全"}, {"place": "广场"}, {"held_on": DAY - timedelta(days=1)}):
        an_event(**{"theme": "用电安全", "kind": kind} | about)
    said = "同一天、同一地点已有同主题的活动，请核对是否重复登记。"
    assert said not in open_points(browser, event)
    twin = an_event(theme="用电安全", kind=kind)
    assert said in open_points(browser, event)
    remove_record(twin, by=cast.office, reason="重复")
    assert said not in open_points(browser, event)


def test_what_lies_ahead_is_asked_nothing_and_who_only_reads_sees_no_hints(cast: Cast, as_user: Any) -> None:
    assert open_points(as_user(cast.office), an_event(held_on=date(2026, 6, 16))) == []
    bare = an_event(group=cast.group)
    assert open_points(as_user(cast.lead), bare)
    assert open_points(as_user(cast.chair), bare) == []


def test_a_new_event_begins_with_what_is_known(cast: Cast, as_user: Any) -> None:
    campaign = a_campaign(group=None)
    a_campaign(first_on=date(2026, 7, 1), last_on=date(2026, 7, 31))
    for role, own in (("liaison", {"unit": cast.village.pk}), ("lead", {"group": cast.group.pk}), ("office", {})):
        event = as_user(getattr(cast, role)).get(NEW).context["form"].instance
        assert (event.held_on, event.campaign_id) == (date(2026, 6, 15), campaign.pk)
        assert {name: getattr(event, f"{name}_id") for name in ("unit", "group")} == {"unit": None, "group": None} | own
    a_campaign()
    assert as_user(cast.office).get(NEW).context["form"].instance.campaign_id is None


def test_a_campaign_of_another_group_is_none_to_begin_with(cast: Cast, as_user: Any) -> None:
    campaign = a_campaign(group=cast.group)
    for role, found in (("lead", campaign.pk), ("liaison", None), ("office", None)):
        assert as_user(getattr(cast, role)).get(NEW).context["form"].instance.campaign_id == found, role
