"""What the portal costs, measured: each ``bench_*.py`` has ``measure() -> list[Row]``."""

from typing import NamedTuple


class Row(NamedTuple):
    """One work: our figure beside a peer's and the limit's of the same run, and the goal in words.

    ``unit`` holds for all three figures; ``met`` is ``None`` where no goal was set.
    """

    name: str
    ours: float
    peer: float | None = None
    limit: float | None = None
    goal: str = ""
    unit: str = "s"
    met: bool | None = None
