"""What becomes of a post: who holds it ends the day before, the next one begins. Nobody is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from committee.services.rosters.columns import SINCE
from committee.services.rosters.people import Somebody, Wanted
from committee.services.rosters.seats import Held
from committee.services.rosters.town import Town
from dayan_safety.importing import Outcome
from dayan_safety.importing.refusals import LineRefused, conflict

DAY = timedelta(days=1)


@dataclass(slots=True)
class Shift:
    """An appointment whose first or last day moves."""

    held: Held
    since: date
    until: date | None


@dataclass(slots=True)
class Start:
    """An appointment that begins."""

    wanted: Wanted
    person: Somebody
    since: date


@dataclass(slots=True)
class Decision:
    """What one line does to its post; ``before`` is who held it."""

    outcome: Outcome
    before: Held | None = None
    shifts: Sequence[Shift] = ()
    start: Start | None = None


def decide(town: Town, wanted: Wanted, person: Somebody) -> Decision:
    """Keep, correct, fill or pass on the post of a line; raises ``LineRefused``."""
    known = person.known
    mine = [held for held in town.standing(wanted.post) if held.person_id == known.pk] if known else []
    if not mine:
        return _appoint(town, wanted, person)
    held = next((held for held in mine if held.since == wanted.since), mine[0])
    if wanted.since in (None, held.since):
        return Decision(Outcome.UNCHANGED, held)
    return _correct(town, held, wanted.since)


def _correct(town: Town, held: Held, since: date) -> Decision:
    """The same person, another first day."""
    if held.until and since > held.until:
        sentence = _("The person leaves the post on %(day)s: write an earlier day.")
        raise LineRefused(SINCE, sentence % {"day": held.until})
    for other in _overlapping(town, held, since):
        raise LineRefused(SINCE, _not_free(town, other))
    return Decision(Outcome.CHANGED, held, [Shift(held, since, held.until)])


def _overlapping(town: Town, held: Held, since: date) -> list[Held]:
    others = [other for other in town.rivals(held.post, held.person_id) if other.pk != held.pk]
    last = held.until or date.max
    return [other for other in others if other.since <= last and (other.until is None or other.until >= since)]


def _appoint(town: Town, wanted: Wanted, person: Somebody) -> Decision:
    """Somebody who does not hold the post yet."""
    rivals = town.rivals(wanted.post, person.known.pk if person.known else None)
    since = wanted.since or (_first_free(town, rivals) if rivals else town.on)
    _check_person(person, since)
    if not rivals:
        return Decision(Outcome.NEW, start=Start(wanted, person, since))
    in_the_way = [held for held in rivals if held.until is None or held.until >= since]
    for held in in_the_way:
        if held.since >= since or (held.until and held.until < town.on):
            raise conflict(SINCE, _not_free(town, held))
    shifts = tuple(Shift(held, held.since, since - DAY) for held in in_the_way)
    outcome = Outcome.CHANGED if shifts else Outcome.NEW
    return Decision(outcome, in_the_way[-1] if in_the_way else None, shifts, Start(wanted, person, since))


def _first_free(town: Town, rivals: list[Held]) -> date:
    """Today; tomorrow when somebody was appointed only today, because a day belongs to one holder."""
    began_today = any(held.since == town.on for held in rivals if held.until is None or held.until >= town.on)
    return town.on + DAY if began_today else town.on


def _check_person(person: Somebody, since: date) -> None:
    left = person.known.left_on if person.known else None
    if left and left < since:
        sentence = _("The person left on %(day)s: take that back on the person's page first.")
        raise conflict(SINCE, sentence % {"day": left})


def _not_free(town: Town, held: Held) -> str:
    name = town.name_of(held.person_id)
    if held.until is None:
        sentence = _("%(person)s holds this post from %(since)s on: write a later day.")
        return sentence % {"person": name, "since": held.since}
    sentence = _("%(person)s holds this post from %(since)s until %(until)s: write a later day.")
    return sentence % {"person": name, "since": held.since, "until": held.until}
