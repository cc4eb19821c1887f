"""Where the assessment's pages are."""

from assessment.views import ballots, checks, commitments, deductions, ledger, objections, results, rounds, rulebooks
from assessment.views.national import evaluations, files, on_site, sets, xray

app_name = "assessment"
urlpatterns = [
    *rulebooks.RulebookView.urls("rulebooks/"),
    *rulebooks.RulebookItemView.urls("items/"),
    *rulebooks.urlpatterns,
    *ledger.urlpatterns,
    *ledger.LedgerEntryView.urls("ledger/"),
    *commitments.CommitmentView.urls("commitments/"),
    *commitments.urlpatterns,
    *rounds.RoundView.urls("rounds/"),
    *rounds.urlpatterns,
    *ballots.urlpatterns,
    *results.ResultView.urls("results/"),
    *results.ScorecardView.urls("scorecards/"),
    *results.urlpatterns,
    *objections.ObjectionView.urls("objections/"),
    *objections.urlpatterns,
    *checks.CheckView.urls("checks/"),
    *checks.CheckedUnitView.urls("checked/"),
    *checks.urlpatterns,
    *deductions.DeductionView.urls("deductions/"),
    *sets.IndicatorSetView.urls("indicator-sets/"),
    *sets.IndicatorView.urls("indicators/"),
    *sets.urlpatterns,
    *files.SelfAssessmentView.urls("self-assessments/"),
    *files.JudgementView.urls("judgements/"),
    *files.urlpatterns,
    *xray.urlpatterns,
    *evaluations.EvaluationView.urls("evaluations/"),
    *evaluations.EvaluationNoteView.urls("evaluation-notes/"),
    *evaluations.urlpatterns,
    *on_site.urlpatterns,
]
