"""What stands around the lines of a sheet: what is said once above, merged cells beside, totals and notes below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from itertools import count, pairwise, repeat
from typing import Any

from dayan_safety.errors import RuleBroken
from dayan_safety.importing.cleaning import shown
from dayan_safety.importing.columns import Header
from dayan_safety.importing.fields import Field, Group, Words, header_word
from dayan_safety.names import tidy
from dayan_safety.workbooks import Cell, Sheet

SAID = re.compile(r"([^:：]{1,30})[:：]\s*(.*)", re.S)
NEXT = re.compile(r"\s{2,}|\s+(?=[^\s:：]{1,12}[:：])|[（(](?:盖章|公章|签章|章)[)）]")
TOTAL = re.compile(
    r"(本页|全镇|全村)?(合计|总计|小计|共计|总人数)(人数)?[:：]?共?[0-9]*[人名个]?|共(计|有)?[0-9]+[人名个条].*"
)
SIGNED = re.compile(
    r"(填表|制表|填报|审核|审批|批准|复核|经办|报送|单位负责|主管|分管|负责|联系)(人|领导|单位|日期|时间)?(签字|签名|签章)?(\(.*\))?[:：].*"
    r"|(日期|时间|联系电话|电话|盖章|公章|单位\(盖章\))[:：].*|(填表|制表|填报|审核|经办)(人|日期|时间)?|.*\((盖章|公章|签章)\)"
)
NOTE = re.compile(r"(备注|说明|注|附注|填表说明|填报说明|注意事项)[0-9]*([:：.、].*)?", re.S)
MORE = re.compile(r"[0-9]{1,2}[.、)].{6,}", re.S)  # the second sentence of a note
SERIAL = re.compile(r"[0-9]{0,6}\.?")
QUICK = re.compile(r"[\s*0-9]*[本全合总小共填制审批复经报单主分负联日时电盖公备说注附]")


def given_above(sheet: Sheet, header: Header, fields: Sequence[Field], group: Group | None, words: Words) -> None:
    """Give the header what the lines above it, and the sheet's name, say for all lines, where no column says it."""
    above = sheet.rows[: header.row - 1]
    named = {header_word(word): f.name for f in fields for word in (*f.above, *(f.synonyms if f.above else ()))}
    for row in above:
        for name, cell, label in _said(row, named):
            for part in {id(part): part for part in (header, *header.groups)}.values():
                if name not in part.places and name not in part.given:
                    part.given[name], part.labels[name] = cell, label
    if group and not header.groups and group.field not in header.places.keys() | header.given.keys():
        titles = {words.group_in(cell) for row in above for cell in row if isinstance(cell, str)} - {""}
        value = words.group_in(sheet.name) or (titles.pop() if len(titles) == 1 else "")
        header.given.update({group.field: group.words[value][0]} if value else {})


def _said(row: Sequence[Cell], named: dict[str, str]) -> Iterator[tuple[str, Cell, str]]:
    """Field, value and label of each ``label：value``, whose value may stand in the next cell."""
    for place, cell in enumerate(row):
        found = SAID.fullmatch(shown(cell)) if isinstance(cell, str) else None
        name = named.get(header_word(found[1])) if found else None
        if found and name:
            value = NEXT.split(str(cell).split(found[0][len(found[1])], 1)[1].strip())[0]
            if value := value or next((shown(other) for other in row[place + 1 :] if other is not None), ""):
                yield name, value, found[1]


