"""The process: what it reads, what it answers, how it ends."""

import codecs
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import jinja2.debug  # noqa: F401  # loaded late otherwise, when no file can be opened any more

from .filling import Refused, fill


def main(limits: Any, confine: Callable[[Any, int], None]) -> None:
    """Read a length, a template of so many bytes and its fields as JSON; answer on standard output.

    The answer is a line of JSON: ``{"done": bytes}`` with a paper of so many behind it, or ``{"refused": reason, …}``.
    """
    for encoding in ("cp437", "utf-8", "ascii", "unicode_escape"):  # of names in zips, of words in templates
        codecs.lookup(encoding)
    length, content = int(sys.stdin.buffer.readline()), sys.stdin.buffer.read()
    confine(limits, len(content))
    head, paper = answer(content[:length], content[length:], limits.unpacked)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + paper)
    sys.stdout.buffer.flush()
    os._exit(0)  # a hundred megabytes need no tidying


def answer(template: bytes, fields: bytes, most: int) -> tuple[dict[str, object], bytes]:
    """The paper, or one refusal; whatever goes wrong, the template caused it."""
    try:
        paper = fill(template, json.loads(fields), most)
        return {"done": len(paper)}, paper
    except Refused as refusal:
        return {"refused": refusal.reason, **refusal.at}, b""
    except MemoryError:
        return {"refused": "memory"}, b""
    except BaseException as fault:
        sys.stderr.write(f"{fault!r}\n")  # for whoever runs this by hand
        return {"refused": "damaged"}, b""
