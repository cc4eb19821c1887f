"""The door to a verb: get the record for this user, bind the form, call the service, say what happened."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayan_safety.errors import RuleBroken
from dayan_safety.forms import PortalForm
from dayan_safety.models import Record
from dayan_safety.notices import told_within, with_told
from dayan_safety.once import carry_out_once, where_it_led
from dayan_safety.permissions import verb_label


def verb_view(
    verb: str,
    model: type[Record],
    form_class: type[PortalForm],
    service: Callable[..., Any],
    *,
    explain: Any = "",
    danger: bool = False,
    then: Callable[[Any, Any], str] | None = None,
    told_of: Callable[[Any], str] | None = None,
    back: Callable[[Any], str] | None = None,
) -> Callable[..., HttpResponseBase]:
    """A view ``(request, pk)`` that carries out ``service(record, by=user, **form's fields)`` once.

    A form with an argument ``record`` is given the record; what its ``from_address`` names may be begun by the address.
    ``explain`` may be a function of the record. Afterwards one is back on the record's page, or on that of another such
    record where the service made one, or where ``then(record, user)`` says. ``told_of`` says in a sentence what the
    service gave back, in place of that it was done. The way back leads to the record's page, or to ``back(record)``.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponseBase:
        if url := where_it_led(request.POST.get("once", ""), request.user):
            return HttpResponseRedirect(url)
        record = _at_hand(request, model, pk, verb)
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = form_class(*posted, user=request.user, **_given(form_class, record, request))
        if form.is_bound and form.is_valid():
            given: list[Any] = []
            with told_within() as told:
                url = _carried_out(request, form, _kept(service, given), record, then)
            if url:
                done = told_of(given[0]) if told_of and given else _done(verb, record if then else None)
                _tell(request, form, done, told)
                return HttpResponseRedirect(url)
        said = explain(record) if callable(explain) else explain
        about = {"verb": verb, "explain": said, "danger": danger, **({"back": back(record)} if back else {})}
        return _page(request, form, record, about)

    return view


def _at_hand(request: HttpRequest, model: type[Record], pk: int, verb: str) -> Any:
    record = get_object_or_404(model._default_manager.all().visible_to(request.user), pk=pk)
    if not request.user.has_perm(verb, record):
        raise PermissionDenied(verb)
    return record


def _kept(service: Callable[..., Any], given: list[Any]) -> Callable[..., Any]:
    """``service``, which puts into ``given`` what it gives back."""

    def kept(*args: Any, **kwargs: Any) -> Any:
        given.append(service(*args, **kwargs))
        return given[-1]

    return kept


def verb_path(place: str, verb: str, model: type[Record], form: Any, service: Any, **about: Any) -> URLPattern:
    """The address ``place`` of ``verb`` ("inspections.close_finding"), named as the verb is; ``about`` as above."""
    return path(place, verb_view(verb, model, form, service, **about), name=verb.partition(".")[2])


def _done(verb: str, record: Record | None) -> str:
    """What was done; and to what, where one may be led to another record."""
    told = {"verb": verb_label(verb), "record": record}
    return _("Done: %(verb)s, %(record)s.") % told if record else _("Done: %(verb)s.") % told


def _tell(request: HttpRequest, form: PortalForm, done: str, told: list[Any]) -> None:
    messages.success(request, with_told(done, told))
    for warning in form.warnings:
        messages.warning(request, warning)


def _given(form_class: type[PortalForm], record: Record, request: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = {"record": record} if getattr(form_class, "takes_record", False) else {}
    asked = {name: request.GET[name] for name in getattr(form_class, "from_address", ()) if name in request.GET}
    return given | ({"initial": asked} if asked else {})


def _carried_out(
    request: HttpRequest,
    form: PortalForm,
    service: Callable[..., Any],
    record: Record,
    then: Callable[[Any, Any], str] | None,
) -> str:
    def act() -> str:
        made = service(record, by=request.user, **form.cleaned_data)
        if then:
            return then(record, request.user)
        return (made if isinstance(made, type(record)) else record).get_absolute_url()

    try:
        return carry_out_once(request.POST.get("once", ""), request.user, act)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return ""


def _page(request: HttpRequest, form: PortalForm, record: Record, context: dict[str, Any]) -> HttpResponse:
    shown = {"form": form, "record": record, "noun": str(record), "back": record.get_absolute_url()}
    once = request.POST.get("once") or uuid.uuid4().hex
    status = 422 if form.is_bound else 200
    return render(request, "records/form.html", shown | context | {"once": once}, status=status)
