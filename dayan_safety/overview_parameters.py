"""What the office may set about the town at a glance and the big screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayan_safety.parameters import Declared

GLANCE, SCREEN = _("The town at a glance"), _("Big screen")


def _number(least: int, most: int) -> Any:
    return lambda: forms.IntegerField(min_value=least, max_value=most)


PARAMETERS = (
    Declared(
        "dayan_safety.target_reports",
        _("Target: monthly reports that come in time, per cent"),
        GLANCE,
        95,
        _number(0, 100),
    ),
    Declared("dayan_safety.target_attendance", _("Target: attendance, per cent"), GLANCE, 90, _number(0, 100)),
    Declared(
        "dayan_safety.target_findings", _("Target: the year's findings closed, per cent"), GLANCE, 90, _number(0, 100)
    ),
    Declared("dayan_safety.most_findings_overdue", _("At most: findings overdue"), GLANCE, 0, _number(0, 1000)),
    Declared(
        "dayan_safety.target_villages",
        _("Target: villages reached by events in the year, per cent"),
        GLANCE,
        100,
        _number(0, 100),
        _("It grows with the year: with 100, half of the villages at the end of June."),
    ),
    Declared(
        "dayan_safety.target_forecast",
        _("Target: points of the national self-assessment"),
        GLANCE,
        100,
        _number(0, 1000),
        _("Of 150 points, 100 pass where no indicator is at zero."),
    ),
    Declared("dayan_safety.most_tasks_overdue", _("At most: tasks overdue"), GLANCE, 0, _number(0, 1000)),
    Declared(
        "dayan_safety.near_target",
        _("Yellow where no more than this is missing"),
        GLANCE,
        5,
        _number(0, 100),
        _("Of whatever the target counts. With 5 and a target of 95 per cent, 90 is yellow, 89 red."),
    ),
    Declared(
        "dayan_safety.screen_seconds",
        _("Seconds each part of the screen is shown"),
        SCREEN,
        20,
        _number(5, 300),
        _("The parts are shown one after the other."),
    ),
    Declared(
        "dayan_safety.screen_shows_league",
        _("The screen shows ranks"),
        SCREEN,
        False,
        lambda: forms.BooleanField(required=False),
        _("Everybody who passes by sees them."),
    ),
)
