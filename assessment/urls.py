"""Where the assessment's pages are."""

from assessment.views import rulebooks

app_name = "assessment"
urlpatterns = [
    *rulebooks.RulebookView.urls("rulebooks/"),
    *rulebooks.RulebookItemView.urls("items/"),
]
