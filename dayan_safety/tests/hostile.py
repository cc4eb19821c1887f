"""Honest workbooks, and files meant to do harm made from them; for the tests and for the bench of hostile workbooks."""

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import xlsxwriter

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Cells = Sequence[Sequence[object]]


class Bomb(NamedTuple):
    """A file that must be refused for ``reason``, or read where there is none."""

    build: Callable[[], bytes]
    reason: str | None
    file_name: str = "a.xlsx"


# --- honest files -----------------------------------------------------------------------------------------------------


def a_workbook(draw: Callable[[xlsxwriter.Workbook], object], **options: object) -> bytes:
    """Return the xlsx file that ``draw`` fills, text kept as text."""
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **plain, **options}) as workbook:
        workbook.set_properties({"created": datetime(2026, 1, 1)})
        draw(workbook)
    return file.getvalue()


def a_table(rows: Cells, name: str = "名册", **options: object) -> bytes:
    """Return an xlsx file of one sheet."""

    def draw(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return a_workbook(draw, **options)


def a_roster(rows: int = 12) -> list[list[object]]:
    """Return people with text, numbers, long digits and an empty cell."""
    head: list[object] = ["姓名", "单位", "电话", "身份证号", "分数", "备注"]
    return [
        head,
        *([f"王{n}", f"第{n % 3}社区", 13812345000 + n, f"11010119900307{n:04}", n / 4] for n in range(rows - 1)),
    ]


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the members of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return the members as a zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED, 1)  # dated 1980, whenever it is built
    return file.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return the xlsx file with ``old``, a pattern that must be there, replaced in one part."""
    parts = parts_of(content)
    parts[part], times = re.subn(old, lambda match: new, parts[part], count=1)
    assert times, f"{old!r} is not in {part}"
    return packed(parts)


def with_part(content: bytes, name: str, part: bytes = b"<a/>") -> bytes:
    """Return the xlsx file with one more member."""
    return packed({**parts_of(content), name: part})


def with_rows(rows: bytes) -> bytes:
    """Return an xlsx file whose rows are written by hand."""
    return changed(a_table([["a"]]), SHEET, rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>")


# --- an Excel 97 writer: [MS-XLS] records in an [MS-CFB] container ----------------------------------------------------


def record(kind: int, *fields: bytes) -> bytes:
    """Return one record of BIFF8."""
    body = b"".join(fields)
    return struct.pack("<HH", kind, len(body)) + body


def old_cell(row: int, column: int, value: object) -> bytes:
    """Return the record of a text, a number, an error such as ``"#N/A"``, or of a formula such as ``"=1"``."""
    place = struct.pack("<HHH", row, column, 0)
    if value == "#N/A":
        return record(0x0205, place, b"\x2a\x01")
    if isinstance(value, str) and value.startswith("="):
        return record(0x0006, place, struct.pack("<dHI", float(value[1:]), 0, 0), b"\x03\x00\x1e\x01\x00")
    if isinstance(value, str):
        return record(0x0204, place, struct.pack("<HB", len(value), 1), value.encode("utf-16-le"))
    return record(0x0203, place, struct.pack("<d", value))


def old_sheet(rows: Cells, extra: bytes = b"") -> bytes:
    """Return the substream of a sheet."""
    cells = (old_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None)
    return record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 0)) + b"".join(cells) + extra + record(0x000A)


def old_workbook(sheets: dict[str, bytes], extra: bytes = b"", hidden: Sequence[str] = ()) -> bytes:
    """Return an xls file of these substreams; ``extra`` are records of the workbook itself."""
    opening = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 0)) + extra
    names = {name: struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets}
    start = len(opening) + sum(len(name) + 10 for name in names.values()) + 4
    stream = opening
    for name, sheet in sheets.items():
        stream += record(0x0085, struct.pack("<IBB", start, name in hidden, 0), names[name])
        start += len(sheet)
    return container(stream + record(0x000A) + b"".join(sheets.values()))


def container(stream: bytes, name: str = "Workbook") -> bytes:
    """Return an OLE2 file with one stream: allocation table, directory, then the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    tables = -(-(sectors + 2) // 127)
    table = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [tables + n + 2 for n in range(sectors - 1)] + [0xFFFFFFFE]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    fat = struct.pack(f"<{len(table)}I", *table).ljust(tables * 512, b"\xff")
    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, tables + 1, len(stream))
    return head + fat + directory.ljust(512, b"\0") + stream


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """Return one line of an OLE2 directory."""
    letters = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII36x", len(letters), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return letters.ljust(64, b"\0") + links + struct.pack("<IQ", start, size)


