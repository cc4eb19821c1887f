"""The seal of a result: the same rules and inputs give the same one, whatever the computer."""

from __future__ import annotations

import hashlib
import json
from typing import Any

PLAIN = (str, bool, int)


def seal_of(*parts: Any) -> str:
    """SHA-256, in hexadecimal, of ``parts`` as JSON with sorted keys: texts, whole numbers, lists and tables.

    Numbers with a point are texts: JSON does not say how they are written. Raises ``TypeError`` for anything else.
    """
    _require_plain(parts, set())
    written = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _require_plain(part: Any, seen: set[int]) -> None:
    """Raise for what JSON would write in more ways than one; what stands in many places is looked at once."""
    if part is None or isinstance(part, PLAIN) or id(part) in seen:
        return
    if isinstance(part, dict):
        if strange := [key for key in part if not isinstance(key, str)]:
            raise TypeError(f"cannot be sealed as a name: {strange[0]!r}")
        for value in part.values():
            _require_plain(value, seen)
    elif isinstance(part, list | tuple):
        for value in part:
            _require_plain(value, seen)
    else:
        raise TypeError(f"cannot be sealed: {part!r}")
    seen.add(id(part))
