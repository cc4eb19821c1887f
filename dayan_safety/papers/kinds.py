"""Which papers there are: every app declares its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy

Context = dict[str, Any]  # texts, lists of texts, lists of such tables: what JSON carries


@dataclass(frozen=True, slots=True)
class PaperField:
    """A field that a template may name; one with ``fields`` is a list, each line of which has those."""

    name: str
    label: Any
    fields: tuple[PaperField, ...] = ()


ISSUED = (
    PaperField("issuer", gettext_lazy("who issues the paper")),
    PaperField("issued_on", gettext_lazy("day of the paper")),
)


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper the portal writes.

    ``draw`` makes the shipped template; ``write`` the fields of a record's paper; ``sample`` those of an invented one,
    on which a new template is tried: with more than one line in every list, and nothing left out.
    """

    name: str
    label: Any
    about: Any
    fields: tuple[PaperField, ...]
    draw: Callable[[], bytes]
    write: Callable[..., Context]
    sample: Callable[[], Context]

    def blank(self) -> Context:
        """The fields of a paper of which nothing is known: texts empty, lists without lines."""
        return {name: type(value)() for name, value in self.sample().items()}


def told_fields(fields: tuple[PaperField, ...], within: str = "") -> list[tuple[str, Any]]:
    """Every field with what it is; ``topics.title`` is the field ``title`` of each line of ``topics``."""
    found: list[tuple[str, Any]] = []
    for field in fields:
        found.append((f"{within}{field.name}", field.label))
        found += told_fields(field.fields, f"{within}{field.name}.")
    return found


def shape_of(fields: tuple[PaperField, ...]) -> Mapping[str, Any]:
    """The names that a paper's fields have, nested as they are."""
    return {field.name: shape_of(field.fields) for field in fields}


def paper_words(name: str) -> str:
    """What a kind of paper is called."""
    kind = all_papers().get(name)
    return str(kind.label) if kind else name


@cache
def all_papers() -> dict[str, PaperKind]:
    """The papers of every app, by name."""
    modules = [f"{config.name}.documents" for config in apps.get_app_configs() if not config.name.startswith("django.")]
    known = [import_module(name) for name in modules if find_spec(name)]
    return {kind.name: kind for module in known for kind in getattr(module, "PAPERS", ())}
