"""Who may do what in the assessment: one literal table."""

from django.utils.translation import gettext_lazy as _

from assessment.querysets import ASSESSORS
from committee.permissions import holds, insiders, town_wide
from dayan_safety.permissions import Rule

supervisor = holds("supervisor")
assessors = holds(*ASSESSORS)
works_on_file = holds("office", "supervisor")
reads_scores = town_wide | holds("liaison")

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
    "assessment.view_rulebookitem": Rule(_("view the items of the rulebooks"), insiders),
    "assessment.create_rulebookitem": Rule(_("add an item"), supervisor),
    "assessment.edit_rulebookitem": Rule(_("edit an item"), supervisor),
    "assessment.remove_rulebookitem": Rule(_("remove an item"), supervisor),
    "assessment.export_rulebookitem": Rule(_("export the items of the rulebooks"), town_wide),
    "assessment.import_rulebookitem": Rule(_("import the items of a rulebook"), supervisor),
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
    "assessment.pack_selfassessment": Rule(_("export the whole self-assessment file"), assessors),
    "assessment.view_judgement": Rule(_("view what is said of the indicators"), town_wide),
    "assessment.export_judgement": Rule(_("export what is said of the indicators"), town_wide),
    "assessment.edit_judgement": Rule(_("write what is said of an indicator"), works_on_file),
    "assessment.judge_indicator": Rule(_("grade an indicator"), works_on_file),
    "assessment.assign_gap_task": Rule(_("make a task of a gap"), works_on_file),
    "assessment.accept_evidence": Rule(_("accept evidence"), works_on_file),
    "assessment.reject_evidence": Rule(_("reject evidence"), works_on_file),
    "assessment.decide_evidence": Rule(_("decide about all evidence of a kind"), works_on_file),
}
