"""A town of its own for tests that kill things: real processes on a database, a queue and a mail folder of their own.

``chaos_commands``, run as a program, answers what a test asks of it: a test can look in without being part of it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
WORKER = "worker -c 2 --loglevel WARNING --without-gossip --without-mingle --without-heartbeat"
SCHEDULER = "beat --loglevel WARNING --max-interval 1"


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Town:
    """The processes of a town and what became of its letters."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder, self.running = folder, []
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO"))}
        self.env |= {
            "DATA_DIR": str(folder),
            "LETTER_TAKEN_SECONDS": "2",
            "DJANGO_SETTINGS_MODULE": "dayan_safety.settings",
            "CELERY_SKIP_CHECKS": "1",
            "REDIS_URL": "",
            "LOG_LEVEL": "WARNING",
            **variables,
        }
        self.run("manage.py", "migrate", "--verbosity", "0")
        command = [sys.executable, "-m", "dayan_safety.tests.chaos_commands"]
        self.inside = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, *command: str) -> None:
        """A command to its end."""
        subprocess.run([sys.executable, *command], cwd=ROOT, env=self.env, check=True)

    def start(self, words: str) -> subprocess.Popen[bytes]:
        """A celery process in a group of its own."""
        log = (self.folder / "log").open("ab")
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "dayan_safety", *words.split()]
        process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True)
        self.running.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """``kill -9`` of the process and all its children."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def ask(self, command: str, **values: Any) -> Any:
        """What the town answers."""
        assert self.inside.stdin and self.inside.stdout
        self.inside.stdin.write(json.dumps({"command": command, **values}) + "\n")
        self.inside.stdin.flush()
        return json.loads(self.inside.stdout.readline())

    def until(self, command: str, wanted: Any, seconds: float) -> Any:
        """What the town answers, once it is ``wanted`` or the time is over."""
        ends = time.monotonic() + seconds
        while (found := self.ask(command)) != wanted and time.monotonic() < ends:
            time.sleep(0.2)
        return found

    def close(self) -> None:
        """End all that was started."""
        for process in list(self.running):
            self.kill(process)
        self.inside.kill()
        self.inside.wait()
