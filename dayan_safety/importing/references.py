"""Columns that name other records: found by name; names that are nearly right are offered, never taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext as _

from dayan_safety.importing.answers import Answers
from dayan_safety.importing.cleaning import compact
from dayan_safety.importing.fields import Field
from dayan_safety.importing.near_names import NearNames
from dayan_safety.importing.refusals import LineRefused


class Named(NamedTuple):
    """A record that was found."""

    pk: int
    name: str


class Finder(Protocol):
    """Finds what a line names; one for each check."""

    def find(self, values: Mapping[str, Any]) -> Any:
        """The record (with its ``pk``) that the values of a line name; raises ``LineRefused``."""

    def name_of(self, pk: int) -> str:
        """What a record is called."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Which ``column`` of a record the fields ``reads`` of a list fill, who finds it, what a template offers."""

    column: str
    reads: tuple[str, ...]
    finder: Callable[[Answers], Finder]
    offered: Callable[[date], Iterable[str]]


def plain_form(name: str) -> str:
    """A name as it is compared: without spaces, in small letters, without the marks of a title."""
    return compact(name).casefold().strip("《》“”\"'")


class NameFinder:
    """Finds records by their names: ``names`` by key, compared in ``form``; ``thing`` says what they are.

    A name that is one record's alone is found; what is only near is asked about, once for all lines.
    """

    def __init__(
        self,
        at: Field,
        thing: Any,
        names: Mapping[int, str],
        answers: Answers,
        form: Callable[[str], str] = plain_form,
    ) -> None:
        self.at, self.thing, self.names, self.answers, self.form = at, thing, names, answers, form
        forms = {pk: form(name) for pk, name in names.items()}
        often = Counter(forms.values())
        self.by_form = {short: pk for pk, short in forms.items() if often[short] == 1}
        self.near = NearNames({short: names[pk] for short, pk in self.by_form.items()})

    def name_of(self, pk: int) -> str:
        """What a record is called."""
        return self.names[pk]

    def find(self, values: Mapping[str, Any]) -> Named:
        """The record that the line names."""
        written = values.get(self.at.name) or ""
        pk = self.by_form.get(self.form(written)) or self._said(written)
        if pk is None:
            raise self._unknown(written)
        return Named(pk, self.names[pk])

    def _key(self, written: str) -> str:
        return f"{self.at.name}:{written}"

    def _said(self, written: str) -> int | None:
        said = self.answers.choices.get(self._key(written), "")
        return int(said) if said in self._near(written) else None

    def _near(self, written: str) -> dict[str, str]:
        """Key of the record → its name."""
        return {str(self.by_form[self.form(name)]): name for name in self.near.of(self.form(written))}

    def _unknown(self, written: str) -> LineRefused:
        near, told = self._near(written), {"thing": self.thing}
        if not near:
            return LineRefused(self.at, _("No %(thing)s has this name: correct it, or register it first.") % told)
        sentence = _("No %(thing)s has this name. Perhaps %(names)s is meant?")
        question = _("Which %(thing)s is meant?") % told
        names = told | {"names": _(", ").join(near.values())}
        return LineRefused(self.at, sentence % names, question=question, candidates=near, key=self._key(written))


def reference_by_name(at: Field, model: Any) -> Reference:
    """A reference to the present records of ``model`` by their ``name``, read in one query; a template offers all."""

    def names() -> dict[int, str]:
        return dict(model.objects.present().values_list("pk", "name"))

    def finder(answers: Answers) -> NameFinder:
        return NameFinder(at, model._meta.verbose_name, names(), answers)

    return Reference(f"{at.name}_id", (at.name,), finder, lambda on: names().values())
