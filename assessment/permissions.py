"""Who may do what in the assessment: one literal table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import predicate

from assessment.models import Ballot
from assessment.querysets import ASSESSORS
from committee.permissions import holds, insiders, town_wide
from dayan_safety.permissions import Rule

supervisor = holds("supervisor")
assessors = holds(*ASSESSORS)
reads_scores = town_wide | holds("liaison")


@predicate
def rates(user: Any, thing: Any) -> bool:
    """The user answers for the unit whose ballot ``thing`` is."""
    return isinstance(thing, Ballot) and thing.unit_id in user.standing.answers_for


RULES = {
    "assessment.view_rulebook": Rule(_("view the rulebooks"), insiders),
    "assessment.create_rulebook": Rule(_("draw up a rulebook"), supervisor),
    "assessment.edit_rulebook": Rule(_("edit a rulebook"), supervisor),
    "assessment.remove_rulebook": Rule(_("remove a rulebook"), supervisor),
    "assessment.export_rulebook": Rule(_("export the rulebooks"), town_wide),
    "assessment.adopt_rulebook": Rule(_("put a rulebook in use"), supervisor),
    "assessment.revise_rulebook": Rule(_("draw up the next edition of a rulebook"), supervisor),
    "assessment.keep_result": Rule(_("keep scores"), supervisor),
    "assessment.view_result": Rule(_("view results of the assessment"), insiders),
    "assessment.export_result": Rule(_("export the list of results"), town_wide),
    "assessment.correct_result": Rule(_("correct scores"), supervisor),
    "assessment.view_scorecard": Rule(_("view scorecards"), reads_scores),
    "assessment.export_scorecard": Rule(_("export scorecards"), assessors),
    "assessment.view_round": Rule(_("view rounds of mutual evaluation"), reads_scores),
    "assessment.create_round": Rule(_("set up a round of mutual evaluation"), supervisor),
    "assessment.edit_round": Rule(_("edit a round of mutual evaluation"), supervisor),
    "assessment.remove_round": Rule(_("remove a round of mutual evaluation"), supervisor),
    "assessment.export_round": Rule(_("export the list of rounds of mutual evaluation"), assessors),
    "assessment.open_round": Rule(_("open a round of mutual evaluation"), supervisor),
    "assessment.close_round": Rule(_("close a round of mutual evaluation"), supervisor),
    "assessment.leave_out_ballot": Rule(_("leave a ballot out"), supervisor),
    "assessment.publish_round": Rule(_("publish a round of mutual evaluation"), supervisor),
    "assessment.hand_in_ballot": Rule(_("hand in a ballot"), rates),
    "assessment.view_rulebookitem": Rule(_("view the items of the rulebooks"), insiders),
    "assessment.create_rulebookitem": Rule(_("add an item"), supervisor),
    "assessment.edit_rulebookitem": Rule(_("edit an item"), supervisor),
    "assessment.remove_rulebookitem": Rule(_("remove an item"), supervisor),
    "assessment.export_rulebookitem": Rule(_("export the items of the rulebooks"), town_wide),
    "assessment.import_rulebookitem": Rule(_("import the items of a rulebook"), supervisor),
}
