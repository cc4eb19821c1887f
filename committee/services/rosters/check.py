"""Checking a roster against the town: every line judged, all problems at once, nothing written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from committee.services.rosters.columns import FIELDS, POSTS
from committee.services.rosters.judging import RosterCheck
from committee.services.rosters.plan import Plan
from committee.services.rosters.town import load_town
from dayan_safety.importing import NOTHING_SAID, Answers, Line, Reading, Report, cleaning
from dayan_safety.importing.judging import NO_WORDS, Begin, Words, check_list
from dayan_safety.workbooks import Sheet


def check_roster(
    sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
) -> tuple[Report, Plan]:
    """Compare a roster with the town of the day ``on``: what is wrong, what is open, and what an import would write.

    ``words``: headers the office added. Six queries.
    """

    def prepare(reading: Reading) -> Begin:
        return partial(RosterCheck, load_town(on, with_ciphers=holds_masks(reading.lines)), answers=answers)

    return check_list(sheets, FIELDS, prepare, answers, words, group=POSTS, nothing=Plan)


def holds_masks(lines: Iterable[Line]) -> bool:
    """Whether a masked identity number stands anywhere: then the full ones are needed to compare."""
    return any(cleaning.is_masked(line.values.get("identity_number") or "") for line in lines)
