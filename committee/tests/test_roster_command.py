"""``manage.py import_roster``: what it prints, how it ends, and what it leaves behind."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command

from committee.documents import roster_workbook
from committee.services import rosters
from committee.tests.roster_builders import a_holder, a_village, held, today
from dayan_safety.models import Action, ImportBatch
from dayan_safety.testing import Cast

pytestmark = pytest.mark.django_db
SHAPE = {
    "refused": bool, "reason": str, "rows": int, "new": int, "changed": int, "unchanged": int, "conflicts": int,
    "duplicates": int, "skipped": int, "errors": list, "choices": list,
}  # fmt: skip
GOOD = "单位,岗位,姓名,手机\n东风村,信息员,张三,13812345678\n"


class Ended(NamedTuple):
    """What a run printed and how it ended."""

    printed: str
    code: int


def run(*arguments: Any) -> Ended:
    """The command, as from a shell."""
    out = io.StringIO()
    try:
        call_command("import_roster", *map(str, arguments), stdout=out)
    except SystemExit as end:
        return Ended(out.getvalue(), int(end.code or 0))
    return Ended(out.getvalue(), 0)


@pytest.fixture
def roster(tmp_path: Path) -> Any:
    """A file with the given text."""

    def write(text: str | bytes, name: str = "名册.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_check_prints_one_object_and_writes_nothing(roster: Any) -> None:
    village = a_village("东风村")
    ended = run(roster(GOOD), "--check", "--json")
    told = json.loads(ended.printed)
    assert ended.code == 0
    assert {name: type(value) for name, value in told.items()} == SHAPE
    assert (told["rows"], told["new"], told["refused"]) == (1, 1, False)
    assert held(village) == []
    assert not ImportBatch.objects.exists()


def test_without_check_it_imports_and_prints_the_same(roster: Any, cast: Cast) -> None:
    village = a_village("北山村")
    file = roster(GOOD.replace("东风村", "北山村"))
    checked = run(file, "--check", "--json")
    assert run(file, "--json", "--by", cast.office.username) == checked
    assert held(village) == [("张三", today(), None)]
    action = Action.objects.get(verb="committee.import_roster")
    assert action.by == cast.office
    assert action.address.startswith("console ")
    again = run(file, "--json")
    assert (again.code, json.loads(again.printed)["unchanged"]) == (0, 1)


def test_errors_end_with_1_and_name_row_column_and_value(roster: Any) -> None:
    village = a_village("东风村")
    file = roster("名册\n\n单位,岗位,姓名,手机\n东风村,信息员,张三,12345\n东凤村,信息员,李四,\n")
    for arguments in (["--check", "--json"], ["--json"]):
        ended = run(file, *arguments)
        told = json.loads(ended.printed)
        assert ended.code == 1
        assert [(e["sheet"], e["row"], e["column"], e["value"]) for e in told["errors"]] == [
            ("", 4, "手机", "12345"),
            ("", 5, "单位", "东凤村"),
        ]
        assert all(set(e) == {"sheet", "row", "column", "value", "problem"} for e in told["errors"])
        assert told["choices"] == [
            {"problem": told["choices"][0]["problem"], "value": "东凤村", "rows": [5], "candidates": ["东风村"]}
        ]
    assert held(village) == []
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名册.xlsx", b"PK\x03\x04 no workbook"),
        ("名册.pdf", b"%PDF-1.7"),
        ("名册.csv", "甲,乙\n1,2\n".encode()),
        ("空.csv", b""),
    ],
)
def test_a_refused_file_ends_with_2_and_says_why(roster: Any, name: str, content: bytes) -> None:
    ended = run(roster(content, name), "--check", "--json")
    told = json.loads(ended.printed)
    assert ended.code == 2
    assert (told["refused"], told["rows"], told["errors"], told["choices"]) == (True, 0, [], [])
    assert told["reason"]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    ended = run(tmp_path / "nowhere.xlsx", "--json")
    assert (ended.code, json.loads(ended.printed)["refused"]) == (2, True)


def test_people_read_the_same_as_text(roster: Any) -> None:
    a_village("东风村")
    file = roster("单位,岗位,姓名,手机,备注\n东风村,信息员,张三,12345,x\n东凤村,协管员,李四,,\n")
    ended = run(file, "--check")
    assert ended.code == 1
    assert all(word in ended.printed for word in ("12345", "手机", "东凤村", "东风村", "备注"))
    good = run(roster(GOOD), "--check")
    assert good.code == 0
    assert run(roster(GOOD)).code == 0
    assert run(roster(b"", "空.csv")).code == 2


@pytest.mark.parametrize("who", ["nobody", "lead", "administrator", "auditor"])
def test_only_who_may_import_acts(roster: Any, cast: Cast, who: str) -> None:
    name = getattr(cast, who).username if hasattr(cast, who) else who
    with pytest.raises(CommandError) as refused:
        run(roster(GOOD), "--by", name)
    assert refused.value.returncode == 2
    assert held(cast.village, "coordinator") == []


def test_the_export_of_today_changes_nothing(roster: Any) -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", telephone="13812345678")
    workbook = roster_workbook(rosters.roster_rows(village.liaison_posts.all(), today()))
    ended = run(roster(workbook, "名册.xlsx"), "--json")
    told = json.loads(ended.printed)
    assert (ended.code, told["rows"], told["unchanged"], told["skipped"]) == (0, 3, 1, 2)
