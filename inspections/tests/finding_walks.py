"""Verbs on findings, for walks through their states: what each needs, where it leads, whose it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from dayan_safety.workdays import today
from inspections.models import Finding
from inspections.services import findings as services
from inspections.tests.finding_builders import FIXINGS, a_photo

Act = Callable[[Finding, Any], Any]
SOME = timedelta(days=5)
NUMBERS = count(1)


def a_task(**given: Any) -> dict[str, Any]:
    """What is typed to have it followed up; each time another title."""
    return {"title": f"更换线路{next(NUMBERS)}", "due_on": today() + SOME} | given


def _later(finding: Finding) -> Any:
    return max(finding.due_on, today()) + SOME


VERBS: dict[str, Act] = {
    "notify": lambda finding, by: services.notify_finding(finding, by=by),
    "receive": lambda finding, by: services.receive_finding(finding, by=by),
    "fix": lambda finding, by: services.fix_finding(finding, by=by, **FIXINGS | {"funds": f"{finding.version}万元"}),
    "step": lambda finding, by: services.report_step(finding, by=by, text="正在更换"),
    "done": lambda finding, by: services.ask_reinspection(finding, by=by, text="已更换", uploads=[a_photo()]),
    "close": lambda finding, by: services.close_finding(finding, by=by),
    "fail": lambda finding, by: services.fail_finding(finding, by=by, text="仍有裸露", due_on=_later(finding)),
    "reopen": lambda finding, by: services.reopen_finding(finding, by=by, reason="反弹", due_on=_later(finding)),
    "ask": lambda finding, by: services.ask_finding_extension(
        finding, by=by, wanted_on=_later(finding), reason="材料未到"
    ),
    "list": lambda finding, by: services.list_for_supervision(finding, by=by, reason="久拖不改"),
    "unlist": lambda finding, by: services.unlist(finding, by=by, reason="进展良好"),
    "hand": lambda finding, by: services.hand_over(finding, by=by, handed_to="区应急局", reason="镇级无力"),
    "back": lambda finding, by: services.take_back(finding, by=by, reason="退回", due_on=_later(finding)),
    "task": lambda finding, by: services.assign_finding_task(finding, by=by, **a_task()),
    "withdraw": lambda finding, by: services.withdraw_finding(finding, by=by, reason="重复"),
}

# state → verb → state; what is not here is refused.
LEADS_TO = {
    "found": {"notify": "notified", "list": "found", "unlist": "found", "task": "found", "withdraw": "withdrawn"},
    "notified": {
        "receive": "rectifying", "fix": "notified", "step": "rectifying", "done": "asked", "ask": "notified",
        "list": "notified", "unlist": "notified", "hand": "handed", "task": "notified", "withdraw": "withdrawn",
    },
    "rectifying": {
        "fix": "rectifying", "step": "rectifying", "done": "asked", "ask": "rectifying", "list": "rectifying",
        "unlist": "rectifying", "hand": "handed", "task": "rectifying", "withdraw": "withdrawn",
    },
    "asked": {
        "close": "closed", "fail": "rectifying", "list": "asked", "unlist": "asked", "hand": "handed",
        "task": "asked", "withdraw": "withdrawn",
    },
    "handed": {"back": "rectifying", "list": "handed", "unlist": "handed", "task": "handed"},
    "closed": {"reopen": "rectifying"},
    "withdrawn": {},
}  # fmt: skip

_UNIT, _TOWN = ("liaison",), ("chair", "office")
_AGAIN = ("chair", "office", "supervisor", "inspector")
# The finding was found by the inspector at the liaison's village.
WHO: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("receive", "fix", "step", "done", "ask"), _UNIT),
    **dict.fromkeys(("close", "fail", "reopen"), _AGAIN),
    **dict.fromkeys(("notify", "withdraw"), ("office", "inspector")),
    **dict.fromkeys(("list", "unlist", "hand", "back", "task"), _TOWN),
}
