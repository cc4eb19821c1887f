"""The shipped templates of the committee's papers, drawn in the layout of official papers."""

from __future__ import annotations

from typing import Any

from docx.shared import Length, Mm, Pt

from dayan_safety.papers import layout
from dayan_safety.papers.form_tables import Row, fill, form_table
from dayan_safety.papers.word import exact, keep_together, rely_on_grid, repeat_on_each_page, ruled_table, write

PEOPLE = (("出席：", "present"), ("请假：", "excused"), ("缺席：", "absent"), ("列席：", "guests"))
BAND = Pt(16)
COLOURS = (("blue", "1A5493"), ("yellow", "B07800"), ("red", "C00000"))


def draw_notice() -> bytes:
    """The notice of a meeting 会议通知."""
    paper = layout.new_paper()
    layout.mark(paper, "{{ mark }}")
    layout.number_line(paper, "{{ number }}")
    layout.title(paper, "{{ title }}")
    layout.line(paper, "主送机关", "{{ to }}：")
    layout.line(paper, "公文正文", "经研究，定于{{ day }}召开{{ meeting }}。现将有关事项通知如下：")
    _heading(paper, "一、会议时间", "{{ day }}{{ time }}")
    _heading(paper, "二、会议地点", "{% if place %}{{ place }}{% else %}另行通知{% endif %}")
    _heading(paper, "三、会议议题", "")
    _each(paper, "topic in topics", "{{ topic.number }}{{ topic.title }}{{ topic.presented }}")
    _heading(paper, "四、参会人员", "{{ people }}")
    layout.tag(paper, "if requirements")
    _heading(paper, "五、有关要求", "")
    _each(paper, "sentence in requirements", "{{ sentence }}")
    layout.tag(paper, "endif")
    layout.signature(paper, "{{ issuer }}", "{{ issued_on }}")
    layout.imprint(paper, "copies", "{{ issuer }}", "{{ issued_on }}")
    return layout.saved(paper)


def draw_minutes() -> bytes:
    """The minutes of a meeting 会议纪要."""
    paper = layout.new_paper()
    layout.mark(paper, "{{ mark }}")
    layout.number_line(paper, "{{ number }}")
    layout.title(paper, "{{ title }}")
    _minutes(paper)
    layout.imprint(paper, "copies", "{{ issuer }}", "{{ issued_on }}")
    return layout.saved(paper)


def draw_year() -> bytes:
    """The minutes of a year in one file 会议纪要汇编: a cover with a list, then each meeting on a new page."""
    paper = layout.new_paper()
    layout.mark(paper, "{{ mark }}")
    layout.number_line(paper, "（{{ year }}年）")
    layout.title(paper, "目　录")
    layout.tag(paper, "if not meetings")
    layout.line(paper, "公文正文", "本年度尚无定稿的会议纪要。")
    layout.tag(paper, "endif")
    layout.tag(paper, "for meeting in meetings")
    entry = layout.line(paper, "表格文字", "{{ meeting.number }}　{{ meeting.title }}")
    exact(entry.paragraph_format, Pt(23))  # so that twelve fit on the cover
    layout.tag(paper, "endfor")
    layout.tag(paper, "for meeting in meetings")
    layout.mark(paper, "{{ meeting.mark }}", new_page=True)
    layout.number_line(paper, "{{ meeting.number }}")
    layout.title(paper, "{{ meeting.title }}")
    _minutes(paper, "meeting.")
    layout.tag(paper, "endfor")
    return layout.saved(paper)


def _heading(paper: Any, heading: str, text: str) -> None:
    """A heading of the first level, and what is told behind it in the same line, or below."""
    if not text:
        layout.line(paper, "一级标题", heading)
        return
    paragraph = layout.line(paper, "公文正文")
    write(paragraph, f"{heading}：", layout.FIRST)
    paragraph.add_run(text)


