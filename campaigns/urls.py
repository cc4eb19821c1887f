"""Where the campaigns' pages are."""

from campaigns.views import (
    attendees,
    campaigns,
    check_in,
    coverage,
    dictionaries,
    displays,
    events,
    photos,
    stock,
    year,
)

app_name = "campaigns"
urlpatterns = [
    *year.urlpatterns,
    *attendees.urlpatterns,
    *check_in.urlpatterns,
    *photos.urlpatterns,
    *campaigns.urlpatterns,
    *coverage.urlpatterns,
    *campaigns.CampaignView.urls("campaigns/"),
    *stock.urlpatterns,
    *stock.StockEntryView.urls("ledger/"),
    *displays.DisplayView.urls("displays/"),
    *events.EventView.urls("events/"),
    *dictionaries.MaterialView.urls("materials/"),
    *dictionaries.SafetyDayView.urls("safety-days/"),
    *dictionaries.EventKindView.urls("event-kinds/"),
    *dictionaries.AudienceView.urls("audiences/"),
    *dictionaries.ChannelView.urls("channels/"),
]
