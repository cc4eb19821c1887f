"""What people type about the ledger and about commitments."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessment.models import Commitment, LedgerEntry, Rulebook, RulebookItem
from dayan_safety.forms import DayField, PickWidget, PortalForm, RecordForm, reason_field
from dayan_safety.uploads import Checked
from dayan_safety.uploads.fields import CheckedFilesField, Sorted

Method = RulebookItem.Method
NO_POINTS = _("%(year)s · %(item)s (%(method)s)")
AT_MOST = _("%(year)s · %(item)s (%(method)s, at most %(most)s points)")


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ItemField(forms.ModelChoiceField):
    """An item of a rulebook in use: with its year, what it does and how much at most."""

    def label_from_instance(self, item: Any) -> str:
        """As it is chosen."""
        told = {"item": item, "year": item.rulebook.year, "method": item.get_method_display(), "most": item.full_mark}
        sentence = NO_POINTS if item.method == Method.VETO else AT_MOST
        return str(sentence) % told


def items(*methods: str) -> QuerySet[Any]:
    """The items of the rulebooks in use by which somebody is rewarded or penalised."""
    in_use = Rulebook.State.IN_USE
    rows = RulebookItem.objects.filter(rulebook__state=in_use, method__in=methods).select_related("rulebook")
    return rows.order_by("-rulebook__year", "pk")


class LedgerEntryForm(RecordForm):
    """A reward, a penalty or a veto, with what shows it; files are added on its page."""

    item = ItemField(label=_("item of a rulebook"), queryset=items(*RulebookItem.IN_LEDGER))
    evidence = forms.CharField(
        label=_("number of the evidence"),
        required=False,
        max_length=40,
        help_text=_("The number of a task, a finding or an incident; files are added on the page of the entry."),
    )

    class Meta:
        model = LedgerEntry
        fields: ClassVar = ["item", "unit", "points", "happened_on", "reason"]
        field_classes: ClassVar = {"happened_on": DayField}
        widgets: ClassVar = {"unit": PickWidget("unit"), "reason": _text(3)}
        help_texts: ClassVar = {"points": _("Without a sign, at most what the item gives; blank for a veto.")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        if evidence := self.instance.evidence:
            self.fields["evidence"].initial = evidence.number

    def clean_points(self) -> Any:
        """Nothing typed is none."""
        return self.cleaned_data["points"] or 0

    def clean_evidence(self) -> str:
        """A record of that number that exists for who types it; the entry refers to it."""
        number: str = self.cleaned_data["evidence"]
        found = next(filter(None, (self._numbered(label, number) for label in LedgerEntry.EVIDENCE)), None)
        if number and found is None:
            raise forms.ValidationError(_("No task, finding or incident has this number."))
        self.instance.evidence = found if number else None
        return number

    def _numbered(self, label: str, number: str) -> Any:
        rows: Any = apps.get_model(label)._default_manager.all()
        return rows.visible_to(self.user).filter(number=number).first() if number else None


class CommitmentForm(RecordForm):
    """What a unit has to deliver by when, and what follows."""

    reward_item = ItemField(label=_("reward by the item"), required=False, queryset=items(Method.BONUS))
    penalty_item = ItemField(label=_("penalty by the item"), required=False, queryset=items(Method.PENALTY))

    class Meta:
        model = Commitment
        fields: ClassVar = [
            "unit", "title", "text", "due_on", "reward_item", "reward_points", "penalty_item", "penalty_points",
        ]  # fmt: skip
        field_classes: ClassVar = {"due_on": DayField}
        widgets: ClassVar = {"unit": PickWidget("unit"), "text": _text(3)}
        help_texts: ClassVar = {
            "text": _("So plain that two people see alike whether it is done."),
            "reward_points": _("Proposed by itself once it is delivered in time and verified."),
            "penalty_points": _("Proposed by itself once the last day is over without a delivery."),
        }


class DecideForm(PortalForm):
    """A decision over the ``version`` of an entry that was read; to confirm it the button is the answer."""

    takes_record = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, record: LedgerEntry, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"version": record.version}} | kwargs)


class RefuseEntryForm(DecideForm):
    """Why it does not count."""

    reason = reason_field()


class DeliverForm(PortalForm):
    """What was delivered, with files that show it. The good ones are kept; of the others the warnings tell why not."""

    text = forms.CharField(label=_("what was delivered"), max_length=500, widget=_text(3))
    uploads = CheckedFilesField(label=_("Attached files"), required=False)

    def clean_uploads(self) -> list[Checked]:
        """The files that may be kept."""
        found: Sorted = self.cleaned_data["uploads"]
        self.warnings = found.refused
        return found.kept
