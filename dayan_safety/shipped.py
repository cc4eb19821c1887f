"""The words and days that come with the portal, gathered from the apps that keep them."""

from typing import Any

from assessment.services.national.shipped import load_shipped as load_indicators
from campaigns.services.shipped import load_shipped as load_campaigns
from committee.services.reports.shipped import load_shipped as load_forms
from dayan_safety.calendars import load_unknown_years
from dayan_safety.history import change
from inspections.services.shipped import load_shipped as load_inspections

SOURCES = (load_campaigns, load_forms, load_inspections, load_indicators)


def load_shipped(*, by: Any = None) -> int:
    """Enter what was never there: holidays of unknown years, and the apps' words and forms; says how many are new."""
    with change():
        load_unknown_years(by=by)
        return sum(load(by=by) for load in SOURCES)
