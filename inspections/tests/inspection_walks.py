"""Verbs on inspections and on reports of dangers, for walks through their states: where each leads, whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dayan_safety.testing import Cast
from inspections.models import FindingKind, Inspection
from inspections.services import inspecting, residents
from inspections.tests.finding_builders import a_kind_of_danger
from inspections.tests.inspection_builders import CLOCK, PASS, questions

Act = Callable[[Any, Any], Any]


def _first(inspection: Inspection) -> Any:
    return questions(inspection)[0]


def _answer(inspection: Inspection, by: Any) -> Any:
    about = {"item": _first(inspection), "verdict": PASS, "said_at": next(CLOCK)}
    return inspecting.answer_item(inspection, by=by, **about)


INSPECTING: dict[str, Act] = {
    "answer": _answer,
    "drop": lambda thing, by: inspecting.drop_answer_photo(thing, by=by, item=_first(thing), sha256="x"),
    "edit": lambda thing, by: inspecting.edit_inspection(thing, ["companions"], by=by),
    "finish": lambda thing, by: inspecting.finish_inspection(thing, by=by, met="孙信息"),
    "cancel": lambda thing, by: inspecting.cancel_inspection(thing, by=by, reason="误建"),
}
# state → verb → state; what is not here is refused. The first question is answered when it is walked.
INSPECTIONS = {
    "open": {"answer": "open", "drop": "open", "edit": "open", "finish": "done", "cancel": "cancelled"},
    "done": {},
    "cancelled": {},
}
# The inspector makes it at the liaison's village.
WHO_INSPECTS = {
    **dict.fromkeys(("answer", "drop", "finish"), ("inspector",)),
    **dict.fromkeys(("edit", "cancel"), ("office", "inspector")),
}


def _kind() -> FindingKind:
    return FindingKind.objects.first() or a_kind_of_danger()


SORTING: dict[str, Act] = {
    "take": lambda thing, by: residents.take_report(thing, by=by, kind=_kind(), level="general"),
    "answer": lambda thing, by: residents.answer_report(thing, by=by, answer="已核查"),
    "dismiss": lambda thing, by: residents.dismiss_report(thing, by=by, reason="重复"),
    "again": lambda thing, by: residents.sort_again(thing, by=by, reason="误判"),
    "edit": lambda thing, by: residents.edit_report(thing, ["place"], by=by),
}
REPORTS = {
    "new": {"take": "taken", "answer": "answered", "dismiss": "dismissed", "edit": "new"},
    "taken": {},
    "answered": {},
    "dismissed": {"again": "new"},
}
# The liaison reported it.
WHO_SORTS = {**dict.fromkeys(("take", "answer", "dismiss", "again"), ("office",)), "edit": ("liaison",)}


class Course:
    """A kind of record with its verbs: what each may be done to, where it leads, whose it is."""

    def __init__(self, model: Any, verbs: dict[str, Act], leads: dict[str, Any], who: dict[str, Any], new: Any) -> None:
        self.model, self.verbs, self.leads, self.who, self.new = model, verbs, leads, who, new

    def in_state(self, cast: Cast, state: str) -> Any:
        """One that came there by the shortest way."""
        thing = self.new(cast)
        if state != thing.state:
            verb = next(verb for verb, to in self.leads[thing.state].items() if to == state)
            self.verbs[verb](thing, getattr(cast, self.who[verb][0]))
        return self.model.objects.get(pk=thing.pk)
