"""A list of plain records as one declaration: how a line is recognised, checked, written, taken back and offered.

Anything with a model of its own needs no more than a ``RecordList``; what needs more has a check of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from dayan_safety.importing import record_writing as writing
from dayan_safety.importing.answers import NOTHING_SAID, Answers
from dayan_safety.importing.cleaning import text
from dayan_safety.importing.fields import Field
from dayan_safety.importing.judging import NO_WORDS, Begin, Words, check_list
from dayan_safety.importing.kinds import ListKind, WayBack, Written
from dayan_safety.importing.lines import Line, Reading
from dayan_safety.importing.record_lists import Entry, Known, RecordCheck, RecordPlan
from dayan_safety.importing.references import Reference, plain_form
from dayan_safety.importing.refusals import LineRefused, conflict
from dayan_safety.importing.report import Report
from dayan_safety.importing.templates import list_workbook
from dayan_safety.importing.way_back import Blocker
from dayan_safety.models import ImportBatch, Record
from dayan_safety.values import in_words
from dayan_safety.workbooks import Sheet


@dataclass(frozen=True)
class RecordList:
    """Which records of ``model`` come as a list, and in which ``fields``.

    A field is kept in the column of its name, but for those that ``references`` read. ``keys``: columns that together
    name one record, the surest first; a key counts where all of it is filled, but for columns in ``may_be_blank``,
    whose blank says something, too. ``needed``: fields a new record must state. ``filled``: whether the template holds
    what stands already, or only the headers.
    """

    model: type[Record]
    fields: tuple[Field, ...]
    keys: tuple[tuple[str, ...], ...]
    needed: tuple[str, ...]
    may_be_blank: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    derived: tuple[str, ...] = ()
    filled: bool = True

    @property
    def plain(self) -> tuple[str, ...]:
        """Fields kept as they were cleaned."""
        read = {name for reference in self.references for name in reference.reads}
        return tuple(field.name for field in self.fields if field.name not in read)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns an import writes."""
        return (*self.plain, *(reference.column for reference in self.references))

    def field_of(self, column: str) -> Field:
        """The field of the list that says what stands in a column."""
        read = {reference.column: reference.reads[0] for reference in self.references}
        return next(field for field in self.fields if field.name == read.get(column, column))

    def counts(self, key: Sequence[str], values: Mapping[str, Any]) -> bool:
        """Whether ``values`` fill the key."""
        return all(column in self.may_be_blank or values.get(column) not in (None, "") for column in key)

    def known(self) -> list[Known]:
        """Every record as it stands; one query."""
        rows = self.model._default_manager.all().present().order_by("pk").values_list("pk", "version", *self.columns)
        return [Known(pk, version, "", dict(zip(self.columns, row, strict=True))) for pk, version, *row in rows]

    # What a list kind asks for

    def check(
        self, sheets: list[Sheet], on: date, answers: Answers = NOTHING_SAID, words: Words = NO_WORDS
    ) -> tuple[Report, RecordPlan]:
        """Compare a list with the records; a query for them and those of the references."""

        def prepare(_reading: Reading) -> Begin:
            return partial(DeclaredCheck, self, self.known(), answers=answers)

        return check_list(sheets, self.fields, prepare, answers, words, nothing=RecordPlan)

    def write(self, plan: RecordPlan) -> Written:
        """Insert and edit."""
        new = writing.insert_records(self.model, self.columns, plan, self.derived)
        edited = writing.edit_records(self.model, self.columns, plan, self.derived)
        name = str(self.model._meta.model_name)
        return {name: sorted([*new, *edited])}, writing.way_back(plan, self.columns, new)

    def lock(self, batch: ImportBatch) -> None:
        """Nobody refers to the new records while they go."""
        writing.lock(self.model, batch)

    def blockers(self, batch: ImportBatch) -> list[Blocker]:
        """What was changed or used since."""
        return writing.blockers(self.model, batch, {})

    def restore(self, batch: ImportBatch) -> None:
        """The records as they were."""
        writing.restore(self.model, self.columns, batch, self.derived)

    def template(self, on: date) -> bytes:
        """The columns with drop-downs, above what stands already where the list is ``filled``."""
        rows = self._told_rows() if self.filled else ()
        return list_workbook(str(self.model._meta.verbose_name_plural), self.fields, rows, self._offered(on))

    def _offered(self, on: date) -> dict[str, Iterable[Any]]:
        choices: dict[str, Iterable[Any]] = {
            name: [label for _value, label in field.flatchoices]
            for name in self.plain
            if (field := writing.field_of(self.model, name)).choices
        }
        return choices | {reference.reads[0]: reference.offered(on) for reference in self.references}

    def _told_rows(self) -> list[list[Any]]:
        finders = {r.reads[0]: (r.column, r.finder(NOTHING_SAID)) for r in self.references}
        return [[self._told(finders, field.name, known.values) for field in self.fields] for known in self.known()]

    def _told(self, finders: Mapping[str, tuple[str, Any]], name: str, values: Mapping[str, Any]) -> Any:
        if name in finders:
            column, finder = finders[name]
            return finder.name_of(values[column]) if values[column] else ""
        if name not in values or values[name] is None or isinstance(values[name], date):
            return values.get(name)
        return in_words(self.model(**{name: values[name]}), name)

    def kind(self, **about: Any) -> ListKind:
        """The list as the desk knows it; ``about``: its name, label, right, icon, page, thing, advice."""
        way_back = WayBack(self.lock, self.blockers, self.restore)
        return ListKind(
            fields=self.fields, check=self.check, write=self.write, way_back=way_back, template=self.template, **about
        )


