"""What people type: forms of one family, dates in any usual writing, people and units found by typing."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.models import ModelChoiceField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety.errors import RuleBroken
from dayan_safety.form_layout import InOrder
from dayan_safety.importing.cleaning import clock
from dayan_safety.names import tidy
from dayan_safety.uploads import Checked
from dayan_safety.uploads.fields import CheckedFilesField, Sorted
from dayan_safety.values import in_words

KEY = re.compile(r"[0-9]{1,18}", re.ASCII)
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", re.ASCII)


def read_day(text: str) -> date:
    """2026-3-5, 2026/3/5, 2026.3.5 or 2026年3月5日 as a day; ``ValueError`` when it is none."""
    match = DAY.fullmatch(tidy(text).replace(" ", ""))
    if not match:
        raise ValueError(text)
    return date(*map(int, match.groups()))


class DayField(forms.DateField):
    """A day, typed in any usual writing."""

    default_error_messages: ClassVar = {"invalid": _("Type a day like 2026-3-5.")}
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"data-day": "", "inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> date | None:
        """Read the text."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return read_day(str(value))
        except ValueError as wrong:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from wrong


class ClockField(forms.TimeField):
    """A time of the day, typed in any usual writing."""

    default_error_messages: ClassVar = {"invalid": _("This is not a time: write it as in 14:30.")}
    widget = forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> time | None:
        """Read the text."""
        if value in self.empty_values or isinstance(value, time):
            return value or None
        try:
            return clock(str(value))
        except RuleBroken as wrong:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from wrong


class ClockText(ClockField):
    """A time of the day, kept as text."""

    def clean(self, value: object) -> object:
        """``09:00``."""
        time = super().clean(value)
        return f"{time:%H:%M}" if time else ""


class _Picked:
    """Choices found by typing name, code or pinyin initials: the page carries only those chosen."""

    def __init__(self, kind: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-pick": kind, **(attrs or {})})  # type: ignore[call-arg]

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Only the chosen records, and the empty choice where one is chosen."""
        this: Any = self
        chosen = this.choices.field.queryset.filter(pk__in=[v for v in value if KEY.fullmatch(str(v))])
        empty = [] if this.allow_multiple_selected else [("", "")]
        options = empty + [(str(record.pk), str(record)) for record in chosen]
        picked = [
            this.create_option(name, key, label, key in map(str, value), index)
            for index, (key, label) in enumerate(options)
        ]
        return [(None, picked, 0)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name the address that answers while one types."""
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        kind = self.attrs["data-pick"]  # type: ignore[attr-defined]
        context["widget"]["attrs"]["data-url"] = reverse("pick", args=[kind])
        return context


class PickWidget(_Picked, forms.Select):
    """One choice."""


class PickManyWidget(_Picked, forms.SelectMultiple):
    """Several choices."""


class SeveralField(forms.ModelMultipleChoiceField):
    """Several records. What can be no key is refused before a database chokes on it: SQLite does on long numbers."""

    def _check_values(self, value: Any) -> Any:
        wrong = next((one for one in value if not KEY.fullmatch(str(one))), None)
        if wrong is not None:
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": wrong}
            )
        return super()._check_values(value)  # type: ignore[misc]


class PortalForm(forms.Form):
    """A form for ``user``: what can be chosen is what exists for them; spaces and widths are tidied.

    ``warnings`` are told after it was carried out.
    """

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        dress(self, user)


class RecordForm(forms.ModelForm):
    """A form over a record's own fields; ``version`` is the one the editor saw. ``FOLDED``: seldom filled in."""

    FOLDED: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=self.instance.version
            )
        dress(self, user)
        self.helper.layout = Layout(InOrder())  # type: ignore[attr-defined]

    def _get_validation_exclusions(self) -> Any:
        """Unique names are unique among present records: Django skips such a rule unless it may see ``removed_at``."""
        return super()._get_validation_exclusions() - {"removed_at"}  # type: ignore[misc]

    @property
    def seen_version(self) -> int | None:
        """The version of the record that this form was opened over; nothing for a new one."""
        version: int | None = self.cleaned_data.get("version")
        return version

    @property
    def is_outdated(self) -> bool:
        """Whether somebody saved the record since this form was opened."""
        return self.data.get("version", "") not in ("", str(self.instance.version))

    def against(self, current: Any) -> list[tuple[Any, Any, Any]]:
        """The fields in which ``current`` is another version: label, theirs, one's own, in words."""
        mine = self.instance
        differing = [name for name in self.saved_fields() if getattr(current, name) != getattr(mine, name)]
        return [(self.fields[name].label, in_words(current, name), in_words(mine, name)) for name in differing]

    def catch_up(self, current: Any) -> None:
        """Stand on ``current``, so that saving again writes over it; a mask nobody typed over is the one of today."""
        posted: Any = self.data.copy()
        posted["version"] = current.version
        for name in set(current.PERSONAL) & set(self.saved_fields()):
            if getattr(current, name) == getattr(self.instance, name):
                posted[name] = in_words(current, name)
        self.data = posted

    def saved_fields(self) -> list[str]:
        """The names of the record's fields that its own row holds and this form writes."""
        return [name for name in self.fields if name in self.Meta.fields and name not in self._names_of_several()]

    def several(self) -> dict[str, Any]:
        """What is kept in tables of its own: the fields that hold several records, and which.

        What exists, but not for the editor, stays: they could not choose it.
        """
        names = [name for name in self.fields if name in self._names_of_several()]
        return {name: [*self.cleaned_data[name], *self._not_shown(name)] for name in names}

    def _not_shown(self, name: str) -> list[Any]:
        if not self.instance.pk:
            return []
        field: Any = self.fields[name]
        return list(getattr(self.instance, name).exclude(pk__in=field.queryset.values("pk")))

    def _names_of_several(self) -> set[str]:
        return {field.name for field in self._meta.model._meta.many_to_many}


def dress(form: forms.BaseForm, user: Any) -> None:
    """Scope the choices to ``user`` and set the crispy dress."""
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField) and field.queryset is not None:
            field.queryset = field.queryset.all().visible_to(user)
    form.helper = FormHelper()  # type: ignore[attr-defined]
    form.helper.form_tag = False
    form.helper.disable_csrf = True


def reason_field() -> forms.CharField:
    """The reason that a grave step asks for."""
    return forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def note_field() -> forms.CharField:
    """A word along with a step, if one likes."""
    rows = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=_("Note"), required=False, max_length=300, widget=rows)


class ConfirmForm(PortalForm):
    """Nothing to type: the button is the answer."""


class ReasonForm(PortalForm):
    """A step that asks why."""

    reason = reason_field()


class NoteForm(PortalForm):
    """A step that one may add a word to."""

    note = note_field()


class RemoveForm(ReasonForm):
    """Taking a record out of sight."""


class AttachForm(PortalForm):
    """Files for a record. The good ones are kept; of the others the warnings tell why not."""

    uploads = CheckedFilesField(label=_("Attached files"))

    def clean_uploads(self) -> list[Checked]:
        """The files that may be kept."""
        found: Sorted = self.cleaned_data["uploads"]
        self.warnings = found.refused
        return found.kept
