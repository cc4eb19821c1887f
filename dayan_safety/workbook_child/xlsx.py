"""Workbooks in a zip: every part is checked, then calamine reads a copy made of the checked parts alone.

The copy is why a second directory, a hidden member or a lying size cannot show calamine another workbook.
"""

import io
import re
import zipfile
from itertools import pairwise
from pyexpat import ParserCreate

from python_calamine import CalamineWorkbook

from .limits import Limits
from .output import Marks, Output, Refused, cell_name, cell_position
from .sheets import send_sheets

CONTENT_TYPES, WORKBOOK, LINKS = "[content_types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
FORBIDDEN = {
    "macros": re.compile(r"vbaproject|macrosheets/", re.I),
    "links": re.compile(r"externallinks/", re.I),
    "embedded": re.compile(r"embeddings/|activex/", re.I),
    "damaged": re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[a-z]:", re.I),
}
PROJECT = re.compile(r"xl/vbaproject(signature\w{0,9})?\.bin")  # never unpacked, never copied
TRICKS = (b"<!DOCTYPE", b"<!ENTITY")
ROW = re.compile(rb"row\s(?:[^>]{0,200}?\s)??r=[\"'](\d+)")
FAR_CELL = re.compile(rb"r=[\"']([A-Z]{2,3}\d+|[A-Z]\d{6,})[\"'][^>]{0,200}(?<!/)>\s{0,200}<(?!/)")  # not an empty one
MARKED = tuple(map(re.compile, (rb"</f>", rb":f>", rb"<f[\s/]", rb"t=[\"']e[\"']")))

Members = dict[str, zipfile.ZipInfo]


def read_xlsm(content: bytes, limits: Limits, out: Output) -> None:
    """The same: the project of the macros is no XML, so that the copy that is read has none."""
    read_xlsx(content, limits, out, macros=True)


def read_xlsx(content: bytes, limits: Limits, out: Output, *, macros: bool = False) -> None:
    """Check, copy, read. ``macros``: a project of macros may lie beside the sheets; nobody looks at it."""
    if content.count(b"PK\x01\x02") > limits.members:  # before a list of a million members is built
        raise Refused("members")
    copy, marks = checked_copy(zipfile.ZipFile(io.BytesIO(content)), limits, macros=macros)
    book = CalamineWorkbook.from_filelike(copy)
    copy.close()  # calamine has its own
    send_sheets(book, marks, out)


def checked_copy(
    archive: zipfile.ZipFile, limits: Limits, *, macros: bool = False
) -> tuple[io.BytesIO, dict[str, Marks]]:
    """The XML parts in a plain zip, and what was marked in each sheet, by its name."""
    members = checked_members(archive, limits, macros=macros)
    paths = sheet_paths(archive, members)
    copy, marks = io.BytesIO(), {}
    with zipfile.ZipFile(copy, "w") as target:
        for path, member in members.items():
            if path.endswith((".xml", ".rels")):
                part = unpacked(archive, member)
                if path in paths:
                    marks[paths[path]] = checked_sheet(part, paths[path], limits)
                target.writestr(member.filename, part)
    copy.seek(0)
    return copy, marks


def checked_members(archive: zipfile.ZipFile, limits: Limits, *, macros: bool = False) -> Members:
    """The members by small-letter name; sizes are what the directory claims, and ``unpacked`` holds it to that."""
    listed = archive.infolist()
    members = {member.filename.casefold(): member for member in listed}
    for reason, pattern in FORBIDDEN.items():
        if any(pattern.search(name) for name in members if not (macros and PROJECT.fullmatch(name))):
            raise Refused(reason)
    if sum(member.file_size for member in listed) > limits.unpacked:
        raise Refused("unpacked")
    if any(member.flag_bits & 1 for member in listed):
        raise Refused("password")
    if not {CONTENT_TYPES, WORKBOOK, LINKS} <= members.keys():
        raise Refused("not_workbook")
    if len(members) < len(listed):
        raise Refused("damaged")
    if not macros and b"macroEnabled" in unpacked(archive, members[CONTENT_TYPES]):
        raise Refused("macros")
    return members


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The part, of exactly the size and checksum the directory names."""
    with archive.open(member) as stream:
        part = stream.read(member.file_size + 1)
    if len(part) != member.file_size:
        raise Refused("damaged")
    letters = part.replace(b"\0", b"")  # so that UTF-16 hides nothing
    if any(trick in letters for trick in TRICKS):
        raise Refused("entities")
    return part


def sheet_paths(archive: zipfile.ZipFile, members: Members) -> dict[str, str]:
    """The small-letter path of each worksheet's part, and the sheet's name; no two share either."""
    links = elements(unpacked(archive, members[LINKS]), "Relationship")
    targets = {link["Id"]: link["Target"] for link in links if link["Type"].endswith("/worksheet")}
    sheets = elements(unpacked(archive, members[WORKBOOK]), "sheet")
    named = [(targets[sheet["id"]], sheet["name"]) for sheet in sheets if sheet.get("id") in targets]
    paths = {part_path(target): name for target, name in named}
    if not len(named) == len(paths) == len(set(paths.values())) or not paths.keys() <= members.keys():
        raise Refused("damaged")
    return paths


def part_path(target: str) -> str:
    """A link's target is absolute or relative to the workbook; some writers start it at the root without a slash."""
    path = target.lstrip("/").casefold()
    return path if path.startswith("xl/") else f"xl/{path}"


def elements(part: bytes, tag: str) -> list[dict[str, str]]:
    """The attributes of every such element; name space prefixes are cut off."""
    found = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == tag:
            found.append({key.rpartition(":")[2]: value for key, value in attributes.items()})

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(part, True)
    return found


def checked_sheet(part: bytes, name: str, limits: Limits) -> Marks:
    """Refuse what calamine would lay out in memory cell by cell, and what it would read only in part."""
    rows = [int(row) for row in ROW.findall(part)]
    if part.count(b"sheetData") > 2 or any(row <= before for before, row in pairwise(rows)):
        raise Refused("damaged")
    for found in FAR_CELL.finditer(part):
        cell = found[1].decode()
        row, column = cell_position(cell)
        if row >= limits.rows:
            raise Refused("rows", sheet=name)
        if column >= limits.columns:
            raise Refused("columns", sheet=name, cell=cell)
    return SheetParser(part).marks if any(mark.search(part) for mark in MARKED) else Marks()


def next_cell(cell: str) -> str:
    """The cell to the right."""
    row, column = cell_position(cell)
    return cell_name(row, column + 1)


class SheetParser:
    """Walks the cells of a sheet for its marks; slower than calamine, so only where there are any."""

    def __init__(self, part: bytes) -> None:
        self.marks = Marks()
        self.cell, self.kind, self.inside = "0", "", ""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.CharacterDataHandler = self.characters
        parser.Parse(part, True)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep the place: ``"7"`` is left of ``A7``, and what has no name follows the one before."""
        self.inside = tag.rpartition(":")[2]
        if self.inside == "c":
            self.cell = attributes.get("r") or next_cell(self.cell)
            self.kind = attributes.get("t", "n")
        elif self.inside == "f":
            self.marks.formulas.append(self.cell)
        elif self.inside == "row":
            self.cell = attributes.get("r") or str(cell_position(self.cell)[0] + 2)

    def characters(self, text: str) -> None:
        """Keep the value of a cell whose type is error."""
        if self.inside == "v" and self.kind == "e" and text.strip():
            self.marks.error(*cell_position(self.cell), text.strip())
