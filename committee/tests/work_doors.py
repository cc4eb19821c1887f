"""The doors to the verbs on meetings and tasks: what people send there, what they read then, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any, NamedTuple

from django.urls import reverse

from committee.models import AgendaItem, Attendance, Extension, Meeting, Outcome, Slip, Task
from committee.services import meetings, tasks
from committee.tests import work
from dayan_safety.testing import Cast, a_task

TODAY = date(2026, 6, 15)
REQUIRED = "这个字段是必填项。"
FOUR = "已通知孙信息、王主任、赵组长等 4 人。"
Form = dict[str, Any] | Callable[[Cast], dict[str, Any]]


class Door(NamedTuple):
    """A verb on what ``make`` makes: what ``role`` sends, and what is said then; ``wrong`` is refused for ``why``."""

    verb: str
    make: Callable[[Cast], Any]
    role: str
    form: Form
    said: str
    wrong: Form | None = None
    why: dict[str, str] | None = None

    def sends(self, cast: Cast, form: Form | None = None) -> dict[str, Any]:
        """What is typed, with keys of records of this town."""
        given = self.form if form is None else form
        return given(cast) if callable(given) else given


def address(verb: str, thing: Any) -> str:
    """Where a verb is done."""
    return reverse(f"committee:{verb}", args=[thing.pk])


def a_topic(cast: Cast, make: Callable[..., Meeting] = work.a_draft) -> AgendaItem:
    """The topic of a meeting."""
    return make(cast).items.get(is_results=False)


def a_second_topic(cast: Cast) -> AgendaItem:
    """The second topic of a draft."""
    return work.an_item(work.a_draft(cast), title="第二项")


def a_proposed(cast: Cast) -> AgendaItem:
    """What the lead proposed."""
    return meetings.propose_item(work.a_draft(cast), by=cast.lead, kind="solve", title="配手电")


def a_topic_talked_of(cast: Cast) -> AgendaItem:
    """The topic of a meeting under way."""
    return a_topic(cast, work.an_open)


def one_topic_more(cast: Cast) -> Meeting:
    """A meeting whose agenda grew after the notice."""
    meeting = work.a_notified(cast)
    work.an_item(meeting, title="新增")
    return meeting


def a_decision(cast: Cast) -> Outcome:
    """A decision of a meeting under way."""
    return work.an_outcome(a_topic_talked_of(cast))


def a_place(cast: Cast, make: Callable[..., Meeting] = work.a_notified) -> Attendance:
    """The liaison's place at a meeting."""
    return work.an_invitation(make(cast), cast.liaison)


def first_topic(cast: Cast) -> dict[str, Any]:
    """Behind the first topic."""
    return {"after": AgendaItem.objects.order_by("pk")[0].pk}


def both_leads(cast: Cast) -> dict[str, Any]:
    """A task that a unit and a group shall lead."""
    return {"kind": "task", "text": "清理", "lead_unit": cast.village.pk, "lead_group": cast.group.pk, "due_on": "x"}


def a_task_s_outcome(cast: Cast) -> dict[str, Any]:
    """A task with its lead, helpers and last day."""
    helpers = {"helper_units": [cast.other_village.pk], "helper_groups": [cast.group.pk]}
    return {"kind": "task", "text": "清理", "lead_unit": cast.village.pk, "due_on": "2026/7/1", **helpers}


