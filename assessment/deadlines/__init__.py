"""What falls due of the assessment, and which kinds of notices it sends."""

from django.utils.translation import gettext_lazy as _

from assessment.deadlines.objections import objection_dues
from assessment.services.scores.publishing import NEWS
from dayan_safety.notice_kinds import NoticeKind

KINDS = (
    NoticeKind(NEWS, _("Scores of a year, objections and answers"), urgent=True),
    NoticeKind("assessment.objection_due", _("Objections to answer")),
)
DEADLINES = (objection_dues,)
