"""The sign-in list of an event: entered once, counted, exported, taken off; read by those alone who may read names."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from campaigns.models import Attendee, Event
from campaigns.services import attendees as services
from campaigns.services.attendees import adopt_list_count, enter_attendees, remove_attendee
from campaigns.services.name_lists import Came
from campaigns.tests.builders import a_kind_of_event, an_audience, an_event, names_of
from committee.tests.pages import Page
from dayan_safety.attachments import attach
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_person, a_unit
from dayan_safety.tests import files

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
NAME, PANEL = "欧阳晓雪", "签到名单"
READERS, KEEPERS = ("chair", "office", "supervisor", "lead"), ("office", "lead")


def address(verb: str, record: Any, *more: Any) -> str:
    """A page of the list."""
    return reverse(f"campaigns:{verb}", args=[record.pk, *more])


def listed(event: Event) -> list[tuple[str, str]]:
    """Who is on the list."""
    return list(event.attendees.present().order_by("pk").values_list("name", "from_unit"))


def content_of(answer: Any) -> bytes:
    """The bytes of a file."""
    return b"".join(answer.streaming_content if answer.streaming else [answer.content])


# Entering


def test_a_list_is_entered_once_however_often_it_is_sent_and_known_people_are_found(cast: Cast, as_user: Any) -> None:
    remove_record(a_unit(name="西庄村"), by=None, reason="撤销")
    known = a_person(name="王小明", unit=cast.village)
    for person in ("李同名", "李同名"):
        a_person(name=person, unit=cast.village)
    event, browser = an_event(unit=cast.village), as_user(cast.liaison)
    text = "姓名\t单位\n王小明\t东风村\n李同名\t东风村\n王小明\t西庄村\n王小明\t外村\n赵独行\n王小明\t东风村"
    for token in ("a", "a", "b"):
        answer = browser.post(address("enter_attendees", event), {"people": text, "once": token * 32}, follow=True)
        assert answer.status_code == 200
    told = "另有 6 人已在名单中，没有重复登记。"
    assert told in answer.content.decode()
    rows = list(event.attendees.order_by("pk"))
    assert [(row.name, row.from_unit, row.unit, row.person) for row in rows] == [
        ("王小明", "东风村", cast.village, known),
        ("李同名", "东风村", cast.village, None),
        ("王小明", "西庄村", None, None),
        ("王小明", "外村", None, None),
        ("赵独行", "", None, None),
    ]
    assert {(row.way, row.came_at) for row in rows} == {("list", None)}
    [action] = Action.objects.filter(verb="campaigns.enter_attendees")
    assert (action.by_name, action.after) == ("孙信息", {"new": "5", "unchanged": "1"})


def test_bad_lines_are_told_by_number_and_nothing_typed_is_lost(cast: Cast, as_user: Any) -> None:
    event, text = an_event(), "王小明 东风村\n李大山 13812345678\n<b> 西河村"
    answer = as_user(cast.office).post(address("enter_attendees", event), {"people": text})
    assert answer.status_code == 422
    page = Page(answer)
    assert "第 2 行：不需要电话号码" in page.text
    assert "第 3 行：" in page.text
    assert page.input("people").split() == text.split()
    assert not Attendee.objects.exists()
    many = "\n".join(["<b>"] * 30)
    shown = Page(as_user(cast.office).post(address("enter_attendees", event), {"people": many})).text
    assert "第 10 行" in shown
    assert "第 11 行" not in shown
    assert "还有 20 行有问题。" in shown


def test_nobody_came_to_what_lies_ahead_and_no_list_grows_without_end(cast: Cast, monkeypatch: Any) -> None:
    ahead, event = an_event(held_on=date(2026, 6, 16)), an_event()
    with pytest.raises(RuleBroken, match="还没有举办"):
        enter_attendees(ahead, by=cast.office, people=[Came("王小明")])
    monkeypatch.setattr(services, "MOST_LISTED", 2)
    names_of(event, "王小明", "李大山")
    with pytest.raises(RuleBroken, match="最多 2 人"):
        names_of(event, "赵独行")
    names_of(event, "王小明")
    assert len(listed(event)) == 2


def test_who_was_taken_off_is_gone_with_the_reason_and_may_be_entered_again(cast: Cast, as_user: Any) -> None:
    event, browser = an_event(group=cast.group), as_user(cast.lead)
    [row] = names_of(event, f"{NAME} 东风村")
    answer = browser.post(address("remove_attendee", row), {"reason": "没有到场"})
    assert answer.headers["Location"] == address("list_attendee", event)
    assert browser.get(row.get_absolute_url()).status_code == 404
    assert listed(event) == []
    row.refresh_from_db()
    assert (row.name, row.version) == (NAME, 2)
    [action] = Action.objects.filter(verb="campaigns.remove_attendee")
    assert (action.by_name, action.reason) == ("赵组长", "没有到场")
    names_of(event, f"{NAME} 东风村")
    assert listed(event) == [(NAME, "东风村")]


def test_the_count_of_names_becomes_the_head_count(cast: Cast, as_user: Any) -> None:
    event, browser = an_event(group=cast.group, head_count=50), as_user(cast.lead)
    url = address("adopt_list_count", event)
    with pytest.raises(RuleBroken, match="名单还是空的"):
        adopt_list_count(event, by=cast.lead)
    assert url not in browser.get(event.get_absolute_url()).content.decode()
    names_of(event, "王小明", "李大山")
    assert url in browser.get(event.get_absolute_url()).content.decode()
    assert browser.post(url).status_code == 302
    event.refresh_from_db()
    assert (event.head_count, event.version) == (2, 2)
    told = Action.objects.get(verb="campaigns.edit_event")
    assert (told.before, told.after, told.by_name) == ({"head_count": "50"}, {"head_count": "2"}, "赵组长")
    assert url not in browser.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["chair", "supervisor", "member", "inspector", "liaison", "outsider"])
def test_who_does_not_keep_the_event_changes_nothing(role: str, cast: Cast) -> None:
    """The liaison's own unit took part, and the name on the list is of it: that gives no right."""
    event = an_event(unit=cast.other_village, more_units=[cast.village], group=cast.group)
    [row] = names_of(event, "王小明 东风村")
    assert row.unit == cast.village
    by = getattr(cast, role)
    for act in (
        lambda: enter_attendees(event, by=by, people=[Came("李大山")]),
        lambda: remove_attendee(row, by=by, reason="x"),
        lambda: adopt_list_count(event, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert listed(event) == [("王小明", "东风村")]


# Reading


def test_names_are_read_by_who_keeps_the_event_and_by_chair_office_and_supervision(cast: Cast, as_user: Any) -> None:
    event = an_event(unit=cast.other_village, more_units=[cast.village], group=cast.group)
    [row] = names_of(event, f"{NAME} 东风村")
    pages = [address("list_attendee", event), address("export_attendee", event, "csv"), row.get_absolute_url()]
    for role in Cast.ROLES:
        browser, reads = as_user(getattr(cast, role)), role in READERS
        answers = [browser.get(url) for url in pages]
        assert {answer.status_code for answer in answers} <= ({200} if reads else {403, 404}), role
        told = [NAME in content_of(answer).decode() for answer in answers]
        assert told == [reads] * 3, role
        page = browser.get(event.get_absolute_url())
        assert (NAME in page.content.decode()) == reads, role
        if page.status_code == 200:
            assert (PANEL in Page(page).panels) == reads, role
        assert list(Attendee.objects.all().visible_to(getattr(cast, role))) == ([row] if reads else []), role


def test_no_name_leaves_with_the_event(cast: Cast, as_user: Any, tmp_path: Any, settings: Any) -> None:
    files.keep_in(tmp_path, settings)
    event, browser = an_event(group=cast.group), as_user(cast.office)
    attach(event, by=cast.office, file=files.upload(files.PDF, "签到表.pdf"))
    [row] = names_of(event, f"{NAME} 东风村")
    sheet = openpyxl.load_workbook(
        io.BytesIO(content_of(browser.get(address("export_attendee", event, "xlsx"))))
    ).active
    assert [cell.value for cell in sheet[2]][:2] == [NAME, "东风村"]
    assert Action.objects.get(verb="campaigns.export_attendee", thing_id=str(event.pk)).by_name == "李文员"
    remove_attendee(row, by=cast.office, reason="x")
    names_of(event, f"{NAME} 东风村")
    archive = content_of(browser.get(reverse("campaigns:export_outreach", args=[2026])))
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        held = [packed.read(name) for name in packed.namelist()]
        held += [part.read(name) for part in map(_book, held[:1]) for name in part.namelist()]
        assert len(packed.namelist()) == 2
    export = content_of(browser.get(reverse("campaigns:export_event", args=["csv"])))
    assert event.theme.encode() in export
    secrets = [*held, export, *(str(list(Action.objects.values())).encode(),)]
    assert not [each for each in secrets if NAME.encode() in each]
    assert Action.objects.filter(thing_type="campaigns.attendee").count() == 1


def _book(content: bytes) -> zipfile.ZipFile:
    """What a workbook is made of."""
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_panel_shows_the_first_and_leads_to_all(cast: Cast, as_user: Any) -> None:
    event, browser = an_event(head_count=30), as_user(cast.office)
    assert "名单还是空的。" in Page(browser.get(event.get_absolute_url())).panels[PANEL].text
    names_of(event, *(f"王{number}号 东风村" for number in range(25)))
    panel = Page(browser.get(event.get_absolute_url())).panels[PANEL]
    assert len(panel.all("li")) == 20
    assert "名单人数 25 参加人数 30" in panel.text
    [link] = [link for link in panel.all("a") if link.text == "查看全部 25 人"]
    page = Page(browser.get(link.attributes["href"]))
    assert (page.title, len(page.rows)) == (f"{event.theme}签到名单", 25)
    an_event_beside = an_event()
    names_of(an_event_beside, "别场人")
    found = Page(browser.get(address("list_attendee", event), {"q": "王7"})).rows
    assert [row[0] for row in found] == ["王7号"]
    assert not Page(browser.get(address("list_attendee", event), {"q": "别场"})).rows


@pytest.mark.every_database
@pytest.mark.parametrize("sort", ["name", "-from_unit", "person", "way", "-came_at"])
def test_the_list_orders_by_each_column(sort: str, cast: Cast, as_user: Any) -> None:
    event = an_event()
    names_of(event, "甲某人 丙村", "乙某人 乙村", "丙某人 甲村")
    assert len(Page(as_user(cast.office).get(address("list_attendee", event), {"sort": sort})).rows) == 3


def test_pages_cost_the_same_however_long_the_list(cast: Cast, as_user: Any, query_count: Any) -> None:
    event, browser = an_event(group=cast.group, head_count=9), as_user(cast.office)
    [row] = names_of(event, "王小明 东风村")
    urls = [event.get_absolute_url(), address("list_attendee", event), row.get_absolute_url()]
    for url in urls:
        browser.get(url)
    few = [query_count(lambda url=url: browser.get(url)) for url in urls]
    entering = query_count(lambda: names_of(event, "李大山 西河村"))
    a_person(name="王0号", unit=cast.village)
    many = [f"王{number}号 东风村" for number in range(60)]
    assert query_count(lambda: names_of(event, *many)) == entering
    assert [query_count(lambda url=url: browser.get(url)) for url in urls] == few
    assert max(few) <= 12


# What the log leaves open


def hints(browser: Any, event: Event) -> str:
    """The open points of the event's page."""
    panel = Page(browser.get(event.get_absolute_url())).panels.get("待完善")
    return panel.text if panel else ""


def test_a_list_of_names_is_a_sign_in_list_and_has_to_fit_the_head_count(cast: Cast, as_user: Any) -> None:
    training = a_kind_of_event(counts_as="training")
    event, browser = an_event(kind=training, head_count=3, audiences=[an_audience()]), as_user(cast.office)
    assert "还没有上传签到表" in hints(browser, event)
    names_of(event, "王小明", "李大山")
    assert "还没有上传签到表" not in hints(browser, event)
    assert "参加人数填的是 3，签到名单有 2 人，请核对。" in hints(browser, event)
    names_of(event, "赵独行")
    assert "请核对" not in hints(browser, event)


def test_the_verb_that_every_record_has_tells_history_no_name_either(cast: Cast) -> None:
    [row] = names_of(an_event(), f"{NAME} 东风村")
    remove_record(row, by=None, reason="x")
    told = Action.objects.get(verb="campaigns.remove_attendee").before
    assert told["name"] == "欧***"


def test_a_removed_event_has_no_list_to_enter(cast: Cast, as_user: Any) -> None:
    event = an_event()
    url = address("list_attendee", event)
    assert as_user(cast.office).get(url).status_code == 200
    remove_record(event, by=None, reason="重复")
    assert as_user(cast.office).get(url).status_code == 404