def filled_down(sheet: Sheet, first: int, places: Set[int]) -> Iterator[tuple[int, Sequence[Cell], Set[int]]]:
    """Number, cells and filled places of the rows from ``first`` (from 0) on: merged cells fill each row they cover.

    Only where the file says that cells are merged: a blank cell below a filled one stays blank. What a program left
    below a merged cell nobody sees: the merged cell counts.
    """
    starts: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _right in sheet.merged:
        if first <= top < bottom and left in places:
            starts.setdefault(top, []).append((left, bottom))
    reach: dict[int, tuple[int, Cell]] = {}
    nothing: frozenset[int] = frozenset()
    if not starts:
        yield from zip(count(first + 1), sheet.rows[first:], repeat(nothing))
        return
    for index in range(first, len(sheet.rows)):
        cells, filled = sheet.rows[index], nothing
        if reach:
            reach = {place: (last, value) for place, (last, value) in reach.items() if last >= index}
            cells, filled = _filled(cells, reach)
        yield index + 1, cells, filled
        for left, last in starts.get(index, ()):
            reach[left] = (last, cells[left] if left < len(cells) else None)


def _filled(cells: list[Cell], reach: dict[int, tuple[int, Cell]]) -> tuple[list[Cell], frozenset[int]]:
    wanted = {place: value for place, (_last, value) in reach.items() if value is not None}
    row = cells + [None] * (max(wanted, default=-1) + 1 - len(cells))
    for place, value in wanted.items():
        row[place] = value
    return row, frozenset(wanted)


class Footers:
    """Tells rows that are no lines: totals, signatures, notes, the header once more."""

    def __init__(self, header: Header, fields: Sequence[Field]) -> None:
        essential = {name for f in fields if f.required for name in (f.name, f.instead)}
        self.cleaners: dict[int, Callable[[Cell], Any]] = {
            part.places[f.name]: f.clean
            for part in header.parts
            for f in fields
            if f.name in essential & part.places.keys()
        }
        words = {column.place: column.words for column in header.columns if column.field and not column.top}
        self.words = list(words.items()) if len(words) > 1 else []
        self.rows: list[int] = []

    def take(self, number: int, cells: Sequence[Cell], filled: Set[int]) -> bool:
        """Whether the row is no line; keeps its number."""
        first = self._first(cells, filled)
        if first is not None and (self._closes(cells, filled, first) or self._repeats(cells)):
            self.rows.append(number)
            return True
        return False

    def _first(self, cells: Sequence[Cell], filled: Set[int]) -> int | None:
        """Where the first cell stands that says something more than a number in front of the row."""
        numbered = False
        for place, cell in enumerate(cells):
            if cell is not None and place not in filled:
                if numbered or place in self.cleaners or not SERIAL.fullmatch(shown(cell)):
                    return place
                numbered = True
        return None

    def _closes(self, cells: Sequence[Cell], filled: Set[int], first: int) -> bool:
        cell = cells[first]
        quick = isinstance(cell, str) and (QUICK.match(cell) or cell.rstrip().endswith((")", "）")))
        if not isinstance(cell, str) or not (quick or self.rows):
            return False
        rest = range(first, len(cells))
        said = [place for place in rest if cells[place] is not None and place not in filled]
        if not quick and len(said) > 1:
            return False
        text = tidy(cell).replace(" ", "")
        signs = TOTAL.fullmatch(text) or SIGNED.fullmatch(text) or NOTE.fullmatch(text)
        alone = len(said) == 1 and (self.rows and MORE.fullmatch(text))
        return bool(signs or alone) and self._named(cells, said) < 2

    def _named(self, cells: Sequence[Cell], said: list[int]) -> int:
        """How many essential columns hold a value that is neither a label of a signature nor what follows one."""
        labels = {place for place in said if shown(cells[place]).endswith((":", "："))} | {said[0]}
        follow = {after for place, after in pairwise(said) if place in labels - {said[0]}}
        places = set(said) & self.cleaners.keys() - labels - follow
        return sum(_sound(self.cleaners[place], cells[place]) for place in places)

    def _repeats(self, cells: Sequence[Cell]) -> bool:
        """The header once more, as on every printed page."""
        for place, word in self.words:
            if place >= len(cells) or shown(cells[place]) != word:
                return False
        return bool(self.words)


def _sound(clean: Callable[[Cell], Any], cell: Cell) -> bool:
    try:
        return bool(clean(cell))
    except RuleBroken:
        return False
