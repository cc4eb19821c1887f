"""What happens to joint meetings, one function a verb."""

from committee.services.meetings.agenda import (
    add_item,
    decide_item,
    edit_item,
    move_item,
    propose_item,
    remove_item,
    write_item,
)
from committee.services.meetings.attending import (
    Mark,
    code_at,
    is_code,
    is_open_for_marks,
    mark_all_present,
    record_attendance,
    sign_in,
)
from committee.services.meetings.content import all_topics, content_of, items_with_outcomes
from committee.services.meetings.inviting import answer_invitation, invite, invite_by_rule, uninvite
from committee.services.meetings.minutes import (
    acknowledge_minutes,
    circulate_minutes,
    comment_minutes,
    finalize_minutes,
    reopen_minutes,
    warnings_of,
)
from committee.services.meetings.opening import carry_over, create_meeting, open_joint_meeting, open_joint_meetings
from committee.services.meetings.outcomes import add_outcome, edit_outcome, remove_outcome
from committee.services.meetings.running import (
    agenda_text,
    begin_meeting,
    cancel_meeting,
    edit_meeting,
    notify_meeting,
    results_of,
    send_agenda,
    told_of,
)
from committee.services.meetings.schedule import meeting_day, nth_weekday, regular_day

__all__ = [
    "Mark",
    "acknowledge_minutes",
    "add_item",
    "add_outcome",
    "agenda_text",
    "all_topics",
    "answer_invitation",
    "begin_meeting",
    "cancel_meeting",
    "carry_over",
    "circulate_minutes",
    "code_at",
    "comment_minutes",
    "content_of",
    "create_meeting",
    "decide_item",
    "edit_item",
    "edit_meeting",
    "edit_outcome",
    "finalize_minutes",
    "invite",
    "invite_by_rule",
    "is_code",
    "is_open_for_marks",
    "items_with_outcomes",
    "mark_all_present",
    "meeting_day",
    "move_item",
    "notify_meeting",
    "nth_weekday",
    "open_joint_meeting",
    "open_joint_meetings",
    "propose_item",
    "record_attendance",
    "regular_day",
    "remove_item",
    "remove_outcome",
    "reopen_minutes",
    "results_of",
    "send_agenda",
    "sign_in",
    "told_of",
    "uninvite",
    "warnings_of",
    "write_item",
]
