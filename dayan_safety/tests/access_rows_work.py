"""The access matrix of meetings and tasks: see ``access_rows``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from committee.models import Meeting
from committee.services import meetings, tasks
from committee.tests import work
from dayan_safety.testing import Cast, a_task
from dayan_safety.tests.access_row import (
    ALL,
    CHAIR_OFFICE,
    NOBODY,
    OFFICE,
    OWN,
    TOWN_WIDE,
    Args,
    Row,
    noun,
    record_pages,
)
from dayan_safety.workdays import today

SEES = TOWN_WIDE | OWN  # the liaison is invited, or leads the task
CHAIR = frozenset({"chair"})
FORMS = {"create": OFFICE, "edit": OFFICE, "attach": OFFICE}
OF_TASK = FORMS | {"attach": OFFICE | OWN}


def of(make: Callable[[Cast], Any]) -> Args:
    """The key of what ``make`` makes for the cast."""
    return lambda cast: [make(cast).pk]


def topic_of(meeting: Meeting) -> Any:
    """The topic that is not the first one."""
    return meeting.items.present().filter(is_results=False).first() or work.an_item(meeting)


def proposed(cast: Cast) -> Any:
    """A topic that the lead proposed."""
    return meetings.propose_item(work.a_notified(cast), by=cast.lead, kind="solve", title="新议题")


def outcome(cast: Cast) -> Any:
    """An outcome of a meeting under way."""
    return work.an_outcome(topic_of(work.an_open(cast)))


def own_place(cast: Cast) -> Any:
    """The liaison's place at a meeting that is notified."""
    return work.an_invitation(work.a_notified(cast), cast.liaison)


def place_at_final(cast: Cast) -> Any:
    """The liaison's place at a meeting whose minutes are final."""
    return work.an_invitation(work.a_final(cast), cast.liaison)


def version(cast: Cast) -> Any:
    """Minutes that were final once."""
    return meetings.reopen_minutes(work.a_final(cast), by=None, reason="更正")


def own_task(cast: Cast) -> Any:
    """A task of the liaison's village."""
    return a_task(lead_unit=cast.village)


def other_task(cast: Cast) -> Any:
    """A task of another village."""
    return a_task(lead_unit=cast.other_village)


def extension(cast: Cast) -> Any:
    """An extension asked for by the liaison."""
    task = own_task(cast)
    return tasks.ask_extension(task, by=None, wanted_on=task.due_on.replace(year=task.due_on.year + 1), reason="天气")


def slip(cast: Cast) -> Any:
    """A slip for the liaison's village."""
    return work.a_slip(own_task(cast))


def a_meeting_of_others(cast: Cast) -> Any:
    """A meeting under way to which the liaison was not invited."""
    meeting = work.an_open(cast)
    place = meeting.attendances.present().get(person=cast.liaison.person)
    meetings.uninvite(place, by=None, reason="x")
    return meeting


NOTIFIED, TOPIC, OUTCOME, TASK = (
    of(work.a_notified),
    of(lambda cast: topic_of(work.an_open(cast))),
    of(outcome),
    of(own_task),
)


def verbs(record: Args, sees: frozenset[str] = SEES, post: int = 422, **who: frozenset[str]) -> dict[str, Row]:
    """Rows of verbs on the same record."""
    return {f"committee:{verb}": Row(may, record, sees=sees, post=post) for verb, may in who.items()}


