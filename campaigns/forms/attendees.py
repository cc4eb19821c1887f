"""What people type about who came to an event."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Event
from campaigns.services.attendees import listed_already
from campaigns.services.name_lists import LONGEST_NAME, LONGEST_UNIT, MOST_LINES, Came, read_list, read_name, read_unit
from dayan_safety.errors import RuleBroken
from dayan_safety.forms import PortalForm

FAULTS_SHOWN = 10


class EnterAttendeesForm(PortalForm):
    """One person a line. Lines that cannot be read are told by their numbers; what was typed stands there still."""

    takes_record: ClassVar = True

    people = forms.CharField(
        label=gettext_lazy("Who came"),
        widget=forms.Textarea(attrs={"rows": 14, "autocomplete": "off", "placeholder": "王小明 东风村"}),
    )

    def __init__(self, *args: Any, record: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        advice = _("One person a line: the name, then the unit or village. Two columns copied from Excel will do.")
        most = _("At most %(most)s lines at once.") % {"most": MOST_LINES}
        self.fields["people"].help_text = f"{advice} {most}"

    def clean_people(self) -> list[Came]:
        """Who came; who is on the list already is told afterwards."""
        found, faults = read_list(self.cleaned_data["people"])
        if faults:
            raise forms.ValidationError([*faults[:FAULTS_SHOWN], *_more(len(faults) - FAULTS_SHOWN)])
        if not found:
            raise forms.ValidationError(_("There is no name in it."))
        if twice := len(found) - len(set(found) - listed_already(self.record, found)):
            self.warnings.append(
                ngettext("%(number)s is on the list already.", "%(number)s are on the list already.", twice)
                % {"number": twice}
            )
        return found


def _more(number: int) -> list[str]:
    if number <= 0:
        return []
    return [ngettext("%(number)s more line.", "%(number)s more lines.", number) % {"number": number}]


class CheckInForm(PortalForm):
    """Name and unit, at the door."""

    name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    from_unit = forms.CharField(
        label=gettext_lazy("Unit or village"),
        max_length=LONGEST_UNIT,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean_name(self) -> str:
        """As the list keeps it."""
        return _read(read_name, self.cleaned_data["name"])

    def clean_from_unit(self) -> str:
        """As the list keeps it; what is invisible is nothing."""
        if unit := _read(read_unit, self.cleaned_data["from_unit"]):
            return unit
        raise forms.ValidationError(self.fields["from_unit"].error_messages["required"], code="required")


def _read(read: Any, text: str) -> str:
    try:
        return str(read(text))
    except RuleBroken as broken:
        raise forms.ValidationError(str(broken)) from broken
