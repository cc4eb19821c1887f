"""Checks and rounds of mutual evaluation of the new year, as they are set up: units are drawn when they are run."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Check, Round
from assessment.rollover.rules import NewRules, url_of
from assessment.services import checks, peers
from dayan_safety.carrying import Found, Kind, Moved, Read, Turn, found_of, left_out, line_of, moved_of, there


def checks_of(turn: Turn, user: Any) -> Found:
    """The regular checks of the old year, period by period."""
    rows = Check.objects.all().visible_to(user)
    ahead = rows.filter(last__year=turn.year)
    known, rules = set(ahead.values_list("name", "last")), NewRules(turn)
    of_old = rows.filter(last__year=turn.old).order_by("last", "pk")
    return found_of(
        there(ahead, url_of("check", f"since={turn.year}-01-01&until={turn.year}-12-31")),
        (_read_check(turn, each, known, rules) for each in of_old),
    )


def _read_check(turn: Turn, old: Check, known: set[Any], rules: NewRules) -> Read:
    name, first, last = turn.renamed(old.name), turn.moved(old.first), turn.moved_end(old.last)
    if (name, last) in known:
        return None
    if last < turn.on:
        return left_out(old, _("Its period is over."))
    if rules.book is None:
        return rules.waiting(old)
    known.add((name, last))
    made = Check(name=name, rulebook=rules.book, first=first, last=last)
    told = [
        *moved_of(_("name"), old.name, name),
        *moved_of(_("days"), f"{old.first} – {old.last}", f"{first} – {last}"),
    ]
    return line_of(old, told, partial(checks.create_check, made), rules.book.pk)


def rounds_of(turn: Turn, user: Any) -> Found:
    """The rounds of the old year, for the item of the new rules that is like theirs."""
    rows = Round.objects.all().visible_to(user).with_item()
    ahead = rows.filter(item__rulebook__year=turn.year)
    known, rules = set(ahead.values_list("name", "rated_kind", "rating_kind")), NewRules(turn)
    of_old = rows.filter(item__rulebook__year=turn.old).order_by("last_on", "pk")
    return found_of(
        there(ahead, url_of("round", f"year={turn.year}")), (_read_round(turn, each, known, rules) for each in of_old)
    )


def _read_round(turn: Turn, old: Round, known: set[Any], rules: NewRules) -> Read:
    name, last_on = turn.renamed(old.name), turn.to_work(old.last_on)
    key = (name, old.rated_kind, old.rating_kind)
    if key in known:
        return None
    if last_on < turn.on:
        return left_out(old, _("Its last day is over."))
    if rules.book is None:
        return rules.waiting(old)
    item = rules.like(old.item)
    if item is None or old.rated_kind not in item.kinds:
        return rules.lacking(old, old.item)
    known.add(key)
    kinds = {each: getattr(old, each) for each in ("rated_kind", "rating_kind", "each_rates")}
    made = Round(name=name, item=item, last_on=last_on, **kinds)
    told = [*moved_of(_("name"), old.name, name), Moved(_("last day for ballots"), old.last_on, last_on)]
    told += moved_of(_("item"), str(old.item), str(item))
    return line_of(old, told, partial(peers.create_round, made), item.pk)


CARRIED = (
    Kind(
        name="assessment.check",
        label=gettext_lazy("Regular checks"),
        note=gettext_lazy("Being prepared, with their periods; the units are drawn anew."),
        view="assessment.view_check",
        right="assessment.create_check",
        icon="check2-square",
        read=checks_of,
    ),
    Kind(
        name="assessment.round",
        label=gettext_lazy("Rounds of mutual evaluation"),
        note=gettext_lazy("Being set up; ballots are laid out when a round is opened."),
        view="assessment.view_round",
        right="assessment.create_round",
        icon="people",
        read=rounds_of,
    ),
)
