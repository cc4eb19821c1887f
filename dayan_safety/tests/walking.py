"""Pages followed link by link as people click through them."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve

from dayan_safety.tests.markup import Form, Markup, inline_faults

# Of a family so many are followed: records stand in a score of states at most.
MOST = {"view": 20, "export": 1}
USUALLY = 2


class Walk(NamedTuple):
    """A walk through the portal: what each address answered, what was wrong with its page, the forms on the way."""

    answers: dict[str, int]
    faults: dict[str, list[str]]
    forms: dict[str, Form]

    def names(self) -> set[str]:
        """The names of the addresses that were reached."""
        return {resolve(urlsplit(url).path).view_name for url in self.answers}

    def dead_ends(self) -> dict[str, int]:
        """The links that led to no page."""
        return {url: status for url, status in self.answers.items() if status != 200}


def kind_of(url: str) -> tuple[str, frozenset[str]]:
    """Two orders of one list are one page: the path, and which parameters there are."""
    parts = urlsplit(url)
    return parts.path, frozenset(name for name, _value in parse_qsl(parts.query))


def family_of(url: str) -> tuple[str, frozenset[str]]:
    """Pages of different records are one family, and so are those of a list under several filters at once."""
    path, parameters = kind_of(url)
    one = parameters if len(parameters) < 2 else frozenset({"several"})
    try:
        return resolve(path).view_name, one
    except Resolver404:
        return path, one


def faults_of(page: Markup) -> list[str]:
    """What every page has to have, and what none may have."""
    heads = [f"{len(page.all('h1'))} headlines"] if len(page.all("h1")) != 1 else []
    words = [] if page.one("html")["lang"] == "zh-hans" and page.texts("title")[0] else ["no language or title"]
    return heads + words + [fault for fault in inline_faults(page) if not fault.startswith("data:image/svg")]


def walk(browser: Any, start: str = "/") -> Walk:
    """Follow the links from ``start``: to records in every state, and from some to each thing that can be done there.

    The administration has tests of its own.
    """
    done, waiting, seen = Walk({}, {}, {}), [start], {kind_of(start)}
    followed = Counter[Any]()
    while waiting:
        url = waiting.pop()
        for link in look(browser, url, done):
            target = urljoin(url, link).partition("#")[0]
            if kind_of(target) not in seen and not target.startswith(("/admin/", "data:")):
                seen.add(kind_of(target))
                family = family_of(target)
                followed[family] += 1
                if followed[family] <= MOST.get(family[0].rpartition(":")[2].partition("_")[0], USUALLY):
                    waiting.append(target)
    return done


def look(browser: Any, url: str, done: Walk) -> list[str]:
    """Open ``url``, note what there is, and return where it leads."""
    answer = browser.get(url, follow=True)
    done.answers[url] = answer.status_code
    if answer.status_code != 200 or "html" not in answer["Content-Type"]:
        answer.getvalue()
        return []
    page = Markup(answer.content.decode())
    if faults := faults_of(page):
        done.faults[url] = faults
    for form in page.forms():
        done.forms.setdefault(urljoin(url, form.action) if form.action else url, form)
    return page.links()
