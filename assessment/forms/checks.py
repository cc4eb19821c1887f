"""What people type about regular checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Check, CheckedUnit, Deduction, RulebookItem
from assessment.services.checks import checked_items, rows_at
from dayan_safety.forms import DayField, PortalForm, RecordForm


class CheckForm(RecordForm):
    """By which rules, from when to when."""

    class Meta:
        model = Check
        fields: ClassVar = ["name", "rulebook", "first", "last"]
        field_classes: ClassVar = {"first": DayField, "last": DayField}
        help_texts: ClassVar = {"last": gettext_lazy("It counts for the month of this day.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rulebook: Any = self.fields["rulebook"]
        rulebook.queryset = rulebook.queryset.in_use()


def number_field(label: Any) -> forms.IntegerField:
    """How many of a kind; blank: all."""
    return forms.IntegerField(label=label, min_value=0, max_value=1000, required=False)


class UnitsForm(PortalForm):
    """How many of each kind are drawn."""

    department = number_field(gettext_lazy("Departments and stations"))
    village = number_field(gettext_lazy("Villages"))
    enterprise = number_field(gettext_lazy("Enterprises"))


class SelfScoresForm(PortalForm):
    """Points and a word for every item of the unit that is checked (``record``)."""

    takes_record = True

    def __init__(self, *args: Any, user: Any, record: CheckedUnit, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.lines = checked_items(record)
        for line in self.lines:
            self.fields[f"points_{line.item.pk}"] = self._points(line)
            self.fields[f"note_{line.item.pk}"] = self._note(line)

    def _points(self, line: Any) -> forms.DecimalField:
        told = {"item": line.item, "full": line.item.full_mark}
        return forms.DecimalField(
            label=_("%(item)s (full mark %(full)s)") % told,
            help_text=line.item.standard,
            min_value=Decimal(0),
            max_value=line.item.full_mark,
            decimal_places=2,
            initial=line.own.points if line.own else None,
        )

    def _note(self, line: Any) -> forms.CharField:
        begun = line.own.note if line.own else ""
        return forms.CharField(label=_("Why so many"), max_length=300, required=False, initial=begun)

    def clean(self) -> dict[str, Any]:
        """What was given, by the key of the item."""
        read = super().clean() or self.cleaned_data
        keys = [line.item.pk for line in self.lines if f"points_{line.item.pk}" in read]
        return {"given": {key: (read[f"points_{key}"], read.get(f"note_{key}", "")) for key in keys}}


class DeductionForm(RecordForm):
    """What is taken off, why, and what shows it."""

    class Meta:
        model = Deduction
        fields: ClassVar = ["checked", "item", "points", "found_on", "reason", "link"]
        field_classes: ClassVar = {"found_on": DayField}
        widgets: ClassVar = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        checked, item = self.fields["checked"], self.fields["item"]
        units = CheckedUnit.objects.present().filter(in_check__state=Check.State.OPEN).with_names()
        items = item.queryset.filter(method=RulebookItem.Method.CHECK)  # type: ignore[attr-defined]
        if self.instance.checked_id:
            units = units.filter(pk=self.instance.checked_id)
            items = items.filter(rulebook=self.instance.checked.in_check.rulebook_id)
        else:
            items = items.filter(rulebook__in=units.values("in_check__rulebook"))
        checked.queryset, item.queryset = units, items  # type: ignore[attr-defined]
        checked.empty_label = None if self.instance.checked_id else ""  # type: ignore[attr-defined]

    def clean_link(self) -> str:
        """The path of a record's page; of one that exists for who types it."""
        text = self.cleaned_data["link"]
        path = urlsplit(text).path
        if text and not rows_at(path).visible_to(self.user).exists():
            raise forms.ValidationError(_("This is not the address of a record: copy it from the record's page."))
        return path
