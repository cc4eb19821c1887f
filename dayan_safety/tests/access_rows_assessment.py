"""The rows of rulebooks, results and scorecards: see ``access_rows``."""

from __future__ import annotations

from typing import Any

from assessment.models import Objection
from assessment.tests.builders import (
    a_card_of_year,
    a_posted_year,
    a_published_year,
    a_result,
    a_rulebook,
    a_scorecard,
    an_item,
    an_objection,
    in_use,
)
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import ALL, INSIDERS, OFFICE, OWN, SUPERVISOR, TOWN_WIDE, Args, Row, noun

ASSESSORS = frozenset({"chair", "office", "supervisor"})
ITEM_FORMS = dict.fromkeys(("create", "edit", "remove"), SUPERVISOR)
OF_RULES = ITEM_FORMS | {"attach": OFFICE | SUPERVISOR}
SEES_CARD = ASSESSORS | OWN


def keyed(build: Any) -> Args:
    """The key of what is built."""
    return lambda cast: [build().pk]


def of(build: Any) -> Args:
    """The key of what is built in the town."""
    return lambda cast: [build(cast).pk]


def far_ahead() -> Any:
    """A draft of a year before which nothing was scored."""
    return a_rulebook(year=2040)


def used_once() -> Any:
    """In use for a year of its own."""
    return in_use(rulebook=a_rulebook(year=2019))


def own_objection(cast: Cast) -> list[Any]:
    """That of the liaison's village."""
    found = Objection.objects.filter(scorecard__unit=cast.village).first() or an_objection(cast)
    return [found.pk]


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
    "assessment:show_effect": Row(ASSESSORS, keyed(far_ahead), sees=INSIDERS),
    "assessment:revise_rulebook": Row(SUPERVISOR, keyed(used_once), sees=INSIDERS, post=302),
    **noun("result", INSIDERS, lambda cast: [a_result(cast).pk], TOWN_WIDE, app="assessment"),
    "assessment:correct_result": Row(SUPERVISOR, lambda cast: [a_result(cast).pk], sees=INSIDERS, post=422),
    "assessment:post_result": Row(SUPERVISOR, of(a_result), sees=INSIDERS, post=422),
    "assessment:publish_result": Row(frozenset({"chair"}), of(a_posted_year), sees=INSIDERS, post=422),
    "assessment:download_announcement": Row(INSIDERS, of(a_published_year), sees=INSIDERS),
    "assessment:download_target_sheet": Row(ASSESSORS, of(a_published_year), sees=INSIDERS),
    **noun("objection", SEES_CARD, own_objection, ASSESSORS, app="assessment", lists=TOWN_WIDE, attach=OFFICE),
    "assessment:answer_objection": Row(SUPERVISOR, own_objection, sees=SEES_CARD, post=422),
    "assessment:object_to_scorecard": Row(OWN, of(a_card_of_year), sees=SEES_CARD, post=422),
    **noun("scorecard", SEES_CARD, own_card, ASSESSORS, app="assessment", lists=TOWN_WIDE),
    "assessment:view_counted": Row(SEES_CARD, own_line, sees=ALL - TOWN_WIDE - OWN, arity=2, asks_first=True),
}
