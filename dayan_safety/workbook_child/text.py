"""Text files: which letters, which delimiter, which rows. Every value stays text."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from .limits import Limits
from .output import Head, Marks, Output, Refused

ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
SAMPLE = 20_000


def read_text(content: bytes, limits: Limits, out: Output) -> None:
    """One sheet without a name."""
    encoding = encoding_of(content)
    sign = delimiter(opened(content, encoding).read(SAMPLE))
    csv.field_size_limit(limits.cell_chars * 8)  # longer is an open quotation mark, which eats the rest of the file
    out.sheet(Head("", False, [], Marks()), rows(opened(content, encoding), sign, limits))


def opened(content: bytes, encoding: str) -> io.TextIOWrapper:
    """The text, decoded piece by piece."""
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


def encoding_of(content: bytes) -> str:
    """UTF-16 only with its mark; GB18030 is what Excel and WPS write as CSV on a Chinese Windows."""
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ENCODINGS[2:] if utf16 else ENCODINGS[:2]:
        text = opened(content, encoding)
        try:
            zeros = sum(piece.count("\0") for piece in iter(lambda: text.read(SAMPLE), ""))  # noqa: B023
        except UnicodeDecodeError:
            continue
        if zeros * 10 <= len(content):  # more of them is UTF-16 without its mark, or no text
            return encoding
    raise Refused("encoding")


def delimiter(sample: str) -> str:
    """The sign that cuts most of the first lines alike: as the first of them, or else, below a title that has no such
    sign, as each other; a comma when none does.
    """
    lines = sample.splitlines()[:20]
    cuts = {sign: [len(row) for row in csv.reader(lines, delimiter=sign) if row] for sign in ",;\t"}
    even = {sign: sum(width == widths[0] > 1 for width in widths) for sign, widths in cuts.items()}
    if not any(even.values()):
        even = {sign: max(Counter(n for n in widths if n > 1).values(), default=0) for sign, widths in cuts.items()}
    return max(even, key=lambda sign: even[sign])  # the first of equals


def rows(text: io.TextIOWrapper, sign: str, limits: Limits) -> Iterator[list[str]]:
    """The rows as a spreadsheet counts them: a line break inside quotation marks is part of its row."""
    read = 0
    try:
        for row in csv.reader(lines(text, limits), delimiter=sign, strict=True):
            yield row
            read += 1
    except csv.Error:
        raise Refused("row", row=read + 1) from None


def lines(text: io.TextIOWrapper, limits: Limits) -> Iterator[str]:
    """The lines; one too long for its cells is an error before it becomes a million of them."""
    longest = limits.columns * (limits.cell_chars + 3)
    while line := text.readline(longest + 1):
        if len(line) > longest:
            raise csv.Error
        yield line
