"""What people type about periodic reports: handing in, sending back, comments, other days."""

from __future__ import annotations

from typing import Any, ClassVar

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committee.models import FormField, Report
from committee.services.reports import Line, lines_of, with_unit
from dayan_safety.forms import DayField, PortalForm, reason_field
from dayan_safety.parameters import parameter

LONGEST_REASON = 300


class SubmitForm(PortalForm):
    """Handed in as it stands, or with nothing to report."""

    is_nil = forms.BooleanField(
        label=_("Nothing to report this time (nil report)"),
        required=False,
        help_text=_("Nothing needs to be filled in then, and it counts like any other report."),
    )


class ReturnForm(PortalForm):
    """Why it is sent back: usual reasons to pick, words of one's own, and a word on single fields."""

    takes_record = True
    usual = forms.MultipleChoiceField(
        label=_("Usual reasons"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Several may fit.")
    )
    reason = forms.CharField(
        label=_("Reason in your words"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The writers read it after the reasons picked above."),
    )

    def __init__(self, *args: Any, record: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_fields: dict[str, FormField] = {}
        for line in lines_of(record):
            name = f"field_{line.field.pk}"
            self.of_fields[name] = line.field
            self.fields[name] = forms.CharField(label=in_short(line), required=False, max_length=LONGEST_REASON)
        usual = parameter("committee.return_reasons")
        if usual:
            self.fields["usual"].choices = [(text, text) for text in usual]  # type: ignore[attr-defined]
        else:
            del self.fields["usual"]
        self.helper.layout = self.laid_out()  # type: ignore[attr-defined]

    def laid_out(self) -> Layout:
        """The single fields apart: most of them stay empty."""
        usual = [InlineCheckboxes("usual")] if "usual" in self.fields else []
        legend = _("A word on single figures or texts")
        return Layout(*usual, "reason", Fieldset(legend, *self.of_fields, css_class="choice"))

    def clean(self) -> dict[str, Any]:
        """``reason`` in one, and ``of_fields`` where something was typed."""
        given = super().clean() or {}
        told = [*given.get("usual", []), given.get("reason", "")]
        reason = "；".join(filter(None, (text.strip().rstrip("。；;") for text in told)))
        if not reason:
            self.add_error("reason", _("Pick a reason, or write one."))
        of_fields = {field: given[name] for name, field in self.of_fields.items() if given.get(name)}
        return {"reason": reason, "of_fields": of_fields}


def in_short(line: Line) -> str:
    """The field, and the number that stands in it."""
    number = with_unit(line.value.number, line.field) if line.field.is_figure else ""
    return f"{line.field.name}{gettext(': ')}{number}" if number else line.field.name


class CommentForm(PortalForm):
    """A comment on the report or on one field of it; the address may name the field."""

    takes_record = True
    from_address = ("field",)
    field = forms.ModelChoiceField(
        label=_("About"), queryset=FormField.objects.none(), required=False, empty_label=_("the whole report")
    )
    text = forms.CharField(label=_("Comment"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, record: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [line.field.pk for line in lines_of(record)]
        self.fields["field"].queryset = FormField.objects.filter(pk__in=shown)  # type: ignore[attr-defined]


class MoveReportForm(PortalForm):
    """Other days, and why; the day a report was due stays once it has come."""

    takes_record = True
    filled: ClassVar = ("due_on", "lock_on")
    due_on = DayField(label=_("Report due on"))
    lock_on = DayField(label=_("Closed after"))
    reason = reason_field()

    def __init__(self, *args: Any, record: Report, **kwargs: Any) -> None:
        initial = {name: getattr(record, name) for name in self.filled}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["due_on"].disabled = record.handed_in_on is not None