MEETINGS = (
    Door("notify_meeting", work.a_draft, "office", {}, f"已完成：发出会议通知。{FOUR}"),
    Door(
        "begin_meeting", lambda c: work.a_draft(c, held_on=TODAY, begins_at=time(9)), "office", {}, "已完成：开始会议。"
    ),
    Door("send_agenda", one_topic_more, "office", {}, f"已完成：发送议程。{FOUR}"),
    Door("circulate_minutes", work.an_open, "office", {}, f"已完成：纪要征求意见。{FOUR}"),
    Door("finalize_minutes", work.a_minuted, "chair", {}, "已完成：纪要定稿。已通知孙信息、李文员、赵组长等 4 人。"),
    Door(
        "comment_minutes",
        work.a_minuted,
        "liaison",
        {"text": "写明期限"},
        "已完成：对纪要提意见。",
        {},
        {"text": REQUIRED},
    ),
    Door(
        "reopen_minutes", work.a_final, "chair", {"reason": "更正"}, "已完成：重新打开纪要。", {}, {"reason": REQUIRED}
    ),
    Door(
        "cancel_meeting",
        work.a_notified,
        "office",
        {"reason": "大雨"},
        f"已完成：取消会议。{FOUR}",
        {},
        {"reason": REQUIRED},
    ),
    Door(
        "add_item",
        work.a_draft,
        "office",
        lambda c: {"kind": "convey", "title": "传达", "owner": c.lead.person.pk, "planned_minutes": "20"},
        "已完成：添加议题。",
        {"kind": "convey", "title": "长" * 201, "planned_minutes": "0"},
        {"title": "确保该变量包含不超过 200 字符 (目前字符数 201)。", "planned_minutes": "确保该值大于或等于1。"},
    ),
    Door(
        "propose_item",
        work.a_notified,
        "lead",
        {"kind": "solve", "title": "配手电", "planned_minutes": "5"},
        "已完成：提出议题。",
        {"kind": "x", "title": "配手电", "planned_minutes": "5"},
        {"kind": "选择一个有效的选项。 x 不在可用的选项中。"},
    ),
    Door(
        "decide_item",
        a_proposed,
        "office",
        {"accepted": "yes"},
        "已完成：审定所提议题。",
        {"accepted": "no"},
        {"": "请填写不列入的理由。"},
    ),
    Door(
        "edit_item",
        a_topic,
        "office",
        {"kind": "convey", "title": "改名", "planned_minutes": "30"},
        "已完成：修改议题。",
        {"kind": "convey", "title": "", "planned_minutes": "30"},
        {"title": REQUIRED},
    ),
    Door(
        "move_item",
        a_second_topic,
        "office",
        {},
        "已完成：调整议题顺序。",
        {"after": "999999"},
        {"after": "选择一个有效的选项： 该选择不在可用的选项中。"},
    ),
    Door("remove_item", a_topic, "office", {"reason": "重复"}, "已完成：撤下议题。", {}, {"reason": REQUIRED}),
    Door(
        "write_item",
        a_topic_talked_of,
        "office",
        {"discussion": "工商所配合", "state": "done"},
        "已完成：记录议题讨论。",
        {"discussion": "工商所配合", "state": "proposed"},
        {"state": "选择一个有效的选项。 proposed 不在可用的选项中。"},
    ),
    Door(
        "add_outcome",
        a_topic_talked_of,
        "office",
        a_task_s_outcome,
        "已完成：添加议定事项。",
        lambda c: both_leads(c) | {"due_on": "2026-7-1"},
        {"": "请在主办单位和主办工作组中选择一项。"},
    ),
    Door(
        "edit_outcome",
        a_decision,
        "office",
        {"kind": "note", "text": "改"},
        "已完成：修改议定事项。",
        {"kind": "task", "text": "改", "due_on": "明天"},
        {"due_on": "请按“2026-3-5”的样式填写日期。"},
    ),
    Door(
        "remove_outcome", a_decision, "office", {"reason": "重复"}, "已完成：撤下议定事项。", {}, {"reason": REQUIRED}
    ),
    Door(
        "invite",
        work.a_draft,
        "office",
        {"guest_name": "陈教授", "guest_unit": "济南支持中心", "position": "专家"},
        "已完成：邀请参会。",
        {"guest_unit": "济南支持中心"},
        {"": "请选择人员，或填写列席人员姓名。"},
    ),
    Door("uninvite", a_place, "office", {"reason": "误邀"}, "已完成：移出参会名单。", {}, {"reason": REQUIRED}),
    Door(
        "answer_invitation",
        a_place,
        "liaison",
        {"answer": "leave", "leave_reason": "培训", "substitute": "李四 村主任"},
        "已完成：回复参会。",
        {"answer": "leave", "substitute": "李四 村主任"},
        {"": "请填写请假事由。"},
    ),
    Door("acknowledge_minutes", lambda c: a_place(c, work.a_final), "liaison", {}, "已完成：确认已阅纪要。"),
)


