"""Where the inspections' pages are."""

from inspections.views import (
    checklists,
    finding_doors,
    findings,
    hazard_reports,
    incidents,
    inspecting,
    inspections,
    papers,
    pictures,
    plans,
    sites,
)

app_name = "inspections"
urlpatterns = [
    *finding_doors.urlpatterns,
    *papers.urlpatterns,
    *pictures.urlpatterns,
    *checklists.urlpatterns,
    *inspecting.urlpatterns,
    *checklists.ChecklistView.urls("checklists/"),
    *hazard_reports.urlpatterns,
    *hazard_reports.HazardReportView.urls("reports/"),
    *incidents.urlpatterns,
    *incidents.IncidentView.urls("incidents/"),
    *inspections.InspectionView.urls("inspections/"),
    *findings.FindingView.urls("findings/"),
    *findings.FindingKindView.urls("kinds-of-dangers/"),
    *plans.urlpatterns,
    *plans.PlanView.urls("plans/"),
    *sites.urlpatterns,
    *sites.SiteView.urls("sites/"),
]
