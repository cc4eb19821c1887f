"""The pages of one's own second factor: setting it up, new recovery codes, turning it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dayan_safety.codes import drawing_of
from dayan_safety.errors import RuleBroken
from dayan_safety.forms import PortalForm
from dayan_safety.history import record_action
from dayan_safety.lockouts import led_out
from dayan_safety.models import Action, SecondFactor
from dayan_safety.personal import decrypt, encrypt
from dayan_safety.second_factor import (
    app_address,
    disable_second_factor,
    enrol_second_factor,
    has_second_factor,
    new_key,
    renew_recovery_codes,
    should_have_one,
    use_code,
)
from dayan_safety.sessions import VERIFIED
from dayan_safety.signing_in import CodeField

NEW_KEY = "new_second_factor"  # in the session, encrypted, until the app has shown a code
ACCOUNT = "view_account"


class ProvenForm(PortalForm):
    """Whoever changes how one signs in shows the password again."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = CodeField(label=gettext_lazy("Code of the app"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Only the right one."""
        if not self.user.check_password(typed := self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."), code="wrong_password")
        return str(typed)

    @property
    def is_guess(self) -> bool:
        """Whether the password was wrong."""
        return self.has_error("password", "wrong_password")


class CodeUsedForm(ProvenForm):
    """And a code, which is used up by that."""

    def clean(self) -> dict[str, Any]:
        """A code is looked at only after the right password."""
        if not self.errors and not use_code(self.user, self.cleaned_data["code"]):
            until = SecondFactor.objects.get(user=self.user).locked_until
            self.add_error("code", _locked(until) if until else _("This code is wrong or was used already."))
        return self.cleaned_data


def _locked(until: Any) -> str:
    time = timezone.localtime(until).strftime("%H:%M")
    return _("Too many codes were wrong. You can try again at %(time)s.") % {"time": time}


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_second_factor_view(request: HttpRequest) -> HttpResponse:
    """Show a key as a picture and as text, and take it once the app shows a code for it."""
    if settings.SECOND_FACTOR == "off":
        raise Http404
    if has_second_factor(request.user):
        return redirect(ACCOUNT)
    key = _new_key(request)
    form = ProvenForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid() and (codes := _enrolled(request, form, key)):
        return _codes_page(request, codes, is_new=True)
    if form.is_guess and (out := led_out(request, "dayan_safety.enrol_second_factor")):
        return out
    return _enrol_page(request, form, key)


def _new_key(request: HttpRequest) -> str:
    """The key on offer: the same while one stays, or the picture scanned before a slip would be void."""
    if NEW_KEY not in request.session:
        request.session[NEW_KEY] = encrypt(new_key())
    return decrypt(request.session[NEW_KEY])


def _enrolled(request: HttpRequest, form: ProvenForm, key: str) -> list[str]:
    here = str(request.session.session_key)
    try:
        codes = enrol_second_factor(request.user, by=request.user, key=key, code=form.cleaned_data["code"], here=here)
    except RuleBroken as broken:
        form.add_error("code", str(broken))
        return []
    del request.session[NEW_KEY]
    request.session[VERIFIED] = True
    return codes


def _enrol_page(request: HttpRequest, form: ProvenForm, key: str) -> HttpResponse:
    asked_for = settings.SECOND_FACTOR == "required" and should_have_one(request.user)
    shown = {
        "form": form,
        "drawing": drawing_of(app_address(request.user, key), error="l", scale=4, border=4),
        "key": " ".join(key[start : start + 4] for start in range(0, len(key), 4)),
        "required": asked_for,
        "next": next_page(request),
    }
    return render(request, "accounts/enrol_second_factor.html", shown, status=422 if form.is_bound else 200)


def next_page(request: HttpRequest) -> str:
    """Where one was going, if it is inside the portal; the own account otherwise."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if own else reverse(ACCOUNT)


def _codes_page(request: HttpRequest, codes: list[str], *, is_new: bool = False) -> HttpResponse:
    """The recovery codes, shown this once."""
    shown = {"codes": codes, "next": next_page(request), "is_new": is_new}
    return render(request, "accounts/recovery_codes.html", shown)


Act = Callable[[HttpRequest], HttpResponse]


def _proven(request: HttpRequest, right: str, act: Act, explain: str, *, danger: bool = False) -> HttpResponse:
    """``act`` after password and code; a wrong one is a refusal in the history."""
    user: Any = request.user
    if not has_second_factor(user):
        return redirect(ACCOUNT)
    form = CodeUsedForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        return act(request)
    if form.is_guess and (out := led_out(request, right)):
        return out
    if form.has_error("code") and not form.has_error("code", "required"):
        record_action(right, user, by=user, outcome=Action.Outcome.REFUSED)
    shown = {"form": form, "verb": right, "noun": str(user), "back": reverse(ACCOUNT), "danger": danger}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/prove.html", shown | {"explain": explain}, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def renew_recovery_codes_view(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes."""
    explain = _("You get ten new recovery codes. The old ones are void from then on.")
    return _proven(request, "dayan_safety.renew_recovery_codes", _renewed, explain)


def _renewed(request: HttpRequest) -> HttpResponse:
    return _codes_page(request, renew_recovery_codes(request.user, by=request.user))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def disable_second_factor_view(request: HttpRequest) -> HttpResponse:
    """By password alone again."""
    explain = _("Afterwards your password alone opens this login, for whoever knows it.")
    return _proven(request, "dayan_safety.disable_second_factor", _disabled, explain, danger=True)


def _disabled(request: HttpRequest) -> HttpResponse:
    disable_second_factor(request.user, by=request.user, here=str(request.session.session_key))
    request.session.pop(VERIFIED, None)
    messages.success(request, _("The second factor is off. Everywhere else you have been signed out."))
    return redirect(ACCOUNT)


urlpatterns = [
    path("account/second-factor/", enrol_second_factor_view, name="enrol_second_factor"),
    path("account/second-factor/codes/", renew_recovery_codes_view, name="renew_recovery_codes"),
    path("account/second-factor/off/", disable_second_factor_view, name="disable_second_factor"),
]
