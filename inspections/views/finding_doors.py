"""The doors to what is done with findings."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from dayan_safety.forms import ConfirmForm, ReasonForm
from dayan_safety.views import verb_path
from inspections.forms import findings as forms
from inspections.models import Finding, FindingExtension
from inspections.services import findings as services


def _door(verb: str, form: Any, place: str, **about: Any) -> URLPattern:
    place = f"findings/<int:pk>/{place}/"
    return verb_path(place, f"inspections.{verb}", Finding, form, getattr(services, verb), **about)


urlpatterns = [
    _door(
        "notify_finding",
        ConfirmForm,
        "notify",
        explain=_("The rectification notice gets its number, and who answers for the unit is told at once."),
    ),
    _door("receive_finding", ConfirmForm, "receive", explain=_("You confirm that your unit has received it.")),
    _door("fix_finding", forms.FixingsForm, "fixings", explain=_("A major danger is closed with all of them alone.")),
    _door("report_step", forms.StepForm, "step"),
    _door(
        "ask_reinspection",
        forms.DoneForm,
        "done",
        explain=_("With at least one photo of it as it is now. Today counts as the day it was put right."),
    ),
    _door("close_finding", forms.PassedForm, "close"),
    _door("fail_finding", forms.FailedForm, "fail"),
    _door("reopen_finding", forms.UntilForm, "reopen"),
    _door(
        "ask_finding_extension",
        forms.AskExtensionForm,
        "extension",
        explain=_("Until it is decided the last day stays."),
    ),
    _door("list_for_supervision", ReasonForm, "list"),
    _door("unlist", ReasonForm, "unlist"),
    _door(
        "assign_finding_task",
        forms.FindingTaskForm,
        "task",
        explain=_("It stands in the register of tasks and leads back here; the finding goes on as it is."),
    ),
    _door("hand_over", forms.HandOverForm, "hand-over"),
    _door("take_back", forms.UntilForm, "take-back"),
    _door("withdraw_finding", ReasonForm, "withdraw", danger=True, explain=_("It stays in the register, withdrawn.")),
    verb_path(
        "finding-extensions/<int:pk>/decide/",
        "inspections.decide_finding_extension",
        FindingExtension,
        forms.DecideExtensionForm,
        services.decide_finding_extension,
    ),
]
