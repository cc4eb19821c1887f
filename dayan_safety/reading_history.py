"""Rows of history as people read them: who did what, which field from what to what, in the reader's language.

Nothing but the rows is read: names of people and things are those of the moment it happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Field, Model, QuerySet
from django.db.models.functions import Cast
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayan_safety.history import snapshot
from dayan_safety.models import Action, Record
from dayan_safety.permissions import verb_label

# What verbs tell beside the fields of their things.
CHARACTERS_SHOWN = 300
FOR_AUDITORS = frozenset({"sha256"})  # proves which file it was; no news on the record's page
WORDS = {
    "evidence": gettext_lazy("evidence"),
    "changed": gettext_lazy("changed"),
    "comment": gettext_lazy("comment"),
    "copies": gettext_lazy("copies"),
    "decision": gettext_lazy("decision"),
    "duplicates": gettext_lazy("twice in the file"),
    "field": gettext_lazy("about the field"),
    "file": gettext_lazy("file"),
    "filing": gettext_lazy("handing in"),
    "first_on": gettext_lazy("begins on"),
    "format": gettext_lazy("format"),
    "task": gettext_lazy("task"),
    "told": gettext_lazy("people told"),
    "channels": gettext_lazy("channels"),
    "muted": gettext_lazy("kinds not wanted"),
    "handed_out": gettext_lazy("tasks handed out"),
    "invited": gettext_lazy("invited"),
    "items": gettext_lazy("topics"),
    "last_on": gettext_lazy("ends on"),
    "kept_version": gettext_lazy("kept as version"),
    "new": gettext_lazy("new"),
    "nil": gettext_lazy("nil report"),
    "note": gettext_lazy("note"),
    "notice": gettext_lazy("rectification notice"),
    "number": gettext_lazy("number"),
    "on": gettext_lazy("day"),
    "opinion": gettext_lazy("re-inspection opinion"),
    "outcome": gettext_lazy("outcome"),
    "paper": gettext_lazy("paper"),
    "place": gettext_lazy("place in the order"),
    "progress": gettext_lazy("progress"),
    "query": gettext_lazy("filters"),
    "role": gettext_lazy("role"),
    "rows": gettext_lazy("rows"),
    "seed": gettext_lazy("seed"),
    "drawn": gettext_lazy("drawn by lot"),
    "sites": gettext_lazy("sites"),
    "second_step": gettext_lazy("second step"),
    "sessions": gettext_lazy("sessions"),
    "sha256": gettext_lazy("SHA-256"),
    "skipped": gettext_lazy("skipped"),
    "slip": gettext_lazy("supervision slip"),
    "step": gettext_lazy("what was done"),
    "stock": gettext_lazy("copies in stock"),
    "seal": gettext_lazy("seal"),
    "successor": gettext_lazy("successor"),
    "topic": gettext_lazy("topic"),
    "unchanged": gettext_lazy("unchanged"),
    "units": gettext_lazy("units"),
    "username": gettext_lazy("sign-in name"),
    "wanted_on": gettext_lazy("asked until"),
    "went_to": gettext_lazy("went to"),
    "year": gettext_lazy("year"),
    "years": gettext_lazy("years"),
}


class Change(NamedTuple):
    """One field that changed, in words; nothing is an empty text."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        """``name: old → new``; what was empty before is left out."""
        after = self.after or _("empty")
        told = f"{self.before} → {after}" if self.before else after
        return _("%(label)s: %(value)s") % {"label": self.label, "value": told}


@dataclass(frozen=True, slots=True)
class Told:
    """One row in words. ``outcome`` is the code (``Action.Outcome``); ``by_name`` is empty for the clock."""

    number: int
    at: datetime
    by_name: str
    verb_label: str
    thing_kind: str
    thing_name: str
    changes: list[Change]
    reason: str
    outcome: str

    def __str__(self) -> str:
        """The row as one sentence."""
        told = {"by": self.by_name or _("The portal"), "verb": self.verb_label, "thing": self.thing_name}
        sentence = _("%(by)s: %(verb)s, %(thing)s") % told if self.thing_name else _("%(by)s: %(verb)s") % told
        return _("%(sentence)s (refused)") % {"sentence": sentence} if self.is_refused else sentence

    @property
    def is_refused(self) -> bool:
        """Whether it was tried and not done."""
        return self.outcome == Action.Outcome.REFUSED


def history_of(record: Model, *belonging: QuerySet[Any]) -> QuerySet[Action]:
    """What happened to ``record`` and to the records ``belonging`` to it, newest first: one query."""
    own = Action.objects.filter(thing_type=record._meta.label_lower, thing_id=str(record.pk)).order_by()
    # Each part finds its rows through the index; with OR the whole history would be walked.
    rows = own.union(*map(_history_of_all, belonging), all=True) if belonging else own
    return rows.order_by("-number")


def _history_of_all(records: QuerySet[Any]) -> QuerySet[Action]:
    keys = records.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return Action.objects.filter(thing_type=records.model._meta.label_lower, thing_id__in=keys).order_by()


def sentences(actions: Iterable[Action], *, on_page_of: Model | None = None) -> list[Told]:
    """``actions`` in words, in their order; no query beside theirs.

    A record's page does not repeat its name in every row: what happened to another thing is told with that thing.
    """
    if on_page_of is None:
        return [told(action) for action in actions]
    own = (on_page_of._meta.label_lower, str(on_page_of.pk))
    return [told(row) if (row.thing_type, row.thing_id) == own else _with_thing(told(row)) for row in actions]


def _with_thing(row: Told) -> Told:
    words = {"verb": row.verb_label, "thing": row.thing_name}
    return replace(row, verb_label=_("%(verb)s: %(thing)s") % words)


def told(action: Action) -> Told:
    """``action`` in words."""
    model = _model_of(action.thing_type)
    return Told(
        number=action.number,
        at=action.at,
        by_name=action.by_name,
        verb_label=verb_label(action.verb),
        thing_kind=str(model._meta.verbose_name) if model else action.thing_type,
        thing_name=action.thing_name,
        changes=changes_of(action, without=FOR_AUDITORS),
        reason=action.reason,
        outcome=action.outcome,
    )


def changes_of(action: Action, without: frozenset[str] = frozenset()) -> list[Change]:
    """The fields that ``action`` changed, in the order of the record; what verbs tell beside fields comes last."""
    model = _model_of(action.thing_type)
    order = [field.name for field in model._meta.fields] if model else []
    names = sorted({*action.before, *action.after} - {"id"} - without, key=lambda name: _place(order, name))
    return [_change(_field_of(model, name), name, action.before.get(name), action.after.get(name)) for name in names]


def differences(one: Record, other: Record, names: Iterable[str]) -> list[Change]:
    """Where two states of a record differ, in words; personal fields masked."""
    differing = [name for name in names if getattr(one, name) != getattr(other, name)]
    before, after = snapshot(one, differing), snapshot(other, differing)
    return [_change(_field_of(type(one), name), name, before[name], after[name]) for name in differing]


def _place(order: list[str], name: str) -> tuple[int, str]:
    # PostgreSQL keeps the keys of JSON in an order of its own.
    return (order.index(name), "") if name in order else (len(order), name)


def changes_in_words(action: Action) -> str:
    """The changes of ``action`` as one text of at most ``CHARACTERS_SHOWN``, for a list's column and for exports."""
    return Truncator(_("; ").join(map(str, changes_of(action)))).chars(CHARACTERS_SHOWN)


def _change(field: Any, name: str, before: Any, after: Any) -> Change:
    return Change(_label(field, name), _value(field, before), _value(field, after))


def _model_of(thing_type: str) -> type[Model] | None:
    """The model of a row; one that is no longer there is none."""
    try:
        return apps.get_model(thing_type)
    except (LookupError, ValueError):
        return None


def _field_of(model: type[Model] | None, name: str) -> Field[Any, Any] | None:
    """The field behind a name in a row, if the thing has one."""
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def _label(field: Field[Any, Any] | None, name: str) -> str:
    return str(field.verbose_name if field is not None else WORDS.get(name, name.replace("_", " ")))


def _value(field: Field[Any, Any] | None, kept: Any) -> str:
    """A kept value in words: the choice's label for its code; for several codes (``Record.CODES``) each one's."""
    text = "" if kept is None else str(kept)
    if field is None:
        return text
    if several := getattr(field.model, "CODES", {}).get(field.name):
        labels = {str(code): label for code, label in several.choices}
        return "、".join(str(labels.get(code, code)) for code in text.split(",") if code)
    labels = {str(code): label for code, label in field.flatchoices}
    return str(labels.get(text, text))
