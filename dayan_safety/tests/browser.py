"""A real browser for tests: Chromium, silent console, nothing requested from outside."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Condition
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
NOT_OURS = ("Failed to load resource",)
SHOTS = os.environ.get("SCREENSHOTS", "")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=QUIET
        )
        yield browser
        browser.close()


class Watched:
    """A page with its complaints: console messages, policy violations, errors, foreign requests."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home, self.complaints = page, home, []
        page.on("console", lambda message: self.complain(message.text))
        page.on("pageerror", lambda error: self.complain(str(error)))
        page.on("request", lambda request: self.ask(request.url))
        page.on("dialog", lambda dialog: dialog.accept())

    def complain(self, text: str) -> None:
        """Keep what the console says, but for the status codes of pages."""
        if not text.startswith(NOT_OURS):
            self.complaints.append(text)

    def ask(self, url: str) -> None:
        """Nothing may be asked of another machine."""
        if not url.startswith((self.home, "data:", "blob:")):
            self.complaints.append(f"foreign request: {url}")

    def open(self, path: str) -> Page:
        """Go to a page of the portal."""
        self.page.goto(self.home + path)
        return self.page

    def widen(self, width: str) -> None:
        """Show the page as it is at another width."""
        self.page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))  # type: ignore[arg-type]

    def press(self, selector: str) -> None:
        """Click what leads to another page, and wait until that page is there."""
        with self.page.expect_navigation():
            self.page.click(selector)

    def look(self, name: str, *, first: str = "desktop") -> None:
        """Keep a picture at each width, ``first`` one of them; axe finds nothing serious, nothing is wider than it.

        The page stays at the other width, at which axe looked.
        """
        for width in sorted(WIDTHS, key=lambda width: width != first):
            self.widen(width)
            self.shot(f"{name}-{width}")
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), (name, width)
        assert serious_findings(self.page) == [], name

    def shot(self, name: str) -> None:
        """Keep a screenshot for its author to look at, where ``SCREENSHOTS`` names a folder."""
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


class Answering:
    """Counts the requests that are being answered: a page that is closed does not wait for its last ones."""

    def __init__(self) -> None:
        self.number, self.changed = 0, Condition()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **given: Any) -> None:
        """One more."""
        with self.changed:
            self.number += 1

    def end(self, **given: Any) -> None:
        """One less."""
        with self.changed:
            self.number -= 1
            self.changed.notify_all()

    def wait(self, seconds: float = 30) -> None:
        """Until all are answered: what empties the tables would meet the locks of the last one."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.number <= 0, seconds), "the server is still answering"


@pytest.fixture(scope="session")
def answering() -> Answering:
    """From the first page to the last."""
    return Answering()


@pytest.fixture
def visit(
    chromium: Browser, live_server: Any, transactional_db: Any, answering: Answering
) -> Iterator[Callable[..., Watched]]:
    """``visit(user, width)`` → a page signed in as ``user`` (``None``: a stranger); silent to the end."""
    opened: list[Watched] = []
    answering.number = 0

    def open_page(user: Any = None, width: str = "desktop") -> Watched:
        size = WIDTHS[width]
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", reduced_motion="reduce"
        )
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])
        opened.append(Watched(context.new_page(), live_server.url))
        return opened[-1]

    yield open_page
    complaints = [text for watched in opened for text in watched.complaints]
    for watched in opened:
        watched.page.context.close()
    answering.wait()
    assert complaints == []


def session_cookie(user: Any, url: str) -> Any:
    """The cookie of a session signed in as ``user``."""
    client = Client()
    client.force_login(user, backend="dayan_safety.backends.RuleBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def serious_findings(page: Page, within: str = "") -> list[str]:
    """What axe calls serious or critical on the page, or ``within`` the element of that name."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    run = "place => axe.run(place || document, {resultTypes: ['violations'], preload: false})"
    found = page.evaluate(run, within)["violations"]
    return [
        f"{finding['id']}: {node['html'][:200]}"
        for finding in found
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
    ]
