"""The pages of templates: which papers there are, what each may name, and which template each is written on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayan_safety.errors import RuleBroken
from dayan_safety.history import record_action
from dayan_safety.models import PaperTemplate
from dayan_safety.once import carry_out_once, where_it_led
from dayan_safety.papers.kinds import PaperKind, all_papers, told_fields
from dayan_safety.papers.templates import (
    KEEP,
    current_template,
    replace_paper,
    restore_paper,
    sample_paper,
    tried,
    write_paper,
)
from dayan_safety.uploads import DOCUMENTS, Checked
from dayan_safety.views import needs
from dayan_safety.views.files import SANDBOX

WORD = DOCUMENTS["docx"][1]
BEFORE_SHOWN = 10


def handed_out(
    request: HttpRequest, thing: Any, verb: str, kind: str, name: str, *about: Any, back: str = ""
) -> HttpResponse:
    """The paper ``kind`` about ``about`` as a file, told to the history of ``thing``.

    When the office's template fails, the sentence why: on the page of ``thing``, or on ``back`` where there is none.
    """
    try:
        paper = write_paper(all_papers()[kind], *about)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return HttpResponseRedirect(thing.get_absolute_url() if thing else back)
    record_action(verb, thing, by=request.user, after={"file": f"{name}.docx"})
    return as_word(paper, name)


class TemplateForm(forms.Form):
    """A new template for ``kind``: checked and tried before anything is kept."""

    file = forms.FileField(label=gettext_lazy("Template (.docx)"))

    def __init__(self, *args: Any, kind: PaperKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_file(self) -> Checked:
        """The file, if the paper can be written on it."""
        try:
            return tried(self.kind, self.cleaned_data["file"])
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken), code="refused") from broken


def as_word(content: bytes, name: str) -> HttpResponse:
    """A Word file to keep, so that no browser runs or guesses anything in it."""
    return HttpResponse(
        content,
        content_type=WORD,
        headers={
            "Content-Disposition": content_disposition_header(True, f"{name}.docx") or "",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": SANDBOX,
        },
    )


def _kind(name: str) -> PaperKind:
    try:
        return all_papers()[name]
    except KeyError as unknown:
        raise Http404(name) from unknown


@require_safe
@needs(KEEP)
def list_papers(request: HttpRequest) -> HttpResponse:
    """The papers, each with the template it is written on."""
    own = {template.kind: template for template in PaperTemplate.objects.current().select_related("by__person")}
    lines = [{"kind": kind, "own": own.get(kind.name)} for kind in all_papers().values()]
    return render(request, "papers/list.html", {"lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(KEEP)
def replace_paper_view(request: HttpRequest, kind: str) -> HttpResponse:
    """What the paper may name, its template, and the door to another one."""
    wanted, token = _kind(kind), request.POST.get("once", "")
    if url := where_it_led(token, request.user):
        return HttpResponseRedirect(url)
    form = TemplateForm(*((request.POST, request.FILES) if request.method == "POST" else ()), kind=wanted)
    if form.is_bound and form.is_valid() and (url := _replaced(request, form)):
        return HttpResponseRedirect(url)
    return _page(request, wanted, form)


def _replaced(request: HttpRequest, form: TemplateForm) -> str:
    def act() -> str:
        return replace_paper(form.kind, by=request.user, file=form.cleaned_data["file"]).get_absolute_url()

    try:
        url = carry_out_once(request.POST.get("once", ""), request.user, act)
    except RuleBroken as broken:
        form.add_error("file", str(broken))
        return ""
    messages.success(request, _("The template is in use from now on. Look at the test paper."))
    return url


def _page(request: HttpRequest, kind: PaperKind, form: TemplateForm) -> HttpResponse:
    templates = list(PaperTemplate.objects.filter(kind=kind.name).select_related("by__person")[: BEFORE_SHOWN + 1])
    context = {
        "kind": kind,
        "form": form,
        "fields": [{"name": name, "label": label} for name, label in told_fields(kind.fields)],
        "own": next((template for template in templates if template.replaced_at is None), None),
        "before": [template for template in templates if template.replaced_at],
        "once": uuid.uuid4().hex,
    }
    return render(request, "papers/kind.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs(KEEP)
def restore_paper_view(request: HttpRequest, kind: str) -> HttpResponse:
    """Back to the shipped template."""
    wanted = _kind(kind)
    try:
        restore_paper(wanted, by=request.user)
        messages.success(request, _("The shipped template is in use again."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return HttpResponseRedirect(reverse("replace_paper", args=[wanted.name]))


def _handed_out(make: Callable[[PaperKind], bytes], name: Any) -> Callable[..., HttpResponseBase]:
    """A page that hands out what ``make`` makes of a kind of paper, under ``name``."""

    @require_safe
    @needs(KEEP)
    def view(request: HttpRequest, kind: str) -> HttpResponse:
        wanted = _kind(kind)
        try:
            return as_word(make(wanted), name % {"paper": wanted.label})
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return HttpResponseRedirect(reverse("replace_paper", args=[wanted.name]))

    return view


download_paper_template = _handed_out(current_template, gettext_lazy("Template, %(paper)s"))
download_test_paper = _handed_out(sample_paper, gettext_lazy("Test paper, %(paper)s"))
urlpatterns = [
    path("papers/", list_papers, name="list_papers"),
    path("papers/<slug:kind>/", replace_paper_view, name="replace_paper"),
    path("papers/<slug:kind>/restore/", restore_paper_view, name="restore_paper"),
    path("papers/<slug:kind>/template/", download_paper_template, name="download_paper_template"),
    path("papers/<slug:kind>/test/", download_test_paper, name="download_test_paper"),
]
