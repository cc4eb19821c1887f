"""What falls due of the inspections, and which kinds of notices they send."""

from django.utils.translation import gettext_lazy as _

from dayan_safety.notice_kinds import NoticeKind
from inspections.deadlines.findings import finding_dues
from inspections.deadlines.others import equipment_dues, plan_dues, report_dues

KINDS = (
    NoticeKind("inspections.finding_news", _("New, failed, closed and listed findings"), urgent=True),
    NoticeKind("inspections.incident", _("Accidents at work"), urgent=True),
    NoticeKind("inspections.hazard_report", _("Dangers reported"), urgent=True),
    NoticeKind("inspections.finding_due", _("Findings to put right")),
    NoticeKind("inspections.look_again", _("Findings to notify and to re-inspect")),
    NoticeKind("inspections.plan_due", _("Planned inspections to make")),
    NoticeKind("inspections.equipment_due", _("Equipment to have inspected")),
    NoticeKind("inspections.finding_extension", _("More time to decide on")),
)
DEADLINES = (finding_dues, report_dues, plan_dues, equipment_dues)
