"""What people type about checklists."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dayan_safety.forms import PortalForm, RecordForm
from dayan_safety.names import tidy
from inspections.models import Checklist, ChecklistItem, Finding, FindingKind
from inspections.services.checklists import ASKED, next_order


class ChecklistForm(RecordForm):
    """A checklist without its questions."""

    class Meta:
        model = Checklist
        fields: ClassVar = ["name", "trade", "text"]

    def clean_name(self) -> str:
        """Spaces and widths tidied."""
        return tidy(self.cleaned_data["name"])


class ItemForm(PortalForm):
    """A question; ``record``: the checklist it is added to, or the question that is changed."""

    takes_record = True
    section = forms.CharField(label=_("Part of the list"), max_length=40, required=False)
    text = forms.CharField(label=_("Question"), max_length=200)
    basis = forms.CharField(label=_("Legal basis"), max_length=300, required=False)
    demand = forms.CharField(label=_("What is demanded where it fails"), max_length=300, required=False)
    kind = forms.ModelChoiceField(FindingKind.objects.all(), label=_("Kind of danger"), required=False)
    level = forms.ChoiceField(label=_("Level"), choices=Finding.Level.choices)
    needs_photo = forms.BooleanField(label=_("Needs a photo where it fails"), required=False)
    only_if_failed = forms.ModelChoiceField(
        ChecklistItem.objects.all(),
        label=_("Only where this one failed"),
        required=False,
        help_text=_("Blank: it is asked always."),
    )
    order = forms.IntegerField(label=_("Order"), min_value=0, max_value=9999)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        is_new = isinstance(record, Checklist)
        begun = {"level": Finding.Level.GENERAL, "needs_photo": True}
        begun = begun | {"order": next_order(record)} if is_new else {name: getattr(record, name) for name in ASKED}
        if not is_new:
            begun["only_if_failed"] = record.only_if_failed_id
        super().__init__(*args, **{"initial": begun} | kwargs)
        choice: Any = self.fields["only_if_failed"]
        checklist = record if is_new else record.checklist
        others = choice.queryset.filter(checklist=checklist, only_if_failed=None)
        choice.queryset = others if is_new else others.exclude(pk=record.pk)
