"""What every request passes: clean parameters, limits of the session, what must be done first, the actor, headers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.template import loader
from django.urls import ResolverMatch, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from dayan_safety.history import Source, source
from dayan_safety.passwords import why_change
from dayan_safety.second_factor import has_second_factor, should_have_one
from dayan_safety.sessions import VERIFIED, end_session, why_over

Answer = Callable[[HttpRequest], HttpResponseBase]

# NUL stops PostgreSQL, a lone surrogate cannot be written at all, U+FFFD stands for bytes that were no UTF-8.
UNREADABLE = re.compile("[\0\ufffd\ud800-\udfff]")
UNDECODED = re.compile("%[89A-F][0-9A-F]", re.ASCII)
# Beside every list's own export.
LISTS_AS_FILES = ("download_roster", "download_problems", "download_target_sheet", "pack_selfassessment")
LONGEST_NAME, LONGEST_IN_ADDRESS, LONGEST_IN_FORM = 200, 2_000, 200_000


class CleanParametersMiddleware:
    """Answers 400, and says why, when a path or parameter cannot be text or is far too long."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look at everything people can type before anybody uses it."""
        # This comes before the language is chosen, and the answer must not be in the last visitor's.
        with translation.override(translation.get_language_from_request(request)):
            if reason := what_is_wrong(request):
                return HttpResponse(loader.get_template("400.html").render({"reason": reason}), status=400)
        return self.get_response(request)


def what_is_wrong(request: HttpRequest) -> str:
    """Why ``request`` is not worth answering, as a sentence; empty when it is."""
    try:
        typed = list(_typed(request))
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        return _("What was sent is too large or arrived incomplete. Send less at a time, or try again.")
    for name, text, longest in typed:
        if UNREADABLE.search(name + text):
            return _("What was sent contains an unreadable character (“%(name)s”). Remove it and try again.") % {
                "name": UNREADABLE.sub("?", name)[:50]
            }
        if len(name) > LONGEST_NAME or len(text) > longest:
            return _("What was sent is too long (“%(name)s”). Shorten it and try again.") % {"name": name[:50]}
    return ""


def _typed(request: HttpRequest) -> Iterator[tuple[str, str, int]]:
    # Django leaves quoted, in a path, the bytes that are no UTF-8.
    yield _("address"), UNDECODED.sub("\ufffd", request.path_info), LONGEST_IN_ADDRESS
    for sent, longest in ((request.GET, LONGEST_IN_ADDRESS), (request.POST, LONGEST_IN_FORM)):
        for name, texts in sent.lists():
            yield from ((name, str(text), longest) for text in texts)


class SessionLimitMiddleware:
    """Ends sessions left alone, too old, or of a closed login; whoever must sign in comes back to where they were."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """End the session if it is over: the request goes on as a stranger's."""
        if reason := why_over(request):
            end_session(request, reason)
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirect) and _asks_to_sign_in(response):
            return lead(request, redirect_to_login(way_back(request)).url)
        return response


def _asks_to_sign_in(response: HttpResponseRedirect) -> bool:
    # Without a way back it is the end of signing out.
    target = urlsplit(response.url)
    return target.path == reverse("sign_in") and "next=" in target.query


def way_back(request: HttpRequest) -> str:
    """The page to return to after signing in: this one, or the one a form or fragment was on."""
    if request.method in ("GET", "HEAD") and not asks_for_a_fragment(request):
        return request.get_full_path()
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return reverse(settings.LOGIN_REDIRECT_URL)
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def lead(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect the whole page, also when only a fragment of it was asked for."""
    return HttpResponseClientRedirect(url) if asks_for_a_fragment(request) else HttpResponseRedirect(url)


def asks_for_a_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks: it would put the page that a redirect leads to into the middle of the one on screen."""
    return request.headers.get("HX-Request") == "true"


class FirstPasswordMiddleware:
    """Whoever must change the password can do that or sign out, nothing else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Lead to the password page."""
        if request.user.is_authenticated and not _is_open_to_all(request.path) and why_change(request.user):
            return lead(request, reverse("change_password"))
        return self.get_response(request)


def _is_open_to_all(path: str) -> bool:
    return path in (reverse("change_password"), reverse("sign_out")) or path.startswith(settings.STATIC_URL)


class SecondFactorMiddleware:
    """Where it is required: no list leaves the house and no administration opens without a second factor shown."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing yet: which page it is, is known later."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Lead to where the second factor is set up, or to the door where it is shown."""
        match = request.resolver_match
        if settings.SECOND_FACTOR != "required" or match is None or not takes_second_factor(match):
            return None
        if not request.user.is_authenticated or VERIFIED in request.session or not should_have_one(request.user):
            return None
        if has_second_factor(request.user):
            end_session(request, _("Please sign in again, this time with a code."))
            return lead(request, redirect_to_login(way_back(request)).url)
        return lead(request, f"{reverse('enrol_second_factor')}?{urlencode({'next': way_back(request)})}")


def takes_second_factor(match: ResolverMatch) -> bool:
    """Whether the page is the administration, or hands out a list as a file."""
    name = match.url_name or ""
    return "admin" in match.namespaces or name.startswith("export_") or name in LISTS_AS_FILES


class ActorMiddleware:
    """Tells the history where a request comes from, and numbers it: ``X-Request-ID`` is answered."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set ``history.source`` for the length of the request."""
        number = uuid.uuid4().hex
        token = source.set(Source(address=client_address(request) or "", request_id=number))
        try:
            response = self.get_response(request)
        finally:
            source.reset(token)
        response.headers["X-Request-ID"] = number
        return response


def client_address(request: HttpRequest) -> str | None:
    """The network address of whoever asks; ``None`` when it is not known. For the history and for django-axes alike.

    Behind ``settings.TRUSTED_PROXIES`` proxies it is the address the outermost of them saw: counted from the right of
    ``X-Forwarded-For``, because whatever stands further left was written by the visitor.
    """
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    addresses = forwarded.split(",") if proxies and forwarded else []
    seen = addresses[-proxies] if len(addresses) >= proxies > 0 else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(seen.strip()))
    except ValueError:
        return None


class PrivatePagesMiddleware:
    """Pages of people who are signed in are not kept anywhere; signing out empties the browser's stores."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the headers."""
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        is_signed_in = request.user.is_authenticated
        if was_signed_in or is_signed_in:
            response.headers.setdefault("Cache-Control", "no-store, private")
        if was_signed_in and not is_signed_in and request.is_secure():
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
