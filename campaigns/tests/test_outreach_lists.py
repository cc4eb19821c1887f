"""The lists of programmes, questionnaires, polls and projects: narrowed, searched, ordered and taken away as shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from campaigns.models import Poll, Questionnaire
from campaigns.tables.projects import PROJECTS
from campaigns.tables.trainings import POLLS, PROGRAMMES, QUESTIONNAIRES
from campaigns.tests.builders import (
    a_poll,
    a_programme,
    a_questionnaire,
    a_sheet,
    an_answered_poll,
    an_audience,
    an_event,
)
from campaigns.tests.project_builders import a_figure, a_project, a_step
from committee.tests.pages import Page
from dayan_safety.testing import Cast

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.every_database]  # it is 15 June 2026
DAY, TODAY = timedelta(days=1), date(2026, 6, 15)
PAST = {"first_on": TODAY - 60 * DAY, "last_on": TODAY - 30 * DAY}
NOW = {"first_on": TODAY - DAY, "last_on": TODAY}
AHEAD = {"first_on": TODAY + DAY, "last_on": TODAY + 30 * DAY}
Query = dict[str, Any]


def address(noun: str) -> str:
    """The list of a noun."""
    return reverse(f"campaigns:list_{noun}")


def shown(browser: Any, noun: str, query: Query) -> list[str]:
    """The first column of the rows, in their order."""
    return [row[0] for row in Page(browser.get(address(noun), query)).rows]


def exported(browser: Any, noun: str, query: Query) -> list[list[str]]:
    """The lines of the export without the header."""
    answer = browser.get(reverse(f"campaigns:export_{noun}", args=["csv"]), query)
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))[1:]


# Worlds: what is there, and what each query leaves of it


def programmes(cast: Cast) -> dict[str, tuple[Query, set[str]]]:
    """Three programmes, one of them of the lead's group for pupils."""
    pupils = an_audience(name="学生")
    a_programme(name="春季培训", **PAST)
    a_programme(name="安全月培训", group=cast.group, audiences=[pupils, an_audience()], **NOW)
    a_programme(name="秋季培训", **AHEAD)
    return {
        "planned": ({"standing": "planned"}, {"秋季培训"}),
        "under way": ({"standing": "under_way"}, {"安全月培训"}),
        "over": ({"standing": "over"}, {"春季培训"}),
        "of the group": ({"group": cast.group.pk}, {"安全月培训"}),
        "for pupils": ({"audiences": pupils.pk}, {"安全月培训"}),
        "from today": ({"since": "2026-6-15"}, {"安全月培训", "秋季培训"}),
        "until today": ({"until": "2026年6月15日"}, {"春季培训", "安全月培训"}),
        "searched": ({"q": "秋"}, {"秋季培训"}),
        "two at once": ({"standing": "over", "group": cast.group.pk}, set()),
    }


def questionnaires(cast: Cast) -> dict[str, tuple[Query, set[str]]]:
    """A quiz of a programme, and one of the lead's group that asks for approval."""
    programme = a_programme()
    a_questionnaire(title="知识测验", purpose=Questionnaire.Purpose.QUIZ, programme=programme)
    a_questionnaire(title="认同度问卷", purpose=Questionnaire.Purpose.APPROVAL, group=cast.group)
    return {
        "quizzes": ({"purpose": "quiz"}, {"知识测验"}),
        "approval": ({"purpose": "approval"}, {"认同度问卷"}),
        "of the programme": ({"programme": programme.pk}, {"知识测验"}),
        "of the group": ({"group": cast.group.pk}, {"认同度问卷"}),
        "searched": ({"q": "认同"}, {"认同度问卷"}),
    }


def polls(cast: Cast) -> dict[str, tuple[Query, set[str]]]:
    """A quiz before and after, and a poll that stands alone and is to come."""
    quiz = a_questionnaire(title="测验", purpose=Questionnaire.Purpose.QUIZ)
    alone = a_questionnaire(title="满意度", purpose=Questionnaire.Purpose.APPROVAL)
    a_poll(quiz, moment=Poll.Moment.BEFORE, **PAST)
    a_poll(quiz, moment=Poll.Moment.AFTER, **NOW)
    a_poll(alone, **AHEAD)
    return {
        "before": ({"moment": "before"}, {"测验"}),
        "planned": ({"standing": "planned"}, {"满意度"}),
        "of the questionnaire": ({"questionnaire": quiz.pk}, {"测验"}),
        "for approval": ({"purpose": "approval"}, {"满意度"}),
        "quizzes under way": ({"purpose": "quiz", "standing": "under_way"}, {"测验"}),
        "until yesterday": ({"until": "2026-6-14"}, {"测验"}),
        "searched": ({"q": "满意"}, {"满意度"}),
    }


