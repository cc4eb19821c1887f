"""What people type: forms of one family, dates in any usual writing, people and units found by typing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.models import ModelChoiceField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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


class PickWidget(forms.Select):
    """A choice found by typing name, code or pinyin initials: the page carries only the chosen one."""

    def __init__(self, kind: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-pick": kind, **(attrs or {})})

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Only the chosen record, and the empty choice."""
        field = self.choices.field  # type: ignore[union-attr]
        chosen = field.queryset.filter(pk__in=[v for v in value if KEY.fullmatch(str(v))])
        options = [("", "")] + [(str(record.pk), str(record)) for record in chosen]
        picked = [
            self.create_option(name, key, label, key in map(str, value), index)
            for index, (key, label) in enumerate(options)
        ]
        return [(None, picked, 0)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name the address that answers while one types."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-url"] = reverse("pick", args=[self.attrs["data-pick"]])
        return context


class PortalForm(forms.Form):
    """A form for ``user``: what can be chosen is what exists for them; spaces and widths are tidied.

    ``warnings`` are told after it was carried out.
    """

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        dress(self, user)


class RecordForm(forms.ModelForm):
    """A form over a record's own fields; ``version`` is the one the editor saw."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=self.instance.version
            )
        dress(self, user)

    def _get_validation_exclusions(self) -> Any:
        """Unique names are unique among present records: Django skips such a rule unless it may see ``removed_at``."""
        return super()._get_validation_exclusions() - {"removed_at"}  # type: ignore[misc]

    @property
    def is_outdated(self) -> bool:
        """Whether somebody saved the record since this form was opened."""
        return self.data.get("version", "") not in ("", str(self.instance.version))

    def catch_up(self, current: Any) -> None:
        """Stand on ``current``, so that saving again writes over it; a mask nobody typed over is the one of today."""
        posted: Any = self.data.copy()
        posted["version"] = current.version
        for name in set(current.PERSONAL) & set(self.saved_fields()):
            if getattr(current, name) == getattr(self.instance, name):
                posted[name] = in_words(current, name)
        self.data = posted

    def saved_fields(self) -> list[str]:
        """The names of the record's fields that this form writes."""
        return [name for name in self.fields if name in self.Meta.fields]


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


class RemoveForm(PortalForm):
    """Taking a record out of sight."""

    reason = reason_field()


class AttachForm(PortalForm):
    """Files for a record. The good ones are kept; of the others the warnings tell why not."""

    uploads = CheckedFilesField(label=_("Attached files"))

    def clean_uploads(self) -> list[Checked]:
        """The files that may be kept."""
        found: Sorted = self.cleaned_data["uploads"]
        self.warnings = found.refused
        return found.kept
