"""What the office may set, on one page."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dayan_safety.forms import PortalForm
from dayan_safety.once import carry_out_once
from dayan_safety.parameters import SET, all_parameters, parameters, set_parameters
from dayan_safety.views import needs


class ParametersForm(PortalForm):
    """Every declared parameter, typed and checked as its app says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=parameters(), **kwargs)
        for name, declared in all_parameters().items():
            field: forms.Field = declared.field()
            field.label, field.help_text = declared.label, declared.help
            self.fields[name] = field

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields under their headings."""
        heads = groupby(all_parameters().items(), key=lambda known: str(known[1].group))
        return [(head, [self[name] for name, _declared in known]) for head, known in heads]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SET)
def set_parameters_view(request: HttpRequest) -> HttpResponse:
    """The parameters; a change counts from now on, and history tells it."""
    form = ParametersForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():

        def act() -> str:
            set_parameters(form.cleaned_data, by=request.user)
            return reverse("set_parameters")

        url = carry_out_once(request.POST.get("once", ""), request.user, act)
        messages.success(request, _("The parameters are kept. They count from now on."))
        return HttpResponseRedirect(url)
    once = request.POST.get("once") or uuid.uuid4().hex
    context = {"form": form, "once": once, "defaults": all_parameters()}
    return render(request, "parameters.html", context, status=422 if form.errors else 200)
