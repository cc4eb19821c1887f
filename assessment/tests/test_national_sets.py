"""Indicator sets: shipped, drawn up in editions, brought in from a workbook."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assessment.models import Indicator, IndicatorSet
from assessment.services.national import sets
from assessment.services.national.shipped import KNOWN, NAME, load_shipped
from assessment.tests.national_builders import a_set, a_set_in_use, an_indicator
from dayan_safety.demo_lists import bring_in
from dayan_safety.errors import RuleBroken
from dayan_safety.importing import desk
from dayan_safety.importing.kinds import all_kinds
from dayan_safety.importing.templates import list_workbook
from dayan_safety.models import Action
from dayan_safety.records import remove_record

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Draft = Indicator.Wording.DRAFT


def test_the_national_set_comes_in_use_with_twelve_elements_and_fifty_indicators() -> None:
    assert load_shipped() == 1
    kept = IndicatorSet.objects.in_use().get(name=NAME)
    indicators = sets.indicators_of(kept)
    assert [each.number for each in indicators] == list(range(1, 51))
    assert sorted({each.element_number for each in indicators}) == list(range(1, 13))
    assert sum(each.full_mark for each in indicators) == kept.total == 150
    assert (kept.pass_from, kept.rectify_from) == (100, 75)
    assert [each.number for each in indicators if not each.is_draft_text] == list(range(1, KNOWN + 1))


def test_loading_again_changes_nothing_and_what_was_removed_stays_away() -> None:
    load_shipped()
    remove_record(IndicatorSet.objects.get(name=NAME), by=None, reason="x")
    assert load_shipped() == 0
    assert not IndicatorSet.objects.present().filter(name=NAME).exists()


def test_a_set_is_put_in_use_when_its_full_marks_add_up() -> None:
    kept = a_set(total=6)
    with pytest.raises(RuleBroken, match="还没有指标"):
        sets.adopt_indicatorset(kept, by=None)
    an_indicator(indicator_set=kept)
    with pytest.raises(RuleBroken, match=r"合计为3\.00"):
        sets.adopt_indicatorset(kept, by=None)
    an_indicator(indicator_set=kept, number=2)
    sets.adopt_indicatorset(kept, by=None)
    kept.refresh_from_db()
    assert kept.state == IndicatorSet.State.IN_USE


def test_what_is_in_use_is_not_changed_any_more() -> None:
    kept = a_set_in_use()
    indicator = kept.indicators.get()
    indicator.text = "另外的话"
    for change in (
        lambda: sets.edit_indicator(indicator, ["text"], by=None),
        lambda: sets.remove_indicator(indicator, by=None, reason="x"),
        lambda: sets.create_indicator(Indicator(indicator_set=kept, number=2, element_number=1), by=None),
        lambda: sets.edit_indicatorset(kept, ["note"], by=None),
        lambda: sets.adopt_indicatorset(kept, by=None),
    ):
        with pytest.raises(RuleBroken, match="使用中"):
            change()
    assert sets.indicators_of(kept)[0].text == "内容1"


def test_the_next_edition_begins_with_the_same_and_replaces_the_one_before() -> None:
    kept = a_set_in_use(2, wording=Draft)
    other = a_set_in_use()
    made = sets.revise_indicatorset(kept, by=None)
    same = [(each.number, each.text, each.wording) for each in sets.indicators_of(made)]
    assert (made.edition, same) == (2, [(1, "内容1", Draft), (2, "内容2", Draft)])
    sets.adopt_indicatorset(made, by=None)
    states = {each.pk: each.state for each in IndicatorSet.objects.all()}
    assert states == {kept.pk: "replaced", made.pk: "in_use", other.pk: "in_use"}
    assert Action.objects.filter(verb="assessment.revise_indicatorset").count() == 1


def lines(name: str, number: int, mark: str) -> list[tuple[Any, ...]]:
    """So many indicators."""
    return [
        (name, 1 + place // 4, f"要素{1 + place // 4}", place + 1, f"省级内容{place + 1}", mark)
        for place in range(number)
    ]


def test_another_set_of_forty_five_indicators_and_a_hundred_points_comes_as_a_workbook() -> None:
    made = a_set(name="省级安全社区评定指标", total=100, pass_from=90, rectify_from=75)
    rows = lines(made.name, 45, "2.2")
    rows[-1] = (*rows[-1][:-1], "3.2")
    bring_in("indicator", rows)
    sets.adopt_indicatorset(made, by=None)
    indicators = sets.indicators_of(made)
    assert (len(indicators), sum(each.full_mark for each in indicators)) == (45, Decimal(100))
    assert not any(each.is_draft_text for each in indicators)


def test_the_evaluators_own_words_take_the_place_of_drafts() -> None:
    kept = a_set_in_use(2, wording=Draft)
    made = sets.revise_indicatorset(kept, by=None)
    bring_in("indicator", [(made.name, 1, "机构与职责", 1, "评定单位的原文", "3")])
    assert [(each.text, each.wording) for each in sets.indicators_of(made)] == [
        ("评定单位的原文", "official"),
        ("内容2", "draft"),
    ]


def test_a_list_changes_no_set_that_is_in_use() -> None:
    kept = a_set_in_use()
    kind = all_kinds()["indicator"]
    content = list_workbook("指标", kind.fields, [(kept.name, 1, "要素", 1, "偷换的话", "3")], {})
    report = desk.check_upload(kind, "指标.xlsx", content).report
    assert report.errors
    assert "制定下一版" in str(report.errors)
    assert kept.indicators.get().text == "内容1"
