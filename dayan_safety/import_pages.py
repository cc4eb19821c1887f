"""The pages of lists that come as files: which there are, upload, check, result; the same for every kind."""

from __future__ import annotations

import uuid
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dayan_safety.errors import RuleBroken
from dayan_safety.exports import XLSX
from dayan_safety.importing import desk, worker
from dayan_safety.importing.asking import MOST_ASKED, columns_asked, heard, problem_groups, taught
from dayan_safety.importing.batches import UNDO_WITHIN, answers_of
from dayan_safety.importing.kinds import ListKind, all_kinds, kinds_of
from dayan_safety.importing.words import TEACH, teach_words
from dayan_safety.models import ImportBatch
from dayan_safety.once import carry_out_once
from dayan_safety.views import needs

RIGHT = "dayan_safety.view_imports"
BATCHES_SHOWN = 20
State = ImportBatch.State


class ListFileForm(forms.Form):
    """The file to be checked."""

    file = forms.FileField(label=gettext_lazy("List (.xlsx, .xls or .csv)"))


def as_file(content: bytes, name: str) -> HttpResponse:
    """A workbook to keep."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _kind(request: HttpRequest, name: str) -> ListKind:
    """The list of this name, if the user may import such; otherwise there is none."""
    kind = all_kinds().get(name)
    if kind is None or not request.user.has_perm(kind.right):
        raise Http404(name)
    return kind


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.all().visible_to(request.user), pk=pk)


@require_safe
@needs(RIGHT)
def list_imports(request: HttpRequest) -> HttpResponse:
    """The lists the user may bring in, and what was brought in lately."""
    kinds = kinds_of(request.user)
    batches = ImportBatch.objects.all().visible_to(request.user).select_related("by__person")[:BATCHES_SHOWN]
    return render(request, "imports/kinds.html", {"kinds": kinds, "batches": [_named(batch) for batch in batches]})


def _named(batch: ImportBatch) -> ImportBatch:
    """The batch with what its list is called."""
    batch.label = desk.kind_of(batch).label  # type: ignore[attr-defined]  # for the template alone
    return batch


@require_safe
@needs(RIGHT)
def download_template(request: HttpRequest, kind: str) -> HttpResponse:
    """A workbook to be filled in, with drop-downs of what the portal knows."""
    wanted = _kind(request, kind)
    name = _("%(list)s template") % {"list": wanted.label}
    return as_file(wanted.template(timezone.localdate()), f"{name}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RIGHT)
def import_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Upload a file to be checked; nothing but the file and its report is kept."""
    wanted = _kind(request, kind)
    form = ListFileForm(request.POST, request.FILES) if request.method == "POST" else ListFileForm()
    if form.is_bound and form.is_valid() and (url := _checked(request, wanted, form)):
        return HttpResponseRedirect(url)
    batches = ImportBatch.objects.filter(kind=kind).visible_to(request.user).select_related("by__person")
    context = {"form": form, "kind": wanted, "batches": batches[:BATCHES_SHOWN], "once": uuid.uuid4().hex}
    return render(request, "imports/upload.html", context, status=422 if form.is_bound else 200)


def _checked(request: HttpRequest, kind: ListKind, form: ListFileForm) -> str:
    file = form.cleaned_data["file"]

    def act() -> str:
        return worker.receive_list(kind, file.name, file.read(), by=request.user).get_absolute_url()

    try:
        return carry_out_once(request.POST.get("once", ""), request.user, act)
    except RuleBroken as broken:
        form.add_error("file", str(broken))
        return ""


