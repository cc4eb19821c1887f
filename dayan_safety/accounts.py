"""The door: signing in and out, the own password, how the portal looks to oneself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from django.views.i18n import set_language

from dayan_safety.demo_cast import DEMO_LOGINS, DEMO_PASSWORD
from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.inbox import list_notices, open_notice, read_all_notices
from dayan_safety.lockouts import address_locked_until, led_out, locked_page
from dayan_safety.middleware import client_address
from dayan_safety.models import Action
from dayan_safety.passwords import change_password, why_change, why_too_late
from dayan_safety.second_factor import has_second_factor
from dayan_safety.signing_in import ask_for_code, finish_sign_in

PREFERENCES = {"font_size": ("standard", "large", "larger"), "colours": ("auto", "light", "dark")}
YEAR = 365 * 24 * 3600


class CalmFocus:
    """After an error the page leads to it: a field that calls for the focus as well would be refused aloud."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:  # type: ignore[attr-defined]
            for field in self.fields.values():  # type: ignore[attr-defined]
                field.widget.attrs.pop("autofocus", None)


class SignInForm(CalmFocus, AuthenticationForm):
    """Name and password. Unknown, wrong, inactive and expired are answered, and counted, alike."""

    error_messages = {
        "invalid_login": gettext_lazy("The sign-in name or the password is wrong, or this login is closed."),
        "inactive": gettext_lazy("The sign-in name or the password is wrong, or this login is closed."),
    }

    def clean_username(self) -> str:
        """Names are compared in small letters; what cannot be printed could forge a line of a log."""
        return printable(self.cleaned_data["username"]).lower()

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse a login whose time is over, and let django-axes count it like a wrong password.

        That a first password is too old is said in words: nobody gets here but by the right one.
        """
        if not user.is_open_on(timezone.localdate()):
            user_login_failed.send(__name__, credentials={"username": user.get_username()}, request=self.request)
            raise self.get_invalid_login_error()
        if reason := why_too_late(user):
            raise ValidationError(reason, code="first_password")


def printable(text: str) -> str:
    """``text`` without control characters."""
    return "".join(filter(str.isprintable, text))


class SignInView(LoginView):
    """Sign in; go where one was going, inside the portal. History: who, or which name was tried."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True
    http_method_names = ["get", "head", "post"]

    def get_redirect_url(self, *args: Any) -> str:
        """The ``next`` of the address, if it is the portal's own and not this page again."""
        url = super().get_redirect_url(*args)
        return "" if url.partition("?")[0] == self.request.path else url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In the demo, its logins."""
        demo = {"demo_logins": DEMO_LOGINS, "demo_password": DEMO_PASSWORD} if settings.DEMO else {}
        return super().get_context_data(**kwargs, **demo)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An address that has failed with many names is not listened to, before any password is looked at."""
        until = address_locked_until(client_address(request))
        if until is None:
            return super().post(request, *args, **kwargs)
        self.refuse(_("too many names tried from this address"))
        return locked_page(request, until)

    def form_valid(self, form: Any) -> HttpResponse:
        """Ask for the second factor, or begin a session."""
        user, url = form.get_user(), self.get_success_url()
        if has_second_factor(user):
            return ask_for_code(self.request, user, url)
        finish_sign_in(self.request, user)
        return redirect(url)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Keep the name that was typed, never the password."""
        late = [error.message for error in form.non_field_errors().as_data() if error.code == "first_password"]
        locked = getattr(self.request, "axes_locked_out", False)
        self.refuse(_("locked after repeated failures") if locked else "".join(map(str, late)))
        return super().form_invalid(form)

    def refuse(self, reason: str) -> None:
        """Tell the history who was not let in, and why if it was not a wrong password."""
        name = printable(self.request.POST.get("username", ""))[:50].lower()
        refused = Action.Outcome.REFUSED
        record_action("dayan_safety.sign_in", after={"username": name}, reason=reason, outcome=refused)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    user: Any = request.user
    record_action("dayan_safety.sign_out", user, by=user)
    logout(request)
    messages.success(request, _("You have signed out."))
    return redirect(settings.LOGOUT_REDIRECT_URL)


class ChangePasswordForm(CalmFocus, PasswordChangeForm):
    """The old password and, twice, the new one."""


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ChangePasswordView(FormView):
    """The own password: asks for the old one, keeps this session and ends all others."""

    form_class = ChangePasswordForm
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("home")
    http_method_names = ["get", "head", "post"]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form checks the old password of the user."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why, when one was led here."""
        return super().get_context_data(why=why_change(self.request.user), **kwargs)

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        """Change it."""
        user: Any = self.request.user
        try:
            change_password(user, by=user, new=form.cleaned_data["new_password1"])
        except RuleBroken as broken:
            form.add_error("new_password1", str(broken))
            return self.form_invalid(form)
        update_session_auth_hash(self.request, user)
        self.request.session.pop("wrong_passwords", None)
        messages.success(self.request, _("Your password is changed. Everywhere else you have been signed out."))
        return super().form_valid(form)

    def form_invalid(self, form: ChangePasswordForm) -> HttpResponse:
        """A wrong old password is a guess."""
        wrong = "old_password" in form.errors
        out = led_out(self.request, "committee.change_password") if wrong else None
        return out or super().form_invalid(form)


@login_not_required
@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Language, font size and colours: on the user when signed in, and in cookies for the sign-in page."""
    response = set_language(request)
    if settings.LANGUAGE_COOKIE_NAME in response.cookies:
        response.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] = YEAR
    typed = {name: request.POST.get(name) for name in PREFERENCES}
    chosen = {name: choice for name, choice in typed.items() if choice in PREFERENCES[name]}
    for name, choice in chosen.items():
        response.set_cookie(name, choice, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    if chosen and request.user.is_authenticated:
        get_user_model().objects.filter(pk=request.user.pk).update(**chosen)
    return response


urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("change-password/", ChangePasswordView.as_view(), name="change_password"),
    path("preferences/", set_preferences, name="set_preferences"),
    path("inbox/", list_notices, name="list_notices"),
    path("inbox/read-all/", read_all_notices, name="read_all_notices"),
    path("inbox/<int:pk>/open/", open_notice, name="open_notice"),
]
