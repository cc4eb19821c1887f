"""Names that are nearly what was written: offered to people, never taken."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher, get_close_matches

from dayan_safety.names import sound

COMPARISONS = 50_000  # near names are looked for up to here: a file of nothing but unknown names must not take minutes
LIKENESS = 0.5  # the least share of common characters of a near name
OFFERED = 3


class NearNames:
    """Looks among ``names`` (the form that is compared → the name as it is told); remembers what it was asked."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.left = COMPARISONS
        self.known: dict[str, list[str]] = {}

    def of(self, written: str) -> list[str]:
        """Up to three names near ``written``, the nearest first, none twice."""
        if written not in self.known and self.left >= len(self.names):
            self.left -= len(self.names)
            near = get_close_matches(written, self.names, n=len(self.names) or 1, cutoff=LIKENESS)
            names = dict.fromkeys(self.names[key] for key in sorted(near, key=lambda key: distance(written, key)))
            self.known[written] = list(names)[:OFFERED]
        return self.known.get(written, [])


def distance(written: str, name: str) -> tuple[bool, bool, float, str]:
    """How far ``name`` is from what was written: the least goes first.

    One character mistaken for another stands at its place: such a name comes before those that have the same
    characters elsewhere, and first of all when the two sound alike, for names are typed by their sound.
    """
    mistaken = [(a, b) for a, b in zip(written, name, strict=False) if a != b]
    in_place = len(written) == len(name) and len(mistaken) == 1
    sounds_alike = in_place and len({sound(character) for character in mistaken[0]}) == 1
    return not in_place, not sounds_alike, -SequenceMatcher(None, name, written).ratio(), name
