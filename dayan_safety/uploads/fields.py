"""The form field for a file: checked before any transaction begins."""

from __future__ import annotations

from typing import Any

from django import forms

from dayan_safety.errors import RuleBroken
from dayan_safety.uploads import DOCUMENTS, HEIC_EXTENSIONS, PICTURES, Checked, check_upload


class CheckedFileField(forms.FileField):
    """Cleans to a ``Checked`` file; what is not accepted is an error beside the field. For ``attach(file=…)``.

    The browser offers the accepted kinds, and HEIC too: who chooses one is told what to do.
    """

    def __init__(self, **kwargs: Any) -> None:
        kinds = ",".join(f".{kind}" for kind in (*PICTURES, *DOCUMENTS, *HEIC_EXTENSIONS))
        super().__init__(**{"widget": forms.ClearableFileInput(attrs={"accept": kinds}), **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Checked | None:
        """Check the upload."""
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return check_upload(file)
        except RuleBroken as broken:
            raise forms.ValidationError(str(broken), code="refused") from broken
