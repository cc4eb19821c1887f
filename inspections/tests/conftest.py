"""What tests of the inspections share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dayan_safety.tests import files


@pytest.fixture
def storage(settings: Any, tmp_path: Path) -> Path:
    """An empty private storage."""
    files.keep_in(tmp_path, settings)
    return tmp_path
