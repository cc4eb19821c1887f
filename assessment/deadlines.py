"""Which kinds of notices the assessment sends."""

from django.utils.translation import gettext_lazy as _

from dayan_safety.notice_kinds import NoticeKind

KINDS = (NoticeKind("assessment.round_opened", _("Mutual evaluation that was opened")),)
