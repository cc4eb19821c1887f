"""Handing over: a queue that is away loses nothing, costs seconds, and nobody sees an error page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dayan_safety.tests.chaos_town import ROOT

HAND_OVER = """
import django
django.setup()
from dayan_safety import tasks
from dayan_safety.queueing import hand_over
print(hand_over(tasks.keep_heartbeat))
"""


@pytest.mark.parametrize(("queue", "taken"), [("", "True"), ("redis://127.0.0.1:1/0", "False")])
def test_work_is_handed_over_or_left_to_the_clock(queue: str, taken: str, tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "dayan_safety.settings", "DATA_DIR": str(tmp_path), "REDIS_URL": queue}
    begun, command = time.monotonic(), [sys.executable, "-c", HAND_OVER]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [taken]
    assert ("waits for the clock" in done.stderr) is (taken == "False")
    assert time.monotonic() - begun < 30
