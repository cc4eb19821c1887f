"""Documents are what their extension says: the content decides, the name only asks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable

from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.uploads import compound, office

PDF_END = re.compile(rb"%%EOF[\s\0]*\Z")
TEXT_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f")
MARKUP = re.compile(r"\s*(<!doctype|<!--|<\?xml|</?[a-z][a-z0-9:-]*[\s/>])", re.IGNORECASE)
ENCODINGS = ("utf-8-sig", "gb18030")
BINARY_PARTS = {"doc": {"WordDocument"}, "xls": {"Workbook", "Book"}}
MACRO_PARTS = {"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"}


def check_document(content: bytes, extension: str) -> str:
    """Return the content type of ``content``; ``RuleBroken`` unless it is what ``extension`` says."""
    check, content_type = DOCUMENTS[extension]
    check(content, extension)
    return content_type


def _check_pdf(content: bytes, extension: str) -> None:
    """One PDF from the first byte to the last: nothing before its header, nothing after its end (ISO 32000-1, 7.5)."""
    if not content.startswith((b"%PDF-1.", b"%PDF-2.")):
        raise RuleBroken(not_what_it_says(extension))
    if not PDF_END.search(content[-2048:]):
        raise RuleBroken(_("The file is damaged or carries something behind its end: print it to PDF again."))


def _check_office(content: bytes, extension: str) -> None:
    """A package of Word or Excel (ISO/IEC 29500) without macros, embedded programs or files fetched from elsewhere."""
    try:
        office.check_package(content, extension)
    except (office.Unreadable, zipfile.BadZipFile) as wrong:
        raise RuleBroken(not_what_it_says(extension)) from wrong


def _check_binary_office(content: bytes, extension: str) -> None:
    """A compound file of Word or Excel 97-2003 without macros."""
    try:
        parts = compound.entry_names(content)
    except compound.Unreadable as wrong:
        raise RuleBroken(not_what_it_says(extension)) from wrong
    if not parts & BINARY_PARTS[extension]:
        raise RuleBroken(not_what_it_says(extension))
    if parts & MACRO_PARTS:
        raise RuleBroken(office.has_macros())


def _check_text(content: bytes, extension: str) -> None:
    """Plain text of people, in UTF-8, GB 18030 or, with its mark, UTF-16; no page or drawing in disguise."""
    text = _decoded(content)
    if text is None or not TEXT_CONTROLS.isdisjoint(text) or MARKUP.match(text):
        raise RuleBroken(not_what_it_says(extension))


def _decoded(content: bytes) -> str | None:
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def not_what_it_says(extension: str) -> str:
    """The sentence for a file whose content belies its name."""
    return _("The content is not that of a %(kind)s file: open it and save it again as %(kind)s.") % {"kind": extension}


OOXML = "application/vnd.openxmlformats-officedocument."
DOCUMENTS: dict[str, tuple[Callable[[bytes, str], None], str]] = {
    "pdf": (_check_pdf, "application/pdf"),
    "docx": (_check_office, f"{OOXML}wordprocessingml.document"),
    "xlsx": (_check_office, f"{OOXML}spreadsheetml.sheet"),
    "doc": (_check_binary_office, "application/msword"),
    "xls": (_check_binary_office, "application/vnd.ms-excel"),
    "txt": (_check_text, "text/plain"),
}
