"""Keeping the calendar: the lists of holidays that come with the portal, the office's own list, single days."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chinese_calendar import constants
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.forms import read_day
from dayan_safety.history import change, record_action
from dayan_safety.models import CalendarDay
from dayan_safety.names import tidy
from dayan_safety.permissions import require, verb
from dayan_safety.values import plain_text
from dayan_safety.workdays import DAYS_BEFORE_NEW_YEAR, forget_missing_years, is_working_weekday, known_years

EDIT = "dayan_safety.edit_calendar"
HEADER = ("day", "is_working", "name")
WORKING = {"1": True, "yes": True, "true": True, "是": True, "班": True, "上班": True}
OFF = {"0": False, "no": False, "false": False, "否": False, "休": False, "放假": False}
MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Day:
    """What a list says of one day."""

    day: date
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did, in numbers of days."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def shipped_years() -> range:
    """The years whose lists come with the portal (the chinesecalendar package)."""
    years = [day.year for day in constants.holidays]
    return range(min(years), max(years) + 1)


def shipped_days(year: int) -> list[Day]:
    """The list of ``year``: holidays on weekdays and working weekends, the last days of the year before among them."""
    first, last = date(year, 1, 1) - DAYS_BEFORE_NEW_YEAR, date(year, 12, 31)
    chinese = {kind.value: kind.chinese for kind in constants.Holiday}
    off = [Day(day, False, chinese[name]) for day, name in constants.holidays.items() if is_working_weekday(day)]
    working = [Day(day, True, f"{chinese[name]}调休") for day, name in constants.workdays.items()]
    return sorted((day for day in off + working if first <= day.day <= last), key=lambda day: day.day)


def load_unknown_years(*, by: Any = None) -> Loaded:
    """Load the shipped lists of the years that have none yet; what the office changed in other years stays."""
    unknown = sorted(set(shipped_years()) - known_years(shipped_years()))
    return load_calendar(unknown, by=by) if unknown else Loaded()


@verb(EDIT)
def load_calendar(years: Sequence[int], *, by: Any) -> Loaded:
    """Write the shipped lists of ``years``, over what was there for the same days. Twice is as once.

    Raises ``RuleBroken`` for a year no list is shipped for.
    """
    for year in years:
        if year not in shipped_years():
            raise RuleBroken(_no_list(year))
    told = {"years": ", ".join(map(str, years))}
    return _write((day for year in years for day in shipped_days(year)), by=by, told=told)


def _no_list(year: int) -> str:
    shipped = shipped_years()
    return _("No list of holidays comes with the portal for %(year)s, only for %(first)s to %(last)s: load a file.") % {
        "year": year,
        "first": shipped[0],
        "last": shipped[-1],
    }


@verb(EDIT)
def load_days(days: Sequence[Day], *, by: Any, file: str = "") -> Loaded:
    """Write the office's own list, named ``file`` in the history; days as their weekday says anyway make no row."""
    return _write(days, by=by, told={"file": file})


def _write(days: Iterable[Day], *, by: Any, told: dict[str, str]) -> Loaded:
    wanted = {day.day: day for day in days if day.is_working != is_working_weekday(day.day)}
    kept = {row.day: row for row in CalendarDay.objects.filter(day__in=wanted)}
    new = [_row(day) for day in wanted.values() if day.day not in kept]
    changed = [_renamed(kept[day.day], day) for day in wanted.values() if _differs(kept.get(day.day), day)]
    CalendarDay.objects.bulk_create(new)
    CalendarDay.objects.bulk_update(changed, ["is_working", "name"])
    done = Loaded(len(new), len(changed), len(wanted) - len(new) - len(changed))
    if new or changed:
        record_action(EDIT, by=by, after=told | {"new": str(done.new), "changed": str(done.changed)})
        forget_missing_years()
    return done


def _row(day: Day) -> CalendarDay:
    return CalendarDay(day=day.day, is_working=day.is_working, name=day.name)


def _differs(row: CalendarDay | None, day: Day) -> bool:
    return row is not None and (row.is_working, row.name) != (day.is_working, day.name)


def _renamed(row: CalendarDay, day: Day) -> CalendarDay:
    row.is_working, row.name = day.is_working, day.name
    return row


def mark_day(day: date, *, by: Any, is_working: bool, name: str, right: str = EDIT) -> CalendarDay:
    """Say that people work on ``day``, a weekend, or do not, a weekday; over an earlier mark.

    ``right`` is a door's own right, where it has one.
    """
    require(by, right)
    if is_working == is_working_weekday(day):
        raise RuleBroken(_("%(day)s is so by its weekday: remove the mark instead.") % {"day": day})
    with change():
        row = CalendarDay.objects.filter(day=day).first() or CalendarDay(day=day)
        before = _told(row) if row.pk else {}
        row.is_working, row.name = is_working, tidy(name)[:50]
        row.save()
        if _told(row) != before:
            record_action(EDIT, row, by=by, before=before, after=_told(row))
            forget_missing_years()
    return row


def unmark_day(day: date, *, by: Any, right: str = EDIT) -> None:
    """Let ``day`` be what its weekday says; ``right`` as for ``mark_day``."""
    require(by, right)
    with change():
        row = CalendarDay.objects.filter(day=day).first()
        if row is None:
            raise RuleBroken(_("%(day)s is not marked.") % {"day": day})
        record_action(EDIT, row, by=by, before=_told(row))
        forget_missing_years()
        row.delete()


def _told(row: CalendarDay) -> dict[str, str]:
    return {"is_working": plain_text(row.is_working), "name": row.name}


def read_days(text: str) -> list[Day]:
    """The days of a file ``day,is_working,name`` with that header; raises ``RuleBroken`` with all errors by line."""
    lines = [line for line in enumerate(csv.reader(text.splitlines()), start=1) if any(map(str.strip, line[1]))]
    if not lines or tuple(map(tidy, lines[0][1])) != HEADER:
        raise RuleBroken(_("The first line must be: %(header)s.") % {"header": ",".join(HEADER)})
    days: dict[date, Day] = {}
    errors = []
    for number, cells in lines[1:]:
        try:
            day = _read_line(cells)
            if day.day in days:
                raise ValueError(_("the day is there twice"))
            days[day.day] = day
        except ValueError as wrong:
            errors.append(_("Line %(number)s: %(problem)s.") % {"number": number, "problem": wrong})
    if errors:
        raise RuleBroken("\n".join(errors[:MOST_ERRORS]))
    return list(days.values())


def _read_line(cells: list[str]) -> Day:
    if len(cells) != len(HEADER):
        raise ValueError(_("three values are expected"))
    day, working, name = map(tidy, cells)
    meanings = WORKING | OFF
    if working.lower() not in meanings:
        raise ValueError(_("“%(value)s” is neither 1 (working) nor 0 (off)") % {"value": working[:20]})
    return Day(_read_day(day), meanings[working.lower()], name[:50])


def _read_day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError as wrong:
        raise ValueError(_("“%(value)s” is not a day like 2027-01-01") % {"value": text[:20]}) from wrong
