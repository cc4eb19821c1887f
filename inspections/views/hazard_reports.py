"""Pages of reported dangers for those who sort them, and for whoever reports with a login; the code to hang up."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from committee.models import Unit
from dayan_safety.codes import drawing_of
from dayan_safety.forms import ReasonForm
from dayan_safety.permissions import require
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, address_for, needs, verb_path
from dayan_safety.views.photos import PhotosFirstView
from dayan_safety.workdays import today
from inspections.filters.residents import HazardReportFilter
from inspections.forms.residents import AnswerReportForm, ObservationForm, TakeForm
from inspections.models import HazardReport
from inspections.services import residents as services
from inspections.tables.residents import REPORTS, state

State = HazardReport.State
REVEAL, SHOW_CODE = "inspections.reveal_reporter", "inspections.show_hazard_code"
VERBS = {
    "take_report": ("exclamation-triangle", "primary", State.NEW),
    "answer_report": ("chat-left-text", "secondary", State.NEW),
    "dismiss_report": ("slash-circle", "danger", State.NEW),
    "sort_again": ("arrow-counterclockwise", "secondary", State.DISMISSED),
}


class HazardReportView(PhotosFirstView):
    """What residents and observers reported."""

    model = HazardReport
    columns = REPORTS
    filterset = HazardReportFilter
    form = ObservationForm
    create_service = staticmethod(services.send_report)
    edit_service = staticmethod(services.edit_report)
    is_removable = False
    search_hint = _("Danger, place, unit or number")
    empty_hint = _("No report matches. Residents report by the code of their village.")

    def list_buttons(self) -> list[Button]:
        """The codes to hang up."""
        return [Button(SHOW_CODE, reverse("inspections:list_hazard_codes"), "qr-code", text=_("Codes to hang up"))]

    def rows(self) -> QuerySet[Any]:
        """With names."""
        return self.visible().with_names()

    def one_row(self) -> QuerySet[Any]:
        """With names."""
        return self.rows()

    def status(self, record: Any) -> Badge:
        """Where it stands."""
        return state(record)

    def facts(self, record: Any) -> list[Fact]:
        """What is where, who may be called back, what came of it."""
        user = self.request.user
        may = record.telephone and user.has_perm(REVEAL, record)
        reveal = reverse("inspections:reveal_reporter", args=[record.pk]) if may else ""
        told = [
            Fact(_("What is dangerous"), record.text),
            Fact(_("Place"), record.place),
            Fact(_("Unit"), record.unit, address_for(user, record.unit)),
            Fact(_("Reported on"), record.came_on),
            Fact(_("Reported by"), record.said_by or _("resident")),
            Fact(_("Telephone"), record.masked_telephone, reveal=reveal),
            Fact(_("Finding"), record.finding, address_for(user, record.finding)),
            Fact(_("Answer to the reporter"), record.answer),
            Fact(_("Sorted on"), record.settled_on),
        ]
        return [fact for fact in told if fact.value]

    def buttons(self, record: Any) -> list[Button]:
        """What can be made of it."""
        return [
            Button(f"inspections.{verb}", reverse(f"inspections:{verb}", args=[record.pk]), icon, kind)
            for verb, (icon, kind, of) in VERBS.items()
            if record.state == of
        ]


@require_POST
def reveal_reporter(request: HttpRequest, pk: int) -> HttpResponse:
    """The full telephone number, once, and a row of history that says who looked."""
    report = get_object_or_404(HazardReport.objects.all().visible_to(request.user), pk=pk)
    require(request.user, REVEAL, report)
    number = services.reveal_reporter(report, by=request.user)
    return render(request, "inspections/reporter_revealed.html", {"report": report, "telephone": number})


@require_safe
@needs(SHOW_CODE)
def list_hazard_codes(request: HttpRequest) -> HttpResponse:
    """The villages and enterprises whose codes one may print."""
    return render(request, "inspections/hazard_codes.html", {"units": _units(request.user)})


def _units(user: Any) -> QuerySet[Unit]:
    """All for the office, those one answers for otherwise."""
    units = _with_liaisons(user).order_by("order", "pk")
    return units if user.standing.is_one_of("office") else units.filter(pk__in=user.standing.answers_for)


def _with_liaisons(user: Any) -> QuerySet[Unit]:
    """The villages and enterprises of today that exist for the user."""
    units: QuerySet[Unit] = Unit.objects.all().visible_to(user).valid_on(today()).filter(kind__in=Unit.WITH_LIAISONS)
    return units


@require_safe
def show_hazard_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code of a village or an enterprise by which its residents report, to print and hang up."""
    unit = get_object_or_404(_with_liaisons(request.user), pk=pk)
    require(request.user, SHOW_CODE, unit)
    address = request.build_absolute_uri(reverse("report_hazard_at", args=[unit.pk]))
    shown = {"unit": unit, "code": drawing_of(address), "address": address}
    return render(request, "inspections/hazard_code.html", shown)


def led_to_finding(report: Any, user: Any) -> str:
    """The finding that was made of it."""
    return str((report.finding or report).get_absolute_url())


def _door(verb: str, form: Any, place: str, **about: Any) -> URLPattern:
    place = f"reports/<int:pk>/{place}/"
    return verb_path(place, f"inspections.{verb}", HazardReport, form, getattr(services, verb), **about)


urlpatterns = [
    _door("take_report", TakeForm, "take", then=led_to_finding),
    _door("answer_report", AnswerReportForm, "answer"),
    _door("dismiss_report", ReasonForm, "dismiss", danger=True, explain=_("It stays in the register, set aside.")),
    _door("sort_again", ReasonForm, "sort-again"),
    path("reports/<int:pk>/reveal/", reveal_reporter, name="reveal_reporter"),
    path("codes/", list_hazard_codes, name="list_hazard_codes"),
    path("codes/<int:pk>/", show_hazard_code, name="show_hazard_code"),
]
