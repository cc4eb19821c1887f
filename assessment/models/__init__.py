"""How we stand: the rulebooks by which units are assessed."""

from assessment.models.rulebooks import Rulebook, RulebookItem

__all__ = ["Rulebook", "RulebookItem"]
