"""The environment as the settings read it: what cannot be right is refused at start, by name."""

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def switch(name: str) -> bool:
    """Return whether ``name`` is on; any other word than on or off is refused: HTTPS=ture must not mean off."""
    word = env.str(name, default="").strip().lower()
    if word not in {"1", "on", "true", "yes", "0", "off", "false", "no", ""}:
        raise ImproperlyConfigured(f"{name} must be on or off, not {word!r}")
    return word in {"1", "on", "true", "yes"}


def number(name: str, *, default: int, least: int, most: int) -> int:
    """Return the whole number ``name``; one outside ``least`` … ``most`` is refused: no sign-in in 0 tries."""
    value = env.int(name, default=default)
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} must be from {least} to {most}, not {value}")
    return int(value)
