"""The child: text files, the containers of old workbooks, the process, and what becomes of it when it fails."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from math import inf, nan
from pathlib import Path
from struct import pack

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from dayan_safety import children, workbooks
from dayan_safety.tests.hostile import SHEET, a_table, a_workbook, changed, old_sheet, old_workbook
from dayan_safety.tests.reading import reason, rows_of
from dayan_safety.workbook_child.output import cell_name, cell_position, number, span
from dayan_safety.workbook_child.xls import fat_sectors, workbook_stream
from dayan_safety.workbooks import CHILD, SENTENCES, Limits, read_workbook


def test_everything_in_a_text_file_is_text() -> None:
    assert rows_of(b"1,2.50,2026-02-28,TRUE,007,=1+1\n", "a.csv") == [
        ["1", "2.50", "2026-02-28", "TRUE", "007", "=1+1"]
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1;2,3\n4,5\n", [["a", "b"], ["1;2", "3"], ["4", "5"]]),
        ("a;b\n1,5;2,5\n3,5;4,5\n", [["a", "b"], ["1,5", "2,5"], ["3,5", "4,5"]]),
        ("a\tb\n1,5\t2\n", [["a", "b"], ["1,5", "2"]]),
        ("意见\n好\n", [["意见"], ["好"]]),
        ('a,b\n"x\n\ny",2\n\n3,"说 ""好"""\n', [["a", "b"], ["x\n\ny", "2"], [], ["3", '说 "好"']]),
        ('5" pipe,b\n', [['5" pipe', "b"]]),
    ],
)
def test_a_text_file_is_cut_where_its_first_lines_agree(text: str, rows: list[list[str]]) -> None:
    assert rows_of(text.encode(), "a.csv") == rows


def test_a_large_old_workbook_is_put_together_from_all_its_sectors() -> None:
    table = [[f"第{n}行" * 20, n] for n in range(9000)]
    assert rows_of(old_workbook({"a": old_sheet(table)}), "a.xls") == table


def test_the_allocation_table_of_a_huge_old_workbook_goes_on_beyond_the_header() -> None:
    header = bytes(68) + pack("<II109I", 0, 2, *range(109))
    sectors = [pack("<128I", *range(200, 327), 1), pack("<128I", 9, *[0xFFFFFFFF] * 126, 0xFFFFFFFE)]
    content = header + b"".join(sectors)
    assert list(fat_sectors(content, lambda n: sectors[n])) == [*range(109), *range(200, 327), 9]


def test_the_short_stream_of_a_tiny_old_workbook_is_found() -> None:
    fat = pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFF] * 124)
    header = bytes(30) + pack("<H", 9) + bytes(16) + pack("<I4xIIIII", 1, 4096, 2, 1, 0xFFFFFFFE, 0)
    header = header.ljust(76, b"\0") + pack("<109I", 0, *[0xFFFFFFFF] * 108)
    names = [name.encode("utf-16-le").ljust(116, b"\0") for name in ("Root Entry", "Workbook")]
    directory = names[0] + pack("<IQ", 3, 192) + names[1] + pack("<IQ", 2, 70)
    small = pack("<128I", 0xFFFFFFFF, 0xFFFFFFFE, 1, *[0xFFFFFFFF] * 125)
    stream = b"." * 64 + b"6" * 6 + bytes(58) + b"w" * 64
    assert workbook_stream(header + fat + directory.ljust(512, b"\0") + small + stream) == b"w" * 64 + b"6" * 6


def test_two_sheets_of_an_old_workbook_may_not_share_their_records() -> None:
    content = old_workbook({"a": old_sheet([["a"]]), "b": old_sheet([["b"]])})
    first, second = (content[found.end() : found.end() + 6] for found in re.finditer(rb"\x85\0\x0a\0", content))
    assert reason(content.replace(second, first), "a.xls") == "damaged"
    assert [sheet.rows for sheet in read_workbook(content, "a.xls")] == [[["a"]], [["b"]]]


def test_two_parts_or_two_sheets_of_one_name_are_refused() -> None:
    def draw(workbook: xlsxwriter.Workbook) -> None:
        for name in ("甲", "乙"):
            workbook.add_worksheet(name).write(0, 0, name)

    sheets = a_workbook(draw)
    parts = io.BytesIO(sheets)
    with zipfile.ZipFile(parts, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, archive.read(SHEET))
    old = old_workbook({"a": old_sheet([["=1"]]), "z": old_sheet([[2]])})
    for content, file_name, read in (
        (sheets, "a.xlsx", ""),
        (parts.getvalue(), "a.xlsx", "damaged"),
        (changed(sheets, "xl/workbook.xml", "乙".encode(), "甲".encode()), "a.xlsx", "damaged"),
        (old, "a.xls", ""),
        (old.replace("z".encode("utf-16-le"), "a".encode("utf-16-le")), "a.xls", "damaged"),
    ):
        assert reason(content, file_name) == read


