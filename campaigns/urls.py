"""Where the campaigns' pages are."""

from campaigns.views import (
    campaigns,
    coverage,
    dictionaries,
    displays,
    events,
    photos,
    project_doors,
    project_print,
    projects,
    stock,
    year,
)

app_name = "campaigns"
urlpatterns = [
    *year.urlpatterns,
    *photos.urlpatterns,
    *campaigns.urlpatterns,
    *coverage.urlpatterns,
    *campaigns.CampaignView.urls("campaigns/"),
    *stock.urlpatterns,
    *stock.StockEntryView.urls("ledger/"),
    *project_doors.urlpatterns,
    *project_print.urlpatterns,
    *projects.ProjectView.urls("projects/"),
    *displays.DisplayView.urls("displays/"),
    *events.EventView.urls("events/"),
    *dictionaries.MaterialView.urls("materials/"),
    *dictionaries.SafetyDayView.urls("safety-days/"),
    *dictionaries.EventKindView.urls("event-kinds/"),
    *dictionaries.AudienceView.urls("audiences/"),
    *dictionaries.ChannelView.urls("channels/"),
]
