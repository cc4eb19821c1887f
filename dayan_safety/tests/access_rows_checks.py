"""The rows of regular checks, units checked and deductions: see ``access_rows``."""

from __future__ import annotations

from typing import Any

from assessment.tests.check_builders import a_check, a_deduction, a_drawn_check, an_open_check, checked
from dayan_safety.testing import Cast
from dayan_safety.tests.access_row import OWN, SUPERVISOR, TOWN_WIDE, Row, noun
from dayan_safety.tests.access_rows_assessment import ASSESSORS, keyed

SEES = ASSESSORS | OWN
OF_CHECK = dict.fromkeys(("create", "edit", "remove"), SUPERVISOR)
OF_DEDUCTION = OF_CHECK | {"attach": SUPERVISOR | {"office"}}


def own_checked(cast: Cast) -> list[Any]:
    """The liaison's village in an open check."""
    return [checked(cast.village).pk]


def others_checked(cast: Cast) -> list[Any]:
    """Another village in it."""
    return [checked(cast.other_village).pk]


def own_deduction(cast: Cast) -> list[Any]:
    """Taken off the liaison's village."""
    return [a_deduction(checked(cast.village)).pk]


def others_deduction(cast: Cast) -> list[Any]:
    """Taken off another village."""
    return [a_deduction(checked(cast.other_village)).pk]


CHECKS = {
    **noun("check", ASSESSORS, keyed(a_check), ASSESSORS, app="assessment", lists=TOWN_WIDE | OWN, **OF_CHECK),
    "assessment:draw_units": Row(SUPERVISOR, keyed(a_check), sees=ASSESSORS, post=302),
    "assessment:open_check": Row(SUPERVISOR, keyed(a_drawn_check), sees=ASSESSORS, post=302),
    "assessment:close_check": Row(SUPERVISOR, keyed(an_open_check), sees=SEES | {"member"}, post=302),
    **noun("checkedunit", SEES, own_checked, ASSESSORS, app="assessment", lists=TOWN_WIDE),
    "assessment:write_self_scores": Row(OWN, own_checked, sees=SEES, post=422),
    **noun("deduction", SEES, own_deduction, ASSESSORS, app="assessment", lists=TOWN_WIDE, **OF_DEDUCTION),
}
OTHERS_CHECKS = {
    "assessment:view_checkedunit": Row(ASSESSORS, others_checked),
    "assessment:write_self_scores": Row(frozenset(), others_checked, sees=ASSESSORS, post=422),
    "assessment:view_deduction": Row(ASSESSORS, others_deduction),
    "assessment:edit_deduction": Row(SUPERVISOR, others_deduction, sees=ASSESSORS, post=422),
}
