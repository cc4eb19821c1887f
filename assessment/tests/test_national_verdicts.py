"""What the national self-assessment comes to at each limit, of fifty indicators and of forty-five from Excel."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal as D
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import IndicatorSet, Judgement, SelfAssessment
from assessment.services.national import judging, sets
from assessment.services.national.shipped import NAME, load_shipped
from assessment.tests.national_builders import a_judgement, a_selfassessment, a_set, a_set_in_use
from committee.tests.pages import Page
from committee.tests.refusals import refused
from dayan_safety.testing import Cast
from dayan_safety.tests.list_desk import ListDesk
from dayan_safety.workdays import today

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PASSES, RECTIFIES, FAILS = "可以通过", "限期整改", "不能通过"
HEADER = ["指标体系", "要素序号", "要素", "指标序号", "二级指标", "分值"]
INDICATORS = ListDesk("indicator", HEADER)
PROVINCIAL = "省级安全社区评定指标"


def with_grades(made: SelfAssessment, grades: Sequence[str]) -> SelfAssessment:
    """Graded throughout, each indicator by three letters."""
    rows = list(made.judgements.order_by("indicator__number"))
    assert len(rows) == len(grades)
    for row, letters in zip(rows, grades, strict=True):
        row.presence, row.evidence_grade, row.effect = letters
    Judgement.objects.bulk_update(rows, Judgement.PARTS)
    return made


def told(made: SelfAssessment, user: Any, as_user: Any) -> tuple[str, str, bool]:
    """Total, verdict and whether the zero alarm rings, as they stand on the page."""
    page = Page(as_user(user).get(made.get_absolute_url()))
    panel = page.panels["如果今天评定"]
    values = [value.text for value in panel.all("dd")]
    return values[0], values[1], "零分警报" in panel.text


def national() -> SelfAssessment:
    """By the fifty indicators that come with the portal."""
    load_shipped()
    return a_selfassessment(indicator_set=IndicatorSet.objects.in_use().get(name=NAME), year=2026)


@pytest.mark.parametrize(
    ("grades", "total", "verdict", "alarm"),
    [
        (["ada"] * 50, "100.00", PASSES, False),
        (["ada"] * 49 + ["bda"], "99.76", RECTIFIES, False),
        (["ada", "dad"] * 25, "75.00", RECTIFIES, False),
        (["ada", "dad"] * 24 + ["ada", "dbd"], "74.70", FAILS, False),
        (["aaa"] * 49 + ["ddd"], "147.00", FAILS, True),
        (["bbb"] * 50, "105.00", PASSES, False),
    ],
)
def test_fifty_indicators_at_each_limit(
    grades: list[str], total: str, verdict: str, alarm: bool, cast: Cast, as_user: Any
) -> None:
    made = with_grades(national(), grades)
    assert told(made, cast.office, as_user) == (f"{total} / 150.00", verdict, alarm)


def lines(marks: Sequence[str]) -> list[list[Any]]:
    """An indicator for each full mark, five to an element."""
    return [
        [PROVINCIAL, 1 + place // 5, f"要素{1 + place // 5}", place + 1, f"省级内容{place + 1}", mark]
        for place, mark in enumerate(marks)
    ]


def provincial() -> SelfAssessment:
    """Forty-five indicators of a hundred points from Excel: passes from 70, may rectify from 30."""
    made = a_set(name=PROVINCIAL, total=100, pass_from=70, rectify_from=30)
    INDICATORS.bring_in(*lines(["2"] * 40 + ["4"] * 5))
    sets.adopt_indicatorset(made, by=None)
    return a_selfassessment(indicator_set=made, year=2026)


@pytest.mark.parametrize(
    ("grades", "total", "verdict", "alarm"),
    [
        (["bbb"] * 45, "70.00", PASSES, False),
        (["bbb"] * 44 + ["bbc"], "69.36", RECTIFIES, False),
        (["ccc"] * 45, "30.00", RECTIFIES, False),
        (["ccc"] * 44 + ["ccd"], "29.52", FAILS, False),
        (["aaa"] * 44 + ["ddd"], "96.00", FAILS, True),
        (["ddd"] + ["aaa"] * 44, "98.00", FAILS, True),
        (["aaa"] * 45, "100.00", PASSES, False),
    ],
)
def test_forty_five_indicators_from_excel_at_each_limit(
    grades: list[str], total: str, verdict: str, alarm: bool, cast: Cast, as_user: Any
) -> None:
    made = with_grades(provincial(), grades)
    assert told(made, cast.office, as_user) == (f"{total} / 100.00", verdict, alarm)


def test_a_set_from_excel_is_not_put_in_use_while_a_mark_is_missing() -> None:
    made = a_set(name=PROVINCIAL, total=100, pass_from=70, rectify_from=30)
    INDICATORS.bring_in(*lines(["2"] * 40 + ["4"] * 4 + ["3.99"]))
    with refused("各指标标准分合计为99.99，而指标体系写的是100.00。"):
        sets.adopt_indicatorset(made, by=None)
    INDICATORS.bring_in(lines(["2"] * 40 + ["4"] * 5)[-1])
    sets.adopt_indicatorset(made, by=None)
    assert made.indicators.present().count() == 45


def test_a_removed_indicator_is_neither_counted_nor_judged() -> None:
    made = a_set(name=PROVINCIAL, total=4, pass_from=2, rectify_from=1)
    INDICATORS.bring_in(*lines(["2"] * 3))
    sets.remove_indicator(made.indicators.get(number=2), by=None, reason="重复")
    sets.adopt_indicatorset(made, by=None)
    judged = a_selfassessment(indicator_set=made)
    assert list(judged.judgements.order_by("pk").values_list("indicator__number", flat=True)) == [1, 3]


def test_the_alarm_names_each_indicator_at_zero_and_no_other(cast: Cast, as_user: Any) -> None:
    made = with_grades(a_selfassessment(4), ["ddd", "cdd", "ddc", "ddd"])
    panel = Page(as_user(cast.office).get(made.get_absolute_url())).panels["如果今天评定"]
    named = [link.text for link in panel.first("ul").all("a")]
    assert named == ["1 内容1", "4 内容4"]


def test_what_is_not_graded_can_still_be_and_for_how_much(cast: Cast, as_user: Any) -> None:
    made = a_selfassessment(2)
    first = made.judgements.order_by("indicator__number").first()
    judging.judge_indicator(first, by=None, presence="a", evidence_grade="a")
    panel = Page(as_user(cast.office).get(made.get_absolute_url())).panels["如果今天评定"]
    assert [value.text for value in panel.all("dd")][2] == "2项，最多4.20分"


def test_the_cheapest_points_are_ten_at_most_one_an_indicator(cast: Cast) -> None:
    made = with_grades(a_selfassessment(12), ["ccc"] * 12)
    steps = judging.whole_of(made, today()).steps
    assert [step.key for step, _row in steps] == list(
        made.judgements.order_by("indicator__number").values_list("pk", flat=True)[:10]
    )
    assert {(step.part, step.now, step.then, step.gain) for step, _row in steps} == {("effect", "c", "b", D("0.48"))}


def test_an_indicator_at_zero_comes_before_a_larger_gain(cast: Cast) -> None:
    made = with_grades(a_selfassessment(2), ["aac", "ddd"])
    first, second = judging.whole_of(made, today()).steps
    assert (first[1].indicator.number, first[0].gain) == (2, D("0.36"))
    assert (second[1].indicator.number, second[0].gain) == (1, D("0.48"))


# Nothing formal comes of drafts


def submit(made: SelfAssessment, user: Any, as_user: Any) -> Any:
    """The chair's press."""
    door = reverse("assessment:submit_selfassessment", args=[made.pk])
    return as_user(user).post(door, {"once": "a" * 32})


