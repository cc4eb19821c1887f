"""Photographs of an event that is being logged: each sent by itself while one types, kept until the form is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dayan_safety.errors import RuleBroken
from dayan_safety.models import PendingFile
from dayan_safety.pending import MOST, drop_pending, keep_pending
from dayan_safety.uploads import PICTURES, Checked, check_upload
from dayan_safety.views import needs

FIELD = "photos"
KEEP = "campaigns.keep_photo"


def photo_context(user: Any, once: str) -> dict[str, Any]:
    """What the form of a new event reads: the photographs that are there."""
    accept = ",".join(f".{ending}" for ending in PICTURES)
    kept = PendingFile.objects.filter(user=user).of_form(once)
    return {"photos": kept, "is_multipart": True, "accept": accept, "most": MOST}


def keep_posted_photos(request: HttpRequest) -> None:
    """Keep what a form brought along that was sent without a script; what cannot be kept is told."""
    for file in request.FILES.getlist(FIELD)[:MOST]:
        try:
            _keep(request, file)
        except RuleBroken as broken:
            messages.warning(request, _("%(name)s: %(reason)s") % {"name": file.name, "reason": broken})


def _keep(request: HttpRequest, file: Any) -> PendingFile:
    return keep_pending(request.POST.get("once", ""), _picture(file), by=request.user)


def _picture(file: Any) -> Checked:
    checked = check_upload(file)
    if not checked.content_type.startswith("image/"):
        raise RuleBroken(_("This is no photograph: attach documents on the event's page."))
    return checked


@require_POST
@needs(KEEP)
def keep_photo(request: HttpRequest) -> JsonResponse:
    """One photograph for the form with the token ``once``; answers with its digest, or says why it is not kept."""
    file = request.FILES.get(FIELD)
    if file is None:
        return JsonResponse({"error": _("No file has arrived.")}, status=422)
    try:
        kept = _keep(request, file)
    except RuleBroken as broken:
        return JsonResponse({"error": str(broken)}, status=422)
    return JsonResponse({"sha256": kept.sha256, "name": kept.name, "size": kept.file.size})


@require_POST
@needs(KEEP)
def drop_photo(request: HttpRequest) -> JsonResponse:
    """Take a photograph off the form again."""
    given = request.POST
    found = drop_pending(given.get("once", ""), given.get("sha256", ""), by=request.user)
    return JsonResponse({"dropped": found})


urlpatterns = [
    path("events/photos/keep/", keep_photo, name="keep_photo"),
    path("events/photos/drop/", drop_photo, name="drop_photo"),
]
