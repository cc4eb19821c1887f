"""How a row of the access matrix is written.

``may`` get the page, ``sees`` know that the record exists but are refused (403); for everybody else a page without a
record is refused (403) and a record's page is as if it did not exist (404). ``post`` is what the first group gets when
they post nothing: 405 not a form, 422 the form again, 302 done. A method that a page does not answer (405) is refused
before anything is looked at, whoever asks. ``asks_first`` pages
ask for the right before they look for the record. ``arity`` is how many keys the address of a record has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from dayan_safety.testing import Cast

ALL = frozenset(Cast.ROLES)
TOWN_WIDE = frozenset("chair office lead member supervisor".split())
INSIDERS = TOWN_WIDE | {"liaison", "inspector"}
OFFICE = frozenset({"office"})
SUPERVISOR = frozenset({"supervisor"})
CHAIR_OFFICE = frozenset({"chair", "office"})
NOBODY: frozenset[str] = frozenset()
NO_LISTS = ALL - SUPERVISOR  # bring in no list of any kind: refused before a list is looked for
SEES_UNIT = TOWN_WIDE | {"liaison", "inspector"}
SEES_PERSON = TOWN_WIDE | {"liaison"}
OWN = {"liaison"}
MISSING = 999_999
Args = Callable[[Cast], list[Any]]


def nothing(cast: Cast) -> list[Any]:
    """No record."""
    return []


@dataclass(frozen=True)
class Row:
    """A URL's row: whose record it is about, who may, who is refused knowingly, what each method answers."""

    may: frozenset[str]
    record: Args = nothing
    sees: frozenset[str] = field(default_factory=frozenset)
    get: int = 200
    post: int = 405
    other_methods: int = 405
    word: str | tuple[str, ...] = ""
    arity: int = 1
    public: bool = False
    asks_first: bool = False

    @property
    def has_record(self) -> bool:
        """Whether the page is one record's."""
        return self.record is not nothing

    def args(self, cast: Cast) -> list[Any]:
        """The arguments of the URL."""
        words = (self.word,) if isinstance(self.word, str) else self.word
        return list(words) if self.word else self.record(cast)


def missing(row: Row) -> Row:
    """What is promised for a record that does not exist: what those get for whom it does not exist."""
    return replace(
        row,
        may=NOBODY,
        record=lambda cast: [MISSING] * row.arity,
        sees=row.sees - row.may if row.asks_first else NOBODY,
    )


def noun(
    name: str,
    may: frozenset[str],
    record: Args,
    export: frozenset[str],
    *,
    app: str = "committee",
    lists: frozenset[str] = NOBODY,
    **verbs: frozenset[str],
) -> dict[str, Row]:
    """The rows of a noun's pages; ``verbs`` are those of its form pages, ``lists`` see the list without this record."""
    rows = {
        f"{app}:list_{name}": Row(may | lists),
        f"{app}:export_{name}": Row(export, word="csv"),
    }
    if "create" in verbs:
        rows[f"{app}:create_{name}"] = Row(verbs["create"], post=422)
    return rows | record_pages(name, may, record, app=app, **verbs)


def record_pages(
    name: str, may: frozenset[str], record: Args, *, app: str = "committee", **verbs: frozenset[str]
) -> dict[str, Row]:
    """The rows of the pages of one record of a noun."""
    forms = {verb: who for verb, who in verbs.items() if verb != "create"}
    rows = {f"{app}:{verb}_{name}": Row(who, record, sees=may, post=422) for verb, who in forms.items()}
    return rows | {f"{app}:view_{name}": Row(may, record)}
