"""The door to a verb: get the record for this user, bind the form, call the service, say what happened."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayan_safety.errors import RuleBroken
from dayan_safety.forms import PortalForm
from dayan_safety.models import Record
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
) -> Callable[..., HttpResponseBase]:
    """A view ``(request, pk)`` that carries out ``service(record, by=user, **form's fields)`` once.

    A form with an argument ``record`` is given the record. Afterwards one is back on the record's page.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponseBase:
        if url := where_it_led(request.POST.get("once", ""), request.user):
            return HttpResponseRedirect(url)
        record = get_object_or_404(model._default_manager.all().visible_to(request.user), pk=pk)
        if not request.user.has_perm(verb, record):
            raise PermissionDenied(verb)
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = form_class(*posted, user=request.user, **_given(form_class, record))
        if form.is_bound and form.is_valid() and (url := _carried_out(request, form, service, record)):
            _tell(request, form, verb)
            return HttpResponseRedirect(url)
        return _page(request, form, record, {"verb": verb, "explain": explain, "danger": danger})

    return view


def _tell(request: HttpRequest, form: PortalForm, verb: str) -> None:
    messages.success(request, _("Done: %(verb)s.") % {"verb": verb_label(verb)})
    for warning in form.warnings:
        messages.warning(request, warning)


def _given(form_class: type[PortalForm], record: Record) -> dict[str, Any]:
    return {"record": record} if getattr(form_class, "takes_record", False) else {}


def _carried_out(request: HttpRequest, form: PortalForm, service: Callable[..., Any], record: Record) -> str:
    def act() -> str:
        service(record, by=request.user, **form.cleaned_data)
        return record.get_absolute_url()

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
