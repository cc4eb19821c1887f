"""What a meeting's page is made of: own invitation, agenda with outcomes, people, comments on the minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.models import AgendaItem, Attendance, Meeting, Outcome, Task
from committee.querysets import TOWN_WIDE
from committee.services import meetings as services
from dayan_safety.attachments import files_of, load_files
from dayan_safety.delivery_pages import told_panel
from dayan_safety.views import Button, Panel
from dayan_safety.views.files import file_line
from dayan_safety.views.parts import allowed

State, ItemState, Status = Meeting.State, AgendaItem.State, Attendance.Status
TONES = {
    Status.PRESENT: ("success", "check-circle"),
    Status.LATE: ("warning", "clock"),
    Status.SUBSTITUTE: ("info", "people"),
    Status.EXCUSED: ("secondary", "calendar-x"),
    Status.ABSENT: ("danger", "x-circle"),
}


def panels_of(meeting: Meeting, user: Any) -> list[Panel]:
    """Every panel that has something to say to ``user``."""
    people = list(meeting.attendances.present().select_related("person", "unit"))
    topics = services.all_topics(meeting)
    load_files([meeting, *topics])
    return [
        *invitation_panel(meeting, people, user),
        *requirements_panel(meeting),
        agenda_panel(meeting, [topic for topic in topics if topic.state in AgendaItem.ON_AGENDA], user),
        *proposals_panel(meeting, [topic for topic in topics if topic.state not in AgendaItem.ON_AGENDA], user),
        people_panel(meeting, people, user),
        *comments_panel(meeting),
        *told_panel(meeting, user),
    ]


def _door(verb: str, thing: Any, icon: str, kind: str = "secondary") -> Button:
    return Button(f"committee.{verb}", reverse(f"committee:{verb}", args=[thing.pk]), icon, kind)


def invitation_panel(meeting: Meeting, people: Iterable[Attendance], user: Any) -> list[Panel]:
    """The own place: what was answered, and what can be done about it now."""
    own = next((row for row in people if user.person_id is not None and row.person_id == user.person_id), None)
    if own is None or meeting.state == State.DRAFT:
        return []
    can_answer = meeting.state == State.NOTIFIED and timezone.now() < meeting.begins
    can_read = meeting.state == State.FINAL and own.read_at is None
    doors = [_door("answer_invitation", own, "reply", "primary")] if can_answer else []
    doors += [_door("acknowledge_minutes", own, "check2", "primary")] if can_read else []
    if not (doors or own.answer or own.status or own.read_at):
        return []
    context = {"own": own, "meeting": meeting, "buttons": allowed(user, doors, own)}
    return [Panel(_("Your invitation"), "committee/panels/invitation.html", context)]


def requirements_panel(meeting: Meeting) -> list[Panel]:
    """What those invited are to prepare and to bring."""
    if not meeting.requirements:
        return []
    return [Panel(_("Please prepare"), "records/panels/text.html", {"text": meeting.requirements})]


def agenda_panel(meeting: Meeting, items: list[Any], user: Any) -> Panel:
    """Every topic with its presenter, time, files and outcomes, and what this person can do with it now."""
    lines = [_item_line(item, meeting, user) for item in items]
    _leave_out_links(lines, user)
    doors = []
    if meeting.is_ahead or meeting.is_minuted:
        doors.append(_door("add_item", meeting, "plus-lg"))
    if meeting.is_ahead and not user.has_perm("committee.add_item", meeting):
        doors.append(_door("propose_item", meeting, "lightbulb"))
    minutes = sum(item.planned_minutes for item in items)
    context = {"lines": lines, "minutes": minutes, "empty": not items}
    return Panel(_("Agenda"), "committee/panels/agenda.html", context, allowed(user, doors, meeting))


def _item_line(item: Any, meeting: Meeting, user: Any) -> dict[str, Any]:
    return {
        "item": item,
        "results": results_for(user, services.results_of(meeting)) if item.is_results else [],
        "files": [file_line(file, item, user) for file in files_of(item)],
        "outcomes": [_outcome_line(outcome, item, user) for outcome in item.shown_outcomes],
        "buttons": allowed(user, _item_doors(item, meeting), item),
    }


def _leave_out_links(lines: list[dict[str, Any]], user: Any) -> None:
    """Nobody is led to a task that does not exist for them; one query, none for those who see everything."""
    outcomes = [told for line in lines for told in line["outcomes"] if told["task"]]
    if user.standing.is_one_of(*TOWN_WIDE) or not outcomes:
        return
    seen = set(Task.objects.filter(pk__in=[told["task"].pk for told in outcomes]).visible_to(user))
    for told in outcomes:
        told["task"] = told["task"] if told["task"] in seen else None


def results_for(user: Any, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the first item tells; who does not see the whole town is not led to its records."""
    if user.standing.is_one_of(*TOWN_WIDE):
        return results
    return [told | {"lines": [line | {"url": ""} for line in told["lines"]]} for told in results]


