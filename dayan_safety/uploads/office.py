"""Packages of Word and Excel: a zip with the right main part, and nothing that runs or reaches out.

Only the list of members, the content types and the relations are read, each within limits; nothing is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken

MAIN_PARTS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MAX_MEMBERS = 2000
MAX_UNPACKED = 256 * 1024 * 1024
MAX_PART = 4 * 1024 * 1024
MAX_DIRECTORY = 4 * 1024 * 1024
END = b"PK\x05\x06"
END_SIZE = 22
MACROS = ("vbaproject", "vbadata", "macroenabled", "macrosheet")
RUNNING = ("activex", "oleobject")
FETCHED = ("externallink",)
LINK = re.compile(r"https?://|mailto:|tel:", re.IGNORECASE)
LOCAL = re.compile(r"(file:///)?[a-z]:[\\/]|(?![a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)


class Unreadable(Exception):
    """This is no package of Word or Excel."""


def has_macros() -> str:
    """The sentence for a document that carries programs."""
    return _("The document contains macros: save it without macros, or as PDF.")


def check_package(content: bytes, extension: str) -> None:
    """Raise ``Unreadable`` unless ``content`` is such a package, ``RuleBroken`` when it carries what it must not."""
    _check_ends(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_members(package)
            types = _content_types(package)
            _check_relations(package)
    except (zlib.error, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError, OSError) as broken:
        raise Unreadable from broken
    _check_parts([*package.namelist(), *types])
    if MAIN_PARTS[extension] not in types:
        raise Unreadable


def _check_ends(content: bytes) -> None:
    """A zip from the first byte to the last: no picture or page before it, none behind it, no huge directory."""
    end = content[-END_SIZE:]
    if not content.startswith(b"PK\x03\x04") or not end.startswith(END):
        raise Unreadable
    members, size, start = (int.from_bytes(end[a:b], "little") for a, b in ((10, 12), (12, 16), (16, 20)))
    if members > MAX_MEMBERS or size > MAX_DIRECTORY or start + size + END_SIZE != len(content):
        raise Unreadable


def _check_members(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    names = [member.filename.lower() for member in members]
    if len(members) > MAX_MEMBERS or len(set(names)) != len(names):
        raise Unreadable
    if any(_escapes(name) for name in names) or any(member.flag_bits & 1 for member in members):
        raise Unreadable
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unreadable


def _escapes(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name.split("/")[0]


def _part(package: zipfile.ZipFile, name: str) -> Element:
    """A part as parsed XML, at most ``MAX_PART`` bytes of it, without entities and document types."""
    with package.open(name) as file:
        text = file.read(MAX_PART + 1)
    if len(text) > MAX_PART:
        raise Unreadable
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as wrong:
        raise Unreadable from wrong
    return root


def _content_types(package: zipfile.ZipFile) -> set[str]:
    types = _part(package, "[Content_Types].xml")
    return {element.get("ContentType", "") for element in types.iter()}


def _check_parts(names: list[str]) -> None:
    """Refuse by the parts' names and content types whatever runs."""
    low = [name.lower() for name in names]
    if any(word in name for name in low for word in MACROS):
        raise RuleBroken(has_macros())
    if any(word in name for name in low for word in RUNNING):
        raise RuleBroken(_has_objects())
    if any(word in name for name in low for word in FETCHED):
        raise RuleBroken(_reaches_out(""))


def _check_relations(package: zipfile.ZipFile) -> None:
    """Links people click may lead out of the document, and paths to the writer's own disk lead nowhere else."""
    for kind, target, is_outward in relations(package):
        if not is_outward:
            continue
        clicked = kind.lower().endswith("/hyperlink") and LINK.match(target)
        if not clicked and not LOCAL.match(target):
            raise RuleBroken(_reaches_out(target))
        if any(word in kind.lower() for word in RUNNING):
            raise RuleBroken(_has_objects())


def relations(package: zipfile.ZipFile) -> Iterator[tuple[str, str, bool]]:
    """What the parts are to each other: the kind, the target, and whether that lies outside the package."""
    for name in package.namelist():
        if name.lower().endswith(".rels"):
            for relation in _part(package, name).iter():
                is_outward = relation.get("TargetMode", "").lower() == "external"
                yield relation.get("Type", ""), relation.get("Target", "").strip(), is_outward


def _has_objects() -> str:
    return _("The document contains embedded objects: save it as PDF.")


def _reaches_out(target: str) -> str:
    return _("The document fetches something from elsewhere (%(target)s): remove that link, or save it as PDF.") % {
        "target": target[:80] or "…"
    }
