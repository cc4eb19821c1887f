"""The doors to the verbs on findings: who goes through them, what they send, what they read then, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse

from dayan_safety.testing import Cast
from dayan_safety.tests import files
from inspections.tests.finding_builders import FIXINGS, IN_STATE, an_asked_extension

REQUIRED, NO_DAY = "这个字段是必填项。", "请按“2026-3-5”的样式填写日期。"
LIAISON, INSPECTOR, CHAIR = "已通知：孙信息。", "已通知：周警官。", "已通知：王主任。"


class Door(NamedTuple):
    """A verb on what ``make`` makes: what ``role`` sends, and what is said then; ``wrong`` is refused for ``why``."""

    verb: str
    make: Callable[[Cast], Any]
    role: str
    form: dict[str, Any]
    said: str
    wrong: dict[str, Any]
    why: dict[str, str]
    takes_photos: bool = False

    def sends(self, given: dict[str, Any] | None = None) -> dict[str, Any]:
        """What is posted: a photo is read once, so that each time it is another."""
        form = self.form if given is None else self.form | given
        photo = {"uploads": [files.upload(files.picture(), "整改后.jpg")]} if self.takes_photos else {}
        return photo | form


def listed(cast: Cast) -> Any:
    """One under listed supervision."""
    finding = IN_STATE["notified"](cast)
    type(finding).objects.filter(pk=finding.pk).update(listed_on=finding.found_on)
    return finding


def major(cast: Cast) -> Any:
    """A major danger being put right."""
    return IN_STATE["rectifying"](cast, level="major")


def address(verb: str, thing: Any) -> str:
    """Where it is done."""
    return reverse(f"inspections:{verb}", args=[thing.pk])


DOORS = (
    Door("notify_finding", IN_STATE["found"], "inspector", {}, f"已完成：通知单位。{LIAISON}", {}, {}),
    Door("receive_finding", IN_STATE["notified"], "liaison", {}, "已完成：签收隐患。", {}, {}),
    Door("fix_finding", major, "liaison", FIXINGS, "已完成：落实“五落实”。", {"funds": ""}, {"funds": REQUIRED}),
    Door(
        "report_step", IN_STATE["rectifying"], "liaison", {"text": "正在更换"}, "已完成：反馈整改进展。",
        {"text": ""}, {"text": REQUIRED}, takes_photos=True,
    ),
    Door(
        "ask_reinspection", IN_STATE["rectifying"], "liaison", {"text": "已更换"}, f"已完成：申请复查。{INSPECTOR}",
        {"text": ""}, {"text": REQUIRED}, takes_photos=True,
    ),
    Door("close_finding", IN_STATE["asked"], "inspector", {"text": "合格"}, f"已完成：复查销号。{LIAISON}", {}, {}),
    Door(
        "fail_finding", IN_STATE["asked"], "inspector", {"text": "仍有裸露", "due_on": "2026-6-25"},
        f"已完成：复查不合格。{LIAISON}", {"due_on": "下周"}, {"due_on": NO_DAY},
    ),
    Door(
        "reopen_finding", IN_STATE["closed"], "office", {"reason": "反弹", "due_on": "2026-6-25"},
        f"已完成：重新整改。{LIAISON}", {"due_on": "2026-6-1"}, {"": "整改期限已过：请写明新的整改期限。"},
    ),
    Door(
        "ask_finding_extension", IN_STATE["rectifying"], "liaison", {"wanted_on": "2026-7-1", "reason": "材料未到"},
        "已完成：申请延期整改。", {"wanted_on": "2026-6-20"}, {"": "原期限已到2026-06-22：请选择更晚的日期。"},
    ),
    Door(
        "list_for_supervision", IN_STATE["notified"], "chair", {"reason": "久拖不改"}, f"已完成：挂牌督办。{LIAISON}",
        {"reason": ""}, {"reason": REQUIRED},
    ),
    Door("unlist", listed, "chair", {"reason": "进展良好"}, "已完成：摘牌。", {"reason": ""}, {"reason": REQUIRED}),
    Door(
        "hand_over", IN_STATE["rectifying"], "chair", {"handed_to": "区应急局", "reason": "镇级无力"},
        "已完成：移交上级。", {"handed_to": ""}, {"handed_to": REQUIRED},
    ),
    Door(
        "assign_finding_task", IN_STATE["notified"], "chair", {"title": "更换线路", "due_on": "2026-6-30"},
        f"已完成：将隐患列入督办。{LIAISON}", {"title": ""}, {"title": REQUIRED},
    ),
    Door(
        "take_back", IN_STATE["handed"], "chair", {"reason": "退回", "due_on": "2026-7-1"},
        f"已完成：从上级收回。{LIAISON}", {"due_on": ""}, {"due_on": REQUIRED},
    ),
    Door(
        "withdraw_finding", IN_STATE["notified"], "office", {"reason": "重复登记"}, f"已完成：撤销隐患。{LIAISON}",
        {"reason": "x" * 301}, {"reason": "确保该变量包含不超过 300 字符 (目前字符数 301)。"},
    ),
    Door(
        "decide_finding_extension", an_asked_extension, "chair", {"granted": "yes", "note": "同意"},
        f"已完成：审批延期整改。{LIAISON}", {"granted": "maybe"},
        {"granted": "选择一个有效的选项。 maybe 不在可用的选项中。"},
    ),
)  # fmt: skip
