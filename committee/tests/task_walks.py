"""Verbs on tasks, for walks through their states: what each needs, and what it may lead to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from committee.models import Task
from committee.services import tasks
from dayan_safety.workdays import today

Act = Callable[[Task, Any], Any]
SOME = timedelta(days=5)

VERBS: dict[str, Act] = {
    "receive": lambda task, by: tasks.receive_task(task, by=by),
    "progress": lambda task, by: tasks.report_progress(task, by=by, text="在办"),
    "done": lambda task, by: tasks.report_done(task, by=by, text="已完成"),
    "decline": lambda task, by: tasks.decline_task(task, by=by, reason="无权限"),
    "return": lambda task, by: tasks.return_task(task, by=by, reason="未完成"),
    "close": lambda task, by: tasks.close_task(task, by=by),
    "reopen": lambda task, by: tasks.reopen_task(task, by=by, reason="反弹"),
    "cancel": lambda task, by: tasks.cancel_task(task, by=by, reason="重复"),
    "move": lambda task, by: tasks.move_task(task, by=by, due_on=task.due_on + SOME, reason="汛期"),
    "slip": lambda task, by: tasks.issue_slip(task, by=by, requirement="限期"),
    "ask": lambda task, by: tasks.ask_extension(task, by=by, wanted_on=max(task.due_on, today()) + SOME, reason="汛期"),
}

# state → verb → state; what is not here is refused.
LEADS_TO = {
    "assigned": {
        "receive": "received", "progress": "received", "done": "reported", "decline": "declined",
        "cancel": "cancelled", "move": "assigned", "slip": "assigned", "ask": "assigned",
    },
    "received": {
        "progress": "received", "done": "reported", "decline": "declined", "cancel": "cancelled", "move": "received",
        "slip": "received", "ask": "received",
    },
    "reported": {
        "progress": "reported", "return": "received", "close": "closed", "cancel": "cancelled", "move": "reported",
        "slip": "reported",
    },
    "declined": {
        "progress": "declined", "return": "received", "cancel": "cancelled", "move": "declined", "slip": "declined",
    },
    "closed": {"reopen": "received"},
    "cancelled": {},
}  # fmt: skip

_DOING = ("receive", "progress", "done", "decline", "ask")
_CHECKING = ("return", "close", "reopen", "cancel", "move")
WHO: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_DOING, ("liaison",)),
    **dict.fromkeys(_CHECKING, ("chair", "office")),
    "slip": ("office",),
}
