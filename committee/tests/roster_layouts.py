"""One roster laid out in every form offices use: long, wide, a sheet a role, merged, as text, as a page."""

from __future__ import annotations

import csv
import html
import io
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import xlsxwriter

from committee.services.rosters.columns import FIELDS, POSTS
from dayan_safety.importing import Reading, read_lines
from dayan_safety.tests.hostile import a_workbook
from dayan_safety.workbooks import Sheet, read_workbook

ROLES = {"information_officer": "信息员", "coordinator": "协管员", "patrol_inspector": "巡查员"}
HEADER = ["单位", "岗位", "姓名", "电话"]
Rows = list[list[Any]]
Area = tuple[int, int, int, int]
KEPT = ("unit", "role", "name", "telephone")


class Post(NamedTuple):
    """One line, whatever the layout."""

    unit: str
    role: str
    name: str
    telephone: str


def read(sheets: Sequence[Sheet], **options: Any) -> Reading:
    """The sheets as a roster is read."""
    return read_lines(sheets, FIELDS, group=POSTS, **options)


def posts_of(reading: Reading) -> Counter[Post]:
    """Every line that was read."""
    return Counter(Post(*(line.values.get(name) or "" for name in KEPT)) for line in reading.lines)


def read_file(layout: tuple[str, bytes]) -> Reading:
    """A file of a name, read through the guarded child."""
    name, content = layout
    return read(read_workbook(content, name))


def a_book(sheets: dict[str, tuple[Rows, list[Area]]]) -> bytes:
    """A workbook with merged areas; rows of text."""

    def draw(book: xlsxwriter.Workbook) -> None:
        for name, (rows, areas) in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for top, left, bottom, right in areas:
                sheet.merge_range(top, left, bottom, right, rows[top][left])

    return a_workbook(draw)


def a_text(rows: Rows, separator: str = ",") -> str:
    """Rows as a program writes them."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def a_page(rows: Rows, areas: Sequence[Area] = ()) -> bytes:
    """Rows as a page, merged areas as cells over several rows and columns."""
    spans = {
        (top, left): f" rowspan={bottom - top + 1} colspan={right - left + 1}" for top, left, bottom, right in areas
    }
    covered = {(r, c) for t, le, b, ri in areas for r in range(t, b + 1) for c in range(le, ri + 1)} - spans.keys()

    def told(r: int, row: list[Any]) -> list[tuple[int, Any]]:
        return [(c, cell) for c, cell in enumerate(row) if (r, c) not in covered]

    lines = (
        "".join(f"<td{spans.get((r, c), '')}>{html.escape(str(cell))}</td>" for c, cell in told(r, row))
        for r, row in enumerate(rows)
    )
    return f"<html><meta charset=utf-8><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></html>".encode()


def long_rows(posts: Sequence[Post]) -> Rows:
    """One line a post."""
    return [["联络员名册"], [], HEADER, *([p.unit, ROLES[p.role], p.name, p.telephone] for p in posts)]


def merged_rows(posts: Sequence[Post]) -> tuple[Rows, list[Area]]:
    """The unit once, merged over its lines; the title over all columns."""
    rows, areas = [["联络员名册", "", "", ""], HEADER], [(0, 0, 0, 3)]
    for unit, group in groupby(posts, key=lambda post: post.unit):
        first, lines = len(rows), list(group)
        rows += [[unit if p is lines[0] else "", ROLES[p.role], p.name, p.telephone] for p in lines]
        areas += [(first, 0, len(rows) - 1, 0)] if len(lines) > 1 else []
    return rows, areas


def wide_rows(posts: Sequence[Post]) -> Rows:
    """One line a unit, the roles side by side below one another's names."""
    top = ["单位", *(word for role in ROLES.values() for word in (role, ""))]
    return [["联络员名册"], top, ["", *["姓名", "电话"] * 3], *_wide(posts)]


def _wide(posts: Sequence[Post]) -> Rows:
    held = {(post.unit, post.role): [post.name, post.telephone] for post in posts}
    units = dict.fromkeys(post.unit for post in posts)
    return [[unit, *(cell for role in ROLES for cell in held.get((unit, role), ["", ""]))] for unit in units]


WIDE_AREAS: list[Area] = [(1, 0, 2, 0), (1, 1, 1, 2), (1, 3, 1, 4), (1, 5, 1, 6)]


def one_row_wide(posts: Sequence[Post], name: str = "{}姓名", telephone: str = "{}电话") -> Rows:
    """Wide, with one header row."""
    words = [pattern.format(role) for role in ROLES.values() for pattern in (name, telephone)]
    return [["单位", *words], *_wide(posts)]


def by_role(posts: Sequence[Post]) -> dict[str, tuple[Rows, list[Area]]]:
    """A sheet a role, without a column for it."""
    return {
        f"{word}名单": (
            [["单位", "姓名", "电话"], *([p.unit, p.name, p.telephone] for p in posts if p.role == role)],
            [],
        )
        for role, word in ROLES.items()
    }


def by_unit(posts: Sequence[Post]) -> dict[str, tuple[Rows, list[Area]]]:
    """A sheet a unit, which a line above the header names."""
    units = dict.fromkeys(post.unit for post in posts)
    return {
        f"表{number}": (
            [
                ["联络员名册"],
                [f"填报单位：{unit}", "", "填报日期：2026年3月"],
                ["岗位", "姓名", "电话"],
                *([ROLES[p.role], p.name, p.telephone] for p in posts if p.unit == unit),
                ["合计", f"{sum(p.unit == unit for p in posts)}人"],
                ["填表人：王某", "", "审核人：李某"],
            ],
            [],
        )
        for number, unit in enumerate(units, start=1)
    }


LAYOUTS: dict[str, Callable[[Sequence[Post]], tuple[str, bytes]]] = {
    "long": lambda posts: ("a.xlsx", a_book({"名册": (long_rows(posts), [])})),
    "merged": lambda posts: ("a.xlsx", a_book({"名册": merged_rows(posts)})),
    "wide": lambda posts: ("a.xlsx", a_book({"名册": (wide_rows(posts), WIDE_AREAS)})),
    "wide in one row": lambda posts: ("a.xlsm", a_book({"名册": (one_row_wide(posts), [])})),
    "wide, names by role": lambda posts: ("a.xlsx", a_book({"名册": (one_row_wide(posts, "{}", "{}联系电话"), [])})),
    "wide, brackets": lambda posts: ("a.xlsx", a_book({"表": (one_row_wide(posts, "{}(姓名)", "{}（电话）"), [])})),
    "wide, telephones on the right": lambda posts: ("a.csv", a_text(one_row_wide(posts, "{}", "联系电话")).encode()),
    "a sheet a role": lambda posts: ("a.xlsx", a_book(by_role(posts))),
    "a sheet a unit": lambda posts: ("a.xlsx", a_book(by_unit(posts))),
    "text": lambda posts: ("a.csv", a_text(long_rows(posts)).encode()),
    "text with a mark": lambda posts: ("a.csv", a_text(long_rows(posts), ";").encode("utf-8-sig")),
    "Chinese text": lambda posts: ("a.txt", a_text(long_rows(posts), "\t").encode("gb18030")),
    "wide text": lambda posts: ("a.csv", a_text(wide_rows(posts)).encode("utf-16")),
    "page": lambda posts: ("a.xls", a_page(long_rows(posts))),
    "merged page": lambda posts: ("a.xls", a_page(*merged_rows(posts))),
    "wide page": lambda posts: ("a.xls", a_page(wide_rows(posts), WIDE_AREAS)),
}
