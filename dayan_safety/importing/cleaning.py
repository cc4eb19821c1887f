"""Cells cleaned: the form changes, the meaning never.

Every function takes a cell as the file holds it and returns the value, or raises ``RuleBroken`` with a sentence that
says what to do where the meaning cannot be restored for certain. An empty cell gives an empty value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dayan_safety import personal
from dayan_safety.errors import RuleBroken
from dayan_safety.names import is_tidy, tidy
from dayan_safety.values import in_every_language
from dayan_safety.workbooks import Cell

LOST = 1e15  # Excel keeps 15 digits of a number: one of 16 and more is not what was typed
SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
PUNCTUATION = re.compile(r"[\s\-().\u2010-\u2015]")  # what people put between the digits of one number
COUNTRY = re.compile(r"(\+|00)?86(?=1[3-9][0-9]{9}$)")
MASKED_TELEPHONE = re.compile(r"1[3-9][0-9]\*{4}[0-9]{4}|\*{5,10}[0-9]{2}")
MASKED_IDENTITY = re.compile(r"\*{11,14}[0-9X]{4}")
CROSSES = str.maketrans("×ХΧ", "XXX")  # multiplication sign, Cyrillic and Greek letters that look like X
DOTS = re.compile("[•‧∙⋅・●]")  # all written for the middle dot of a name
SEVERAL = re.compile(r"[、,，;；/\n]")
CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff ]+")
# Surnames of two characters, common ones; a name beginning with one may stand apart from the given name.
SURNAMES = "欧阳上官司马诸葛夏侯皇甫尉迟公孙慕容司徒令狐东方独孤南宫长孙宇文轩辕端木百里呼延西门东郭"
COMPOUND = frozenset(SURNAMES[place : place + 2] for place in range(0, len(SURNAMES), 2))
DAY = re.compile(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:(?:[-/.]|月)([0-9]{1,2})日?|月?)(?:[ T]00:00(?::00)?)?")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
FIRST_SERIAL, LAST_SERIAL, EPOCH = 20000, 80000, date(1899, 12, 30)  # 1954 to 2119 as Excel counts days
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")  # 20,000
CLOCK = re.compile(r"(?P<half>上午|下午|晚上)?(?P<hour>[0-9]{1,2})[:时点](?P<minute>[0-9]{1,2})?分?(:[0-9]{2})?整?")
AFTERNOON = ("下午", "晚上")
LONGEST_NAME = 50
CODE_LENGTH = 12  # digits of a statistical code


def text(cell: Cell) -> str:
    """Any cell as one line of text: widths and spaces tidied, whole numbers without ``.0``, days as 2026-03-05."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        # The apostrophes are those with which Excel marks text.
        return cell if is_tidy(cell) else tidy(_visible(cell)).lstrip("' ")
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return _number(cell)
    return cell.isoformat() if type(cell) is date else cell.strftime("%Y-%m-%d")


def _visible(cell: str) -> str:
    return INVISIBLE.sub("", cell)


def _number(number: float) -> str:
    if abs(number) >= LOST:
        raise RuleBroken(_lost())
    return str(int(number)) if number == int(number) else str(number)


def _lost() -> str:
    return _("Excel has lost digits of this number: format the cell as text and type the number again.")


def shown(cell: Cell) -> str:
    """The cell as a message repeats it, on one line and otherwise as it was typed; nothing is refused."""
    if isinstance(cell, str):
        return cell if cell.isalnum() else " ".join(_visible(cell).split())
    return f"{cell:.15g}" if isinstance(cell, int | float) and not isinstance(cell, bool) else text(cell)


def short_text(length: int) -> Callable[[Cell], str]:
    """``text`` of at most ``length`` characters."""

    def clean(cell: Cell) -> str:
        value = text(cell)
        if len(value) > length:
            raise RuleBroken(_("Too long: at most %(length)s characters.") % {"length": length})
        return value

    return clean


def compact(cell: Cell) -> str:
    """Text without any space: names of units, codes."""
    value = text(cell)
    return value if is_tidy(value) else tidy(value.replace(" ", ""))  # an accent that stood apart joins its letter


def twelve_digits(cell: Cell) -> str:
    """A statistical code."""
    value = compact(cell)
    if value and not (len(value) == CODE_LENGTH and value.isascii() and value.isdecimal()):
        raise RuleBroken(_("The code has 12 digits."))
    return value


def person_name(cell: Cell) -> str:
    """One person's name: a Chinese one without spaces, middle dots made the same; two people are refused."""
    value = text(cell)
    if not value or (value.isalpha() and len(value) <= LONGEST_NAME):
        return value
    value = DOTS.sub("·", value)
    if SEVERAL.search(_visible(str(cell)).strip()):
        raise RuleBroken(_("One person a line: write the second person on a line of their own."))
    if CHINESE.fullmatch(value):
        value = _joined(value.split())
    if len(value) > LONGEST_NAME or not _is_name(value):
        raise RuleBroken(_("This is not a person's name: write the name alone, without numbers and remarks."))
    return value


def _is_name(value: str) -> bool:
    """A digit may tell two of one name apart (张伟2); a telephone number beside the name may not stay there."""
    digits = sum(letter.isdigit() for letter in value)
    return digits <= 4 and digits < len(value) and all(letter.isalnum() or letter in "·.'-() " for letter in value)


