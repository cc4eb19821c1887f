"""What the processes of an idle town carry: the worker and the scheduler none of the pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = ("openpyxl", "pypinyin", "tablib", "xlsxwriter", "dayan_safety.urls", "committee.admin")
ASK = f"""
import sys
import django
import {{module}}
django.setup()
print([name for name in {HEAVY} if name in sys.modules])
"""


def loaded(module: str) -> str:
    """What a fresh process that begins with ``module`` has loaded of what is heavy."""
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "dayan_safety.settings"}
    command = [sys.executable, "-c", ASK.format(module=module)]
    return subprocess.run(command, cwd=ROOT, env=settings, check=True, capture_output=True, text=True).stdout.strip()


def test_worker_and_scheduler_carry_no_pages() -> None:
    assert loaded("dayan_safety.celery") == "[]"


@pytest.mark.parametrize("name", HEAVY)
def test_the_web_server_would_be_seen_to(name: str) -> None:
    assert name in loaded("dayan_safety.wsgi, django.urls; django.urls.get_resolver().url_patterns")
