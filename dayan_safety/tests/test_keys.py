"""Secrets of a small installation: made once, whole, unlike any other, readable by their owner alone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dayan_safety.keys import kept_key

START_TOGETHER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from dayan_safety.keys import kept_key
print(kept_key(Path(sys.argv[2]), "secret_key"))
"""


def test_a_secret_is_made_once_and_stays(tmp_path: Path) -> None:
    first = kept_key(tmp_path, "secret_key")
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    assert kept_key(tmp_path, "secret_key") == first == (tmp_path / "secret_key").read_text(encoding="ascii")


def test_no_two_secrets_are_alike(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    made = [kept_key(tmp_path, name) for name in "abcdefgh"] + [kept_key(tmp_path / "town", "a")]
    assert len(set(made)) == 9


def test_only_the_owner_reads_it_and_no_draft_is_left(tmp_path: Path) -> None:
    kept_key(tmp_path, "secret_key")
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_secret_put_there_by_hand_is_used_without_its_line_end(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("of our own\n", encoding="ascii")
    assert kept_key(tmp_path, "secret_key") == "of our own"


def test_several_processes_starting_together_agree(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent.parent
    command = [sys.executable, "-c", START_TOGETHER, str(root), str(tmp_path)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _process in range(6)]
    assert {process.communicate()[0] for process in started} == {kept_key(tmp_path, "secret_key") + "\n"}


def test_without_the_folder_nothing_is_made_up(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        kept_key(tmp_path / "nowhere", "secret_key")
