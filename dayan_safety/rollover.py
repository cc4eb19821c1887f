"""Into the new year: what the apps hand on, gathered into one plan, carried over at one press by their own services.

Nothing is written before the press, and the press carries out the plan that was looked at or nothing. What was made is
found again by what it is: pressing twice makes nothing twice. Who pressed when, and how much, the history keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.rollover import CARRIED as OF_ASSESSMENT
from assessment.rollover import going_on_in_assessment, open_of_assessment
from campaigns.rollover import CARRIED as OF_CAMPAIGNS
from campaigns.rollover import going_on_in_campaigns, open_of_campaigns
from committee.rollover import going_on_in_committee, noticed_in_committee, open_of_committee
from dayan_safety.calendars import load_calendar, shipped_days, shipped_years
from dayan_safety.carrying import (
    Found,
    Kind,
    Line,
    Moved,
    Noticed,
    Part,
    Turn,
    fingerprint_of,
    is_season,
    year_near,
)
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.models import Action
from dayan_safety.numbers import next_number
from dayan_safety.permissions import verb
from dayan_safety.todos import Todo, Waiting, counted
from inspections.rollover import CARRIED as OF_INSPECTIONS
from inspections.rollover import going_on_in_inspections, open_of_inspections

VIEW, ROLL = "dayan_safety.view_rollover", "dayan_safety.roll_over"


def calendar_of_year(turn: Turn, user: Any) -> Found:
    """The list of holidays that comes with the portal, where it has come and is not loaded."""
    is_new = not turn.is_known and turn.year in shipped_years()
    return Found(None, [_shipped(turn.year)] if is_new else [])


def _shipped(year: int) -> Line:
    told = [Moved(_("days of the list"), "", len(shipped_days(year)))]
    return Line(year, str(year), "", told, str(year), partial(load_calendar, [year]))


CALENDAR = Kind(
    name="dayan_safety.calendar",
    label=gettext_lazy("Holidays and shifted working days"),
    note=gettext_lazy("Last days move to working days by this list: where it is there, load it first."),
    view="dayan_safety.view_calendarday",
    right="dayan_safety.edit_calendar",
    icon="calendar3",
    read=calendar_of_year,
)
CARRIED: tuple[Kind, ...] = (CALENDAR, *OF_ASSESSMENT, *OF_CAMPAIGNS, *OF_INSPECTIONS)
OPEN = (open_of_committee, open_of_inspections, open_of_campaigns, open_of_assessment)
GOING_ON = (going_on_in_committee, going_on_in_campaigns, going_on_in_inspections, going_on_in_assessment)


class PlanChanged(RuleBroken):
    """The plan is no longer the one that was looked at."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one user is shown of a turn; ``mine`` is what they may carry over."""

    turn: Turn
    parts: Sequence[Part]
    mine: Sequence[Part]

    @property
    def fingerprint(self) -> str:
        """Names what would be made."""
        return fingerprint_of(self.turn, self.mine)

    def choices(self) -> set[str]:
        """What may be ticked: kinds, and their lines."""
        return {part.kind.name for part in self.mine} | {
            part.kind.mark(line) for part in self.mine for line in part.lines
        }

    def proposed(self) -> set[str]:
        """What is ticked unless one says no."""
        return self.choices() - {part.kind.name for part in self.mine if not part.kind.is_ticked}


def plan_of(turn: Turn, user: Any) -> Plan:
    """The plan as it stands now; as many queries for many records as for one."""
    parts = [Part(kind, kind.read(turn, user)) for kind in CARRIED if user.has_perm(kind.view)]
    return Plan(turn, parts, [part for part in parts if user.has_perm(part.kind.right)])


@verb(ROLL)
def roll_over(turn: Turn, /, *, by: Any, chosen: Collection[str], fingerprint: str) -> dict[str, int]:
    """Make what is ``chosen`` (kinds, and lines of them) of the plan with that ``fingerprint``; how many of each kind.

    All of it or nothing. Raises ``PlanChanged`` where the plan is another one by now.
    """
    next_number("roll_over", turn.year)  # who presses second waits here, and then sees what the first one made
    plan = plan_of(turn, by)
    if plan.fingerprint != fingerprint or not set(chosen) <= plan.choices():
        raise PlanChanged(_("Something changed since you looked: nothing was carried over. Look again."))
    made = {part.kind.name: _carry(part, chosen, by) for part in plan.mine}
    seen = [part for part in plan.mine if made[part.kind.name] or part.found.is_settled]
    told = {kept_name(part.kind): str(made[part.kind.name]) for part in seen}
    record_action(ROLL, by=by, after={"year": str(turn.year), **told})
    return made


def kept_name(kind: Kind) -> str:
    """Its label as the history keeps it, in the town's language."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(kind.label)


def _carry(part: Part, chosen: Collection[str], by: Any) -> int:
    kind = part.kind
    lines = [line for line in part.lines if kind.name in chosen and kind.mark(line) in chosen]
    for line in lines:
        try:
            line.make(by=by)
        except RuleBroken as broken:
            told = {"record": line.label, "problem": broken}
            raise RuleBroken(
                _("“%(record)s” cannot be carried over, and so nothing was: %(problem)s") % told
            ) from broken
    return len(lines)


def standing_of(plan: Plan) -> dict[str, Todo]:
    """What stands in the new year already, by the name of its kind, each with its number; one query."""
    there = {part.kind.name: part.found.there for part in plan.parts if part.found.there}
    return dict(zip(there, counted(list(there.values())), strict=True))


def done_into(year: int) -> list[Action]:
    """Who carried over into ``year``, the last one first; one query."""
    rows = Action.objects.filter(verb=ROLL, outcome=Action.Outcome.DONE, after__year=str(year))
    return list(rows.order_by("-number"))


def open_items(turn: Turn, user: Any) -> list[Todo]:
    """What stays open over the turn of the year, each with its number; one query."""
    return counted(_of(turn, user, OPEN))


def going_on(turn: Turn, user: Any) -> list[Todo]:
    """What holds until somebody changes it, each with its number; one query."""
    return counted(_of(turn, user, GOING_ON))


def _of(turn: Turn, user: Any, sources: Iterable[Any]) -> list[Waiting]:
    return [waiting for source in sources for waiting in source(turn, user)]


def noticed(turn: Turn, user: Any) -> list[Noticed]:
    """What ends or is nobody's at the turn of the year."""
    return noticed_in_committee(turn, user)


def rollover_todos(user: Any, on: date) -> list[Todo]:
    """From November to February: the kinds that nobody has seen to; one query, none for others."""
    if not is_season(on) or not user.has_perm(ROLL):
        return []
    label = _("Kinds of records to carry over into %(year)s") % {"year": year_near(on)}
    return [Todo(label, len(_unseen(user, year_near(on))), reverse("view_rollover"), "info", "calendar3")]


def _unseen(user: Any, year: int) -> set[str]:
    """The kinds that the user may carry over and nobody has seen to."""
    seen = {name for action in done_into(year) for name in action.after}
    return {kept_name(kind) for kind in CARRIED if user.has_perm(kind.right)} - seen
