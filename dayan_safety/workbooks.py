"""Reads workbooks people upload. They are hostile until read: a child process takes them apart, this side listens.

``read_workbook`` returns the sheets or raises ``WorkbookRefused`` with a sentence a person can act on; no file, however
broken, raises anything else.
"""

import json
import tempfile
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from gzip import GzipFile
from pathlib import Path, PurePath
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from dayan_safety.children import child_at_work, why_silent
from dayan_safety.errors import RuleBroken
from dayan_safety.workbook_child.limits import MEGABYTE, Limits

__all__ = ["Cell", "Limits", "Sheet", "WorkbookRefused", "read_workbook", "sheets_said"]

Stream = IO[bytes] | GzipFile
Cell = str | float | int | bool | date | datetime | None
CHILD = Path(__file__).with_name("workbook_child")
KINDS = {".xlsx": "xlsx", ".xlsm": "xlsm", ".xls": "xls", ".csv": "csv", ".txt": "csv"}
SIGNS = {
    "xlsx": (b"PK\x03\x04",),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    "binary": (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"),
}
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
READ_AS = {("xlsm", "xlsx"): "xlsm", ("xls", "markup"): "html"}  # named, found: what office systems write
LIMITS = Limits()
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<meta", b"<table", b"<div", b"<style", b"<?xml")
NONSENSE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)  # what hearing it raises
POOLED = 5000  # texts remembered while a file is read: those that repeat are near each other

SENTENCES = {
    "empty": _("This file is empty. Choose the workbook again and upload it."),
    "max_bytes": _(
        "This file is larger than %(max_megabytes)s MB. Split it into several files and upload them one by one."
    ),
    "extension": _("Only .xlsx, .xls and .csv files can be read. Save the workbook as .xlsx and upload it again."),
    "content": _(
        "The name of this file ends in %(extension)s, but its content is that of a %(kind)s file. "
        "Save it as .xlsx or .csv and upload it again."
    ),
    "markup": _(
        "This file is a web page or an XML document with the name of a workbook. "
        "Open it in Excel or WPS, save it as .xlsx and upload it again."
    ),
    "not_workbook": _(
        "This file cannot be read, because it is not a workbook. Save it as .xlsx or .csv and upload it again."
    ),
    "damaged": _(
        "This file cannot be read, because it is damaged. "
        "Open it in Excel or WPS, save it as .xlsx and upload it again."
    ),
    "password": _("This workbook is protected by a password. Remove the password and upload it again."),
    "macros": _("This workbook contains macros. Save it as .xlsx, which has none, and upload it again."),
    "links": _(
        "This workbook is linked to other workbooks. Break the links, or paste the values only, and upload it again."
    ),
    "embedded": _("This workbook contains embedded files or controls. Remove them and upload it again."),
    "entities": _(
        "This workbook contains declarations no spreadsheet program writes. "
        "Open it in Excel or WPS, save it as .xlsx and upload it again."
    ),
    "members": _(
        "This workbook has more than %(members)s parts. Delete sheets and pictures not needed and upload it again."
    ),
    "unpacked": _(
        "This workbook holds more than %(unpacked_megabytes)s MB when unpacked. "
        "Split it into several files and upload them one by one."
    ),
    "memory": _(
        "Reading this workbook takes far more memory than its size explains. "
        "Copy the cells with content into a new workbook and upload that."
    ),
    "time": _("Reading this workbook takes too long. Split it into several files and upload them one by one."),
    "rows": _(
        "This workbook has more than %(rows)s rows. Delete what stands below the table, "
        "or split it into several files and upload them one by one."
    ),
    "columns": _(
        "Cell %(cell)s lies outside the first %(columns)s columns. "
        "Delete what stands to the right of the table and upload it again."
    ),
    "cells": _("This workbook has more than %(cells)s cells. Split it into several files and upload them one by one."),
    "cell": _("Cell %(cell)s holds more than %(cell_chars)s characters. Shorten it and upload the file again."),
    "row": _(
        "Row %(row)s of this file cannot be read: a quotation mark is not closed, or a cell is far too long. "
        "Correct it and upload the file again."
    ),
    "busy": _("The portal has no room to read this file just now. Upload it again in a few minutes."),
    "encoding": _(
        "The characters of this file cannot be recognised. Save it as .xlsx, or as CSV in UTF-8, and upload it again."
    ),
}


class WorkbookRefused(RuleBroken):
    """The file cannot be read; the text says why and what to do, ``reason`` is its key in ``SENTENCES``."""

    def __init__(self, sentence: str, reason: str = "damaged") -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows[0]`` is row 1 of the file; empty rows are ``[]``, trailing empty cells and rows are cut.

    ``merged`` counts from 0: first row, first column, last row, last column. ``formulas`` are names such as ``"B17"``;
    the cell itself holds the value last calculated, ``None`` where there was none. The one sheet of a text file is
    named ``""``.
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: frozenset[str] = frozenset()


def refuse_at_sight(content: bytes, file_name: str, limits: Limits = LIMITS) -> None:
    """Raise ``WorkbookRefused`` for a file too large, or not what its name says; what is in it nobody has read yet."""
    _kind(content, file_name, limits)


