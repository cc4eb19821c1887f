"""Satisfaction with units: a poll about each, once; who reads what was said, and when; marks counted exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Poll, Questionnaire
from campaigns.services import polls as services
from campaigns.services.polls import figure_of, moments_of
from campaigns.services.questionnaires import create_poll, edit_poll, edit_questionnaire
from campaigns.services.satisfaction import marks_by_unit, put_to_units, waves_of
from campaigns.tests.builders import a_poll, a_poll_about, a_question, a_questionnaire, a_sheet, a_survey
from committee.tests.pages import Page
from committee.tests.refusals import forbidden, refused
from dayan_safety.models import Action
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast, a_group, a_person, a_unit, a_user, an_appointment

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
FIRST, LAST = date(2026, 6, 20), date(2026, 6, 30)


def put(questionnaire: Questionnaire, kind: str = "village", **about: Any) -> Any:
    """Ask about every unit of a kind from 20 to 30 June."""
    return put_to_units(questionnaire, **{"by": None, "kind": kind, "first_on": FIRST, "last_on": LAST} | about)


def told(poll: Poll) -> Any:
    """The poll with its figures."""
    return Poll.objects.with_names().with_figures().get(pk=poll.pk)


# About every unit of a kind.


@pytest.mark.every_database
def test_every_unit_of_the_kind_gets_a_poll_with_a_code_of_its_own(cast: Cast) -> None:
    survey = a_survey()
    made = put(survey, by=cast.office)
    polls = list(Poll.objects.with_names().order_by("pk"))
    assert (made.made, made.skipped) == (2, [])
    assert [(poll.unit, poll.first_on, poll.last_on) for poll in polls] == [
        (cast.village, FIRST, LAST),
        (cast.other_village, FIRST, LAST),
    ]
    assert len({poll.code for poll in polls}) == 2
    assert str(polls[0]) == f"{survey}（东风村）"


@pytest.mark.parametrize(
    ("first", "last", "is_asked"),
    [
        (date(2026, 6, 16), date(2026, 6, 19), False),
        (date(2026, 6, 16), FIRST, True),
        (LAST, date(2026, 7, 5), True),
        (date(2026, 7, 1), date(2026, 7, 5), False),
    ],
)
def test_nobody_is_asked_twice_on_one_day(first: date, last: date, is_asked: bool, cast: Cast) -> None:
    survey = a_survey()
    put(survey)
    assert len(put(survey, first_on=first, last_on=last).skipped) == (2 if is_asked else 0)


def test_each_of_them_is_in_history_in_words_and_all_together_on_the_questionnaire(cast: Cast, as_user: Any) -> None:
    survey = a_survey()
    put(survey, by=cast.office)
    rows = Action.objects.filter(verb="campaigns.create_poll", by=cast.office).order_by("number")
    assert [row.after["unit"] for row in rows] == ["东风村", "西河村"]
    assert rows[0].thing_name == f"{survey}（东风村）"
    history = Page(as_user(cast.office).get(survey.get_absolute_url())).panels["操作记录"].text
    assert ("发起群众满意度测评" in history, "东风村" in history, "2026-06-20" in history) == (True, False, True)
    assert Action.objects.get(verb="campaigns.put_to_units").after["units"] == "2"  # its own is on each page
    assert "发起问卷调查" not in history
    put(survey, by=cast.office)
    assert Action.objects.filter(verb="campaigns.put_to_units").count() == 1  # nothing was made, nothing is told


def test_pressed_again_nothing_is_made_twice_and_a_new_village_gets_its_own(cast: Cast) -> None:
    survey = a_survey()
    put(survey)
    kept = list(Poll.objects.order_by("pk").values_list("pk", "code"))
    again = put(survey)
    assert (again.made, again.skipped) == (0, [cast.village, cast.other_village])
    new = a_unit(name="新村")
    third = put(survey, last_on=date(2026, 7, 5))
    assert (third.made, len(third.skipped), Poll.objects.latest("pk").unit) == (1, 2, new)
    assert list(Poll.objects.order_by("pk").values_list("pk", "code"))[:2] == kept


def test_next_years_survey_and_one_that_was_removed_do_not_stand_in_the_way(cast: Cast) -> None:
    survey = a_survey()
    put(survey)
    remove_record(Poll.objects.get(unit=cast.village), by=None, reason="误建")
    assert put(survey).made == 1
    assert put(survey, first_on=date(2027, 6, 20), last_on=date(2027, 6, 30)).made == 2
    assert put(a_survey()).made == 2


def test_units_that_do_not_belong_to_the_town_that_day_are_left_out(cast: Cast) -> None:
    type(cast.village).objects.filter(pk=cast.village.pk).update(valid_to=date(2026, 6, 19))
    remove_record(a_unit(name="误建村"), by=None, reason="误建")
    put(a_survey())
    assert [poll.unit for poll in Poll.objects.with_names()] == [cast.other_village]


def test_it_takes_the_same_statements_for_any_number_of_units(cast: Cast) -> None:
    def statements() -> int:
        survey = a_survey()
        with CaptureQueriesContext(connection) as captured:
            put(survey, by=cast.office)
        return sum("SAVEPOINT" not in query["sql"] for query in captured)  # each line of history has one

    statements()  # the office's standing is known from now on
    few = statements()
    for _each in range(3):
        a_unit()
    assert statements() == few


def test_what_cannot_be_counted_is_refused_and_nothing_is_written(cast: Cast) -> None:
    other, unmarked = a_questionnaire_of("approval"), a_survey("好\n不好")
    empty = a_questionnaire_of("satisfaction", asks=False)
    with refused("只有测评“满意度”的问卷才能按单位发起测评。"):
        put(other)
    with refused("没有计分的选项：请在选项的竖线后写分值，否则无法计分。"):
        put(unmarked)
    with refused("问卷还没有题目，请先添加。"):
        put(empty)
    survey = a_survey()
    with refused("当日没有这一类别的单位。"):
        put(survey, "school")


def a_questionnaire_of(purpose: str, *, asks: bool = True) -> Questionnaire:
    """Of a purpose, with a question or without."""
    made = a_questionnaire(purpose=purpose)
    if not asks:
        remove_record(made.questions.get(), by=None, reason="重复")
    return made


def test_only_the_office_asks_about_units(cast: Cast) -> None:
    survey = a_survey(group=cast.group)
    for user in (cast.chair, cast.lead, cast.supervisor, cast.liaison):
        with forbidden():
            put(survey, by=user)
    own = a_user(a_person(unit=cast.village))
    an_appointment(group := a_group(cast.committee), "lead", own.person)
    an_appointment(cast.village.liaison_posts.get(role="coordinator"), "liaison", own.person)
    survey = a_survey(group=group)
    poll = Poll(questionnaire=survey, first_on=FIRST, last_on=LAST)
    with refused("对单位的测评由办公室发起：答卷计入该单位得分。"):
        create_poll(Poll(questionnaire=survey, unit=cast.village, first_on=FIRST, last_on=LAST), by=own)
    create_poll(poll, by=own)
    poll.unit = cast.village
    with refused("对单位的测评由办公室发起：答卷计入该单位得分。"):
        edit_poll(poll, ["unit"], by=own)
    edit_poll(poll, ["unit"], by=cast.office)
    assert (own.has_perm("campaigns.edit_poll", poll), cast.office.has_perm("campaigns.edit_poll", poll)) == (
        False,
        True,
    )


def test_once_people_answered_the_unit_stays_and_so_does_what_it_measures(cast: Cast) -> None:
    survey = a_survey()
    poll = a_poll_about(cast.village, 0, survey=survey)
    poll.unit = cast.other_village
    with refused("已经有人答卷，请另行发起问卷调查。"):
        edit_poll(poll, ["unit"], by=cast.office)
    survey.purpose = Questionnaire.Purpose.AWARENESS
    with refused("已经用它对单位作过测评，测评内容不能再改；需要改的，请复制问卷。"):
        edit_questionnaire(survey, ["purpose"], by=cast.office)
    survey.purpose, survey.text = Questionnaire.Purpose.SATISFACTION, "请您评价"
    edit_questionnaire(survey, ["text"], by=cast.office)
    other = a_poll().questionnaire
    other.purpose = Questionnaire.Purpose.SATISFACTION
    edit_questionnaire(other, ["purpose"], by=cast.office)
    assert Questionnaire.objects.get(pk=other.pk).purpose == "satisfaction"


# Who reads what was said, and when.


def seen(user: Any, as_user: Any, poll: Poll) -> tuple[int, bool, bool]:
    """What the poll's page answers, whether it tells the figure, and the words."""
    page = as_user(user).get(poll.get_absolute_url())
    text = page.content.decode()
    return page.status_code, "83.3 %" in text, "路灯太暗" in text


