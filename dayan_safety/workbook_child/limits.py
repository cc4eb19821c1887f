"""How much one upload may cost."""

from typing import NamedTuple

MEGABYTE = 2**20


class Limits(NamedTuple):
    """Sizes are bytes, times seconds; ``rows`` and ``cells`` count over all sheets, empty ones in between included.

    Memory is what reading may take beyond the bare interpreter: a base, plus a multiple of the upload, up to a cap. A
    small file that unfolds hugely runs into the base; a large honest one has room in proportion.
    """

    max_bytes: int = 20 * MEGABYTE
    members: int = 200
    unpacked: int = 64 * MEGABYTE
    rows: int = 100_000
    columns: int = 60
    cells: int = 2_000_000
    cell_chars: int = 2000
    cpu_seconds: int = 8
    wall_seconds: float = 20
    memory_base: int = 64 * MEGABYTE
    memory_factor: int = 96
    memory_cap: int = 700 * MEGABYTE
