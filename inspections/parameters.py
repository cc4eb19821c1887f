"""What the office may set about findings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dayan_safety.parameters import Declared

FINDINGS = _("Findings")


def _days() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=180)


def _many() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=1000)


def _prefix() -> forms.CharField:
    return forms.CharField(max_length=20)


PARAMETERS = (
    Declared("inspections.days_general", _("Days to put a general danger right"), FINDINGS, 7, _days),
    Declared("inspections.days_urgent", _("Days until feedback on a danger to be stopped at once"), FINDINGS, 3, _days),
    Declared("inspections.days_major", _("Days to put a major danger right"), FINDINGS, 30, _days),
    Declared("inspections.days_to_look_again", _("Days until the re-inspection"), FINDINGS, 7, _days),
    Declared("inspections.inspection_prefix", _("Mark in the number of an inspection"), FINDINGS, "大安检查", _prefix),
    Declared("inspections.days_to_sort", _("Days until a report of a danger is sorted"), FINDINGS, 2, _days),
    Declared(
        "inspections.reports_from_one_network", _("Reports of dangers from one network an hour"), FINDINGS, 20, _many
    ),
    Declared("inspections.incident_prefix", _("Mark in the number of an incident"), FINDINGS, "大安事件", _prefix),
    Declared("inspections.finding_prefix", _("Mark in the number of a finding"), FINDINGS, "大安隐患", _prefix),
    Declared("inspections.notice_prefix", _("Mark of rectification notices"), FINDINGS, "大安安整", _prefix),
    Declared("inspections.opinion_prefix", _("Mark of re-inspection opinions"), FINDINGS, "大安安复", _prefix),
)
