"""The one exception for a broken rule, and the one for two editors of the same record."""

from typing import Any


class RuleBroken(Exception):
    """A rule of the town does not allow this; the text is a sentence a person can act on."""


class EditedMeanwhile(Exception):
    """Somebody saved the record after this form was opened; ``current`` is the record as it is now."""

    def __init__(self, current: Any) -> None:
        super().__init__(str(current))
        self.current = current
