"""The rows of indicator sets and the national self-assessment: see ``access_rows``."""

from __future__ import annotations

from typing import Any

from assessment.tests.evaluation_builders import a_draw, a_drawn, a_note, a_past_note, an_evaluation
from assessment.tests.national_builders import (
    a_judgement,
    a_selfassessment,
    a_set,
    a_set_in_use,
    an_evidence,
    an_indicator,
)
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import ALL, CHAIR_OFFICE, NOBODY, OFFICE, TOWN_WIDE, Args, Row, noun

WORKS = frozenset({"office", "supervisor"})
FORMS = dict.fromkeys(("create", "edit", "remove"), WORKS)


def keyed(build: Any) -> Args:
    """The key of what is built."""
    return lambda cast: [build().pk]


def verb(who: frozenset[str], build: Any, post: int) -> Row:
    """A verb on what those read who work for the whole town."""
    return Row(who, keyed(build), sees=TOWN_WIDE, post=post)


def evidence(cast: Cast) -> list[Any]:
    """A record that was proposed."""
    return [an_evidence().pk]


def record_of_file(cast: Cast) -> list[Any]:
    """A record of a self-assessment that somebody evaluates."""
    return [an_evaluation().assessment.judgements.first().evidence.first().pk]


def file_of_file(cast: Cast) -> list[Any]:
    """It, and a file that is not there."""
    return [*record_of_file(cast), 1]


def mode(record: Args, arity: int = 1) -> Row:
    """A page of evaluators, whose matrix is ``test_confinement``: others are refused before anything is looked at."""
    return Row(NOBODY, record, sees=ALL, asks_first=True, arity=arity)


EVALUATION = {
    **noun(
        "evaluation", CHAIR_OFFICE, keyed(an_evaluation), CHAIR_OFFICE, app="assessment",
        create=CHAIR_OFFICE, edit=CHAIR_OFFICE,
    ),
    "assessment:end_evaluation": Row(CHAIR_OFFICE, keyed(an_evaluation), sees=CHAIR_OFFICE, post=422),
    "assessment:give_evaluation_password": Row(CHAIR_OFFICE, keyed(an_evaluation), get=405, post=302),
    **noun(
        "evaluationnote", CHAIR_OFFICE, keyed(a_note), CHAIR_OFFICE, app="assessment",
        create=NOBODY, edit=NOBODY, remove=NOBODY,
    ),
    "assessment:assign_note_task": Row(OFFICE, keyed(a_past_note), sees=CHAIR_OFFICE, post=422),
    "assessment:show_on_site": Row(NOBODY),
    "assessment:show_on_site_indicator": mode(lambda cast: [1]),
    "assessment:show_on_site_evidence": mode(record_of_file),
    "assessment:download_on_site_file": mode(file_of_file, arity=2),
    "assessment:show_drawn": mode(keyed(a_draw)),
    "assessment:draw_evidence": Row(NOBODY, keyed(an_evaluation), sees=CHAIR_OFFICE, post=422),
    "assessment:mark_drawn": Row(NOBODY, keyed(a_drawn), sees=CHAIR_OFFICE, post=422),
}  # fmt: skip
NATIONAL = {
    **EVALUATION,
    **noun("indicatorset", TOWN_WIDE, keyed(a_set), TOWN_WIDE, app="assessment", **FORMS),
    **noun("indicator", TOWN_WIDE, keyed(an_indicator), TOWN_WIDE, app="assessment", **FORMS),
    "assessment:adopt_indicatorset": verb(WORKS, a_set, 422),
    "assessment:revise_indicatorset": verb(WORKS, a_set_in_use, 302),
    **noun("selfassessment", TOWN_WIDE, keyed(a_selfassessment), TOWN_WIDE, app="assessment", **FORMS),
    "assessment:propose_evidence": verb(WORKS, a_selfassessment, 302),
    "assessment:submit_selfassessment": verb(frozenset({"chair"}), a_selfassessment, 422),
    "assessment:renew_selfassessment": verb(WORKS, a_selfassessment, 422),
    "assessment:show_xray": Row(TOWN_WIDE, keyed(a_selfassessment), sees=TOWN_WIDE),
    "assessment:pack_selfassessment": Row(WORKS | {"chair"}, keyed(a_selfassessment), sees=TOWN_WIDE),
    **noun("judgement", TOWN_WIDE, keyed(a_judgement), TOWN_WIDE, app="assessment"),
    "assessment:judge_indicator": verb(WORKS, a_judgement, 302),
    "assessment:assign_gap_task": verb(WORKS, a_judgement, 422),
    "assessment:decide_evidence": verb(WORKS, a_judgement, 422),
    "assessment:accept_evidence": Row(WORKS, evidence, sees=TOWN_WIDE, post=302),
    "assessment:reject_evidence": Row(WORKS, evidence, sees=TOWN_WIDE, post=302),
}
