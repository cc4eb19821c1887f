"""The rows of inspections: made by the inspector at the liaison's village, or by the office at another one."""

from __future__ import annotations

from typing import Any

from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import INSIDERS, OFFICE, OWN, TOWN_WIDE, Args, Row, noun, record_pages
from inspections.tests import inspection_builders as builders

INSPECTOR = frozenset({"inspector"})
BEGINS = OFFICE | OWN | {"inspector", "supervisor", "lead", "member"}


def own(cast: Cast) -> list[Any]:
    """One that the inspector makes at the liaison's village."""
    return [builders.at_the_village(cast).pk]


def other(cast: Cast) -> list[Any]:
    """One that the office makes at another village."""
    return [builders.an_inspection(cast.office, unit=cast.other_village).pk]


def own_question(cast: Cast) -> list[Any]:
    """A question of the inspector's."""
    inspection = builders.at_the_village(cast)
    return [inspection.pk, builders.questions(inspection)[0].pk]


def other_question(cast: Cast) -> list[Any]:
    """A question of the office's."""
    inspection = builders.an_inspection(cast.office, unit=cast.other_village)
    return [inspection.pk, builders.questions(inspection)[0].pk]


def own_finished(cast: Cast) -> list[Any]:
    """One of the inspector's that is over."""
    return [builders.finished(cast).pk]


def other_finished(cast: Cast) -> list[Any]:
    """One at another village that is over."""
    inspection = builders.an_inspection(cast.office, unit=cast.other_village)
    builders.answer(inspection, 0, builders.PASS)
    builders.services.finish_inspection(inspection, by=None)
    return [inspection.pk]


def doors(record: Args, question: Args, done: Args, sees: frozenset[str], made: frozenset[str]) -> dict[str, Row]:
    """The rows of what is done in an inspection by who ``made`` it."""
    card = {"get": 405, "sees": sees, "arity": 2}
    return {
        "inspections:answer_inspection": Row(made, record, sees=sees),
        "inspections:answer_item": Row(made, question, post=422, **card),
        "inspections:keep_answer_photo": Row(made, question, post=422, **card),
        "inspections:drop_answer_photo": Row(made, question, post=200, **card),
        "inspections:finish_inspection": Row(made, record, sees=sees, post=422),
        "inspections:cancel_inspection": Row(made | OFFICE, record, sees=sees, post=422),
        "inspections:download_inspection": Row(sees, done),
    }


EDITS = INSPECTOR | OFFICE
INSPECTIONS: dict[str, Row] = {
    **noun("inspection", INSIDERS, own, TOWN_WIDE, app="inspections", create=BEGINS, edit=EDITS, attach=EDITS),
    **doors(own, own_question, own_finished, INSIDERS, INSPECTOR),
}
OTHERS_INSPECTIONS: dict[str, Row] = {
    **record_pages("inspection", INSIDERS - OWN, other, app="inspections", edit=OFFICE, attach=OFFICE),
    **doors(other, other_question, other_finished, INSIDERS - OWN, OFFICE),
}
