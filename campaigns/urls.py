"""Where the campaigns' pages are."""

from campaigns.views import dictionaries, events, stock

app_name = "campaigns"
urlpatterns = [
    *stock.urlpatterns,
    *events.EventView.urls("events/"),
    *dictionaries.MaterialView.urls("materials/"),
    *dictionaries.SafetyDayView.urls("safety-days/"),
    *dictionaries.EventKindView.urls("event-kinds/"),
]
