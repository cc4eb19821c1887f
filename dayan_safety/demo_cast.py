"""The cast of the demo town: one login a role, one password for all. Never in a real town."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "Lvshui-Qingshan-88"  # shown on the demo's sign-in page on purpose


class DemoLogin(NamedTuple):
    """A login of the demo: name, role, and what it is for."""

    username: str
    role: Any
    does: Any


DEMO_LOGINS = (
    DemoLogin("chair", _("Director"), _("sees everything, decides extensions, closes tasks")),
    DemoLogin("office", _("Office"), _("runs the committee day to day, brings in the rosters")),
    DemoLogin("lead", _("Group lead"), _("reports for a working group and runs its tasks")),
    DemoLogin("member", _("Member"), _("heads a department and answers for its tasks")),
    DemoLogin("liaison", _("Liaison"), _("keeps the roster of one village or enterprise")),
    DemoLogin("inspector", _("Inspector"), _("inspects for police, fire brigade or traffic police")),
    DemoLogin("supervisor", _("Supervisor"), _("checks and assesses the work of all units")),
    DemoLogin("auditor", _("Auditor"), _("reads the history, and nothing else")),
    DemoLogin("evaluator", _("Evaluator"), _("looks at a submitted self-assessment from outside, for a while")),
    DemoLogin("administrator", _("Administrator"), _("keeps logins, dictionaries and schedules")),
)