MEETINGS: dict[str, Row] = {
    **noun("meeting", SEES, NOTIFIED, TOWN_WIDE, lists=frozenset({"inspector"}), **FORMS),
    **verbs(of(work.a_draft), TOWN_WIDE, 302, notify_meeting=OFFICE),
    **verbs(of(lambda cast: work.a_draft(cast)), TOWN_WIDE, begin_meeting=OFFICE),
    **verbs(of(work.an_open), SEES, 302, circulate_minutes=OFFICE),
    **verbs(of(work.a_minuted), SEES, 302, finalize_minutes=CHAIR_OFFICE),
    **verbs(of(work.a_final), reopen_minutes=CHAIR_OFFICE),
    **verbs(NOTIFIED, cancel_meeting=CHAIR_OFFICE, add_item=OFFICE, propose_item=TOWN_WIDE, invite=OFFICE),
    **verbs(NOTIFIED, comment_minutes=SEES),
    **verbs(NOTIFIED, SEES, 302, send_agenda=OFFICE),
    **verbs(of(proposed), decide_item=OFFICE),
    **verbs(
        TOPIC, edit_item=OFFICE, remove_item=OFFICE, write_item=OFFICE, add_outcome=OFFICE, attach_agendaitem=OFFICE
    ),
    **verbs(TOPIC, SEES, 302, move_item=OFFICE),
    **verbs(OUTCOME, edit_outcome=OFFICE, remove_outcome=OFFICE),
    **verbs(of(own_place), answer_invitation=OWN, uninvite=OFFICE),
    **verbs(of(place_at_final), SEES, 302, acknowledge_minutes=OWN),
    "committee:record_attendance": Row(OFFICE, of(work.an_open), sees=SEES, post=302),
    "committee:mark_all_present": Row(OFFICE, of(lambda cast: work.an_open(cast)), sees=SEES, get=405, post=302),
    "committee:print_sheet": Row(OFFICE, NOTIFIED, sees=SEES),
    "committee:list_answer_links": Row(OFFICE, NOTIFIED, sees=SEES),
    "committee:show_projector": Row(CHAIR_OFFICE, NOTIFIED, sees=SEES),
    "committee:show_wall_agenda": Row(CHAIR_OFFICE, NOTIFIED, sees=SEES),
    "committee:show_wall_code": Row(CHAIR_OFFICE, NOTIFIED, sees=SEES),
    "committee:sign_in_to_meeting": Row(ALL, NOTIFIED, get=410, post=410, public=True),
    "committee:answer_by_link": Row(ALL, word="x", get=410, post=410, public=True),
    "committee:list_versions": Row(SEES, NOTIFIED),
    "committee:download_notice": Row(SEES, NOTIFIED),
    "committee:download_minutes": Row(SEES, of(work.a_final)),
    "committee:export_minutes": Row(TOWN_WIDE, word=str(today().year)),
    "committee:remind_meeting": Row(CHAIR_OFFICE, NOTIFIED, sees=SEES, post=302),
    "committee:list_rates": Row(TOWN_WIDE),
    "committee:export_rates": Row(TOWN_WIDE, word="csv"),
}
TASKS: dict[str, Row] = {
    **noun("task", SEES, TASK, TOWN_WIDE, lists=frozenset({"inspector"}), **OF_TASK),
    **verbs(of(lambda cast: own_task(cast)), SEES, 302, receive_task=OWN),
    **verbs(
        TASK,
        report_progress=OWN,
        report_done=OWN,
        decline_task=OWN,
        ask_extension=OWN,
        return_task=CHAIR_OFFICE,
        close_task=CHAIR_OFFICE,
        reopen_task=CHAIR_OFFICE,
        cancel_task=CHAIR_OFFICE,
        move_task=CHAIR_OFFICE,
        issue_slip=OFFICE,
    ),
    "committee:remind_task": Row(CHAIR_OFFICE, post=422),
    **verbs(of(extension), decide_extension=CHAIR),
    **verbs(of(slip), SEES, 302, sign_slip=OWN),
    "committee:download_slip": Row(SEES, of(lambda cast: slip(cast))),
}
OTHER = of(other_task)
OTHERS_WORK: dict[str, Row] = {
    **record_pages("meeting", TOWN_WIDE, of(lambda cast: work.a_draft(cast)), **FORMS),
    **record_pages("task", TOWN_WIDE, OTHER, **FORMS),
    "committee:download_notice": Row(TOWN_WIDE, of(lambda cast: work.a_draft(cast))),
    "committee:download_minutes": Row(TOWN_WIDE, of(a_meeting_of_others)),
    "committee:download_slip": Row(TOWN_WIDE, of(lambda cast: work.a_slip(other_task(cast)))),
    **verbs(
        OTHER,
        TOWN_WIDE,
        report_progress=NOBODY,
        report_done=NOBODY,
        decline_task=NOBODY,
        ask_extension=NOBODY,
        receive_task=NOBODY,
        cancel_task=CHAIR_OFFICE,
    ),
}
