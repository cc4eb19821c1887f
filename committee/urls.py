"""Where the committee's pages are."""

from django.urls import path

from committee.views import bodies, people, posts, roster_print, rosters, units

app_name = "committee"
urlpatterns = [
    path("chart/", bodies.show_chart, name="show_chart"),
    *bodies.CommitteeView.urls("committees/"),
    path("committees/<int:pk>/appoint/", bodies.appoint_committee_view, name="appoint_committee"),
    *bodies.WorkingGroupView.urls("groups/"),
    path("groups/<int:pk>/appoint/", bodies.appoint_group_view, name="appoint_workinggroup"),
    *units.UnitView.urls("units/"),
    path("units/<int:pk>/aliases/", units.add_alias_view, name="add_alias"),
    *people.PersonView.urls("people/"),
    path("people/<int:pk>/hand-over/", people.hand_over_view, name="hand_over"),
    path("people/<int:pk>/reveal/", people.reveal, name="reveal_person"),
    *posts.AppointmentView.urls("posts/"),
    path("posts/<int:pk>/end/", posts.end_appointment_view, name="end_appointment"),
    path("roster/vacancies/", posts.list_vacancies, name="list_vacancies"),
    path("roster/print/", roster_print.print_roster, name="print_roster"),
    path("roster/workbook/", rosters.download_workbook, name="download_roster"),
    *posts.RosterView.urls("roster/"),
    path("roster/<int:pk>/appoint/", posts.appoint_liaison_view, name="appoint_liaisonpost"),
]
