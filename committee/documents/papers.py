"""What the committee's papers say: the fields that templates name, filled from records. Always in Chinese."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone

from committee.models import AgendaItem, Attendance, Meeting, Outcome, Slip
from committee.querysets import helper_names
from committee.services import meetings as services
from dayan_safety.papers import Context
from dayan_safety.papers.chinese import (
    chinese_day,
    chinese_time,
    first_level,
    paragraphs,
    second_level,
    third_level,
    with_weekday,
)
from dayan_safety.parameters import parameters

DRAFT = "（草稿）"
Status, Kind = Attendance.Status, Outcome.Kind
GROUPS = ((Kind.DECISION, "议定事项"), (Kind.TASK, "交办任务"), (Kind.NOTE, "有关说明"))
SHADES = {Slip.Colour.BLUE: "1A5493", Slip.Colour.YELLOW: "F0B429", Slip.Colour.RED: "C00000"}
HEADINGS = {Slip.Colour.BLUE: "督办单（蓝）", Slip.Colour.YELLOW: "督办单（黄）", Slip.Colour.RED: "督办单（红）"}


def _day_of(at: datetime) -> str:
    """The day of a moment, in the town."""
    return chinese_day(timezone.localtime(at).date())


def _of_meeting(meeting: Meeting) -> Context:
    """What notice and minutes tell alike."""
    return {
        "day": with_weekday(meeting.held_on),
        "time": chinese_time(meeting.begins_at),
        "place": meeting.place,
        "chair": str(meeting.chair or ""),
    }


def notice_of(meeting: Meeting) -> Context:
    """The notice of a meeting; without a number it is a draft. Three queries."""
    told = parameters()
    topics = list(meeting.items.present().on_agenda().select_related("owner"))
    people = list(meeting.attendances.present().select_related("person", "unit"))
    return _of_meeting(meeting) | {
        "mark": told["committee.paper_issuer"],
        "number": meeting.notice_number or DRAFT,
        "title": f"关于召开{meeting.title}的通知",
        "to": told["committee.notice_to"],
        "meeting": meeting.title,
        "topics": [_announced(topic, number) for number, topic in enumerate(topics, start=1)],
        "people": in_protocol_order(people, name=str),
        "requirements": paragraphs(meeting.requirements) or paragraphs(told["committee.notice_requirements"]),
        "issuer": told["committee.paper_issuer"],
        "issued_on": _day_of(meeting.notified_at or timezone.now()),
        "copies": told["committee.notice_copies"],
    }


def _announced(topic: AgendaItem, number: int) -> Context:
    presenter = str(topic.owner or "")
    return {
        "number": third_level(number),
        "title": topic.title,
        "presenter": presenter,
        "presented": f"（汇报人：{presenter}）" if presenter else "",
        "minutes": str(topic.planned_minutes),
    }


def minutes_of(meeting: Meeting) -> Context:
    """The minutes of a meeting; until they are final they are a draft. Five queries."""
    return all_minutes([meeting])[0]


def year_of(year: int, meetings: Iterable[Meeting]) -> Context:
    """The minutes of a year in one file, the first meeting first."""
    told = parameters()
    return {
        "mark": f"{told['committee.meeting_name']}纪要汇编",
        "year": str(year),
        "issuer": told["committee.paper_issuer"],
        "meetings": all_minutes(list(meetings)),
    }


def all_minutes(meetings: list[Meeting]) -> list[Context]:
    """The minutes of each; as many queries for one as for twelve."""
    told, topics, people = parameters(), _topics_of(meetings), defaultdict(list)
    there = Attendance.objects.present().filter(meeting__in=meetings).select_related("person", "unit")
    for row in there:
        people[row.meeting_id].append(row)
    return [_minutes(meeting, topics[meeting.pk], people[meeting.pk], told) for meeting in meetings]


def _topics_of(meetings: list[Meeting]) -> Mapping[int, list[Any]]:
    """The topics of each meeting with their outcomes."""
    outcomes = list(
        Outcome.objects.present()
        .filter(item__meeting__in=meetings)
        .select_related("lead_unit", "lead_group", "task")
        .order_by("pk")
    )
    helpers = helper_names(Outcome, [outcome.pk for outcome in outcomes])
    topics: dict[int, list[Any]] = defaultdict(list)
    for topic in AgendaItem.objects.present().on_agenda().filter(meeting__in=meetings).select_related("owner"):
        topic.told = [_outcome(row, helpers.get(row.pk, [])) for row in outcomes if row.item_id == topic.pk]
        topics[topic.meeting_id].append(topic)
    return topics


def _minutes(meeting: Meeting, topics: list[Any], people: list[Attendance], told: Mapping[str, Any]) -> Context:
    return _of_meeting(meeting) | {
        "mark": f"{told['committee.meeting_name']}纪要",
        "number": meeting.minutes_number if meeting.state == Meeting.State.FINAL else DRAFT,
        "title": meeting.title,
        "recorder": str(meeting.recorder or ""),
        "topics": [_told(topic, number, meeting) for number, topic in enumerate(topics, start=1)],
        **people_of(people),
        "issuer": told["committee.paper_issuer"],
        "issued_on": _day_of(meeting.finalized_at or timezone.now()),
        "copies": told["committee.minutes_copies"],
    }


def _told(topic: Any, number: int, meeting: Meeting) -> Context:
    """A topic: what was said, then its outcomes by kind."""
    results = services.results_of(meeting) if topic.is_results else []
    kinds = [(title, found) for kind, title in GROUPS if (found := [o for o in topic.told if o["kind"] == kind])]
    return {
        "number": first_level(number),
        "title": topic.title,
        "presenter": str(topic.owner or ""),
        "discussion": [*map(_result, results), *paragraphs(topic.discussion)],
        "groups": [
            {"number": second_level(place), "title": title, "outcomes": _numbered(found)}
            for place, (title, found) in enumerate(kinds, start=1)
        ],
    }


def _result(result: Mapping[str, Any]) -> str:
    return f"{result['title']}：{result['summary']}"


def _numbered(outcomes: list[Context]) -> list[Context]:
    return [outcome | {"number": third_level(number)} for number, outcome in enumerate(outcomes, start=1)]


def _outcome(outcome: Outcome, helpers: list[str]) -> Context:
    """An outcome; of a task, who does it until when, and its number, each for itself and in one bracket."""
    told = {
        "牵头": str(outcome.lead or ""),
        "协办": "、".join(helpers),
        "完成时限": chinese_day(outcome.due_on),
        "督办编号": outcome.task.number if outcome.task else "",
    }
    lead, helping, due, number = told.values()
    bracket = "；".join(f"{label}：{value}" for label, value in told.items() if value)
    return {
        "kind": outcome.kind,
        "text": outcome.text.strip(),
        "lead": lead,
        "helpers": helping,
        "due_on": due,
        "task_number": number,
        "assigned": f"（{bracket}）" if bracket else "",
    }


def people_of(people: list[Attendance]) -> Context:
    """Who was there, who was excused, who was absent, and which guests came, each as one text in protocol order."""
    invited = [row for row in people if row.basis != Attendance.Basis.GUEST]
    return {
        "present": in_protocol_order([row for row in invited if row.has_attended]),
        "excused": in_protocol_order([row for row in invited if row.status == Status.EXCUSED]),
        "absent": in_protocol_order([row for row in invited if row.status == Status.ABSENT]),
        "guests": in_protocol_order([row for row in people if row not in invited and row.has_attended]),
    }


def in_protocol_order(people: list[Attendance], name: Callable[[Attendance], str] | None = None) -> str:
    """``安监站 李四、王五，司法所 赵六``: the unit once for those of it who stand together (10.3: unit and name)."""
    told = [(unit, "、".join(map(name or _name, rows))) for unit, rows in groupby(people, key=_unit)]
    return "，".join(f"{unit}　{names}" if unit else names for unit, names in told)


def _unit(row: Attendance) -> str:
    return str(row.unit or row.guest_unit)


def _name(row: Attendance) -> str:
    return f"{row.substitute}（代{row}）" if row.status == Status.SUBSTITUTE else str(row)


def slip_of(slip: Slip) -> Context:
    """A supervision slip. Three queries, its task being at hand."""
    told, task = parameters(), slip.task
    progress = [f"{_day_of(row.created_at)}：{row.text}" for row in task.progress.present().order_by("pk")]
    days = (slip.issued_on - slip.due_on).days
    return {
        "heading": HEADINGS[Slip.Colour(slip.colour)],
        "colour": slip.colour,
        "shade": SHADES[Slip.Colour(slip.colour)],
        "number": slip.number,
        "task": task.title,
        "task_number": task.number,
        "content": task.text,
        "source": " ".join(part for part in (str(task.get_source_display()), task.source_note) if part),
        "lead": str(task.lead or ""),
        "helpers": "、".join(helper_names(type(task), [task.pk]).get(task.pk, [])),
        "assigned_on": chinese_day(task.assigned_on),
        "due_on": chinese_day(slip.due_on),
        "late": f"（已逾期{days}天）" if days > 0 else "",
        "requirement": slip.requirement,
        "progress": "\n".join(progress),
        "issued_by": str(slip.issued_by or ""),
        "signed": f"{slip.signed_by or ''}　{_day_of(slip.signed_at)}".strip() if slip.signed_at else "",
        "issuer": told["committee.paper_issuer"],
        "issued_on": chinese_day(slip.issued_on),
    }
