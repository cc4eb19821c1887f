"""Files meant to do harm are refused with a sentence, at once, and every guard is seen to be the one that does it."""

import re
import subprocess
import sys
from pathlib import Path
from struct import pack

import pytest
import time_machine

from dayan_safety.tests.hostile import (
    BOMBS,
    SHEET,
    STRINGS,
    a_table,
    changed,
    container,
    mutations,
    old_sheet,
    old_workbook,
    packed,
    parts_of,
    record,
    with_part,
    with_rows,
)
from dayan_safety.tests.reading import reason, refusal
from dayan_safety.workbooks import Limits, read_workbook

BENCH = Path(__file__).resolve().parent.parent.parent / "bench/hostile_workbooks.py"
TABLE = a_table([["姓名", "电话"], ["王一", 13812345678]])
OLD = old_workbook({"a": old_sheet([["a"]])})
MEGABYTE = 2**20


def bench(*options: str) -> subprocess.CompletedProcess[str]:
    """Run the bench; the clock on the wall is generous, because other tests run beside this one."""
    command = [sys.executable, str(BENCH), "--seconds", "30", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


# --- bombs and mutations ----------------------------------------------------------------------------------------------


@pytest.mark.hostile
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_for_what_it_is(name: str) -> None:
    bomb = BOMBS[name]
    assert reason(bomb.build(), bomb.file_name) == (bomb.reason or "")


@pytest.mark.hostile
def test_every_bomb_costs_at_most_a_second_and_100_megabytes() -> None:
    run = bench("--count", "0", "--cpu", "1", "--megabytes", "100")
    assert run.returncode == 0, run.stdout + run.stderr
    assert all(f"bomb: {name}" in run.stdout for name in BOMBS)


@pytest.mark.hostile
@pytest.mark.parametrize(("option", "limit", "fault"), [("--cpu", "0.01", "computed"), ("--megabytes", "15", "took")])
def test_the_bench_sees_a_file_that_costs_too_much(option: str, limit: str, fault: str) -> None:
    run = bench("--count", "5", "--no-bombs", option, limit)
    assert run.returncode == 1
    assert f"{fault} more than {float(limit)}" in run.stdout


@pytest.mark.hostile
@pytest.mark.parametrize("seed", range(3))
def test_hundreds_of_mutated_files_are_read_or_refused(seed: int) -> None:
    run = bench("--count", "200", "--seed", str(seed), "--no-bombs", "--cpu", "5")  # the full bench measures
    assert run.returncode == 0, run.stdout + run.stderr
    assert "\n0 violations" in run.stdout


def test_the_same_seed_gives_the_same_files_on_another_day() -> None:
    found = []
    for day in ("2026-01-01", "2027-02-03"):
        with time_machine.travel(day):
            found.append(list(mutations(7, 60)))
    assert found[0] == found[1]
    assert list(mutations(8, 60)) != found[0]


def test_a_lying_dimension_hides_no_row() -> None:
    table = [[f"第{n}行"] for n in range(20)]
    for lie in (b'<dimension ref="A1:A2"/>', b'<dimension ref="A1"/><dimension ref="A1:A3"/>', b""):
        (sheet,) = read_workbook(changed(a_table(table), SHEET, b"<dimension[^>]*/>", lie), "a.xlsx")
        assert sheet.rows == table


def test_two_workbooks_in_one_file_are_read_as_one() -> None:
    (sheet,) = read_workbook(a_table([["before"]]) + a_table([["after"]]), "a.xlsx")
    assert sheet.rows == [["after"]]


# --- each guard, and what happens without it --------------------------------------------------------------------------


def test_more_unpacks_when_more_may() -> None:
    content = with_part(TABLE, "xl/theme/big.xml", b" " * 65 * MEGABYTE)
    assert reason(content) == "unpacked"
    assert reason(content, limits=Limits(unpacked=66 * MEGABYTE, memory_base=300 * MEGABYTE)) == ""


def test_more_parts_are_read_when_more_may() -> None:
    content = packed({**parts_of(TABLE), **{f"xl/media/{n}.png": b"" for n in range(200)}})
    assert reason(content) == "members"
    assert reason(content, limits=Limits(members=250)) == ""


@pytest.mark.parametrize(
    ("rows", "guard", "refused"),
    [
        ([["a"]] * 11, Limits(rows=10), "rows"),
        ([[]] * 10 + [["a"]], Limits(rows=10), "rows"),
        ([["a"] * 61], Limits(columns=60), "columns"),
        ([[None] * 60 + ["a"]], Limits(columns=60), "columns"),
        ([["a"] * 3] * 3, Limits(cells=8), "cells"),
        ([["a", "b" * 2001]], Limits(cell_chars=2000), "cell"),
        ([["abcdefgh"] * 50] * 50, Limits(unpacked=20_000), "unpacked"),
    ],
)
def test_a_table_one_beyond_a_limit_is_refused_and_within_it_read(
    rows: list[list[object]], guard: Limits, refused: str
) -> None:
    old, text = old_workbook({"a": old_sheet(rows)}), "\n".join(",".join(map(str, row)) for row in rows)
    name = {"cell": "cell_chars"}.get(refused, refused)
    wider = guard._replace(**{name: getattr(guard, name) * 10})
    for content, file_name in ((a_table(rows), "a.xlsx"), (old, "a.xls")):
        assert reason(content, file_name, guard) == refused
        assert reason(content, file_name, wider) == ""
    assert reason(text.replace("None", "").encode(), "a.csv", guard) == refused


def test_the_limits_hold_for_all_sheets_together() -> None:
    sheets = {name: old_sheet([["a"] * 2] * 6) for name in "ab"}
    assert reason(old_workbook(sheets), "a.xls", Limits(rows=11)) == "rows"
    assert reason(old_workbook(sheets), "a.xls", Limits(cells=23)) == "cells"
    assert reason(old_workbook(sheets), "a.xls", Limits(rows=12, cells=24)) == ""


def test_memory_is_the_guard_behind_the_guard() -> None:
    content = BOMBS["sparse"].build()
    assert reason(content) == "rows"
    assert reason(content, limits=Limits(rows=2_000_000)) == "columns"
    assert reason(content, limits=Limits(rows=2_000_000, columns=20_000)) == "memory"


def test_memory_grows_with_the_file() -> None:
    rows = b"".join(b"<row><c><v>%d</v></c></row>" % n for n in range(100_000))
    assert reason(with_rows(rows), limits=Limits(memory_base=8 * MEGABYTE)) == ""
    assert reason(with_rows(rows), limits=Limits(memory_base=8 * MEGABYTE, memory_factor=0)) == "memory"


def test_time_is_limited_by_the_processor_and_by_the_clock() -> None:
    row = b"<row>" + b"<c><f>1</f><v>1</v></c>" * 60 + b"</row>"
    content = with_rows(row * 40_000)  # some seconds of work on any machine
    roomy = Limits(cpu_seconds=1, unpacked=200 * MEGABYTE, cells=10**7, memory_base=2**31, memory_cap=2**31)
    assert reason(content, limits=roomy) == "time"
    assert reason(TABLE, limits=Limits(wall_seconds=0.001)) == "time"


def test_a_file_too_large_is_never_looked_into() -> None:
    assert reason(b"a" * 101, "a.csv", Limits(max_bytes=100)) == "max_bytes"
    assert reason(b"a" * 100, "a.csv", Limits(max_bytes=100)) == ""


@pytest.mark.parametrize(
    ("member", "refused"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "links"),
        ("xl/embeddings/oleObject1.bin", "embedded"),
        ("xl/activeX/activeX1.xml", "embedded"),
        ("../a.xml", "damaged"),
        ("xl/../../a.xml", "damaged"),
        ("xl\\..\\a.xml", "damaged"),
        ("/etc/passwd", "damaged"),
        ("C:/a.xml", "damaged"),
        ("XL/Workbook.XML", "damaged"),
        ("xl/media/image1.png", ""),
        ("docProps/custom..xml", ""),
    ],
)
def test_a_forbidden_part_is_refused(member: str, refused: str) -> None:
    assert reason(with_part(TABLE, member)) == refused


