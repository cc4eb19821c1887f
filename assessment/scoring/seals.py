"""The seal of a result: the same rules and inputs give the same one, whatever the computer."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def seal_of(*parts: Any) -> str:
    """SHA-256, in hexadecimal, of ``parts`` as JSON with sorted keys: texts, whole numbers, lists and tables.

    Numbers with a point are texts: JSON does not say how they are written. Raises ``TypeError`` for anything else.
    """
    written = json.dumps(_plain(parts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(part: Any) -> Any:
    if part is None or isinstance(part, str | bool | int):
        return part
    if isinstance(part, dict):
        return {_key(key): _plain(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_plain(value) for value in part]
    raise TypeError(f"cannot be sealed: {part!r}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"cannot be sealed as a name: {key!r}")
    return key