def _each(paper: Any, loop: str, text: str) -> None:
    """A paragraph for each."""
    layout.tag(paper, f"for {loop}")
    layout.line(paper, "公文正文", text)
    layout.tag(paper, "endfor")


def _minutes(paper: Any, of: str = "") -> None:
    """What was said and decided, and who was there; ``of`` stands before the fields of one of several meetings."""
    layout.line(paper, "公文正文", _opening(of))
    layout.tag(paper, f"for topic in {of}topics")
    layout.line(paper, "一级标题", "{{ topic.number }}{{ topic.title }}")
    _each(paper, "sentence in topic.discussion", "{{ sentence }}")
    layout.tag(paper, "for group in topic.groups")
    layout.line(paper, "二级标题", "{{ group.number }}{{ group.title }}")
    _each(paper, "outcome in group.outcomes", "{{ outcome.number }}{{ outcome.text }}{{ outcome.assigned }}")
    layout.tag(paper, "endfor")
    layout.tag(paper, "endfor")
    layout.line(paper, "公文正文")
    for label, field in PEOPLE:
        layout.tag(paper, f"if {of}{field}")
        layout.labelled(paper, label, "{{ " + of + field + " }}")
        layout.tag(paper, "endif")
    layout.tag(paper, f"if {of}recorder")
    layout.labelled(paper, "记录：", "{{ " + of + "recorder }}")
    layout.tag(paper, "endif")


def _opening(of: str) -> str:
    """When who held what where; chair and place may be unknown."""
    day, time, chair, place, title = (f"{{{{ {of}{name} }}}}" for name in ("day", "time", "chair", "place", "title"))
    there = f"{{% if {of}place %}}在{place}{{% endif %}}"
    called = f"{{% if {of}chair %}}{chair}{there}主持{{% else %}}{there}{{% endif %}}召开"
    return f"{day}{time}，{called}{title}。现将会议情况纪要如下："


def draw_slip() -> bytes:
    """A supervision slip 督办单 in one of three colours: a form of one page."""
    paper = layout.new_paper()
    band = ruled_table(paper, (layout.BLOCK,)).rows[0].cells[0].paragraphs[0]
    band.style = paper.styles["版记文字"]
    exact(band.paragraph_format, BAND)
    band.add_run("{% cellbg shade %}")
    title = layout.line(paper, "公文标题")
    title.paragraph_format.space_before = title.paragraph_format.space_after = BAND
    for colour, code in COLOURS:
        write(title, '{% if colour == "' + colour + '" %}{{ heading }}{% endif %}', colour=code)
    layout.line(paper, "公文编号", "{{ number }}").paragraph_format.space_after = Pt(6)
    form_table(paper, ROWS, high=HIGH_ROWS)
    layout.signature(paper, "{{ issuer }}", "{{ issued_on }}")
    return layout.saved(paper)


ROWS: tuple[Row, ...] = (
    (("督办事项", "{{ task }}"),),
    (("任务编号", "{{ task_number }}"), ("事项来源", "{{ source }}")),
    (("牵头单位", "{{ lead }}"), ("协办单位", "{{ helpers }}")),
    (("交办日期", "{{ assigned_on }}"), ("办结时限", "{{ due_on }}{{ late }}")),
    "{%tr if content %}",
    (("工作内容", "{{ content }}"),),
    "{%tr endif %}",
    (("督办要求", "{{ requirement }}"),),
    (("办理情况", "{{ progress }}"),),
    (("签 发 人", "{{ issued_by }}"), ("签　　收", "{{ signed }}")),
)
HIGH_ROWS = ("工作内容", "督办要求", "办理情况")


