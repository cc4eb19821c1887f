"""Where the campaigns' pages are."""

from campaigns.views import dictionaries, events

app_name = "campaigns"
urlpatterns = [
    *events.EventView.urls("events/"),
    *dictionaries.MaterialView.urls("materials/"),
    *dictionaries.SafetyDayView.urls("safety-days/"),
    *dictionaries.EventKindView.urls("event-kinds/"),
]
