"""The demo town: built once, through the services users use, dated relative to today."""

from datetime import date

from assessment.demo import plan_assessment
from campaigns.demo import plan_campaigns
from committee.demo import build_committee, live_the_year
from committee.models import Committee, User
from dayan_safety.demo_cast import DEMO_LOGINS
from dayan_safety.history import change
from dayan_safety.shipped import load_shipped
from inspections.demo import build_inspections, plan_findings, plan_inspections, plan_residents

PLANS = (plan_campaigns, plan_findings, plan_inspections, plan_residents, plan_assessment)


def build_demo(on: date) -> bool:
    """Build the town unless there is one; whole or not at all. Returns whether it was built."""
    if Committee.objects.exists():
        return False
    with change():
        load_shipped()
        build_committee(on)
        build_inspections(on)
        live_the_year(on, PLANS)
        missing = {login.username for login in DEMO_LOGINS} - set(User.objects.values_list("username", flat=True))
        assert not missing, missing
    return True
