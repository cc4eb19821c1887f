"""A town for so many new people, and their roster as a file: ``python -m bench.roster_town SIZE FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from bench.bench_rosters import workbook

    Path(sys.argv[2]).write_bytes(workbook(int(sys.argv[1])))
