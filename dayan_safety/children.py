"""What a hostile file may break is done by a child process: bounded, heard out, and gone afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGABRT, SIGKILL, SIGXCPU
from typing import IO

from dayan_safety.workbook_child.limits import Limits

SIGNALS = {-SIGKILL: "time", -SIGXCPU: "time", -SIGABRT: "memory"}  # Rust aborts when it may not have more memory


@contextmanager
def child_at_work(folder: Path, *words: str, given: IO[bytes], limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    """Run the package in ``folder`` with ``words`` and ``limits``; it reads ``given`` and answers on its ``stdout``.

    It has no environment, says nothing on standard error, ends by the clock, and nothing of it runs on afterwards.
    """
    command = [sys.executable, "-I", str(folder), *words, json.dumps(limits._asdict())]
    with subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}) as child:
        clock = threading.Timer(limits.wall_seconds, child.kill)
        try:
            clock.start()
            yield child
        finally:
            clock.cancel()
            child.kill()


def why_silent(child: subprocess.Popen[bytes]) -> str:
    """Why a child ended before its last word: ``time``, ``memory``, or else what it read is ``damaged``."""
    return SIGNALS.get(child.wait(), "damaged")
