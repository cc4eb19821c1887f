"""Secrets of a small installation: made once, kept beside the data, never in the database."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def kept_key(folder: Path, name: str) -> str:
    """Return the secret ``name`` kept in ``folder``; the first call makes it, readable by the owner alone.

    Several processes may start together: the file is linked into place whole, and the first one wins.
    """
    path = folder / name
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder, encoding="ascii") as draft:
            draft.write(secrets.token_hex(32))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text(encoding="ascii").strip()
