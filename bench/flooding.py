"""A flood at a door without a login, while somebody of the office opens lists; served as the Procfile serves."""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from threading import Event as Signal
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from committee.models import User
from dayan_safety.tests.chaos_town import free_port

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("home", "campaigns:list_event", "committee:list_task", "committee:list_unit", "inspections:list_finding")
SENDERS = 16
SCRIPT = "<script>alert(document.cookie)</script>"
SERVER = "--preload --workers 2 --worker-class gthread --threads 4 --no-control-socket --log-level warning"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Door:
    """Where is knocked, with which fields, how often and from how many addresses."""

    path: str
    fields: dict[str, str]
    posts: int
    places: int


@dataclass(frozen=True, slots=True)
class Flooded:
    """What was answered, how long each page of the office took before and meanwhile, and how long it lasted."""

    answers: Counter[int]
    before: list[float]
    meanwhile: list[float]
    seconds: float

    @property
    def has_failed(self) -> bool:
        """Whether something was answered by an error of ours."""
        return any(status >= 500 for status in self.answers)


def asked_for() -> argparse.Namespace:
    """How many posts from how many places, and what the office's 95th percentile may be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--places", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=1.0)
    return parser.parse_args()


def served(door: Door) -> Flooded:
    """Serve, flood, stop serving."""
    port, cookie = free_port(), signed_in()
    command = [sys.executable, "-m", "gunicorn", "dayan_safety.wsgi", "--bind", f"127.0.0.1:{port}", *SERVER.split()]
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        time.sleep(8)
        return flood(port, door, cookie)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def told(door: Door, flooded: Flooded, kept: int, most: int, seconds: float) -> int:
    """Print what happened; the exit code: 1 when more was kept than allowed, something failed or the office waited."""
    print(f"{door.posts} posts from {door.places} addresses in {flooded.seconds:.0f} s: {dict(flooded.answers)}")
    print(f"kept: {kept}, at most {most}")
    for name, times in (("before", flooded.before), ("meanwhile", flooded.meanwhile)):
        middle, late = percentile(times, 0.5), percentile(times, 0.95)
        print(f"the office {name}: {len(times)} pages, half within {middle:.3f} s, 95 of 100 within {late:.3f} s")
    is_late = percentile(flooded.meanwhile, 0.95) > seconds
    return int(kept > most or flooded.has_failed or is_late)


def asked(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
    """One request over a connection of its own: status, headers, text."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), text


class Place:
    """An address with the form it opened."""

    def __init__(self, port: int, path: str, number: int, fields: dict[str, str]) -> None:
        self.port, self.path, self.fields = port, path, fields
        self.address = f"203.0.113.{number}"
        _status, headers, text = asked(port, "GET", path, X_Forwarded_For=self.address)
        self.cookie = headers["Set-Cookie"].partition(";")[0]
        token = TOKEN.search(text)
        self.token = token[1] if token else ""

    def answer(self) -> int:
        """Send a sheet; returns the status."""
        body = urlencode({**self.fields, "csrfmiddlewaretoken": self.token})
        about = {"Content_Type": "application/x-www-form-urlencoded", "X_Forwarded_For": self.address}
        return asked(self.port, "POST", self.path, body, Cookie=self.cookie, **about)[0]


def waited(port: int, cookie: str, is_over: Callable[[], bool]) -> list[float]:
    """How long each page of the office took, one after the other until it ``is_over``."""
    times: list[float] = []
    for name in cycle(PAGES):
        if is_over():
            return times
        start = time.perf_counter()
        status, _headers, _text = asked(port, "GET", reverse(name), Cookie=cookie)
        assert status == 200, (name, status)
        times.append(time.perf_counter() - start)
        time.sleep(0.05)
    return times


def percentile(times: list[float], share: float) -> float:
    """The time that ``share`` of them do not pass."""
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def flood(port: int, door: Door, cookie: str) -> Flooded:
    """Send ``door.posts`` forms from ``door.places`` addresses; what was answered, how long the office waited."""
    ends = time.monotonic() + 10
    before = waited(port, cookie, lambda: time.monotonic() > ends)
    places = [Place(port, door.path, number, door.fields) for number in range(1, door.places + 1)]
    over, start = Signal(), time.perf_counter()
    with ThreadPoolExecutor(SENDERS + 1) as pool:
        office = pool.submit(waited, port, cookie, over.is_set)
        found = Counter(pool.map(lambda number: places[number % door.places].answer(), range(door.posts)))
        over.set()
    return Flooded(found, before, office.result(), time.perf_counter() - start)


def signed_in() -> str:
    """A session of somebody of the office, as its cookie."""
    browser = Client()
    browser.force_login(User.objects.get(username="office"), backend="dayan_safety.backends.RuleBackend")
    return "; ".join(f"{name}={value.value}" for name, value in browser.cookies.items())
