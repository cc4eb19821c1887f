"""What a project changed: one computation on numbers, in words and drawn; and figures without noughts behind them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models.figures import trimmed
from campaigns.services.effects import Effect, in_measure, sentence_of
from campaigns.views.effect_drawing import GROUND, LEFT, RIGHT, TOP, effect_chart

D = Decimal
FIGURES = st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2)
DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("value", "baseline", "target", "measure", "said"),
    [
        ("39", "60", "40", "人", "比基线下降 35 %，已达到目标"),
        ("40", "60", "40", "人", "比基线下降 33.3 %，已达到目标"),
        ("40.01", "60", "40", "人", "比基线下降 33.3 %，尚未达到目标"),
        ("70", "60", "40", "人", "比基线上升 16.7 %，尚未达到目标"),
        ("70", "60", "70", "人", "比基线上升 16.7 %，已达到目标"),
        ("69.99", "60", "70", "人", "比基线上升 16.7 %，尚未达到目标"),
        ("60", "60", "40", "人", "与基线持平，尚未达到目标"),
        ("0", "0", "0", "起", "与基线持平，已达到目标"),
        ("1", "0", "0", "起", "比基线上升 1 起，尚未达到目标"),
        ("3", "0", None, "起", "比基线上升 3 起"),
        ("96", "71", "95", "%", "比基线上升 25 个百分点，已达到目标"),
        ("999999", "1000000", None, "元", "比基线下降 1 元"),
        ("45.50", None, None, "人", "45.5 人"),
        ("45", None, None, "", "45"),
    ],
)
def test_what_came_of_it_is_one_sentence(
    value: str, baseline: str | None, target: str | None, measure: str, said: str
) -> None:
    effect = Effect(D(value), baseline and D(baseline), target and D(target), measure)  # type: ignore[arg-type]
    assert sentence_of(effect) == said


@given(FIGURES, FIGURES, FIGURES)
def test_the_change_leads_from_the_baseline_to_the_value(value: D, baseline: D, target: D) -> None:
    effect = Effect(value, baseline, target, "人")
    assert effect.change is not None
    assert baseline + effect.change == value
    down, up = sentence_of(effect).startswith("比基线下降"), sentence_of(effect).startswith("比基线上升")
    assert (down, up) == (value < baseline, value > baseline)
    if effect.percent is not None:
        assert effect.percent != 0
        assert (effect.percent > 0) == (value > baseline)
        assert abs(abs(baseline) * effect.percent / 100 - effect.change) <= abs(baseline) * D("0.0005")


@given(FIGURES, FIGURES, FIGURES)
def test_the_target_is_reached_when_the_value_lies_beyond_it_seen_from_the_baseline(
    value: D, baseline: D, target: D
) -> None:
    effect = Effect(value, baseline, target)
    way, gone = target - baseline, value - baseline
    assert effect.is_reached == (gone == 0 if way == 0 else gone / way >= 1)
    mirrored = Effect(-value, -baseline, -target)
    assert mirrored.is_reached == effect.is_reached
    assert Effect(target, baseline, target).is_reached
    assert Effect(baseline, baseline, target).is_reached == (way == 0)


def test_without_a_baseline_or_a_target_nothing_is_reached() -> None:
    assert Effect(D(1), None, D(1)).is_reached is Effect(D(1), D(1), None).is_reached is None
    assert Effect(D(1)).change is Effect(D(1)).percent is None


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=2))
def test_noughts_behind_a_number_go_and_nothing_else(number: D) -> None:
    text = str(trimmed(number))
    assert D(text) == number
    assert "E" not in text
    assert text == "0" or not text.endswith((".", "-0"))
    assert "." not in text or text[-1] in "123456789"


@pytest.mark.parametrize(("number", "told"), [("60.00", "60 人"), ("100", "100 人"), ("-0.00", "0 人"), (None, "")])
def test_a_number_stands_with_what_it_is_counted_in(number: str | None, told: str) -> None:
    assert in_measure(None if number is None else D(number), "人") == told


@given(st.lists(FIGURES, min_size=1, max_size=12), st.one_of(st.none(), FIGURES))
def test_every_point_stands_on_the_drawing_higher_for_more(values: list[D], target: D | None) -> None:
    rows = [(DAY + timedelta(days=30 * number), value) for number, value in enumerate(values)]
    chart = effect_chart(rows, target)
    heights = [point.y for point in chart.points] + ([] if chart.target is None else [chart.target])
    known = [*values, *([] if target is None else [target])]
    assert all(TOP <= y <= GROUND for y in [*heights, chart.ground])
    assert all(LEFT <= point.x <= RIGHT for point in chart.points)
    for one, two in pairwise(sorted(zip(known, heights, strict=True))):
        assert one[1] >= two[1]
    assert chart.points[0].text == str(trimmed(values[0]))
    assert chart.points[-1].day == str(rows[-1][0])


def test_days_that_would_lie_on_each_other_are_left_out() -> None:
    rows = [(DAY + timedelta(days=number), D(number)) for number in range(12)]
    chart = effect_chart(rows, None)
    for name, room, number in (("day", 64, 4), ("text", 36, 6)):
        told = [point.x for point in chart.points if getattr(point, name)]
        assert all(after - before >= room for before, after in pairwise(told)), name
        assert (told[0], told[-1], len(told)) == (LEFT, RIGHT, number)


@pytest.mark.parametrize(("target", "side"), [(55, 1), (65, -1)])
def test_the_words_about_the_target_stand_away_from_the_baselines(target: int, side: int) -> None:
    chart = effect_chart([(DAY, D(60)), (DAY + timedelta(days=9), D(58))], D(target))
    assert chart.target is not None
    assert (chart.target_text_at - chart.target) * side > 0
    assert (chart.target - chart.points[0].y) * side > 0
