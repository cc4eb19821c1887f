"""The second step of signing in: a code, after the right password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import load_backend, login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dayan_safety.history import change, record_action
from dayan_safety.lockouts import locked_page
from dayan_safety.models import Action, SecondFactor
from dayan_safety.second_factor import codes_left, use_code
from dayan_safety.sessions import VERIFIED, begin_session

BACKEND = "dayan_safety.backends.RuleBackend"
WAITS = "second_step"  # in the session of a stranger whose password was right
WAITS_FOR = 300  # seconds
FEW_LEFT = 4


class CodeField(forms.CharField):
    """A code of the app, or a recovery code."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs), **kwargs)


class CodeForm(forms.Form):
    """The second step; ``recovery``: by a recovery code, which takes letters."""

    code = CodeField()

    def __init__(self, *args: Any, recovery: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = gettext_lazy("Recovery code") if recovery else gettext_lazy("Code of the app")
        field.widget.attrs |= {"autofocus": True} | ({} if recovery else {"inputmode": "numeric"})


def finish_sign_in(request: HttpRequest, user: Any, step: str = "") -> None:
    """Begin a session; ``step``: what was shown beside the password, in words."""
    with change():
        login(request, user, backend=BACKEND)
        record_action("dayan_safety.sign_in", user, by=user, after={"second_step": step} if step else None)
    begin_session(request)
    if step:
        request.session[VERIFIED] = True


def ask_for_code(request: HttpRequest, user: Any, url: str) -> HttpResponse:
    """The password was right: let ``user`` show a code, and then go to ``url``."""
    request.session.cycle_key()
    waits = {"user": user.pk, "proof": user.get_session_auth_hash(), "at": timezone.now().timestamp(), "url": url}
    request.session[WAITS] = waits
    return redirect("sign_in_code")


def who_waits(request: HttpRequest) -> Any:
    """The user whose password was right a moment ago, and may still sign in with it; nobody otherwise."""
    waits = request.session.get(WAITS)
    if not waits or timezone.now().timestamp() - waits["at"] >= WAITS_FOR:
        return None
    user: Any = load_backend(BACKEND).get_user(waits["user"])
    if not user or user.is_expired(timezone.localdate()):
        return None
    return user if constant_time_compare(waits["proof"], user.get_session_auth_hash()) else None


@never_cache
@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the right one begins the session. A wrong one is counted for the login, not the address."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    user = who_waits(request)
    factor = SecondFactor.objects.filter(user=user).first() if user else None
    if factor is None:
        return _from_the_beginning(request)
    if factor.locked_until:
        return locked_page(request, factor.locked_until)
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, recovery="recovery" in request.GET)
    if form.is_valid():
        return _shown(request, user, form)
    return _code_page(request, form)


def _from_the_beginning(request: HttpRequest) -> HttpResponse:
    if request.session.pop(WAITS, None):
        messages.warning(request, _("Signing in took too long. Please begin again."))
    return redirect(settings.LOGIN_URL)


def _code_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context = {"form": form, "recovery": "recovery" in request.GET}
    return render(request, "accounts/sign_in_code.html", context, status=422 if form.is_bound else 200)


def _shown(request: HttpRequest, user: Any, form: CodeForm) -> HttpResponse:
    """What follows a code: the session, or a refusal that says no more than that."""
    if used := use_code(user, form.cleaned_data["code"]):
        return _come_in(request, user, used)
    told, reason = {"username": user.get_username()}, _("wrong code in the second step")
    record_action("dayan_safety.sign_in", user, after=told, reason=reason, outcome=Action.Outcome.REFUSED)
    if until := SecondFactor.objects.get(user=user).locked_until:
        return locked_page(request, until)
    form.add_error("code", _("This code is wrong or was used already. Wait for the next one and type it."))
    return _code_page(request, form)


def _come_in(request: HttpRequest, user: Any, used: str) -> HttpResponse:
    url = request.session.pop(WAITS)["url"]
    finish_sign_in(request, user, used)
    if (left := codes_left(user)) < FEW_LEFT:
        messages.warning(request, _left(left))
    return redirect(url)


def _left(left: int) -> str:
    return ngettext(
        "You have %(left)d recovery code left. Make new ones in “My account” before they run out.",
        "You have %(left)d recovery codes left. Make new ones in “My account” before they run out.",
        left,
    ) % {"left": left}


urlpatterns = [path("sign-in/code/", sign_in_code, name="sign_in_code")]
