"""The page of a ballot: a mark for each unit, saved half or handed in, until the round closes."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessment.forms.peers import BallotForm
from assessment.models import Ballot, Round
from assessment.services import peers as services
from dayan_safety.errors import RuleBroken
from dayan_safety.once import carry_out_once, where_it_led
from dayan_safety.permissions import require


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in_ballot(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Fill in the own ballot; of a round that is not open any more one is led to its page."""
    if url := where_it_led(request.POST.get("once", ""), request.user):
        return HttpResponseRedirect(url)
    rows = Ballot.objects.all().visible_to(request.user).select_related("round__item__rulebook", "unit")
    ballot: Ballot = get_object_or_404(rows, pk=pk)
    require(request.user, "assessment.hand_in_ballot", ballot)
    if ballot.round.state != Round.State.OPEN:
        return HttpResponseRedirect(ballot.round.get_absolute_url())
    posted = request.POST if request.method == "POST" else None
    form = BallotForm(posted, rows=services.marks_of(ballot), initial={"version": ballot.version})
    if form.is_bound and form.is_valid() and (url := _carried_out(request, form, ballot)):
        return HttpResponseRedirect(url)
    return _page(request, ballot, form)


def _carried_out(request: HttpRequest, form: BallotForm, ballot: Ballot) -> str:
    """Where to go next; nothing where a rule stands in the way."""
    is_half = "save" in request.POST
    service: Any = services.save_marks if is_half else services.hand_in_ballot
    given = {"given": form.given(), "version": form.cleaned_data["version"]}

    def act() -> str:
        service(ballot, by=request.user, **given)
        return ballot.get_absolute_url() if is_half else ballot.round.get_absolute_url()

    try:
        url = carry_out_once(request.POST.get("once", ""), request.user, act)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return ""
    messages.success(request, _("Saved, not handed in yet.") if is_half else _("The ballot is handed in."))
    return url


def _page(request: HttpRequest, ballot: Ballot, form: BallotForm) -> HttpResponse:
    scale = services.scale_of(ballot.round.rulebook)
    shown = {
        "ballot": ballot,
        "form": form,
        "scale": scale,
        "once": request.POST.get("once") or uuid.uuid4().hex,
        "done": sum(row.mark is not None for row in form.rows),
    }
    return render(request, "assessment/ballot.html", shown, status=422 if form.is_bound else 200)


urlpatterns = [path("ballots/<int:pk>/", hand_in_ballot, name="hand_in_ballot")]
