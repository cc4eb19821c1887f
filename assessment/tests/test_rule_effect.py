"""What a draft would have done to the year before: seen before it is put in use, and never kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from django.urls import reverse

from assessment.models import Result, Rulebook, RulebookItem, Scorecard
from assessment.services import rulebooks, scores
from assessment.tests.builders import a_rulebook, a_year, an_item
from committee.models import LiaisonPost
from committee.tests.pages import Page
from committee.tests.refusals import written
from dayan_safety.testing import Cast, a_unit, an_appointment
from dayan_safety.workdays import today

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
Method, Figure, Counts = RulebookItem.Method, RulebookItem.Figure, RulebookItem.Counts
POSTS = {"method": Method.COMPUTED, "figure": Figure.POSTS, "full_mark": D(100)}
NOTHING_HAPPENED = {"method": Method.COMPUTED, "figure": Figure.INCIDENTS, "full_mark": D(100), "step": D(5)}


def a_lived_year(months: tuple[int, ...] = (1, 2)) -> Rulebook:
    """2025, with the scores of some months and of the year kept, by who holds the liaison posts."""
    book = an_item(rulebook=a_rulebook(year=2025), **POSTS).rulebook
    rulebooks.adopt_rulebook(book, by=None)
    book.refresh_from_db()
    for month in months:
        scores.keep_month(book, month, date(2025, month + 1, 5))
    scores.keep_year(book, date(2026, 1, 10))
    scores.post_result(Result.objects.get(month=0), by=None)
    return book


def a_draft(**given: Any) -> Rulebook:
    """The rules of 2026, being drawn up."""
    return an_item(rulebook=a_rulebook(year=2026, **given), **POSTS).rulebook


def of(unit: Any, draft: Rulebook) -> Any:
    """What a draft would have done to a unit."""
    return next(line for line in scores.effect_of(draft, today()) if line.unit == unit)


def test_the_same_rules_change_nothing(cast: Cast) -> None:
    a_lived_year()
    lines = scores.effect_of(a_draft(), today())
    assert {line.unit for line in lines} >= {cast.village, cast.other_village}
    assert {(line.change, line.is_regraded) for line in lines if line.before[0] is not None} == {(D("0.00"), False)}
    assert all(line.before == line.after for line in lines)


def test_an_item_more_moves_scores_grades_and_ranks(cast: Cast) -> None:
    a_lived_year()
    draft = a_draft()
    an_item(rulebook=draft, **NOTHING_HAPPENED)
    line = of(cast.village, draft)
    assert (line.before, line.after) == ((D("33.33"), "failed", 1), (D("66.67"), "passed", 1))
    assert (line.change, line.is_regraded) == (D("33.34"), True)


def test_the_months_are_computed_by_the_draft_too(cast: Cast) -> None:
    a_lived_year()
    draft = a_draft(month_share=100)
    an_item(rulebook=draft, counts=Counts.MONTH, **NOTHING_HAPPENED)
    assert of(cast.village, draft).after[0] == D("66.67")  # the mean of its months, and nothing else


def test_only_months_that_were_scored_count(cast: Cast) -> None:
    book = a_lived_year(months=(1,))
    for post in LiaisonPost.objects.filter(unit=cast.village, appointments__isnull=True):
        an_appointment(post, "liaison", since=date(2025, 6, 1))
    draft = a_draft(month_share=100)
    assert of(cast.village, draft).after[0] == D("33.33")  # of January; from June on all posts were held
    scores.keep_month(book, 7, date(2025, 8, 5))
    assert of(cast.village, draft).after[0] == D("66.67")


def test_it_is_told_by_kind_and_the_greatest_change_first(cast: Cast) -> None:
    full = a_unit(name="全岗村", valid_from=date(2025, 1, 1))
    for post in full.liaison_posts.all():
        an_appointment(post, "liaison", since=date(2025, 1, 1))
    a_lived_year()
    draft = a_draft()
    an_item(rulebook=draft, **NOTHING_HAPPENED)
    villages = [line.unit for line in scores.effect_of(draft, today()) if line.kind == "village"]
    assert villages[-1] == full  # 100 before and after
    assert villages[0] in (cast.village, cast.other_village)


def test_nothing_of_it_is_kept(cast: Cast) -> None:
    a_lived_year()
    draft, before = a_draft(), None
    before = written()
    assert scores.effect_of(draft, today())
    assert written() == before
    draft.refresh_from_db()
    assert draft.year == 2026


def test_without_scores_of_the_year_before_there_is_nothing_to_compare(cast: Cast, as_user: Any) -> None:
    draft = a_draft()
    assert scores.effect_of(draft, today()) == []
    page = as_user(cast.supervisor).get(reverse("assessment:show_effect", args=[draft.pk])).content.decode()
    assert "当年没有得分记录，无法比较。" in page


def test_a_preview_is_no_result_yet(cast: Cast) -> None:
    a_year(cast)
    assert scores.effect_of(a_draft(), today()) == []


def test_without_a_result_of_the_year_what_its_rules_give_now_is_compared(cast: Cast) -> None:
    book = an_item(rulebook=a_rulebook(year=2025), **POSTS).rulebook
    rulebooks.adopt_rulebook(book, by=None)
    scores.keep_month(book, 1, date(2025, 2, 5))
    line = of(cast.village, a_draft())
    assert (line.before[0], line.change) == (D("33.33"), D("0.00"))


def test_the_supervision_group_sees_it_from_the_draft(cast: Cast, as_user: Any) -> None:
    a_lived_year()
    draft = a_draft()
    an_item(rulebook=draft, **NOTHING_HAPPENED)
    browser, door = as_user(cast.supervisor), reverse("assessment:show_effect", args=[draft.pk])
    page = Page(browser.get(draft.get_absolute_url()))
    assert door in [link.attributes.get("href") for link in page.head.all("a")]
    rows = [[cell.text for cell in row.all("td")] for row in Page(browser.get(door)).main.all("tr")[1:]]
    assert ["村", "33.33", "66.67", "33.34", "不合格 → 合格", "1"] in rows


def test_the_page_tells_how_many_would_move_and_names_them_alone(cast: Cast, as_user: Any) -> None:
    a_lived_year()
    draft = a_draft()
    url, browser = reverse("assessment:show_effect", args=[draft.pk]), as_user(cast.supervisor)
    same = Page(browser.get(url))
    assert (same.facts["参与比较的单位"], same.facts["得分或名次变化"]) == ("3", "0")
    assert "所有单位的得分、等次和名次都不变。" in same.main.text
    an_item(rulebook=draft, applies_to="village", **NOTHING_HAPPENED)
    page = Page(browser.get(url))
    assert (page.facts["得分或名次变化"], page.facts["等次变化"]) == ("2", "1")
    named = [row.all("th")[0].text for row in page.main.all("tr")[1:]]
    assert sorted(named) == sorted([cast.village.name, cast.other_village.name])


@pytest.mark.parametrize("role", ["lead", "member", "liaison", "inspector"])
def test_others_do_not_see_it(role: str, cast: Cast, as_user: Any) -> None:
    draft = a_draft()
    assert as_user(cast.office).get(reverse("assessment:show_effect", args=[draft.pk])).status_code == 200
    answer = as_user(getattr(cast, role)).get(reverse("assessment:show_effect", args=[draft.pk]))
    assert answer.status_code == 403


def test_of_what_is_in_use_there_is_none(cast: Cast, as_user: Any) -> None:
    book = a_lived_year()
    assert as_user(cast.supervisor).get(reverse("assessment:show_effect", args=[book.pk])).status_code == 404
    assert "测算细则影响" not in as_user(cast.supervisor).get(book.get_absolute_url()).content.decode()


def test_it_costs_the_same_for_any_number_of_units(cast: Cast, query_count: Any) -> None:
    a_lived_year()
    draft = a_draft()
    few = query_count(lambda: scores.effect_of(draft, today()))
    rows = Scorecard.objects.count()
    for _each in range(3):
        a_unit(valid_from=date(2025, 1, 1))
    scores.correct_result(Result.objects.get(month=0), by=None, reason="漏登", on=today())
    scores.post_result(Result.objects.standing().get(month=0), by=None)
    assert Scorecard.objects.count() > rows
    assert query_count(lambda: scores.effect_of(draft, today())) == few


def test_a_unit_without_a_card_of_that_year_is_not_compared(cast: Cast) -> None:
    a_lived_year()
    late = a_unit(valid_from=date(2025, 1, 1))  # was entered after the year had been kept
    compared = {line.unit for line in scores.effect_of(a_draft(), today())}
    assert cast.village in compared
    assert late not in compared


def test_a_unit_that_left_the_town_during_the_year_is_not_compared(cast: Cast) -> None:
    gone = a_unit(valid_from=date(2024, 1, 1))
    a_lived_year()
    type(gone).objects.filter(pk=gone.pk).update(valid_to=date(2025, 12, 30))
    assert gone not in {line.unit for line in scores.effect_of(a_draft(), today())}


def test_an_edition_that_was_replaced_is_not_what_one_compares_with(cast: Cast) -> None:
    a_lived_year()
    for post in LiaisonPost.objects.filter(unit=cast.village, appointments__isnull=True):
        an_appointment(post, "liaison", since=date(2025, 1, 1))
    scores.correct_result(Result.objects.get(month=0), by=None, reason="补录任命", on=today())
    assert of(cast.village, a_draft()).before[0] == D("60.00")  # its months as they were kept, its end as it is now
    scores.correct_result(Result.objects.standing().get(month=1), by=None, reason="补录任命", on=today())
    scores.correct_result(Result.objects.standing().get(month=2), by=None, reason="补录任命", on=today())
    assert of(cast.village, a_draft()).before[0] == D("100.00")


def test_a_draft_of_another_year_is_compared_with_the_year_before_its_own(cast: Cast) -> None:
    a_lived_year()
    later = an_item(rulebook=a_rulebook(year=2027), **POSTS).rulebook
    assert scores.effect_of(later, today()) == []


def test_what_happened_in_the_drafts_own_year_does_not_count_in_the_one_before(cast: Cast) -> None:
    a_lived_year()
    for post in LiaisonPost.objects.filter(unit=cast.village, appointments__isnull=True):
        an_appointment(post, "liaison", since=date(2026, 2, 1))
    assert of(cast.village, a_draft()).after[0] == D("33.33")
