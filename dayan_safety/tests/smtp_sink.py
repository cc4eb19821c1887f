"""A mail server for tests: takes its time over each letter, and knows which arrived whole, and how often."""

from __future__ import annotations

import re
import socketserver
import threading
import time
from collections import Counter
from typing import Any

KEY = re.compile(rb"^X-Idempotency-Key: (\w+)\r?$", re.MULTILINE)


class Session(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to receive letters (RFC 5321, 3.1 to 3.3)."""

    def handle(self) -> None:
        """Answer until the other side leaves, or is killed."""
        try:
            self._say("220 sink")
            while line := self.rfile.readline():
                if not self._answered(line.strip().upper()):
                    return
        except OSError:
            return

    def _answered(self, line: bytes) -> bool:
        if line.startswith(b"DATA"):
            self._say("354 go on")
            return self._received()
        self._say("221 bye" if line.startswith(b"QUIT") else "250 yes")
        return not line.startswith(b"QUIT")

    def _received(self) -> bool:
        """A letter counts once its last line is there; the other side hears so only afterwards."""
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if not line:
            return False
        server: Any = self.server
        time.sleep(server.seconds)
        server.take(b"".join(lines))
        self._say("250 taken")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """``with Sink(seconds) as sink``: ``url`` for ``EMAIL_URL``, ``letters`` by the key they carry."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.seconds, self.letters, self.lock = seconds, Counter[str](), threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def take(self, letter: bytes) -> None:
        """Count it."""
        found = KEY.search(letter)
        with self.lock:
            self.letters[found.group(1).decode() if found else ""] += 1

    def __exit__(self, *_exception: object) -> None:
        self.shutdown()
        self.server_close()
