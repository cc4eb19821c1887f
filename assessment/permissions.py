"""Who may do what in the assessment: one literal table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import always_deny, predicate

from assessment.models import Ballot, Check, Commitment, Evaluation, LedgerEntry, Result, Scorecard
from assessment.querysets import ASSESSORS, EVALUATOR, HOSTS
from committee.permissions import holds, insiders, town_wide
from dayan_safety.permissions import Rule
from dayan_safety.workdays import today

chair = holds("chair")
supervisor = holds("supervisor")
assessors = holds(*ASSESSORS)
works_on_file = holds("office", "supervisor")
reads_scores = town_wide | holds("liaison")


@predicate
def may_object(user: Any, thing: Any) -> bool:
    """The user answers for the unit of a scorecard, or of an objection to it, while it is open to objections."""
    card = getattr(thing, "scorecard", thing)
    is_posted = isinstance(card, Scorecard) and card.result.state == Result.State.POSTED
    return is_posted and card.unit_id in user.standing.answers_for


@predicate
def is_published(user: Any, thing: Any) -> bool:
    """A year's result that is final."""
    return isinstance(thing, Result) and not thing.month and bool(thing.number)


@predicate
def answers_for_it(user: Any, thing: Any) -> bool:
    """The user answers for the unit that was checked."""
    return getattr(thing, "unit_id", None) in user.standing.answers_for


@predicate
def is_in_open_check(user: Any, thing: Any) -> bool:
    """The deduction's check is open: what is closed is locked."""
    return thing is None or bool(thing.checked.in_check.state == Check.State.OPEN)


@predicate
def proposed_it(user: Any, thing: Any) -> bool:
    """The user's person proposed the entry, from whatever login."""
    return (
        isinstance(thing, LedgerEntry) and thing.proposed_by_id is not None and thing.proposed_by_id == user.person_id
    )


@predicate
def confirmed_it(user: Any, thing: Any) -> bool:
    """The user's person confirmed the entry."""
    return isinstance(thing, LedgerEntry) and thing.decided_by_id is not None and thing.decided_by_id == user.person_id


@predicate
def is_undecided(user: Any, thing: Any) -> bool:
    """Nobody has decided the entry."""
    return isinstance(thing, LedgerEntry) and thing.state == LedgerEntry.State.PROPOSED


@predicate
def owes_it(user: Any, thing: Any) -> bool:
    """The user answers for the unit of the commitment."""
    return isinstance(thing, Commitment) and thing.unit_id in user.standing.answers_for


@predicate
def delivered_it(user: Any, thing: Any) -> bool:
    """The user's person delivered the commitment."""
    is_one = isinstance(thing, Commitment) and thing.delivered_by_id is not None
    return is_one and thing.delivered_by_id == user.person_id


@predicate
def rates(user: Any, thing: Any) -> bool:
    """The user answers for the unit whose ballot ``thing`` is."""
    return isinstance(thing, Ballot) and thing.unit_id in user.standing.answers_for


@predicate
def evaluates(user: Any, thing: Any) -> bool:
    """``thing`` is, or belongs to, the evaluation that the user makes, and it runs today."""
    own = getattr(thing, "draw", thing)
    own = getattr(own, "evaluation", own)
    return isinstance(own, Evaluation) and own.login_id == user.pk and own.is_running_on(today())


@predicate
def is_nothing(user: Any, thing: Any) -> bool:
    """There is no record to ask yet."""
    return thing is None


decides_entries = holds("chair", "supervisor")
evaluator, hosts = holds(EVALUATOR), holds(*HOSTS)
verifies = supervisor & ~delivered_it  # nobody verifies what they delivered

