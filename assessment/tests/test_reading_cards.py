"""What a card says of itself and among the others: words for what was counted, place, movement, forecast, grades."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from assessment.models import Result, Rulebook, RulebookItem, Scorecard
from assessment.scoring import Item, Reading
from assessment.services import rulebooks, scores
from assessment.services.scores.computing import Card, cards_of, league_of, told_number
from assessment.services.scores.gathering import Gathered, gather, month_of, units_assessed
from assessment.tests.builders import a_rulebook, an_item
from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_unit

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Method, Counts, State = RulebookItem.Method, RulebookItem.Counts, Result.State
RULE = {"number": "1", "full_mark": "10.00", "method": "computed", "figure": "tasks_on_time", "step": None}
Place = tuple[str | None, int | None]  # score and rank


def scored(part: str | None, whole: str | None, points: str | None, **rule: Any) -> scores.Scored:
    """A line with what was read."""
    numbers = (None if text is None else D(text) for text in (part, whole, points))
    return scores.Scored({**RULE, "section": "progress", **rule}, *numbers)


# A line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (scored("3", "4", "7.50"), "4项中3项"),
        (scored("2", "0", "6.00", step="2.00"), "2次"),
        (scored("0", "0", "10.00", step="2.00"), "0次"),
        (scored("27.50", "30.00", "9.17", method="check", figure=""), "检查后剩27.50分（满分30.00分）"),
        (scored("88.125", "100", "8.81", method="peers", figure=""), "平均分88.13"),
        (scored("880", "1000", "8.80", method="peers", figure=""), "平均分88.00"),
        (scored(None, None, None), ""),
        (scored(None, None, None, method="survey", figure=""), ""),
    ],
)
def test_what_was_counted_is_said_in_words(line: scores.Scored, said: str) -> None:
    assert line.reading == said


@pytest.mark.parametrize(
    ("line", "is_opened"),
    [
        (scored("3", "4", "7.50"), True),
        (scored("0", "0", "10.00", step="2.00"), True),
        (scored("27.50", "30.00", "9.17", method="check", figure=""), True),
        (scored("88", "100", "8.80", method="peers", figure=""), False),  # nobody learns who gave what
        (scored(None, None, None), False),
        (scored(None, None, None, method="check", figure=""), False),
    ],
)
def test_records_open_where_some_stand_behind_a_number_and_are_nobodys_secret(
    line: scores.Scored, is_opened: bool
) -> None:
    assert line.is_opened == is_opened


def test_what_is_lost_is_what_is_missing_to_the_full_mark_if_anything_is_known() -> None:
    assert (scored("3", "4", "7.50").lost, scored("4", "4", "10.00").lost) == (D("2.50"), D("0.00"))
    assert scored(None, None, None).lost is None
    assert scored("3", "4", "7.50").section == "工作进程"


# Among the others


@pytest.fixture
def book() -> Rulebook:
    """The rules of 2026, of which results tell."""
    made = an_item(rulebook=a_rulebook()).rulebook
    rulebooks.adopt_rulebook(made, by=None)
    return made


def kept(book: Rulebook, year: int, month: int, places: dict[Any, Place], **given: Any) -> Result:
    """A result as it would have been kept, with the score and the rank of each unit."""
    about = {"rulebook": book, "year": year, "month": month, "as_of": date(year, month or 12, 28), **given}
    result = Result.objects.create(**{"state": State.FINAL, "rules": scores_rules(book)} | about)
    Scorecard.objects.bulk_create(
        Scorecard(result=result, unit=unit, kind=unit.kind, score=score and D(score), rank=rank)
        for unit, (score, rank) in places.items()
    )
    return result


def scores_rules(book: Rulebook) -> dict[str, Any]:
    """As much of the rules as reading asks for."""
    return {"month_share": str(book.month_share), "items": []}


def card(result: Result, unit: Any) -> Scorecard:
    """What a unit got."""
    return Scorecard.objects.with_names().get(result=result, unit=unit)


def test_the_middle_of_its_kind_is_that_of_those_of_whom_something_is_known(book: Rulebook) -> None:
    best, second, unknown, firm = a_unit(), a_unit(), a_unit(), a_unit(kind="enterprise")
    places: dict[Any, Place] = {best: ("90", 1), second: ("71", 2), unknown: (None, None), firm: ("10", 1)}
    result = kept(book, 2026, 5, places)
    place = scores.place_of(card(result, best))
    assert (place.all, place.middle) == (2, D("80.5"))
    assert (scores.place_of(card(result, firm)).all, scores.place_of(card(result, firm)).middle) == (1, D(10))


def test_of_a_kind_without_any_score_there_is_no_middle(book: Rulebook) -> None:
    unit = a_unit()
    place = scores.place_of(card(kept(book, 2026, 5, {unit: (None, None)}), unit))
    assert (place.all, place.middle, place.moved) == (0, None, None)


@pytest.mark.parametrize(
    ("before", "now", "moved"), [(3, 1, 2), (1, 3, -2), (2, 2, 0), (None, 1, None), (1, None, None)]
)
def test_movement_is_counted_where_both_months_have_a_rank(
    before: int | None, now: int | None, moved: int | None, book: Rulebook
) -> None:
    unit = a_unit()
    kept(book, 2026, 4, {unit: ("80", before)})
    assert scores.place_of(card(kept(book, 2026, 5, {unit: ("80", now)}), unit)).moved == moved


def test_the_month_before_january_is_december_of_the_year_before(book: Rulebook) -> None:
    unit = a_unit()
    kept(book, 2025, 12, {unit: ("80", 4)})
    kept(book, 2025, 11, {unit: ("80", 9)})
    assert scores.place_of(card(kept(book, 2026, 1, {unit: ("80", 1)}), unit)).moved == 3


def test_a_year_is_compared_with_the_year_before_and_never_with_a_month(book: Rulebook) -> None:
    unit = a_unit()
    kept(book, 2025, 12, {unit: ("80", 9)})
    kept(book, 2025, 0, {unit: ("80", 5)})
    assert scores.place_of(card(kept(book, 2026, 0, {unit: ("80", 1)}), unit)).moved == 4


def test_an_edition_that_was_replaced_is_nothing_to_compare_with(book: Rulebook) -> None:
    unit = a_unit()
    kept(book, 2026, 4, {unit: ("80", 9)}, state=State.REPLACED)
    kept(book, 2026, 4, {unit: ("80", 3)}, edition=2)
    assert scores.place_of(card(kept(book, 2026, 5, {unit: ("80", 1)}), unit)).moved == 2


def test_the_forecast_goes_by_the_months_up_to_this_one_that_are_known(book: Rulebook) -> None:
    unit = a_unit()
    for month, score in ((1, "80"), (2, None), (3, "90"), (4, "10")):
        kept(book, 2026, month, {unit: (score, 1)})
    kept(book, 2026, 0, {unit: ("0", 1)})  # a year is no month of itself
    march = card(Result.objects.get(month=3), unit)
    assert scores.forecast_of(march) == D("85.00")
    assert scores.forecast_of(card(Result.objects.get(month=4), unit)) == D("60.00")
    Result.objects.filter(month=1).update(state=State.REPLACED)
    assert scores.forecast_of(march) == D("90.00")


def test_of_a_year_and_of_nothing_known_there_is_no_forecast(book: Rulebook) -> None:
    unit = a_unit()
    assert scores.forecast_of(card(kept(book, 2026, 0, {unit: ("80", 1)}), unit)) is None
    assert scores.forecast_of(card(kept(book, 2026, 5, {unit: (None, None)}), unit)) is None


def test_grades_are_counted_by_kind_with_those_of_whom_nothing_is_known(book: Rulebook) -> None:
    villages, firm = [a_unit() for _each in range(3)], a_unit(kind="enterprise")
    result = kept(book, 2026, 5, dict.fromkeys((*villages, firm), ("80", 1)))
    grades = ("good", "good", "")
    for unit, grade in zip(villages, grades, strict=True):
        super(type(Scorecard.objects.all()), Scorecard.objects.filter(unit=unit)).update(grade=grade)
    village, enterprise = scores.grades_of(result)
    assert (village.kind, dict(village.grades), village.unknown) == (
        "village",
        {"excellent": 0, "good": 2, "passed": 0, "failed": 0},
        1,
    )
    assert (enterprise.kind, enterprise.unknown, str(enterprise.label)) == ("enterprise", 1, "企业")


@pytest.mark.parametrize(
    ("role", "always"),
    [("chair", True), ("office", True), ("supervisor", True), ("lead", False), ("member", False), ("liaison", False)],
)
def test_ranks_are_for_those_who_assess_unless_the_office_lets_units_see_them(
    role: str, always: bool, cast: Cast
) -> None:
    user = getattr(cast, role)
    assert scores.sees_league(user) == always
    set_parameters({"assessment.shows_league": True}, by=cast.office)
    assert scores.sees_league(user)


# Gathered and computed


def test_a_month_has_its_first_and_last_day_and_so_has_a_year() -> None:
    assert month_of(2026, 0) == (date(2026, 1, 1), date(2026, 12, 31))
    assert month_of(2026, 2) == (date(2026, 2, 1), date(2026, 2, 28))
    assert month_of(2028, 2)[1] == date(2028, 2, 29)
    assert month_of(2026, 12) == (date(2026, 12, 1), date(2026, 12, 31))


def test_only_kinds_that_are_assessed_and_units_of_that_day_get_a_card(db: None) -> None:
    day = date(2026, 5, 31)
    there = [a_unit(kind=kind) for kind in RulebookItem.KINDS]
    for kind in ("town", "school", "agency", "organisation"):
        a_unit(kind=kind)
    a_unit(valid_from=date(2026, 6, 1))
    a_unit(valid_to=date(2026, 5, 30))
    assert {unit.pk for unit in units_assessed(day)} == {unit.pk for unit in there}


@pytest.mark.parametrize(("counts", "numbers"), [(Counts.MONTH, ["1", "2"]), (Counts.YEAR, ["1", "3"])])
def test_each_score_reads_its_own_items_and_those_of_both(counts: str, numbers: list[str]) -> None:
    book = a_rulebook()
    for number, where in (("1", "both"), ("2", "month"), ("3", "year")):
        an_item(rulebook=book, number=number, counts=where, method=Method.SURVEY)
    an_item(rulebook=book, number="4", method=Method.BONUS, full_mark=D(2))
    gathered = gather(rulebooks.items_of(book), *month_of(2026, 5), date(2026, 6, 5), counts=counts)
    assert [each.item.number for each in gathered] == numbers
    assert {each.of(1) for each in gathered} == {None}  # a survey that nobody reads says nothing


def gathered_of(readings: dict[int, Reading], elsewhere: Reading | None = None, **given: Any) -> Gathered:
    """An item of ten points for whom it is said, with what was read."""
    item = RulebookItem(pk=1, number="1", full_mark=D(10), **given)
    return Gathered(item, Item("1", D(10)), readings, elsewhere)


def test_a_unit_gets_the_items_of_its_kind_and_what_was_read_of_it_or_elsewhere(db: None) -> None:
    village, other, firm = a_unit(), a_unit(), a_unit(kind="enterprise")
    read, elsewhere = Reading(D(1), D(2)), Reading(D(0), D(2))
    gathered = gathered_of({village.pk: read}, elsewhere, applies_to="village")
    cards = {made.unit: made for made in cards_of([village, other, firm], [gathered])}
    assert [cards[unit.pk].score for unit in (village, other, firm)] == [D("50.00"), D("0.00"), None]
    assert cards[village.pk].lines == [{"item": 1, "part": "1", "whole": "2", "points": "5.00"}]
    assert cards[firm.pk].lines == []


def test_a_line_of_which_nothing_is_known_is_kept_with_nothing_in_it(db: None) -> None:
    [made] = cards_of([a_unit()], [gathered_of({}, applies_to="all")])
    assert (made.score, made.lines) == (None, [{"item": 1, "part": None, "whole": None, "points": None}])


def test_a_veto_leaves_the_lowest_grade_and_the_last_rank_of_its_kind() -> None:
    cards = [
        Card(1, "village", "甲", D(95), [], is_vetoed=True),
        Card(2, "village", "乙", D(10), []),
        Card(3, "enterprise", "丙", D(85), []),
        Card(4, "village", "丁", None, []),
    ]
    told = {made.unit: (made.grade, made.rank) for made in league_of(cards, Rulebook())}
    assert told == {1: ("failed", 2), 2: ("failed", 1), 3: ("good", 1), 4: ("", None)}


@pytest.mark.parametrize(
    ("score", "grade"),
    [("90.00", "excellent"), ("89.99", "good"), ("80.00", "good"), ("79.99", "passed"), ("59.99", "failed")],
)
def test_a_grade_begins_with_the_bound_of_the_rules(score: str, grade: str) -> None:
    [made] = league_of([Card(1, "village", "甲", D(score), [])], Rulebook())
    assert made.grade == grade


def test_numbers_are_told_in_plain_digits() -> None:
    assert (told_number(D("1E+2")), told_number(D("0.50")), told_number(None)) == ("100", "0.50", None)
