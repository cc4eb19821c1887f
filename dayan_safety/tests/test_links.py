"""Every link of every page, followed as each of the cast: nobody is led to a refusal, and every page can be reached."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from dayan_safety.attachments import attach
from dayan_safety.models import SavedView
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.tests.access_rows import ROWS
from dayan_safety.tests.markup import Form, Markup, inline_faults
from dayan_safety.tests.town_rows import one_of_each

# Of a family so many are followed: records stand in a dozen states at most.
MOST = {"view": 12, "export": 1}
USUALLY = 2
# While one types, while an import waits, inside a page, from the calendar of a telephone: no link leads there.
NOT_LINKED = {"pick", "view_import", "download_problems", "preview_attachment", "view_feed"}
NOT_LINKED |= {"committee:show_wall_agenda", "committee:show_wall_code"}
# Scanned from the wall.
NOT_LINKED |= {"check_in"}
# Who adds topics is not led to propose them.
NOT_LINKED |= {"committee:propose_item"}
# A person without a right over people may still see the own page, and everybody has a place at some meeting.
OWN_PAGE = {"committee:view_person", "committee:answer_invitation", "committee:acknowledge_minutes"}
# The matrix asks for the roster; the supervision group brings in the items of its rulebooks.
OWN_LIST = {"import_list", "download_template"}


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


@pytest.mark.parametrize("role", Cast.ROLES)
def test_nobody_is_led_to_a_refusal_and_everybody_to_all_they_may_open(role: str, cast: Cast, as_user: Any) -> None:
    attach(cast.group, by=cast.office, file=files.upload(files.PDF, "分工.pdf"))
    one_of_each(cast)
    done = walk(as_user(getattr(cast, role)))
    assert done.dead_ends() == {}
    assert done.faults == {}
    openable = {name for name, row in ROWS.items() if role in row.may and row.get == 200}
    led_on = {name for name, row in ROWS.items() if role in row.may and row.get == 302}
    assert openable - NOT_LINKED <= done.names() <= openable | led_on | OWN_PAGE | OWN_LIST


@pytest.mark.parametrize("role", ["office", "liaison"])
def test_no_form_on_the_way_is_refused(role: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(getattr(cast, role))
    forms = {url: form for url, form in walk(browser).forms.items() if form.method == "post" and url != "/sign-out/"}
    assert len(forms) >= 3
    answers = {url: browser.post(url, form.hidden).status_code for url, form in forms.items()}
    assert {url: status for url, status in answers.items() if status not in (200, 302, 422)} == {}


def test_a_dead_end_would_be_seen(cast: Cast, as_user: Any) -> None:
    SavedView.objects.create(user=cast.auditor, list_name="/history/", name="broken", query="q=%00")
    assert walk(as_user(cast.auditor)).dead_ends() == {"/history/?q=%00": 400}


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<style>a{}</style>", "style"),
        ("<script>alert(1)</script>", "script"),
        ("<p style='color:red'>", "p style"),
        ("<button onclick='x()'>", "button onclick"),
        ("<img src='https://cdn.example/x.png'>", "https://cdn.example/x.png"),
        ("<link href='//cdn.example/x.css'>", "//cdn.example/x.css"),
        ("<a href='javascript:x()'>", "javascript:x()"),
    ],
)
def test_what_the_policy_forbids_would_be_seen(html: str, fault: str) -> None:
    assert inline_faults(Markup(html)) == [fault]
    assert inline_faults(Markup('<script src="/static/js/portal.js"></script><a href="/inbox/">x</a>')) == []
