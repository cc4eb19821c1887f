"""What the forms of rules and sets take and what they do not: the last number on either side of each bound."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from assessment.forms.national import IndicatorForm, IndicatorSetForm, JudgeForm
from assessment.forms.objections import AnswerForm
from assessment.forms.rulebooks import RulebookForm, RulebookItemForm
from assessment.models import Indicator, IndicatorSet, Rulebook, RulebookItem
from assessment.parameters import PARAMETERS
from assessment.tests.builders import a_rulebook
from assessment.tests.national_builders import a_judgement, a_set
from dayan_safety.forms import RecordForm
from dayan_safety.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def errors(form: Any) -> dict[str, str]:
    """Field and sentence of all that is wrong; ``__all__`` is the whole form's."""
    return {name: "".join(sentences) for name, sentences in form.errors.items()}


def typed(form_class: type[RecordForm], record: Any, cast: Cast, **said: Any) -> dict[str, str]:
    """What is wrong with a form over ``record``, with something typed otherwise."""
    empty = form_class(user=cast.supervisor, instance=record)
    begun = {name: empty[name].value() for name in empty.fields}
    return errors(form_class({**begun, **said}, user=cast.supervisor, instance=record))


def a_new_item() -> RulebookItem:
    """A check of ten points, to be put into a draft."""
    about = {"number": "1", "section": "progress", "name": "检查", "method": "check", "full_mark": D(10)}
    return RulebookItem(rulebook=a_rulebook(), **about)


def a_new_indicator() -> Indicator:
    """The first of a set that is drawn up."""
    return Indicator(indicator_set=a_set(), element_number=1, element="机构", number=1, text="领导机构")


FORMS: dict[str, tuple[type[RecordForm], Callable[[], Any]]] = {
    "rulebook": (RulebookForm, lambda: Rulebook(name="细则", year=2026)),
    "item": (RulebookItemForm, a_new_item),
    "set": (IndicatorSetForm, lambda: IndicatorSet(name="指标")),
    "indicator": (IndicatorForm, a_new_indicator),
}
# Form, field, and on each side of a bound the last number that is taken and the first that is not.
BOUNDS = [
    ("rulebook", "year", "2000", "1999", "确保该值大于或等于2000。"),
    ("rulebook", "year", "2100", "2101", "确保该值小于或等于2100。"),
    ("rulebook", "month_share", "0", "-1", "确保该值大于或等于0。"),
    ("rulebook", "month_share", "100", "101", "确保该值小于或等于100。"),
    ("rulebook", "excellent_from", "100", "100.01", "确保该值小于或等于100。"),
    ("rulebook", "pass_from", "0", "-0.01", "确保该值大于或等于0。"),
    ("rulebook", "bonus_cap", "100", "100.01", "确保该值小于或等于100。"),
    ("rulebook", "bonus_cap", "0", "-0.01", "确保该值大于或等于0。"),
    ("rulebook", "penalty_cap", "100", "100.01", "确保该值小于或等于100。"),
    ("rulebook", "penalty_cap", "0", "-0.01", "确保该值大于或等于0。"),
    ("rulebook", "least_raters", "3", "2", "确保该值大于或等于3。"),
    ("rulebook", "least_raters", "100", "101", "确保该值小于或等于100。"),
    ("rulebook", "trim", "10", "11", "确保该值小于或等于10。"),
    ("rulebook", "objection_days", "1", "0", "确保该值大于或等于1。"),
    ("rulebook", "objection_days", "30", "31", "确保该值小于或等于30。"),
    ("rulebook", "factor", "10", "10.001", "确保该值小于或等于10。"),
    ("rulebook", "factor", "0", "-0.001", "确保该值大于或等于0。"),
    ("rulebook", "good_from", "60.01", "60.001", "确认小数不超过 2 位."),
    ("item", "full_mark", "1000", "1000.01", "确保该值小于或等于1000。"),
    ("item", "full_mark", "0.01", "-0.01", "确保该值大于或等于0。请填写可得或可扣的分数。"),
    ("item", "weight", "0.01", "0", "确保该值大于或等于0.01。"),
    ("item", "weight", "10", "10.01", "确保该值小于或等于10。"),
    ("set", "total", "1000", "1000.01", "确保该值小于或等于1000。"),
    ("set", "rectify_from", "0", "-0.01", "确保该值大于或等于0。"),
    ("set", "presence_weight", "0", "-0.01", "确保该值大于或等于0。"),
    ("set", "effect_weight", "1000", "1000.01", "确保该值小于或等于1000。"),
    ("set", "share_a", "100", "101", "确保该值小于或等于100。"),
    ("set", "share_d", "0", "-1", "确保该值大于或等于0。"),
    ("indicator", "element_number", "1", "0", "确保该值大于或等于1。"),
    ("indicator", "element_number", "99", "100", "确保该值小于或等于99。"),
    ("indicator", "number", "1", "0", "确保该值大于或等于1。"),
    ("indicator", "number", "999", "1000", "确保该值小于或等于999。"),
    ("indicator", "full_mark", "0.01", "0", "确保该值大于或等于0.01。"),
    ("indicator", "full_mark", "100", "100.01", "确保该值小于或等于100。"),
]


