"""What shows that `make run` serves and ends: ports, answers, and processes that are left."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from dayan_safety.tests.test_house import ROOT

spec = importlib.util.spec_from_file_location("serve_once", ROOT / ".ci/serve_once.py")
assert spec is not None
assert spec.loader is not None
serve_once: Any = importlib.util.module_from_spec(spec)
spec.loader.exec_module(serve_once)


class Handler(BaseHTTPRequestHandler):
    """Answers by the path."""

    def do_GET(self) -> None:
        self.send_response({"/": 302, "/there": 200}.get(self.path, 500))
        self.send_header("Location", "/there")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    """A server on a port of its own."""
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_free_port_can_be_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", serve_once.free_port()))


def test_a_server_answers_when_its_first_page_does(address: str) -> None:
    assert serve_once.answers(f"{address}/")
    assert not serve_once.answers(f"{address}/broken")
    assert not serve_once.answers(f"http://127.0.0.1:{serve_once.free_port()}/")


def test_a_process_that_is_left_is_seen_until_it_ends() -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    assert serve_once.survivors(mark) == []
    left = subprocess.Popen(
        [sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()"],
        env={**os.environ, "DATA_DIR": mark}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert left.stdin is not None
    assert left.stdout is not None
    left.stdout.readline()
    assert ["sys.stdin.read()" in line for line in serve_once.survivors(mark)] == [True]
    left.stdin.close()
    left.wait(timeout=30)
    left.stdout.close()
    assert serve_once.survivors(mark) == []


def test_hang_ups_are_heard_by_who_was_told_to_ignore_them() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        serve_once.hear_hangups()
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)
