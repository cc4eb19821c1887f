"""The roster's way in and out: template, upload, check, confirmation, result; and the workbook of today."""

from __future__ import annotations

import uuid
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committee.documents import roster_template, roster_workbook
from committee.forms import RosterFileForm
from committee.models import LiaisonPost
from committee.services import rosters
from dayan_safety.errors import RuleBroken
from dayan_safety.exports import XLSX
from dayan_safety.history import record_action
from dayan_safety.importing.asking import MOST_ASKED, columns_asked, heard, problem_groups
from dayan_safety.importing.batches import UNDO_WITHIN, answers_of
from dayan_safety.models import ImportBatch
from dayan_safety.once import carry_out_once
from dayan_safety.views import needs

RIGHT = "committee.import_roster"
BATCHES_SHOWN = 20


def as_file(content: bytes, name: str) -> HttpResponse:
    """A workbook to keep."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_safe
@needs(RIGHT)
def download_template(request: HttpRequest) -> HttpResponse:
    """An empty roster: every post of every village and enterprise, with drop-downs."""
    name = _("Liaison roster template")
    return as_file(roster_template(timezone.localdate()), f"{name}.xlsx")


@require_safe
@needs("committee.export_liaisonpost")
def download_workbook(request: HttpRequest) -> HttpResponse:
    """The roster of today in the same columns, full numbers for those who may see them; history keeps who took it."""
    on = timezone.localdate()
    posts = LiaisonPost.objects.all().visible_to(request.user).of_valid_units(on)
    masked = not request.user.has_perm("committee.reveal_person")
    rows = list(rosters.roster_rows(posts, on, masked=masked))
    record_action("committee.export_liaisonpost", by=request.user, after={"rows": str(len(rows)), "format": "xlsx"})
    name = _("Liaison roster")
    return as_file(roster_workbook(rows), f"{name} {on}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RIGHT)
def import_roster(request: HttpRequest) -> HttpResponse:
    """Upload a file to be checked; nothing but the file and its report is kept."""
    form = RosterFileForm(request.POST, request.FILES) if request.method == "POST" else RosterFileForm()
    if form.is_bound and form.is_valid() and (url := _checked(request, form)):
        return HttpResponseRedirect(url)
    batches = ImportBatch.objects.filter(kind=rosters.KIND).visible_to(request.user).select_related("by__person")
    context = {"form": form, "batches": batches[:BATCHES_SHOWN], "once": uuid.uuid4().hex}
    return render(request, "committee/import_roster.html", context, status=422 if form.is_bound else 200)


def _checked(request: HttpRequest, form: RosterFileForm) -> str:
    file = form.cleaned_data["file"]

    def act() -> str:
        return rosters.upload_roster(file.name, file.read(), by=request.user).get_absolute_url()

    try:
        return carry_out_once(request.POST.get("once", ""), request.user, act)
    except RuleBroken as broken:
        form.add_error("file", str(broken))
        return ""


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.filter(kind=rosters.KIND).visible_to(request.user), pk=pk)


@require_safe
@needs(RIGHT)
def view_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What the check found, or what became of the import."""
    batch = _batch(request, pk)
    context: dict[str, Any] = {"batch": batch, "report": batch.report}
    if batch.state != ImportBatch.State.CHECKED:
        return render(request, "committee/import_result.html", context | _result(batch))
    context |= {
        "groups": problem_groups(batch.report["errors"]),
        "asked": MOST_ASKED,
        "sheets": columns_asked(batch.report),
        "meanings": rosters.column_choices(),
        "answers": answers_of(batch),
        "answer_url": reverse("committee:answer_import", args=[pk]),
        "confirm_url": reverse("committee:confirm_import", args=[pk]),
        "discard_url": reverse("committee:discard_import", args=[pk]),
        "once": uuid.uuid4().hex,
    }
    return render(request, "committee/import_check.html", context)


def _result(batch: ImportBatch) -> dict[str, Any]:
    """Where an import leads, and until when and how it can be taken back."""
    links = [(_("The roster as it is now"), reverse("committee:list_liaisonpost"))]
    if batch.state != ImportBatch.State.IMPORTED or batch.imported_at is None:
        return {"links": links}
    return {
        "links": links,
        "blockers": rosters.blockers_of(batch),
        "undo_until": batch.imported_at + UNDO_WITHIN,
        "undo_url": reverse("committee:undo_import", args=[batch.pk]),
        "once": uuid.uuid4().hex,
    }


@require_POST
@needs(RIGHT)
def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back, or say what stands in the way."""
    batch = _batch(request, pk)

    def act() -> str:
        return rosters.undo_roster(batch, by=request.user).get_absolute_url()

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
    if batch.state != ImportBatch.State.CHECKED:
        return HttpResponseRedirect(batch.get_absolute_url())
    try:
        content = rosters.problem_book(batch, by=request.user)
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
    if batch.state == ImportBatch.State.CHECKED:
        try:
            if "forget" in request.POST:
                rosters.forget_answers(batch, by=request.user)
            else:
                rosters.answer_roster(
                    batch, heard(batch.report, request.POST, dict(rosters.column_choices())), by=request.user
                )
        except RuleBroken as broken:
            messages.error(request, str(broken))
    return HttpResponseRedirect(batch.get_absolute_url())


@require_POST
@needs(RIGHT)
def confirm_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out a checked roster; when the town changed meanwhile, check again and show that."""
    batch = _batch(request, pk)

    def act() -> str:
        return rosters.import_roster(batch, by=request.user).get_absolute_url()

    try:
        carry_out_once(request.POST.get("once", ""), request.user, act)
        messages.success(request, _("The roster is imported."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
        _look_again(_batch(request, pk), by=request.user)
    return HttpResponseRedirect(batch.get_absolute_url())


def _look_again(batch: ImportBatch, *, by: Any) -> None:
    """Renew the check of a roster that still waits; a file that cannot be read has been told already."""
    if batch.state == ImportBatch.State.CHECKED:
        with suppress(RuleBroken):
            rosters.look_again(batch, by=by)


@require_POST
@needs(RIGHT)
def discard_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a checked roster aside."""
    try:
        rosters.discard_roster(_batch(request, pk), by=request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return HttpResponseRedirect(reverse("committee:import_roster"))
