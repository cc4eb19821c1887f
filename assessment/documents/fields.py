"""The fields that templates of the assessment's papers may name, each with what it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessment.documents import drawing, papers, samples
from dayan_safety.papers import ISSUED, PaperKind
from dayan_safety.papers import PaperField as Field

ANNOUNCEMENT = (
    Field("mark", _("name over the paper")),
    Field("number", _("document number of the scores")),
    Field("year", _("year that was assessed")),
    Field("rulebook", _("rulebook by which it was assessed")),
    Field("posted_on", _("day on which the scores were posted")),
    Field("until", _("last day for objections")),
    Field(
        "kinds",
        _("the kinds of units, one by one"),
        (
            Field("number", _("number of the kind of unit")),
            Field("name", _("kind of unit assessed")),
            Field(
                "cards",
                _("the units by rank"),
                (
                    Field("rank", _("rank of the unit")),
                    Field("unit", _("unit that was assessed")),
                    Field("score", _("score of the year")),
                    Field("grade", _("grade of the year")),
                ),
            ),
        ),
    ),
    *ISSUED,
)
PAPERS = (
    PaperKind(
        "score_announcement",
        _("Announcement of scores"),
        _("The scores of a year, by kind of unit and rank; numbered within the year in which it is published."),
        ANNOUNCEMENT,
        drawing.draw_announcement,
        papers.announcement_of,
        samples.sample_announcement,
    ),
)