def same_name(name: str) -> str:
    """A kept name in the form ``person_name`` gives, for comparing; nothing is refused."""
    value = text(name)
    if value.isalpha():
        return value
    value = DOTS.sub("·", value)
    return value.replace(" ", "") if CHINESE.fullmatch(value) else value


def _joined(parts: list[str]) -> str:
    """``张 三`` is a name set wide; ``张三 李四`` may be two people, which nobody can know from here."""
    begins_with_surname = parts[0] in COMPOUND or "".join(parts[:2]) in COMPOUND
    several = len(parts) > 3 or sum(len(part) > 1 for part in parts) > 1
    if several and not begins_with_surname:
        raise RuleBroken(_("One person or two? Write one person a line, and the name without spaces."))
    return "".join(parts)


def telephone(cell: Cell) -> str:
    """A telephone number without ``+86``, spaces and dashes; a landline keeps its dash after the area code.

    A masked number (``138****5678``) is returned as it is: the list decides what it means.
    """
    value = text(cell)
    if not value or personal.is_telephone(value) or MASKED_TELEPHONE.fullmatch(value):
        return value
    _refuse_scientific(value)
    digits = COUNTRY.sub("", PUNCTUATION.sub("", value))
    _validated(personal.validate_telephone, digits)
    return digits


def identity_number(cell: Cell) -> str:
    """An identity number in 18 characters with a capital X; a masked one (last four) is returned as it is."""
    value = text(cell)
    if not value:
        return ""
    _refuse_scientific(value)
    value = PUNCTUATION.sub("", value).upper().translate(CROSSES)
    if not MASKED_IDENTITY.fullmatch(value):
        _validated(personal.validate_identity, value)
    return value


def is_masked(value: str) -> bool:
    """Whether a cleaned telephone or identity number is a mask."""
    return "*" in value


def _refuse_scientific(value: str) -> None:
    if SCIENTIFIC.fullmatch(value):
        raise RuleBroken(_lost())


def _validated(validate: Callable[[str], None], value: str) -> None:
    try:
        validate(value)
    except ValidationError as error:
        raise RuleBroken(error.messages[0]) from error


def day(cell: Cell) -> date | None:
    """A day from a date cell, from 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, or from Excel's day number.

    A month alone (2026年3月, as cadre lists write it) is its first day. As a number 2020.1 may be January or October:
    it is refused.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and cell == int(cell) and FIRST_SERIAL <= cell <= LAST_SERIAL:
        return EPOCH + timedelta(days=int(cell))
    value = text(cell)
    return _day_of(value, numeric=isinstance(cell, float)) if value else None


def _day_of(value: str, *, numeric: bool) -> date:
    squeezed = value if "T" in value or ":" in value else value.replace(" ", "")
    found = None if numeric else DAY.fullmatch(squeezed) or COMPACT.fullmatch(squeezed)
    try:
        if found and 1900 <= int(found[1]) <= 2100:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        pass
    raise RuleBroken(_("This is not a day: write year, month and day, as in 2026-03-05."))


def whole_number(cell: Cell) -> int | None:
    """A whole number that is not negative, of at most nine digits; thousands may be set apart by commas."""
    typed = _ungrouped(compact(cell))
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise RuleBroken(_("This is not a whole number."))
    return int(typed) if typed else None


def amount(digits: int, places: int) -> Callable[[Cell], Decimal | None]:
    """A number that is not negative, of at most ``digits`` digits before and ``places`` behind the point."""
    pattern = re.compile(rf"[0-9]{{1,{digits}}}(\.[0-9]{{1,{places}}}0*)?\.?")

    def clean(cell: Cell) -> Decimal | None:
        typed = _ungrouped(compact(cell))
        if typed and not pattern.fullmatch(typed):
            raise RuleBroken(_("Write a number with at most %(places)s digits behind the point.") % {"places": places})
        return Decimal(typed).quantize(Decimal(1).scaleb(-places)) if typed else None

    return clean


def _ungrouped(typed: str) -> str:
    return typed.replace(",", "") if GROUPED.fullmatch(typed) else typed


def clock(cell: Cell) -> time | None:
    """A time of the day: 9:00, 09:00:00, 9时30分, 9点, 下午2:30."""
    typed = compact(cell)
    found = CLOCK.fullmatch(typed)
    try:
        if found:
            hour = int(found["hour"])
            return time(hour % 12 + 12 if found["half"] in AFTERNOON else hour, int(found["minute"] or 0))
    except ValueError:
        pass
    if typed:
        raise RuleBroken(_("This is not a time: write it as in 14:30."))
    return None


def one_of(words: Mapping[Any, Sequence[str]], labels: Mapping[Any, Any]) -> Callable[[Cell], Any]:
    """A word of a fixed vocabulary: ``words`` are those people write for a value, ``labels`` ours, in any language."""
    meanings = {compact(word).casefold(): value for value, known in words.items() for word in (value, *known)}

    def clean(cell: Cell) -> Any:
        word = compact(cell).casefold()
        if not word or word in meanings:
            return meanings.get(word, "")
        for value, label in labels.items():
            if word in {compact(told).casefold() for told in in_every_language(label)}:
                return value
        raise RuleBroken(_("Write one of: %(words)s.") % {"words": _(", ").join(map(str, labels.values()))})

    return clean
