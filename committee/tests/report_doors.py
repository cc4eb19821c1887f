"""The doors to the verbs on a report: who may open them, what they send there, what they read then, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse

from committee.models import Report
from committee.tests.pages import Page
from committee.tests.reporting import a_filled, a_report, a_submitted, an_accepted, an_excused
from dayan_safety.testing import Cast

REQUIRED = "这个字段是必填项。"
NO_REASON = {"reason": "请选择或填写退回原因。"}
LEAD = "已通知：赵组长。"
OF_JUNE = "（消防安全组 2026年6月）"
ROLES = ("chair", "office", "lead", "member", "supervisor", "outsider")


class Door(NamedTuple):
    """A verb on what ``make`` makes: what ``role`` sends, and what is said then; ``wrong`` is refused for ``why``.

    ``may``: who may open it; of the others strangers find nothing there, insiders are refused.
    """

    verb: str
    make: Callable[[Cast], Report]
    role: str
    form: dict[str, Any]
    said: str
    wrong: dict[str, Any] | None
    why: dict[str, str]
    may: tuple[str, ...]


OFFICE, CHAIR_OFFICE, LEAD_ALONE = ("office",), ("chair", "office"), ("lead",)
DOORS = (
    Door("submit", a_filled, "lead", {}, "已完成：上报报告。已通知：李文员。", None, {}, LEAD_ALONE),
    Door(
        "return",
        a_submitted,
        "office",
        {"reason": "缺照片"},
        f"已完成：退回报告{OF_JUNE}。{LEAD}",
        {},
        NO_REASON,
        OFFICE,
    ),
    Door(
        "accept",
        a_submitted,
        "office",
        {"note": "资料齐全"},
        f"已完成：审核通过报告{OF_JUNE}。{LEAD}",
        {"note": "长" * 301},
        {"note": "确保该变量包含不超过 300 字符 (目前字符数 301)。"},
        OFFICE,
    ),
    Door(
        "reopen",
        an_accepted,
        "chair",
        {"reason": "数字有误"},
        f"已完成：重新打开报告。{LEAD}",
        {},
        {"reason": REQUIRED},
        CHAIR_OFFICE,
    ),
    Door(
        "comment",
        a_submitted,
        "lead",
        {"text": "马上补"},
        "已完成：对报告提出意见。已通知：李文员。",
        {"text": "", "field": "999999"},
        {"text": REQUIRED, "field": "选择一个有效的选项： 该选择不在可用的选项中。"},
        ("chair", "office", "lead"),
    ),
    Door(
        "move",
        a_report,
        "office",
        {"due_on": "2026年6月28日", "lock_on": "2026-7-3", "reason": "防汛"},
        f"已完成：调整报告期限。{LEAD}",
        {"due_on": "2026-6-14", "lock_on": "2026-7-3", "reason": "防汛"},
        {"": "日期已过，请选择今天或之后的日期。"},
        OFFICE,
    ),
    Door(
        "excuse",
        a_report,
        "office",
        {"reason": "本月撤并"},
        f"已完成：准予报告免报。{LEAD}",
        {},
        {"reason": REQUIRED},
        CHAIR_OFFICE,
    ),
    Door(
        "demand",
        an_excused,
        "chair",
        {"reason": "仍需上报"},
        f"已完成：取消报告免报。{LEAD}",
        {"reason": "长" * 301},
        {"reason": "确保该变量包含不超过 300 字符 (目前字符数 301)。"},
        CHAIR_OFFICE,
    ),
)


def address(verb: str, report: Report) -> str:
    """Where a verb is done."""
    return reverse(f"committee:{verb}_report", args=[report.pk])


def explained(browser: Any, verb: str, report: Report) -> str:
    """What the door says before anything is typed."""
    return Page(browser.get(address(verb, report))).main.first("form").first("div", "alert").text
