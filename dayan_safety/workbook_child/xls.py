"""Workbooks of Excel 97 to 2003: calamine reads the values, the records are walked once more for what it leaves out.

Layouts: [MS-CFB] for the container, [MS-XLS] for the records.
"""

import io
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from struct import unpack, unpack_from

from python_calamine import CalamineWorkbook

from .limits import Limits
from .output import Marks, Output, Refused, cell_name
from .sheets import send_sheets

MACROS = "_VBA_PROJECT".encode("utf-16-le")
END = 0xFFFFFFFA  # from here on a sector number is a sign
BOF, EOF, FILEPASS, BOUNDSHEET, BOOLERR, FORMULAS = 0x0809, 0x000A, 0x002F, 0x0085, 0x0205, (0x0006, 0x0206, 0x0406)
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def read_xls(content: bytes, limits: Limits, out: Output) -> None:
    """Refuse what calamine would not say in so many words, then read."""
    if MACROS in content:
        raise Refused("macros")
    stream = workbook_stream(content)
    if any(kind == FILEPASS for kind, _, _ in records(stream)):
        raise Refused("password")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    names = [about.name for about in book.sheets_metadata]
    if len(set(names)) < len(names):  # calamine would show the last of one name twice, and the other never
        raise Refused("damaged")
    send_sheets(book, dict(zip(names, map(marks_of, sheet_streams(stream)), strict=True)), out)


def workbook_stream(content: bytes) -> bytes:
    """The records, which lie scattered over sectors; a short stream lies in the small sectors of the root's stream."""
    size = 1 << unpack_from("<H", content, 30)[0]

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    listed = islice(fat_sectors(content, sector), (len(content) >> 16) + 2)  # more it cannot need
    fat = whole_numbers(b"".join(map(sector, listed)))
    first_directory, small_limit, first_small = unpack_from("<I4xII", content, 48)
    directory = chain(first_directory, fat, sector)
    root_start, root_size, start, length = entries(directory)
    if length >= small_limit:
        return chain(start, fat, sector)[:length]
    small = chain(root_start, fat, sector)[:root_size]
    return chain(start, whole_numbers(chain(first_small, fat, sector)), lambda n: small[n * 64 : n * 64 + 64])[:length]


def fat_sectors(content: bytes, sector: Callable[[int], bytes]) -> Iterator[int]:
    """The sectors that hold the allocation table: 109 are listed in the header, more in a chain of their own."""
    yield from (number for number in unpack_from("<109I", content, 76) if number < END)
    following, count = unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) >> 9)):
        *listed, following = whole_numbers(sector(following))
        yield from (number for number in listed if number < END)


def chain(number: int, table: tuple[int, ...], sector: Callable[[int], bytes]) -> bytes:
    """The sectors from ``number`` on, in the order of the table; a chain that bites its tail ends."""
    found: list[bytes] = []
    while number < END and len(found) <= len(table):
        found.append(sector(number))
        number = table[number]
    return b"".join(found)


def entries(directory: bytes) -> tuple[int, int, int, int]:
    """Start and size of the root's stream, start and size of the workbook's."""
    root = unpack_from("<II", directory, 116)
    for offset in range(0, len(directory), 128):
        name = directory[offset : offset + 64].decode("utf-16-le").partition("\0")[0]
        if name.casefold() in ("workbook", "book"):
            return (*root, *unpack_from("<II", directory, offset + 116))
    raise Refused("not_workbook")


def whole_numbers(table: bytes) -> tuple[int, ...]:
    """A table of 32-bit numbers."""
    return unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])


def sheet_streams(stream: bytes) -> Iterator[bytes]:
    """The records of each sheet in the order of the workbook; none reaches into the next, none is read twice."""
    starts = [unpack_from("<I", stream, place)[0] for kind, place, _ in records(stream) if kind == BOUNDSHEET]
    ends = dict(pairwise([*sorted(starts), len(stream)]))
    return (stream[start : ends.pop(start)] for start in starts)


def records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record up to the end of the first substream; charts nest their own in it."""
    depth, place = 0, 0
    while place + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, place)
        yield kind, place + 4, length
        depth += (kind == BOF) - (kind == EOF)
        place += 4 + length
        if depth <= 0:
            return


def marks_of(stream: bytes) -> Marks:
    """The cells of a sheet that hold a formula or an error."""
    marks = Marks()
    for kind, place, length in records(stream):
        if kind == BOOLERR and length >= 8 and stream[place + 7]:
            row, column, code = unpack_from("<HH2xB", stream, place)
            marks.error(row, column, ERRORS.get(code, "#N/A"))
        elif kind in FORMULAS:
            row, column, value, code, special = unpack_from("<HH2xBxB3xH", stream, place)
            marks.formulas.append(cell_name(row, column))
            if special == 0xFFFF and value == 2:
                marks.error(row, column, ERRORS.get(code, "#N/A"))
    return marks