def a_task_of_village(cast: Cast, **values: Any) -> Task:
    """A task of the liaison's village, helped with by the lead's group."""
    return a_task(**{"lead_unit": cast.village, "helper_groups": [cast.group], **values})


def an_asked_extension(cast: Cast) -> Extension:
    """The liaison asked for five more days."""
    task = a_task_of_village(cast)
    return tasks.ask_extension(task, by=cast.liaison, wanted_on=date(2026, 6, 30), reason="待料")


def an_issued_slip(cast: Cast) -> Slip:
    """A slip for the liaison's village."""
    return work.a_slip(a_task_of_village(cast))


TWO = "已通知：孙信息、赵组长。"
TASKS = (
    Door("receive_task", a_task_of_village, "liaison", {}, "已完成：签收。"),
    Door("report_progress", a_task_of_village, "lead", {"text": "过半"}, "已完成：反馈进展。", {}, {"text": REQUIRED}),
    Door(
        "report_done",
        a_task_of_village,
        "liaison",
        {"text": "完成"},
        "已完成：申请复核。已通知：李文员。",
        {"text": "长" * 2001},
        {"text": "确保该变量包含不超过 2000 字符 (目前字符数 2001)。"},
    ),
    Door(
        "decline_task",
        a_task_of_village,
        "liaison",
        {"reason": "无权"},
        "已完成：申请退办。已通知：李文员、王主任。",
        {},
        {"reason": REQUIRED},
    ),
    Door(
        "return_task",
        work.a_reported,
        "office",
        {"reason": "缺照片"},
        "已完成：退回重办。已通知：孙信息。",
        {},
        {"reason": REQUIRED},
    ),
    Door(
        "close_task",
        work.a_reported,
        "chair",
        {"note": "资料齐全"},
        "已完成：复核销号。已通知：孙信息。",
        {"note": "长" * 301},
        {"note": "确保该变量包含不超过 300 字符 (目前字符数 301)。"},
    ),
    Door(
        "reopen_task",
        work.a_closed,
        "office",
        {"reason": "反弹"},
        "已完成：重新办理。已通知：孙信息。",
        {},
        {"reason": REQUIRED},
    ),
    Door(
        "cancel_task",
        a_task_of_village,
        "chair",
        {"reason": "并案"},
        f"已完成：撤销督办事项。{TWO}",
        {},
        {"reason": REQUIRED},
    ),
    Door(
        "move_task",
        a_task_of_village,
        "chair",
        {"due_on": "2026年7月1日", "reason": "顺延"},
        f"已完成：调整办理期限。{TWO}",
        {"due_on": "2026-6-14", "reason": "提前"},
        {"": "期限已过，请选择今天或之后的日期。"},
    ),
    Door(
        "ask_extension",
        a_task_of_village,
        "liaison",
        {"wanted_on": "2026.7.1", "reason": "待料"},
        "已完成：申请延期。已通知：王主任。",
        {"wanted_on": "2026-6-25", "reason": "待料"},
        {"": "期限本为 2026-06-25，请选择更晚的日期。"},
    ),
    Door(
        "issue_slip",
        a_task_of_village,
        "office",
        {"requirement": "限期办结"},
        f"已完成：发督办单。{TWO}",
        {},
        {"requirement": REQUIRED},
    ),
    Door(
        "decide_extension",
        an_asked_extension,
        "chair",
        {"granted": "yes", "note": "抓紧"},
        f"已完成：审批延期。{TWO}",
        {"note": "抓紧"},
        {"granted": REQUIRED},
    ),
    Door("sign_slip", an_issued_slip, "liaison", {}, "已完成：签收督办单。"),
)