def test_a_workbook_with_macros_under_another_name_is_refused() -> None:
    content = changed(TABLE, "[Content_Types].xml", rb"spreadsheetml\.sheet\.main", b"excel.sheet.macroEnabled.main")
    assert reason(content) == "macros"
    assert reason(container(OLD, "_VBA_PROJECT"), "a.xls") == "macros"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", SHEET, STRINGS, "_rels/.rels", "docProps/app.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_declaration_in_any_part_is_refused(part: str, encoding: str) -> None:
    text = parts_of(TABLE)[part].decode().replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>', 1)
    assert reason(with_part(TABLE, part, text.encode(encoding))) == "entities"


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        b'<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        b'<row r="1"/></sheetData><sheetData><row r="2"><c r="A2"><v>2</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v>',
        b'<row r="1"><c r="A0"><v>1</v></c></row>',
    ],
)
def test_rows_that_would_be_read_in_part_are_refused(rows: bytes) -> None:
    assert reason(with_rows(rows)) == "damaged"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", b"</sheets>", b'<sheet name="b" r:id="rId1"/></sheets>'),
        ("xl/workbook.xml", b'name="[^"]*" sheetId="1"', b'name="a" r:id="rId2"/><sheet name="a"'),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/other.xml"),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
    ],
)
def test_a_workbook_whose_parts_disagree_is_refused(part: str, old: bytes, new: bytes) -> None:
    assert reason(changed(TABLE, part, old, new)) == "damaged"