# --- bombs ------------------------------------------------------------------------------------------------------------


def lying_sizes() -> bytes:
    """Return a sheet of 60 MB of which the directory and the header before it say 1,000 bytes."""
    content = with_rows(b"<row r='1'><c r='A1'><v>" + b"1" * 60_000_000 + b"</v></c></row>")
    truth, lie = struct.pack("<I", len(parts_of(content)[SHEET])), struct.pack("<I", 1000)
    assert content.count(truth) == 2
    return content.replace(truth, lie)


def overlapping() -> bytes:
    """Return 150 members that are all the same 10 MB, stored once."""
    content = with_part(a_table([["a"]]), "xl/x.xml", b" " * 10_000_000)
    start, end = content.rindex(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    entries = b"".join(content[start:end].replace(b"xl/x.xml", b"x/%03d.xm" % n) for n in range(150))
    sizes = struct.unpack("<IHHHHIIH", content[end : end + 22])
    length = sizes[5] + len(entries)
    return (
        content[:end]
        + entries
        + struct.pack("<IHHHHIIH", *sizes[:3], sizes[3] + 150, sizes[4] + 150, length, *sizes[6:])
    )


def entity(declared: bytes, used: bytes = b"&a;") -> bytes:
    """Return an xlsx file whose texts declare entities."""
    strings = b"<!DOCTYPE sst [" + declared + b']><sst xmlns="%s"><si><t>' % MAIN.encode() + used + b"</t></si></sst>"
    return packed({**parts_of(a_table([["a"]])), STRINGS: strings})


LAUGHS = b'<!ENTITY a "hahaha">' + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))


def repeated_text() -> bytes:
    """Return 400,000 cells that share one text of 2,000 signs: 800 MB out of 100 KB."""
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 50 + b"</row>"
    parts = parts_of(a_table([["a"]]))
    parts[SHEET] = re.sub(rb"<row .*</row>", row * 8000, parts[SHEET])
    parts[STRINGS] = parts[STRINGS].replace(b"<t>a</t>", b"<t>" + b"a" * 2000 + b"</t>")
    return packed(parts)


def sparse() -> bytes:
    """Return the first cell and the last a sheet can have."""
    row = b'<row r="%s"><c r="%s"><v>1</v></c></row>'
    return with_rows(row % (b"1", b"A1") + row % (b"1048576", b"XFD1048576"))


def old_sparse() -> bytes:
    """Return the first cell and the last an old record can name."""
    return old_workbook({"a": old_sheet([], old_cell(0, 0, 1) + old_cell(65535, 65535, 1))})


def lying_dimension() -> bytes:
    """Return a dozen rows that claim to fill the sheet."""
    return changed(a_table(a_roster()), SHEET, rb'ref="A1:F12"', b'ref="A1:XFD1048576"')


BOMBS = {
    "ratio": Bomb(lambda: with_part(a_table([["a"]]), "xl/theme/big.xml", b" " * 100_000_000), "unpacked"),
    "members": Bomb(lambda: packed({f"xl/{n}.xml": b"<a/>" for n in range(20_000)}), "members"),
    "nested": Bomb(lambda: with_part(a_table([["a"]]), "xl/embeddings/a.xlsx", a_table([["b"]])), "embedded"),
    "lying sizes": Bomb(lying_sizes, "damaged"),
    "overlapping": Bomb(overlapping, "unpacked"),
    "sparse": Bomb(sparse, "rows"),
    "wide": Bomb(lambda: a_table([range(16_384)]), "columns"),
    "laughs": Bomb(lambda: entity(LAUGHS, b"&m;"), "entities"),
    "outside": Bomb(lambda: entity(b'<!ENTITY a SYSTEM "file:///etc/passwd">'), "entities"),
    "crowd": Bomb(lambda: with_rows(b"<row>" + b"<c><v>1</v></c>" * 4_000_000 + b"</row>"), "memory"),
    "deep": Bomb(lambda: with_rows(b"<row>" * 5_000_000), "memory"),
    "repeated": Bomb(repeated_text, "memory"),
    "dimension": Bomb(lying_dimension, None),
    "old sparse": Bomb(old_sparse, "memory", "a.xls"),
    "long line": Bomb(lambda: b"1," * 10_000_000, "row", "a.csv"),
    "page wide": Bomb(lambda: b"<table><tr>" + b"<td>" * 4_000_000, "columns", "a.xls"),
    "page deep": Bomb(lambda: b"<table><tr><td>" * 1_000_000, "damaged", "a.xls"),
    "page of attributes": Bomb(lambda: b"<table><tr><td " + b"a=b " * 4_000_000 + b">x", "damaged", "a.xls"),
    "page of beginnings": Bomb(lambda: b"<table><tr><td>" + b"<" * 15_000_000, "damaged", "a.xls"),
    "open quote": Bomb(lambda: b'a,b\n"' + b"c,d\n" * 4_000_000, "row", "a.csv"),
}


