"""What happens to findings: found, notified, put right, looked at again, closed; put off, listed, handed on."""

from inspections.services.findings.extending import ask_finding_extension, decide_finding_extension
from inspections.services.findings.finding import create_finding, edit_finding, notify_finding, withdraw_finding
from inspections.services.findings.rectifying import ask_reinspection, fix_finding, receive_finding, report_step
from inspections.services.findings.reinspecting import close_finding, fail_finding, reopen_finding
from inspections.services.findings.supervising import hand_over, list_for_supervision, take_back, unlist
from inspections.services.findings.tasks import assign_finding_task

__all__ = [
    "ask_finding_extension",
    "ask_reinspection",
    "assign_finding_task",
    "close_finding",
    "create_finding",
    "decide_finding_extension",
    "edit_finding",
    "fail_finding",
    "fix_finding",
    "hand_over",
    "list_for_supervision",
    "notify_finding",
    "receive_finding",
    "reopen_finding",
    "report_step",
    "take_back",
    "unlist",
    "withdraw_finding",
]
