"""Names as people type them: pinyin initials, widths and spaces; words of strangers."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
WIDE = str.maketrans("<>", "＜＞")


def harmless(text: str) -> str:
    """What a stranger wrote, without characters that nobody sees; no markup is even stored."""
    return UNSEEN.sub("", text).translate(WIDE)


@cache
def _library() -> Any:
    """pypinyin, once somebody asks: its dictionary takes 50 MB in every process, and most of them never do."""
    return import_module("pypinyin")


def pinyin_initials(name: str) -> str:
    """``大安镇`` → ``daz``: first letters, lower case, anything else kept as it is."""
    letters = [_letter(character) for character in name]
    if "" in letters:  # a character of several readings: a word it stands in decides, else the usual one
        letters = _of_words(name) if _holds_word(name) else list(map(_usual_letter, name))
    return "".join(letters).lower().replace(" ", "")[:100]


def _of_words(name: str) -> list[str]:
    return list(_library().lazy_pinyin(name, style=_library().Style.FIRST_LETTER))


def _holds_word(name: str) -> bool:
    """Whether the library knows some part of a name as a word: most names of people are none."""
    words, ends = _library().constants.PHRASES_DICT, range(2, len(name) + 1)
    return any(name[start:end] in words for end in ends for start in range(end - 1))


@lru_cache(maxsize=8192)
def _usual_letter(character: str) -> str:
    """The first letter of a character that stands alone."""
    return "".join(_of_words(character))


@lru_cache(maxsize=8192)
def _letter(character: str) -> str:
    """The first letter all readings of a character share, or nothing; what is no Chinese stands for itself."""
    readings = _library().constants.PINYIN_DICT.get(ord(character))
    if readings is None:
        return character
    letters = {unicodedata.normalize("NFD", reading)[:1] for reading in readings.split(",")}
    letter = letters.pop() if len(letters) == 1 else ""
    return letter if letter.isascii() else ""


@lru_cache(maxsize=8192)
def sound(character: str) -> str:
    """How a character is said, without its tone: ``风`` and ``凤`` are both ``feng``; others stand for themselves."""
    return "".join(_library().lazy_pinyin(character))


def is_tidy(text: str) -> bool:
    """Whether a text is letters and digits alone, none of them full-width: then nothing is to be done."""
    return text.isalnum() and unicodedata.is_normalized("NFKC", text)


def tidy(text: str) -> str:
    """Form cleaned, meaning kept: full-width characters made half-width (NFKC), all kinds of space made one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
