"""Signing in to an event by scanning its code: when it works, what it shows, what it makes of whatever is typed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Attendee, Event
from campaigns.services import attendees as services
from campaigns.services.check_in import check_in, close_check_in, event_of, open_check_in
from campaigns.tests.builders import an_event, an_open_event, names_of
from committee.tests.pages import Page
from dayan_safety.codes import drawing_of
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.parameters import set_parameters
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_person
from dayan_safety.tests.crowd import apart, database_for_threads, together
from dayan_safety.tests.markup import inline_faults, markup_of
from dayan_safety.tests.test_hostile_parameters import MARK, ODD

pytestmark = pytest.mark.usefixtures("midsummer")  # it is ten o'clock on 15 June 2026
TODAY = date(2026, 6, 15)
XIAOMING = {"name": "王小明", "from_unit": "东风村"}
INVALID, DONE, TWICE = "签到码无效", "签到成功", "已经签到"


def door(event: Event) -> str:
    """Where the code leads."""
    return reverse("check_in", args=[event.check_in_code])


def knock(event: Event, **typed: str) -> Page:
    """The answer to somebody without a login who sends the form."""
    return Page(Client().post(door(event), XIAOMING | typed))


def test_residents_sign_in_without_a_login_and_once(cast: Cast) -> None:
    known = a_person(name="王小明", unit=cast.village)
    event = an_open_event(theme="消防培训", place="文化站", begins_at=time(9, 30))
    answer = Client().get(door(event))
    page = Page(answer)
    assert (answer.status_code, page.title) == (200, "消防培训")
    assert "2026年6月15日 星期一 09:30 文化站" in page.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert inline_faults(markup_of(answer)) == []
    assert [knock(event, name=name).title for name in ("王小明", " 王 小明", "李大山")] == [DONE, TWICE, DONE]
    [first, second] = event.attendees.order_by("pk")
    assert (first.name, first.from_unit, first.unit, first.person) == ("王小明", "东风村", cast.village, known)
    assert (first.way, first.came_at.isoformat(), second.person) == ("code", "2026-06-15T02:00:00+00:00", None)
    told = Action.objects.filter(verb="campaigns.check_in").order_by("number")
    assert [(action.thing_id, action.by_name) for action in told] == [(str(first.pk), ""), (str(second.pk), "")]


def test_who_is_on_the_paper_list_is_not_doubled(cast: Cast) -> None:
    event = an_open_event()
    names_of(event, "王小明 东风村")
    assert knock(event).title == TWICE
    assert knock(event, from_unit="西河村").title == DONE
    names_of(event, "王小明 西河村")
    assert event.attendees.count() == 2


def test_the_door_shows_nobodys_name_and_no_number(cast: Cast, as_user: Any) -> None:
    event = an_open_event(head_count=4321)
    names_of(event, *(f"欧阳{sign} 东风村" for sign in "甲乙丙丁戊己庚"))
    inside = as_user(cast.office).get(event.get_absolute_url()).content.decode()
    assert "欧阳甲" in inside and "4321" in inside
    answers = [Client().get(door(event)), Client().post(door(event), {}), Client().post(door(event), XIAOMING)]
    answers.append(Client().post(door(event), {"name": "欧阳甲", "from_unit": "西河村"}))
    for answer in answers:
        words = Page(answer).text
        assert not re.search("欧阳[乙丙丁戊己庚]|4321|[78] ?人", words)


# When it works


@pytest.mark.parametrize(
    ("begins", "moment", "works"),
    [
        (time(14), "2026-06-15T11:59:59", False),
        (time(14), "2026-06-15T12:00:00", True),
        (time(14), "2026-06-15T23:59:59", True),
        (time(14), "2026-06-16T00:00:00", False),
        (time(1), "2026-06-14T23:30:00", False),
        (time(1), "2026-06-15T00:00:00", True),
        (None, "2026-06-14T23:59:59", False),
        (None, "2026-06-15T00:00:00", True),
        (None, "2026-06-16T00:00:00", False),
    ],
)
def test_it_works_on_the_day_from_two_hours_before(
    begins: time | None, moment: str, works: bool, cast: Cast, time_machine: Any
) -> None:
    event = an_open_event(begins_at=begins)
    time_machine.move_to(f"{moment}+08:00", tick=False)
    page = Page(Client().get(door(event)))
    assert (page.status_code, page.title == INVALID) == ((200, False) if works else (404, True))
    assert knock(event).title == (DONE if works else INVALID)
    assert event.attendees.exists() == works


def test_a_code_that_works_no_more_answers_as_one_that_never_did(cast: Cast, time_machine: Any) -> None:
    closed, gone, old = an_open_event(), an_open_event(), an_open_event(held_on=date(2026, 6, 16))
    doors = [door(event) for event in (closed, gone, old)] + [reverse("check_in", args=["A" * 16])]
    assert [Client().get(url).status_code for url in doors] == [200, 200, 404, 404]
    close_check_in(closed, by=cast.office)
    remove_record(gone, by=None, reason="取消")
    time_machine.move_to("2026-06-15T18:00:00+08:00")
    answers = [getattr(Client(), how)(url, XIAOMING) for how in ("get", "post") for url in doors]
    assert {answer.status_code for answer in answers} == {404}
    assert len({Page(answer).text for answer in answers}) == 1
    assert not Attendee.objects.exists()
    with pytest.raises(RuleBroken, match="签到已经结束"):
        check_in(Event.objects.get(pk=gone.pk), by=None, name="王小明", from_unit="")


def test_opening_again_gives_another_code(cast: Cast) -> None:
    event = an_open_event(group=cast.group)
    first = event.check_in_code
    assert len(first) >= 16
    assert len({an_open_event().check_in_code for _each in range(20)}) == 20
    with pytest.raises(RuleBroken, match="已经开启"):
        open_check_in(event, by=cast.lead)
    close_check_in(event, by=cast.lead)
    with pytest.raises(RuleBroken, match="没有开启"):
        close_check_in(event, by=cast.lead)
    open_check_in(event, by=cast.lead)
    assert event.check_in_code not in ("", first)
    assert Client().get(reverse("check_in", args=[first])).status_code == 404
    told = list(Action.objects.filter(thing_id=str(event.pk), verb__contains="check_in").values())
    assert [row["verb"] for row in told] == [f"campaigns.{do}_check_in" for do in ("open", "close", "open")]
    assert not any(code in str(Action.objects.values_list()) for code in (first, event.check_in_code))


def test_who_does_not_keep_the_event_opens_and_closes_nothing(cast: Cast) -> None:
    event = an_open_event(unit=cast.other_village, more_units=[cast.village], group=cast.group)
    shut = an_event(held_on=TODAY, unit=cast.other_village, more_units=[cast.village])
    for role in ("chair", "supervisor", "member", "inspector", "liaison", "outsider"):
        by = getattr(cast, role)
        for act in (lambda by=by: close_check_in(event, by=by), lambda by=by: open_check_in(shut, by=by)):
            with pytest.raises(PermissionDenied):
                act()
    with pytest.raises(RuleBroken, match="活动日期已过"):
        open_check_in(an_event(group=cast.group), by=cast.lead)


def test_whoever_tries_too_often_waits_and_others_go_on(cast: Cast) -> None:
    set_parameters({"campaigns.from_one_network": 10}, by=cast.office)
    event = an_open_event()
    answers = [Client().post(door(event), XIAOMING | {"name": f"王小{chr(0x4E00 + number)}"}) for number in range(12)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert (Page(answers[-1]).title, event.attendees.count()) == ("请稍候", 10)
    assert Client().post(door(event), XIAOMING, REMOTE_ADDR="203.0.113.9").status_code == 200


# Whatever is typed


@pytest.mark.every_database
@pytest.mark.parametrize("field", ["name", "from_unit"])
def test_nothing_typed_breaks_the_door_or_becomes_markup(field: str, cast: Cast, as_user: Any) -> None:
    event, seen = an_open_event(), Counter[int]()
    for place, text in enumerate(
        [*ODD, "王\x07\x1b小明", "\u202e王小明", "王小明\u200b", "长" * 10_000, "👩‍👩‍👧村", "13812345678"]
    ):
        other = {"from_unit": f"{place}村"} if field == "name" else {"name": "王小明"}
        answer = Client().post(door(event), XIAOMING | other | {field: text})
        seen[answer.status_code] += 1
        html = answer.content.decode()
        assert not re.search(rf"<[^>]*\sid={MARK}[\s>]", html), text
        assert answer.status_code != 422 or Page(answer).errors[field], text
    assert set(seen) == {200, 400, 422}
    kept = list(event.attendees.values_list("name", "from_unit"))
    assert kept and all(part.isprintable() for row in kept for part in row)
    assert all(len(name) <= 30 and len(unit) <= 60 for name, unit in kept)
    browser = as_user(cast.office)
    for url in (event.get_absolute_url(), reverse("campaigns:list_attendee", args=[event.pk])):
        assert not re.search(rf"<[^>]*\sid={MARK}[\s>]", browser.get(url).content.decode())
    assert (MARK in browser.get(url).content.decode()) == (field == "from_unit")


def test_a_full_list_says_so(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, "MOST_LISTED", 1)
    event = an_open_event()
    assert knock(event, name="李大山").title == DONE
    page = knock(event)
    assert (page.status_code, page.title) == (422, "现在不能操作")
    assert event.attendees.count() == 1


@pytest.mark.parametrize("code", ["a", "-" * 300, "%00", "..", "签到", "a b"])
def test_an_address_that_is_no_code_is_not_found(code: str, cast: Cast) -> None:
    assert Client().get(f"/check-in/{code}/").status_code in (400, 404)


def test_an_event_without_a_code_is_opened_by_none(cast: Cast) -> None:
    an_event(held_on=TODAY)
    assert event_of("", timezone.now()) is None
    event = an_open_event()
    assert event_of(event.check_in_code, timezone.now()) == event


# The wall


def test_the_wall_shows_the_code_the_event_and_how_many_came(cast: Cast, as_user: Any) -> None:
    event, browser = an_open_event(group=cast.group, theme="消防培训", begins_at=time(14)), as_user(cast.lead)
    names_of(event, "欧阳甲 东风村", "欧阳乙")
    url = reverse("campaigns:show_check_in", args=[event.pk])
    assert url in browser.get(event.get_absolute_url()).content.decode()
    answer = browser.get(url)
    page = Page(answer)
    assert (page.title, "已签到 2 人" in page.text, "欧阳" in page.text) == ("消防培训", True, False)
    assert "签到码有效时间：2026-06-15 12:00 至当晚24点" in page.text
    [link] = [link for link in page.main.all("a") if "/check-in/" in link.text]
    assert urlsplit(link.text).path == link.attributes["href"] == door(event)
    assert page.main.first("img").attributes["src"] == drawing_of(link.text)
    assert [fault for fault in inline_faults(markup_of(answer)) if not fault.startswith("data:image/svg")] == []
    close_check_in(event, by=cast.lead)
    shut = Page(browser.get(url))
    assert "扫码签到没有开启" in shut.text
    assert not shut.main.all("img")


def test_the_code_is_on_no_page_but_the_wall(cast: Cast, as_user: Any) -> None:
    event = an_open_event(unit=cast.other_village, more_units=[cast.village], group=cast.group)
    wall = reverse("campaigns:show_check_in", args=[event.pk])
    listed = [event.get_absolute_url(), *(reverse("campaigns:export_event", args=[f]) for f in ("csv", "xlsx"))]
    for role in Cast.ROLES:
        browser = as_user(getattr(cast, role))
        answer = browser.get(wall)
        assert (event.check_in_code in answer.content.decode()) == (role in ("office", "lead")), role
        for url in listed:
            page = browser.get(url)
            content = b"".join(page.streaming_content) if page.streaming else page.content
            assert event.check_in_code.encode() not in content


# All at once


@pytest.mark.django_db(transaction=True)
def test_one_who_presses_many_times_at_once_is_listed_once(cast: Cast, tmp_path: Path) -> None:
    event = an_open_event()
    with database_for_threads(tmp_path):
        same = [lambda: check_in(event, by=None, **XIAOMING)] * 6
        others = [lambda n=number: check_in(event, by=None, name=f"王{n}号", from_unit="") for number in range(4)]
        results = together(*same, *others)
        assert Counter(map(str, results)) == {"True": 5, "False": 5}
        assert apart(lambda: event.attendees.count()) == 5


@pytest.mark.django_db(transaction=True)
def test_many_who_open_at_once_give_one_code(cast: Cast, tmp_path: Path) -> None:
    event = an_event(held_on=TODAY)
    with database_for_threads(tmp_path):
        results = together(*[lambda: open_check_in(Event.objects.get(pk=event.pk), by=cast.office)] * 5)
        assert Counter(type(result).__name__ for result in results) == {"NoneType": 1, "RuleBroken": 4}
