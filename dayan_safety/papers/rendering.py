"""Fills a template in: a child process does it with bounded time and memory, this side tells what went wrong."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from dayan_safety.children import child_at_work, why_silent
from dayan_safety.errors import RuleBroken
from dayan_safety.papers.kinds import Context
from dayan_safety.workbook_child.limits import MEGABYTE, Limits

CHILD = Path(__file__).resolve().parent.with_name("paper_child")
LIMITS = Limits(
    unpacked=16 * MEGABYTE, cpu_seconds=8, wall_seconds=20, memory_base=192 * MEGABYTE, memory_cap=512 * MEGABYTE
)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what no XML can carry
SENTENCES = {
    "field": _("The template asks for the field “%(name)s”, which this paper does not have."),
    "syntax": _("The template cannot be read near “%(near)s”: %(problem)s."),
    "filling": _("The template cannot be filled in: %(problem)s."),
    "unsafe": _("The template does what a template must not do: %(problem)s."),
    "living": _("The template contains something that fetches or runs (%(name)s): remove it in Word."),
    "time": _("Filling in the template takes too long: look for a loop within a loop."),
    "memory": _("Filling in the template takes too much memory: look for a loop within a loop."),
    "size": _("The paper becomes too large: look for a loop within a loop, or for a large picture."),
    "damaged": _("The template is damaged: open it in Word or WPS and save it as .docx again."),
    "busy": _("The portal has no room to write the paper just now. Try again in a few minutes."),
}


class TemplateRefused(RuleBroken):
    """The template cannot be filled in; the text says why, ``reason`` is its key in ``SENTENCES``."""

    def __init__(self, reason: str, **at: Any) -> None:
        super().__init__(SENTENCES[reason] % at)
        self.reason = reason


def render(template: bytes, fields: Context, limits: Limits = LIMITS) -> bytes:
    """``template`` with ``fields`` filled in, as .docx. Raises ``TemplateRefused`` and nothing else."""
    written = json.dumps(cleaned(fields), ensure_ascii=False).encode()
    try:
        with tempfile.TemporaryFile() as given:
            given.write(b"%d\n" % len(template) + template + written)
            given.seek(0)
            with child_at_work(CHILD, given=given, limits=limits) as child:
                return _paper(child, limits)
    except (OSError, RuntimeError) as fault:  # no disk, no process, no thread to be had: not the template's fault
        raise TemplateRefused("busy") from fault


def cleaned(fields: Any) -> Any:
    """The same without characters that XML cannot carry."""
    if isinstance(fields, dict):
        return {name: cleaned(value) for name, value in fields.items()}
    if isinstance(fields, list):
        return [cleaned(value) for value in fields]
    return NOT_XML.sub("", fields) if isinstance(fields, str) else fields


def _paper(child: subprocess.Popen[bytes], limits: Limits) -> bytes:
    assert child.stdout is not None
    head = child.stdout.readline(MEGABYTE)
    paper = child.stdout.read(limits.unpacked + 1)
    said = json.loads(head) if head.endswith(b"\n") else {}
    if "refused" in said:
        raise TemplateRefused(said.pop("refused"), **said)
    if said.get("done") != len(paper):  # it fell silent before the end
        raise TemplateRefused(why_silent(child))
    return paper
