"""The fields that templates of the inspections' papers may name, each with what it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dayan_safety.papers import ISSUED, PaperKind
from dayan_safety.papers import PaperField as Field
from inspections.documents import drawing, papers, samples

RECTIFICATION = (
    Field("number", _("number of the notice")),
    Field("unit", _("unit that has to put it right")),
    Field("place", _("place")),
    Field("found_on", _("day on which it was found")),
    Field("agency", _("agency that found it")),
    Field("inspectors", _("who found it")),
    Field(
        "dangers",
        _("the dangers, one by one"),
        (
            Field("told", _("danger, with its legal basis in brackets")),
            Field("demand", _("what is demanded")),
            Field("due_on", _("until when")),
            Field("level", _("level")),
        ),
    ),
    Field("responsible", _("responsible person of the unit")),
    Field("telephone", _("telephone number of the unit")),
    Field("issued_by", _("who issued the notice")),
    Field("signed", _("who signed for it and when")),
    *ISSUED,
)
OPINION = (
    Field("number", _("number of the opinion")),
    Field("unit", _("unit that has to put it right")),
    Field("finding", _("number of the finding")),
    Field("notice", _("number of the notice")),
    Field("danger", _("danger")),
    Field("rectified", _("what the unit did")),
    Field("due_on", _("until when")),
    Field("asked_on", _("day on which the re-inspection was asked for")),
    Field("verdict", _("whether it is put right")),
    Field("seen", _("what was seen")),
    Field("by", _("who looked again")),
    Field("on", _("on which day")),
    *ISSUED,
)
RECORD = (
    Field("number", _("number of the inspection")),
    Field("unit", _("inspected unit")),
    Field("site", _("inspected site")),
    Field("made_on", _("day of the inspection")),
    Field("agency", _("agency that inspected")),
    Field("inspectors", _("who inspected")),
    Field("checklist", _("checklist")),
    Field(
        "parts",
        _("the questions, one by one"),
        (
            Field("question", _("question of the checklist")),
            Field("verdict", _("what was seen, and where")),
            Field("finding", _("number of the finding")),
        ),
    ),
    Field("score", _("questions passed, of those that apply")),
    Field("notice", _("number of the notice")),
    Field("summary", _("opinion of the inspection")),
    Field("met", _("who was there for the unit")),
    *ISSUED,
)
PAPERS = (
    PaperKind(
        "inspection_record",
        _("Inspection record"),
        _("What was asked at a unit and what was seen; the unit signs it."),
        RECORD,
        drawing.draw_record,
        papers.record_of,
        samples.sample_record,
    ),
    PaperKind(
        "rectification_notice",
        _("Rectification notice"),
        _("For the unit at which a danger was found; numbered within the year."),
        RECTIFICATION,
        drawing.draw_rectification,
        papers.rectification_of,
        samples.sample_rectification,
    ),
    PaperKind(
        "reinspection_opinion",
        _("Re-inspection opinion"),
        _("What was seen when somebody looked again; numbered within the year."),
        OPINION,
        drawing.draw_opinion,
        papers.opinion_of,
        samples.sample_opinion,
    ),
)
