"""What happens to reports of dangers: sent, sorted into findings and answers, followed by their number, counted."""

from inspections.services.residents.sending import report_of, send_report
from inspections.services.residents.sorting import (
    answer_report,
    dismiss_report,
    edit_report,
    reveal_reporter,
    sort_again,
    take_report,
)
from inspections.services.residents.telling import Week, progress_of, weeks_before

__all__ = [
    "Week",
    "answer_report",
    "dismiss_report",
    "edit_report",
    "progress_of",
    "report_of",
    "reveal_reporter",
    "send_report",
    "sort_again",
    "take_report",
    "weeks_before",
]
