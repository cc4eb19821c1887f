"""Evaluators from outside: let in for a term, and within it to their own mode and account, nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.models import Evaluation
from assessment.querysets import EVALUATOR
from dayan_safety.sessions import end_session

Answer = Callable[[HttpRequest], HttpResponseBase]
MODE = "assessment:show_on_site"
ACCOUNT = (
    *("view_account", "change_password", "end_sessions", "sign_out"),
    *("enrol_second_factor", "renew_recovery_codes", "disable_second_factor"),
)
NOTES = tuple(f"assessment:{verb}_evaluationnote" for verb in ("list", "view", "create", "edit", "remove", "export"))
OPEN = {
    *ACCOUNT,
    *NOTES,
    *(f"assessment:show_on_site{page}" for page in ("", "_indicator", "_evidence")),
    *(f"assessment:{name}" for name in ("show_drawn", "download_on_site_file", "draw_evidence", "mark_drawn")),
}


def is_confined(user: Any) -> bool:
    """Whether the user is somebody from outside."""
    return bool(user.is_authenticated and user.standing.is_one_of(EVALUATOR))


class ConfinementMiddleware:
    """Asks at every request of an evaluator whether the term runs, and opens nothing but ``OPEN`` and public pages."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End the session outside the term: the request goes on as a stranger's."""
        if is_confined(request.user) and not Evaluation.objects.all().visible_to(request.user).exists():
            end_session(request, _("This login opens only while your evaluation on the spot runs."))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_given: Any) -> HttpResponseRedirect | None:
        """Lead from the home page into the mode; refuse everything else before it is looked at."""
        match = request.resolver_match
        if match is None or not getattr(view, "login_required", True) or not is_confined(request.user):
            return None
        if match.view_name == "home":
            return HttpResponseRedirect(reverse(MODE))
        if match.view_name not in OPEN:
            raise PermissionDenied(match.view_name)
        return None
