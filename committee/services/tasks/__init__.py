"""What happens to tasks: assigned, received, reported on, checked, closed; put off, declined, cancelled; slips."""

from committee.services.tasks.assigning import assign_task, cancel_task, edit_task, move_task
from committee.services.tasks.checking import close_task, reopen_task, return_task
from committee.services.tasks.doing import decline_task, receive_task, report_done, report_progress
from committee.services.tasks.extending import ask_extension, decide_extension
from committee.services.tasks.slips import issue_slip, sign_slip, slip_colour

__all__ = [
    "ask_extension",
    "assign_task",
    "cancel_task",
    "close_task",
    "decide_extension",
    "decline_task",
    "edit_task",
    "issue_slip",
    "move_task",
    "receive_task",
    "reopen_task",
    "report_done",
    "report_progress",
    "return_task",
    "sign_slip",
    "slip_colour",
]
