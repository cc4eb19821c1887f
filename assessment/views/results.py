"""Pages of results and scorecards: lost points first, every number with the records behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessment.filters.results import ResultFilter, ScorecardFilter
from assessment.models import WHOLE_YEAR, Result, Rulebook, Scorecard
from assessment.querysets import ASSESSORS
from assessment.services import scores as services
from assessment.tables.results import RESULTS, SCORECARDS, TARGETS, grade, standing
from dayan_safety.exports import export_xlsx
from dayan_safety.forms import ConfirmForm, ReasonForm
from dayan_safety.history import record_action
from dayan_safety.papers.pages import handed_out
from dayan_safety.tables import Badge, Column
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

    def list_buttons(self) -> list[Button]:
        """The objections to scores."""
        url = reverse("assessment:list_objection")
        return [Button("assessment.view_objection", url, "flag", text=_("Objections to scores"))]

    def status(self, record: Any) -> Badge:
        """Preview, posted, final or replaced."""
        return standing(record)

    def facts(self, record: Any) -> list[Fact]:
        """By which rules, as of which day, whether it still is what was sealed."""
        book = record.rulebook
        seal = record.seal[:16] if services.is_unchanged(record) else _("broken: it is not what was computed")
        told = [
            Fact(_("Document number"), record.number),
            Fact(_("Open to objections until"), record.objections_until),
            Fact(_("Published on"), record.published_on),
            Fact(_("Why it was corrected"), record.note),
        ]
        return [
            Fact(_("Rulebook"), book, address_for(self.request.user, book)),
            Fact(_("As the records stood on"), record.as_of),
            Fact(_("Edition"), str(record.edition)),
            Fact(_("Seal"), seal),
            *(fact for fact in told if fact.value),
        ]

    def panels(self, record: Any) -> list[Panel]:
        """How many units of each kind are in which grade, for those who assess; what keeps it from being published."""
        if not self.request.user.standing.is_one_of(*ASSESSORS):
            return []
        shown = {"grades": Rulebook.Grade.choices, "lines": services.grades_of(record), "result": record}
        lacking = services.what_is_open(record) if record.state == State.POSTED else []
        open_still = [Panel(_("Before it can be published"), "assessment/panels/sentences.html", {"lines": lacking})]
        return [
            *(open_still if lacking else []),
            Panel(_("Grades by kind of unit"), "assessment/panels/grades.html", shown),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """The next step of a year; its scorecards, its papers; a correction of what was not replaced."""
        url = f"{reverse('assessment:list_scorecard')}?result={record.pk}"
        cards = Button("assessment.view_scorecard", url, "list-ol", "primary", _("Scorecards"))
        steps = STEPS.get(State(record.state), ()) if record.month == WHOLE_YEAR else ()
        fix = [] if record.state == State.REPLACED else [("correct_result", "arrow-repeat")]
        return [
            *(_verb(name, icon, record, "primary") for name, icon in steps if not name.startswith("download")),
            cards,
            *(_verb(name, icon, record) for name, icon in steps if name.startswith("download")),
            *(_verb(name, icon, record) for name, icon in fix),
        ]


# What can be done with the scores of a year, by their state: a verb and its icon.
STEPS = {
    State.PREVIEW: (("post_result", "megaphone"),),
    State.POSTED: (("publish_result", "check2"),),
    State.FINAL: (("download_announcement", "file-earmark-word"), ("download_target_sheet", "download")),
}


def _verb(name: str, icon: str, record: Any, tone: str = "outline-secondary") -> Button:
    return Button(f"assessment.{name}", reverse(f"assessment:{name}", args=[record.pk]), icon, tone)


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

    def columns_seen(self) -> Sequence[Column]:
        """Without the rank where the office does not let units see it."""
        sees_rank = services.sees_league(self.request.user)
        return [column for column in self.columns if sees_rank or column.name != "rank"]

    def status(self, record: Any) -> Badge:
        """The band."""
        return grade(record)

    def facts(self, record: Any) -> list[Fact]:
        """Score and forecast; rank, movement and the middle of its kind where the office lets units see them."""
        user = self.request.user
        told = [
            Fact(_("Unit"), record.unit, address_for(user, record.unit)),
            Fact(_("Scores of"), record.result, record.result.get_absolute_url()),
            Fact(_("Score"), record.score if record.score is not None else _("nothing known")),
            *(_league(record) if services.sees_league(user) else []),
            Fact(_("If the year goes on like this"), services.forecast_of(record)),
            Fact(_("Open to objections until"), _last_day(record)),
        ]
        return [fact for fact in told if fact.value not in (None, "")]

    def buttons(self, record: Any) -> list[Button]:
        """An objection, as long as one may object."""
        if not _last_day(record) or today() > record.result.objections_until:
            return []
        return [_verb("object_to_scorecard", "flag", record, "primary")]

    def panels(self, record: Any) -> list[Panel]:
        """The items, lost points first; what a year's score is made of; objections to it."""
        lines = services.with_reasons(record, services.with_own(record, services.scored_lines(record)))
        shown = {"lines": lines, "card": record, "has_own": any(line.own is not None for line in lines)}
        points = Panel(_("Points"), "assessment/panels/points.html", shown)
        if record.result.month != WHOLE_YEAR:
            return [points]
        made_of = Panel(_("What the score is made of"), "assessment/panels/parts.html", services.made_of_year(record))
        said = list(record.objections.all().visible_to(self.request.user))
        objections = Panel(_("Objections"), "assessment/panels/objections.html", {"lines": said})
        return [made_of, points, *([objections] if said else [])]


