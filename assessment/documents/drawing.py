"""The shipped template of the announcement, in the layout of official papers."""

from __future__ import annotations

from typing import Any

from docx.shared import Mm

from dayan_safety.papers import layout
from dayan_safety.papers.form_tables import fill
from dayan_safety.papers.word import keep_together, repeat_on_each_page, ruled_table

WIDTHS = (Mm(18), Mm(78), Mm(26), Mm(34))
HEADS = ("名次", "单位", "得分", "等次")
CELLS = ("{{ card.rank }}", "{{ card.unit }}", "{{ card.score }}", "{{ card.grade }}")
OPENING = (
    "根据《{{ rulebook }}》，对{{ year }}年度安全社区建设工作进行了考核。考核结果于{{ posted_on }}公示，"
    "公示期至{{ until }}，异议均已答复。现将考核结果通报如下："
)


def draw_announcement() -> bytes:
    """The announcement of a year's scores 考核结果通报: a table for each kind of unit."""
    paper = layout.new_paper()
    layout.mark(paper, "{{ mark }}")
    layout.number_line(paper, "{{ number }}")
    layout.title(paper, "关于{{ year }}年度安全社区考核结果的通报")
    layout.line(paper, "公文正文", OPENING)
    layout.tag(paper, "for kind in kinds")
    layout.line(paper, "一级标题", "{{ kind.number }}{{ kind.name }}")
    _cards(paper)
    layout.tag(paper, "endfor")
    layout.signature(paper, "{{ issuer }}", "{{ issued_on }}")
    return layout.saved(paper)


def _cards(paper: Any) -> None:
    table = ruled_table(paper, WIDTHS, rows=4)
    head, begin, row, end = table.rows
    repeat_on_each_page(head)
    begin.cells[0].text, end.cells[0].text = "{%tr for card in kind.cards %}", "{%tr endfor %}"
    for line, texts, font in ((head, HEADS, layout.FIRST), (row, CELLS, "")):
        keep_together(line)
        for place, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            fill(paper, cell, text, font, is_centred=place != 1)
