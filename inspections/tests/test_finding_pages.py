"""Findings on the screen, in Chinese: written down on the spot, led through to their end, read by who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from committee.tests.pages import Page
from dayan_safety.attachments import attach
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from inspections.models import Finding, FindingKind
from inspections.services import findings as services
from inspections.services.shipped import KINDS, load_shipped
from inspections.services.starter_lists import LISTS
from inspections.tests.finding_builders import (
    IN_STATE,
    a_finding,
    a_kind_of_danger,
    an_asked_extension,
    asked,
    closed,
    notified,
    rectifying,
)
from inspections.tests.inspection_builders import finding_of, with_finding
from inspections.tests.resident_builders import taken

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
LIST, NEW = reverse("inspections:list_finding"), reverse("inspections:create_finding")
TODAY = date(2026, 6, 15)
DAY = timedelta(days=1)


def typed(cast: Cast, **given: Any) -> dict[str, Any]:
    """What the form sends."""
    about = {"unit": cast.village.pk, "kind": a_kind_of_danger().pk, "level": "general", "text": "线路裸露"}
    return about | {"demand": "穿管敷设", "found_on": "2026-6-15", "source": "inspection"} | given


def verb(name: str, thing: Any) -> str:
    """The door to a verb."""
    return reverse(f"inspections:{name}", args=[thing.pk])


def test_a_danger_is_written_down_with_its_last_day_from_its_level(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.inspector)
    answer = browser.post(NEW, typed(cast, level="urgent"))
    finding = Finding.objects.get()
    assert answer["Location"] == finding.get_absolute_url()
    page = Page(browser.get(finding.get_absolute_url()))
    assert page.status == "未通知单位"
    assert page.buttons[0] == "通知单位"
    told = {"单位": "东风村", "隐患等级": "一般隐患（立即整改）", "整改期限": "2026-06-18", "状态": "未通知单位"}
    assert told.items() <= page.facts.items()
    assert "线路裸露" in page.panels["隐患情况"].text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": ""}, "text"),
        ({"unit": ""}, "unit"),
        ({"found_on": "昨天"}, "found_on"),
        ({"level": "grave"}, "level"),
        ({"due_on": "2026-2-30"}, "due_on"),
        ({"text": "x" * 501}, "text"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(
    given: dict[str, str], field: str, cast: Cast, as_user: Any
) -> None:
    answer = as_user(cast.office).post(NEW, typed(cast, place="村委会东侧", **given))
    assert answer.status_code == 422
    assert field in Page(answer).errors
    assert "村委会东侧" in answer.content.decode()
    assert not Finding.objects.exists()


def test_sent_three_times_it_is_one_finding(cast: Cast, as_user: Any) -> None:
    browser, sent = as_user(cast.office), typed(cast, once="a" * 32)
    assert {browser.post(NEW, sent).status_code for _time in range(3)} == {302}
    assert Finding.objects.count() == 1


def test_it_is_led_to_its_end_by_pressing_buttons(cast: Cast, as_user: Any) -> None:
    finding = a_finding(cast.inspector, unit=cast.village, text="配电箱无盖")
    inspector, liaison, url = as_user(cast.inspector), as_user(cast.liaison), finding.get_absolute_url()
    inspector.post(verb("notify_finding", finding))
    assert Page(liaison.get(url)).buttons[0] == "签收隐患"
    liaison.post(verb("receive_finding", finding))
    photo = files.upload(files.phone_photo(6), "现场.jpg")
    liaison.post(verb("ask_reinspection", finding), {"text": "已加盖", "uploads": [photo]})
    assert Page(inspector.get(url)).buttons[:2] == ["复查销号", "复查不合格"]
    inspector.post(verb("fail_finding", finding), {"text": "盖未固定", "due_on": "2026-6-20"})
    photo = files.upload(files.picture(), "再次.jpg")
    liaison.post(verb("ask_reinspection", finding), {"text": "已固定", "uploads": [photo]})
    inspector.post(verb("close_finding", finding), {"text": "合格"})
    page = Page(inspector.get(url))
    assert page.status == "按期销号"
    steps = page.panels["整改与复查"].text
    order = [steps.index(words) for words in ("已加盖", "盖未固定", "已固定", "合格")]
    assert order == sorted(order)
    assert [line.split()[1] for line in page.history[:3]] == ["复查销号", "申请复查", "复查不合格"]


def test_photos_of_it_lose_what_tells_where_they_were_taken(cast: Cast, as_user: Any, storage: Any) -> None:
    finding = rectifying(cast)
    photo = files.upload(files.phone_photo(6), "现场.jpg")
    as_user(cast.liaison).post(verb("ask_reinspection", finding), {"text": "已整改", "uploads": [photo]})
    [kept] = files.stored(storage)
    assert b"SECRETCAMERA" not in kept.read_bytes()
    assert b"SECRETCOMMENT" not in kept.read_bytes()
    assert b"SECRETCAMERA" in files.phone_photo(6), "it was there"


def test_a_file_that_is_no_photo_is_told_and_the_finding_stays_open(cast: Cast, as_user: Any) -> None:
    finding = rectifying(cast)
    browser, door = as_user(cast.liaison), verb("ask_reinspection", finding)
    told = "“a.jpg”没有上传。无法读取图片，请使用 JPEG、PNG 或 WebP 格式。"
    for uploads, sentence in (([files.upload(files.SVG, "a.jpg")], told), ([], "这个字段是必填项。")):
        answer = browser.post(door, {"text": "已整改", "uploads": uploads})
        assert (answer.status_code, Page(answer).errors) == (422, {"uploads": sentence})
    assert Finding.objects.get().state == "rectifying"


def test_before_and_after_stand_side_by_side(cast: Cast, as_user: Any) -> None:
    finding = notified(cast)
    browser = as_user(cast.office)
    assert "整改前后" not in Page(browser.get(finding.get_absolute_url())).panels
    attach(finding, by=cast.office, file=files.upload(files.picture(), "前.jpg"))
    other = asked(cast)
    attach(other, by=cast.office, file=files.upload(files.picture(), "前.jpg"))
    images = Page(browser.get(other.get_absolute_url())).panels["整改前后"].all("img")
    assert [image.attributes["alt"] for image in images] == ["整改前：前.jpg", "整改后：整改后.jpg"]


def test_its_way_shows_how_far_it_is(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    ways = {}
    for state in ("found", "notified", "asked", "closed"):
        panel = Page(browser.get(IN_STATE[state](cast).get_absolute_url())).panels["办理流程"]
        ways[state] = len(panel.all("span", "bg-success-subtle"))
    assert ways == {"found": 1, "notified": 2, "asked": 3, "closed": 5}


def test_photos_of_a_step_open_for_who_sees_the_finding_alone(cast: Cast, as_user: Any) -> None:
    finding = asked(cast)
    [image] = Page(as_user(cast.liaison).get(finding.get_absolute_url())).panels["整改前后"].all("img")
    url = str(image.attributes["src"])
    Finding.objects.filter(pk=finding.pk).update(unit=cast.other_village)
    roles = ("inspector", "liaison", "outsider")
    statuses = {role: as_user(getattr(cast, role)).get(url).status_code for role in roles}
    assert statuses == {"inspector": 200, "liaison": 404, "outsider": 404}


def test_the_list_is_narrowed_by_how_they_stand(cast: Cast, as_user: Any) -> None:
    made = {state: build(cast, text=f"隐患{state}") for state, build in IN_STATE.items()}
    late = notified(cast, text="隐患late")
    Finding.objects.filter(pk=late.pk).update(due_on=TODAY - DAY)
    services.list_for_supervision(made["asked"], by=cast.chair, reason="x")
    browser = as_user(cast.office)
    expected = {
        **{state: {state} for state in IN_STATE},
        "notified": {"notified", "late"},
        "open": {"found", "notified", "rectifying", "asked", "handed", "late"},
        "overdue": {"late"},
        "listed": {"asked"},
        "extension": set(),
        "failed": set(),
    }
    for standing, texts in expected.items():
        rows = Page(browser.get(LIST, {"standing": standing})).rows
        assert {row[0].removeprefix("隐患") for row in rows} == texts, standing


def test_one_narrows_it_to_what_is_ones_own(cast: Cast, as_user: Any) -> None:
    notified(cast, text="我们的")
    a_finding(cast.office, unit=cast.other_village, text="别人的")
    shown = {role: [row[0] for row in Page(as_user(getattr(cast, role)).get(LIST, {"mine": mine})).rows]
             for role, mine in (("liaison", "unit"), ("inspector", "found"), ("office", "found"))}  # fmt: skip
    assert shown == {"liaison": ["我们的"], "inspector": ["我们的"], "office": ["别人的"]}


def test_an_extension_is_decided_on_the_page(cast: Cast, as_user: Any) -> None:
    extension = an_asked_extension(cast)
    chair, url = as_user(cast.chair), extension.finding.get_absolute_url()
    door = verb("decide_finding_extension", extension)
    assert door in [link.attributes["href"] for link in Page(chair.get(url)).panels["延期申请"].all("a")]
    assert "延期申请" in Page(as_user(cast.liaison).get(url)).panels
    assert not Page(as_user(cast.liaison).get(url)).panels["延期申请"].all("a")
    chair.post(door, {"granted": "yes", "note": "同意"})
    assert Finding.objects.get().due_on == TODAY + 12 * DAY
    assert not Page(chair.get(url)).panels["延期申请"].all("a")


def test_a_closed_one_offers_nothing_but_to_be_taken_up_again(cast: Cast, as_user: Any) -> None:
    finding = closed(cast)
    assert Page(as_user(cast.liaison).get(finding.get_absolute_url())).buttons == []
    assert "重新整改" in Page(as_user(cast.office).get(finding.get_absolute_url())).buttons
    assert as_user(cast.office).post(verb("close_finding", finding), {"text": ""}).status_code == 422


def test_the_kinds_come_with_the_portal_once(cast: Cast) -> None:
    assert load_shipped() == len(KINDS) + len(LISTS)
    FindingKind.objects.filter(name="其他").update(name="其它")
    assert load_shipped() == 1
    assert load_shipped() == 0


def test_the_list_costs_the_same_for_any_number(cast: Cast, as_user: Any, query_count: Any) -> None:
    browser = as_user(cast.office)
    notified(cast)
    browser.get(LIST)
    few = query_count(lambda: browser.get(LIST))
    for _each in range(2):
        asked(cast)
    assert query_count(lambda: browser.get(LIST)) == few <= 12


def test_photos_sent_ahead_of_the_form_are_those_before_and_an_error_loses_none(cast: Cast, as_user: Any) -> None:
    browser, once = as_user(cast.inspector), "f" * 32
    photo = {"once": once, "photos": files.upload(files.phone_photo(6), "隐患.jpg")}
    assert browser.post(reverse("keep_photo"), photo).status_code == 200
    wrong = browser.post(NEW, typed(cast, text="", once=once))
    assert wrong.status_code == 422
    assert "隐患.jpg" in wrong.content.decode()
    answer = browser.post(NEW, typed(cast, once=once))
    [image] = Page(browser.get(answer["Location"])).panels["整改前后"].all("img")
    assert image.attributes["alt"] == "整改前：隐患.jpg"


def test_it_says_of_which_inspection_or_report_it_came(cast: Cast, as_user: Any) -> None:
    inspection, report = with_finding(cast), taken(cast)
    page = Page(as_user(cast.liaison).get(finding_of(inspection).get_absolute_url()))
    assert page.facts["现场检查"] == inspection.number
    of_report = report.finding.get_absolute_url()
    assert Page(as_user(cast.office).get(of_report)).facts["群众举报"] == report.number
    assert "群众举报" not in Page(as_user(cast.liaison).get(of_report)).facts
