"""Where the inspections' pages are."""

from inspections.views import sites

app_name = "inspections"
urlpatterns = [*sites.SiteView.urls("sites/")]