class DeclaredCheck(RecordCheck):
    """The check of a declared list."""

    def __init__(
        self, declared: RecordList, known: Sequence[Known], report: Report, answers: Answers = NOTHING_SAID
    ) -> None:
        super().__init__(report, answers)
        self.declared = declared
        self.FIELDS, self.PLAIN, self.NEEDED = declared.fields, declared.plain, declared.needed
        self.finders = {reference.column: reference.finder(answers) for reference in declared.references}
        self.by_key: dict[tuple[Any, ...], list[Known]] = {}
        for record in known:
            named = Known(record.pk, record.version, self._called(record.values), record.values)
            for key in declared.keys:
                self.by_key.setdefault(_key(key, record.values), []).append(named)

    def stated(self, line: Line) -> dict[str, Any]:
        """Plain cells, and the keys of the records that others name."""
        stated = super().stated(line)
        for reference in self.declared.references:
            if any(line.values.get(name) for name in reference.reads):
                stated[reference.column] = self.finders[reference.column].find(line.values).pk
        return stated

    def find(self, line: Line, stated: dict[str, Any]) -> Known | None:
        """By the surest key that finds somebody; a record that fills a surer key otherwise is another one.

        What a record says in another width already (：for :) is not said anew.
        """
        known = self._found(stated)
        told = known.values if known else {}
        stated |= {name: told[name] for name, value in stated.items() if known and _in_another_width(told[name], value)}
        return known

    def _found(self, stated: Mapping[str, Any]) -> Known | None:
        found: Known | None = None
        tried: list[tuple[str, ...]] = []
        for key in (key for key in self.declared.keys if self.declared.counts(key, stated)):
            same = [known for known in self.by_key.get(_key(key, stated), ()) if not self._is_other(known, tried)]
            if len(same) > 1:
                raise conflict(self.declared.field_of(key[0]), _("More than one record fits this line."))
            if found and same and same[0].pk != found.pk:
                sentence = _("The line fits two records: %(names)s. Correct one of its cells.")
                names = _(", ").join((found.name, same[0].name))
                raise conflict(self.declared.field_of(key[0]), sentence % {"names": names})
            found = found or next(iter(same), None)
            tried += [] if found else [key]
        return found

    def _is_other(self, known: Known, tried: Sequence[tuple[str, ...]]) -> bool:
        return any(self.declared.counts(key, known.values) for key in tried)

    def name_of(self, line: Line, stated: dict[str, Any]) -> str:
        """The values of the key."""
        return self._called(stated)

    def _called(self, values: Mapping[str, Any]) -> str:
        """The first key that is filled, in words."""
        filled = (key for key in self.declared.keys if self.declared.counts(key, values))
        told = {name: values.get(name) for name in next(filled, self.declared.keys[-1])}
        return " ".join(self.told(name, value) for name, value in told.items() if value not in (None, ""))

    def check(self, entry: Entry) -> None:
        """What the model says of the record as it would be."""
        record = self.declared.model(**{**(entry.known.values if entry.known else {}), **entry.stated})
        others = {field.name for field in record._meta.concrete_fields if field.attname not in self.PLAIN}
        try:
            record.clean_fields(exclude=others)
            record.clean()
        except ValidationError as wrong:
            raise self._refusal(wrong) from wrong

    def _refusal(self, wrong: ValidationError) -> LineRefused:
        if not hasattr(wrong, "error_dict"):
            return LineRefused(self.FIELDS[0], wrong.messages[0])
        name, sentences = next(iter(wrong.message_dict.items()))
        if name == NON_FIELD_ERRORS:
            return LineRefused(self.FIELDS[0], sentences[0])
        return LineRefused(self.declared.field_of(writing.field_of(self.declared.model, name).attname), sentences[0])

    def told(self, name: str, value: Any) -> str:
        """Records by their names, choices by their labels."""
        if name in self.finders:
            return self.finders[name].name_of(value)
        return in_words(self.declared.model(**{name: value}), name)

    def label_of(self, name: str) -> str:
        """As the list calls it."""
        return str(self.declared.field_of(name).label)


def _in_another_width(kept: Any, value: Any) -> bool:
    return kept != value and isinstance(kept, str) and text(kept) == value


def _key(names: Sequence[str], values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What two writings of one record have in common."""
    return (*names, *(plain_form(value) if isinstance(value, str) else value for value in map(values.get, names)))
