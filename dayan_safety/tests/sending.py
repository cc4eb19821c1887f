"""Files sent through the pages of records, and what these pages say."""

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from dayan_safety.attachments import attach, attachments_of
from dayan_safety.models import Attachment
from dayan_safety.tests import files

PHOTO = files.picture("PNG")


def a_pdf(thing: Any, name: str = "通知.pdf", by: Any = None) -> Attachment:
    """A PDF kept with ``thing``."""
    return attach(thing, by=by, file=files.upload(files.PDF, name))


def attach_url(thing: Any) -> str:
    """Where files are attached to ``thing``."""
    return reverse(f"committee:attach_{thing._meta.model_name}", args=[thing.pk])


def send(browser: Client, thing: Any, *uploads: tuple[bytes, str], once: str = "") -> Any:
    """The filled form of the page that attaches; each upload is content and name."""
    sent = [files.upload(content, name) for content, name in uploads]
    return browser.post(attach_url(thing), {"uploads": sent, "once": once})


def words(answer: Any) -> str:
    """What can be read on a page."""
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def panel(answer: Any) -> Any:
    """The panel of the files on a record's page, if there is one."""
    found = [panel for panel in answer.context["panels"] if panel.template == "records/panels/files.html"]
    return found[0] if found else None


def names_kept(thing: Any) -> list[str]:
    """The names of the files of ``thing``."""
    return list(attachments_of(thing).values_list("name", flat=True))
