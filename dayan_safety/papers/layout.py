"""Draws Word templates in the layout of official papers, GB/T 9704-2012 党政机关公文格式.

A4 (5.1); top margin 37 mm, left 28 mm, text block 156 × 225 mm (5.2.1); 仿宋 of size three, 22 lines of 28 characters
a page (5.2.3). Fonts are named, not embedded. What a template names (``{{ … }}``) is filled in by ``rendering``.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Length, Mm, Pt, Twips

from dayan_safety.papers.word import (
    add_field,
    border,
    element,
    exact,
    float_to_the_foot,
    indent,
    name_stand_ins,
    replaced,
    rule,
    ruled_table,
    set_font,
    write,
    write_in_chinese,
)

PAGE, MARGINS = (Mm(210), Mm(297)), {"top": Mm(37), "bottom": Mm(35), "left": Mm(28), "right": Mm(26)}
FOOT = Mm(25)  # puts the dashes of the page number 7 mm below the text block (7.5)
BLOCK = Mm(156)
SIZE, TITLE, SMALL, MARK = Pt(16), Pt(22), Pt(14), Pt(28)  # 三号, 二号, 四号; the standard leaves the mark's size open
LINE = 579  # twips: 225 mm in 22 lines; one more and the 22nd would not fit
CHARACTER_SPACE = -849  # what characters of 16 pt give up in the grid, in 1/4096 pt, for 28 to fit into 156 mm
# The same for text that keeps to 28 by itself, in twips. LibreOffice gives a character that is wider than a cell of the
# grid two cells, so text is not tied to the grid; lines of one exact height and this keep it to 22 × 28 in any program.
CLOSER = -5
BODY, TITLES, FIRST, SECOND, NUMERALS = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
STANDS_IN = {BODY: "仿宋", TITLES: "宋体", SECOND: "楷体"}  # where a machine lacks the fonts of the standard
RED = "FF0000"
THICK, THIN = 8, 6  # 0.35 mm and 0.25 mm (7.4.1), in eighths of a point
CENTRE, BOTH, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
# Name of the style: font, size, alignment, indents in characters (first line, negative for the others; left; right).
STYLES: dict[str, tuple[str, Length, Any, tuple[float, float, float]]] = {
    "公文正文": (BODY, SIZE, BOTH, (2, 0, 0)),
    "公文标题": (TITLES, TITLE, CENTRE, (0, 0, 0)),
    "公文编号": (BODY, SIZE, CENTRE, (0, 0, 0)),
    "主送机关": (BODY, SIZE, BOTH, (0, 0, 0)),
    "一级标题": (FIRST, SIZE, BOTH, (2, 0, 0)),
    "二级标题": (SECOND, SIZE, BOTH, (2, 0, 0)),
    "人员名单": (BODY, SIZE, BOTH, (-3, 5, 0)),
    "署名日期": (BODY, SIZE, CENTRE, (0, 9, 1)),
    "表格文字": (BODY, SMALL, LEFT, (0, 0, 0)),
    "版记文字": (BODY, SMALL, LEFT, (0, 1, 1)),
}


def new_paper() -> Any:
    """An empty paper: page, grid, styles and page numbers."""
    paper = Document()
    _set_page(paper.sections[0])
    _dress(paper.styles["Normal"], BODY, SIZE, BOTH, (0, 0, 0))
    for name, look in STYLES.items():
        style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = paper.styles["Normal"]
        _dress(style, *look)
    _number_pages(paper)
    name_stand_ins(paper, STANDS_IN)
    write_in_chinese(paper)
    return paper


def saved(paper: Any) -> bytes:
    """The paper as .docx."""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = PAGE
    for side, margin in MARGINS.items():
        setattr(section, f"{side}_margin", margin)
    section.header_distance, section.footer_distance = Mm(15), FOOT
    grid = element("docGrid", type="linesAndChars", linePitch=LINE, charSpace=CHARACTER_SPACE)
    replaced(section._sectPr, grid)


def _dress(style: Any, font: str, size: Length, alignment: Any, indents: tuple[float, float, float]) -> None:
    set_font(style.element.get_or_add_rPr(), font)
    style.font.size = size
    look = style.paragraph_format
    look.space_before = look.space_after = Pt(0)
    look.widow_control = False  # it would push a 22nd line to the next page
    look.alignment = alignment
    replaced(style.element.get_or_add_pPr(), element("snapToGrid", val=0), "spacing", "ind", "jc", "rPr")
    if size == SIZE:
        replaced(style.element.get_or_add_rPr(), element("spacing", val=CLOSER), "sz", "szCs")
    look.keep_with_next = font in (FIRST, SECOND)
    exact(look, Twips(LINE) if size <= SIZE else Length(size + Pt(10)))
    indent(style.element.get_or_add_pPr(), size, *indents)


def _number_pages(paper: Any) -> None:
    """``— 1 —`` outside: on the right of odd pages, on the left of even ones, one character from the edge (7.5)."""
    paper.settings.odd_and_even_pages_header_footer = True
    section = paper.sections[0]
    for footer, alignment in ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        indent(paragraph._p.get_or_add_pPr(), SMALL, 0, 1, 1)
        write(paragraph, "— ", NUMERALS, size=SMALL)
        add_field(paragraph, "PAGE", size=SMALL, font=NUMERALS)
        write(paragraph, " —", NUMERALS, size=SMALL)


def line(paper: Any, style: str, text: str = "") -> Any:
    """A paragraph."""
    return paper.add_paragraph(text, style=style)


def tag(paper: Any, statement: str) -> None:
    """A loop or a condition around whole paragraphs; its own paragraph is gone once the template is filled in."""
    line(paper, "公文正文", "{%p " + statement + " %}")


def mark(paper: Any, text: str, *, new_page: bool = False) -> None:
    """The red name over a paper 发文机关标志, its top 35 mm below the top of the text block (7.2.4, 10.3)."""
    paragraph = line(paper, "公文标题")
    paragraph.paragraph_format.space_before = Mm(35)
    paragraph.paragraph_format.page_break_before = new_page
    exact(paragraph.paragraph_format, Length(MARK + Pt(12)))
    write(paragraph, text, size=MARK, colour=RED)


def number_line(paper: Any, text: str) -> None:
    """The number two lines below the mark, and 4 mm below it a red line as wide as the text block (7.2.5, 7.2.7)."""
    line(paper, "公文编号")
    border(line(paper, "公文编号", text), colour=RED, bottom=12, space=11)


def title(paper: Any, text: str) -> None:
    """The title two lines below the red line (7.3.1), and a line of room below it."""
    line(paper, "公文编号")
    line(paper, "公文编号")
    line(paper, "公文标题", text)
    line(paper, "公文编号")


def labelled(paper: Any, label: str, text: str) -> None:
    """``出席：`` in 黑体 and the names, further lines under the first name (10.3)."""
    paragraph = line(paper, "人员名单")
    write(paragraph, label, FIRST)
    paragraph.add_run(text)


def signature(paper: Any, issuer: str, day: str) -> None:
    """Who issues the paper, and below, centred with it, the day (7.3.5)."""
    line(paper, "公文正文")
    line(paper, "署名日期", issuer).paragraph_format.keep_with_next = True
    line(paper, "署名日期", day)


THICK, THIN = 8, 6  # 0.35 mm and 0.25 mm (7.4.1), in eighths of a point


def imprint(paper: Any, copies: str, issuer: str, day: str) -> None:
    """The block at the foot of the last page 版记: whom copies go to, who printed it and when (7.4).

    ``copies`` is the name of a field: where it is empty, its line is left out.
    """
    line(paper, "公文正文")
    table = ruled_table(paper, (BLOCK,), rows=4)
    float_to_the_foot(table)
    rule(table, top=THICK, bottom=THICK, insideH=THIN)
    only_with, to, otherwise, printed = (row.cells[0].paragraphs[0] for row in table.rows)
    only_with.add_run("{%tr if " + copies + " %}")
    otherwise.add_run("{%tr endif %}")
    to.style = printed.style = paper.styles["版记文字"]
    indent(to._p.get_or_add_pPr(), SMALL, -3, 4, 1)
    to.add_run("抄送：{{ " + copies + " }}")
    printed.paragraph_format.tab_stops.add_tab_stop(Length(BLOCK - SMALL * 2), WD_TAB_ALIGNMENT.RIGHT)
    printed.add_run(f"{issuer}\t{day}印发")
    exact(line(paper, "版记文字").paragraph_format, Pt(1))