def test_the_page_warns_of_drafts_and_submitting_is_refused(cast: Cast, as_user: Any) -> None:
    made = with_grades(national(), ["aaa"] * 50)
    page = Page(as_user(cast.chair).get(made.get_absolute_url()))
    assert "41项指标的文字还是草案" in page.panels["如果今天评定"].text
    answer = submit(made, cast.chair, as_user)
    assert (answer.status_code, "41项指标的文字还是草案" in Page(answer).errors[""]) == (422, True)
    made.refresh_from_db()
    assert (made.state, made.result) == ("open", {})


def test_a_single_draft_is_enough_to_refuse_and_none_lets_it_pass(cast: Cast, as_user: Any) -> None:
    made = with_grades(a_selfassessment(3), ["aaa"] * 3)
    last = made.indicator_set.indicators.filter(number=3)
    last.update(wording="draft")
    assert submit(made, cast.chair, as_user).status_code == 422
    last.update(wording="official")
    answer = submit(made, cast.chair, as_user)
    made.refresh_from_db()
    assert (answer.status_code, made.state, made.result["total"]) == (302, "submitted", "9.00")


@pytest.mark.parametrize("letters", ["aa ", " aa", "a a"])
def test_a_single_part_without_a_grade_is_enough_to_refuse(letters: str, cast: Cast, as_user: Any) -> None:
    made = a_selfassessment(2)
    for judgement in made.judgements.all():
        grades = letters if judgement.indicator.number == 2 else "aaa"
        judging.judge_indicator(judgement, by=None, **dict(zip(Judgement.PARTS, map(str.strip, grades), strict=True)))
    answer = submit(made, cast.chair, as_user)
    assert (answer.status_code, Page(answer).errors[""]) == (422, "还有1项指标没有评完级。")