def test_an_old_workbook_whose_sectors_go_in_a_circle_ends() -> None:
    content = old_workbook({"a": old_sheet([["a"]])})
    circle = content[:520] + pack("<I", 2) + content[524:]
    assert content[520:524] == pack("<I", 3)
    assert read_workbook(circle, "a.xls") == read_workbook(content, "a.xls")


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_a_cell_has_one_name(row: int, column: int) -> None:
    assert cell_position(cell_name(row, column)) == (row, column)


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [(0, 0, "A1"), (16, 1, "B17"), (0, 25, "Z1"), (0, 26, "AA1"), (1_048_575, 16_383, "XFD1048576")],
)
def test_cells_are_named_as_excel_names_them(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name


@pytest.mark.parametrize(
    ("value", "told"),
    [(2.0, 2), (-0.0, 0), (2.5, 2.5), (1e15, 1e15), (-1e15, -1e15), (10**15, 1e15), (nan, "#NUM!"), (inf, "#NUM!")],
)
def test_a_number_is_told_as_what_it_surely_is(value: float, told: object) -> None:
    assert (number(value), type(number(value))) == (told, type(told))


@pytest.mark.parametrize(("minutes", "told"), [(0, "0:00:00"), (59.5, "0:59:30"), (2 * 24 * 60 + 1, "48:01:00")])
def test_a_length_of_time_is_told_in_hours(minutes: float, told: str) -> None:
    assert span(timedelta(minutes=minutes)) == told


# --- the process ------------------------------------------------------------------------------------------------------

TRIES = {
    "open a file": "open('/etc/hostname').close()",
    "write a file": "os.write(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT), b'x')",
    "reach the network": "socket.socket().close()",
    "take memory": "bytearray(200 * 2**20)",
}


def said(code: str, *arguments: str) -> str:
    """Return what Python code prints that may import the child's modules."""
    start = f"import os, sys; sys.path.append({str(CHILD.parent)!r})\n"
    command = [sys.executable, "-I", "-c", start + code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", TRIES)
def test_the_child_can_do_nothing_but_compute(name: str, tmp_path: Path) -> None:
    attempt = f"import socket\ntry: {TRIES[name]}; print('done')\nexcept (OSError, MemoryError): print('held back')"
    confined = "from workbook_child import process, limits; process.confine(limits.Limits(), 0)\n"
    assert said(attempt, str(tmp_path / "a")) == "done\n"
    assert said(attempt.replace("\n", f"\n{confined}", 1), str(tmp_path / "b")) == "held back\n"


def answer(kind: str, content: bytes) -> list[object]:
    """Return the lines of the child, run by hand."""
    command = [sys.executable, "-I", str(CHILD), kind, json.dumps(Limits()._asdict())]
    run = subprocess.run(command, input=content, capture_output=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_the_child_answers_in_lines_of_json() -> None:
    assert answer("csv", "姓名,\n\n王一,1\n".encode()) == [
        {"sheet": "", "hidden": False, "merged": [], "formulas": []},
        [["姓名"], [], ["王一", "1"]],
        {"end": 1},
    ]
    day = a_table([[None, date(2026, 2, 28)]], "人员", default_date_format="yyyy-mm-dd")
    assert answer("xlsx", day)[1] == [[None, {"d": "2026-02-28"}]]
    assert answer("xlsx", a_table([["a" * 2001]], "人员"))[-1] == {"refused": "cell", "cell": "A1", "sheet": "人员"}
    assert answer("xlsx", b"nothing") == [{"refused": "damaged"}]


def test_the_child_starts_light_and_knows_nothing_of_the_portal() -> None:
    plain = set(said("print(*sys.modules)").split())
    modules = set(said("import workbook_child.process; print(*sys.modules)").split())
    assert "workbook_child.xlsx" in modules
    assert not {"django", "celery", "dayan_safety", "openpyxl", "pickle"} & modules
    assert len(modules - plain) < 100


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("", "damaged"),
        ("raise SystemExit(3)", "damaged"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "damaged"),
        ("import os; os.abort()", "memory"),
        ("import time; time.sleep(60)", "time"),
        ("while True: print('[' * 1000, end='')", "damaged"),
        ("while True: print('[]')", "damaged"),
        ("print('[' * 100_000)", "damaged"),
        ("print('no json')", "damaged"),
        ("print('7')", "damaged"),
        ("print('{}')", "damaged"),
        ("print('{\"end\": 2}')", "damaged"),
        ('print(\'{"refused": "because"}\')', "damaged"),
        ('print(\'{"d": "2026-13-01"}\')', "damaged"),
        ('print(\'{"sheet": "a"}\')', "damaged"),
        ("import sys; sys.stdout.buffer.write(b'\\xff\\n')", "damaged"),
    ],
)
def test_a_child_that_fails_in_any_way_is_a_refusal(
    code: str, refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text(code, encoding="utf-8")
    monkeypatch.setattr(workbooks, "CHILD", child)
    limits = Limits(wall_seconds=30 if refused != "time" else 0.3, unpacked=100_000)
    assert reason(b"a", "a.csv", limits) == refused


def test_a_machine_without_room_is_not_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert reason(b"a", "a.csv") == "busy"


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    files = [Path(workbooks.__file__), Path(children.__file__), *CHILD.glob("*.py")]
    source = "".join(re.sub("(?s)^SENTENCES = .*?^}", "", file.read_text("utf-8"), flags=re.M) for file in files)
    assert {name for name in SENTENCES if f'"{name}"' not in source} == set()
    assert set(re.findall(r'[Rr]efused?\(\s*"(\w+)"', source)) <= SENTENCES.keys()
    for name in SENTENCES:
        sentence = str(workbooks.refused(name, Limits(), extension=".xls", kind=".csv", cell="B17", row=3))
        assert "%" not in sentence
        assert sentence.endswith((".", "。"))
