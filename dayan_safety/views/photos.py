"""Photographs of what is being written down: each sent by itself while one types, kept until the form is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dayan_safety.errors import RuleBroken
from dayan_safety.models import PendingFile
from dayan_safety.pending import MOST, attach_pending, drop_pending, keep_pending
from dayan_safety.uploads import PICTURES, Checked, check_upload
from dayan_safety.views.doors import needs
from dayan_safety.views.records import RecordView

FIELD = "photos"
KEEP = "dayan_safety.keep_photo"


def photo_context(user: Any, once: str) -> dict[str, Any]:
    """What the form of a new record reads: the photographs that are there."""
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
    return keep_pending(request.POST.get("once", ""), picture(file), by=request.user)


def picture(file: Any) -> Checked:
    """Check a photograph. Raises ``RuleBroken`` for whatever else it is."""
    checked = check_upload(file)
    if not checked.content_type.startswith("image/"):
        raise RuleBroken(_("This is no photograph: attach documents on its page."))
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


class PhotosFirstView(RecordView):
    """A noun whose form for a new record begins with photographs."""

    @property
    def form_template(self) -> str:  # type: ignore[override]
        """The form of a new record has them above its fields."""
        return "records/photo_form.html" if self.role == "create" else "records/form.html"

    def form_context(self, once: str) -> dict[str, Any]:
        """The photographs that came already, also where the form did not go through."""
        return photo_context(self.request.user, once) if self.role == "create" else {}

    def create_page(self) -> HttpResponseBase:
        """Photographs are kept before the rest of the form is looked at: no error in it loses what came."""
        keep_posted_photos(self.request)
        return super().create_page()

    def created(self, form: Any) -> Any:
        """With the photographs that were sent ahead."""
        record = super().created(form)
        attach_pending(record, self.request.POST.get("once", ""), by=self.request.user)
        return record


urlpatterns = [
    path("photos/keep/", keep_photo, name="keep_photo"),
    path("photos/drop/", drop_photo, name="drop_photo"),
]
