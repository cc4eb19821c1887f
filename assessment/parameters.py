"""What the office may set about scores."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dayan_safety.parameters import Declared

SCORES = _("Scores")


def _days() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=28)


PARAMETERS = (
    Declared(
        "assessment.scored_on",
        _("Day of the next month on which a month is scored"),
        SCORES,
        5,
        _days,
        _("With 5, the scores of June are kept on 5 July."),
    ),
)