@require_safe
@needs(RIGHT)
def view_import(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is, what the check found, or what became of the import."""
    batch = _batch(request, pk)
    context: dict[str, Any] = {"batch": batch, "kind": desk.kind_of(batch), "report": batch.report}
    if batch.state in (State.WAITING, State.IMPORTING):
        return _under_way(request, context)
    if batch.state != State.CHECKED:
        return render(request, "imports/result.html", context | _result(batch))
    return _moved_on(request) or render(request, "imports/check.html", context | _questions(batch))


def _under_way(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page while the worker has the list; it asks again by itself, for the middle part alone."""
    name = "imports/_progress.html" if "HX-Request" in request.headers else "imports/progress.html"
    batch = context["batch"]
    return render(request, name, context | {"progress": worker.progress_of(batch), "once": uuid.uuid4().hex})


def _moved_on(request: HttpRequest) -> HttpResponse | None:
    """To a page that still asks how far the work is: load the one that has come."""
    return HttpResponse(headers={"HX-Refresh": "true"}) if "HX-Request" in request.headers else None


def _questions(batch: ImportBatch) -> dict[str, Any]:
    return {
        "groups": problem_groups(batch.report["errors"]),
        "asked": MOST_ASKED,
        "sheets": columns_asked(batch.report),
        "meanings": desk.kind_of(batch).column_choices(),
        "answers": answers_of(batch),
        "once": uuid.uuid4().hex,
    }


def _result(batch: ImportBatch) -> dict[str, Any]:
    """Until when and how an import can be taken back."""
    if batch.state != State.IMPORTED or batch.imported_at is None:
        return {}
    return {
        "blockers": desk.blockers_of(batch),
        "undo_until": batch.imported_at + UNDO_WITHIN,
        "once": uuid.uuid4().hex,
    }


@require_POST
@needs(RIGHT)
def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back, or say what stands in the way."""
    batch = _batch(request, pk)

    def act() -> str:
        return desk.undo_list(batch, by=request.user).get_absolute_url()

    try:
        carry_out_once(request.POST.get("once", ""), request.user, act)
        messages.success(request, _("The import is taken back: everything is as it was before."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return HttpResponseRedirect(batch.get_absolute_url())


@require_safe
@needs(RIGHT)
def download_problems(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was sent and corrected so far, with its problems beside the rows; history keeps who took it."""
    batch = _batch(request, pk)
    if batch.state != State.CHECKED:
        return HttpResponseRedirect(batch.get_absolute_url())
    try:
        content = desk.problem_book(batch, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return HttpResponseRedirect(batch.get_absolute_url())
    name = _("Problems in %(name)s") % {"name": PurePath(batch.name).stem}
    return as_file(content, f"{name}.xlsx")


@require_POST
@needs(RIGHT)
def answer_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what was said about the list, check again with it and show that; a list that no longer waits stays."""
    batch = _batch(request, pk)
    if batch.state == State.CHECKED:
        try:
            _hear(request, batch)
        except RuleBroken as broken:
            messages.error(request, str(broken))
    return HttpResponseRedirect(batch.get_absolute_url())


def _hear(request: HttpRequest, batch: ImportBatch) -> None:
    if "forget" in request.POST:
        desk.forget_answers(batch, by=request.user)
        return
    answers = heard(batch.report, request.POST, dict(desk.kind_of(batch).column_choices()))
    if "remember" in request.POST and request.user.has_perm(TEACH):
        teach_words(batch.kind, taught(batch.report, answers), by=request.user)
    desk.answer_list(batch, answers, by=request.user)


@require_POST
@needs(RIGHT)
def confirm_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out a checked list; when the portal changed meanwhile, check again and show that."""
    batch = _batch(request, pk)

    def act() -> str:
        return worker.confirm_list(batch, by=request.user).get_absolute_url()

    try:
        carry_out_once(request.POST.get("once", ""), request.user, act)
        if _batch(request, pk).state == State.IMPORTED:
            messages.success(request, _("The list is imported."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
        _look_again(_batch(request, pk), by=request.user)
    return HttpResponseRedirect(batch.get_absolute_url())


def _look_again(batch: ImportBatch, *, by: Any) -> None:
    """Renew the check of a list that still waits; a file that cannot be read has been told already."""
    if batch.state == State.CHECKED:
        with suppress(RuleBroken):
            desk.look_again(batch, by=by)


@require_POST
@needs(RIGHT)
def discard_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a checked list aside."""
    batch = _batch(request, pk)
    try:
        desk.discard_list(batch, by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return HttpResponseRedirect(reverse("import_list", args=[batch.kind]))


urlpatterns = [
    path("imports/", list_imports, name="list_imports"),
    path("imports/<int:pk>/", view_import, name="view_import"),
    path("imports/<int:pk>/problems/", download_problems, name="download_problems"),
    path("imports/<int:pk>/answers/", answer_import, name="answer_import"),
    path("imports/<int:pk>/confirm/", confirm_import, name="confirm_import"),
    path("imports/<int:pk>/undo/", undo_import, name="undo_import"),
    path("imports/<int:pk>/discard/", discard_import, name="discard_import"),
    path("imports/of/<slug:kind>/", import_list, name="import_list"),
    path("imports/of/<slug:kind>/template/", download_template, name="download_template"),
]
