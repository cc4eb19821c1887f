"""A signature drawn with a finger: it comes as a picture in the text of a form, and is checked as any picture is."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from dayan_safety.errors import RuleBroken
from dayan_safety.uploads import Checked, check_upload

PREFIX = "data:image/png;base64,"
LONGEST = 400_000  # characters: a drawing of lines takes a tenth of it


class SignatureInput(forms.HiddenInput):
    """A field to draw in; without a script it is not shown, and one signs on paper."""

    template_name = "records/signature_input.html"
    input_type = "hidden"

    @property
    def is_hidden(self) -> bool:
        """It has its label."""
        return False


class SignatureField(forms.CharField):
    """Cleans to a ``Checked`` picture, or to nothing where nobody signed."""

    widget = SignatureInput

    def __init__(self, *, name: str, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, required=False, **kwargs)
        self.name = name

    def clean(self, value: Any) -> Checked | None:
        """The picture."""
        text = super().clean(value)
        if not text:
            return None
        try:
            if not text.startswith(PREFIX):
                raise RuleBroken("")
            return check_upload(SimpleUploadedFile(self.name, base64.b64decode(text[len(PREFIX) :], validate=True)))
        except (RuleBroken, binascii.Error) as broken:
            raise forms.ValidationError(_("This signature cannot be read: sign again."), code="refused") from broken
