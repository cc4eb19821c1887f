"""Compound files, the container of Word and Excel 97-2003: the names of what is inside ([MS-CFB], 2.2 to 2.6)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = 128
LAST_SECTOR = 0xFFFFFFFA  # this and higher numbers end a chain or mark a sector as special
IN_HEADER = 109  # numbers of allocation sectors that the header itself lists
MAX_ENTRIES = 20_000


class Unreadable(Exception):
    """This is no compound file."""


def entry_names(content: bytes) -> set[str]:
    """The names of all storages and streams. Raises ``Unreadable``; what runs in circles is unreadable too."""
    if not content.startswith(SIGNATURE) or len(content) < 512:
        raise Unreadable
    shift, first = struct.unpack_from("<H", content, 30)[0], struct.unpack_from("<I", content, 48)[0]
    if shift not in (9, 12):
        raise Unreadable
    entries = b"".join(_chain(content, first, 1 << shift))
    return {name for start in range(0, len(entries), ENTRY) if (name := _name(entries[start : start + ENTRY]))}


def _chain(content: bytes, first: int, size: int) -> Iterator[bytes]:
    """The sectors from ``first`` on, in the order of the allocation table."""
    table, sector, seen = _allocation(content, size), first, set[int]()
    while sector < LAST_SECTOR:
        if sector in seen or sector >= len(table) or len(seen) * size > MAX_ENTRIES * ENTRY:
            raise Unreadable
        seen.add(sector)
        yield _sector(content, sector, size)
        sector = table[sector]


def _allocation(content: bytes, size: int) -> list[int]:
    """The allocation table: for each sector the next one. Its own sectors are listed in the header and beyond it."""
    listed = list(struct.unpack_from(f"<{IN_HEADER}I", content, 76))
    more, count = struct.unpack_from("<2I", content, 68)
    count = min(count, len(content) // size // (size // 4) + 1)  # a file of this length needs no more
    while count and more < LAST_SECTOR:
        *numbers, more = struct.unpack(f"<{size // 4}I", _sector(content, more, size))
        listed += numbers
        count -= 1
    wanted = dict.fromkeys(number for number in listed if number < LAST_SECTOR)
    table = b"".join(_sector(content, number, size) for number in wanted)
    return list(struct.unpack(f"<{len(table) // 4}I", table))


def _sector(content: bytes, number: int, size: int) -> bytes:
    start = (number + 1) * size
    found = content[start : start + size]
    if len(found) != size:
        raise Unreadable
    return found


def _name(entry: bytes) -> str:
    """The entry's name; an unused entry has none."""
    length = struct.unpack_from("<H", entry, 64)[0]
    if entry[66] == 0 or not 2 <= length <= 64:
        return ""
    return entry[: length - 2].decode("utf-16-le", errors="replace")