@pytest.mark.parametrize(("form", "field", "last", "first_wrong", "sentence"), BOUNDS)
def test_a_number_is_taken_up_to_its_bound_and_not_beyond(
    form: str, field: str, last: str, first_wrong: str, sentence: str, cast: Cast
) -> None:
    form_class, make = FORMS[form]
    record = make()
    assert field not in typed(form_class, record, cast, **{field: last})
    assert typed(form_class, record, cast, **{field: first_wrong}).get(field) == sentence


@pytest.mark.parametrize(
    ("step", "sentence"), [("0.01", ""), ("0", "确保该值大于或等于0.01。"), ("1000.01", "确保该值小于或等于1000。")]
)
def test_points_that_go_off_each_time_have_their_bounds_too(step: str, sentence: str, cast: Cast) -> None:
    counted = {"method": "computed", "figure": "incidents", "step": step}
    assert typed(RulebookItemForm, a_new_item(), cast, **counted).get("step", "") == sentence


# What belongs together


BANDS = "优秀线应高于良好线，良好线应高于合格线。"
LIMITS = "通过分数线应高于限期整改分数线，且不超过总分。"
SHARES = "得分比例应从a级到d级依次降低。"


@pytest.mark.parametrize(
    ("bands", "is_taken"),
    [
        (("90", "80", "60"), True),
        (("80.02", "80.01", "80"), True),
        (("80", "80", "60"), False),
        (("90", "60", "60"), False),
        (("60", "80", "90"), False),
    ],
)
def test_each_band_begins_above_the_next(bands: tuple[str, str, str], is_taken: bool, cast: Cast) -> None:
    said = dict(zip(("excellent_from", "good_from", "pass_from"), bands, strict=True))
    wrong = typed(RulebookForm, Rulebook(name="细则", year=2026), cast, **said)
    assert wrong == ({} if is_taken else {"__all__": BANDS})


@pytest.mark.parametrize(
    ("limits", "is_taken"),
    [
        (("150", "100", "75"), True),
        (("100", "100", "99.99"), True),
        (("99.99", "100", "75"), False),
        (("150", "75", "75"), False),
        (("150", "75", "100"), False),
    ],
)
def test_a_set_passes_above_where_it_may_rectify_and_within_its_full_marks(
    limits: tuple[str, str, str], is_taken: bool, cast: Cast
) -> None:
    said = dict(zip(("total", "pass_from", "rectify_from"), limits, strict=True))
    wrong = typed(IndicatorSetForm, IndicatorSet(name="指标"), cast, **said)
    assert wrong == ({} if is_taken else {"__all__": LIMITS})


@pytest.mark.parametrize(
    ("shares", "is_taken"),
    [("100 70 30 0", True), ("70 70 70 70", True), ("100 70 71 0", False), ("0 30 70 100", False)],
)
def test_a_better_grade_never_gives_less(shares: str, is_taken: bool, cast: Cast) -> None:
    said = dict(zip(("share_a", "share_b", "share_c", "share_d"), shares.split(), strict=True))
    wrong = typed(IndicatorSetForm, IndicatorSet(name="指标"), cast, **said)
    assert wrong == ({} if is_taken else {"__all__": SHARES})


