"""The page that looks over the turn of the year, and the press that carries over what is ticked."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dayan_safety.carrying import LeftOut, turn_of
from dayan_safety.errors import RuleBroken
from dayan_safety.models import Action
from dayan_safety.once import carry_out_once
from dayan_safety.reading_history import changes_of
from dayan_safety.rollover import (
    ROLL,
    VIEW,
    Plan,
    PlanChanged,
    done_into,
    going_on,
    noticed,
    open_items,
    plan_of,
    roll_over,
    standing_of,
)
from dayan_safety.views import needs
from dayan_safety.workdays import today


@require_safe
@needs(VIEW)
def view_rollover(request: HttpRequest) -> HttpResponse:
    """What stands in the new year, what would be carried over and how, what stays open, what ends."""
    plan = plan_of(turn_of(today()), request.user)
    return _page(request, plan, plan.proposed())


@require_POST
@needs(ROLL)
def roll_over_view(request: HttpRequest) -> HttpResponse:
    """Carry over what is ticked, once; where the plan is another one by now it is shown anew, as it was ticked."""
    chosen = set(request.POST.getlist("kind")) | set(request.POST.getlist("line"))
    made: list[int] = []

    def act() -> str:
        told = roll_over(turn_of(today()), by=request.user, chosen=chosen, fingerprint=request.POST.get("plan", ""))
        made.append(sum(told.values()))
        return reverse("view_rollover")

    try:
        url = carry_out_once(request.POST.get("once", ""), request.user, act)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        plan = plan_of(turn_of(today()), request.user)
        return _page(request, plan, chosen, status=409 if isinstance(broken, PlanChanged) else 422)
    if made:
        messages.success(request, _("Carried over: %(number)s records.") % {"number": made[0]})
    return HttpResponseRedirect(url)


def _page(request: HttpRequest, plan: Plan, chosen: set[str], *, status: int = 200) -> HttpResponse:
    turn, user = plan.turn, request.user
    shown = {
        "turn": turn,
        "parts": _parts(plan, chosen),
        "may_press": user.has_perm(ROLL),
        "open": [each for each in open_items(turn, user) if each.count],
        "noticed": noticed(turn, user),
        "going_on": going_on(turn, user),
        "done": [(action, _counts(action)) for action in done_into(turn.year)],
        "plan": plan.fingerprint,
        "once": uuid.uuid4().hex,
    }
    return render(request, "rollover.html", shown, status=status)


def _counts(action: Action) -> list[str]:
    """How many of what somebody carried over."""
    return [str(each) for each in changes_of(action, without=frozenset({"year"})) if each.after != "0"]


def _only_reason(left_out: Sequence[LeftOut]) -> str:
    """Why all of them are left out, where that is one sentence."""
    reasons = {each.reason for each in left_out}
    return reasons.pop() if len(reasons) == 1 else ""


def _parts(plan: Plan, chosen: set[str]) -> list[dict[str, Any]]:
    """Each kind with its lines, and what is ticked."""
    stands = standing_of(plan)
    return [
        {
            "kind": part.kind,
            "there": stands.get(part.kind.name),
            "left_out": part.found.left_out,
            "why": _only_reason(part.found.left_out),
            "is_mine": part in plan.mine,
            "is_ticked": part.kind.name in chosen,
            "lines": [(line, part.kind.mark(line), part.kind.mark(line) in chosen) for line in part.lines],
        }
        for part in plan.parts
    ]
