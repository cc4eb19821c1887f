"""A flood of answers at the door of a poll: limits hold, the staff's pages stay fast, nothing that runs is kept.

python bench/poll_flood.py --posts 10000 --places 50

Runs the web server as the Procfile does over the town in DATA_DIR (or DATABASE_URL), which needs its demo: one poll
more is put to people and answered from so many addresses, each sheet carrying a script in its words. Meanwhile
somebody of the office opens lists. Prints what was answered and how long the office waited before and meanwhile; ends
with exit code 1 when more was kept than allowed, an answer was 500 or more, a script was kept, or the office's 95th
percentile passed ``--seconds``.
"""

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
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from threading import Event as Signal
from urllib.parse import urlencode

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayan_safety.settings")
os.environ["TRUSTED_PROXIES"] = "1"
django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from campaigns.models import Answer, Poll, Questionnaire  # noqa: E402
from campaigns.services.owning import create_own  # noqa: E402
from campaigns.services.questionnaires import create_poll, create_question, questions_of  # noqa: E402
from committee.models import User  # noqa: E402
from dayan_safety.parameters import parameter  # noqa: E402
from dayan_safety.tests.chaos_town import free_port  # noqa: E402
from dayan_safety.workdays import today  # noqa: E402

PAGES = ("home", "campaigns:list_event", "committee:list_task", "committee:list_unit")
SENDERS = 16
SCRIPT = "<script>alert(document.cookie)</script>"
SERVER = "--preload --workers 2 --worker-class gthread --threads 4 --no-control-socket --log-level warning"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def a_poll() -> Poll:
    """A poll of today with one question to tick and one to write."""
    title = f"压力测试 {time.time():.0f}"
    questionnaire = create_own(Questionnaire(title=title, purpose=Questionnaire.Purpose.AWARENESS), by=None)
    create_question(questionnaire, by=None, text="知道吗？", kind="one", options="知道|100\n不知道|0", order=1)
    create_question(questionnaire, by=None, text="还想说什么？", kind="words", options="", order=2)
    return create_poll(Poll(questionnaire=questionnaire, first_on=today(), last_on=today()), by=None)


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


def flood(port: int, poll: Poll, cookie: str, posts: int, places: int) -> tuple[Counter[int], list[float], list[float]]:
    """Send ``posts`` sheets; what they were answered, and the office's times before and meanwhile."""
    tick, words = questions_of(poll.questionnaire)
    fields = {f"q{tick.pk}": "0", f"q{words.pk}": SCRIPT}
    path = reverse("answer_poll", args=[poll.code])
    ends = time.monotonic() + 10
    before = waited(port, cookie, lambda: time.monotonic() > ends)
    doors = [Place(port, path, number, fields) for number in range(1, places + 1)]
    over = Signal()
    with ThreadPoolExecutor(SENDERS + 1) as pool:
        office = pool.submit(waited, port, cookie, over.is_set)
        found = Counter(pool.map(lambda number: doors[number % places].answer(), range(posts)))
        over.set()
    return found, before, office.result()


def signed_in() -> str:
    """A session of somebody of the office, as its cookie."""
    browser = Client()
    browser.force_login(User.objects.get(username="office"), backend="dayan_safety.backends.RuleBackend")
    return "; ".join(f"{name}={value.value}" for name, value in browser.cookies.items())


def main() -> int:
    """Serve, flood, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--places", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=1.0)
    given, port, poll, cookie = parser.parse_args(), free_port(), a_poll(), signed_in()
    command = [sys.executable, "-m", "gunicorn", "dayan_safety.wsgi", "--bind", f"127.0.0.1:{port}", *SERVER.split()]
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        time.sleep(8)
        start = time.perf_counter()
        found, before, meanwhile = flood(port, poll, cookie, given.posts, given.places)
        return told(poll, found, before, meanwhile, given, time.perf_counter() - start)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def told(
    poll: Poll,
    found: Counter[int],
    before: list[float],
    meanwhile: list[float],
    given: argparse.Namespace,
    seconds: float,
) -> int:
    """Print what happened; the exit code."""
    most = given.places * parameter("campaigns.from_one_network")
    kept, scripts = poll.sheets.count(), Answer.objects.filter(sheet__poll=poll, words__contains="<").count()
    print(f"{given.posts} posts from {given.places} addresses in {seconds:.0f} s: {dict(found)}")
    print(f"kept: {kept}, at most {most}")
    print(f"sheets with something that runs: {scripts}")
    for name, times in (("before", before), ("meanwhile", meanwhile)):
        middle, late = percentile(times, 0.5), percentile(times, 0.95)
        print(f"the office {name}: {len(times)} pages, half within {middle:.3f} s, 95 of 100 within {late:.3f} s")
    failed = kept > most or scripts or any(status >= 500 for status in found)
    return int(bool(failed or percentile(meanwhile, 0.95) > given.seconds))


if __name__ == "__main__":
    sys.exit(main())
