"""The form fields for files: checked before any transaction begins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.uploads import DOCUMENTS, HEIC_EXTENSIONS, PICTURES, Checked, check_upload
from dayan_safety.uploads.names import visible_name

# The browser offers the accepted kinds, and HEIC too: who chooses one is told what to do.
ACCEPT = ",".join(f".{kind}" for kind in (*PICTURES, *DOCUMENTS, *HEIC_EXTENSIONS))
AT_ONCE = 10
NAME_SHOWN = 60


class CheckedFileField(forms.FileField):
    """Cleans to a ``Checked`` file; what is not accepted is an error beside the field. For ``attach(file=…)``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.ClearableFileInput(attrs={"accept": ACCEPT}), **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Checked | None:
        """Check the upload."""
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return check_upload(file)
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken), code="refused") from broken


class Sorted(NamedTuple):
    """Uploads after the check: those that may be kept, and a sentence for each of the others."""

    kept: list[Checked]
    refused: list[str]


class FilesInput(forms.Widget):
    """A zone to choose several files in, or to drop them on."""

    template_name = "records/files_input.html"
    needs_multipart_form = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The limits, so that nobody waits for an upload that would be refused."""
        context = super().get_context(name, None, attrs)
        each = filesizeformat(settings.UPLOAD_MAX_BYTES)
        limits = {"most": AT_ONCE, "each": each, "together": together(), "too_much": too_much()}
        return context | {"accept": ACCEPT} | limits

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files of the name."""
        return files.getlist(name) if files else []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether none was sent."""
        return name not in files


class CheckedFilesField(forms.Field):
    """Cleans several uploads to ``Sorted``; an error only when none of those sent may be kept, or they are too many."""

    widget = FilesInput

    def clean(self, value: Any) -> Sorted:
        """Check each upload; whoever sent a wrong one among right ones need not send these again."""
        files = super().clean(value)
        if len(files) > AT_ONCE or sum(file.size or 0 for file in files) > together():
            raise forms.ValidationError(too_much(), code="too_much")
        found = sort_uploads(files)
        if files and not found.kept:
            raise forms.ValidationError(found.refused, code="refused")
        return found


def sort_uploads(files: Iterable[Any]) -> Sorted:
    """Check each of ``files``."""
    found = Sorted([], [])
    for file in files:
        try:
            found.kept.append(check_upload(file))
        except RuleBroken as broken:
            name = Truncator(visible_name(str(file.name or ""))).chars(NAME_SHOWN)
            found.refused.append(_("“%(file)s” was not attached. %(reason)s") % {"file": name, "reason": broken})
    return found


def together() -> int:
    """How many bytes may be sent at once."""
    return 3 * int(settings.UPLOAD_MAX_BYTES)


def too_much() -> str:
    """What to tell whoever sends more."""
    told = {"number": AT_ONCE, "size": filesizeformat(together())}
    return _("At most %(number)s files and %(size)s at once: attach these in several goes.") % told
