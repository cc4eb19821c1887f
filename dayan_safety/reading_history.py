"""Rows of history as people read them: who did what, which field from what to what, in the reader's language.

Nothing but the rows is read: names of people and things are those of the moment it happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayan_safety.models import Action
from dayan_safety.permissions import verb_label

# What verbs tell beside the fields of their things.
CHARACTERS_SHOWN = 300
WORDS = {
    "changed": gettext_lazy("changed"),
    "file": gettext_lazy("file"),
    "format": gettext_lazy("format"),
    "new": gettext_lazy("new"),
    "query": gettext_lazy("filters"),
    "role": gettext_lazy("role"),
    "rows": gettext_lazy("rows"),
    "sha256": gettext_lazy("SHA-256"),
    "successor": gettext_lazy("successor"),
    "unchanged": gettext_lazy("unchanged"),
    "username": gettext_lazy("sign-in name"),
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


def history_of(record: Model) -> QuerySet[Action]:
    """What happened to ``record``, newest first."""
    rows = Action.objects.filter(thing_type=record._meta.label_lower, thing_id=str(record.pk))
    return rows.order_by("-number")


def sentences(actions: Iterable[Action]) -> list[Told]:
    """``actions`` in words, in their order; no query beside theirs."""
    return [told(action) for action in actions]


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
        changes=changes_of(action),
        reason=action.reason,
        outcome=action.outcome,
    )


def changes_of(action: Action) -> list[Change]:
    """The fields that ``action`` changed, in the order of the record; what verbs tell beside fields comes last."""
    model = _model_of(action.thing_type)
    order = [field.name for field in model._meta.fields] if model else []
    names = sorted({*action.before, *action.after} - {"id"}, key=lambda name: _place(order, name))
    return [_change(_field_of(model, name), name, action.before.get(name), action.after.get(name)) for name in names]


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
    """A kept value in words: the choice's label for its code."""
    text = "" if kept is None else str(kept)
    labels = {str(code): label for code, label in field.flatchoices} if field is not None else {}
    return str(labels.get(text, text))
