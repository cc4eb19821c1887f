"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from dayan_safety import (
    account_pages,
    accounts,
    home,
    import_pages,
    saved_views,
    search,
    second_factor_pages,
    signing_in,
)
from dayan_safety.history_pages import ActionList
from dayan_safety.views import files

admin.autodiscover()

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("pick/<slug:kind>/", search.pick, name="pick"),
    path("views/save/", saved_views.save_view, name="save_view"),
    path("views/<int:pk>/forget/", saved_views.forget_view, name="forget_view"),
    path("history/", ActionList.as_view(role="list"), name="list_action"),
    path("history/export/<slug:format>/", ActionList.as_view(role="export"), name="export_action"),
    path("committee/", include("committee.urls")),
    path("admin/", admin.site.urls),
    *accounts.urlpatterns,
    *signing_in.urlpatterns,
    *account_pages.urlpatterns,
    *second_factor_pages.urlpatterns,
    *files.urlpatterns,
    *import_pages.urlpatterns,
]
