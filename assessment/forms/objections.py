"""What people type about objections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import Scorecard
from dayan_safety.forms import PortalForm
from dayan_safety.uploads import Checked
from dayan_safety.uploads.fields import CheckedFilesField, Sorted


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class ObjectionForm(PortalForm):
    """Which line of a scorecard is wrong, and why. Good files are kept; of the others the warnings tell why not."""

    takes_record = True
    from_address = ("item",)
    item = forms.ChoiceField(label=_("Item"), required=False)
    said = _words(_("What is wrong, and what shows it"))
    uploads = CheckedFilesField(label=_("Attached files"), required=False)

    def __init__(self, *args: Any, record: Scorecard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = {rule["pk"]: rule for rule in record.result.rules["items"]}
        lines = [rules[line["item"]] for line in record.lines]
        choice: Any = self.fields["item"]
        choice.choices = [
            ("", _("all of it")),
            *((rule["number"], f"{rule['number']} {rule['name']}") for rule in lines),
        ]

    def clean_uploads(self) -> list[Checked]:
        """The files that may be kept."""
        found: Sorted = self.cleaned_data["uploads"]
        self.warnings = found.refused
        return found.kept


class AnswerForm(PortalForm):
    """The supervision group's answer."""

    is_right = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("no", _("the score stands")), ("yes", _("the unit is right"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Where the unit is right, put the records right and compute the scores anew."),
    )
    answer = _words(_("Answer to the objection"))
