"""Pages without a login: an invitation answered by its link, and signing in to a meeting by scanning the wall.

They show the meeting and one's own name; nobody else's, and no number.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from committee.forms.meetings import AnswerForm, SignInForm
from committee.models import Attendance, Meeting
from committee.services.meetings import answer_invitation, is_code, sign_in
from committee.services.meetings.links import attendance_of, scanned_token, was_scanned
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.limits import Limit
from dayan_safety.middleware import client_address
from dayan_safety.models import Action
from dayan_safety.views.saying import say

SIGN_IN = "committee.sign_in_to_meeting"
SIGNED_IN_TO = (Meeting.State.NOTIFIED, Meeting.State.UNDER_WAY)
WRONG, TRIES = Limit(SIGN_IN, timedelta(minutes=10)), 20  # from one network: a whole room may share one


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer an invitation by its signed link, until the meeting begins."""
    own = attendance_of(token)
    if own is None or own.meeting.state != Meeting.State.NOTIFIED or timezone.now() >= own.meeting.begins:
        sentence = _("This link is no longer valid: the meeting has begun, was called off, or you were taken off.")
        return say(request, _("Link no longer valid"), sentence, status=410, tone="warning")
    form = AnswerForm(request.POST if request.method == "POST" else None, user=request.user, record=own)
    if form.is_bound and form.is_valid():
        try:
            answer_invitation(own, by=None, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            return say(request, _("Thank you"), _answered(own), tone="success")
    context = {"form": form, "own": own, "meeting": own.meeting}
    return render(request, "committee/answer.html", context, status=422 if form.errors else 200)


def _answered(own: Attendance) -> str:
    told = {"answer": own.get_answer_display(), "meeting": own.meeting, "day": own.meeting.held_on}
    return (
        _("Your answer is kept: %(answer)s. %(meeting)s, %(day)s. You may change it until the meeting begins.") % told
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_to_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in after scanning the code on the wall: with one press for who is signed in to the portal, else by name and
    the last four digits of one's telephone."""
    meeting = get_object_or_404(Meeting.objects.present(), pk=pk, state__in=SIGNED_IN_TO)
    proof = request.POST.get("scanned", "")
    fresh = is_code(meeting, request.GET.get("code", ""), timezone.now())
    if not (was_scanned(meeting, proof) if request.method == "POST" else fresh):
        sentence = _("The code changes every half minute: scan the one on the wall again.")
        return say(request, _("Code no longer valid"), sentence, status=410, tone="warning")
    own = _own(meeting, request.user)
    form = SignInForm(request.POST if request.method == "POST" and own is None else None, user=request.user)
    if request.method == "POST":
        return _signed_in(request, meeting, own, form)
    return _form(request, meeting, own, form)


def _form(
    request: HttpRequest, meeting: Meeting, own: Attendance | None, form: SignInForm, status: int = 200
) -> HttpResponse:
    context = {"meeting": meeting, "own": own, "form": form, "scanned": scanned_token(meeting)}
    return render(request, "committee/sign_in.html", context, status=status)


def _own(meeting: Meeting, user: Any) -> Attendance | None:
    """The place of who is signed in to the portal."""
    if not user.is_authenticated or user.person_id is None:
        return None
    return meeting.attendances.present().filter(person=user.person_id).select_related("person").first()


def _signed_in(request: HttpRequest, meeting: Meeting, own: Attendance | None, form: SignInForm) -> HttpResponse:
    by = request.user if own else None
    if own is None:
        who = client_address(request) or ""
        if WRONG.is_used_up(who, most=TRIES, thing=meeting):
            sentence = _("Too many tries from here. Wait some minutes, or ask the office to mark you.")
            return say(request, _("Wait a little"), sentence, status=429, tone="warning")
        own = _named(meeting, form)
        if own is None:
            WRONG.take(who, most=TRIES, thing=meeting)
            record_action(SIGN_IN, meeting, outcome=Action.Outcome.REFUSED)
            return _form(request, meeting, None, form, status=422)
    try:
        status = sign_in(own, by=by)
    except RuleBroken as broken:
        return say(request, _("Not possible now"), str(broken), status=422, tone="warning")
    told = {"name": own, "status": Attendance.Status(status).label}
    return say(request, _("Signed in"), _("%(name)s: %(status)s.") % told, tone="success")


def _named(meeting: Meeting, form: SignInForm) -> Attendance | None:
    """Who is invited under this name with this number; the sentence does not say which of the two is wrong."""
    if not form.is_valid():
        return None
    found = meeting.attendances.present().filter(person__name=form.cleaned_data["name"])
    digits = form.cleaned_data["digits"]
    fitting = [row for row in found.select_related("person") if row.person and row.person.telephone.endswith(digits)]
    if len(fitting) == 1:
        return fitting[0]
    form.add_error(None, _("Name and digits fit nobody who is invited. Ask the office to mark you."))
    return None
