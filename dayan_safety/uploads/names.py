"""File names as people may see them: harmless in a page, in a header, on any disk."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

LONGEST = 100
FORBIDDEN = re.compile(r'[<>:"|?*]')


def extension_of(name: str) -> str:
    """``C:\\x\\Report.PDF`` → ``pdf``; without an ending of letters and digits: nothing."""
    stem, dot, ending = visible_name(name).rpartition(".")
    return ending.lower() if dot and stem and ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""


def display_name(name: str, extension: str) -> str:
    """The last part of ``name`` with the ending ``extension``, at most ``LONGEST`` characters, never empty before it.

    Gone are folders, control and invisible characters (RTL override, NUL, CR LF), what Windows forbids in names, and
    dots and spaces at the ends. Chinese, brackets and single spaces stay.
    """
    visible = visible_name(name)
    stem = visible.rpartition(".")[0] if extension_of(name) else visible
    stem = FORBIDDEN.sub("_", stem).strip(". ")[: LONGEST - len(extension) - 1].rstrip(". ")
    return f"{stem or _('file')}.{extension}"


def folder_name(text: str, longest: int = 40) -> str:
    """``text`` as part of the name of a folder, at most ``longest`` characters; slashes become wide ones."""
    one_part = text.replace("/", "／").replace("\\", "＼")
    return FORBIDDEN.sub("_", visible_name(one_part))[:longest].strip(". ") or "_"


def visible_name(name: str) -> str:
    """The last part of a path of any system, in one Unicode form, without what cannot be seen: to speak of a file."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(" " if c.isspace() else c for c in last if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(unicodedata.normalize("NFC", kept).split()).strip(". ")
