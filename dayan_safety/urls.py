"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from campaigns.views.answering import answer_poll
from campaigns.views.check_in import check_in
from dayan_safety import (
    account_pages,
    accounts,
    calendar_pages,
    channel_pages,
    health,
    home,
    import_pages,
    parameter_pages,
    rollover_pages,
    saved_views,
    search,
    second_factor_pages,
    signing_in,
)
from dayan_safety.delivery_pages import DeliveryList
from dayan_safety.history_pages import ActionList
from dayan_safety.overview import pages as overview_pages
from dayan_safety.overview import wall
from dayan_safety.papers import pages as paper_pages
from dayan_safety.views import files, photos
from inspections.views.residents import follow_report, report_hazard, show_hazard_figures

admin.autodiscover()

urlpatterns = [
    path("", home.home, name="home"),
    path("health/", health.health, name="health"),
    path("search/", search.search, name="search"),
    path("pick/<slug:kind>/", search.pick, name="pick"),
    path("views/save/", saved_views.save_view, name="save_view"),
    path("views/<int:pk>/forget/", saved_views.forget_view, name="forget_view"),
    path("parameters/", parameter_pages.set_parameters_view, name="set_parameters"),
    path("new-year/", rollover_pages.view_rollover, name="view_rollover"),
    path("new-year/carry/", rollover_pages.roll_over_view, name="roll_over"),
    path("history/", ActionList.as_view(role="list"), name="list_action"),
    path("history/export/<slug:format>/", ActionList.as_view(role="export"), name="export_action"),
    path("told/", DeliveryList.as_view(role="list"), name="list_delivery"),
    path("told/export/<slug:format>/", DeliveryList.as_view(role="export"), name="export_delivery"),
    path("committee/", include("committee.urls")),
    path("campaigns/", include("campaigns.urls")),
    path("inspections/", include("inspections.urls")),
    path("assessment/", include("assessment.urls")),
    path("check-in/<slug:code>/", check_in, name="check_in"),
    path("answer/<slug:code>/", answer_poll, name="answer_poll"),
    path("report/", report_hazard, name="report_hazard"),
    path("report/<int:unit>/", report_hazard, name="report_hazard_at"),
    path("report/follow/", follow_report, name="follow_report"),
    path("report/figures/", show_hazard_figures, name="show_hazard_figures"),
    path("admin/", admin.site.urls),
    *accounts.urlpatterns,
    *signing_in.urlpatterns,
    *account_pages.urlpatterns,
    *calendar_pages.urlpatterns,
    *overview_pages.urlpatterns,
    *wall.urlpatterns,
    *channel_pages.urlpatterns,
    *second_factor_pages.urlpatterns,
    *files.urlpatterns,
    *photos.urlpatterns,
    *import_pages.urlpatterns,
    *paper_pages.urlpatterns,
]
