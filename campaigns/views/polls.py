"""Pages of polls: the code to scan, how many answered, what they said."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from campaigns.documents import answers_of
from campaigns.filters import PollFilter
from campaigns.forms.trainings import USUAL, PollForm
from campaigns.models import Poll, Questionnaire
from campaigns.services import questionnaires as services
from campaigns.services.polls import LEAST_SHEETS, figure_of, is_read, is_told, results_of
from campaigns.tables.trainings import POLLS
from campaigns.tables.words import standing
from dayan_safety.codes import drawing_of
from dayan_safety.exports import XLSX
from dayan_safety.history import record_action
from dayan_safety.permissions import require
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for
from dayan_safety.views.beginning import asked_for
from dayan_safety.workdays import today

EXPORT = "campaigns.export_answers"
SHEETS_A_PAGE = 100


class PollView(RecordView):
    """A questionnaire put to people."""

    model = Poll
    columns = POLLS
    filterset = PollFilter
    form = PollForm
    create_service = staticmethod(services.create_poll)
    edit_service = staticmethod(services.edit_poll)
    search_hint = _("Title of the questionnaire")
    empty_hint = _("No poll matches. Take a filter away, or put a questionnaire to people.")

    def rows(self) -> QuerySet[Any]:
        """With what it asks, how many answered, and the figure."""
        return self.visible().with_names().with_figures()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def fresh(self) -> Poll:
        """Of the questionnaire in the address, for a week from today on."""
        questionnaire = asked_for(Questionnaire, self.request, "questionnaire")
        about = {"questionnaire": questionnaire} if questionnaire else {}
        return Poll(first_on=today(), last_on=today() + USUAL, **about)

    def status(self, record: Any) -> Badge:
        """Planned, under way or over."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """What is asked when, about whom, how many answered, what came of it."""
        user = self.request.user
        return [
            Fact(_("Questionnaire"), record.questionnaire, address_for(user, record.questionnaire)),
            Fact(_("When it is asked"), record.get_moment_display()),
            Fact(_("Event"), record.event, address_for(user, record.event)),
            Fact(_("Unit asked about"), record.unit, address_for(user, record.unit)),
            Fact(_("Begins on"), record.first_on),
            Fact(_("Ends on"), record.last_on),
            Fact(_("Answered"), str(record.filled_in)),
            Fact(record.questionnaire.get_purpose_display().capitalize(), told_figure(record)),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """The code to hang up, and the answers to take away."""
        show = reverse("campaigns:show_poll_code", args=[record.pk])
        away = reverse("campaigns:export_answers", args=[record.pk])
        return [
            Button("campaigns.view_poll", show, "qr-code", text=_("Code of the poll")),
            *([Button(EXPORT, away, "file-earmark-excel")] if is_read(record) else []),
        ]

    def panels(self, record: Any) -> list[Panel]:
        """Each question with what was answered."""
        questions = services.questions_of(record.questionnaire)
        results = results_of(questions, [record], reader=self.request.user)
        lines = [{"result": result, "buttons": []} for result in results]
        return [Panel(_("Answers"), "campaigns/panels/results.html", {"lines": lines, "polls": [record]})]


def told_figure(poll: Any) -> str:
    """The figure of a hundred; or why there is none."""
    figure = figure_of(poll)
    if figure is not None:
        return f"{figure} %"
    if is_read(poll):
        return "—"
    few = _("shown from %(number)s answers on") % {"number": LEAST_SHEETS}
    return str(_("shown once it is over") if is_told(poll.filled_in) else few)


@require_safe
def show_poll_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The poll's code, large, to print and hang up."""
    poll = _shown(request, pk, "campaigns.view_poll")
    return render(request, "campaigns/poll_code.html", {"poll": poll, "poster": poster_of(request, poll)})


@require_safe
def show_unit_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """The codes of a questionnaire's polls about units that can still be answered, each on a sheet of its own."""
    questionnaire = get_object_or_404(Questionnaire.objects.all().visible_to(request.user), pk=pk)
    require(request.user, "campaigns.show_unit_codes", questionnaire)
    polls = Poll.objects.all().visible_to(request.user).about_units().filter(questionnaire=questionnaire)
    rows = polls.filter(last_on__gte=today()).with_names().order_by("first_on", "unit__order", "unit", "pk")
    page = Paginator(rows, SHEETS_A_PAGE).get_page(request.GET.get("page"))
    posters = [poster_of(request, poll) for poll in page]
    shown = {"questionnaire": questionnaire, "posters": posters, "page": page}
    return render(request, "campaigns/unit_codes.html", shown)


def poster_of(request: HttpRequest, poll: Poll) -> dict[str, Any]:
    """What hangs on a wall: the poll, the address that answers it, its code as a picture, whether it is open."""
    address = request.build_absolute_uri(reverse("answer_poll", args=[poll.code]))
    is_open = poll.standing(today()) == Poll.Standing.UNDER_WAY
    return {"poll": poll, "code": drawing_of(address), "address": address, "is_open": is_open}


@require_safe
def export_answers(request: HttpRequest, pk: int) -> FileResponse:
    """What was answered, a sheet a row, in no order that says who; history keeps who took it."""
    poll = _shown(request, pk, EXPORT)
    if not is_read(poll):
        raise Http404
    file = answers_of(poll, services.questions_of(poll.questionnaire))
    record_action(EXPORT, poll, by=request.user, after={"file": f"{poll}.xlsx"})
    return FileResponse(file, as_attachment=True, filename=f"{poll}.xlsx", content_type=XLSX)


def _shown(request: HttpRequest, pk: int, right: str) -> Poll:
    poll: Poll = get_object_or_404(Poll.objects.all().visible_to(request.user).with_names().with_figures(), pk=pk)
    require(request.user, right, poll)
    return poll


urlpatterns = [
    path("polls/<int:pk>/code/", show_poll_code, name="show_poll_code"),
    path("polls/<int:pk>/answers/", export_answers, name="export_answers"),
    path("questionnaires/<int:pk>/codes/", show_unit_codes, name="show_unit_codes"),
]
