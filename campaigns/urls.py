"""Where the campaigns' pages are."""

from campaigns.views import (
    answering,
    campaigns,
    coverage,
    dictionaries,
    displays,
    events,
    photos,
    polls,
    programmes,
    questionnaires,
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
    *programmes.ProgrammeView.urls("programmes/"),
    *questionnaires.urlpatterns,
    *questionnaires.QuestionnaireView.urls("questionnaires/"),
    *polls.urlpatterns,
    *polls.PollView.urls("polls/"),
    *answering.urlpatterns,
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
