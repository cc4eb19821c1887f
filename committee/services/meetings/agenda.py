"""The agenda: topics put on it, proposed, decided on, and what was said about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from committee.models import AgendaItem, Meeting, Person
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action, snapshot
from dayan_safety.permissions import verb
from dayan_safety.states import lock_state, require_state

Kind, State = AgendaItem.Kind, AgendaItem.State
STEP = 10  # between two topics: one may come in between


@verb("committee.add_item")
def add_item(
    meeting: Meeting,
    *,
    by: Any,
    kind: str,
    title: str,
    owner: Person | None = None,
    planned_minutes: int = 10,
) -> AgendaItem:
    """Put a topic at the end of the agenda; under way, too, for topics come up."""
    _check_open(meeting)
    return _create(meeting, by=by, kind=kind, title=title, owner=owner, planned_minutes=planned_minutes)


@verb("committee.propose_item")
def propose_item(
    meeting: Meeting, *, by: Any, kind: str, title: str, owner: Person | None = None, planned_minutes: int = 10
) -> AgendaItem:
    """Propose a topic beforehand; the office decides."""
    lock_state(meeting)
    if not meeting.is_ahead:
        raise RuleBroken(_("Topics are proposed before a meeting begins: propose it for the next one."))
    given = {"kind": kind, "title": title, "owner": owner, "planned_minutes": planned_minutes}
    return _create(meeting, by=by, state=State.PROPOSED, proposed_by=by, verb_name="propose_item", **given)


def _create(meeting: Meeting, *, by: Any, verb_name: str = "add_item", **given: Any) -> AgendaItem:
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(meeting=meeting, order=last + STEP, **given)
    record_action(f"committee.{verb_name}", meeting, by=by, after={"topic": item.title})
    return item


@verb("committee.decide_item")
def decide_item(item: AgendaItem, *, by: Any, accepted: bool, reason: str = "") -> None:
    """Take a proposed topic up, or not; who proposed it reads why not in the history."""
    _check_open(item.meeting)
    if not accepted and not reason:
        raise RuleBroken(_("Write why the topic is not taken up."))
    state = State.OPEN if accepted else State.DECLINED
    proposed = AgendaItem.objects.proposed().filter(pk=item.pk, removed_at__isnull=True)
    if not proposed.update(state=state, version=F("version") + 1):
        raise RuleBroken(_("This was decided already."))
    item.refresh_from_db()
    told = {"topic": item.title, "decision": item.get_state_display()}
    record_action("committee.decide_item", item.meeting, by=by, after=told, reason=reason)


@verb("committee.edit_item")
def edit_item(item: AgendaItem, /, *, by: Any, **values: Any) -> None:
    """Change kind, title, presenter, planned minutes or place of a topic."""
    _check_open(item.meeting)
    _set(item, "edit_item", by, values)


@verb("committee.write_item")
def write_item(item: AgendaItem, *, by: Any, discussion: str, state: str) -> None:
    """Write down what was said, and whether the topic is dealt with or comes back next time."""
    require_state(item.meeting, Meeting.MINUTED)
    if state not in AgendaItem.ON_AGENDA or item.state not in AgendaItem.ON_AGENDA:
        raise RuleBroken(_("The topic is not on the agenda."))
    _set(item, "write_item", by, {"discussion": discussion, "state": state})


def _set(item: AgendaItem, verb_name: str, by: Any, values: dict[str, Any]) -> None:
    names: Sequence[str] = [name for name, value in values.items() if getattr(item, name) != value]
    if not names:
        return
    before = snapshot(item, list(names))
    for name in names:
        setattr(item, name, values[name])
    item.version += 1
    item.save(update_fields=[*names, "version", "updated_at"])
    record_action(f"committee.{verb_name}", item, by=by, before=before, after=snapshot(item, list(names)))


@verb("committee.move_item")
def move_item(item: AgendaItem, *, by: Any, after: AgendaItem | None) -> None:
    """Put a topic behind another one, or in front; the results of earlier tasks always come first."""
    _check_open(item.meeting)
    topics = list(item.meeting.items.present().on_agenda())
    others = [other for other in topics if other != item]
    if item.is_results or item not in topics or (after is not None and after not in others):
        raise RuleBroken(_("The topic is not on the agenda."))
    place = others.index(after) + 1 if after else sum(other.is_results for other in others)
    others.insert(place, item)
    for number, other in enumerate(others, start=1):
        other.order = STEP * number
    AgendaItem.objects.bulk_update(others, ["order"])
    record_action("committee.move_item", item.meeting, by=by, after={"topic": item.title, "place": place + 1})


@verb("committee.remove_item")
def remove_item(item: AgendaItem, *, by: Any, reason: str) -> None:
    """Take a topic off the agenda, with the reason; one with outcomes stays."""
    _check_open(item.meeting)
    if item.is_results:
        raise RuleBroken(_("The results of earlier tasks stay the first topic."))
    if item.outcomes.present().exists():
        raise RuleBroken(_("The topic has outcomes: take those out first."))
    present = AgendaItem.objects.present().filter(pk=item.pk)
    if not present.update(removed_at=timezone.now(), version=F("version") + 1):
        raise RuleBroken(_("The topic is not on the agenda."))
    record_action("committee.remove_item", item.meeting, by=by, before={"topic": item.title}, reason=reason)


def _check_open(meeting: Meeting) -> None:
    require_state(meeting, Meeting.CHANGING)
