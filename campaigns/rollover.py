"""What the campaigns hand on to the next year: campaigns, training programmes; projects that are not reviewed go on."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Event, Programme, Project, SafetyDay
from campaigns.services.owning import create_own
from campaigns.services.safety_calendar import Slot, calendar_of, proposed
from committee.models import WorkingGroup
from dayan_safety.carrying import (
    Found,
    Kind,
    LeftOut,
    Line,
    Moved,
    Read,
    Turn,
    found_of,
    left_out,
    line_of,
    moved_of,
    there,
    words_moved,
)
from dayan_safety.todos import Waiting, list_url

PROGRAMME = ("planned_sessions", "planned_people")


_url = partial(list_url, "campaigns")  # a noun, a query


def _there(turn: Turn, rows: Any, noun: str) -> Waiting:
    """What begins or goes on in the new year, as the list tells it."""
    days = (f"{turn.year}-01-01", f"{turn.year}-12-31")
    ahead = rows.filter(last_on__gte=days[0], first_on__lte=days[1])
    return there(ahead, _url(noun, "since={}&until={}".format(*days)))


def _groups_on(turn: Turn) -> set[int]:
    """The working groups whose committee is in office in the new year."""
    rows = WorkingGroup.objects.present().of_committee_in_office(turn.first)
    return set(rows.values_list("pk", flat=True))


def _gone(turn: Turn, term: Any, groups: set[int]) -> LeftOut | None:
    """A term whose group does not go on."""
    if term.group_id is None or term.group_id in groups:
        return None
    told = {"group": term.group, "year": turn.year}
    reason = _("“%(group)s” is no longer there in %(year)s: somebody else has to take it on.") % told
    return left_out(term, reason)


def _days_moved(before: Any, after: Any) -> list[Moved]:
    days = (f"{before.first_on} – {before.last_on}", f"{after.first_on} – {after.last_on}")
    return moved_of(_("days"), *days)


def _line(turn: Turn, old: Any, made: Any, texts: tuple[str, ...], make: Any, *more: Any) -> Line:
    told = [*moved_of(_("name"), old.name, made.name), *_days_moved(old, made), *words_moved(turn, old, *texts)]
    return line_of(old, told, make, *more)


def campaigns_of(turn: Turn, user: Any) -> Found:
    """Campaigns: those of a safety day on its days of the new year, the others a year later."""
    rows = Campaign.objects.all().visible_to(user)
    slots = {slot.day.name: slot for slot in calendar_of(turn.year, turn.year)}
    names, groups = set(rows.values_list("name", flat=True)), _groups_on(turn)
    of_old = rows.in_years(turn.old, turn.old).with_names().order_by("first_on", "pk")
    return found_of(
        _there(turn, rows, "campaign"), (_read_campaign(turn, each, slots, names, groups) for each in of_old)
    )


def _read_campaign(turn: Turn, old: Campaign, slots: dict[str, Slot], names: set[str], groups: set[int]) -> Read:
    if gone := _gone(turn, old, groups):
        return gone
    slot = slots.get(old.safety_day.name) if old.safety_day else None
    if old.safety_day and slot is None:
        reason = _("“%(day)s” has no day in %(year)s yet: enter it first.")
        told = {"day": old.safety_day.name, "year": turn.year}
        return left_out(old, reason % told, can_come=True)
    made = proposed(slot.day, turn.year) if slot else _a_year_later(turn, old)
    if (slot and slot.campaign) or made.name in names:
        return None
    names.add(made.name)
    _plan_alike(turn, old, made)
    return _line(turn, old, made, ("text",), partial(create_own, made))


def _a_year_later(turn: Turn, old: Campaign) -> Campaign:
    days = {"first_on": turn.moved(old.first_on), "last_on": turn.moved_end(old.last_on)}
    return Campaign(name=_own_name(turn, old.name), **days)


def _own_name(turn: Turn, name: str) -> str:
    """The name with the new year in it; names are not shared between years."""
    renamed = turn.renamed(name)
    if renamed != name:
        return renamed
    year = f"（{turn.year}年）"
    return f"{name[: 60 - len(year)]}{year}"


def _plan_alike(turn: Turn, old: Campaign, made: Campaign) -> None:
    made.group, made.text = old.group, turn.renamed(old.text)
    for name in Campaign.PLANNED:
        setattr(made, name, getattr(old, name))


def programmes_of(turn: Turn, user: Any) -> Found:
    """Training programmes of the year, a year later."""
    rows = Programme.objects.all().visible_to(user)
    names, groups = set(rows.values_list("name", flat=True)), _groups_on(turn)
    of_old = rows.filter(first_on__year=turn.old).with_names().order_by("first_on", "pk")
    return found_of(_there(turn, rows, "programme"), (_read_programme(turn, each, names, groups) for each in of_old))


def _read_programme(turn: Turn, old: Programme, names: set[str], groups: set[int]) -> Read:
    if gone := _gone(turn, old, groups):
        return gone
    name = _own_name(turn, old.name)
    if name in names:
        return None
    names.add(name)
    made = Programme(name=name, first_on=turn.moved(old.first_on), last_on=turn.moved_end(old.last_on))
    made.group, made.text = old.group, turn.renamed(old.text)
    for field in PROGRAMME:
        setattr(made, field, getattr(old, field))
    audiences = [each for each in old.audiences.all() if each.removed_at is None]
    keys = ",".join(str(each.pk) for each in audiences)
    return _line(turn, old, made, ("text",), partial(create_own, made, audiences=audiences), keys)


CARRIED = (
    Kind(
        name="campaigns.campaign",
        label=gettext_lazy("Campaigns of the year"),
        note=gettext_lazy("Planned with who runs them and what is planned; theme and summing up are written anew."),
        view="campaigns.view_campaign",
        right="campaigns.create_campaign",
        icon="flag",
        read=campaigns_of,
    ),
    Kind(
        name="campaigns.programme",
        label=gettext_lazy("Training programmes of the year"),
        note=gettext_lazy("Planned with audiences and numbers; their sessions are planned anew."),
        view="campaigns.view_programme",
        right="campaigns.create_programme",
        icon="mortarboard",
        read=programmes_of,
    ),
)


def open_of_campaigns(turn: Turn, user: Any) -> list[Waiting]:
    """Projects and events that somebody still has to do something about."""
    projects, events = Project.objects.all().visible_to(user), Event.objects.all().visible_to(user)
    return [
        Waiting(
            gettext_lazy("Promotion projects under way"), projects.running_on(turn.on),
            _url("project", "standing=under_way"), "info", "bullseye",
        ),
        Waiting(
            gettext_lazy("Promotion projects to review"), projects.to_review(turn.on),
            _url("project", "standing=to_review"), "warning", "clipboard-check",
        ),
        Waiting(
            gettext_lazy("Events without a head-count"), events.to_fill_in(turn.on),
            _url("event", "standing=to_fill_in"), "info", "pencil-square",
        ),
    ]  # fmt: skip


def going_on_in_campaigns(turn: Turn, user: Any) -> list[Waiting]:
    """Safety days come every year by themselves, but for those that are set for one year."""
    days = SafetyDay.objects.all().visible_to(user)
    return [Waiting(gettext_lazy("Safety days"), days, _url("safetyday", "reset=1"), "info", "calendar-heart")]
