"""What a record's page is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from dayan_safety.permissions import verb_label


@dataclass(frozen=True, slots=True)
class Button:
    """A way to do a verb: its right decides whether it is shown. ``kind``: primary, secondary, danger or link."""

    verb: str
    url: str
    icon: str = "arrow-right"
    kind: str = "secondary"
    text: Any = ""

    @property
    def label(self) -> str:
        """What the button says."""
        return str(self.text) or verb_label(self.verb)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about a record: label, value; ``url`` leads to what the value names, ``reveal`` to the full number."""

    label: Any
    value: Any
    url: str = ""
    reveal: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A block of related records: a template with its context, and the buttons beside its title."""

    title: Any
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)


def part_buttons(part: Any, user: Any) -> list[Button]:
    """Edit and remove of what belongs to a record and is shown on its page, where ``user`` may."""
    app, noun = part._meta.app_label, part._meta.model_name
    edit, remove = (reverse(f"{app}:{verb}_{noun}", args=[part.pk]) for verb in ("edit", "remove"))
    verbs = [Button(f"{app}.edit_{noun}", edit, "pencil"), Button(f"{app}.remove_{noun}", remove, "trash", "danger")]
    return allowed(user, verbs, part)


def address_for(user: Any, record: Any) -> str:
    """The record's address, if it exists for ``user``; nothing otherwise, and for no record."""
    if record is None:
        return ""
    exists = type(record)._default_manager.filter(pk=record.pk).visible_to(user).exists()
    return record.get_absolute_url() if exists else ""


def allowed(user: Any, buttons: list[Button], thing: Any) -> list[Button]:
    """The buttons ``user`` may press on ``thing``."""
    return [button for button in buttons if user.has_perm(button.verb, thing)]
