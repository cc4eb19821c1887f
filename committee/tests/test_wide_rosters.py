"""A wide roster checked and imported: every post of a row counts for itself, what they share is told once."""

from __future__ import annotations

from datetime import date

import pytest

from committee.imports import ROSTER
from committee.services import rosters
from committee.tests.roster_builders import a_village, again, counts, held, today
from committee.tests.roster_layouts import LAYOUTS, Post
from dayan_safety.importing import desk
from dayan_safety.workbooks import Sheet

pytestmark = pytest.mark.django_db
HEADER = ["村名", "信息员", "协管员", "巡查员"]


def checked(*rows: list[str | None]) -> rosters.Report:
    """The check of a wide sheet."""
    return rosters.check_roster([Sheet("表", [list(HEADER), *map(list, rows)])], today())[0]


def test_every_post_of_a_row_counts() -> None:
    a_village("东风村")
    assert counts(checked(["东风村", "张三", "李四", None])) == {"new": 2}


def test_a_unit_nobody_knows_is_told_once_a_row() -> None:
    a_village("东风村")
    report = checked(["东凤村", "张三", "李四", "王五"], ["东凤村", "赵六", None, None])
    assert [(error.row, error.value) for error in report.errors] == [(2, "东凤村"), (3, "东凤村")]
    assert [choice.rows for choice in report.choices] == [[2, 3]]
    assert counts(report) == {"errors": 4}


def test_one_bad_name_leaves_the_others_of_its_row() -> None:
    a_village("东风村")
    report = checked(["东风村", "张三", "13812345678", "王五"])
    assert [(error.row, error.column) for error in report.errors] == [(2, "协管员")]
    assert counts(report) == {"new": 2, "errors": 1}


@pytest.mark.parametrize("layout", ["wide", "wide page", "a sheet a role", "merged"])
def test_any_layout_is_imported(layout: str) -> None:
    village = a_village("东风村")
    name, content = LAYOUTS[layout](
        [Post("东风村", "information_officer", "张三", ""), Post("东风村", "coordinator", "李四", "")]
    )
    batch = desk.upload_list(ROSTER, name, content, by=None)
    assert batch.report["errors"] == []
    desk.import_list(again(batch), by=None)
    assert [(person, until) for person, _since, until in held(village)] == [("张三", None)]
    assert [(person, until) for person, _since, until in held(village, "coordinator")] == [("李四", None)]
    assert all(isinstance(since, date) for _person, since, _until in held(village))
