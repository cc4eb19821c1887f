"""The access matrix of findings: see ``access_rows``. Own ones are at the liaison's village, found by the inspector."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import INSIDERS, OFFICE, OWN, TOWN_WIDE, Args, Row, noun, record_pages
from inspections.services import findings as services
from inspections.tests.checklist_builders import an_asked, in_use
from inspections.tests.finding_builders import (
    a_finding,
    a_kind_of_danger,
    a_photo,
    an_asked_extension,
    asked,
    notified,
)

CHAIR_OFFICE = frozenset({"chair", "office"})
FINDERS = OFFICE | OWN | {"inspector", "supervisor", "lead", "member"}
FOUND = OFFICE | {"inspector"}
AGAIN = CHAIR_OFFICE | {"supervisor", "inspector"}
DECIDES = frozenset({"chair", "inspector"})
WORDS = dict.fromkeys(("create", "edit", "remove"), OFFICE)


def own_finding(cast: Cast) -> list[Any]:
    """A danger at the liaison's village, found by the inspector."""
    return [a_finding(cast.inspector, unit=cast.village).pk]


def other_finding(cast: Cast) -> list[Any]:
    """A danger at another village, found by the office."""
    return [a_finding(cast.office, unit=cast.other_village).pk]


def own_notice(cast: Cast) -> list[Any]:
    """The notice about one at the liaison's village."""
    return [notified(cast).notices.get().pk]


def other_notice(cast: Cast) -> list[Any]:
    """That about one at another village."""
    finding = a_finding(cast.office, unit=cast.other_village)
    services.notify_finding(finding, by=None)
    return [finding.notices.get().pk]


def seen(finding: Any) -> list[Any]:
    """What somebody saw who looked again."""
    return [services.fail_finding(finding, by=None, text="仍有裸露").pk]


def own_opinion(cast: Cast) -> list[Any]:
    """About a finding at the liaison's village."""
    return seen(asked(cast))


def other_opinion(cast: Cast) -> list[Any]:
    """About one at another village."""
    return seen(put_right(a_finding(cast.office, unit=cast.other_village)))


def own_extension(cast: Cast) -> list[Any]:
    """More time asked for by the liaison."""
    return [an_asked_extension(cast).pk]


def other_extension(cast: Cast) -> list[Any]:
    """More time asked for at another village."""
    finding = a_finding(cast.office, unit=cast.other_village)
    services.notify_finding(finding, by=None)
    wanted = finding.due_on + timedelta(days=5)
    return [services.ask_finding_extension(finding, by=None, wanted_on=wanted, reason="x").pk]


def put_right(finding: Any) -> Any:
    """One whose unit asked for the re-inspection."""
    services.notify_finding(finding, by=None)
    services.ask_reinspection(finding, by=None, text="已整改", uploads=[a_photo()])
    return finding


def verbs(record: Args, sees: frozenset[str], unit: frozenset[str], found: frozenset[str]) -> dict[str, Row]:
    """The rows of what is done to a finding: by its ``unit``, by who ``found`` it, by the town."""
    again = CHAIR_OFFICE | {"supervisor"} | (found - OFFICE)
    who = {
        "withdraw_finding": found,
        **dict.fromkeys(
            ("receive_finding", "fix_finding", "report_step", "ask_reinspection", "ask_finding_extension"), unit
        ),
        **dict.fromkeys(("close_finding", "fail_finding", "reopen_finding"), again),
        **dict.fromkeys(("list_for_supervision", "unlist", "hand_over", "take_back"), CHAIR_OFFICE),
        "assign_finding_task": CHAIR_OFFICE,
    }
    notify = {"inspections:notify_finding": Row(found, record, sees=sees, post=302)}  # nothing is to be typed
    return notify | {f"inspections:{verb}": Row(may, record, sees=sees, post=422) for verb, may in who.items()}


def papers(
    notice: Args, opinion: Args, extension: Args, sees: frozenset[str], decides: frozenset[str]
) -> dict[str, Row]:
    """The rows of what belongs to a finding."""
    return {
        "inspections:download_rectification": Row(sees, notice),
        "inspections:download_opinion": Row(sees, opinion),
        "inspections:decide_finding_extension": Row(decides, extension, sees=sees, post=422),
    }


def a_draft(cast: Cast) -> list[Any]:
    """A checklist that is drawn up, with a question."""
    return [an_asked().checklist.pk]


def a_question(cast: Cast) -> list[Any]:
    """A question of one."""
    return [an_asked().pk]


def a_question_s_list(cast: Cast) -> list[Any]:
    """A draft of its own: it is put in use."""
    return [an_asked().checklist.pk]


def a_list_in_use(cast: Cast) -> list[Any]:
    """One that inspections are made by."""
    return [in_use().pk]


CHECKLISTS: dict[str, Row] = {
    **noun("checklist", INSIDERS, a_draft, TOWN_WIDE, app="inspections", **WORDS),
    "inspections:create_checklistitem": Row(OFFICE, a_draft, sees=INSIDERS, post=422),
    "inspections:edit_checklistitem": Row(OFFICE, a_question, sees=INSIDERS, post=422),
    "inspections:remove_checklistitem": Row(OFFICE, a_question, sees=INSIDERS, post=422),
    "inspections:use_checklist": Row(OFFICE, a_question_s_list, sees=INSIDERS, post=302),
    "inspections:revise_checklist": Row(OFFICE, a_list_in_use, sees=INSIDERS, post=302),
}
FINDINGS: dict[str, Row] = {
    **CHECKLISTS,
    **noun("finding", INSIDERS, own_finding, TOWN_WIDE, app="inspections", create=FINDERS, edit=FOUND, attach=FOUND),
    **verbs(own_finding, INSIDERS, frozenset(OWN), FOUND),
    **papers(own_notice, own_opinion, own_extension, INSIDERS, DECIDES),
    **noun("findingkind", INSIDERS, lambda cast: [a_kind_of_danger().pk], TOWN_WIDE, app="inspections", **WORDS),
}
OTHERS_FINDINGS: dict[str, Row] = {
    **record_pages("finding", INSIDERS - OWN, other_finding, app="inspections", edit=OFFICE, attach=OFFICE),
    **verbs(other_finding, INSIDERS - OWN, frozenset(), OFFICE),
    **papers(other_notice, other_opinion, other_extension, INSIDERS - OWN, frozenset({"chair", "office"})),
}
