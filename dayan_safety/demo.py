"""The demo town: built once, through the services users use, dated relative to today."""

from datetime import date

from committee.demo import build_committee
from committee.models import Committee
from dayan_safety.calendars import load_unknown_years
from dayan_safety.history import change

BUILDERS = (build_committee,)


def build_demo(on: date) -> bool:
    """Build the town unless there is one; whole or not at all. Returns whether it was built."""
    if Committee.objects.exists():
        return False
    with change():
        load_unknown_years()
        for build in BUILDERS:
            build(on)
    return True
