"""Files from people are hostile: what may come in, in what form, and under what name.

The bytes that leave here are the only ones that are kept. Pictures are never the uploader's bytes (``pictures``),
documents are what their extension says (``documents``), names are harmless wherever they are written (``names``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.uploads.documents import DOCUMENTS, check_document
from dayan_safety.uploads.names import display_name, extension_of
from dayan_safety.uploads.pictures import PICTURES, is_heic, redraw

__all__ = ["DOCUMENTS", "HEIC_EXTENSIONS", "PICTURES", "Checked", "check_upload"]

HEIC_EXTENSIONS = ("heic", "heif", "hif")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it may be kept: ``name`` is harmless and carries the extension that fits ``content_type``."""

    content: bytes
    name: str
    content_type: str
    sha256: str


def check_upload(file: Any) -> Checked:
    """Read ``file`` (``name``, ``size``, ``read``) and return what may be kept of it.

    Raises ``RuleBroken`` with a sentence for the uploader: too large, empty, of a kind that is not accepted, or not
    what its name says. At most ``UPLOAD_MAX_BYTES`` + 1 bytes are read.
    """
    content = _content_of(file)
    name = str(file.name or "")
    extension = extension_of(name)
    if extension in HEIC_EXTENSIONS or is_heic(content):
        raise RuleBroken(_no_heic())
    if extension in PICTURES:
        picture = redraw(content)
        return _checked(picture.content, display_name(name, picture.extension), picture.content_type)
    if extension in DOCUMENTS:
        return _checked(content, display_name(name, extension), check_document(content, extension))
    raise RuleBroken(_not_accepted(extension))


def _checked(content: bytes, name: str, content_type: str) -> Checked:
    return Checked(content, name, content_type, hashlib.sha256(content).hexdigest())


def _content_of(file: Any) -> bytes:
    limit = settings.UPLOAD_MAX_BYTES
    content = b"" if (file.size or 0) > limit else file.read(limit + 1)
    if (file.size or 0) > limit or len(content) > limit:
        raise RuleBroken(_("The file is too large: at most %(size)s are accepted.") % {"size": filesizeformat(limit)})
    if not content:
        raise RuleBroken(_("The file is empty."))
    return bytes(content)


def _no_heic() -> str:
    return _(
        "HEIC pictures cannot be shown in every browser. On the iPhone choose Settings, Camera, Formats, Most "
        "Compatible, and take the picture again; or send it to yourself as JPEG."
    )


def _not_accepted(extension: str) -> str:
    told = {"kind": extension, "kinds": _(", ").join([*PICTURES, *DOCUMENTS])}
    if not extension:
        return _("The file's name has no ending that tells its kind. Accepted are: %(kinds)s.") % told
    return _("Files of the kind “%(kind)s” are not accepted. Accepted are: %(kinds)s.") % told