RULES = {
    "assessment.view_ledgerentry": Rule(_("view rewards and penalties"), reads_scores),
    "assessment.create_ledgerentry": Rule(_("propose a reward or penalty"), supervisor),
    "assessment.edit_ledgerentry": Rule(_("correct a proposed entry"), supervisor & proposed_it & is_undecided),
    "assessment.export_ledgerentry": Rule(_("export rewards and penalties"), assessors),
    # Two people: nobody decides on what they proposed, nobody withdraws what they confirmed.
    "assessment.confirm_entry": Rule(_("confirm an entry"), decides_entries & ~proposed_it),
    "assessment.refuse_entry": Rule(_("refuse an entry"), decides_entries & ~proposed_it),
    "assessment.withdraw_entry": Rule(_("withdraw an entry"), decides_entries & ~confirmed_it),
    "assessment.view_commitment": Rule(_("view commitments"), reads_scores),
    "assessment.create_commitment": Rule(_("give a commitment"), supervisor),
    "assessment.edit_commitment": Rule(_("edit a commitment"), supervisor),
    "assessment.export_commitment": Rule(_("export the commitments"), assessors),
    "assessment.deliver_commitment": Rule(_("say that it is delivered"), owes_it),
    "assessment.verify_commitment": Rule(_("verify a delivery"), verifies),
    "assessment.return_commitment": Rule(_("send a delivery back"), verifies),
    "assessment.excuse_commitment": Rule(_("excuse a commitment"), chair),
    "assessment.miss_commitment": Rule(_("find a commitment missed"), always_deny),
    "assessment.view_rulebook": Rule(_("view the rulebooks"), insiders),
    "assessment.create_rulebook": Rule(_("draw up a rulebook"), supervisor),
    "assessment.edit_rulebook": Rule(_("edit a rulebook"), supervisor),
    "assessment.remove_rulebook": Rule(_("remove a rulebook"), supervisor),
    "assessment.export_rulebook": Rule(_("export the rulebooks"), town_wide),
    "assessment.adopt_rulebook": Rule(_("put a rulebook in use"), supervisor),
    "assessment.show_effect": Rule(_("see the effect of a rulebook"), assessors),
    "assessment.revise_rulebook": Rule(_("draw up the next edition of a rulebook"), supervisor),
    "assessment.keep_result": Rule(_("keep scores"), supervisor),
    "assessment.view_result": Rule(_("view results of the assessment"), insiders),
    "assessment.export_result": Rule(_("export the list of results"), town_wide),
    "assessment.correct_result": Rule(_("correct scores"), supervisor),
    "assessment.post_result": Rule(_("post the scores of a year for objections"), supervisor),
    "assessment.publish_result": Rule(_("publish the scores of a year"), chair),
    "assessment.download_announcement": Rule(_("download the announcement of scores"), insiders & is_published),
    "assessment.download_target_sheet": Rule(
        _("download the sheet for the annual target assessment"), assessors & is_published
    ),
    "assessment.view_objection": Rule(_("view objections to scores"), reads_scores),
    "assessment.export_objection": Rule(_("export objections to scores"), assessors),
    "assessment.object_to_scorecard": Rule(_("object to a scorecard"), may_object),
    "assessment.answer_objection": Rule(_("answer an objection"), supervisor),
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
    "assessment.view_check": Rule(_("view regular checks"), reads_scores),
    "assessment.create_check": Rule(_("prepare a check"), supervisor),
    "assessment.edit_check": Rule(_("edit a check"), supervisor),
    "assessment.remove_check": Rule(_("drop a check"), supervisor),
    "assessment.export_check": Rule(_("export the regular checks"), assessors),
    "assessment.draw_units": Rule(_("draw the units to be checked"), supervisor),
    "assessment.open_check": Rule(_("open a check"), supervisor),
    "assessment.close_check": Rule(_("close a check"), supervisor),
    "assessment.view_checkedunit": Rule(_("view the units checked"), reads_scores),
    "assessment.export_checkedunit": Rule(_("export the units checked"), assessors),
    "assessment.write_self_scores": Rule(_("write self scores"), answers_for_it),
    "assessment.view_deduction": Rule(_("view deductions"), reads_scores),
    "assessment.create_deduction": Rule(_("deduct points"), supervisor),
    "assessment.edit_deduction": Rule(_("correct a deduction"), supervisor & is_in_open_check),
    "assessment.remove_deduction": Rule(_("take a deduction back"), supervisor & is_in_open_check),
    "assessment.export_deduction": Rule(_("export the deductions"), assessors),
    "assessment.view_indicatorset": Rule(_("view the indicator sets"), town_wide),
    "assessment.create_indicatorset": Rule(_("draw up an indicator set"), works_on_file),
    "assessment.edit_indicatorset": Rule(_("edit an indicator set"), works_on_file),
    "assessment.remove_indicatorset": Rule(_("remove an indicator set"), works_on_file),
    "assessment.export_indicatorset": Rule(_("export the indicator sets"), town_wide),
    "assessment.adopt_indicatorset": Rule(_("put an indicator set in use"), works_on_file),
    "assessment.revise_indicatorset": Rule(_("draw up the next edition of an indicator set"), works_on_file),
    "assessment.view_indicator": Rule(_("view the indicators"), town_wide),
    "assessment.create_indicator": Rule(_("add an indicator"), works_on_file),
    "assessment.edit_indicator": Rule(_("edit an indicator"), works_on_file),
    "assessment.remove_indicator": Rule(_("remove an indicator"), works_on_file),
    "assessment.export_indicator": Rule(_("export the indicators"), town_wide),
    "assessment.import_indicator": Rule(_("import the indicators of a set"), supervisor),
    "assessment.view_selfassessment": Rule(_("view the national self-assessment"), town_wide),
    "assessment.create_selfassessment": Rule(_("begin a national self-assessment"), works_on_file),
    "assessment.edit_selfassessment": Rule(_("edit a national self-assessment"), works_on_file),
    "assessment.remove_selfassessment": Rule(_("remove a national self-assessment"), works_on_file),
    "assessment.export_selfassessment": Rule(_("export the list of self-assessments"), town_wide),
    "assessment.propose_evidence": Rule(_("look for evidence in the records"), works_on_file),
    "assessment.submit_selfassessment": Rule(_("submit the national self-assessment"), holds("chair")),
    "assessment.renew_selfassessment": Rule(_("go over to the newest edition of the set"), works_on_file),
    "assessment.show_xray": Rule(_("look through the file for contradictions"), town_wide),
    "assessment.pack_selfassessment": Rule(_("export the whole self-assessment file"), assessors),
    "assessment.view_judgement": Rule(_("view what is said of the indicators"), town_wide),
    "assessment.export_judgement": Rule(_("export what is said of the indicators"), town_wide),
    "assessment.edit_judgement": Rule(_("write what is said of an indicator"), works_on_file),
    "assessment.judge_indicator": Rule(_("grade an indicator"), works_on_file),
    "assessment.assign_gap_task": Rule(_("make a task of a gap"), works_on_file),
    "assessment.accept_evidence": Rule(_("accept evidence"), works_on_file),
    "assessment.reject_evidence": Rule(_("reject evidence"), works_on_file),
    "assessment.decide_evidence": Rule(_("decide about all evidence of a kind"), works_on_file),
    "assessment.view_evaluation": Rule(_("view the evaluations on the spot"), hosts),
    "assessment.create_evaluation": Rule(_("let an evaluator in"), hosts),
    "assessment.edit_evaluation": Rule(_("edit an evaluation on the spot"), hosts),
    "assessment.export_evaluation": Rule(_("export the list of evaluations on the spot"), hosts),
    "assessment.end_evaluation": Rule(_("end an evaluation on the spot"), hosts),
    "assessment.give_evaluation_password": Rule(_("give an evaluator a new first password"), hosts),
    "assessment.evaluate_on_site": Rule(_("evaluate on the spot"), evaluator),
    "assessment.draw_evidence": Rule(_("draw a sample of the evidence"), evaluator & evaluates),
    "assessment.mark_drawn": Rule(_("say how a drawn record was found"), evaluator & evaluates),
    "assessment.view_evaluationnote": Rule(_("view the notes of the evaluators"), hosts | evaluator),
    "assessment.create_evaluationnote": Rule(
        _("write a note about an indicator"), evaluator & (is_nothing | evaluates)
    ),
    "assessment.edit_evaluationnote": Rule(_("edit a note about an indicator"), evaluator & evaluates),
    "assessment.remove_evaluationnote": Rule(_("take a note about an indicator back"), evaluator & evaluates),
    "assessment.export_evaluationnote": Rule(_("export the notes of the evaluators"), hosts | evaluator),
    "assessment.assign_note_task": Rule(_("make a task of an evaluator's note"), holds("office")),
}
