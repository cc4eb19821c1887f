"""Pages as people read them: headings, sums, tables and messages, without markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test.html import Element, parse_html

SILENT = {"script", "style", "svg", "template"}
HIDDEN = "visually-hidden"


def read(answer: Any) -> Element:
    """The page of an answer."""
    page: Element = parse_html(answer.content.decode())
    return page


def found(root: Element, name: str, css: str = "") -> Iterator[Element]:
    """Every element of a name, and of a class where one is given, in the order of the page."""
    for child in root.children:
        if isinstance(child, Element):
            if child.name == name and css in ["", *(dict(child.attributes).get("class") or "").split()]:
                yield child
            yield from found(child, name, css)


def text_of(node: Any) -> str:
    """What can be read, in one line."""
    if not isinstance(node, Element):
        return " ".join(str(node).split())
    if node.name in SILENT:
        return ""
    return " ".join(text for child in node.children if (text := text_of(child)))


def texts(root: Element, name: str, css: str = "") -> list[str]:
    """The texts of every element of a name."""
    return [text_of(element) for element in found(root, name, css)]


def sums(root: Element) -> dict[str, str]:
    """The terms of the page with what stands beside each."""
    return dict(zip(texts(root, "dt"), texts(root, "dd"), strict=True))


def tables(root: Element) -> dict[str, list[list[str]]]:
    """Every table by its caption: the cells of its rows, the header left out."""
    return {
        text_of(next(found(table, "caption"))): [
            [text_of(cell) for cell in row.children if isinstance(cell, Element)]
            for body in found(table, "tbody")
            for row in found(body, "tr")
        ]
        for table in found(root, "table")
    }


def actions(root: Element) -> list[str]:
    """Where the page's forms are sent to."""
    return [dict(form.attributes).get("action") or "" for form in found(root, "form")]


def links(root: Element) -> list[str]:
    """Where the page's links lead."""
    return [dict(link.attributes).get("href") or "" for link in found(root, "a")]
