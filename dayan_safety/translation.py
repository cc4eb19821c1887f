"""Translations without system tools: gathers what code and templates say, and tells what has no Chinese yet.

``make messages`` runs this module; the catalogue it keeps is compiled by ``make`` and never by hand.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
KEYWORDS = DEFAULT_KEYWORDS | {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")}
KEYWORDS |= {"npgettext_lazy": DEFAULT_KEYWORDS["npgettext"], "gettext_noop": None}
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%[sd]|\{\w*\}")


def extract_django(file: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Babel's door to Django templates: Django turns a template into calls, Babel reads them as Python."""
    calls = templatize(file.read().decode())
    flush = "\n".join(line.lstrip() for line in calls.split("\n"))  # Python would stumble over HTML's indents
    yield from extract_python(io.BytesIO(flush.encode()), keywords, comment_tags, options)


def gathered(root: Path = ROOT) -> Catalog:
    """Return every message that code and templates under ``root`` say, without translations."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    said = Catalog()
    for name, line, ids, comments, context in extract_from_dir(root, methods, options, KEYWORDS, ["Translators"]):
        said.add(ids, None, [(name, line)], auto_comments=comments, context=context)
    return said


def kept(path: Path = CATALOG) -> Catalog:
    """Return the catalogue of Chinese translations; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale="zh_Hans", project="dayan-safety", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def refresh(path: Path = CATALOG) -> Catalog:
    """Bring the catalogue up to what is said today: new messages empty, gone ones gone, none guessed."""
    catalog = kept(path)
    catalog.update(gathered(), no_fuzzy_matching=True, update_creation_date=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return kept(path)


def gaps(said: Catalog, translated: Catalog) -> list[str]:
    """Return one line for every message not translated, uncertain, with other placeholders or no longer said."""
    lines = [f"{problem}: {message.id!r}" for message in said if message.id if (problem := _gap(message, translated))]
    left = [message for message in translated if message.id and said.get(message.id, message.context) is None]
    return lines + [f"no longer said: {message.id!r}" for message in [*left, *translated.obsolete.values()]]


def _gap(message: Message, translated: Catalog) -> str:
    entry = translated.get(message.id, message.context)
    if entry is None or not all(_texts(entry.string)):
        return "not translated"
    if entry.fuzzy:
        return "uncertain"
    return "other placeholders" if _placeholders(message.id) != _placeholders(entry.string) else ""


def _texts(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _placeholders(text: Any) -> set[str]:
    return {mark for part in _texts(text) for mark in PLACEHOLDER.findall(part.replace("%%", ""))}


if __name__ == "__main__":
    print("\n".join(gaps(gathered(), refresh())) or "Everything said is translated.")
