"""Tables of a web page, which office systems write under the name of an old workbook. Every value stays text.

Layout as a spreadsheet shows such a page: the tables one below the other, text between them a row of one cell.
"""

import re
from html.parser import HTMLParser

from .limits import Limits
from .output import Head, Marks, Output, Refused
from .text import ENCODINGS, encoding_of, opened

CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([\w-]{2,20})", re.I)
TRICKS = re.compile(
    rb"<[^<>]{65536}|<{1000}"
)  # a tag as long as a book, or nothing but beginnings: no office writes it
CHINESE = ("gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "x-gbk")
SPACES = re.compile("[ \t\r\n\f]+")
CELLS, SILENT, BREAKS = ("td", "th"), ("script", "style", "title"), ("p", "div", "caption", "h1", "h2", "h3", "h4")
DEEPEST = 20  # tables inside tables


def read_html(content: bytes, limits: Limits, out: Output) -> None:
    """One sheet without a name; a page without a row of a table is none."""
    if TRICKS.search(content):
        raise Refused("damaged")
    page = Page(limits)
    page.feed(text_of(content))
    page.close()
    page.end()
    if not page.cut:
        raise Refused("markup")
    out.sheet(Head("", False, page.merged, Marks()), page.rows)


def text_of(content: bytes) -> str:
    """In the letters the page says it is written in, else in those it can be read with."""
    said = CHARSET.search(content[:4096])
    chinese = said and said[1].decode().casefold() in CHINESE
    try:
        return opened(content, ENCODINGS[1] if chinese else ENCODINGS[0]).read()
    except UnicodeDecodeError:
        return opened(content, encoding_of(content)).read()


class Table:
    """One table that is open: how far down its cells reach, by column, and the row that is being filled."""

    def __init__(self) -> None:
        self.reach: dict[int, int] = {}
        self.row: list[str] | None = None
        self.spans: list[tuple[int, int, int]] = []  # column, height, width

    def free(self) -> int:
        """The first column from here on that no cell from above reaches into."""
        column = len(self.row or ())
        while self.reach.get(column, 0):
            column += 1
        return column

    def end_row(self) -> None:
        """One row further down, for the cells that reach beyond this one."""
        self.reach = {column: left - 1 for column, left in self.reach.items() if left > 1}
        for column, height, width in self.spans:
            self.reach |= dict.fromkeys(range(column, column + width), height - 1) if height > 1 else {}
        self.row, self.spans = None, []


class Page(HTMLParser):
    """Gathers rows and merged areas; nothing it reads is looked up, loaded or run."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.rows: list[list[str]] = []
        self.merged: list[list[int]] = []
        self.tables: list[Table] = []
        self.text: list[str] | None = []
        self.silent, self.cut = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What begins ends what was left open; end tags of rows and cells may be missing."""
        if tag == "table":
            self.begin_table()
        elif tag == "tr" and self.tables:
            self.end_row()
            self.tables[-1].row = []
        elif tag in CELLS and self.tables:
            self.begin_cell(dict(attrs))
        elif tag in SILENT:
            self.silent = tag
        elif tag == "br" and self.text is not None:
            self.text.append("\v")
        elif tag in BREAKS and not self.tables:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        """Close what the tag closes, and what is still open in it."""
        if tag == self.silent:
            self.silent = ""
        elif tag in CELLS and self.tables:
            self.end_cell()
        elif tag == "tr" and self.tables:
            self.end_row()
        elif tag == "table" and self.tables:
            self.end_row()
            self.tables.pop()
            self.text = None if self.tables else []
        elif tag in BREAKS and not self.tables:
            self.end_line()

    def handle_data(self, data: str) -> None:
        """Text of a cell, or between the tables."""
        if self.text is not None and not self.silent:
            self.text.append(data)

    def begin_table(self) -> None:
        """A table inside a cell stands on rows of its own; what the cell said before stays in it."""
        if self.tables:
            self.end_cell()
        else:
            self.end_line()
        if len(self.tables) >= DEEPEST:
            raise Refused("damaged")
        self.tables.append(Table())
        self.text = None

    def begin_cell(self, attributes: dict[str, str | None]) -> None:
        """The cell stands where there is room for it."""
        self.end_cell()
        table = self.tables[-1]
        row = table.row = table.row if table.row is not None else []
        column = table.free()
        if column >= self.limits.columns * 2:
            raise Refused("columns", cell=f"{len(self.rows) + 1}")
        height, width = span_of(attributes, "rowspan", self.limits.rows), span_of(attributes, "colspan", 1000)
        width = min(width, max(self.limits.columns - column, 1))
        row += [""] * (column - len(row))
        table.spans.append((column, height, width))
        self.text = []

    def end_cell(self) -> None:
        """The text of the cell as a browser shows it."""
        table = self.tables[-1]
        if self.text is None or not table.spans or table.row is None:
            return
        column, height, width = table.spans[-1]
        table.row += [plain("".join(self.text)), *[""] * (width - 1)]
        if height * width > 1:
            at = len(self.rows)
            self.merged.append([at, column, at + height - 1, column + width - 1])
        self.text = None

    def end_row(self) -> None:
        """The row is there, empty or not; a row of a layout whose cells held tables only is none."""
        self.end_cell()
        table = self.tables[-1]
        if table.row is not None:
            self.add(table.row)
            self.cut = self.cut or bool(table.spans)
            table.end_row()

    def end_line(self) -> None:
        """Text between tables is a row where it says something."""
        if line := plain("".join(self.text or ())):
            self.add([line])
        self.text = []

    def add(self, row: list[str]) -> None:
        """One more row, up to one too many."""
        if len(self.rows) > self.limits.rows:
            raise Refused("rows", sheet="")
        self.rows.append(row)

    def end(self) -> None:
        """What the page left open at its end."""
        if self.tables:
            self.end_row()
        else:
            self.end_line()


def span_of(attributes: dict[str, str | None], name: str, most: int) -> int:
    """How many rows or columns a cell covers: 1 where that is not said in digits."""
    said = (attributes.get(name) or "").strip()
    return min(max(int(said), 1), most) if said.isascii() and said.isdigit() and len(said) < 9 else 1


def plain(text: str) -> str:
    """Spaces as a browser shows them; a break is a line of its own."""
    lines = [line.strip(" ") for line in SPACES.sub(" ", text).split("\v")]
    return "\n".join(lines).strip("\n")
