"""The process: what it reads, how it ends."""

import codecs
import json
import os
import sys

from .confining import confine
from .limits import Limits
from .output import Output, Refused
from .pages import read_html
from .text import ENCODINGS, read_text
from .xls import read_xls
from .xlsx import read_xlsm, read_xlsx

READERS = {"xlsx": read_xlsx, "xlsm": read_xlsm, "xls": read_xls, "csv": read_text, "html": read_html}


def main(kind: str, limits: str) -> None:
    """Answer on standard output; exit code 0 only when the answer is whole, a refusal or not."""
    for encoding in (*ENCODINGS, "cp437"):  # the last one for names in zips
        codecs.lookup(encoding)  # opens files, and soon none can be opened
    content = sys.stdin.buffer.read()
    allowed = Limits(**json.loads(limits))
    confine(allowed, len(content))
    answer(kind, content, allowed)
    sys.stdout.buffer.flush()
    os._exit(0)  # a hundred megabytes need no tidying


def answer(kind: str, content: bytes, limits: Limits) -> None:
    """The sheets, or one refusal; whatever goes wrong, the file caused it."""
    out = Output(limits)
    try:
        READERS[kind](content, limits, out)
        out.line({"end": out.sheets})
    except Refused as refusal:
        out.refuse(refusal.reason, **refusal.at)
    except MemoryError:
        out.refuse("memory")
    except BaseException as fault:  # a panic of Rust is no Exception
        out.refuse("damaged")
        sys.stderr.write(f"{fault!r}\n")  # for whoever runs this by hand