# --- mutations --------------------------------------------------------------------------------------------------------

TOKEN = re.compile(rb'"[^"<>]*"|>[^<>]+<')
NASTY = (
    *b"-1 0 65536 1048577 99999999999999999999 1e999 NaN s e d inlineStr &#0; &a; <row> <f>A1</f>".split(),
    *b"A0 BH100000 XFD1048576 A1:XFD1048576 ../../etc/passwd /xl/workbook.xml rId1 <!DOCTYPE>".split(),
    *(b"", b"\0", b"\xff\xfe", "\u9f98".encode() * 3000, b"9" * 5000),
)
EXTREMES = (*(word * n for word in (b"\0", b"\xff", b"\xff\x7f") for n in (1, 2, 4)), b'"', b"\r", b"\xfe\xff", b",,,")


def corpus() -> list[tuple[str, bytes]]:
    """Return honest files of every kind, with everything a reader knows of in them."""

    def draw(workbook: xlsxwriter.Workbook) -> None:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet, other = workbook.add_worksheet("表"), workbook.add_worksheet("隐藏")
        other.hide()
        sheet.merge_range(0, 0, 0, 3, "标题")
        for row in range(1, 6):
            sheet.write_formula(row, 0, "=ROW()", value=row)
            sheet.write_formula(row, 1, "=NA()", value="#N/A")
            sheet.write_datetime(row, 2, datetime(2026, 1, row), day)
            other.write_row(row, 0, [row, row / 3, True, f"第{row}行"])

    old = old_workbook({"表": old_sheet([["a", 1, None, "#N/A", "=2"]] * 5), "b": old_sheet([["b"]])}, hidden=["b"])
    text = "\r\n".join('"{}",{},"{}"'.format(*row) for row in a_roster())
    letters = {"utf-8-sig": "a.csv", "gb18030": "b.csv", "utf-16": "c.txt"}
    texts = [(name, text.encode(encoding)) for encoding, name in letters.items()]
    return [("a.xlsx", a_table(a_roster())), ("b.xlsx", a_workbook(draw)), ("a.xls", old), *texts]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return the bytes with one change: overwritten, cut off, left out, doubled or exchanged."""
    at, length = chance.randrange(len(content) + 1), chance.choice((1, 2, 4, 30, 400))
    piece, rest = content[at : at + length], content[at + length :]
    extreme = chance.choice(EXTREMES)
    changes = (
        content[:at] + extreme + content[at + len(extreme) :],
        content[:at] + chance.randbytes(len(piece)) + rest,
        content[:at] + extreme + content[at:],
        content[:at],
        content[:at] + rest,
        content[:at] + piece * chance.choice((2, 3, 50)) + rest,
        content[:at] + rest[:length] + piece + rest[length:],
    )
    return chance.choice(changes)


def mutated_part(content: bytes, chance: random.Random) -> bytes:
    """Return the xlsx file with one of its parts changed, and the zip around it sound."""
    parts = parts_of(content)
    name, part = chance.choice(sorted(parts.items()))
    tokens = list(TOKEN.finditer(part))
    if chance.random() < 0.3 or not tokens:
        return packed({**parts, name: mutated(part, chance)})
    start, end = chance.choice(tokens).span()
    return packed({**parts, name: part[: start + 1] + chance.choice(NASTY) + part[end - 1 :]})


def mutations(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Return ``count`` files with up to three changes each, the same for the same seed."""
    chance, honest = random.Random(seed), corpus()
    for _ in range(count):
        name, content = chance.choice(honest)
        in_parts = name.endswith("xlsx") and chance.random() < 0.6
        for _ in range(chance.choice((1, 1, 2, 3))):
            content = (mutated_part if in_parts else mutated)(content, chance)
        yield (chance.choice(honest)[0] if chance.random() < 0.03 else name), content