def a_spoken_poll(unit: Any, **given: Any) -> Poll:
    """Two are satisfied, one is not quite and says so."""
    survey = a_survey()
    a_question(survey, kind="words", options="", order=20)
    poll = a_poll_about(unit, survey=survey, **given)
    for said in ((0, ""), (0, ""), (1, "路灯太暗")):
        a_sheet(poll, *said)
    return poll


def test_a_liaison_reads_the_figures_of_the_own_unit_not_its_words_and_nothing_of_others(
    cast: Cast, as_user: Any
) -> None:
    mine, other = a_spoken_poll(cast.village), a_spoken_poll(cast.other_village)
    assert [seen(cast.office, as_user, poll) for poll in (mine, other)] == [(200, True, True)] * 2
    assert seen(cast.liaison, as_user, mine) == (200, True, False)
    assert seen(cast.liaison, as_user, other)[0] == 404
    rows = Page(as_user(cast.liaison).get(reverse("campaigns:list_poll"))).rows
    assert [(row[1], row[5]) for row in rows] == [("东风村", "83.3")]
    general = a_spoken_poll(None)
    assert seen(cast.liaison, as_user, general) == (200, True, True)  # as ever, where no unit is judged


def test_nobody_reads_how_a_unit_fares_before_it_is_over(cast: Cast, as_user: Any) -> None:
    poll = a_spoken_poll(cast.village, last_on=date(2026, 6, 15))
    for user in (cast.office, cast.liaison):
        assert seen(user, as_user, poll) == (200, False, False)
        assert "结束后显示" in as_user(user).get(poll.get_absolute_url()).content.decode()
    away = reverse("campaigns:export_answers", args=[poll.pk])
    assert as_user(cast.office).get(away).status_code == 404
    assert (figure_of(told(poll)), told(poll).filled_in) == (None, 3)
    Poll.objects.filter(pk=poll.pk).update(last_on=date(2026, 6, 14))
    assert seen(cast.liaison, as_user, poll) == (200, True, False)
    assert as_user(cast.office).get(away).status_code == 200
    assert as_user(cast.liaison).get(away).status_code == 403


