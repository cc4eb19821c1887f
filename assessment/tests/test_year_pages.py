"""Pages and papers of a year's scores: what can be done in each state, the announcement, the sheet."""

from __future__ import annotations

from decimal import Decimal as D
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from docx import Document

from assessment.models import Result, Scorecard
from assessment.services import scores
from assessment.tables.results import target_points
from assessment.tests.builders import a_posted_year, a_published_year, a_result, a_year, an_objection
from committee.tests.pages import Page
from dayan_safety.models import Action
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
PRIMARY = "btn-primary"


def page_of(result: Result, user: Any, as_user: Any) -> Page:
    """A result as a user sees it."""
    return Page(as_user(user).get(result.get_absolute_url()))


def buttons(page: Page) -> list[str]:
    """What can be done on a page."""
    return [link.text for link in page.head.all("a", "btn")]


def card_of_village(cast: Cast, result: Result) -> Scorecard:
    """What the liaison's village got."""
    return Scorecard.objects.with_names().get(result=result, unit=cast.village)


def test_the_next_step_is_the_first_button_of_whoever_may_take_it(cast: Cast, as_user: Any) -> None:
    result = a_year(cast)
    assert buttons(page_of(result, cast.supervisor, as_user))[0] == "公示年度得分"
    assert "公示年度得分" not in buttons(page_of(result, cast.chair, as_user))
    scores.post_result(result, by=None)
    assert buttons(page_of(result, cast.chair, as_user))[0] == "发布年度得分"
    assert "发布年度得分" not in buttons(page_of(result, cast.supervisor, as_user))


def test_papers_are_there_once_it_is_published_and_a_month_has_none(cast: Cast, as_user: Any) -> None:
    papers = {"下载考核结果通报", "下载年终目标考核折算表"}
    assert not papers & set(buttons(page_of(a_posted_year(cast), cast.office, as_user)))
    assert papers <= set(buttons(page_of(a_published_year(cast), cast.office, as_user)))
    assert not papers & set(buttons(page_of(a_result(cast), cast.office, as_user)))
    for name in ("download_announcement", "download_target_sheet"):
        assert as_user(cast.office).get(reverse(f"assessment:{name}", args=[a_result(cast).pk])).status_code == 403


def test_what_keeps_it_from_being_published_stands_on_the_page(cast: Cast, as_user: Any) -> None:
    result = an_objection(cast).scorecard.result
    said = page_of(result, cast.chair, as_user).panels["发布前还需要"].text
    assert "公示期未满" in said
    assert "有1件异议未答复" in said
    assert "发布前还需要" not in page_of(result, cast.member, as_user).panels


def test_the_chair_publishes_by_a_press_and_the_number_stands_on_the_page(cast: Cast, as_user: Any) -> None:
    result = a_posted_year(cast)
    door = reverse("assessment:publish_result", args=[result.pk])
    browser = as_user(cast.chair)
    refused = browser.post(door, {"once": "a" * 32})
    assert (refused.status_code, "公示期未满" in refused.content.decode()) == (422, True)
    with time_machine.travel("2026-06-23 09:00+08:00", tick=False):
        as_user(cast.chair).post(door, {"once": "b" * 32})
        facts = page_of(result, cast.chair, as_user).facts
    assert (facts["文号"], facts["发布日期"]) == ("大安创考〔2026〕1号", "2026-06-23")


def test_the_announcement_names_every_ranked_unit_by_kind_with_score_and_grade(cast: Cast, as_user: Any) -> None:
    result = a_published_year(cast)
    answer = as_user(cast.liaison).get(reverse("assessment:download_announcement", args=[result.pk]))
    paper = Document(BytesIO(b"".join(answer)))
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    cards = Scorecard.objects.filter(result=result, rank__isnull=False).select_related("unit")
    told = {(str(card.rank), card.unit.name, str(card.score), card.get_grade_display()) for card in cards}
    assert {tuple(row) for row in rows if row[0] != "名次"} == told
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "大安创考〔2026〕1号" in text
    assert "关于2025年度安全社区考核结果的通报" in text
    assert "公示期至2026年6月14日" in text


def test_who_took_the_papers_stands_in_the_history(cast: Cast, as_user: Any) -> None:
    result = a_published_year(cast)
    for name in ("download_announcement", "download_target_sheet"):
        b"".join(as_user(cast.office).get(reverse(f"assessment:{name}", args=[result.pk])))
        assert Action.objects.filter(verb=f"assessment.{name}", by=cast.office).count() == 1


def test_the_sheet_has_every_unit_with_its_points_by_the_factor(cast: Cast, as_user: Any) -> None:
    result = a_published_year(cast)
    answer = as_user(cast.office).get(reverse("assessment:download_target_sheet", args=[result.pk]))
    rows = list(openpyxl.load_workbook(BytesIO(b"".join(answer))).active.values)
    by_unit = {row[0]: row for row in rows[1:]}
    assert len(by_unit) == Scorecard.objects.filter(result=result).count()
    card = card_of_village(cast, result)
    score, factor, points = by_unit[cast.village.name][2], by_unit[cast.village.name][6], by_unit[cast.village.name][7]
    assert (D(str(score)), D(str(factor))) == (card.score, D("0.1"))
    assert D(str(points)) == (card.score * D("0.1")).quantize(D("0.01"))


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("score", "is_vetoed", "points"),
    [
        (D("96.45"), False, D("9.65")),
        (D("96.44"), False, D("9.64")),
        (None, False, None),
        (D("96.45"), True, D("0.00")),
    ],
)
def test_points_are_rounded_and_a_veto_leaves_none(score: Any, is_vetoed: bool, points: Any) -> None:
    result = Result(rules={"factor": "0.100"})
    assert target_points(Scorecard(result=result, score=score, is_vetoed=is_vetoed)) == points