def _item_doors(item: AgendaItem, meeting: Meeting) -> list[Button]:
    doors = []
    if meeting.is_minuted:
        doors += [_door("write_item", item, "pencil-square", "primary"), _door("add_outcome", item, "plus-square")]
    if meeting.is_ahead or meeting.is_minuted:
        attach = reverse("committee:attach_agendaitem", args=[item.pk])
        doors += [_door("edit_item", item, "pencil"), Button("dayan_safety.attach", attach, "paperclip")]
        if not item.is_results:
            doors += [_door("move_item", item, "arrow-down-up"), _door("remove_item", item, "trash", "danger")]
    return doors


def _outcome_line(outcome: Any, item: AgendaItem, user: Any) -> dict[str, Any]:
    outcome.item = item
    doors = []
    if item.meeting.is_minuted:
        doors = [] if outcome.task else [_door("edit_outcome", outcome, "pencil")]
        doors.append(_door("remove_outcome", outcome, "trash", "danger"))
    task = outcome.task
    return {
        "outcome": outcome,
        "helpers": outcome.helpers,
        "task": task,
        "lacks": outcome.kind == Outcome.Kind.TASK and task is None and not outcome.can_be_handed_out,
        "buttons": allowed(user, doors, outcome),
    }


def proposals_panel(meeting: Meeting, topics: list[Any], user: Any) -> list[Panel]:
    """Topics that members proposed, for the office to decide; what was not taken up stays to be read."""
    open_still = meeting.is_ahead or meeting.is_minuted
    lines = [_proposal_line(topic, open_still, user) for topic in topics]
    return [Panel(_("Proposed topics"), "committee/panels/proposals.html", {"lines": lines})] if lines else []


def _proposal_line(topic: AgendaItem, open_still: bool, user: Any) -> dict[str, Any]:
    is_open = topic.state == ItemState.PROPOSED
    doors = [_door("decide_item", topic, "check2", "primary")] if is_open and open_still else []
    return {"item": topic, "is_open": is_open, "buttons": allowed(user, doors, topic)}


def people_panel(meeting: Meeting, people: list[Attendance], user: Any) -> Panel:
    """Who is invited, what they answered, who came; reasons for leave only for those who keep the list."""
    keeps = user.has_perm("committee.record_attendance", meeting)
    open_still = meeting.is_ahead or meeting.is_minuted
    lines = [_person_line(row, meeting, user, open_still) for row in people]
    doors = [_door("invite", meeting, "person-plus")] if open_still else []
    sheet = reverse("committee:print_sheet", args=[meeting.pk])
    doors.append(Button("committee.record_attendance", sheet, "printer", text=_("Sign-in sheet")))
    if meeting.state == State.NOTIFIED:
        url = reverse("committee:list_answer_links", args=[meeting.pk])
        doors.append(Button("committee.invite", url, "link-45deg", text=_("Links to answer")))
    context = {"lines": lines, "sums": _sums(meeting, people), "keeps": keeps}
    return Panel(_("People"), "committee/panels/attendance.html", context, allowed(user, doors, meeting))


def _person_line(row: Attendance, meeting: Meeting, user: Any, open_still: bool) -> dict[str, Any]:
    row.meeting = meeting
    doors = [_door("uninvite", row, "person-dash", "danger")] if open_still and not row.status else []
    return {
        "row": row,
        "tone": TONES.get(Status(row.status)) if row.status else None,
        "buttons": allowed(user, doors, row),
    }


def _sums(meeting: Meeting, people: list[Attendance]) -> list[tuple[Any, int]]:
    """How many, in words: by answer while the meeting is ahead, by attendance afterwards."""
    if meeting.is_ahead:
        answers = Counter(row.answer for row in people)
        labels = {"coming": _("coming"), "leave": _("on leave"), "": _("no answer yet")}
        return [(_("invited"), len(people)), *((label, answers[key]) for key, label in labels.items() if answers[key])]
    marks = Counter(row.status for row in people)
    told = [(status.label, marks[status]) for status in Status if marks[status]]
    return [(_("invited"), len(people)), *told, *([(_("not marked"), marks[""])] if marks[""] else [])]


def comments_panel(meeting: Meeting) -> list[Panel]:
    """What was said about the minutes, once they were out for comment."""
    if meeting.comments_until is None:
        return []
    comments = list(meeting.comments.present().select_related("by__person"))
    panel = Panel(_("Comments on the minutes"), "committee/panels/comments.html", {"comments": comments})
    return [panel] if comments else []
