"""Reports of dangers for tests, made through the services and brought into each of their states."""

from __future__ import annotations

from itertools import count
from typing import Any

from dayan_safety.testing import Cast
from inspections.models import HazardReport
from inspections.services import residents as services
from inspections.tests.finding_builders import a_kind_of_danger, a_photo

NUMBERS = count(1)


def a_report(by: Any = None, **given: Any) -> HazardReport:
    """One that nobody has sorted yet, of a resident unless ``by`` sent it."""
    uploads = given.pop("uploads", ())
    about = {"place": "村口", "text": f"井盖缺失{next(NUMBERS)}", **given}
    return services.send_report(HazardReport(**about), by=by, uploads=uploads)


def taken(cast: Cast, **given: Any) -> HazardReport:
    """One that became a finding at the liaison's village."""
    report = a_report(**{"unit": cast.village, "uploads": [a_photo("井盖.jpg")], **given})
    services.take_report(report, by=cast.office, kind=a_kind_of_danger(), level="general", demand="补齐井盖")
    return report


def answered(cast: Cast, **given: Any) -> HazardReport:
    """One that was answered."""
    report = a_report(**given)
    services.answer_report(report, by=cast.office, answer="已核查，井盖完好。")
    return report


def dismissed(cast: Cast, **given: Any) -> HazardReport:
    """One that was set aside."""
    report = a_report(**given)
    services.dismiss_report(report, by=cast.office, reason="重复举报")
    return report


IN_STATE = {
    "new": lambda cast, **given: a_report(**given),
    "taken": taken,
    "answered": answered,
    "dismissed": dismissed,
}


def in_every_state(cast: Cast) -> None:
    """One in each state; one of the liaison's own; one that wants to be called back."""
    for make in IN_STATE.values():
        make(cast)
    for role in ("liaison", "inspector", "lead", "member"):
        a_report(getattr(cast, role), unit=cast.village)
    a_report(telephone="13812345678")
