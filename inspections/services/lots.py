"""Drawing lots so that anybody can repeat it: pure, by a hash that every computer has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

Pool = Iterable[tuple[int, int]]  # the keys of unit and site


def lot_of(seed: str, site: int) -> str:
    """A site's lot: the SHA-256 of ``seed:site``, in hexadecimal digits."""
    return sha256(f"{seed}:{site}".encode()).hexdigest()


def drawn_from(pool: Pool, *, per_unit: int, seed: str) -> list[int]:
    """Of each unit the ``per_unit`` sites with the lowest lots (all where it has fewer), by the keys of the units."""
    of_units: dict[int, list[int]] = defaultdict(list)
    for unit, site in pool:
        of_units[unit].append(site)
    chosen = [sorted(of_units[unit], key=lambda site: lot_of(seed, site))[:per_unit] for unit in sorted(of_units)]
    return [site for sites in chosen for site in sites]