def projects(cast: Cast) -> dict[str, tuple[Query, set[str]]]:
    """One reviewed, one to be reviewed, one under way with something overdue, one ahead."""
    elderly = an_audience(name="老年人")
    a_project(name="已评审", review="见效", improvement="推广", **PAST)
    a_project(name="待评审", **PAST)
    late = a_project(name="进行中", group=cast.group, audiences=[elderly], **NOW)
    a_step(late, due_on=TODAY - DAY)
    a_project(name="计划中", **AHEAD)
    return {
        "planned": ({"standing": "planned"}, {"计划中"}),
        "under way": ({"standing": "under_way"}, {"进行中"}),
        "to review": ({"standing": "to_review"}, {"待评审"}),
        "reviewed": ({"standing": "reviewed"}, {"已评审"}),
        "late": ({"steps": "overdue"}, {"进行中"}),
        "for the elderly": ({"audiences": elderly.pk}, {"进行中"}),
        "of the group": ({"group": cast.group.pk}, {"进行中"}),
        "from tomorrow": ({"since": "2026-6-16"}, {"计划中"}),
        "searched": ({"q": "评审"}, {"已评审", "待评审"}),
    }


WORLDS: dict[str, Callable[[Cast], dict[str, tuple[Query, set[str]]]]] = {
    "programme": programmes,
    "questionnaire": questionnaires,
    "poll": polls,
    "project": projects,
}
COLUMNS = {"programme": PROGRAMMES, "questionnaire": QUESTIONNAIRES, "poll": POLLS, "project": PROJECTS}


@pytest.mark.parametrize("noun", WORLDS)
def test_each_filter_leaves_what_it_says_on_the_screen_and_in_the_file(noun: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    for words, (query, expected) in WORLDS[noun](cast).items():
        assert set(shown(browser, noun, query)) == expected, words
        assert {line[0] for line in exported(browser, noun, query)} == expected, words


@pytest.mark.parametrize("noun", WORLDS)
def test_each_column_that_can_be_ordered_orders_both_ways_and_loses_nothing(
    noun: str, cast: Cast, as_user: Any
) -> None:
    WORLDS[noun](cast)
    browser = as_user(cast.office)
    everything = sorted(shown(browser, noun, {}))
    for column in COLUMNS[noun]:
        for sign in ("", "-") if column.order else ():
            assert sorted(shown(browser, noun, {"sort": f"{sign}{column.name}"})) == everything, column.name


@pytest.mark.parametrize("noun", WORLDS)
def test_what_narrows_a_list_stands_over_it_and_can_be_taken_away(noun: str, cast: Cast, as_user: Any) -> None:
    browser, world = as_user(cast.office), WORLDS[noun](cast)
    query, expected = world["searched"]
    page = Page(browser.get(address(noun), query))
    chips = [chip for chip in page.main.all("a", "chip") if query["q"] in chip.text]
    assert len(chips) == 1
    everything = Page(browser.get(chips[0].attributes["href"], follow=True)).rows
    assert len(everything) > len(expected)


def test_projects_of_ones_own_are_those_of_the_groups_one_leads(cast: Cast, as_user: Any) -> None:
    projects(cast)
    assert shown(as_user(cast.lead), "project", {"mine": "own"}) == ["进行中"]
    assert shown(as_user(cast.office), "project", {"mine": "own"}) == []


def test_a_poll_that_too_few_answered_shows_no_figure_in_list_or_file(cast: Cast, as_user: Any) -> None:
    an_answered_poll(a_questionnaire(title="够了"))
    few = a_poll(a_questionnaire(title="太少"))
    a_sheet(few, 0)
    browser, place = as_user(cast.office), [column.name for column in POLLS if column.shown].index("figure")
    figures = {row[0]: row[place] for row in exported(browser, "poll", {})}
    assert figures == {"够了": "100.0", "太少": ""}
    rows = {row[0]: row[place] for row in Page(browser.get(address("poll"))).rows}
    assert (rows["够了"], rows["太少"]) == ("100.0", "")


def test_sessions_held_are_those_up_to_today(cast: Cast, as_user: Any) -> None:
    programme = a_programme(name="安全月培训", **NOW)
    for days in (-1, 0, 1):
        an_event(programme=programme, held_on=TODAY + days * DAY)
    place = [column.name for column in PROGRAMMES if column.shown].index("sessions_held")
    [row] = Page(as_user(cast.office).get(address("programme"))).rows
    assert row[place] == "2"


def test_measures_done_and_what_came_of_it_stand_in_the_list_of_projects(cast: Cast, as_user: Any) -> None:
    project = a_project(name="道路")
    a_step(project)
    a_figure(project, value=Decimal(38))
    columns = [column.name for column in PROJECTS if column.shown]
    [row] = Page(as_user(cast.office).get(address("project"))).rows
    assert row[columns.index("progress")] == "0/1"
    assert "比基线下降 36.7 %，已达到目标" in row
