"""What the office may set about reminders and how they leave the house."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayan_safety.forms import ClockText
from dayan_safety.notice_kinds import all_kinds
from dayan_safety.parameters import Declared, NumbersField

REMINDERS = _("Reminders")


def _urgent_kinds() -> list[str]:
    return [kind.name for kind in all_kinds().values() if kind.urgent]


def _number(least: int, most: int) -> Any:
    return lambda: forms.IntegerField(min_value=least, max_value=most)


def _kinds() -> forms.Field:
    return forms.MultipleChoiceField(
        choices=[(kind.name, kind.label) for kind in all_kinds().values()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


PARAMETERS = (
    Declared(
        "dayan_safety.days_before",
        _("Days before"),
        REMINDERS,
        [7, 3, 1, 0],
        NumbersField,
        _("As in 7, 3, 1, 0; 0 is the day itself. Afterwards people hear every day until it is done."),
    ),
    Declared(
        "dayan_safety.hours_before",
        _("Hours before a meeting"),
        REMINDERS,
        [2],
        lambda: NumbersField(least=1, most=24, required=False),
        _("These leave the house at once."),
    ),
    Declared(
        "dayan_safety.office_after",
        _("To the office after so many working days overdue"),
        REMINDERS,
        2,
        _number(0, 30),
    ),
    Declared(
        "dayan_safety.deputies_after",
        _("To the deputy directors after so many working days overdue"),
        REMINDERS,
        5,
        _number(0, 30),
    ),
    Declared(
        "dayan_safety.digest_time",
        _("Digest of the day at"),
        REMINDERS,
        "08:30",
        ClockText,
        _("One message a person a day with all that is not urgent. What comes later waits until the next one."),
    ),
    Declared(
        "dayan_safety.urgent_kinds", _("At once, without waiting for the digest"), REMINDERS, _urgent_kinds, _kinds
    ),
    Declared(
        "dayan_safety.tries",
        _("Tries before a message has failed"),
        REMINDERS,
        8,
        _number(1, 20),
        _("The pauses between tries double from one minute up to two hours. The office sees what has failed."),
    ),
    Declared(
        "dayan_safety.silence_minutes",
        _("Warn after so many minutes without a reminder run"),
        REMINDERS,
        30,
        _number(10, 1440),
    ),
)