def test_too_few_tell_nothing_of_a_unit_either(cast: Cast) -> None:
    poll = a_poll_about(cast.village, *[0] * (services.LEAST_SHEETS - 1))
    assert figure_of(told(poll)) is None
    a_sheet(poll, 0)
    assert figure_of(told(poll)) == 100


def test_what_a_training_changed_does_not_count_what_is_said_of_units(cast: Cast) -> None:
    survey = a_survey()
    for unit in (None, cast.village):
        a_poll_about(unit, 0, 1, 2, survey=survey)
    assert moments_of([survey])[survey.pk].filled_in == {"alone": 3}


# Marks.


@pytest.mark.every_database
def test_marks_are_summed_by_unit_and_agree_with_the_figure_of_the_poll(cast: Cast) -> None:
    survey = a_survey("好|100\n中|33\n差|1", "好|90\n中|45\n差|0")
    one = a_poll(survey, unit=cast.village, last_on=date(2026, 6, 14))
    given_marks = [(0, 0), (1, 2), (2, 1), (1, 1)]
    for said in given_marks:
        a_sheet(one, *said)
    a_poll_about(cast.other_village, 0, 2)
    a_poll_about(cast.other_village, 1)
    a_poll_about(None, 0)
    by_hand = [Fraction((100, 33, 1)[a] + (90, 45, 0)[b], 2) for a, b in given_marks]
    found = marks_by_unit(Poll.objects.all())
    assert found == {cast.village.pk: (Decimal("173.50"), 4), cast.other_village.pk: (Decimal(150), 3)}
    assert Fraction(found[cast.village.pk][0]) == sum(by_hand)
    assert figure_of(told(one)) == Decimal("43.4")  # 173.5 / 4 = 43.375


