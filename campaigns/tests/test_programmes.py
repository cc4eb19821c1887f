"""Training programmes: who enters them, their sessions planned and held, whom they reached, what people learnt."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Event, Programme
from campaigns.services.owning import create_own, edit_own
from campaigns.tests.builders import (
    a_kind_of_event,
    a_poll,
    a_programme,
    a_questionnaire,
    a_sheet,
    an_audience,
    an_event,
    names_of,
)
from committee.tests.pages import Page
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_person

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
LIST, NEW = reverse("campaigns:list_programme"), reverse("campaigns:create_programme")
JUNE = {"first_on": date(2026, 6, 1), "last_on": date(2026, 6, 30)}


def test_leads_enter_those_of_their_group_and_the_office_any(cast: Cast) -> None:
    create_own(Programme(name="一", group=cast.group, **JUNE), by=cast.lead)
    create_own(Programme(name="二", **JUNE), by=cast.office)
    for about in ({"group": cast.supervision}, {}):
        with pytest.raises(RuleBroken, match="请选择本单位或本工作组"):
            create_own(Programme(name="三", **about, **JUNE), by=cast.lead)
    for role in ("liaison", "member", "chair", "inspector", "outsider"):
        with pytest.raises((PermissionDenied, RuleBroken)):
            create_own(Programme(name="四", group=cast.group, **JUNE), by=getattr(cast, role))
    given_away = a_programme(group=cast.group)
    given_away.group = cast.supervision
    with pytest.raises(RuleBroken):
        edit_own(given_away, ["group"], by=cast.lead)
    assert Programme.objects.filter(group=cast.group).count() == 2


def test_audiences_stand_in_one_line_of_history(cast: Cast, as_user: Any) -> None:
    one, two = an_audience(name="机关干部"), an_audience(name="企业负责人")
    posted = {"name": "全员培训", "first_on": "2026-06-01", "last_on": "2026-06-30", "audiences": [one.pk, two.pk]}
    assert as_user(cast.office).post(NEW, posted).status_code == 302
    programme = Programme.objects.get()
    assert list(programme.audiences.order_by("pk")) == [one, two]
    told = Action.objects.filter(thing_type="campaigns.programme")
    assert [action.after["audiences"] for action in told] == ["机关干部、企业负责人"]
    edit = reverse("campaigns:edit_programme", args=[programme.pk])
    changed = posted | {"name": "干部培训", "audiences": [one.pk], "version": 1}
    assert as_user(cast.office).post(edit, changed).status_code == 302
    last = told.latest("number")
    assert (last.before, last.after) == (
        {"name": "全员培训", "audiences": "机关干部、企业负责人"},
        {"name": "干部培训", "audiences": "机关干部"},
    )


@pytest.mark.every_database
def test_sessions_held_are_counted_and_open_their_records(cast: Cast, as_user: Any) -> None:
    programme = a_programme(planned_sessions=4, planned_people=100)
    an_event(programme=programme, head_count=30, theme="第一期")
    an_event(programme=programme, head_count=40, theme="第二期")
    an_event(programme=programme, held_on=date(2026, 6, 20), theme="还没办")
    an_event(theme="别的")
    browser = as_user(cast.office)
    panel = Page(browser.get(programme.get_absolute_url())).panels["计划与完成"]
    rows = [[cell.text for cell in row.all("td")] for row in panel.all("tr")[1:]]
    assert [row[:2] for row in rows] == [["4", "2"], ["100", "70"]]
    opened = Page(browser.get(panel.all("a")[0].attributes["href"])).rows
    assert {row[0] for row in opened} == {"第一期", "第二期"}
    assert Page(browser.get(LIST)).rows[0][5:7] == ["4", "2"]


def test_an_audience_that_was_meant_and_not_reached_is_seen(cast: Cast, as_user: Any) -> None:
    leaders, staff, guests = (an_audience(name=name) for name in ("领导", "干部", "群众"))
    programme = a_programme(audiences=[leaders, staff])
    an_event(programme=programme, audiences=[leaders, guests])
    an_event(programme=programme, audiences=[leaders])
    an_event(audiences=[staff])
    page = Page(as_user(cast.office).get(programme.get_absolute_url()))
    told = {line.first("span").text: line.all("span")[1].text for line in page.panels["培训覆盖人群"].all("li")}
    assert told == {"领导": "已办2期", "干部": "尚未覆盖", "群众": "已办1期"}


def test_before_and_after_stand_side_by_side(cast: Cast, as_user: Any) -> None:
    programme = a_programme()
    questionnaire = a_questionnaire("知道|100\n不知道|0", programme=programme)
    for moment, said in (("before", (0, 1, 1, 1)), ("after", (0, 0, 0, 1)), ("alone", (1, 1, 1))):
        poll = a_poll(questionnaire, moment=moment)
        for choice in said:
            a_sheet(poll, choice)
    row = Page(as_user(cast.office).get(programme.get_absolute_url())).panels["培训成效"].all("tr")[1]
    assert [cell.text for cell in row.all("td")] == ["25.0 % (4)", "75.0 % (4)", f"+{Decimal('50.0')}"]


def test_a_session_logged_from_the_programme_belongs_to_it(cast: Cast, as_user: Any) -> None:
    programme = a_programme(group=cast.group)
    browser = as_user(cast.lead)
    links = [link.attributes["href"] for link in Page(browser.get(programme.get_absolute_url())).main.all("a")]
    url = next(link for link in links if link.startswith(reverse("campaigns:create_event")))
    assert browser.get(url).context["form"].instance.programme == programme
    kind = a_kind_of_event()
    posted = {"theme": "第一期", "kind": kind.pk, "held_on": "2026-06-10", "place": "会议室", "group": cast.group.pk}
    assert browser.post(url, posted | {"programme": programme.pk}).status_code == 302
    assert Event.objects.get().programme == programme


def test_a_term_that_ends_before_it_begins_is_told(cast: Cast, as_user: Any) -> None:
    answer = as_user(cast.office).post(NEW, {"name": "倒过来", "first_on": "2026-06-30", "last_on": "2026-06-01"})
    assert (answer.status_code, "结束日期早于开始日期" in Page(answer).errors["last_on"]) == (422, True)
    assert not Programme.objects.exists()


def test_who_is_known_stands_there_with_the_sessions_for_those_who_may_read_names(cast: Cast, as_user: Any) -> None:
    programme, other = a_programme(group=cast.group), a_programme()
    a_person(name="王小明", unit=cast.village)
    for about in ({}, {}, {"programme": other}):
        names_of(an_event(**{"programme": programme, "group": cast.group} | about), "王小明 东风村", "李不识 东风村")
    url = programme.get_absolute_url()
    for role in ("office", "chair", "supervisor", "lead"):
        panel = Page(as_user(getattr(cast, role)).get(url)).panels["个人参训情况"]
        assert [line.text for line in panel.all("li")] == ["王小明 东风村 2期"]
    for role in ("member", "inspector", "liaison"):
        page = Page(as_user(getattr(cast, role)).get(url))
        assert ("个人参训情况" in page.panels, "王小明" in page.text) == (False, False)


@pytest.mark.every_database
def test_the_page_costs_the_same_for_any_number_of_sessions(cast: Cast, as_user: Any) -> None:
    def cost(number: int) -> int:
        programme = a_programme(audiences=[an_audience() for _time in range(number)], group=cast.group)
        for _time in range(number):
            names_of(an_event(programme=programme, audiences=[an_audience()]), "王小明 东风村")
            for moment in ("before", "after"):
                a_sheet(a_poll(a_questionnaire(programme=programme), moment=moment), 0)
        browser = as_user(cast.office)
        browser.get(programme.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            browser.get(programme.get_absolute_url())
        return len(queries)

    assert cost(1) == cost(3)
