"""Pages as people and browsers read them: elements with their words, links, forms with what they would send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, NamedTuple

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass
class Element:
    """A tag with its attributes and all words inside."""

    tag: str
    attrs: dict[str, str]
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, spaces made one."""
        return " ".join("".join(self.parts).split())

    def __getitem__(self, name: str) -> str:
        return self.attrs.get(name, "")


class Form(NamedTuple):
    """Where a form goes, how, and what it sends unseen."""

    action: str
    method: str
    hidden: dict[str, list[str]]


class Markup(HTMLParser):
    """A page taken apart; an element that is never closed ends with the one around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.owners: dict[int, Element] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if form := next((outer for outer in reversed(self.open) if outer.tag == "form"), None):
            self.owners[id(element)] = form
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element of the tag, and what was left open inside."""
        tags = [element.tag for element in self.open]
        if tag in tags:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Words belong to every element around them."""
        for element in self.open:
            element.parts.append(data)

    def all(self, tag: str, *classes: str, **attrs: str) -> list[Element]:
        """The elements ``tag`` that have ``classes`` and ``attrs``."""
        return [e for e in self.elements if e.tag == tag and set(classes) <= set(e["class"].split()) and _has(e, attrs)]

    def one(self, tag: str, *classes: str, **attrs: str) -> Element:
        """The only such element."""
        [found] = self.all(tag, *classes, **attrs)
        return found

    def texts(self, tag: str, *classes: str, **attrs: str) -> list[str]:
        """The words of every such element."""
        return [element.text for element in self.all(tag, *classes, **attrs)]

    def links(self) -> list[str]:
        """Where one may go from here."""
        return [element["href"] for element in self.all("a") if element["href"]]

    def forms(self) -> Iterator[Form]:
        """The forms."""
        for form in self.all("form"):
            yield Form(form["action"], form["method"].lower() or "get", self._sent_by(form))

    def _sent_by(self, form: Element) -> dict[str, list[str]]:
        sent: dict[str, list[str]] = {}
        for element in self.elements:
            if element["name"] and element["type"] == "hidden" and self._owner(element) is form:
                sent.setdefault(element["name"], []).append(element["value"])
        return sent

    def _owner(self, element: Element) -> Element | None:
        if element["form"]:
            return next((form for form in self.all("form") if form["id"] == element["form"]), None)
        return self.owners.get(id(element))


def inline_faults(page: Markup) -> list[str]:
    """What the content security policy would stop, and what asks another machine for something."""
    scripts = [e.tag for e in page.elements if e.tag == "style" or (e.tag == "script" and not e["src"])]
    live = [f"{e.tag} {name}" for e in page.elements for name in e.attrs if name == "style" or name.startswith("on")]
    named = [e[name] for e in page.elements for name in ("src", "href", "action", "srcset") if e[name]]
    return scripts + live + [url for url in named if "//" in url or url.startswith(("data:", "javascript:"))]


def _has(element: Element, attrs: dict[str, str]) -> bool:
    return all(element[name.replace("_", "-").rstrip("-")] == value for name, value in attrs.items())


def markup_of(answer: Any) -> Markup:
    """The page of an answer."""
    return Markup(answer.content.decode())


def in_english(browser: Any) -> Any:
    """The browser, reading English from now on."""
    browser.post("/preferences/", {"language": "en", "next": "/"})
    return browser
