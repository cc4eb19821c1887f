"""What residents and observers type, and who sorts it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committee.models import Unit
from dayan_safety.forms import PickWidget, PortalForm, RecordForm
from dayan_safety.names import harmless
from dayan_safety.personal import validate_telephone
from dayan_safety.uploads import PICTURES, Checked
from dayan_safety.uploads.fields import CheckedFilesField, Sorted
from inspections.models import Finding, FindingKind, HazardReport

MOST_PHOTOS = 3


class PhotosInput(forms.ClearableFileInput):
    """Photographs, taken with the telephone or chosen."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ",".join(f".{ending}" for ending in PICTURES), "data-smaller": ""})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All of them."""
        return files.getlist(name) if files else []


class HazardForm(forms.Form):
    """A danger as a resident reports it: neither name nor login."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("What is dangerous?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    place = forms.CharField(label=_("Where is it?"), max_length=200)
    photos = CheckedFilesField(label=_("Photos, three at most"), required=False, widget=PhotosInput)
    telephone = forms.CharField(
        label=_("Telephone, if you want to be called back"),
        max_length=20,
        required=False,
        validators=[validate_telephone],
        help_text=_("Leave it blank to stay unknown. Nobody outside the office sees it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["once"] = uuid4()
        self.refused: list[str] = []

    def clean_text(self) -> str:
        """Words, and no markup."""
        return harmless(self.cleaned_data["text"])

    def clean_place(self) -> str:
        """The same."""
        return harmless(self.cleaned_data["place"])

    def clean_photos(self) -> list[Checked]:
        """Those that may be kept, pictures alone; of all others who sent them is told."""
        found: Sorted = self.cleaned_data["photos"]
        photos = [photo for photo in found.kept if photo.content_type.startswith("image/")][:MOST_PHOTOS]
        self.refused = found.refused + [_left_out(file) for file in found.kept if file not in photos]
        return photos

    @property
    def number(self) -> UUID:
        """The form's own number; a fresh one where it was lost on the way."""
        return self.cleaned_data.get("once") or uuid4()

    def report(self, unit: Unit | None) -> HazardReport:
        """What was typed."""
        return HazardReport(unit=unit, **{name: self.cleaned_data[name] for name in ("text", "place", "telephone")})


def _left_out(file: Checked) -> str:
    reason = gettext("Photos, three at most")
    return gettext("“%(file)s” was not attached. %(reason)s") % {"file": file.name, "reason": reason}


class ObservationForm(RecordForm):
    """A danger that somebody with a login saw elsewhere."""

    class Meta:
        model = HazardReport
        fields: ClassVar = ["unit", "place", "text"]
        widgets: ClassVar = {"unit": PickWidget("unit"), "text": forms.Textarea(attrs={"rows": 3})}


class TakeForm(PortalForm):
    """What the finding needs besides what the report says."""

    takes_record = True
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label=_("Unit that has to put it right"), widget=PickWidget("unit"), required=False
    )
    kind = forms.ModelChoiceField(FindingKind.objects.all(), label=_("Kind of danger"))
    level = forms.ChoiceField(label=_("Level"), choices=Finding.Level.choices, widget=forms.RadioSelect)
    demand = forms.CharField(
        label=_("What is demanded"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, record: HazardReport, **kwargs: Any) -> None:
        begun = {"unit": record.unit_id, "level": Finding.Level.GENERAL}
        super().__init__(*args, **{"initial": begun} | kwargs)


class AnswerReportForm(PortalForm):
    """What whoever has the number reads."""

    answer = forms.CharField(
        label=_("Answer to the reporter"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody who has the number reads it: name nobody."),
    )  # fmt: skip
