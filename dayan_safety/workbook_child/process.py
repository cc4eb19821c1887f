"""The process: what it may use, what it reads, how it ends."""

import codecs
import json
import os
import resource
import sys

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


def confine(limits: Limits, size: int) -> None:
    """From here on: bounded memory and time, no file, no socket, no other process."""
    memory = mapped() + min(limits.memory_base + limits.memory_factor * size, limits.memory_cap)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_NPROC, 0),  # root is not held by this one: never run the portal as root
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 1),  # 0 would still start a program that collects dumps, where there is one
    ):
        resource.setrlimit(what, (most, most))


def mapped() -> int:
    """Bytes of address space the interpreter and its libraries have already; they differ from machine to machine."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()


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
