"""What people type about plans of inspections and operator certificates."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dayan_safety.forms import DayField, PickManyWidget, PortalForm, RecordForm, SeveralField
from inspections.models import Checklist, InspectionPlan, OperatorCertificate, Site


class PlanForm(RecordForm):
    """Who, in which month, by which checklist."""

    class Meta:
        model = InspectionPlan
        fields: ClassVar = ["name", "agency", "month", "checklist", "text"]
        field_classes: ClassVar = {"month": DayField}
        help_texts: ClassVar = {
            "agency": _("Blank: the town itself."),
            "month": _("Any day of the month."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Checklist.objects.present().filter(pk=self.instance.checklist_id)  # also where it was replaced since
        self.fields["checklist"].queryset = Checklist.objects.in_use() | kept  # type: ignore[attr-defined]


class VisitsForm(PortalForm):
    """Sites that are chosen."""

    sites = SeveralField(Site.objects.all(), label=_("Sites"), widget=PickManyWidget("site"))


class DrawForm(PortalForm):
    """How many of each unit, of which kind."""

    per_unit = forms.IntegerField(label=_("Sites of each unit"), min_value=1, max_value=20, initial=1)
    kind = forms.ChoiceField(
        label=_("Kind of site"), choices=[("", _("every kind")), *Site.Kind.choices], required=False
    )


class CertificateForm(PortalForm):
    """Who may operate equipment; ``record``: the site it is added to, or the certificate that is changed."""

    takes_record = True
    holder = forms.CharField(label=_("Name of the operator"), max_length=50)
    number = forms.CharField(label=_("Number of the certificate"), max_length=50, required=False)
    valid_until = DayField(label=_("Valid until"))

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        is_kept = isinstance(record, OperatorCertificate)
        begun = {name: getattr(record, name) for name in ("holder", "number", "valid_until")} if is_kept else {}
        super().__init__(*args, **{"initial": begun} | kwargs)