def _last_day(card: Scorecard) -> Any:
    return card.result.objections_until if card.result.state == State.POSTED else None


def _league(card: Scorecard) -> list[Fact]:
    place = services.place_of(card)
    rank = _("%(rank)s of %(all)s") % {"rank": card.rank, "all": place.all} if card.rank else ""
    return [
        Fact(_("Rank"), rank),
        Fact(_("Against the month before"), moved_in_words(place.moved) if card.result.month else ""),
        Fact(_("Middle of its kind"), place.middle),
    ]


def moved_in_words(places: int | None) -> str:
    """How far a unit rose or fell; nothing where it had no rank before."""
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


@require_safe
def download_announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """The announcement of a year's scores in Word."""
    result = _year_of(request, "assessment.download_announcement", pk)
    name = result.number
    return handed_out(request, result, "assessment.download_announcement", "score_announcement", name, result)


@require_safe
def download_target_sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sheet that the town's annual target assessment takes over."""
    result = _year_of(request, "assessment.download_target_sheet", pk)
    cards = Scorecard.objects.filter(result=result).with_names().newest_first()
    name = _("%(scores)s for the annual target assessment") % {"scores": result}
    record_action("assessment.download_target_sheet", result, by=request.user, after={"file": f"{name}.xlsx"})
    return export_xlsx(name, TARGETS, cards)


def _year_of(request: HttpRequest, right: str, pk: int) -> Result:
    """A year's result that is final, for whoever has the right."""
    rows = Result.objects.all().visible_to(request.user)
    result: Result = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm(right, result):
        raise PermissionDenied(right)
    return result


urlpatterns = [
    path("results/<int:pk>/announcement/", download_announcement, name="download_announcement"),
    path("results/<int:pk>/target-sheet/", download_target_sheet, name="download_target_sheet"),
    verb_path(
        "results/<int:pk>/post/",
        "assessment.post_result",
        Result,
        ConfirmForm,
        services.post_result,
        explain=gettext_lazy("Every unit sees its scorecard and may object; those who answer for units are told."),
    ),
    verb_path(
        "results/<int:pk>/publish/",
        "assessment.publish_result",
        Result,
        ConfirmForm,
        services.publish_result,
        explain=gettext_lazy("The scores are final from then on and get a document number; the units are told."),
    ),
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
