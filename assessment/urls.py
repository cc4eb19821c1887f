"""Where the assessment's pages are."""

from assessment.views import results, rulebooks
from assessment.views.national import files, sets

app_name = "assessment"
urlpatterns = [
    *rulebooks.RulebookView.urls("rulebooks/"),
    *rulebooks.RulebookItemView.urls("items/"),
    *rulebooks.urlpatterns,
    *results.ResultView.urls("results/"),
    *results.ScorecardView.urls("scorecards/"),
    *results.urlpatterns,
    *sets.IndicatorSetView.urls("indicator-sets/"),
    *sets.IndicatorView.urls("indicators/"),
    *sets.urlpatterns,
    *files.SelfAssessmentView.urls("self-assessments/"),
    *files.JudgementView.urls("judgements/"),
    *files.urlpatterns,
]
