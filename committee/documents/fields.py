"""The fields that templates of the committee's papers may name, each with what it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from committee.documents import drawing, papers, samples
from committee.documents.town_reports import town_report_of
from dayan_safety.papers import ISSUED, PaperKind
from dayan_safety.papers import PaperField as Field

COPIES = Field("copies", _("whom copies go to"))
MEETING = (
    Field("day", _("day of the meeting with its weekday")),
    Field("time", _("time it begins")),
    Field("place", _("place")),
    Field("chair", _("who chairs it")),
)
MARK = Field("mark", _("red name at the head"))
NUMBER = Field("number", _("number of the paper, or that it is a draft"))
NOTICE = (
    MARK,
    NUMBER,
    Field("title", _("title of the notice")),
    Field("to", _("whom it goes to")),
    Field("meeting", _("title of the meeting")),
    *MEETING,
    Field(
        "topics",
        _("the topics, one by one"),
        (
            Field("number", _("1. 2. 3.")),
            Field("title", _("topic")),
            Field("presenter", _("presented by")),
            Field("presented", _("presented by, in brackets")),
            Field("minutes", _("minutes planned")),
        ),
    ),
    Field("people", _("who is invited, in protocol order")),
    Field("requirements", _("requirements, paragraph by paragraph")),
    *ISSUED,
    COPIES,
)
OUTCOMES = (
    Field("number", _("1. 2. 3.")),
    Field("kind", _("decision, task or note")),
    Field("text", _("what was decided")),
    Field("lead", _("who leads")),
    Field("helpers", _("who helps")),
    Field("due_on", _("until when")),
    Field("task_number", _("number of the task")),
    Field("assigned", _("the last four in one bracket")),
)
TOPICS = (
    Field("number", _("一、 二、 三、")),
    Field("title", _("topic")),
    Field("presenter", _("presented by")),
    Field("discussion", _("what was said, paragraph by paragraph")),
    Field(
        "groups",
        _("decisions, tasks and notes, as far as there are any"),
        (
            Field("number", _("（一） （二） （三）")),
            Field("title", _("heading")),
            Field("outcomes", _("the outcomes, one by one"), OUTCOMES),
        ),
    ),
)
MINUTES = (
    MARK,
    NUMBER,
    Field("title", _("title of the meeting")),
    *MEETING,
    Field("recorder", _("who took the minutes")),
    Field("topics", _("the topics, one by one"), TOPICS),
    Field("present", _("who was there, in protocol order")),
    Field("excused", _("who was excused")),
    Field("absent", _("who was absent")),
    Field("guests", _("which guests were there")),
    *ISSUED,
    COPIES,
)
YEAR = (
    MARK,
    Field("year", _("year")),
    ISSUED[0],
    Field("meetings", _("the minutes, meeting by meeting"), MINUTES),
)
SLIP = (
    Field("heading", _("heading with the colour")),
    Field("colour", _("blue, yellow or red")),
    Field("shade", _("the colour as Word writes it, for the background of a cell")),
    Field("number", _("number of the slip")),
    Field("task", _("task")),
    Field("task_number", _("number of the task")),
    Field("content", _("what is to be done")),
    Field("source", _("what it came from")),
    Field("lead", _("who leads")),
    Field("helpers", _("who helps")),
    Field("assigned_on", _("assigned on")),
    Field("due_on", _("due on")),
    Field("late", _("how many days it is overdue, in brackets")),
    Field("requirement", _("requirement")),
    Field("progress", _("progress told so far")),
    Field("issued_by", _("who issued the slip")),
    Field("signed", _("who signed for it and when")),
    *ISSUED,
)
FIGURES = (
    Field("columns", _("whom the columns are of: the whole town, then the groups")),
    Field(
        "rows",
        _("the figures, one by one"),
        (
            Field("figure", _("figure")),
            Field("unit", _("what it is counted in")),
            Field("cells", _("the numbers, one for each column")),
        ),
    ),
)
OF_GROUPS = (
    Field("number", _("（一） （二） （三）")),
    Field("name", _("name of the group")),
    Field(
        "texts",
        _("what it wrote"),
        (
            Field("heading", _("heading, where there are several texts")),
            Field("paragraphs", _("the text, paragraph by paragraph")),
        ),
    ),
)
TOWN_REPORT = (
    MARK,
    NUMBER,
    Field("title", _("title of the report")),
    Field("to", _("whom it goes to")),
    Field("month", _("month of the report")),
    Field("correction", _("which edition it is and why, from the second one on")),
    Field("coverage", _("which groups are in the report and which are not, in one sentence")),
    Field(
        "sections",
        _("the sections, one by one"),
        (
            Field("number", _("一、 二、 三、")),
            Field("title", _("heading")),
            Field("told", _("figures of the whole town, in one sentence")),
            *FIGURES,
            Field("groups", _("the groups that wrote something, one by one"), OF_GROUPS),
        ),
    ),
    Field("tables", _("tables of the annex: with more than four groups they stand there, not in the text"), FIGURES),
    *ISSUED,
)
PAPERS = (
    PaperKind(
        "meeting_notice",
        _("Notice of a meeting"),
        _("For those invited; numbered when the notice is sent."),
        NOTICE,
        drawing.draw_notice,
        papers.notice_of,
        samples.sample_notice,
    ),
    PaperKind(
        "meeting_minutes",
        _("Minutes of a meeting"),
        _("Numbered once they are final, a draft before that."),
        MINUTES,
        drawing.draw_minutes,
        papers.minutes_of,
        samples.sample_minutes,
    ),
    PaperKind(
        "year_minutes",
        _("Minutes of a year"),
        _("All final minutes of a year in one file."),
        YEAR,
        drawing.draw_year,
        papers.year_of,
        samples.sample_year,
    ),
    PaperKind(
        "supervision_slip",
        _("Supervision slip"),
        _("Blue, yellow or red, as the task has earned it."),
        SLIP,
        drawing.draw_slip,
        papers.slip_of,
        samples.sample_slip,
    ),
    PaperKind(
        "town_report",
        _("Monthly report of the town"),
        _("Numbered once it is issued, a draft before that."),
        TOWN_REPORT,
        drawing.draw_town_report,
        town_report_of,
        samples.sample_town_report,
    ),
)