def test_a_sheet_without_a_mark_counts_nowhere(cast: Cast) -> None:
    a_poll(a_survey("好\n不好"), unit=cast.village)
    a_sheet(Poll.objects.get(), 0)
    assert marks_by_unit(Poll.objects.all()) == {}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=5), max_size=3))
def test_sums_are_those_of_the_sheets_whatever_they_say(cast: Cast, said: list[list[tuple[int, int]]]) -> None:
    survey, by_hand = a_survey("好|100\n中|50\n差|0", "好|99\n中|66\n差|33"), {}
    for sheets in said:
        poll = a_poll_about(unit := a_unit(), survey=survey)
        for answers in sheets:
            a_sheet(poll, *answers)
        halves = [Fraction((100, 50, 0)[one] + (99, 66, 33)[other], 2) for one, other in sheets]
        by_hand |= {unit.pk: (sum(halves), len(sheets))} if sheets else {}
    found = marks_by_unit(survey.polls.all())
    assert {unit: (Fraction(total), sheets) for unit, (total, sheets) in found.items()} == by_hand


def test_marks_take_one_query_for_any_number_of_units_and_sheets(cast: Cast, query_count: Any) -> None:
    a_poll_about(cast.village, 0)
    few = query_count(lambda: marks_by_unit(Poll.objects.all()))
    for _each in range(3):
        a_poll_about(a_unit(), 0, 1, 2)
    assert query_count(lambda: marks_by_unit(Poll.objects.all())) == few == 1


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"last_on": date(2026, 6, 15)}, False),
        ({"last_on": date(2026, 5, 31)}, False),
        ({"first_on": date(2026, 5, 1)}, True),
        ({"purpose": "approval"}, False),
        ({"unit": None}, False),
        ({"removed": True}, False),
    ],
    ids=["over", "not over", "ended before", "began before", "something else", "about nobody", "removed"],
)
def test_a_rating_is_one_about_a_unit_that_ended_in_the_period(change: Any, counts: bool, cast: Cast) -> None:
    about = {"unit": cast.village, "first_on": date(2026, 5, 20)} | change
    survey = a_survey(purpose=about.pop("purpose", "satisfaction"))
    is_removed = about.pop("removed", False)
    poll = a_poll_about(about.pop("unit"), 0, survey=survey, **about)
    if is_removed:
        remove_record(poll, by=None, reason="误建")
    rows = Poll.objects.all().rating(date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 15))
    assert list(rows) == [poll] * counts


def test_waves_count_polls_and_sheets_by_kind_and_days(cast: Cast) -> None:
    survey = a_survey()
    a_poll_about(cast.village, 0, 1, survey=survey)
    a_poll_about(cast.other_village, 2, survey=survey)
    a_poll_about(a_unit(kind="enterprise"), survey=survey)
    a_poll_about(None, 0, survey=survey)
    found = [(str(wave.kind_label), wave.polls, wave.filled_in) for wave in waves_of(survey.polls.all())]
    assert found == [("企业", 1, 0), ("村", 2, 3)]