@pytest.mark.parametrize("role", ["office", "supervisor", "lead", "member"])
def test_nobody_but_the_chair_submits(role: str, cast: Cast, as_user: Any) -> None:
    made = with_grades(a_selfassessment(), ["aaa"])
    assert submit(made, getattr(cast, role), as_user).status_code == 403
    assert submit(made, cast.chair, as_user).status_code == 302


def test_submitted_twice_it_is_submitted_once(cast: Cast, as_user: Any) -> None:
    made = with_grades(a_selfassessment(), ["aaa"])
    door, browser = reverse("assessment:submit_selfassessment", args=[made.pk]), as_user(cast.chair)
    assert browser.post(door, {"once": "a" * 32}).status_code == 302
    assert browser.post(door, {"once": "a" * 32}).status_code == 302  # the same press, sent again
    assert "目前状态为“已提交”" in Page(browser.post(door, {"once": "b" * 32})).errors[""]


def test_what_was_submitted_stays_whatever_becomes_of_its_set(cast: Cast, as_user: Any) -> None:
    made = with_grades(a_selfassessment(2), ["aaa", "bbb"])
    submit(made, cast.chair, as_user)
    made.refresh_from_db()
    before = made.result
    newer = sets.revise_indicatorset(made.indicator_set, by=None)
    newer.indicators.update(full_mark=D(3), text="另外的话")
    sets.adopt_indicatorset(newer, by=None)
    made.refresh_from_db()
    assert made.result == before
    assert [line["text"] for line in made.result["lines"]] == ["内容1", "内容2"]
    assert (made.result["rules"]["weights"], made.result["total"]) == (["0.80", "1.00", "1.20"], "5.10")
    page = Page(as_user(cast.office).get(made.get_absolute_url()))
    assert (page.status, page.facts["校验码"]) == ("已提交", made.result["seal"][:16])


def test_the_doors_of_what_was_submitted_are_gone_from_its_pages(cast: Cast, as_user: Any) -> None:
    made = with_grades(a_selfassessment(), ["aaa"])
    judgement = made.judgements.get()
    before = Page(as_user(cast.office).get(made.get_absolute_url())).buttons
    assert {"从记录中查找痕迹", "改用指标体系的最新版"} <= set(before)
    submit(made, cast.chair, as_user)
    after = Page(as_user(cast.office).get(made.get_absolute_url())).buttons
    assert {"从记录中查找痕迹", "改用指标体系的最新版"}.isdisjoint(after)
    assert "给指标评级" not in Page(as_user(cast.office).get(judgement.get_absolute_url())).buttons
    assert "给指标评级" in Page(as_user(cast.office).get(a_judgement().get_absolute_url())).buttons


def test_another_of_the_year_may_begin_once_the_first_is_submitted(cast: Cast, as_user: Any) -> None:
    kept = a_set_in_use()
    first = with_grades(a_selfassessment(indicator_set=kept, year=2026), ["aaa"])
    told_of = {"indicator_set": kept.pk, "year": 2026, "title": "复评", "once": "c" * 32}
    door = reverse("assessment:create_selfassessment")
    assert as_user(cast.office).post(door, told_of).status_code == 422
    submit(first, cast.chair, as_user)
    assert as_user(cast.office).post(door, told_of | {"once": "d" * 32}).status_code == 302
    assert list(SelfAssessment.objects.order_by("pk").values_list("state", flat=True)) == ["submitted", "open"]


def icons(node: Any) -> list[str]:
    """The pictures in a part of a page, by their names."""
    return [str(drawing.attributes["class"]).split("bi-")[1] for drawing in node.all("svg", "bi")]


def test_a_light_is_never_told_by_its_colour_alone(cast: Cast, as_user: Any) -> None:
    made = with_grades(a_selfassessment(3, wording="draft"), ["ddd", "aab", "aaa"])
    page = Page(as_user(cast.office).get(made.get_absolute_url()))
    shown = [icons(row.first("td", "number")) for row in page.panels["要素与指标"].first("tbody").all("tr")]
    assert shown == [["x-circle"], ["exclamation-triangle"], ["exclamation-triangle"]]  # nothing is accepted yet
    assert icons(page.panels["如果今天评定"].first("div", "alert")) == ["exclamation-triangle"]
    assert [icons(badge) for badge in page.panels["要素与指标"].all("span", "badge")] == [["pencil"]] * 3
