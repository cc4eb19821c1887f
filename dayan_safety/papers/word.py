"""What python-docx has no words for: fonts of every script, indents in characters, borders, fields, floating tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, RGBColor

FONT_TABLE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"


def element(name: str, **attributes: str | int) -> Any:
    """An element of WordprocessingML: ``element("shd", fill="FF0000")``."""
    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    return made


def replaced(parent: Any, child: Any, *after: str) -> None:
    """Put ``child`` into ``parent`` in place of what had its name, before the first of ``after``: order counts."""
    for old in parent.findall(child.tag):
        parent.remove(old)
    later = {qn(f"w:{name}") for name in after}
    following = next((place for place, known in enumerate(parent) if known.tag in later), len(parent))
    parent.insert(following, child)


def set_font(properties: Any, font: str) -> None:
    """Name ``font`` for letters and characters alike in run properties, in place of fonts of a theme."""
    fonts = element("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, fonts)


def write(paragraph: Any, text: str, font: str = "", *, size: Length | None = None, colour: str = "") -> Any:
    """A run of text."""
    run = paragraph.add_run(text)
    if font:
        set_font(run._element.get_or_add_rPr(), font)
    if size is not None:
        run.font.size = size
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def exact(paragraph_format: Any, height: Length) -> None:
    """Lines of one height, whatever stands in them."""
    paragraph_format.line_spacing = height


def indent(properties: Any, size: Length, first: float, left: float, right: float) -> None:
    """Indents in characters of ``size``; ``first`` is that of the first line, negative for all lines but it."""
    twips = size.pt * 20
    ends = {"left": left, "right": right, ("hanging" if first < 0 else "firstLine"): abs(first)}
    told: dict[str, int] = {}
    for name, characters in ends.items():
        told[f"{name}Chars"], told[name] = round(characters * 100), round(characters * twips)
    replaced(properties, element("ind", **told), "contextualSpacing", "jc", "rPr", "outlineLvl")


BORDERS_BEFORE = ("shd", "tabs", "suppressAutoHyphens", "snapToGrid", "spacing", "ind", "jc", "rPr")


def border(paragraph: Any, *, colour: str = "000000", space: int = 1, **widths: int) -> None:
    """Lines beside a paragraph: ``widths`` of each side in eighths of a point, ``space`` in points."""
    borders = element("pBdr")
    for side, width in widths.items():
        borders.append(element(side, val="single", sz=width, space=space, color=colour))
    replaced(paragraph._p.get_or_add_pPr(), borders, *BORDERS_BEFORE)


def float_to_the_foot(table: Any) -> None:
    """Put a table at the bottom of the text block of the page where it stands; LibreOffice leaves it in its place."""
    place = element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="center", tblpYSpec="bottom")
    replaced(table._tbl.tblPr, place, "tblOverlap", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblLook")


def add_field(paragraph: Any, name: str, *, size: Length, font: str) -> None:
    """A field that Word computes: ``PAGE``."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("text", "1"), ("end", "")):
        run = write(paragraph, text if kind == "text" else "", font, size=size)
        if kind in ("begin", "separate", "end"):
            run._element.append(element("fldChar", fldCharType=kind))
        elif not kind:
            instruction = element("instrText")
            instruction.text = f" {text} "
            run._element.append(instruction)


def ruled_table(paper: Any, widths: Sequence[Length], rows: int = 1) -> Any:
    """A table as wide as the sum of ``widths``, with lines of half a point."""
    table = paper.add_table(rows=rows, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    rule(table, **dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), 4))
    return table


def repeat_on_each_page(row: Any) -> None:
    """Let the first row of a table stand on each page that the table reaches."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_together(row: Any) -> None:
    """Let no page end within a row."""
    row._tr.get_or_add_trPr().insert(0, element("cantSplit"))


def rely_on_grid(table: Any, room: Length) -> None:
    """Widths are those of the grid alone, which follows the number of columns; ``room`` is left beside what is said."""
    for cell in table._tbl.iter(qn("w:tcPr")):
        for width in cell.findall(qn("w:tcW")):
            cell.remove(width)
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=round(room.twips), type="dxa"))
    replaced(table._tbl.tblPr, margins, "tblLook")


def rule(table: Any, **widths: int) -> None:
    """The lines of a table, in the order of the standard, in eighths of a point."""
    borders = element("tblBorders")
    for side, width in widths.items():
        borders.append(element(side, val="single", sz=width, space=0, color="000000"))
    replaced(table._tbl.tblPr, borders, "shd", "tblLayout", "tblCellMar", "tblLook")


def write_in_chinese(paper: Any) -> None:
    """Say that the text is Chinese, for line breaks and punctuation."""
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def name_stand_ins(paper: Any, names: Mapping[str, str]) -> None:
    """Tell Word which font to use on a machine that lacks the one named."""
    fonts = next(part for part in paper.part.package.iter_parts() if part.content_type == FONT_TABLE)
    told = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for font, other in names.items()
    )
    fonts._blob = re.sub(r"</w:fonts>\s*$", f"{told}</w:fonts>", fonts.blob.decode()).encode()
