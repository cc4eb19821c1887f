"""Findings for tests, made through the services and brought into each of their states."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from dayan_safety.records import create_record
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests import files
from dayan_safety.uploads import Checked, check_upload
from dayan_safety.workdays import today
from inspections.models import Finding, FindingExtension, FindingKind
from inspections.services import findings as services

NUMBERS = count(1)
FIXINGS = {"responsible": "孙经理", "measures": "更换线路", "funds": "3万元", "plan": "专人看守"}


def a_kind_of_danger(**given: Any) -> FindingKind:
    """A kind of danger."""
    return create_record(FindingKind(**{"name": f"隐患{next(NUMBERS)}", **given}), by=None)


def a_new_finding(**given: Any) -> Finding:
    """A danger that nobody has written down yet."""
    about: dict[str, Any] = {"text": f"线路裸露{next(NUMBERS)}", "demand": "穿管敷设", "basis": "用电安全导则"}
    about |= {"found_on": today(), **given}
    about["unit"] = about.get("unit") or a_unit()
    about["kind"] = about.get("kind") or a_kind_of_danger()
    return Finding(**about)


def a_finding(by: Any = None, **given: Any) -> Finding:
    """A danger found by ``by``; the unit does not know yet."""
    return services.create_finding(a_new_finding(**given), by=by)


def a_photo(name: str = "整改后.jpg") -> Checked:
    """A photograph that passed the check."""
    return check_upload(files.upload(files.picture(), name))


def notified(cast: Cast, **given: Any) -> Finding:
    """A danger at the liaison's village, found by the inspector, of which the unit was told."""
    finding = a_finding(cast.inspector, **{"unit": cast.village, **given})
    services.notify_finding(finding, by=cast.inspector)
    return finding


def rectifying(cast: Cast, **given: Any) -> Finding:
    """One the liaison has signed for."""
    finding = notified(cast, **given)
    services.receive_finding(finding, by=cast.liaison)
    return finding


def asked(cast: Cast, **given: Any) -> Finding:
    """One that is said to be put right."""
    finding = rectifying(cast, **given)
    services.ask_reinspection(finding, by=cast.liaison, text="已整改", uploads=[a_photo()])
    return finding


def closed(cast: Cast, **given: Any) -> Finding:
    """One that is gone."""
    finding = asked(cast, **given)
    services.close_finding(finding, by=cast.inspector, text="已查看")
    return finding


def handed(cast: Cast, **given: Any) -> Finding:
    """One that a superior has."""
    finding = rectifying(cast, **given)
    services.hand_over(finding, by=cast.chair, handed_to="区应急局", reason="镇级无力整改")
    return finding


def withdrawn(cast: Cast, **given: Any) -> Finding:
    """One that was none."""
    finding = a_finding(cast.inspector, **{"unit": cast.village, **given})
    services.withdraw_finding(finding, by=cast.inspector, reason="重复登记")
    return finding


IN_STATE = {
    "found": lambda cast, **given: a_finding(cast.inspector, **{"unit": cast.village, **given}),
    "notified": notified,
    "rectifying": rectifying,
    "asked": asked,
    "handed": handed,
    "closed": closed,
    "withdrawn": withdrawn,
}


def an_asked_extension(cast: Cast, **given: Any) -> FindingExtension:
    """More time asked for by the liaison."""
    finding = rectifying(cast, **given)
    wanted = finding.due_on + timedelta(days=5)
    return services.ask_finding_extension(finding, by=cast.liaison, wanted_on=wanted, reason="材料未到")
