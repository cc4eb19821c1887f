"""The clerk who brings in rosters: a browser that uploads, presses buttons and reads what comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.html import Element
from django.urls import reverse

from dayan_safety.models import ImportBatch
from dayan_safety.tests.pages import read

UPLOAD = "import_list"


def address(button: str, batch: ImportBatch) -> str:
    """Where a button of a batch's page leads: ``confirm``, ``discard`` or ``view``."""
    return reverse(f"{button}_import", args=[batch.pk])


@dataclass(frozen=True)
class Clerk:
    """Somebody at a browser."""

    browser: Client

    def send(self, content: bytes | str, name: str = "名册.csv", *, follow: bool = True, **fields: str) -> Any:
        """Upload a file; the answer at the end of the way."""
        file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
        return self.browser.post(reverse(UPLOAD, args=["roster"]), {"file": file, **fields}, follow=follow)

    def press(self, button: str, batch: ImportBatch, **fields: str) -> Any:
        """Press a button of a batch's page; the answer at the end of the way."""
        return self.browser.post(address(button, batch), fields, follow=True)

    def look(self, batch: ImportBatch) -> Element:
        """The page of a batch."""
        return read(self.browser.get(batch.get_absolute_url()))

    def begin(self) -> Element:
        """The page from which files are uploaded."""
        return read(self.browser.get(reverse(UPLOAD, args=["roster"])))


def told(answer: Any) -> list[str]:
    """The messages an answer brings."""
    return [str(message) for message in answer.context["messages"]]
