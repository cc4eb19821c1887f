"""The rows of rulebooks, results and scorecards: see ``access_rows``."""

from __future__ import annotations

from typing import Any

from assessment.tests.builders import a_result, a_rulebook, a_scorecard, an_item, in_use
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import ALL, INSIDERS, OFFICE, OWN, SUPERVISOR, TOWN_WIDE, Args, Row, noun

ASSESSORS = frozenset({"chair", "office", "supervisor"})
ITEM_FORMS = dict.fromkeys(("create", "edit", "remove"), SUPERVISOR)
OF_RULES = ITEM_FORMS | {"attach": OFFICE | SUPERVISOR}
SEES_CARD = ASSESSORS | OWN


def keyed(build: Any) -> Args:
    """The key of what is built."""
    return lambda cast: [build().pk]


def used_once() -> Any:
    """In use for a year of its own."""
    return in_use(rulebook=a_rulebook(year=2023))


def own_card(cast: Cast) -> list[Any]:
    """That of the liaison's village."""
    return [a_scorecard(cast).pk]


def own_line(cast: Cast) -> list[Any]:
    """Its item, which is computed."""
    card = a_scorecard(cast)
    return [card.pk, card.result.rules["items"][0]["number"]]


ASSESSMENT = {
    **noun("rulebook", INSIDERS, keyed(a_rulebook), TOWN_WIDE, app="assessment", **OF_RULES),
    **noun("rulebookitem", INSIDERS, keyed(an_item), TOWN_WIDE, app="assessment", **ITEM_FORMS),
    "assessment:adopt_rulebook": Row(SUPERVISOR, keyed(a_rulebook), sees=INSIDERS, post=422),
    "assessment:revise_rulebook": Row(SUPERVISOR, keyed(used_once), sees=INSIDERS, post=302),
    **noun("result", INSIDERS, lambda cast: [a_result(cast).pk], TOWN_WIDE, app="assessment"),
    "assessment:correct_result": Row(SUPERVISOR, lambda cast: [a_result(cast).pk], sees=INSIDERS, post=422),
    **noun("scorecard", SEES_CARD, own_card, ASSESSORS, app="assessment", lists=TOWN_WIDE),
    "assessment:view_counted": Row(SEES_CARD, own_line, sees=ALL - TOWN_WIDE - OWN, arity=2, asks_first=True),
}
