"""A child at work: what it is given, what it lacks, how it ends, and that nothing of it runs on."""

from __future__ import annotations

import io
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from dayan_safety.children import child_at_work, why_silent
from dayan_safety.workbook_child.limits import Limits

ALL_THERE_IS = """
import json, os, sys
print(json.dumps([sys.argv[1:], sys.stdin.buffer.read().decode(), dict(os.environ), sys.flags.isolated]))
"""


def a_child(folder: Path, code: str) -> Path:
    """A package of one module."""
    folder.joinpath("__main__.py").write_text(code, encoding="utf-8")
    return folder


@pytest.fixture
def given(tmp_path: Path) -> Any:
    """A file with two letters in it."""
    file = tmp_path / "given"
    file.write_bytes("大安".encode())
    with file.open("rb") as opened:
        yield opened


def test_it_gets_its_words_its_limits_and_the_file_and_nothing_else(
    tmp_path: Path, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for children")
    limits = Limits(wall_seconds=30)
    with child_at_work(a_child(tmp_path, ALL_THERE_IS), "a.csv", "b", given=given, limits=limits) as child:
        assert child.stdout
        words, read, environment, isolated = json.load(child.stdout)
    assert (words[:2], json.loads(words[2]), read, isolated) == (["a.csv", "b"], limits._asdict(), "大安", 1)
    assert {"SECRET_KEY", "DATABASE_URL", "PATH"} & set(environment) == set()


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "time"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "time"),
        ("import os; os.abort()", "memory"),
        ("raise ValueError", "damaged"),
        ("", "damaged"),
        ("import time; time.sleep(60)", "time"),
    ],
)
def test_why_it_fell_silent_is_told_by_how_it_ended(code: str, why: str, tmp_path: Path, given: Any) -> None:
    limits = Limits(wall_seconds=0.5 if "sleep" in code else 30)
    with child_at_work(a_child(tmp_path, code), given=given, limits=limits) as child:
        assert why_silent(child) == why


def test_nothing_of_it_runs_on_when_its_reader_fails(tmp_path: Path, given: Any) -> None:
    began = time.monotonic()
    with (
        pytest.raises(ZeroDivisionError),
        child_at_work(a_child(tmp_path, "import time; time.sleep(60)"), given=given, limits=Limits()) as child,
    ):
        raise ZeroDivisionError
    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


def test_what_has_no_file_behind_it_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with (
        pytest.raises(io.UnsupportedOperation),
        child_at_work(a_child(tmp_path, ""), given=io.BytesIO(b"x"), limits=Limits()),
    ):
        pytest.fail("it ran")