def read_workbook(
    content: bytes, file_name: str, limits: Limits = LIMITS, *, said: Stream | None = None
) -> list[Sheet]:
    """Return the sheets of an .xlsx, .xlsm, .xls, .csv or .txt file in its order, hidden ones included.

    Macros of an .xlsm file are never looked at; an .xls file may be a web page: its tables are one sheet, ``""``.

    Text keeps its spaces, with line feeds as line ends and without control characters. Whole numbers are ``int``, but
    from 1e15 on ``float``: their last digits are lost. Days are ``date``, moments ``datetime``; times and lengths of
    time are text (``"08:30:00"``), as are errors (``"#N/A"``). Everything from a text file is text.

    ``said`` is given what the child says, for ``sheets_said`` to hear once more.

    Raises ``WorkbookRefused``, and nothing else, when the file is not what its name says, is damaged or too large.
    """
    kind = _kind(content, file_name, limits)
    try:
        with tempfile.TemporaryFile() as upload:
            upload.write(content)
            upload.seek(0)
            return _answer(kind, upload, limits, said)
    except (OSError, RuntimeError) as fault:  # no disk, no process, no thread to be had: not the file's fault
        raise refused("busy", limits) from fault


def refused(reason: str, limits: Limits, **at: object) -> WorkbookRefused:
    """Return the refusal with its sentence in the language of today's reader."""
    numbers = {name: f"{value:,}" for name, value in limits._asdict().items()}
    numbers["max_megabytes"] = str(limits.max_bytes // MEGABYTE)
    numbers["unpacked_megabytes"] = str(limits.unpacked // MEGABYTE)
    return WorkbookRefused(SENTENCES[reason] % {**numbers, **at}, reason)


def _kind(content: bytes, file_name: str, limits: Limits) -> str:
    """Return which reader the file needs; name and content must agree on it."""
    extension = PurePath(file_name.strip()).suffix.lower()
    named, sniffed = KINDS.get(extension), _sniffed(content[:1024])
    if not content:
        raise refused("empty", limits)
    if len(content) > limits.max_bytes:
        raise refused("max_bytes", limits)
    if named is None:
        raise refused("macros" if extension == ".xlsb" else "extension", limits)
    if sniffed == "xls" and ENCRYPTED in content:
        raise refused("password", limits)
    if (named, sniffed) in READ_AS:
        return READ_AS[named, sniffed]
    if sniffed in ("markup", "binary"):
        raise refused("markup" if sniffed == "markup" else "not_workbook", limits)
    if sniffed != named:
        raise refused("content", limits, extension=extension, kind=f".{sniffed}")
    return named


def _sniffed(start: bytes) -> str:
    """Return what the first bytes look like; what looks like nothing else is text."""
    for kind, marks in SIGNS.items():
        if start.startswith(marks):
            return kind
    return "markup" if start.removeprefix(BOM_UTF8).lstrip().lower().startswith(MARKUP) else "csv"


def sheets_said(said: Stream, limits: Limits = LIMITS) -> list[Sheet]:
    """The sheets of a file that was read before. Raises ``WorkbookRefused`` where that was not heard to its end."""
    try:
        sheets = _sheets(_lines(said, limits), limits)
    except NONSENSE as fault:
        raise refused("damaged", limits) from fault
    if sheets is None:
        raise refused("damaged", limits)
    return sheets


def _answer(kind: str, upload: IO[bytes], limits: Limits, said: Stream | None) -> list[Sheet]:
    """Hear the child out."""
    with child_at_work(CHILD, kind, given=upload, limits=limits) as child:
        try:
            if (sheets := _sheets(_lines(child.stdout, limits, said), limits)) is None:
                raise refused(why_silent(child), limits)
            return sheets
        except NONSENSE as fault:
            raise refused("damaged", limits) from fault


def _lines(stream: Stream | None, limits: Limits, said: Stream | None = None) -> Iterator[bytes]:
    """Read what the child says, but never much more than it is allowed to say; ``said`` keeps it."""
    left = limits.unpacked + MEGABYTE
    while stream and (line := stream.readline(left + 1)):
        left -= len(line)
        if left < 0:
            raise ValueError("the child says more than it may")
        if said:
            said.write(line)
        yield line


def _sheets(lines: Iterable[bytes], limits: Limits) -> list[Sheet] | None:
    """Put the sheets together; ``None`` when the child fell silent before its last line."""
    sheets: list[Sheet] = []
    pool: dict[str, str] = {}
    for line in lines:
        said = json.loads(line, object_hook=_day_or_moment)
        if isinstance(said, list):
            sheets[-1].rows.extend(_shared(row, pool) for row in said)
        elif "refused" in said:
            raise refused(limits=limits, **_place(said))
        elif "end" in said:
            return sheets if said["end"] == len(sheets) else None
        else:
            merged = [tuple(area) for area in said["merged"]]
            sheets.append(Sheet(said["sheet"], [], said["hidden"], merged, frozenset(said["formulas"])))
    return None


def _shared(row: list[Cell], pool: dict[str, str]) -> list[Cell]:
    """Cells that say the same are one text in memory: lines repeat their units, roles and names."""
    if len(pool) > POOLED:
        pool.clear()
    return [pool.setdefault(cell, cell) if cell.__class__ is str else cell for cell in row]


def _place(said: dict[str, Any]) -> dict[str, Any]:
    """Return the reason and where: a cell of a named sheet the way formulas write it."""
    sheet = str(said.get("sheet", ""))[:31]
    cell = f"{sheet}!{said.get('cell')}" if sheet else said.get("cell")
    return {"reason": said["refused"], "cell": cell, "row": said.get("row")}


def _day_or_moment(said: dict[str, Any]) -> Any:
    """JSON knows no dates: ``{"d": …}`` is a day, ``{"t": …}`` a moment."""
    if "d" in said:
        return date.fromisoformat(said["d"])
    return datetime.fromisoformat(said["t"]) if "t" in said else said
