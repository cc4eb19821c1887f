"""What a year hands on to the next: apps declare what is of a year, what would be made anew, what is left out.

What simply runs on (posts, meetings by the rule, forms, parameters) is never copied; open records stay what they are.
"""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayan_safety.todos import Waiting
from dayan_safety.workdays import Calendar, is_known_year

NOVEMBER, FEBRUARY = 11, 2


def _length(day: date) -> int:
    """How many days its month has a year later."""
    return calendar.monthrange(day.year + 1, day.month)[1]


class Moved(NamedTuple):
    """Something that the copy says otherwise: what, before, after."""

    label: Any
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Turn:
    """From one year into the next, ``year``, as it looks on the day ``on``; ``working`` knows the days off of both.

    ``is_known``: the list of holidays of the new year is loaded; until then its weekends alone are off.
    """

    year: int
    on: date
    working: Calendar
    is_known: bool

    @property
    def old(self) -> int:
        """The year that is handed on."""
        return self.year - 1

    @property
    def first(self) -> date:
        """New Year's Day."""
        return date(self.year, 1, 1)

    def moved(self, day: date) -> date:
        """The same day a year later; 29 February becomes the 28th."""
        return day.replace(year=day.year + 1, day=min(day.day, _length(day)))

    def moved_end(self, day: date) -> date:
        """The same day; the last of a month stays the last, so that periods of whole months stay whole."""
        is_last = day.day == calendar.monthrange(day.year, day.month)[1]
        return day.replace(year=day.year + 1, day=_length(day)) if is_last else self.moved(day)

    def to_work(self, day: date) -> date:
        """The same day, or the next on which people work; the last one before where that lies in the year after."""
        moved = self.moved(day)
        later = self.working.next_working_day(moved)
        return later if later.year == moved.year else self.working.previous_working_day(moved)

    def renamed(self, text: str) -> str:
        """``text`` with the new year in place of the old one, wherever that stands as a number of its own."""
        return re.sub(rf"(?<!\d){self.old}(?!\d)", str(self.year), text)


def year_near(on: date) -> int:
    """The year that begins next; in January and February the one that just began."""
    return on.year if on.month <= FEBRUARY else on.year + 1


def turn_of(on: date) -> Turn:
    """The turn that is near on ``on``; two queries."""
    year = year_near(on)
    return Turn(year, on, Calendar.of_years((year - 1, year, year + 1)), is_known_year(year))


def is_season(on: date) -> bool:
    """Whether people are asked to see to it: from November to February."""
    return on.month >= NOVEMBER or on.month <= FEBRUARY


@dataclass(frozen=True, slots=True)
class Line:
    """A record that would be made of the one with the key ``key``; ``make(by=…)`` makes it by its own service.

    ``seal`` names what of the old record goes into the new one beside what ``moved`` tells.
    """

    key: int
    label: str
    url: str
    moved: Sequence[Moved]
    seal: str
    make: Callable[..., Any] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record of the old year that is not carried over, and why; ``can_come``: it may be later."""

    label: str
    url: str
    reason: str
    can_come: bool = False


Read = Line | LeftOut | None  # None: it stands in the new year already


@dataclass(frozen=True, slots=True)
class Found:
    """Of one kind: what stands in the new year already, what would be made, what is left out."""

    there: Waiting | None
    lines: Sequence[Line] = ()
    left_out: Sequence[LeftOut] = ()

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it can still come that is not in ``lines``."""
        return not any(each.can_come for each in self.left_out)


@dataclass(frozen=True, slots=True)
class Kind:
    """Records of one kind that are of a year: ``read(turn, user)`` finds them.

    ``view`` and ``right`` say who is shown it and who may carry it over. ``is_ticked``: chosen unless one says no.
    """

    name: str
    label: Any
    note: Any
    view: str
    right: str
    icon: str
    read: Callable[[Turn, Any], Found] = field(repr=False)
    is_ticked: bool = True

    def mark(self, line: Line) -> str:
        """Names a line among those of all kinds."""
        return f"{self.name}-{line.key}"


class Part(NamedTuple):
    """A kind with what was found of it."""

    kind: Kind
    found: Found

    def told(self) -> list[Any]:
        """Everything a reader decides by, in plain values."""
        lines = [[each.key, each.label, each.seal, [list(map(str, one)) for one in each.moved]] for each in self.lines]
        return [self.kind.name, lines, [[each.label, each.reason] for each in self.found.left_out]]

    @property
    def lines(self) -> Sequence[Line]:
        """What would be made."""
        return self.found.lines


def line_of(old: Any, told: Sequence[Moved], make: Callable[..., Any], *more: Any) -> Line:
    """What would be made of a record; ``more`` goes into the new one beside what is ``told``, and is sealed."""
    seal = "/".join(map(str, (old.pk, old.version, *more)))
    return Line(old.pk, str(old), old.get_absolute_url(), told, seal, make)


def left_out(old: Any, reason: str, *, can_come: bool = False) -> LeftOut:
    """A record that is not carried over, and why."""
    return LeftOut(str(old), old.get_absolute_url(), reason, can_come)


def found_of(there: Waiting | None, read: Iterable[Read]) -> Found:
    """What was read, each in its order."""
    kept = list(read)
    lines = [each for each in kept if isinstance(each, Line)]
    return Found(there, lines, [each for each in kept if isinstance(each, LeftOut)])


def there(rows: Any, url: str) -> Waiting:
    """What stands in the new year already, and where it is listed."""
    return Waiting(gettext_lazy("there already"), rows, url, "info", "check2")


class Noticed(NamedTuple):
    """A record that ends or lacks something at the turn of the year, and what."""

    label: str
    url: str
    text: str


def fingerprint_of(turn: Turn, parts: Sequence[Part]) -> str:
    """Names a plan: two readings that would make the same have the same one (64 characters)."""
    told = json.dumps([turn.year, *(part.told() for part in parts)], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def moved_of(label: Any, before: Any, after: Any) -> list[Moved]:
    """What is told of a field; nothing where the copy says the same."""
    return [] if before == after else [Moved(label, before, after)]


def words_moved(turn: Turn, record: Any, *names: str) -> list[Moved]:
    """What is told of texts in which the year is written anew: how often."""
    found = []
    for name in names:
        text = getattr(record, name)
        if turn.renamed(text) != text:
            found.append(Moved(record._meta.get_field(name).verbose_name, _year_in_text(turn.old), turn.year))
    return found


def _year_in_text(year: int) -> str:
    return _("%(year)s in the text") % {"year": year}
