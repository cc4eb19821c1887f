"""Any roster for any town: checked without a trace, imported whole, the same in any order, and once is enough."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from committee.models import Appointment
from committee.tests import roster_builders
from committee.tests.roster_builders import (
    DAY,
    FIRST,
    HISTORY,
    PLACES,
    TABLES,
    a_line,
    an_identity,
    check,
    counts,
    everything,
    imported,
    today,
)
from committee.tests.roster_towns import ROLES, SMALL_TOWNS, TOWNS, Town, build
from dayan_safety.history import verify_history
from dayan_safety.importing import Report
from dayan_safety.importing.cleaning import same_name
from dayan_safety.workbooks import Cell

pytestmark = pytest.mark.django_db
WORDS = list(roster_builders.ROLES.values())
Lines = list[list[Cell]]


def as_lines(people: list[dict[str, Any]]) -> Lines:
    """As a file holds them."""
    return [a_line(**person) for person in people]


def one_a_post(people: list[dict[str, Any]]) -> Lines:
    """From the first village's first post on, everybody with a telephone of their own: nothing has to be refused."""
    places = [{"unit": f"第{number // 3}村", "role": WORDS[number % 3]} for number in range(len(people))]
    numbers = [{"telephone": f"188{number:08d}"} for number in range(len(people))]
    return [a_line(**place, **person, **number) for place, person, number in zip(places, people, numbers, strict=True)]


def people(**wrong: list[str]) -> st.SearchStrategy[Lines]:
    """Few units, names, telephones and days, so that lines meet each other and the town; ``wrong`` cells among them."""
    cells: dict[str, list[Any]] = {
        "unit": ["第0村", "第1村"],
        "role": WORDS,
        "name": ["张三", "李四", "王五", "张 三"],
        "telephone": ["13812345678", "13911112222"],
        "identity_number": ["", "", an_identity(90), an_identity(91)],
        "position": ["", "支书"],
        "since": ["", "2026-02-05", today() + 40 * DAY],
    }
    choices = {field: st.sampled_from([*known, *wrong.get(field, [])]) for field, known in cells.items()}
    return st.lists(st.fixed_dictionaries(choices), max_size=9).map(as_lines)


ANY = people(
    unit=["第2村", "第9村"],
    role=["班长"],
    name=["", "赵六"],
    telephone=["", "12345", "138****5678"],
    since=["明天", "2024-03-05"],
)
MEETING = people()
SOUND = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["张三", "李四", "王五", "欧阳娜娜", "John Smith"]),
            "position": st.sampled_from(["", "支书", "主任"]),
            "sex": st.sampled_from(["", "男", "女"]),
            "since": st.sampled_from(["", today(), today() + 40 * DAY]),
        }
    ),
    min_size=1,
    max_size=9,
).map(one_a_post)


@settings(max_examples=30, deadline=None)
@given(town=TOWNS, lines=ANY)
def test_a_check_leaves_no_trace_and_counts_every_line_once(town: Town, lines: Lines) -> None:
    with transaction.atomic():
        build(town)
        before = everything()
        report = check(*lines)
        assert everything() == before
        transaction.set_rollback(True)
    assert sum(report.counts.values()) == report.rows
    assert {error.row for error in report.errors} <= {FIRST + number for number in range(len(lines))}


@settings(max_examples=60, deadline=None)
@given(town=SMALL_TOWNS, lines=MEETING, data=st.data())
def test_the_order_of_the_lines_decides_nothing(town: Town, lines: Lines, data: st.DataObject) -> None:
    with transaction.atomic():
        build(town)
        report, other = check(*lines), check(*data.draw(st.permutations(lines)))
        transaction.set_rollback(True)
    assert other.exit_code == report.exit_code
    if report.is_importable:
        assert (counts(other), told(other)) == (counts(report), told(report))


def told(report: Report) -> Counter[tuple[str, str, str]]:
    """What would change, whatever the row."""
    return Counter((change.thing, change.before, change.after) for change in report.changes)


@settings(max_examples=20, deadline=None)
@given(town=TOWNS, lines=SOUND)
def test_what_is_imported_stands_in_the_town_and_importing_it_again_changes_nothing(town: Town, lines: Lines) -> None:
    with transaction.atomic():
        build(town)
        made = lines[: 3 * len(town)]
        assume(check(*made).is_importable)
        earlier = people_in_posts()
        imported(*made)
        before, standing = everything(), people_in_posts()
        assert earlier <= standing
        assert all(post in standing for post in map(post_in, made))
        assert counts(check(*made)) == {"unchanged": len(made)}
        imported(*made)
        assert {table for table, rows in everything().items() if rows != before[table]} == {*TABLES[3:], *HISTORY}
        assert list(verify_history()) == []
        transaction.set_rollback(True)


def people_in_posts() -> set[tuple[str, str, str]]:
    """Everybody who holds, held or will hold a post: unit, role and name."""
    posts = Appointment.objects.filter(liaison_post__isnull=False)
    rows = posts.values_list("liaison_post__unit__name", "liaison_post__role", "person__name")
    return {(unit, role, same_name(name)) for unit, role, name in rows}


def post_in(line: list[Cell]) -> tuple[str, str, str]:
    """The post of a line and who is to hold it."""
    unit, role, name = (str(line[PLACES[field]]) for field in ("unit", "role", "name"))
    return unit, ROLES[WORDS.index(role)], name
