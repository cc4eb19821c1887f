"""Files on a record's page: the panel, and the doors to attach, remove, download and preview."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dayan_safety.attachments import attach_all, files_of, remove_attachment
from dayan_safety.errors import RuleBroken
from dayan_safety.forms import AttachForm, RemoveForm
from dayan_safety.history import record_action
from dayan_safety.models import Attachment, Record
from dayan_safety.permissions import require
from dayan_safety.uploads.names import extension_of
from dayan_safety.uploads.pictures import redraw
from dayan_safety.views.parts import Button, Panel, allowed
from dayan_safety.views.verbs import verb_view

SANDBOX = "default-src 'none'; sandbox"
PREVIEW_SIDE = 320
ICONS = {"pdf": "pdf", "doc": "word", "docx": "word", "xls": "excel", "xlsx": "excel", "txt": "text"}


def attach_view(model: type[Record], hint: Any) -> Callable[..., HttpResponseBase]:
    """The door to attach files to a record of ``model``; ``hint`` says who will see them."""
    return verb_view("dayan_safety.attach", model, AttachForm, attach_all, explain=hint)


remove_attachment_view = verb_view(
    "dayan_safety.remove_attachment", Attachment, RemoveForm, remove_attachment, danger=True
)


def files_panel(record: Any, user: Any) -> list[Panel]:
    """The panel of the files of ``record`` for ``user``; none where they may not open them, or there is nothing."""
    if not record.KEEPS_FILES or not user.has_perm("dayan_safety.download", record):
        return []
    files = [file_line(file, record, user) for file in files_of(record)]
    url = reverse(f"{record._meta.app_label}:attach_{record._meta.model_name}", args=[record.pk])
    buttons = allowed(user, [Button("dayan_safety.attach", url, "paperclip")], record)
    panel = Panel(_("Attached files"), "records/panels/files.html", {"files": files}, buttons)
    return [panel] if files or buttons else []


def file_line(file: Attachment, record: Record, user: Any) -> dict[str, Any]:
    """A file as the panel shows it."""
    file.thing = record  # at hand: the right to remove it asks for it
    may_remove = user.has_perm("dayan_safety.remove_attachment", file)
    return {
        "file": file,
        "url": reverse("download_attachment", args=[file.pk]),
        "preview_url": reverse("preview_attachment", args=[file.pk]) if _is_picture(file) else "",
        "icon": f"file-earmark-{ICONS.get(extension_of(file.name), 'text')}",
        "remove_url": reverse("remove_attachment", args=[file.pk]) if may_remove else "",
    }


def _is_picture(file: Attachment) -> bool:
    return file.content_type.startswith("image/")


def _opened(user: Any, pk: int) -> Attachment:
    """The file, if its record exists for ``user`` and they may open its files."""
    file: Attachment = get_object_or_404(Attachment.objects.visible_to(user), pk=pk)
    require(user, "dayan_safety.download", file)
    return file


@require_safe
def download_attachment(request: HttpRequest, pk: int) -> FileResponse:
    """The file to keep."""
    return handed_out(_opened(request.user, pk), by=request.user)


def handed_out(file: Attachment, *, by: Any) -> FileResponse:
    """A file that its reader may have: always as an attachment, and in the history; 404 where the bytes are lost."""
    response = _served(_stored(file), file, as_attachment=True)
    record_action("dayan_safety.download", file.thing, by=by, after={"file": file.name})
    return response


@require_safe
def preview_attachment(request: HttpRequest, pk: int) -> FileResponse:
    """A picture inside a page, drawn small; only pictures, because only they were drawn by this program."""
    file = _opened(request.user, pk)
    if not _is_picture(file):
        raise Http404
    with _stored(file) as stored:
        content = stored.read()
    try:
        return _served(io.BytesIO(redraw(content, PREVIEW_SIDE).content), file, as_attachment=False)
    except RuleBroken as damaged:
        raise Http404 from damaged


def _stored(file: Attachment) -> Any:
    try:
        return file.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404(_("The file is missing from the storage.")) from lost


def _served(content: Any, file: Attachment, *, as_attachment: bool) -> FileResponse:
    """The bytes, so that no browser runs or guesses anything in them."""
    response = FileResponse(content, as_attachment=as_attachment, filename=file.name, content_type=file.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


urlpatterns = [
    path("files/<int:pk>/", download_attachment, name="download_attachment"),
    path("files/<int:pk>/preview/", preview_attachment, name="preview_attachment"),
    path("files/<int:pk>/remove/", remove_attachment_view, name="remove_attachment"),
]
