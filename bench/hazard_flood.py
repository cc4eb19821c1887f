"""A flood of reported dangers at the door without a login: limits hold, the staff's pages stay fast.

python bench/hazard_flood.py --posts 10000 --places 50

Over the town in DATA_DIR (or DATABASE_URL), which needs its demo. Ends with exit code 1 when more was kept than
allowed, an answer was 500 or more, or the office's 95th percentile passed ``--seconds``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dayan_safety.settings")
os.environ["TRUSTED_PROXIES"] = "1"
django.setup()

from django.urls import reverse  # noqa: E402

from bench.flooding import SCRIPT, Door, asked_for, served, told  # noqa: E402
from dayan_safety.parameters import parameter  # noqa: E402
from inspections.models import HazardReport  # noqa: E402


def main() -> int:
    """Flood the door, tell."""
    given, before = asked_for(), HazardReport.objects.count()
    door = Door(reverse("report_hazard"), {"text": SCRIPT, "place": "压力测试"}, given.posts, given.places)
    flooded = served(door)
    most = given.places * parameter("inspections.reports_from_one_network")
    return told(door, flooded, HazardReport.objects.count() - before, most, given.seconds)


if __name__ == "__main__":
    sys.exit(main())
