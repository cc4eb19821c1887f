"""What the office may set: every app declares its parameters with their defaults, the office keeps what differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext as _

from dayan_safety.history import record_action
from dayan_safety.models import Parameter
from dayan_safety.permissions import verb

SET = "dayan_safety.set_parameters"
OF_HOUSE = ("dayan_safety.reminder_parameters", "dayan_safety.overview_parameters")


@dataclass(frozen=True)
class Declared:
    """One parameter: ``name`` is ``<app>.<name>``, ``default`` what is shipped (or a function that says so), ``field``
    how it is typed and checked.

    ``group`` heads those that belong together; ``help`` says what it changes, with an example.
    """

    name: str
    label: Any
    group: Any
    default: Any
    field: Callable[[], forms.Field]
    help: Any = ""

    @property
    def shipped(self) -> Any:
        """What holds until the office sets something else."""
        return self.default() if callable(self.default) else self.default


class NumbersField(forms.CharField):
    """Whole numbers, commas between them: ``7, 3, 1, 0``."""

    def __init__(self, *, least: int = 0, most: int = 60, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """A list, the largest first, none twice."""
        words = (super().to_python(value) or "").replace("，", ",").replace("、", ",").split(",")
        parts = [word.strip() for word in words if word.strip()]
        if not all(part.isascii() and part.isdigit() and self.least <= int(part) <= self.most for part in parts):
            sentence = _("Write whole numbers from %(least)s to %(most)s, with commas between them.")
            raise forms.ValidationError(sentence % {"least": self.least, "most": self.most})
        return sorted({int(part) for part in parts}, reverse=True)


@cache
def all_parameters() -> dict[str, Declared]:
    """The parameters of every app (``PARAMETERS`` of its module ``parameters``) and of the slab, by name."""
    modules = [
        f"{config.name}.parameters" for config in apps.get_app_configs() if not config.name.startswith("django.")
    ]
    known = [import_module(name) for name in (*modules, *OF_HOUSE) if find_spec(name)]
    return {declared.name: declared for module in known for declared in getattr(module, "PARAMETERS", ())}


def parameters() -> dict[str, Any]:
    """Every parameter as it stands; one query."""
    kept = dict(Parameter.objects.values_list("name", "value"))
    return {name: kept.get(name, declared.shipped) for name, declared in all_parameters().items()}


def parameter(name: str) -> Any:
    """One parameter as it stands; one query. Raises ``KeyError`` for a name nobody declared."""
    declared = all_parameters()[name]
    row = Parameter.objects.filter(name=name).first()
    return declared.shipped if row is None else row.value


def set_parameters(values: Mapping[str, Any], *, by: Any) -> list[str]:
    """Keep ``values`` (cleaned by their fields) where they differ; returns the names of what changed."""
    return _set(None, by=by, values=values)


@verb(SET)
def _set(_thing: None, *, by: Any, values: Mapping[str, Any]) -> list[str]:
    before = parameters()
    changed = {name: value for name, value in values.items() if before[name] != value}
    for name, value in changed.items():
        Parameter.objects.update_or_create(name=name, defaults={"value": value})
    if changed:
        told = all_parameters()
        record_action(
            SET,
            by=by,
            before={str(told[name].label): in_words(told[name], before[name]) for name in changed},
            after={str(told[name].label): in_words(told[name], value) for name, value in changed.items()},
        )
    return list(changed)


def in_words(declared: Declared, value: Any) -> str:
    """A value as people read it: what was chosen by its label, several with commas between them."""
    labels = dict(getattr(declared.field(), "choices", ()))
    return ", ".join(str(labels.get(one, one)) for one in (value if isinstance(value, list) else [value]))