def test_a_protected_workbook_is_refused_as_such() -> None:
    encrypted = container(b"", "EncryptedPackage")
    assert (reason(encrypted), reason(encrypted, "a.xls")) == ("password", "password")
    assert reason(old_workbook({}, record(0x002F, pack("<HHH", 1, 1, 1), bytes(48))), "a.xls") == "password"
    assert reason(re.sub(rb"(?s)(PK\x01\x02....)\x00", lambda member: member[1] + b"\1", TABLE)) == "password"


# --- names, letters and sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "file_name", "refused"),
    [
        (b"", "a.xlsx", "empty"),
        (TABLE, "a.xls", "content"),
        (OLD, "a.xlsx", "content"),
        (TABLE, "a.csv", "content"),
        ("姓名\t电话".encode("gb18030"), "a.xls", "content"),
        (TABLE, "a.docx", "extension"),
        (TABLE, "a", "extension"),
        (TABLE, "a.xlsb", "macros"),
        (b"\xef\xbb\xbf\n <HTML><table><tr><td>1</td></tr></table>", "a.xlsx", "markup"),
        (b"\xef\xbb\xbf\n <HTML><p>1</p><table></table>", "a.xls", "markup"),
        (b'<?xml version="1.0"?><Workbook/>', "a.xlsx", "markup"),
        (b"%PDF-1.7\n", "a.xlsx", "not_workbook"),
        (packed({"word/document.xml": b"<a/>"}), "a.xlsx", "not_workbook"),
        (container(b"\x01\x02", "WordDocument"), "a.xls", "not_workbook"),
        (b"PK\x03\x04" + bytes(100), "a.xlsx", "damaged"),
        (bytes(range(256)) * 4, "a.csv", "encoding"),
        ("姓名,电话\n王一,1\n".encode("utf-16-le"), "a.csv", "encoding"),
        (b"\xff\xfea", "a.csv", "encoding"),
        (b'a,b\n"c,d\ne,f\n', "a.csv", "row"),
        (b'a\n"b"c,d\n', "a.csv", "row"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(content: bytes, file_name: str, refused: str) -> None:
    assert reason(content, file_name) == refused


def test_a_refusal_names_the_place() -> None:
    long = "好" * 2001
    for content, name, place in (
        (a_table([["a"], ["b", "c", long]], "人员"), "a.xlsx", "人员!C2"),
        (f'a,b\n"x\ny",z\nc,{long}'.encode(), "a.csv", "B3"),
        (b'a,b\n"x\ny",z\n"c,d', "a.csv", "3"),
        (a_table([["a"] * 61], "人员"), "a.xlsx", "人员!BI1"),
        (TABLE, "a.xls", ".xls"),
    ):
        assert re.search(rf"(?<!\w){re.escape(place)}(?!\w)", refusal(content, name))
