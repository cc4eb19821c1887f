"""One roster in a process that does nothing else: prints the most memory the process ever had, in megabytes.

``python manage.py shell`` would load every page; this loads what a worker has.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from dayan_safety.importing import desk
    from dayan_safety.importing.kinds import all_kinds

    file = Path(sys.argv[1])
    kind = all_kinds()["roster"]
    desk.import_list(desk.upload_list(kind, file.name, file.read_bytes(), by=None), by=None)
    # Of this program alone: what getrusage tells begins with the most its parent had.
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    print(next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024)
