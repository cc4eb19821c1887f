"""The history for tests: what is wrong with its chain, and a way round the application that refuses to change it."""

from django.db import models

from dayan_safety.history import verify_history
from dayan_safety.models import Action


def flaws() -> list[str]:
    """What the walk along the chain finds."""
    return [flaw.problem for flaw in verify_history()]


def rows() -> "models.QuerySet[Action]":
    """Rows for somebody who goes round the application."""
    return models.QuerySet(Action)