def draw_town_report() -> bytes:
    """The town's report on a month 工作情况报告: a section each with its figures and texts, tables in the annex."""
    paper = layout.new_paper()
    layout.mark(paper, "{{ mark }}")
    layout.number_line(paper, "{{ number }}")
    layout.title(paper, "{{ title }}")
    layout.line(paper, "主送机关", "{{ to }}：")
    layout.line(paper, "公文正文", "现将{{ month }}全镇安全社区建设工作情况报告如下。{{ coverage }}")
    _only_with(paper, "correction", "公文正文", "{{ correction }}")
    _sections(paper)
    layout.line(paper, "公文正文", "特此报告。")
    layout.tag(paper, "if tables")
    layout.line(paper, "公文正文")
    layout.line(paper, "公文正文", "附件：{{ month }}各工作组指标数据表")
    layout.tag(paper, "endif")
    layout.signature(paper, "{{ issuer }}", "{{ issued_on }}")
    _annex(paper)
    return layout.saved(paper)


def _only_with(paper: Any, field: str, style: str, text: str) -> None:
    """A paragraph that is left out where the field is empty."""
    layout.tag(paper, f"if {field}")
    layout.line(paper, style, text)
    layout.tag(paper, "endif")


def _sections(paper: Any) -> None:
    layout.tag(paper, "for section in sections")
    layout.line(paper, "一级标题", "{{ section.number }}{{ section.title }}")
    _only_with(paper, "section.told", "公文正文", "{{ section.told }}")
    layout.tag(paper, "if section.rows")
    _figures(paper, "section", 5)
    layout.tag(paper, "endif")
    layout.tag(paper, "for group in section.groups")
    layout.line(paper, "二级标题", "{{ group.number }}{{ group.name }}")
    layout.tag(paper, "for text in group.texts")
    _only_with(paper, "text.heading", "公文正文", "{{ text.heading }}")
    _each(paper, "sentence in text.paragraphs", "{{ sentence }}")
    for _loop in ("text", "group", "section"):
        layout.tag(paper, "endfor")


def _annex(paper: Any) -> None:
    """On a page of its own: the word at the margin in the first line, the title in the third (7.3.6)."""
    layout.tag(paper, "if tables")
    word = layout.line(paper, "公文编号")
    word.paragraph_format.page_break_before, word.alignment = True, layout.LEFT
    write(word, "附件", layout.FIRST)
    layout.line(paper, "公文编号")
    layout.line(paper, "公文标题", "{{ month }}各工作组指标数据表")
    layout.line(paper, "公文编号")
    layout.tag(paper, "for table in tables")
    _figures(paper, "table", 6)
    layout.line(paper, "公文编号")
    layout.tag(paper, "endfor")
    layout.tag(paper, "endif")


# A cell with a statement or a note is gone once the template is filled in: what stands between two statements stands
# there once for each column, and notes keep the widths that the columns were drawn with.
LOOPS = (
    ("指标", "单位", "{%tc for name in OF.columns %}", "{{ name }}", "{%tc endfor %}"),
    ("{{ row.figure }}", "{{ row.unit }}", "{%tc for cell in row.cells %}", "{{ cell }}", "{%tc endfor %}"),
)
NOTE = "{#tc one column #}"
FIGURE, UNIT, ROOM = Mm(42), Mm(14), Mm(0.5)
TABLE_TEXT, TABLE_LINE = Pt(10.5), Pt(18)


def _figures(paper: Any, of: str, most: int) -> None:
    """A table of figures: a row for each, and so many of at most ``most`` columns as there are."""
    column = Length((layout.BLOCK - FIGURE - UNIT) // most)
    table = ruled_table(paper, (FIGURE, UNIT, *[column] * most), rows=4)
    rely_on_grid(table, ROOM)
    head, begin, row, end = table.rows
    repeat_on_each_page(head)
    begin.cells[0].text, end.cells[0].text = "{%tr for row in " + of + ".rows %}", "{%tr endfor %}"
    for line, texts, font in zip((head, row), LOOPS, (layout.FIRST, ""), strict=True):
        keep_together(line)
        for place, cell in enumerate(line.cells):
            text = texts[place].replace("OF", of) if place < len(texts) else NOTE
            fill(paper, cell, text, font, size=TABLE_TEXT, height=TABLE_LINE, is_centred=place > 0)
