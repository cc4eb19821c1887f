"""Satisfaction with units 群众满意度测评: a questionnaire put to people about every unit of a kind, and its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from campaigns.models import Poll, Questionnaire, Sheet
from campaigns.models.questionnaires import new_code
from campaigns.querysets import PollQuerySet
from campaigns.services.questionnaires import check_asks, questions_of
from committee.models import Unit
from dayan_safety.bulk import insert_all
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action, snapshot
from dayan_safety.permissions import verb

PUT = "campaigns.put_to_units"
HUNDREDTH = Decimal("0.01")
COLUMNS = ("questionnaire", "unit", "first_on", "last_on", "moment", "code")


@dataclass(frozen=True, slots=True)
class Put:
    """How many units people are asked about from now on, and those of which they are already."""

    made: int
    skipped: Sequence[Unit]


@verb(PUT)
def put_to_units(questionnaire: Questionnaire, *, by: Any, kind: str, first_on: date, last_on: date) -> Put:
    """Ask about every unit of ``kind`` that belongs to the town on the first day: a poll for each, with its own code.

    A unit about which people are asked by it on one of the days already is skipped: pressing twice, or two at once,
    makes nothing twice. Raises ``RuleBroken`` where it does not measure satisfaction, no question is marked, or there
    is no such unit. One statement inserts them all.
    """
    _check_measures(questionnaire)
    units = list(Unit.objects.present().valid_on(first_on).filter(kind=kind).order_by("order", "pk"))
    if not units:
        raise RuleBroken(_("On that day no unit of this kind belongs to the town."))
    asked = _asked_about(questionnaire, first_on, last_on)
    wanted = [unit for unit in units if unit.pk not in asked]
    if wanted:
        _insert([_poll(questionnaire, unit, first_on, last_on) for unit in wanted], by)
        told = {"units": str(len(wanted)), "first_on": str(first_on), "last_on": str(last_on)}
        record_action(PUT, questionnaire, by=by, after=told)
    return Put(len(wanted), [unit for unit in units if unit.pk in asked])


def _check_measures(questionnaire: Questionnaire) -> None:
    """It is about satisfaction, something is marked, and nobody else puts it to people until the change is done."""
    check_asks(questionnaire)
    if questionnaire.purpose != Questionnaire.Purpose.SATISFACTION:
        raise RuleBroken(_("Only a questionnaire that measures satisfaction is put to people about units."))
    if not any(question.is_marked for question in questions_of(questionnaire)):
        raise RuleBroken(_("No answer has a mark: write marks behind the answers, else nothing can be counted."))


def _asked_about(questionnaire: Questionnaire, first_on: date, last_on: date) -> set[int | None]:
    """The units people are asked about by it on one of the days."""
    polls = Poll.objects.present().about_units().filter(questionnaire=questionnaire)
    return set(polls.filter(first_on__lte=last_on, last_on__gte=first_on).values_list("unit", flat=True))


def _poll(questionnaire: Questionnaire, unit: Unit, first_on: date, last_on: date) -> Poll:
    return Poll(questionnaire=questionnaire, unit=unit, first_on=first_on, last_on=last_on, code=new_code())


def _insert(polls: list[Poll], by: Any) -> None:
    rows = [[poll.questionnaire_id, poll.unit_id, *(getattr(poll, name) for name in COLUMNS[2:])] for poll in polls]
    for poll, key in zip(polls, insert_all(Poll, COLUMNS, rows), strict=True):
        poll.pk = key
        after = {name: told for name, told in snapshot(poll).items() if told}
        record_action("campaigns.create_poll", poll, by=by, after=after)


def marks_by_unit(polls: PollQuerySet) -> dict[int, tuple[Decimal, int]]:
    """Of each unit that ``polls`` are about: the sum of its sheets' marks (each of a hundred), and how many have one.

    One query for any number of units and sheets. A sheet that is not marked says nothing.
    """
    rows = Sheet.objects.filter(poll__in=polls.about_units(), mark__isnull=False).order_by()
    found = rows.values_list("poll__unit").annotate(Sum("mark"), Count("pk"))
    return {unit: (Decimal(total).quantize(HUNDREDTH), sheets) for unit, total, sheets in found}


@dataclass(frozen=True, slots=True)
class Wave:
    """Polls of a questionnaire about units of one kind with the same days: how many, and how many have answered."""

    kind: str
    first_on: date
    last_on: date
    polls: int
    filled_in: int

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(Unit.Kind(self.kind).label)


def waves_of(polls: PollQuerySet) -> list[Wave]:
    """``polls`` about units by days and kind, the newest first; one query."""
    rows = polls.about_units().order_by("-first_on", "-last_on", "unit__kind")
    by_kind = rows.values_list("unit__kind", "first_on", "last_on")
    return [Wave(*row) for row in by_kind.annotate(Count("pk", distinct=True), Count("sheets", distinct=True))]
