"""Names as people type them: pinyin initials, widths and spaces."""

import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from typing import Any


@cache
def _library() -> Any:
    """pypinyin, once somebody asks: its dictionary takes 50 MB in every process, and most of them never do."""
    return import_module("pypinyin")


def pinyin_initials(name: str) -> str:
    """``大安镇`` → ``daz``: first letters, lower case, anything else kept as it is."""
    letters: list[str] = _library().lazy_pinyin(name, style=_library().Style.FIRST_LETTER)
    return "".join(letters).lower().replace(" ", "")[:100]


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """How a character is said, without its tone: ``风`` and ``凤`` are both ``feng``; others stand for themselves."""
    return "".join(_library().lazy_pinyin(character))


def tidy(text: str) -> str:
    """Form cleaned, meaning kept: full-width characters made half-width (NFKC), all kinds of space made one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
