"""Pages of results and scorecards: lost points first, every number with the records behind it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessment.filters.results import ResultFilter, ScorecardFilter
from assessment.models import Result, Rulebook, Scorecard
from assessment.querysets import ASSESSORS
from assessment.services import scores as services
from assessment.tables.results import RESULTS, SCORECARDS, grade, standing
from dayan_safety.forms import ReasonForm
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, needs, verb_path
from dayan_safety.views.parts import address_for
from dayan_safety.workdays import today

State = Result.State


class ResultView(RecordView):
    """The scores of each month and year."""

    model = Result
    columns = RESULTS
    filterset = ResultFilter
    search_hint = gettext_lazy("Year")
    empty_hint = gettext_lazy("No scores yet: those of a month are kept by themselves in the month after.")

    def rows(self) -> QuerySet[Any]:
        """With the rulebook."""
        return self.visible().select_related("rulebook")

    def status(self, record: Any) -> Badge:
        """Preview, final or replaced."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """By which rules, as of which day, whether it still is what was sealed."""
        book = record.rulebook
        seal = record.seal[:16] if services.is_unchanged(record) else _("broken: it is not what was computed")
        why = [Fact(_("Why it was corrected"), record.note)] if record.note else []
        return [
            Fact(_("Rulebook"), book, address_for(self.request.user, book)),
            Fact(_("As the records stood on"), record.as_of),
            Fact(_("Edition"), str(record.edition)),
            Fact(_("Seal"), seal),
            *why,
        ]

    def panels(self, record: Any) -> list[Panel]:
        """How many units of each kind are in which grade, for those who assess; each number opens its cards."""
        if not self.request.user.standing.is_one_of(*ASSESSORS):
            return []
        shown = {"grades": Rulebook.Grade.choices, "lines": services.grades_of(record), "result": record}
        return [Panel(_("Grades by kind of unit"), "assessment/panels/grades.html", shown)]

    def buttons(self, record: Any) -> list[Button]:
        """Its scorecards; a correction of what was not replaced."""
        url = f"{reverse('assessment:list_scorecard')}?result={record.pk}"
        cards = Button("assessment.view_scorecard", url, "list-ol", "primary", _("Scorecards"))
        fix = Button(
            "assessment.correct_result", reverse("assessment:correct_result", args=[record.pk]), "arrow-repeat"
        )
        return [cards] if record.state == State.REPLACED else [cards, fix]


class ScorecardView(RecordView):
    """What a unit got, item by item."""

    model = Scorecard
    columns = SCORECARDS
    filterset = ScorecardFilter
    search_hint = gettext_lazy("Unit or pinyin initials")
    empty_hint = gettext_lazy("No scorecard matches. Take a filter away.")

    def rows(self) -> QuerySet[Any]:
        """By rank within each kind of unit, the newest result first."""
        return self.visible().with_names().newest_first()

    def one_row(self) -> QuerySet[Any]:
        """With unit and result."""
        return self.visible().with_names()

    def status(self, record: Any) -> Badge:
        """The band."""
        return grade(record)

    def facts(self, record: Any) -> list[Fact]:
        """Score, rank and movement, the middle of its kind."""
        user, place = self.request.user, services.place_of(record)
        told = [
            Fact(_("Unit"), record.unit, address_for(user, record.unit)),
            Fact(_("Scores of"), record.result, record.result.get_absolute_url()),
            Fact(_("Score"), record.score if record.score is not None else _("nothing known")),
            Fact(_("Rank"), _("%(rank)s of %(all)s") % {"rank": record.rank, "all": place.all} if record.rank else ""),
            Fact(_("Against the month before"), _moved(place.moved)),
            Fact(_("Middle of its kind"), place.middle),
        ]
        return [fact for fact in told if fact.value not in (None, "")]

    def panels(self, record: Any) -> list[Panel]:
        """The items, lost points first."""
        lines = services.with_own(record, services.scored_lines(record))
        shown = {"lines": lines, "card": record, "has_own": any(line.own is not None for line in lines)}
        return [Panel(_("Points"), "assessment/panels/points.html", shown)]


def _moved(places: int | None) -> str:
    if places is None:
        return ""
    if not places:
        return _("the same place")
    said = _("%(places)s places up") if places > 0 else _("%(places)s places down")
    return said % {"places": abs(places)}


@require_safe
@needs("assessment.view_scorecard")
def view_counted(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """The records that were counted for an item of a scorecard, as they are now."""
    card = get_object_or_404(Scorecard.objects.all().visible_to(request.user).with_names(), pk=pk)
    line = services.line_of_item(card, number)
    if line is None or not line.is_opened:
        raise Http404
    records, hidden = services.records_of(card, line, reader=request.user)
    shown = {"card": card, "line": line, "records": records, "hidden": hidden}
    return render(request, "assessment/counted.html", shown)


def _correct(result: Result, *, by: Any, reason: str) -> Result:
    return services.correct_result(result, by=by, reason=reason, on=today())


urlpatterns = [
    path("scorecards/<int:pk>/items/<str:number>/", view_counted, name="view_counted"),
    verb_path(
        "results/<int:pk>/correct/",
        "assessment.correct_result",
        Result,
        ReasonForm,
        _correct,
        explain=gettext_lazy(
            "The scores are computed anew from the records of today; this edition stays, marked as replaced."
        ),
    ),
]
