"""Polls: sheets that come in without a login, and what they say together.

Nobody's name, address or time is kept with a sheet, and no history row is written for it: history would know when.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Avg, Count
from django.utils.translation import gettext as _

from campaigns.models import Answer, Poll, Question, Sheet
from campaigns.models.questionnaires import WHOLE_MARK
from campaigns.services.questionnaires import questions_of
from dayan_safety.errors import RuleBroken
from dayan_safety.workdays import today

LEAST_SHEETS = 3
MOST_SHEETS = 20_000  # a poll of a whole town
MOST_WORDS = 100  # answers in own words that a page shows of a question
TENTH = Decimal("0.1")
WORDS = "campaigns.read_words"

Given = Mapping[int, Any]  # the question's key: places of options (a list), or words


def poll_of(code: str) -> Poll | None:
    """The poll that the code opens, whatever its days; two queries at most."""
    polls = Poll.objects.present().filter(questionnaire__removed_at__isnull=True)
    return polls.with_names().filter(code=code).first()


def fill_in(poll: Poll, given: Given, *, once: UUID, on: date) -> Sheet:
    """Keep a filled-in sheet; the same form sent again adds none. Raises ``RuleBroken`` for a full poll."""
    questions = questions_of(poll.questionnaire)
    about = {"poll": poll, "on": on, "mark": mark_of(questions, given)}
    with transaction.atomic():
        if known := Sheet.objects.filter(once=once).first():
            return known
        if poll.sheets.count() >= MOST_SHEETS:
            raise RuleBroken(_("This poll has as many answers as it can take."))
        sheet, made = Sheet.objects.get_or_create(once=once, defaults=about)
        if made:
            Answer.objects.bulk_create(_answers(sheet, questions, given))
    return sheet


def _answers(sheet: Sheet, questions: Iterable[Question], given: Given) -> list[Answer]:
    found = []
    for question in questions:
        said = given.get(question.pk) or []
        if isinstance(said, str):
            found.append(Answer(sheet=sheet, question=question, words=said))
        else:
            found += [Answer(sheet=sheet, question=question, choice=choice) for choice in said]
    return found


def mark_of(questions: Iterable[Question], given: Given) -> Decimal | None:
    """The mean of a sheet's marked questions, from 0 to 100; nothing where none is marked."""
    marks = [_mark(question, given.get(question.pk) or []) for question in questions if question.is_marked]
    return (Decimal(sum(marks)) / len(marks)).quantize(Decimal("0.01"), ROUND_HALF_UP) if marks else None


def _mark(question: Question, ticked: Sequence[int]) -> int:
    """One answer has its own mark; of several, all that have the whole mark and no other are the whole mark."""
    options = question.choices
    if question.kind == Question.Kind.ONE:
        return sum(options[place].mark or 0 for place in ticked)
    right = {place for place, option in enumerate(options) if option.mark == WHOLE_MARK}
    return WHOLE_MARK if set(ticked) == right else 0


def is_told(sheets: int) -> bool:
    """Whether so many have answered that what they said may be read: of fewer one could tell who said what."""
    return sheets >= LEAST_SHEETS


def is_read(poll: Any) -> bool:
    """Whether what was said in a poll (``with_figures``) may be read: enough answered.

    What is said about a unit counts in its score: while more can be brought in nobody sees how it fares.
    """
    is_open = poll.unit_id is not None and poll.standing(today()) != Poll.Standing.OVER
    return is_told(poll.filled_in) and not is_open


def figure_of(poll: Any) -> Decimal | None:
    """The poll's mean mark to a tenth (``with_figures``); nothing while it may not be read."""
    return _figure(poll.figure, poll.filled_in) if is_read(poll) else None


def _figure(mean: Any, count: int) -> Decimal | None:
    return Decimal(mean).quantize(TENTH, ROUND_HALF_UP) if is_told(count) and mean is not None else None


@dataclass(frozen=True, slots=True)
class Share:
    """How many ticked an answer in a poll, and how many of a hundred who answered."""

    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Line:
    """An answer one may tick, with its share in each poll; nothing where it may not be read."""

    text: str
    mark: int | None
    shares: list[Share | None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a question was answered: its lines, and own words by poll."""

    question: Question
    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def results_of(questions: Iterable[Question], polls: Sequence[Any], *, reader: Any = None) -> list[Result]:
    """The answers to ``questions`` in ``polls`` (``with_figures``) side by side; two queries for any number of them.

    Of polls that may not be read nothing is told. ``reader``: who reads the words, where not everybody may.
    """
    read = [poll for poll in polls if is_read(poll)]
    ticked = _ticked([poll.pk for poll in read])
    words = _words([poll.pk for poll in read if reader is None or reader.has_perm(WORDS, poll)])
    return [
        Result(question, _lines(question, polls, ticked), words.get(question.pk, [])[:MOST_WORDS])
        for question in questions
    ]


def _ticked(polls: Sequence[int]) -> Counter[tuple[int, int, int]]:
    rows = Answer.objects.filter(sheet__poll__in=polls, choice__isnull=False).order_by()
    grouped = rows.values_list("sheet__poll", "question", "choice").annotate(Count("pk"))
    return Counter({(poll, question, choice): count for poll, question, choice, count in grouped})


def _words(polls: Sequence[int]) -> dict[int, list[str]]:
    """In the order of the alphabet, nobody's first because they came first; what several said stands there once."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Answer.objects.filter(sheet__poll__in=polls).exclude(words="").order_by("words")
    for question, words, times in rows.values_list("question", "words").annotate(Count("pk")):
        found[question].append(f"{words} ×{times}" if times > 1 else words)
    return found


def _lines(question: Question, polls: Sequence[Any], ticked: Counter[tuple[int, int, int]]) -> list[Line]:
    return [
        Line(option.text, option.mark, [_share(poll, ticked[poll.pk, question.pk, place]) for poll in polls])
        for place, option in enumerate(question.choices)
    ]


def _share(poll: Any, count: int) -> Share | None:
    whole = poll.filled_in
    return Share(count, (200 * count + whole) // (2 * whole)) if is_read(poll) else None


@dataclass(frozen=True, slots=True)
class Moments:
    """A questionnaire's figure before and after: of all its polls at such a moment together."""

    filled_in: dict[str, int]
    figures: dict[str, Decimal | None]

    @property
    def change(self) -> Decimal | None:
        """How much higher it is after than before."""
        before, after = self.figures.get(Poll.Moment.BEFORE), self.figures.get(Poll.Moment.AFTER)
        return after - before if before is not None and after is not None else None


def moments_of(questionnaires: Iterable[Any]) -> dict[int, Moments]:
    """Figures by questionnaire and moment, of polls about no unit; one query."""
    found: dict[int, Moments] = defaultdict(lambda: Moments({}, {}))
    polls = Poll.objects.present().about_none().filter(questionnaire__in=questionnaires)
    sheets = Sheet.objects.filter(poll__in=polls).order_by()
    rows = sheets.values_list("poll__questionnaire", "poll__moment").annotate(Count("pk"), Avg("mark"))
    for questionnaire, moment, count, mean in rows:
        row = found[questionnaire]
        row.filled_in[moment] = count
        row.figures[moment] = _figure(mean, count)
    return found
