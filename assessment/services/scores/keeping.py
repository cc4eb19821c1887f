"""Keeping results: one for each period, whole or not at all, sealed with what it was computed from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError
from django.db.models import DecimalField, Min
from django.utils.translation import gettext as _

from assessment.models import WHOLE_YEAR, Objection, Result, Rulebook, RulebookItem, Scorecard
from assessment.scoring import seal_of
from assessment.services.rulebooks import KEPT, OF_ITEM, items_of
from assessment.services.scores.computing import Card
from assessment.services.scores.gathering import month_of
from assessment.services.scores.periods import computed
from assessment.services.surveys import LEAST_KEPT, least_sheets
from dayan_safety.bulk import collector_paused, insert_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.parameters import parameter
from dayan_safety.permissions import verb
from dayan_safety.states import move_state

ON_CARD = ("kind", "score", "grade", "rank", "is_vetoed", "lines", "parts")
KEEP = "assessment.keep_result"
SEALED = tuple(name for name in OF_ITEM if name != "standard")
State = Result.State


def score_months(on: date) -> int:
    """Keep the scores of every month that is over, its scoring day has come, and has none yet; how many were kept.

    Months that were over before the year had rules are not scored. A run that was missed, doubled or cut off changes
    nothing: the next one finds what is lacking.
    """
    books = Rulebook.objects.in_use().filter(year__gte=on.year - 1)
    lacking = [(book, month) for book in books for month in _months_over(book.year, on)]
    kept = set(Result.objects.present().values_list("year", "month"))
    return sum(keep_month(book, month, on) for book, month in lacking if (book.year, month) not in kept)


def _months_over(year: int, on: date) -> list[int]:
    """Months that ended under rules, and whose scoring day (of the month after) is not ahead any more."""
    ruled = Rulebook.objects.present().filter(year=year).aggregate(since=Min("used_since"))["since"]
    wait = timedelta(days=parameter("assessment.scored_on"))
    ends = {month: month_of(year, month)[1] for month in range(1, 13)}
    return [month for month, last in ends.items() if ruled <= last <= on - wait]


def keep_month(book: Rulebook, month: int, on: date) -> bool:
    """Keep the scores of a month as the records stand on ``on``; whether there were none before.

    Whoever else does it at the same moment has kept them: nothing is lost, nothing is there twice.
    """
    return _keep_first(Result(rulebook=book, year=book.year, month=month, as_of=on, state=State.FINAL))


def score_years(on: date) -> int:
    """Keep the preview of every year that is over, its scoring day has come, and has none yet; how many were kept.

    Its months are kept first. As with months, a run that was missed, doubled or cut off changes nothing.
    """
    score_months(on)
    kept = set(Result.objects.present().filter(month=WHOLE_YEAR).values_list("year", flat=True))
    books = Rulebook.objects.in_use().filter(year=on.year - 1).exclude(year__in=kept)
    is_time = on >= date(on.year, 1, parameter("assessment.year_scored_on"))
    return sum(keep_year(book, on) for book in books) if is_time else 0


def keep_year(book: Rulebook, on: date) -> bool:
    """Keep the preview of a year as the records stand on ``on``; whether there was none before."""
    return _keep_first(Result(rulebook=book, year=book.year, month=WHOLE_YEAR, as_of=on))


def _keep_first(result: Result) -> bool:
    try:
        with change():
            _keep(result, computed(result.rulebook, result.month, result.as_of), by=None)
    except IntegrityError:
        if not Result.objects.standing().of(result.year, result.month).exists():
            raise
        return False
    return True


def rules_of(book: Rulebook) -> dict[str, Any]:
    """What a score was computed by, as it is sealed: numbers as texts, as the database writes them."""
    rules = {name: _as_kept(book, name) for name in KEPT if name != "note"}
    items = [{"pk": item.pk, **{name: _as_kept(item, name) for name in SEALED}} for item in items_of(book)]
    asks = any(item["method"] == RulebookItem.Method.SURVEY for item in items)
    return {"name": str(book), **rules, **({LEAST_KEPT: str(least_sheets())} if asks else {}), "items": items}


def _as_kept(thing: Any, name: str) -> str | None:
    """A field as text: 90 and 90.00 are the same rule."""
    value, field = getattr(thing, name), thing._meta.get_field(name)
    if isinstance(value, Decimal) and isinstance(field, DecimalField):
        return f"{value:.{field.decimal_places}f}"
    return None if value is None else str(value)


def _keep(result: Result, cards: Sequence[Card], *, by: Any) -> None:
    with collector_paused():
        result.rules = rules_of(result.rulebook)
        result.seal = _seal(result, [card.plain() for card in cards])
        result.save(force_insert=True)
        insert_all(Scorecard, ("result", "unit", *ON_CARD), (_row(result, card) for card in cards))
    after = {"seal": result.seal, "edition": str(result.edition)}
    record_action(KEEP, result, by=by, after=after, reason=result.note)


def _row(result: Result, card: Card) -> list[Any]:
    return [result.pk, card.unit, *(getattr(card, name) for name in ON_CARD)]


def _seal(result: Result, cards: list[dict[str, Any]]) -> str:
    period = {"year": result.year, "month": result.month, "edition": result.edition, "as_of": str(result.as_of)}
    return seal_of(period, result.rules, sorted(cards, key=lambda card: card["unit"]))


def is_unchanged(result: Result) -> bool:
    """Whether rules and scorecards still are what was sealed; two queries."""
    rows = Scorecard.objects.filter(result=result)
    cards = [
        Card(row.unit_id, row.kind, "", row.score, row.lines, row.parts, row.is_vetoed, row.grade, row.rank)
        for row in rows
    ]
    return _seal(result, [card.plain() for card in cards]) == result.seal


@verb("assessment.correct_result")
def correct_result(result: Result, *, by: Any, reason: str, on: date) -> Result:
    """Compute a month or a year anew as the records stand on ``on``; the old edition stays, replaced.

    What of a year is computed anew is a preview again: units may object to it once more. Raises ``RuleBroken`` for
    what was replaced already, while an objection waits for its answer, and where nothing would change, unless a unit
    was told that it is right.
    """
    move_state(result, of=(State.PREVIEW, State.POSTED, State.FINAL), to=State.REPLACED)
    _require_answers(result)
    book = Rulebook.objects.in_use().filter(year=result.year).first() or result.rulebook
    state = State.FINAL if result.month else State.PREVIEW
    made = Result(rulebook=book, year=result.year, month=result.month, as_of=on, state=state)
    made.edition, made.note = result.edition + 1, reason
    cards = computed(book, result.month, on)
    if _same(result, cards) and not _upheld(result):  # other rules have other items
        raise RuleBroken(_("Nothing would change: the records give the same scores."))
    _keep(made, cards, by=by)
    return made


def _require_answers(result: Result) -> None:
    if Objection.objects.open().filter(scorecard__result=result).exists():  # nobody would answer them any more
        raise RuleBroken(_("Answer the objections to these scores first, then correct them."))


def _upheld(result: Result) -> bool:
    return Objection.objects.present().filter(scorecard__result=result, state=Objection.State.UPHELD).exists()


def _same(result: Result, cards: Sequence[Card]) -> bool:
    rows = Scorecard.objects.filter(result=result)
    kept = {row.unit_id: (row.score, row.is_vetoed, row.lines, row.parts) for row in rows}
    return kept == {card.unit: (card.score, card.is_vetoed, card.lines, card.parts) for card in cards}
