"""What falls due of the assessment, and which kinds of notices it sends."""

from django.utils.translation import gettext_lazy as _

from assessment.deadlines.checks import self_score_dues
from assessment.deadlines.commitments import commitment_dues
from assessment.deadlines.objections import objection_dues
from assessment.deadlines.peers import ballot_dues
from assessment.services.checks.telling import KIND as CHECK_NEWS
from assessment.services.scores.publishing import NEWS
from dayan_safety.notice_kinds import NoticeKind

KINDS = (
    NoticeKind("assessment.round_opened", _("Mutual evaluation that was opened")),
    NoticeKind("assessment.ballot_due", _("Ballots to hand in")),
    NoticeKind("assessment.ledger_news", _("Rewards and penalties entered or withdrawn")),
    NoticeKind("assessment.commitment_news", _("Commitments given, sent back, verified or missed")),
    NoticeKind("assessment.commitment_due", _("Commitments to deliver")),
    NoticeKind(CHECK_NEWS, _("Regular checks opened and closed")),
    NoticeKind("assessment.self_scores_due", _("Self scores to write")),
    NoticeKind(NEWS, _("Scores of a year, objections and answers"), urgent=True),
    NoticeKind("assessment.objection_due", _("Objections to answer")),
)
DEADLINES = (objection_dues, self_score_dues, commitment_dues, ballot_dues)
