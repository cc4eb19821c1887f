"""Papers that are forms: a ruled table of labels and what is filled in behind them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt

from dayan_safety.papers import layout
from dayan_safety.papers.word import exact, ruled_table, write

NARROW, WIDE, LOW, HIGH = Mm(26), Mm(52), Mm(11), Mm(24)
ROW_LINE = Pt(22)
Row = tuple[tuple[str, str], ...] | str


def form_table(paper: Any, rows: Sequence[Row], *, high: Collection[str] = ()) -> None:
    """A row for each of ``rows``: one or two pairs of a label and a field; those whose label is ``high`` have room.

    A statement of a template (a text) has a row of its own, which it takes along.
    """
    table = ruled_table(paper, (NARROW, WIDE, NARROW, WIDE), rows=len(rows))
    for row, pairs in zip(table.rows, rows, strict=True):
        cells = list(row.cells)
        if isinstance(pairs, str):
            cells[0].text = pairs
            continue
        row.height = HIGH if pairs[0][0] in high else LOW
        if len(pairs) == 1:
            cells = [cells[0], cells[1].merge(cells[3])]
        for place, (label, text) in enumerate(pairs):
            fill(paper, cells[2 * place], label, layout.FIRST)
            fill(paper, cells[2 * place + 1], text, "")


def fill(
    paper: Any, cell: Any, text: str, font: str, *, size: Length | None = None, height: Length = ROW_LINE,
    is_centred: bool = False,
) -> None:  # fmt: skip
    """Write into a cell; what has a ``font`` of its own is a label and stands in the middle."""
    paragraph = cell.paragraphs[0]
    paragraph.style = paper.styles["表格文字"]
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    exact(paragraph.paragraph_format, height)
    write(paragraph, text, font, size=size)
    if font or is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
