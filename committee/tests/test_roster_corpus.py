"""A corpus of files as people make them, each through the whole door: file, child process, check, one JSON object."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from committee.tests.roster_builders import a_village
from committee.tests.roster_cases import CASES, Case
from committee.tests.roster_layouts import a_book, a_page, a_text

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Written = tuple[str, bytes]


def rectangle(case: Case) -> list[list[str]]:
    """The cells, every row as long as the longest."""
    rows = case.cells()
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def as_book(case: Case) -> Written:
    """A workbook with its merged areas."""
    return "a.xlsx", a_book({"名册": (rectangle(case), list(case.merged))})


def as_page(case: Case) -> Written:
    """A page that an office system calls .xls."""
    return "a.xls", a_page(rectangle(case), case.merged)


def as_text(encoding: str, separator: str) -> Callable[[Case], Written]:
    """A text file."""
    return lambda case: ("a.csv", a_text(rectangle(case), separator).encode(encoding))


TEXTS = cycle(
    [as_text("utf-8", ","), as_text("utf-8-sig", ";"), as_text("gb18030", "\t"), as_text("utf-16", ","), as_page]
)
# Every case as a workbook, and once more in another form; text files hold no merged cells.
CORPUS: dict[str, tuple[Case, Callable[[Case], Written]]] = {
    f"{name}, {form}": (case, write)
    for name, case in CASES.items()
    for form, write in (("workbook", as_book), ("another form", as_page if case.merged else next(TEXTS)))
}


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 40


@pytest.mark.parametrize("file", CORPUS)
def test_each_file_of_the_corpus_has_its_outcome(file: str, tmp_path: Path, capsys: Any) -> None:
    case, write = CORPUS[file]
    expected = case.expected()
    for unit in sorted({unit for unit, _role, _name in expected if unit}):
        a_village(unit)
    name, content = write(case)
    (tmp_path / name).write_bytes(content)
    without_unit = sum(not unit for unit, _role, _name in expected)
    try:
        call_command("import_roster", tmp_path / name, "--check", "--json")
        code = 0
    except SystemExit as left:
        code = int(str(left.code))
    told = json.loads(capsys.readouterr().out)
    assert (code, told["refused"], len(told["errors"])) == (int(bool(without_unit)), False, without_unit)
    assert (told["rows"] - told["skipped"], told["new"]) == (len(expected), len(expected) - without_unit)


def test_a_name_merged_over_its_roles_is_one_person_and_a_repeated_name_is_asked_about(
    tmp_path: Path, capsys: Any
) -> None:
    village = a_village("甲村")
    rows = "单位,岗位,姓名|甲村,信息员,张三|甲村,协管员,张三|甲村,巡查员,张三"

    def errors(merged: tuple[tuple[int, int, int, int], ...]) -> list[int]:
        name, content = as_book(Case(rows, "", merged=merged))
        (tmp_path / name).write_bytes(content)
        with suppress(SystemExit):
            call_command("import_roster", tmp_path / name, "--json")
        return [error["row"] for error in json.loads(capsys.readouterr().out)["errors"]]

    assert errors(()) == [3, 4]
    assert errors(((1, 2, 2, 2),)) == [4], "only the first two rows share a cell"
    assert not village.people.exists()
    assert errors(((1, 2, 3, 2),)) == []
    assert village.people.get().appointments.count() == 3
