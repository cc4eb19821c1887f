"""What a template that the office uploads may be: a Word file that is small, runs nothing and points nowhere."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.uploads import DOCUMENTS, Checked, check_upload
from dayan_safety.uploads.office import relations

MAX_BYTES, MAX_UNPACKED, MAX_PARTS = 2 * 1024 * 1024, 16 * 1024 * 1024, 200
# Kinds of relations between the parts of a plain document (ISO/IEC 29500-1, 11.3 and 15.2), by their last word.
PLAIN = frozenset(
    "officeDocument core-properties extended-properties custom-properties thumbnail styles stylesWithEffects settings "
    "webSettings fontTable theme numbering header footer footnotes endnotes comments commentsExtended commentsIds "
    "people image customXml customXmlProps glossaryDocument".split()
)


def check_template(file: Any) -> Checked:
    """Check an uploaded template as any upload is checked, and more strictly; ``RuleBroken`` says what is wrong."""
    if (file.size or 0) > MAX_BYTES:
        told = {"size": filesizeformat(MAX_BYTES)}
        raise RuleBroken(_("A template has at most %(size)s: take large pictures out.") % told)
    checked = check_upload(file)
    if checked.content_type != DOCUMENTS["docx"][1]:
        raise RuleBroken(_("A template is a Word file (.docx): save it as such and upload it again."))
    _check_parts(checked.content)
    return checked


def _check_parts(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
        if len(members) > MAX_PARTS or sum(member.file_size for member in members) > MAX_UNPACKED:
            raise RuleBroken(_("The template unpacks to far more than a template needs: draw it anew in Word."))
        for kind, target, is_outward in relations(package):
            if is_outward:
                told = {"target": target[:80] or "…"}
                raise RuleBroken(_("The template points outside itself (%(target)s): remove that link in Word.") % told)
            if kind and kind.rpartition("/")[2] not in PLAIN:
                told = {"kind": kind.rpartition("/")[2][:40]}
                raise RuleBroken(_("The template contains something embedded (%(kind)s): remove it in Word.") % told)
