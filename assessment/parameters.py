"""What the office may set about scores."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.services.polls import LEAST_SHEETS
from dayan_safety.parameters import Declared

SCORES = _("Scores")


def _days() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=28)


def _sheets() -> forms.IntegerField:
    return forms.IntegerField(min_value=LEAST_SHEETS, max_value=1000)


def _mark() -> forms.CharField:
    return forms.CharField(max_length=20)


def _yes_no() -> forms.BooleanField:
    return forms.BooleanField(required=False)


PARAMETERS = (
    Declared(
        "assessment.scored_on",
        _("Day of the next month on which a month is scored"),
        SCORES,
        5,
        _days,
        _("With 5, the scores of June are kept on 5 July."),
    ),
    Declared(
        "assessment.year_scored_on",
        _("Day of January on which the year before is scored"),
        SCORES,
        10,
        _days,
        _("With 10, the preview of a year is there on 10 January of the next; units see it once it is posted."),
    ),
    Declared(
        "assessment.shows_league",
        _("Units see their rank among those of their kind"),
        SCORES,
        False,
        _yes_no,
        _("Those who assess see it in any case."),
    ),
    Declared(
        "assessment.least_sheets",
        _("Answered sheets that a unit needs for a survey to count"),
        SCORES,
        5,
        _sheets,
        _("Of a unit with fewer nothing is known: the item is left out of its score, and the scorecard says so."),
    ),
    Declared("assessment.announcement_prefix", _("Document mark of announced scores"), SCORES, "大安创考", _mark),
)
