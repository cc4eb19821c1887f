"""What two ways of writing one unit's name have in common: 大安镇陈庄村村民委员会, 陈庄村委会 and 陈庄 are 陈庄."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from committee.services.rosters.register import UnitRow

ENDINGS = re.compile(
    r"(?:村?村民委员会|村?民委员会|村委会|村委|社区居民委员会|居委会|(?:股份|集团)?有限(?:责任)?公司|村|社区)$"
)
TOWN = re.compile(r"^(?:.*[省市区县旗])?(?P<name>[^省市区县旗]+?(?:镇|乡|街道))")
SHORTEST = 2  # characters: one alone is no name to recognise a unit by


def towns_in(names: Iterable[str]) -> set[str]:
    """What the town is called, from the names of its bodies: 大安镇安全社区促进委员会 → 大安镇."""
    return {found["name"] for name in names if (found := TOWN.match(name))}


def stem(name: str, towns: Iterable[str]) -> str:
    """The name without the town's before it and without its legal ending; nothing where too little stays."""
    for town in towns:
        if town in name:
            name = name.rpartition(town)[2]
    short = ENDINGS.sub("", name)
    return short if len(short) >= SHORTEST else ""


def by_stem(names: Mapping[str, UnitRow], towns: Iterable[str]) -> dict[str, UnitRow]:
    """Stem → the unit, where it is one unit's alone."""
    found: dict[str, UnitRow] = {}
    several: set[str] = set()
    for name, unit in names.items():
        short = stem(name, towns)
        if short and found.setdefault(short, unit).pk != unit.pk:
            several.add(short)
    return {short: unit for short, unit in found.items() if short not in several}
