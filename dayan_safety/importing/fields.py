"""What a list is made of: its columns, what they may be called, and which of them can stand once a group."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as kept
from typing import Any

from dayan_safety.importing.cleaning import shown, text
from dayan_safety.names import tidy
from dayan_safety.values import in_every_language
from dayan_safety.workbooks import Cell

LONGEST = 60  # characters: what is longer is no header, and not worth looking at closely
REMARKS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|[*:：\s]")
SIGNS = re.compile(r"[()\[\]【】/\\\-—_、·.|*:：\s]")  # what people put between a group and its column

Meaning = tuple[str, str]  # group, empty for none, and field


@dataclass(frozen=True, slots=True)
class Field:
    """One column: ``label`` is our header, ``synonyms`` are other people's, ``clean`` makes a value of a cell.

    ``required``: a list without this column cannot be read, unless it has the column ``instead``. ``mask`` hides what
    a message must not repeat. ``above``: words with which a line above the header says the value for all lines
    (填报单位：陈庄村). ``told`` writes a kept value for people; ``None`` where a
    word is understood, not tidied.
    """

    name: str
    label: Any
    synonyms: tuple[str, ...] = ()
    required: bool = False
    instead: str = ""
    clean: Callable[[Cell], Any] = text
    mask: Callable[[str], str] = str
    above: tuple[str, ...] = ()
    told: Callable[[Any], str] | None = str


@dataclass(frozen=True, slots=True)
class Group:
    """The column ``field`` whose values may be headers or names of sheets: one line then holds one of each value.

    ``words``: value → how people write it. ``alone`` is the field a group's word means without a column's word
    (信息员 alone is the name); ``members`` are the fields that can stand once a group; ``labels``: value → our word.
    """

    field: str
    words: Mapping[str, Sequence[str]]
    alone: str
    members: tuple[str, ...]
    labels: Mapping[str, Any] = kept(default_factory=dict)


def words(text: str) -> tuple[str, ...]:
    """Other people's headers for a column, compared without spaces and in small letters."""
    return tuple(text.split())


def header_word(cell: Cell) -> str:
    """A header as it is compared: without spaces, colons, stars and remarks in brackets; small letters."""
    if isinstance(cell, str) and len(cell) > LONGEST:
        return ""
    return REMARKS.sub("", tidy(shown(cell))).casefold()


@dataclass(slots=True)
class Words:
    """What headers mean: ``plain`` word → field, ``groups`` word → value, ``joined`` both words in one → both."""

    plain: dict[str, str]
    groups: dict[str, str] = kept(default_factory=dict)
    joined: dict[str, Meaning] = kept(default_factory=dict)
    alone: str = ""
    members: tuple[str, ...] = ()

    @classmethod
    def of(cls, fields: Sequence[Field], group: Group | None, added: Mapping[str, str]) -> Words:
        """Of a kind of list, and the words an office ``added``: word → field, ``group/field``, or empty for none."""
        plain = {header_word(word): f.name for f in fields for word in (*f.synonyms, *in_every_language(f.label))}
        words = cls(plain)
        if group:
            words.groups = {header_word(word): value for value, known in group.words.items() for word in known}
            words.alone, words.members = group.alone, group.members
            for group_word, value in words.groups.items():
                for word in [word for word, name in plain.items() if name in group.members]:
                    words.joined |= dict.fromkeys((group_word + word, word + group_word), (value, plain[word]))
        words._add(added)
        return words

    def _add(self, added: Mapping[str, str]) -> None:
        for word, name in added.items():
            self.joined[SIGNS.sub("", header_word(word))] = meant(name)

    def meaning(self, cell: Cell) -> Meaning | None:
        """Group and field a header names; nothing: ``None``."""
        word = header_word(cell)
        whole = SIGNS.sub("", tidy(shown(cell))).casefold() if word else ""
        found = self.joined.get(whole) or self.joined.get(SIGNS.sub("", word))
        if found:
            return found if found[1] else None
        if word in self.groups:
            return self.groups[word], self.alone
        return ("", self.plain[word]) if word in self.plain else None

    def below(self, top: Cell, low: Cell) -> Meaning | None:
        """What a header of two rows names; words above that are no group add nothing."""
        value, meaning = self.groups.get(header_word(top), ""), self.meaning(low if low is not None else top)
        if not value or low is None or meaning is None or meaning[0]:
            return meaning
        return (value, meaning[1]) if meaning[1] in self.members else None

    def group_in(self, text: Cell) -> str:
        """The one group whose word a name of a sheet or a title holds; none or several: empty."""
        word = header_word(text)
        values = {value for known, value in self.groups.items() if known in word}
        return values.pop() if len(values) == 1 else ""


def meant(choice: str) -> Meaning:
    """``group/field`` or ``field`` as a group, empty for none, and a field."""
    value, _sign, name = choice.rpartition("/")
    return value, name
