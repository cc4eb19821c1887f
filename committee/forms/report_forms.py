"""What people type about the forms of periodic reports."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from committee.models import FormField, ReportForm
from committee.models.report_forms import NOT_COUNTED_YET
from committee.services.form_list import LAST
from committee.services.reports import plain
from dayan_safety.forms import DayField, PortalForm, RecordForm
from dayan_safety.names import tidy
from dayan_safety.sources import source_choices

MONTH = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?", re.ASCII)
MONTH_HINT = _("A month like 2026-3; it holds from its first day on.")


class MonthField(DayField):
    """A month, typed in any usual writing; of a day, its month."""

    default_error_messages: ClassVar = {"invalid": _("Type a month like 2026-3.")}
    widget = forms.DateInput(format="%Y-%m", attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> date | None:
        """Its first day."""
        typed = MONTH.fullmatch(tidy(value).replace(" ", "")) if isinstance(value, str) else None
        day = super().to_python(f"{typed[1]}-{typed[2]}-1" if typed else value)
        return day.replace(day=1) if day else None


class ReportFormForm(RecordForm):
    """A form: who reports on it, how often, from when on."""

    class Meta:
        model = ReportForm
        fields: ClassVar = ["name", "audience", "period", "group", "since", "note"]
        field_classes: ClassVar = {"since": MonthField}
        widgets: ClassVar = {"since": MonthField.widget, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "since": MONTH_HINT,
            "group": _("Only for a group that reports on a form of its own; the others keep the common one."),
            "note": _("Stands above the fields where the report is written, and on the printed form."),
        }


class FieldForm(RecordForm):
    """A figure or a text; it stays with its form."""

    order = forms.IntegerField(
        label=_("order"), required=False, min_value=0, max_value=LAST, help_text=_("Left blank: it comes last.")
    )
    source = forms.ChoiceField(
        label=_("filled in from"),
        required=False,
        help_text=_("What the portal counts stands in the report already; it can be written over with the reason."),
    )

    class Meta:
        model = FormField
        fields: ClassVar = [
            "form", "section", "order", "name", "kind", "unit", "required", "least", "most", "source", "total", "note",
            "code",
        ]  # fmt: skip
        help_texts: ClassVar = {
            "section": _("Fields of one section stand together under its heading."),
            "least": _("Left blank: no limit."),
            "most": _("Left blank: no limit."),
            "total": _("Of figures alone."),
            "code": _("Left blank: the portal gives one. Figures of one code are the same figure in every form."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["source"].choices = self._sources()
        self.initial.update({name: plain(getattr(self.instance, name)) for name in ("least", "most")})
        if self.instance.pk:
            del self.fields["form"]
        elif self.instance.form_id is None:
            self.initial["order"] = None  # it depends on the form

    def _sources(self) -> list[tuple[str, Any]]:
        """What the portal counts, and what stands there already."""
        known, kept = source_choices()[1:], self.instance.source
        unknown = [(kept, f"{kept} ({NOT_COUNTED_YET})")] if kept and kept not in dict(known) else []
        return [("", _("nothing: who reports types it in")), *known, *unknown]


class CopyForm(PortalForm):
    """From when on the copy holds."""

    since = MonthField(label=_("from the month of"), help_text=MONTH_HINT)
