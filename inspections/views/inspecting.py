"""The cards of an inspection on a telephone: a question each, saved at once; and the doors that end it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dayan_safety.errors import RuleBroken
from dayan_safety.forms import ReasonForm
from dayan_safety.permissions import require
from dayan_safety.uploads import PICTURES
from dayan_safety.views import verb_path
from dayan_safety.views.photos import FIELD, picture
from inspections.forms.inspecting import AnswerForm, FinishForm, level_choices
from inspections.models import Answer, ChecklistItem, Inspection
from inspections.services import inspecting as services
from inspections.services.answered import Answered, answered
from inspections.services.places import responsible_of

State = Inspection.State
TYPED = ("verdict", "text", "place", "level")
Typed = tuple[ChecklistItem, Mapping[str, str]]
ANSWERS = ("text/html", "application/json")  # what a form and what the page's script ask for


def _made(request: HttpRequest, pk: int) -> Inspection:
    """The inspection, if it exists for the user and they make it."""
    rows = Inspection.objects.all().visible_to(request.user).with_names()
    inspection: Inspection = get_object_or_404(rows, pk=pk)
    require(request.user, services.ANSWER, inspection)
    return inspection


def _item(inspection: Inspection, pk: int) -> ChecklistItem:
    item: ChecklistItem = get_object_or_404(inspection.checklist.items.present(), pk=pk)
    return item


@require_safe
def answer_inspection(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All cards on one page, so that it can be answered to its end without a network."""
    inspection = _made(request, pk)
    if inspection.state != State.OPEN:
        return HttpResponseRedirect(inspection.get_absolute_url())
    return _cards(request, inspection)


def _cards(
    request: HttpRequest, inspection: Inspection, status: int = 200, typed: Typed | None = None, **context: Any
) -> HttpResponse:
    shown = {
        "inspection": inspection,
        "cards": cards_of(answered(inspection), typed),
        "levels": level_choices(),
        "responsible": responsible_of(inspection.unit),
        "accept": ",".join(f".{ending}" for ending in PICTURES),
        "most": services.MOST_PHOTOS,
        "finish_url": reverse("inspections:finish_inspection", args=[inspection.pk]),
    }
    return render(request, "inspections/answer_inspection.html", shown | context, status=status)


def cards_of(seen: Answered, typed: Typed | None = None) -> list[dict[str, Any]]:
    """Every question with its answer; those that do not appear now may, once another one fails.

    ``typed``: a question with what was typed to it and not kept; it is not to be typed again.
    """
    appear = {item.pk for item in seen.asked}
    answers = seen.answers | (_as_typed(seen, *typed) if typed else {})
    return [
        {"item": item, "answer": answers.get(item.pk), "appears": item.pk in appear, "number": number}
        for number, item in enumerate(seen.items, start=1)
    ]


def _as_typed(seen: Answered, item: ChecklistItem, given: Mapping[str, str]) -> dict[int, Answer]:
    answer = seen.answers.get(item.pk) or Answer(item=item, level=item.level)
    for name in TYPED:
        setattr(answer, name, given.get(name, getattr(answer, name)))
    return {item.pk: answer}


@require_POST
def answer_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """One answer, as its card sends it by itself; without a script the card is a form, and brings its photographs."""
    inspection = _made(request, pk)
    question = _item(inspection, item)
    by_script = request.get_preferred_type(ANSWERS) == ANSWERS[1]
    error = _said(request, inspection, question) or _brought(request, inspection, question)
    if by_script:
        return JsonResponse({"error": error} if error else {"saved": True}, status=422 if error else 200)
    if error:
        return _cards(request, inspection, status=422, typed=(question, request.POST), error=error, of_item=item)
    return HttpResponseRedirect(f"{reverse('inspections:answer_inspection', args=[pk])}#item-{item}")


def _said(request: HttpRequest, inspection: Inspection, item: ChecklistItem) -> str:
    """Keep what was answered; returns what is wrong with it."""
    form = AnswerForm(request.POST, user=request.user)
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    try:
        services.answer_item(inspection, by=request.user, item=item, **form.given())
    except RuleBroken as broken:
        return str(broken)
    return ""


def _brought(request: HttpRequest, inspection: Inspection, item: ChecklistItem) -> str:
    """Keep the photographs that came along, as many as may be; returns what is wrong with one, or with one too many."""
    try:
        for file in request.FILES.getlist(FIELD)[: services.MOST_PHOTOS + 1]:
            services.keep_answer_photo(inspection, by=request.user, item=item, photo=picture(file))
    except RuleBroken as broken:
        return str(broken)
    return ""


@require_POST
def keep_answer_photo(request: HttpRequest, pk: int, item: int) -> JsonResponse:
    """One photograph of a danger; answers with its digest, or says why it is not kept."""
    inspection = _made(request, pk)
    question, file = _item(inspection, item), request.FILES.get(FIELD)
    if file is None:
        return JsonResponse({"error": _("No file has arrived.")}, status=422)
    try:
        kept = services.keep_answer_photo(inspection, by=request.user, item=question, photo=picture(file))
    except RuleBroken as broken:
        return JsonResponse({"error": str(broken)}, status=422)
    return JsonResponse({"sha256": kept.sha256, "name": kept.name})


@require_POST
def drop_answer_photo(request: HttpRequest, pk: int, item: int) -> JsonResponse:
    """Take a photograph off its question again."""
    inspection = _made(request, pk)
    question, digest = _item(inspection, item), request.POST.get("sha256", "")
    try:
        found = services.drop_answer_photo(inspection, by=request.user, item=question, sha256=digest)
    except RuleBroken as broken:
        return JsonResponse({"error": str(broken)}, status=422)
    return JsonResponse({"dropped": found})


def _door(verb: str, form: Any, place: str, **about: Any) -> URLPattern:
    place = f"inspections/<int:pk>/{place}/"
    return verb_path(place, f"inspections.{verb}", Inspection, form, getattr(services, verb), **about)


CARD = "inspections/<int:pk>/questions/<int:item>/"
urlpatterns = [
    path("inspections/<int:pk>/answers/", answer_inspection, name="answer_inspection"),
    path(f"{CARD}answer/", answer_item, name="answer_item"),
    path(f"{CARD}photos/", keep_answer_photo, name="keep_answer_photo"),
    path(f"{CARD}photos/drop/", drop_answer_photo, name="drop_answer_photo"),
    _door(
        "finish_inspection",
        FinishForm,
        "finish",
        explain=gettext_lazy("Its answers stand fast from then on; every danger becomes a finding."),
    ),
    _door(
        "cancel_inspection",
        ReasonForm,
        "cancel",
        danger=True,
        explain=gettext_lazy("It stays in the register, called off; nothing comes of what was answered."),
    ),
]
