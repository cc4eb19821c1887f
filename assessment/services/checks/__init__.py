"""Regular checks: units drawn by lot, self scores, deductions; what they say once the check is closed."""

from assessment.services.checks.counting import checked_of, deductions_counted, self_scores_of
from assessment.services.checks.deducting import create_deduction, edit_deduction, remove_deduction
from assessment.services.checks.drawing import draw_units, is_repeatable
from assessment.services.checks.evidence import linked_record, rows_at
from assessment.services.checks.lines import CheckedItem, checked_items, items_checked
from assessment.services.checks.running import close_check, create_check, edit_check, open_check, remove_check
from assessment.services.checks.self_scoring import write_self_scores

__all__ = [
    "CheckedItem",
    "checked_items",
    "checked_of",
    "close_check",
    "create_check",
    "create_deduction",
    "deductions_counted",
    "draw_units",
    "edit_check",
    "edit_deduction",
    "is_repeatable",
    "items_checked",
    "linked_record",
    "open_check",
    "remove_check",
    "remove_deduction",
    "rows_at",
    "self_scores_of",
    "write_self_scores",
]