def test_something_of_an_indicator_has_to_weigh(cast: Cast) -> None:
    weights = {f"{part}_weight": "0" for part in ("presence", "evidence", "effect")}
    kept = IndicatorSet(name="指标")
    assert typed(IndicatorSetForm, kept, cast, **weights) == {"__all__": "至少有一部分要有权重。"}
    assert typed(IndicatorSetForm, kept, cast, **weights | {"effect_weight": "0.01"}) == {}


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"method": "veto", "full_mark": "0.01"}, "full_mark", "一票否决不计分，请填0。"),
        ({"method": "veto", "full_mark": "0"}, "", ""),
        ({"method": "bonus", "full_mark": "0"}, "full_mark", "请填写可得或可扣的分数。"),
        ({"method": "computed", "figure": "posts_held"}, "", ""),
        ({"method": "computed"}, "", ""),  # which figure is asked when it is put in use
        ({"method": "peers", "figure": "posts_held"}, "figure", "只有系统计算的项目才有取数指标。"),
        ({"method": "survey", "step": "1"}, "step", "按次计算的须填每次扣分，按比例计算的不填。"),
        ({"method": "computed", "figure": "major_findings", "step": "1"}, "", ""),
        ({"method": "computed", "figure": "major_findings"}, "step", "按次计算的须填每次扣分，按比例计算的不填。"),
    ],
)
def test_method_figure_marks_and_steps_fit_together(
    said: dict[str, str], field: str, sentence: str, cast: Cast
) -> None:
    assert typed(RulebookItemForm, a_new_item(), cast, **said) == ({field: sentence} if field else {})


# Words and names


@pytest.mark.parametrize(
    ("typed_in", "kept"),
    [
        ("", ""),
        ("meetings", "meetings"),
        (" meetings ， events ", "meetings,events"),
        ("events,events,meetings", "events,meetings"),
        (",,", ""),
    ],
)
def test_kinds_of_records_are_tidied(typed_in: str, kept: str, cast: Cast) -> None:
    record = a_new_indicator()
    empty = IndicatorForm(user=cast.supervisor, instance=record)
    begun = {name: empty[name].value() for name in empty.fields}
    form = IndicatorForm({**begun, "sources": typed_in}, user=cast.supervisor, instance=record)
    assert errors(form) == {}
    assert form.cleaned_data["sources"] == kept


def test_kinds_there_are_not_are_named_with_those_there_are(cast: Cast) -> None:
    told = typed(IndicatorForm, a_new_indicator(), cast, sources="meetings,锣鼓,x")["sources"]
    assert "锣鼓, x" in told
    assert all(name in told for name in Indicator.Source.values)


@pytest.mark.parametrize(("length", "is_taken"), [(2000, True), (2001, False)])
def test_an_answer_has_room_for_two_thousand_characters(length: int, is_taken: bool, cast: Cast) -> None:
    form = AnswerForm({"is_right": "yes", "answer": "长" * length}, user=cast.supervisor)
    assert (form.is_valid(), "answer" in form.errors) == (is_taken, not is_taken)


@pytest.mark.parametrize(
    ("said", "is_right"), [("yes", True), ("no", False), ("maybe", None), ("", None), ("True", None)]
)
def test_an_answer_decides_one_way_or_the_other(said: str, is_right: bool | None, cast: Cast) -> None:
    form = AnswerForm({"is_right": said, "answer": "已核实"}, user=cast.supervisor)
    assert form.is_valid() == (is_right is not None)
    assert form.cleaned_data.get("is_right") == is_right


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"presence": "e"}, "presence"),
        ({"effect": "A"}, "effect"),
        ({"evidence_grade": "ab"}, "evidence_grade"),
        ({"text": "长" * 10_001}, "text"),
        ({"note": "长" * 301}, "note"),
        ({"text": "长" * 10_000, "note": "长" * 300, "presence": "d", "evidence_grade": ""}, ""),
    ],
)
def test_a_judgement_has_four_grades_and_room_for_its_text(said: dict[str, str], field: str, cast: Cast) -> None:
    judgement = a_judgement()
    form = JudgeForm(said, user=cast.office, record=judgement)
    assert set(form.errors) == ({field} if field else set())


# What the office may set


DAYS = [declared for declared in PARAMETERS if declared.name.endswith("scored_on")]


@pytest.mark.parametrize("declared", DAYS, ids=lambda declared: declared.name)
@pytest.mark.parametrize(("day", "is_taken"), [("1", True), ("28", True), ("0", False), ("29", False), ("", False)])
def test_scores_are_kept_on_a_day_that_every_month_has(declared: Any, day: str, is_taken: bool) -> None:
    field = declared.field()
    if is_taken:
        assert field.clean(day) == int(day)
    else:
        with pytest.raises(ValidationError):
            field.clean(day)


def test_the_document_mark_has_room_for_twenty_characters() -> None:
    mark = next(declared for declared in PARAMETERS if declared.name == "assessment.announcement_prefix")
    assert mark.field().clean("大" * 20) == "大" * 20
    with pytest.raises(ValidationError):
        mark.field().clean("大" * 21)
