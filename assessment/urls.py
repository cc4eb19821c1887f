"""Where the assessment's pages are."""

from assessment.views import commitments, ledger, results, rulebooks

app_name = "assessment"
urlpatterns = [
    *rulebooks.RulebookView.urls("rulebooks/"),
    *rulebooks.RulebookItemView.urls("items/"),
    *rulebooks.urlpatterns,
    *ledger.urlpatterns,
    *ledger.LedgerEntryView.urls("ledger/"),
    *commitments.CommitmentView.urls("commitments/"),
    *commitments.urlpatterns,
    *results.ResultView.urls("results/"),
    *results.ScorecardView.urls("scorecards/"),
    *results.urlpatterns,
]
