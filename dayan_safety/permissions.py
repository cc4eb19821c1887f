"""May I do this: one backend over the literal ``RULES`` tables of the apps.

A table maps the verb's name to a ``Rule``: its words and the predicate that allows it. There is no superuser and no
permission row: who may do what is read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.apps import apps
from django.core.exceptions import PermissionDenied
from rules.predicates import Predicate

from dayan_safety.history import change

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule:
    """A verb: what people call it, and who may do it."""

    label: Any
    allows: Predicate


@cache
def all_rules() -> dict[str, Rule]:
    """The rules of every installed app, by verb."""
    found: dict[str, Rule] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("django.") or not find_spec(f"{config.name}.permissions"):
            continue
        found |= getattr(import_module(f"{config.name}.permissions"), "RULES", {})
    return found


def verb_label(verb: str) -> str:
    """The verb in the reader's language."""
    rule = all_rules().get(verb)
    return str(rule.label) if rule else verb


def is_allowed(user: Any, name: str, thing: Any = None) -> bool:
    """Whether ``user`` may do the verb ``name`` to ``thing``; an unknown verb is nobody's."""
    rule = all_rules().get(name)
    return bool(rule and user.is_active and user.is_authenticated and rule.allows.test(user, thing))


def verb(name: str) -> Callable[[Callable[Concatenate[T, P], R]], Callable[Concatenate[T, P], R]]:
    """Make a service of a function ``(thing, *, by, …)``: it asks for the right and runs in one ``change()``.

    ``by`` is the acting user; ``None`` is the clock, which may do everything. Raises ``PermissionDenied``.
    """

    def decorate(service: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
        @wraps(service)
        def run(thing: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
            require(kwargs.get("by"), name, thing)
            with change():
                return service(thing, *args, **kwargs)

        return run

    return decorate


def require(by: Any, name: str, thing: Any = None) -> None:
    """Raise ``PermissionDenied`` unless ``by`` may do ``name`` to ``thing``; the clock (``None``) may."""
    if by is not None and not by.has_perm(name, thing):
        raise PermissionDenied(name)
