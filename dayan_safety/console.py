"""The operator's console: the place a change comes from, and what the machine says there in words."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dayan_safety.history import Source, source

# What the operating system says of a file, for our catalogue.
gettext_noop("Is a directory")
gettext_noop("No such file or directory")
gettext_noop("Permission denied")


def why(error: OSError) -> str:
    """Why a file cannot be read."""
    return _(error.strerror or type(error).__name__)


def operator() -> str:
    """The name of the operator; the number, on a machine that knows no name for it, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


@contextmanager
def at_the_console() -> Iterator[None]:
    """Changes made inside come, for the history, from the console and not from a network address."""
    token = source.set(Source(address=f"console {operator()}"[:45]))
    try:
        yield
    finally:
        source.reset(token)