def test_a_card_of_the_year_tells_what_it_is_made_of(cast: Cast, as_user: Any) -> None:
    result = a_posted_year(cast)
    page = Page(as_user(cast.liaison).get(card_of_village(cast, result).get_absolute_url()))
    rows = [row.text for row in page.panels["得分构成"].all("tr")]
    assert rows[0].startswith("月度得分平均 —")  # no month was scored, the year's end is all of it
    assert [rows[1], rows[2], rows[3]] == [
        "年终得分 33.30 100%",
        "奖励加分 0.00 最多计5.00分",
        "处罚扣分 0.00 最多计20.00分",
    ]
    assert page.facts["异议截止"] == "2026-06-22"
    assert "照此推算全年得分" not in page.facts


def test_a_card_of_the_year_tells_what_each_side_counts(cast: Cast, as_user: Any) -> None:
    result = a_posted_year(cast)
    rows = Scorecard.objects.filter(result=result, unit=cast.village)
    super(type(rows), rows).update(parts=rows.get().parts | {"mean": "80.00", "months": {"12": "80.00"}})
    page = Page(as_user(cast.liaison).get(rows.get().get_absolute_url()))
    told = [row.text for row in page.panels["得分构成"].all("tr")]
    assert told[:2] == ["月度得分平均 80.00 60% 12月：80.00", "年终得分 33.30 40%"]


def test_a_card_of_a_month_tells_where_the_year_leads(cast: Cast, as_user: Any) -> None:
    card = Scorecard.objects.with_names().get(result=a_result(cast), unit=cast.village)
    page = Page(as_user(cast.liaison).get(card.get_absolute_url()))
    assert page.facts["照此推算全年得分"] == "33.30"


def test_later_months_say_nothing_about_where_an_earlier_one_led(cast: Cast) -> None:
    first, second = a_result(cast), a_result(cast)
    rows = Scorecard.objects.filter(result=second)
    super(type(rows), rows).update(score=D(100))
    cards = {card.result_id: card for card in Scorecard.objects.with_names().filter(unit=cast.village)}
    assert scores.forecast_of(cards[first.pk]) == D("33.30")
    assert scores.forecast_of(cards[second.pk]) == D("66.65")


def test_units_see_their_rank_only_where_the_office_lets_them(cast: Cast, as_user: Any) -> None:
    url = card_of_village(cast, a_posted_year(cast)).get_absolute_url()
    assert "名次" in Page(as_user(cast.supervisor).get(url)).facts
    assert not {"名次", "同类单位中位数"} & set(Page(as_user(cast.liaison).get(url)).facts)
    assert "名次" in columns(cast.supervisor, as_user)
    assert "名次" not in columns(cast.liaison, as_user)
    set_parameters({"assessment.shows_league": True}, by=cast.office)
    assert {"名次", "同类单位中位数"} <= set(Page(as_user(cast.liaison).get(url)).facts)
    assert "名次" in columns(cast.liaison, as_user)


def test_a_rank_that_is_not_shown_cannot_be_asked_for(cast: Cast, as_user: Any) -> None:
    a_posted_year(cast)
    url = reverse("assessment:list_scorecard")
    asked = {"columns": ["unit", "rank"], "sort": "-rank"}
    assert "名次" in Page(as_user(cast.supervisor).get(url, asked)).columns
    page = as_user(cast.liaison).get(url, asked)
    assert "名次" not in page.content.decode()


def columns(user: Any, as_user: Any) -> list[str]:
    """What the list of scorecards tells somebody of each."""
    return Page(as_user(user).get(reverse("assessment:list_scorecard"))).columns


def test_the_pages_cost_the_same_for_any_number_of_units(cast: Cast, as_user: Any, query_count: Any) -> None:
    result = a_published_year(cast)
    browser = as_user(cast.office)
    urls = [
        result.get_absolute_url(),
        reverse("assessment:download_target_sheet", args=[result.pk]),
        reverse("assessment:download_announcement", args=[result.pk]),
    ]
    few = [_cost(browser, url, query_count) for url in urls]
    for _each in range(3):
        a_unit(valid_from="2025-01-01")
    made = scores.correct_result(result, by=None, reason="漏登", on=result.as_of)
    scores.post_result(made, by=None)
    with time_machine.travel("2026-07-20 09:00+08:00", tick=False):
        scores.publish_result(made, by=None)
    many = [_cost(browser, url.replace(f"/{result.pk}/", f"/{made.pk}/"), query_count) for url in urls]
    assert many == few
    assert max(many) <= 12


def _cost(browser: Any, url: str, query_count: Any) -> int:
    b"".join(browser.get(url))
    return query_count(lambda: b"".join(browser.get(url)))


def test_those_who_have_to_act_find_it_at_home(cast: Cast, as_user: Any) -> None:
    def home(user: Any) -> str:
        return as_user(user).get("/").content.decode()

    a_year(cast)
    assert "待公示的年度得分" in home(cast.supervisor)
    objection = an_objection(cast)
    assert "待答复的得分异议" in home(cast.supervisor)
    assert "待发布的年度得分" not in home(cast.chair)
    Result.objects.filter(pk=objection.scorecard.result_id).update(objections_until="2026-06-14")
    assert "待发布的年度得分" in home(cast.chair)
    assert "待发布的年度得分" not in home(cast.office)
