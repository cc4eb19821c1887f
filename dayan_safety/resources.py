"""What files carry in the Django admin: columns and values in the reader's words, written through the services."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export import fields, resources, widgets
from import_export.results import Result

from dayan_safety.admin_rights import RIGHT
from dayan_safety.calendars import mark_day
from dayan_safety.errors import RuleBroken
from dayan_safety.exports import LIVE
from dayan_safety.importing import cleaning
from dayan_safety.models import Action, CalendarDay, Record
from dayan_safety.permissions import verb_label
from dayan_safety.reading_history import told
from dayan_safety.records import create_record, edit_record
from dayan_safety.values import in_every_language, plain_text

Read = Callable[[Any], Any]
YES_NO = ((True, gettext_lazy("yes")), (False, gettext_lazy("no")))
DIGITS = {True: "1", False: "0"}


class Worded(widgets.Widget):
    """A value as people read it: ``show`` for files that leave, ``read`` for files that come."""

    def __init__(self, show: Callable[[Any], str] = plain_text, read: Read = str) -> None:
        super().__init__()
        self.show, self.read = show, read

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """In the reader's words."""
        return self.show(value)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The value, or ``ValueError`` with the sentence that says what to write."""
        try:
            return self.read(value)
        except RuleBroken as broken:
            raise ValueError(str(broken)) from broken


def text(cell: Any) -> str:
    """Text as it is; the apostrophe that ``defused`` put before a live beginning is taken away again."""
    typed = str(cell or "")
    return typed[1:] if typed.startswith("'") and typed.lstrip("'").startswith(LIVE) else typed


def text_or_none(cell: Any) -> str | None:
    """Text, where nothing is kept as NULL."""
    return text(cell) or None


def one_of(choices: Iterable[tuple[Any, Any]]) -> Worded:
    """A value of a fixed set: shown by its label, read by its label in any language or by its code."""
    labels = dict(choices)

    def read(cell: Any) -> Any:
        typed = cleaning.compact(cell).casefold()
        if not typed:
            return "" if "" in labels or all(isinstance(value, str) for value in labels) else None
        for value, label in labels.items():
            known = {DIGITS.get(value, value) if isinstance(value, bool) else value, *in_every_language(label)}
            if typed in {cleaning.compact(str(word)).casefold() for word in known}:
                return value
        raise RuleBroken(_("Write one of: %(words)s.") % {"words": _(", ").join(map(str, labels.values()))})

    return Worded(lambda value: str(labels.get(value, plain_text(value))), read)


def by_name(attribute: str, model: Any, column: Any) -> fields.Field:
    """A column that names another record; ``column`` is its header."""

    def read(cell: Any) -> Any:
        name = text(cell).strip()
        if not name:
            return None
        found = list(model._default_manager.filter(removed_at__isnull=True, name=name)[:2])
        if len(found) != 1:
            wrong = _("Nothing is called “%(name)s”.") if not found else _("More than one is called “%(name)s”.")
            raise RuleBroken(wrong % {"name": name})
        return found[0]

    return fields.Field(column_name=column, attribute=attribute, widget=Worded(plain_text, read))


def widget_for(field: Any) -> Worded:
    """How a column of ``field`` is shown and read."""
    if field.choices:
        return one_of(field.flatchoices)
    if isinstance(field, models.BooleanField):
        return one_of(YES_NO)
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return Worded(plain_text, cleaning.day)
    if isinstance(field, models.IntegerField):
        return Worded(plain_text, cleaning.whole_number)
    return Worded(plain_text, text_or_none if field.null else text)


class NumberedResult(Result):
    """A result that counts lines as Excel does: the header is the first."""

    def row_errors(self) -> list[tuple[int, Any]]:
        """Errors at their line."""
        return [(number + 1, errors) for number, errors in super().row_errors()]

    def append_invalid_row(self, number: int, row: Any, validation_error: Any) -> None:
        """What is wrong at its line."""
        super().append_invalid_row(number + 1, row, validation_error)


class WordedResource(resources.ModelResource):
    """Rows of a table under the names of their fields in the reader's language; headers of any language are read."""

    def __init__(self, by: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.by = by

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> fields.Field:
        """The column of a field."""
        return fields.Field(
            attribute=field_name,
            column_name=django_field.verbose_name,
            widget=widget_for(django_field),
            readonly=readonly,
            default=django_field.default,
        )

    @classmethod
    def get_display_name(cls) -> str:
        """What the rows are."""
        return str(cls._meta.model._meta.verbose_name_plural)

    def get_queryset(self) -> Any:
        """Rows nobody has removed."""
        rows = super().get_queryset()
        return rows.present() if issubclass(self._meta.model, Record) else rows

    def get_result_class(self) -> type[Result]:
        """A result whose errors carry the row numbers of the file."""
        return NumberedResult

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """The row's record, if there is one; of two that fit, neither is guessed."""
        try:
            return super().get_instance(instance_loader, row)
        except self._meta.model.MultipleObjectsReturned as several:
            raise RuleBroken(_("More than one record fits this line.")) from several

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Bring the headers into the reader's language; a column nobody knows is not left out in silence."""
        headers = [self.column_of(header) for header in dataset.headers or []]
        for name in set(self.get_import_id_fields()) - {"id"}:
            if self.fields[name].column_name not in headers:
                raise RuleBroken(_("The column “%(name)s” is missing.") % {"name": self.fields[name].column_name})
        dataset.headers = headers

    def column_of(self, header: Any) -> str:
        """The column that ``header`` means."""
        wanted = cleaning.compact(header).casefold()
        for name, field in self.fields.items():
            if wanted in {
                cleaning.compact(known).casefold() for known in (name, *in_every_language(field.column_name))
            }:
                return str(field.column_name)
        raise RuleBroken(_("Nobody knows the column “%(name)s”.") % {"name": cleaning.shown(header)})

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """What is wrong with a row, each under the name of its column."""
        try:
            super().validate_instance(instance, import_validation_errors, validate_unique)
        except ValidationError as wrong:
            told = [self.told(name, message) for name, found in wrong.message_dict.items() for message in found]
            raise ValidationError(told) from wrong

    def told(self, name: str, message: str) -> str:
        """One error with its column; a rule of the database by what it means."""
        if any(rule.name in message for rule in self._meta.model._meta.constraints):
            return _("Such a record exists already: look for it in the list.")
        if name == NON_FIELD_ERRORS or name not in self.fields:
            return message
        return _("%(label)s: %(value)s") % {"label": self.fields[name].column_name, "value": message}


class RecordResource(WordedResource):
    """Rows of a record, found by their name, written through the services with history for each."""

    create_service: ClassVar[Any] = staticmethod(create_record)
    edit_service: ClassVar[Any] = staticmethod(edit_record)

    def init_instance(self, row: Any = None) -> Any:
        """A new record; a number that no record has is not given to a new one."""
        if "id" in self.fields and cleaning.compact((row or {}).get(str(self.fields["id"].column_name))):
            raise RuleBroken(_("No record has this number. Leave it empty for a new one."))
        return super().init_instance(row)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Create or edit through the service."""
        if is_create:
            self.create_service(instance, by=self.by, right=RIGHT)
        else:
            self.edit_service(instance, self.written_fields(), by=self.by, right=RIGHT)

    def written_fields(self) -> list[str]:
        """The attributes a file may change."""
        return [field.attribute for field in self.get_import_fields() if field.attribute and not field.readonly]


class ActionResource(WordedResource):
    """History, as it leaves the house."""

    class Meta:
        model = Action
        fields: ClassVar = tuple("number at by_name verb thing_type thing_id thing_name reason outcome".split())

    def dehydrate_verb(self, action: Action) -> str:
        """The verb in words."""
        return verb_label(action.verb)

    def dehydrate_thing_type(self, action: Action) -> str:
        """The kind of thing in words."""
        return told(action).thing_kind


class CalendarDayResource(WordedResource):
    """Holidays and shifted working days: one row a day, marked through the calendar's service."""

    class Meta:
        model = CalendarDay
        fields: ClassVar = ("day", "is_working", "name")
        import_id_fields: ClassVar = ("day",)
        skip_unchanged = True
        clean_model_instances = True

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Mark the day."""
        marked = mark_day(instance.day, by=self.by, is_working=instance.is_working, name=instance.name, right=RIGHT)
        instance.pk = marked.pk
