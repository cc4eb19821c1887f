"""What people type about evaluations on the spot: the hosts who comes, the evaluator what was found."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms.national import GapTaskForm
from assessment.models import DrawnEvidence, Evaluation, EvaluationNote, Judgement, SelfAssessment
from assessment.models.evaluations import MOST_DRAWN
from dayan_safety.forms import DayField, PortalForm, RecordForm

USUALLY = 5


class EvaluationForm(RecordForm):
    """Who comes for which self-assessment, from when to when; for a new one the sign-in name."""

    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=50,
        help_text=gettext_lazy("A new login for this evaluation alone. The first password is shown once."),
    )

    class Meta:
        model = Evaluation
        fields: ClassVar = ["assessment", "evaluator", "institution", "first_on", "last_on"]
        field_classes: ClassVar = {"first_on": DayField, "last_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept: Any = self.fields["assessment"]
        kept.queryset = kept.queryset.filter(state=SelfAssessment.State.SUBMITTED)
        if self.instance.pk:
            kept.disabled = True
            del self.fields["username"]


class EvaluationNoteForm(RecordForm):
    """About which indicator, what, in which words."""

    class Meta:
        model = EvaluationNote
        fields: ClassVar = ["judgement", "kind", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        judgement: Any = self.fields["judgement"]
        judgement.queryset = judgement.queryset.with_names().order_by("indicator__number", "pk")


class DrawForm(PortalForm):
    """How many accepted records are drawn, and of which indicator; blank: of the whole file."""

    number = forms.IntegerField(
        label=gettext_lazy("How many are drawn"), min_value=1, max_value=MOST_DRAWN, initial=USUALLY
    )
    judgement = forms.ModelChoiceField(
        label=gettext_lazy("Indicator"),
        queryset=Judgement.objects.with_names().order_by("indicator__number", "pk"),
        required=False,
        empty_label=gettext_lazy("all of them"),
    )
    from_address = ("judgement",)


class MarkForm(PortalForm):
    """How a drawn record was found, and a word about it."""

    takes_record = True
    outcome = forms.ChoiceField(label=gettext_lazy("How it was found"), choices=DrawnEvidence.Outcome.choices)
    remark = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=300)

    def __init__(self, *args: Any, record: DrawnEvidence, **kwargs: Any) -> None:
        begun = {"outcome": record.outcome, "remark": record.remark}
        super().__init__(*args, **{"initial": begun} | kwargs)


class NoteTaskForm(GapTaskForm):
    """What has to be done because of a note of the evaluator, by whom and until when."""

    def __init__(self, *args: Any, record: EvaluationNote, **kwargs: Any) -> None:
        title = _("From the evaluation, indicator %(indicator)s") % {"indicator": record.judgement}
        begun = {"title": title[:200], "text": record.text} | kwargs.pop("initial", {})
        super().__init__(*args, record=record.judgement, initial=begun, **kwargs)
