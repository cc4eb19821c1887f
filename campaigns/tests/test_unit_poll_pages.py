"""Pages of surveys about units: asking about every village, codes to hang up, the list, the door without a login."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Poll, Questionnaire
from campaigns.services.satisfaction import put_to_units
from campaigns.tests.builders import a_poll, a_poll_about, a_questionnaire, a_survey
from campaigns.views import polls as pages
from committee.tests.pages import Page
from dayan_safety.testing import Cast, a_unit
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
DAYS = {"first_on": "2026-06-20", "last_on": "2026-06-30"}


def put_page(survey: Questionnaire) -> str:
    """Where one asks about every unit of a kind."""
    return reverse("campaigns:put_to_units", args=[survey.pk])


def codes_page(survey: Questionnaire) -> str:
    """Where the codes are printed."""
    return reverse("campaigns:show_unit_codes", args=[survey.pk])


def put(survey: Questionnaire) -> None:
    """Ask about every village from today on."""
    put_to_units(survey, by=None, kind="village", first_on=today(), last_on=today() + timedelta(days=9))


# Asking about every unit of a kind.


def test_the_office_asks_about_every_village_and_is_told_how_many(cast: Cast, as_user: Any) -> None:
    survey, browser = a_survey(), as_user(cast.office)
    assert "发起群众满意度测评" in Page(browser.get(survey.get_absolute_url())).text
    form = Page(browser.get(put_page(survey)))
    assert "在这段日期已经发起的单位保持不变" in form.text
    answer = Page(browser.post(put_page(survey), {"kind": "village", **DAYS}, follow=True))
    assert "已对2个单位发起测评，每个单位一个二维码。" in answer.text
    assert "村2026-06-202026-06-3020" in "".join(answer.panels["按单位测评"].text.split())


def test_pressing_again_tells_which_units_were_skipped(cast: Cast, as_user: Any) -> None:
    survey, browser = a_survey(), as_user(cast.office)
    for expected in ("已对2个单位发起测评，每个单位一个二维码。", "没有新增：全部2个单位在这段日期的测评都已经发起。"):
        assert expected in Page(browser.post(put_page(survey), {"kind": "village", **DAYS}, follow=True)).text
    a_unit(name="新村")
    told = Page(browser.post(put_page(survey), {"kind": "village", **DAYS}, follow=True)).text
    assert "已对1个单位发起测评；另有2个单位此前已经发起，保持不变：东风村、西河村。" in told
    assert Poll.objects.count() == 3


def test_the_same_form_sent_three_times_is_carried_out_once(cast: Cast, as_user: Any) -> None:
    survey, browser = a_survey(), as_user(cast.office)
    for _time in range(3):
        answer = browser.post(put_page(survey), {"kind": "village", "once": "abc", **DAYS})
        assert (answer.status_code, answer["Location"]) == (302, survey.get_absolute_url())
    assert Poll.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "village", **DAYS, "last_on": "2026-06-19"}, "结束日期早于开始日期，请更正。"),
        ({"kind": "village", "first_on": "2026-06-01", "last_on": "2026-06-14"}, "这一天已经过去，没有人能再答卷。"),
        ({"kind": "'; DROP TABLE", **DAYS}, "选择"),
        ({"kind": "village", **DAYS, "last_on": "明天"}, "日期"),
        ({"kind": "school", **DAYS}, "当日没有这一类别的单位。"),
        ({}, "必填"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    typed: dict[str, str], sentence: str, cast: Cast, as_user: Any
) -> None:
    answer = as_user(cast.office).post(put_page(a_survey()), typed)
    page = Page(answer)
    assert (answer.status_code, sentence in page.text, Poll.objects.count()) == (422, True, 0)
    assert all(value in answer.content.decode() for name, value in typed.items() if name == "first_on")


def test_only_what_measures_satisfaction_offers_it_and_only_to_the_office(cast: Cast, as_user: Any) -> None:
    survey, other = a_survey(group=cast.group), a_questionnaire()
    shown = {
        (who, str(each)): put_page(each) in as_user(who).get(each.get_absolute_url()).content.decode()
        for who in (cast.office, cast.lead)
        for each in (survey, other)
    }
    assert [pair for pair, is_shown in shown.items() if is_shown] == [(cast.office, str(survey))]
    assert [as_user(cast.lead).get(page(survey)).status_code for page in (put_page, codes_page)] == [403, 403]
    answer = as_user(cast.office).post(put_page(other), {"kind": "village", **DAYS})
    assert "只有测评“满意度”的问卷才能按单位发起测评。" in Page(answer).text


# The codes to hang up.


def test_every_unit_has_a_sheet_with_its_name_and_its_own_code(cast: Cast, as_user: Any) -> None:
    survey = a_survey(text="请您评价")
    put(survey)
    a_poll(survey), a_poll_about(cast.village, survey=survey)
    page = as_user(cast.office).get(codes_page(survey)).content.decode()
    polls = list(Poll.objects.about_units().filter(last_on__gte=today()).with_names())
    assert page.count('class="card poster"') == len(polls) == 2
    for poll in polls:
        assert reverse("answer_poll", args=[poll.code]) in page
        assert str(poll.unit) in page
    mine, other = (next(poll for poll in polls if poll.unit == unit) for unit in (cast.village, cast.other_village))
    browser, code = as_user(cast.liaison), "campaigns:show_poll_code"
    one = browser.get(reverse(code, args=[mine.pk])).content.decode()
    assert ("东风村" in one, mine.code in one, other.code in one) == (True, True, False)
    assert browser.get(reverse(code, args=[other.pk])).status_code == 404


def test_codes_of_more_units_stand_on_more_pages_for_the_same_queries(
    cast: Cast, as_user: Any, monkeypatch: pytest.MonkeyPatch, query_count: Any
) -> None:
    monkeypatch.setattr(pages, "SHEETS_A_PAGE", 4)
    survey, browser = a_survey(), as_user(cast.office)
    put(survey)
    browser.get(codes_page(survey))
    few = query_count(lambda: browser.get(codes_page(survey)))
    for _each in range(3):
        a_unit()
    put(survey)
    assert query_count(lambda: browser.get(codes_page(survey))) == few
    answer = browser.get(codes_page(survey) + "?page=2")
    assert (len(answer.context["posters"]), "上一页" in Page(answer).text) == (1, True)
    for wrong in ("?page=x", "?page=99", "?page=-1"):
        assert browser.get(codes_page(survey) + wrong).status_code == 200


def test_without_polls_the_page_says_so(cast: Cast, as_user: Any) -> None:
    assert "没有正在进行或即将开始的单位测评。" in Page(as_user(cast.office).get(codes_page(a_survey()))).text


# The poll's own pages.


def test_the_form_asks_the_office_about_whom_and_a_lead_not(cast: Cast, as_user: Any) -> None:
    new = reverse("campaigns:create_poll")
    survey = a_survey(group=cast.group)
    typed = {"questionnaire": survey.pk, "moment": "alone", "unit": cast.village.pk, **DAYS}
    forms = {who: as_user(who).get(new).context["form"].fields for who in (cast.office, cast.lead)}
    assert ["unit" in fields for fields in forms.values()] == [True, False]
    as_user(cast.lead).post(new, typed)
    as_user(cast.office).post(new, typed)
    assert [poll.unit for poll in Poll.objects.with_names().order_by("pk")] == [None, cast.village]
    again = as_user(cast.office).post(new, typed)
    assert (again.status_code, "从这一天起，对该单位的测评已经发起。" in Page(again).text) == (422, True)


def test_the_list_tells_and_narrows_by_unit_and_the_file_carries_it(cast: Cast, as_user: Any) -> None:
    a_poll_about(cast.village, 0, 0, 1), a_poll_about(a_unit(name="红星厂", kind="enterprise")), a_poll()
    browser, url = as_user(cast.office), reverse("campaigns:list_poll")

    def units(query: str) -> list[str]:
        return sorted(row[1] for row in Page(browser.get(url + query)).rows)

    assert units("") == ["", "东风村", "红星厂"]
    assert units("?unit_kind=enterprise") == ["红星厂"]
    assert units(f"?unit={cast.village.pk}") == ["东风村"]
    assert units("?q=红星") == units("?q=hxc") == ["红星厂"]
    away = browser.get(reverse("campaigns:export_poll", args=["csv"]))
    text = away.content.decode("utf-8-sig")
    assert ("被测评单位" in text, "东风村" in text, "83.3" in text) == (True, True, True)


def test_the_list_costs_the_same_for_any_number_of_units(cast: Cast, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("campaigns:list_poll")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get(url)
        return len(captured)

    a_poll_about(cast.village, 0)
    asked()
    few = asked()
    for _each in range(2):
        a_poll_about(a_unit(), 0, 1)
    assert asked() == few


@pytest.mark.every_database
def test_whoever_scans_a_code_reads_whom_they_judge(cast: Cast, client: Client) -> None:
    poll = a_poll_about(cast.village, last_on=date(2026, 6, 15))
    door = reverse("answer_poll", args=[poll.code])
    assert "东风村" in Page(client.get(door)).text
    [question] = poll.questionnaire.questions.all()
    thanks = Page(client.post(door, {f"q{question.pk}": "0"}))
    assert ("东风村" in thanks.text, "已匿名保存" in thanks.text) == (True, True)
    assert (poll.sheets.get().mark, poll.sheets.count()) == (100, 1)


def test_the_page_of_a_questionnaire_costs_the_same_for_any_number_of_units(
    cast: Cast, as_user: Any, query_count: Any
) -> None:
    survey, browser = a_survey(), as_user(cast.office)
    put(survey)
    browser.get(survey.get_absolute_url())
    few = query_count(lambda: browser.get(survey.get_absolute_url()))
    for _each in range(3):
        a_unit()
    put(survey)
    assert query_count(lambda: browser.get(survey.get_absolute_url())) == few
    page = Page(as_user(cast.liaison).get(survey.get_absolute_url()))
    assert "村2026-06-152026-06-2410" in "".join(page.panels["按单位测评"].text.split())
