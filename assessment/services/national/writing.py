"""The text of an indicator, written from its accepted records: how many of each kind, when, where, about what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Evidence, Indicator, Judgement
from assessment.services.national.proposing import load_records

TOLD = 5  # records of a kind that the text names
SHOWN = 20  # records of a kind and state that the page names
State = Evidence.State


@dataclass(frozen=True, slots=True)
class Group:
    """Evidence of one kind in one state: how many there are, the newest of them with their records."""

    source: str
    state: str
    number: int
    shown: Sequence[Any]

    @property
    def label(self) -> str:
        """The kind, in words."""
        return str(Indicator.Source(self.source).label)


def groups_of(judgement: Judgement, *, reader: Any, most: int = SHOWN) -> list[Group]:
    """What exists for ``reader`` of its evidence, by state and kind, the newest first; a query, and one a kind."""
    rows = Evidence.objects.filter(judgement=judgement)
    seen = list((rows.visible_to(reader) if reader else rows.present()).order_by("-on", "-pk"))
    found: dict[tuple[str, str], list[Any]] = {}
    for each in seen:
        found.setdefault((each.state, each.source), []).append(each)
    order = [(state, source) for state in State.values for source in Indicator.Source.values]
    groups = [
        Group(source, state, len(found[state, source]), found[state, source][:most])
        for state, source in order
        if (state, source) in found
    ]
    load_records([each for group in groups for each in group.shown])
    return groups


def text_of(judgement: Judgement, groups: Sequence[Group]) -> str:
    """What was written by hand, else what its accepted records say."""
    return judgement.text or written(groups)


def written(groups: Sequence[Group]) -> str:
    """A paragraph for each kind of accepted records."""
    return "\n".join(_told(group) for group in groups if group.state == State.ACCEPTED)


def _told(group: Group) -> str:
    named = _("; ").join(_named(each) for each in group.shown[:TOLD] if each.shown)
    if group.number > TOLD:
        named = _("%(named)s and others") % {"named": named}
    about = {"kind": group.label, "number": group.number, "named": named}
    return _("%(kind)s: %(number)s. %(named)s.") % about


def _named(each: Any) -> str:
    place = getattr(each.shown, "place", "")
    parts = [f"{each.on:%Y-%m-%d}" if each.on else "", str(place or ""), str(each.shown)]
    return " ".join(part for part in parts if part)


__all__ = ["Group", "groups_of", "text_of", "written"]
