"""A whole town on the embedded defaults, in a folder of its own: built, served, and idle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import Row
from bench.measuring import taken

HERE = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
SETTLING = 10.0  # seconds until workers have started and imports are over
MOST_SECONDS, MOST_MEGABYTES = 60, 450
KILOBYTES = 1024  # the system counts in them


def environment(folder: str) -> dict[str, str]:
    """The defaults of a fresh machine, with the Makefile's own settings."""
    own = {name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{own['PATH']}"
    return own | {"DATA_DIR": folder, "DEMO": "1", "PATH": path, "PYPINYIN_NO_DICT_COPY": "true", "PORT": free_port()}


def free_port() -> str:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def build(wanted: dict[str, str]) -> None:
    """The database and the demo town."""
    for command in (["collectstatic", "--noinput", "--verbosity=0"], ["migrate", "--verbosity=0"], ["build_demo"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=HERE, env=wanted, check=True, capture_output=True)


@contextmanager
def served(wanted: dict[str, str]) -> Iterator[None]:
    """Web server, worker and scheduler, until the end of the block."""
    command = [sys.executable, "-m", "honcho", "--env", os.devnull, "start"]
    running = subprocess.Popen(command, cwd=HERE, env=wanted, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait(PATIENCE)


def wait_for(port: str) -> None:
    """Until the sign-in page answers."""
    for _attempt in range(int(PATIENCE * 10)):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the portal does not answer")


def megabytes(folder: str) -> float:
    """What all processes with ``folder`` in their environment take, shared memory counted once."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if folder.encode() in (process / "environ").read_bytes():
                lines = (process / "smaps_rollup").read_text(encoding="ascii").splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except OSError:
            continue  # ended meanwhile
    return total / KILOBYTES


def measure() -> list[Row]:
    """The time of the build, and the memory of the idle town after a first visit."""
    with TemporaryDirectory(prefix="portal-bench-") as folder:
        wanted = environment(folder)
        built = taken(lambda: build(wanted))
        with served(wanted):
            wait_for(wanted["PORT"])
            time.sleep(SETTLING)
            idle = megabytes(folder)
    within, small = built <= MOST_SECONDS, idle <= MOST_MEGABYTES
    return [
        Row("demo town built", built, goal=f"≤ {MOST_SECONDS} s", met=within),
        Row("idle town: web, worker, scheduler", idle, goal=f"≤ {MOST_MEGABYTES} MB", unit="MB", met=small),
    ]
