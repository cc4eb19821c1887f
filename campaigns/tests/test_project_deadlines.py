"""Whom a project reminds: who leads its group, of what is to be done and of the review; what is settled is silent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.deadlines.outreach import campaign_dues
from campaigns.services.projects import edit_project, finish_step, remove_step
from campaigns.tests.project_builders import a_project, a_step
from campaigns.todos import campaign_todos
from committee.tests.pages import Page
from dayan_safety.deadlines import Ladder, steps_of
from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from dayan_safety.workdays import Calendar

pytestmark = pytest.mark.usefixtures("midsummer")  # it is 15 June 2026
TODAY, YESTERDAY = date(2026, 6, 15), date(2026, 6, 14)
OVER = {"first_on": date(2026, 5, 1), "last_on": YESTERDAY}
KINDS = ("campaigns.step_due", "campaigns.review_due")


def dues(**of: Any) -> list[tuple[str, str, frozenset[int]]]:
    """What is due of projects: kind, name, who hears."""
    return [(due.kind, due.name, due.recipients) for due in campaign_dues(timezone.now()) if due.kind in KINDS]


def test_who_leads_the_group_hears_else_the_office(cast: Cast) -> None:
    mine, other = a_project(name="甲", group=cast.group), a_project(name="乙", **OVER)
    a_step(mine, text="装护栏")
    assert dues() == [
        ("campaigns.step_due", "装护栏 (甲)", frozenset({cast.lead.pk})),
        ("campaigns.review_due", "乙", frozenset({cast.office.pk})),
    ]
    assert other.group != cast.group


def test_what_is_settled_is_silent(cast: Cast) -> None:
    project = a_project(name="甲", group=cast.group, **OVER)
    done, gone, still = (a_step(project, text=text) for text in ("已办", "取消", "未办"))
    assert len(dues()) == 4
    finish_step(done, by=None, done_on=TODAY)
    remove_step(gone, by=None, reason="x")
    assert [name for _kind, name, _people in dues()] == [f"{still} (甲)", "甲"]
    project.review = "已评审"
    edit_project(project, ["review"], by=None)
    assert dues() == []
    other = a_step(a_project(**OVER))
    assert len(dues()) == 2
    remove_record(other.project, by=None, reason="x")
    assert dues() == []


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (7, "还有7天到期：装护栏 (甲)"),
        (0, "今天到期：装护栏 (甲)"),
        (-2, "应于2026-06-13完成，尚未登记完成：装护栏 (甲)"),
        (5, None),
    ],
)
def test_the_words_say_what_to_do(days: int, said: str | None, cast: Cast) -> None:
    a_step(a_project(name="甲", group=cast.group), text="装护栏", due_on=TODAY + timedelta(days=days))
    [due] = campaign_dues(timezone.now())
    now = timezone.now() + timedelta(seconds=1)
    ladder = Ladder(days=(7, 3, 1, 0))
    told = [step.title for step in steps_of(replaced(due), now, ladder, Calendar.of_years([2026]))]
    assert told == [said or "还有5天到期：装护栏 (甲)"]


def replaced(due: Any) -> Any:
    """The same, known for long: what was entered today is not told today."""
    return type(due)(**{name: getattr(due, name) for name in due.__slots__} | {"since": date(2026, 1, 1)})


def test_the_todos_open_exactly_what_they_count(cast: Cast, as_user: Any) -> None:
    late = a_project(name="有逾期", group=cast.group)
    a_step(late, due_on=YESTERDAY), a_step(late, due_on=YESTERDAY)
    a_step(a_project(name="未到期", group=cast.group), due_on=TODAY)
    a_step(a_project(name="已评审", group=cast.group, review="好"), due_on=YESTERDAY)
    a_project(name="待评审", group=cast.group, **OVER)
    a_step(a_project(name="别组", group=cast.supervision, **OVER), due_on=YESTERDAY)
    todos = {str(todo.label): todo for todo in campaign_todos(cast.lead, TODAY)}
    browser, found = as_user(cast.lead), {}
    for label in ("本组有逾期措施的促进项目", "本组待评审的促进项目"):
        rows = Page(browser.get(todos[label].url)).rows
        found[label] = [row[0] for row in rows]
        assert todos[label].count == len(rows)
    assert list(found.values()) == [["有逾期"], ["待评审"]]
    assert not any("促进项目" in str(todo.label) for todo in campaign_todos(cast.member, TODAY))
