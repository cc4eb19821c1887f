"""Names and units as people write them down: one at the door, or a list that was copied from paper or Excel."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.importing import cleaning

LONGEST_NAME, LONGEST_UNIT, MOST_LINES = 30, 60, 500
ORDINAL = re.compile(r"\s*[0-9]{1,3}\s*[.、．,，\s]\s*")  # the line's number on the paper
BETWEEN = re.compile(r"\s*[,，、;；]\s*|\s+")
NUMBER = re.compile(r"[0-9]{7}")  # part of a telephone or identity number
HEADINGS = ("姓名", "name")


class Came(NamedTuple):
    """Somebody who came: name, and unit or village; ``from_unit`` may be empty."""

    name: str
    from_unit: str = ""


def read_name(text: str) -> str:
    """A person's name, tidied. Raises ``RuleBroken`` for what is none, and for a single character: half a name."""
    name = cleaning.person_name(_without_numbers(text))
    if len(name) > LONGEST_NAME:
        raise RuleBroken(_("The name is too long: at most %(most)s characters.") % {"most": LONGEST_NAME})
    if len(name) < 2:
        raise RuleBroken(_("Write the whole name, without spaces in it."))
    return name


def read_unit(text: str) -> str:
    """A unit or village as it was written, on one line. Raises ``RuleBroken`` for a longer text, and for numbers."""
    unit = "".join(sign for sign in cleaning.text(_without_numbers(text)) if sign.isprintable())
    if len(unit) > LONGEST_UNIT:
        raise RuleBroken(_("The unit is too long: at most %(most)s characters.") % {"most": LONGEST_UNIT})
    return unit


def _without_numbers(text: str) -> str:
    """What nobody needs is not kept, be it typed with the best intentions."""
    if NUMBER.search(re.sub(r"[\s-]", "", cleaning.text(text))):
        raise RuleBroken(_("Leave telephone and identity numbers out: name and unit are enough."))
    return text


def read_list(text: str) -> tuple[list[Came], list[str]]:
    """One person a line, name and unit with a blank, tab or comma between them.

    Returns who came and, with their line numbers, sentences about the lines that cannot be read; empty lines, headings
    and the lines' own numbers are passed over.
    """
    found, faults = list[Came](), list[str]()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        cells = _cells(line)
        if not any(cells) or cells[0].lower() in HEADINGS:
            continue
        try:
            found.append(_read(cells))
        except RuleBroken as broken:
            faults.append(_("Line %(number)s: %(problem)s") % {"number": number, "problem": broken})
    if len(found) > MOST_LINES:
        faults.append(_("At most %(most)s people at once: enter the rest afterwards.") % {"most": MOST_LINES})
    return found, faults


def _cells(line: str) -> list[str]:
    """What stands between tabs, as Excel copies it; without any, what stands before and after the first separator."""
    rest = line[match.end() :] if (match := ORDINAL.match(line)) else line
    if "\t" not in rest.strip():
        return BETWEEN.split(rest.strip(), maxsplit=1)
    return [cell.strip() for cell in rest.rstrip().split("\t")]


def _read(cells: list[str]) -> Came:
    if len(cells) > 2:
        raise RuleBroken(_("Name and unit alone are needed: take the other columns away."))
    name, unit = [*cells, ""][:2]
    if not name:
        raise RuleBroken(_("The name is missing."))
    return Came(read_name(name), read_unit(unit))
