"""Where the assessment's pages are."""

from assessment.views import objections, results, rulebooks

app_name = "assessment"
urlpatterns = [
    *rulebooks.RulebookView.urls("rulebooks/"),
    *rulebooks.RulebookItemView.urls("items/"),
    *rulebooks.urlpatterns,
    *results.ResultView.urls("results/"),
    *results.ScorecardView.urls("scorecards/"),
    *results.urlpatterns,
    *objections.ObjectionView.urls("objections/"),
    *objections.urlpatterns,
]
