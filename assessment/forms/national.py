"""What people type about indicator sets and the national self-assessment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms.editions import fix_edition
from assessment.models import Evidence, Indicator, IndicatorSet, Judgement, SelfAssessment
from assessment.services.national.judging import judged_meanwhile
from assessment.services.national.sets import OF_INDICATOR, SETTINGS
from committee.models import Unit, WorkingGroup
from dayan_safety.forms import DayField, PickWidget, PortalForm, RecordForm
from dayan_safety.workdays import today

MONTH = timedelta(days=30)
LONG = forms.Textarea(attrs={"rows": 8})


class IndicatorSetForm(RecordForm):
    """An indicator set without its indicators."""

    FOLDED = SETTINGS

    class Meta:
        model = IndicatorSet
        fields: ClassVar = ["name", "document", *SETTINGS]


class IndicatorForm(RecordForm):
    """An indicator of a set that is being drawn up."""

    FOLDED = ("sources", "wording")

    class Meta:
        model = Indicator
        fields: ClassVar = ["indicator_set", *OF_INDICATOR]
        help_texts: ClassVar = {
            "sources": gettext_lazy("Names of kinds of records, with commas; blank: those that the element has."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fix_edition(self, "indicator_set", lambda kept: kept.drafts())

    def clean_sources(self) -> str:
        """Only kinds there are."""
        names = [name.strip() for name in self.cleaned_data["sources"].replace("，", ",").split(",") if name.strip()]
        if unknown := [name for name in names if name not in Indicator.Source.values]:
            told = {"names": ", ".join(unknown), "known": ", ".join(Indicator.Source.values)}
            raise forms.ValidationError(_("No such kinds of records: %(names)s. There are: %(known)s.") % told)
        return ",".join(dict.fromkeys(names))


class SelfAssessmentForm(RecordForm):
    """By which set, in which year, called what."""

    class Meta:
        model = SelfAssessment
        fields: ClassVar = ["indicator_set", "year", "title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fix_edition(self, "indicator_set", lambda kept: kept.in_use())
        self.fields["year"].disabled = bool(self.instance.pk)


def _grade(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", gettext_lazy("not graded")), *Judgement.Grade.choices]
    )


class JudgeForm(PortalForm):
    """The grades of an indicator, the text that the report says of it, a note."""

    takes_record = True
    presence = _grade(Judgement.LABELS["presence"])
    evidence_grade = _grade(Judgement.LABELS["evidence_grade"])
    effect = _grade(Judgement.LABELS["effect"])
    text = forms.CharField(
        label=gettext_lazy("Text of the report"),
        required=False,
        max_length=10_000,
        widget=LONG,
        help_text=gettext_lazy("Blank: it is written from the accepted records, and anew whenever they change."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, record: Judgement, **kwargs: Any) -> None:
        begun = {name: getattr(record, name) for name in (*Judgement.PARTS, "text", "note", "version")}
        super().__init__(*args, **{"initial": begun} | kwargs)
        self.record = record

    def clean(self) -> dict[str, Any]:
        """Who wrote at the same time is told what the other wrote; saving again writes over it, knowingly."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("version") not in (None, self.record.version):
            posted: Any = self.data.copy()
            posted["version"] = self.record.version
            self.data = posted
            raise forms.ValidationError(judged_meanwhile(self.record))
        return said


class GapTaskForm(PortalForm):
    """What has to be done because of a gap, by whom and until when."""

    takes_record = True
    title = forms.CharField(label=gettext_lazy("Task"), max_length=200)
    text = forms.CharField(label=gettext_lazy("What is demanded"), required=False, widget=LONG)
    lead_unit = forms.ModelChoiceField(
        label=gettext_lazy("Lead unit"), queryset=Unit.objects.all(), required=False, widget=PickWidget("unit")
    )
    lead_group = forms.ModelChoiceField(
        label=gettext_lazy("Lead group"), queryset=WorkingGroup.objects.all(), required=False
    )
    due_on = DayField(label=gettext_lazy("Due on"))
    from_address = ("text",)

    def __init__(self, *args: Any, record: Judgement, **kwargs: Any) -> None:
        title = _("Complete the proof of indicator %(indicator)s") % {"indicator": record}
        begun = {"title": title[:200], "due_on": today() + MONTH} | kwargs.pop("initial", {})
        super().__init__(*args, **{"initial": begun} | kwargs)

    def clean(self) -> dict[str, Any]:
        """A unit or a group leads, one of the two."""
        said: dict[str, Any] = super().clean() or {}
        if bool(said.get("lead_unit")) == bool(said.get("lead_group")):
            raise forms.ValidationError(_("Choose a lead unit or a lead group, one of the two."))
        return said


class DecideForm(PortalForm):
    """One kind of evidence, and what becomes of all that is proposed of it."""

    source = forms.ChoiceField(label=gettext_lazy("Kind of evidence"), choices=Indicator.Source.choices)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[choice for choice in Evidence.State.choices if choice[0] != Evidence.State.PROPOSED],
    )
    from_address = ("source", "state")
