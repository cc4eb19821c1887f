"""Pages as people read them: headings, facts, panels, rows, errors, all in the words on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from django.http import HttpResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Node:
    """An element with its attributes and what it holds."""

    def __init__(self, name: str, attributes: dict[str, str | None]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Node | str] = []

    @property
    def text(self) -> str:
        """The words in it, spaces made one."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            yield child if isinstance(child, str) else child.text + " "

    def all(self, name: str = "", kind: str = "") -> list[Node]:
        """Every element below of that name and class, in the order of the page."""
        found: list[Node] = []
        for child in self.children:
            if isinstance(child, Node):
                found += [child] if child.matches(name, kind) else []
                found += child.all(name, kind)
        return found

    def matches(self, name: str, kind: str) -> bool:
        """Whether it is an element of that name and class."""
        return name in ("", self.name) and (not kind or kind in (self.attributes.get("class") or "").split())

    def first(self, name: str = "", kind: str = "") -> Node:
        """The first of ``all``; nothing found is an element without words."""
        return next(iter(self.all(name, kind)), Node("none", {}))


class Reader(HTMLParser):
    """Builds the tree; what is not closed ends with what it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of that name."""
        places = [place for place, node in enumerate(self.open) if node.name == tag]
        if places:
            del self.open[places[-1] :]

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.open[-1].children.append(data)


class Page:
    """The main part of a page."""

    def __init__(self, answer: HttpResponse) -> None:
        reader = Reader()
        reader.feed(answer.content.decode())
        self.status_code = answer.status_code
        self.main = reader.open[0].first("main")
        self.head = self.main.first(kind="page-head")

    @property
    def text(self) -> str:
        """Every word of it."""
        return self.main.text

    @property
    def title(self) -> str:
        """The heading."""
        return self.main.first("h1").text

    @property
    def status(self) -> str:
        """The badge beside the heading."""
        return self.head.first(kind="badge").text

    @property
    def buttons(self) -> list[str]:
        """What can be done with the thing, in the order of the page."""
        return [link.text for link in self.head.all("a")]

    @property
    def facts(self) -> dict[str, str]:
        """Label → value, with the words on buttons beside it."""
        pairs = [(pair.first("dt").text, pair.first("dd").text) for pair in self.main.first("dl", "facts").all("div")]
        return dict(pairs)

    @property
    def panels(self) -> dict[str, Node]:
        """Title → block."""
        blocks = self.main.all("section", "card")
        return {block.first("h2").text: block for block in blocks if block.first(kind="card-header").children}

    @property
    def history(self) -> list[str]:
        """What happened, newest first, without the moment."""
        items = self.main.first("ol", "told").children
        return [told.text.partition(":")[2][3:] for told in items if isinstance(told, Node)]

    @property
    def columns(self) -> list[str]:
        """The headings of the list."""
        return [cell.text for cell in self.main.first("thead").all("th")]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of the list."""
        return rows_of(self.main.first(kind="sheet"))

    @property
    def errors(self) -> dict[str, str]:
        """Field → the sentence beside it; ``""`` is the whole form's."""
        found = {field_of(node): node.text for node in self.main.all(kind="invalid-feedback")}
        whole = [line for line in self.main.first(kind="errors").first("div").children if isinstance(line, Node)]
        sentences = [line.text for line in whole if line.name == "div"]
        return found | ({"": " ".join(sentences)} if sentences else {})

    def input(self, name: str) -> str:
        """What stands in a field."""
        found = [node for node in self.main.all() if node.attributes.get("name") == name]
        return str(found[-1].attributes.get("value") or found[-1].text)


def field_of(feedback: Node) -> str:
    """The field that an error stands beside."""
    return str(feedback.attributes.get("id", "")).removeprefix("id_").removesuffix("_error")


def rows_of(block: Node) -> list[list[str]]:
    """The rows of the table in a block, cell by cell."""
    rows = block.first("tbody").children
    return [
        [cell.text for cell in row.children if isinstance(cell, Node)]
        for row in rows
        if isinstance(row, Node) and row.name == "tr"
    ]
