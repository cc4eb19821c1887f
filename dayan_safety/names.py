"""Names as people type them: pinyin initials, widths and spaces."""

import unicodedata

from pypinyin import Style, lazy_pinyin


def pinyin_initials(name: str) -> str:
    """``大安镇`` → ``daz``: first letters, lower case, anything else kept as it is."""
    letters: list[str] = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return "".join(letters).lower().replace(" ", "")[:100]


def tidy(text: str) -> str:
    """Form cleaned, meaning kept: full-width characters made half-width (NFKC), all kinds of space made one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())
