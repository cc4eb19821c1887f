"""The page without a login: a poll's sheet, opened by its code.

It shows the questions and nothing else; nobody's answers, and no number but the mark of one's own quiz.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.forms.trainings import SheetForm
from campaigns.models import Poll, Questionnaire
from campaigns.services.polls import fill_in, poll_of
from campaigns.services.questionnaires import questions_of
from dayan_safety.errors import RuleBroken
from dayan_safety.limits import Limit
from dayan_safety.middleware import client_address
from dayan_safety.parameters import parameter
from dayan_safety.views.saying import say
from dayan_safety.workdays import today

TRIES = Limit("campaigns.answer_poll", timedelta(hours=1))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_poll(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a poll on one of its days. Whoever sends too often is told to wait before anything is read."""
    poll = poll_of(code)
    if poll is None or poll.standing(today()) == Poll.Standing.PLANNED:
        raise Http404
    if poll.standing(today()) == Poll.Standing.OVER:
        sentence = _("It was open until %(day)s. Thank you for wanting to answer.") % {"day": poll.last_on}
        return say(request, _("This poll is over"), sentence, status=410)
    if request.method != "POST":
        return _sheet(request, poll, _form(request, poll))
    if not TRIES.take(client_address(request) or "", most=parameter("campaigns.from_one_network"), thing=poll):
        sentence = _("Too many answers came from this network. Please try again in an hour.")
        return say(request, _("Wait a little"), sentence, status=429, tone="warning")
    form = _form(request, poll, request.POST)
    return _kept(request, poll, form) if form.is_valid() else _sheet(request, poll, form, status=422)


def _form(request: HttpRequest, poll: Poll, posted: Any = None) -> SheetForm:
    return SheetForm(posted, user=request.user, questions=questions_of(poll.questionnaire))


def _sheet(request: HttpRequest, poll: Poll, form: SheetForm, status: int = 200) -> HttpResponse:
    return render(request, "campaigns/answer_poll.html", {"poll": poll, "form": form}, status=status)


def _kept(request: HttpRequest, poll: Poll, form: SheetForm) -> HttpResponse:
    try:
        sheet = fill_in(poll, form.given(), once=form.number, on=today())
    except RuleBroken as broken:
        return say(request, _("This poll is over"), str(broken), status=410, tone="warning")
    is_quiz = poll.questionnaire.purpose == Questionnaire.Purpose.QUIZ and sheet.mark is not None
    return render(request, "campaigns/answered.html", {"poll": poll, "mark": sheet.mark if is_quiz else None})
