"""Where the assessment's pages are."""

from assessment.views import ballots, results, rounds, rulebooks

app_name = "assessment"
urlpatterns = [
    *rulebooks.RulebookView.urls("rulebooks/"),
    *rulebooks.RulebookItemView.urls("items/"),
    *rulebooks.urlpatterns,
    *rounds.RoundView.urls("rounds/"),
    *rounds.urlpatterns,
    *ballots.urlpatterns,
    *results.ResultView.urls("results/"),
    *results.ScorecardView.urls("scorecards/"),
    *results.urlpatterns,
]
