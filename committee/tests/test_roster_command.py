"""``manage.py import_roster``: what it prints, how it ends, and what it leaves behind."""

from __future__ import annotations

import io
import json
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command

from committee.documents import roster_workbook
from committee.services import rosters
from committee.tests.roster_builders import a_holder, a_village, everything, held, today
from dayan_safety.models import Action, ImportBatch
from dayan_safety.testing import Cast
from dayan_safety.tests.faults import Fault, failing_at
from dayan_safety.tests.files import keep_in, stored

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
    a_holder(a_village("西河村"), "coordinator", name="张三", telephone="13812345678")
    file = roster(
        "单位,岗位,姓名,手机,备注\n东风村,信息员,李四,12345,x\n东凤村,协管员,王五,,\n东风村,巡查员,,,\n"
        "西河村,信息员,张三,,\n东风村,协管员,赵六,,\n东风村,协管员,赵六,,\n"
    )
    for arguments in (["--check"], []):
        assert run(file, *arguments) == Ended(
            "共 6 行：新增 1、变更 0、未变 0、待核对 1、文件内重复 1、跳过 1\n"
            "以下各列未读取：备注。\n"
            "第 2 行，手机“12345”：电话号码不正确：手机号应为11位，固定电话请加区号。\n"
            "第 3 行，单位“东凤村”：没有这个名称的单位。是不是东风村？\n"
            "第 5 行，姓名“张三”：可能就是西河村 张三 138****5678：请选择是否为同一人，或填写身份证号。\n"
            "指的是哪个单位？ “东凤村”：东风村\n"
            "是同一个人吗？ “张三”：西河村 张三 138****5678\n"
            "没有导入任何内容。\n",
            1,
        )


def test_a_roster_in_order_says_what_was_done_or_would_be(roster: Any) -> None:
    a_village("东风村")
    told = "共 1 行：新增 {}、变更 0、未变 {}、待核对 0、文件内重复 0、跳过 0\n{}\n"
    file = roster(GOOD)
    assert run(file, "--check") == Ended(told.format(1, 0, "名册检查无误，没有写入任何内容。"), 0)
    assert run(file) == Ended(told.format(1, 0, "名册已导入。"), 0)
    assert run(file, "--check") == Ended(told.format(0, 1, "名册检查无误，没有写入任何内容。"), 0)


def test_a_refused_file_says_why_as_text(roster: Any) -> None:
    assert run(roster(b"", "空.csv")) == Ended("文件是空的。请重新选择表格文件上传。\n没有导入任何内容。\n", 2)


@pytest.mark.parametrize("arguments", [["--check"], ["--check", "--json"]])
@pytest.mark.parametrize("text", [GOOD, GOOD.replace("张三", ""), "单位,岗位,姓名\n东凤村,班长,张三\n", "甲,乙\n1,2\n"])
def test_a_check_leaves_no_trace(roster: Any, arguments: list[str], text: str) -> None:
    a_village("东风村")
    before = everything()
    assert run(roster(text), *arguments).printed
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_any_statement_leaves_the_town_as_it_was_and_no_list_imported(
    roster: Any, tmp_path: Path, settings: Any
) -> None:
    keep_in(tmp_path / "kept", settings)
    village, file = a_village("东风村"), roster(GOOD)
    for number in count(1):
        try:
            with failing_at(number):
                ended = run(file, "--json")
        except Fault:
            assert held(village) == []
            assert not Action.objects.filter(verb="committee.import_roster").exists()
            assert not ImportBatch.objects.filter(state=ImportBatch.State.IMPORTED).exists()
            assert len(stored(tmp_path / "kept")) == 2 * ImportBatch.objects.count()  # each with its reading
        else:
            break
    assert (number > 15, ended.code, held(village)) == (True, 0, [("张三", today(), None)])


def test_people_read_sentences(roster: Any) -> None:
    a_village("北山村")
    good = roster(GOOD.replace("东风村", "北山村"))
    counted = "共 1 行：新增 {}、变更 0、未变 {}、待核对 0、文件内重复 0、跳过 0\n"
    assert run(good, "--check").printed == counted.format(1, 0) + "名册检查无误，没有写入任何内容。\n"
    assert run(good).printed == counted.format(1, 0) + "名册已导入。\n"
    assert run(good).printed == counted.format(0, 1) + "名册已导入。\n"
    wrong = roster("单位,岗位,姓名,手机,备注\n北山村,信息员,张三,12345,x\n北上村,协管员,李四,,\n", "错.csv")
    assert run(wrong).printed.splitlines() == [
        "共 2 行：新增 0、变更 0、未变 0、待核对 0、文件内重复 0、跳过 0",
        "以下各列未读取：备注。",
        "第 2 行，手机“12345”：电话号码不正确：手机号应为11位，固定电话请加区号。",
        "第 3 行，单位“北上村”：没有这个名称的单位。是不是北山村？",
        "指的是哪个单位？ “北上村”：北山村",
        "没有导入任何内容。",
    ]


@pytest.mark.parametrize(("place", "why"), [("nowhere.csv", "没有这个文件"), ("", "这是一个文件夹")])
def test_a_file_that_cannot_be_opened_is_answered_in_a_sentence(tmp_path: Path, place: str, why: str) -> None:
    assert run(tmp_path / place) == Ended(f"无法打开文件：{why}。\n没有导入任何内容。\n", 2)


@pytest.mark.parametrize("who", ["nobody", "lead", "administrator", "auditor"])
def test_only_who_may_import_acts(roster: Any, cast: Cast, who: str) -> None:
    name = getattr(cast, who).username if hasattr(cast, who) else who
    with pytest.raises(CommandError) as refused:
        run(roster(GOOD), "--by", name)
    assert (str(refused.value), refused.value.returncode) == (f"{name} 无权导入名册。", 2)
    assert held(cast.village, "coordinator") == []


def test_the_export_of_today_changes_nothing(roster: Any) -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", telephone="13812345678")
    workbook = roster_workbook(rosters.roster_rows(village.liaison_posts.all(), today()))
    ended = run(roster(workbook, "名册.xlsx"), "--json")
    told = json.loads(ended.printed)
    assert (ended.code, told["rows"], told["unchanged"], told["skipped"]) == (0, 3, 1, 2)
