"""Kinds of notices: what people may choose channels for, each declared by the app that tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """``name`` is ``<app>.<name>``. An ``urgent`` kind leaves the house at once, others with the digest of the day."""

    name: str
    label: Any
    urgent: bool = False


GENERAL = NoticeKind("dayan_safety.general", _("Lists brought in, sign-in and other matters"), urgent=True)


def declared(room: str, name: str) -> list[Any]:
    """What the apps declare as ``name`` in their module ``room``, in the order of the apps."""
    modules = [f"{config.name}.{room}" for config in apps.get_app_configs() if not config.name.startswith("django.")]
    known = [import_module(module) for module in modules if find_spec(module)]
    return [each for module in known for each in getattr(module, name, ())]


@cache
def all_kinds() -> dict[str, NoticeKind]:
    """Every kind by its name: ``KINDS`` of the apps' ``deadlines``, and the slab's own."""
    return {kind.name: kind for kind in (*declared("deadlines", "KINDS"), GENERAL)}


def kind_words(name: str) -> str:
    """The kind in the reader's language."""
    kind = all_kinds().get(name)
    return str(kind.label) if kind else name
