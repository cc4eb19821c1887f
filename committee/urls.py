"""Where the committee's pages are."""

from django.urls import path

from committee.views import bodies, papers, people, posts, rates, reminding, roster_print, rosters, tasks, units
from committee.views.meetings import attendance, doors, pages, public, wall
from committee.views.reports import board, town, writing
from committee.views.reports import forms as report_forms
from committee.views.reports import pages as report_pages

app_name = "committee"
urlpatterns = [
    path("chart/", bodies.show_chart, name="show_chart"),
    *bodies.CommitteeView.urls("committees/"),
    path("committees/<int:pk>/appoint/", bodies.appoint_committee_view, name="appoint_committee"),
    *bodies.WorkingGroupView.urls("groups/"),
    path("groups/<int:pk>/appoint/", bodies.appoint_group_view, name="appoint_workinggroup"),
    *pages.MeetingView.urls("meetings/"),
    *doors.urlpatterns,
    path("meetings/<int:pk>/record/", attendance.record_attendance_view, name="record_attendance"),
    path("meetings/<int:pk>/all-present/", attendance.mark_all_present_view, name="mark_all_present"),
    path("meetings/<int:pk>/sheet/", attendance.print_sheet, name="print_sheet"),
    path("meetings/<int:pk>/links/", attendance.list_answer_links, name="list_answer_links"),
    path("meetings/<int:pk>/wall/", wall.show_projector, name="show_projector"),
    path("meetings/<int:pk>/wall/agenda/", wall.show_wall_agenda, name="show_wall_agenda"),
    path("meetings/<int:pk>/wall/code/", wall.show_wall_code, name="show_wall_code"),
    path("meetings/<int:pk>/sign-in/", public.sign_in_to_meeting, name="sign_in_to_meeting"),
    path("answers/<str:token>/", public.answer_by_link, name="answer_by_link"),
    path("meetings/<int:pk>/versions/", pages.list_versions, name="list_versions"),
    path("rates/", rates.RatesView.as_view(role="list"), name="list_rates"),
    path("rates/export/<slug:format>/", rates.RatesView.as_view(role="export"), name="export_rates"),
    path("meetings/<int:pk>/notice/", papers.download_notice, name="download_notice"),
    path("meetings/<int:pk>/minutes/", papers.download_minutes, name="download_minutes"),
    path("meetings/minutes/<int:year>/", papers.export_minutes, name="export_minutes"),
    path("slips/<int:pk>/paper/", papers.download_slip, name="download_slip"),
    path("meetings/<int:pk>/remind/", reminding.remind_meeting_view, name="remind_meeting"),
    path("tasks/remind/", reminding.remind_late_tasks_view, name="remind_task"),
    *tasks.TaskView.urls("tasks/"),
    *(path(f"tasks/<int:pk>/{place}/", view, name=name) for place, view, name in tasks.DOORS),
    path("extensions/<int:pk>/decide/", tasks.decide_extension_view, name="decide_extension"),
    path("slips/<int:pk>/sign/", tasks.sign_slip_view, name="sign_slip"),
    *board.urlpatterns,
    path("reports/remind/", reminding.remind_late_reports_view, name="remind_report"),
    *report_pages.urlpatterns,
    *report_forms.urlpatterns,
    *writing.urlpatterns,
    *town.urlpatterns,
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
