"""What people type while they inspect and write down: days, moments, levels with their last days, choices in scope."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from dayan_safety.parameters import set_parameters
from dayan_safety.testing import Cast, a_unit
from dayan_safety.tests import files
from inspections.forms.incidents import IncidentForm, InjuryForm
from inspections.forms.inspecting import LATEST, AnswerForm, InspectionForm, level_choices
from inspections.forms.plans import CertificateForm, DrawForm, PlanForm
from inspections.forms.residents import HazardForm, TakeForm
from inspections.models import Incident, Inspection, InspectionPlan
from inspections.tests.checklist_builders import a_checklist, in_use, replaced
from inspections.tests.incident_builders import an_incident, an_injury
from inspections.tests.plan_builders import a_certificate
from inspections.tests.resident_builders import a_report

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026


# Levels


def test_each_level_says_until_when(cast: Cast) -> None:
    with translation.override("zh-hans"):
        assert [label for _value, label in level_choices()] == [
            "一般隐患：2026-06-22前", "一般隐患（立即整改）：2026-06-18前", "重大隐患：2026-07-15前",
        ]  # fmt: skip
    set_parameters({"inspections.days_general": 10}, by=cast.office)
    assert "2026-06-25" in str(level_choices()[0][1])


# Answers


@pytest.mark.parametrize(
    ("typed", "is_valid"),
    [
        ("", True),
        ("1", True),
        (str(LATEST), True),
        ("0", False),
        (str(LATEST + 1), False),
        ("1.5", False),
        ("x", False),
    ],
)
def test_a_moment_on_the_telephone_is_a_whole_number(typed: str, is_valid: bool, cast: Cast) -> None:
    form = AnswerForm({"verdict": "pass", "said_at": typed}, user=cast.inspector)
    assert form.is_valid() is is_valid
    if is_valid:
        assert form.given()["said_at"] > 0


def test_a_level_that_is_not_said_stays_as_it_is(cast: Cast) -> None:
    form = AnswerForm({"verdict": "fail"}, user=cast.inspector)
    assert form.is_valid()
    assert "level" not in form.given()
    told = AnswerForm({"verdict": "fail", "level": "major"}, user=cast.inspector)
    assert told.is_valid()
    assert told.given()["level"] == "major"


# Beginning


def test_only_lists_in_use_and_units_in_scope_are_offered(cast: Cast) -> None:
    used = in_use()
    a_checklist()
    replaced()
    form = InspectionForm(user=cast.liaison, instance=Inspection())
    fields: Any = form.fields
    names = {checklist.name for checklist in fields["checklist"].queryset}
    assert used.name in names
    assert all(checklist.state == "in_use" for checklist in fields["checklist"].queryset)
    assert list(fields["unit"].queryset) == [cast.village]


def test_once_begun_its_checklist_cannot_be_chosen_again(cast: Cast) -> None:
    form = InspectionForm(user=cast.office, instance=Inspection(pk=1, unit=cast.village, version=1))
    assert "checklist" not in form.fields


# Incidents


def test_days_times_and_moments_are_read_as_people_and_browsers_write_them(cast: Cast) -> None:
    given = {
        "unit": cast.village.pk, "happened_on": "2026.6.1", "happened_time": "9：05", "place_kind": "work",
        "cause": "machine", "text": "割伤", "intent": "unintended", "is_production": "on", "loss": "1.5",
        "known_at": "2026-06-01T09:30", "reported_at": "2026-06-01T10:00", "passed_on_at": "",
    }  # fmt: skip
    form = IncidentForm(given, user=cast.office, instance=Incident())
    assert form.is_valid(), form.errors
    made = form.instance
    assert (made.happened_on.isoformat(), made.happened_time) == ("2026-06-01", time(9, 5))
    assert made.known_at == datetime(2026, 6, 1, 1, 30, tzinfo=UTC)
    assert made.passed_on_at is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"loss": "-1"}, "loss"),
        ({"happened_on": "2026-02-30"}, "happened_on"),
        ({"happened_time": "25:00"}, "happened_time"),
        ({"known_at": "gestern"}, "known_at"),
        ({"known_at": "2026-06-01T10:00", "reported_at": "2026-06-01T09:00"}, "reported_at"),
        ({"place_kind": "moon"}, "place_kind"),
        ({"text": ""}, "text"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(given: dict[str, str], field: str, cast: Cast) -> None:
    right = {"unit": cast.village.pk, "happened_on": "2026-06-01", "place_kind": "work", "cause": "fall", "text": "x"}
    form = IncidentForm(right | {"intent": "unintended"} | given, user=cast.office, instance=Incident())
    assert not form.is_valid()
    assert field in form.errors


def test_an_injury_begins_empty_or_as_it_stands(cast: Cast) -> None:
    incident = an_incident(unit=cast.village)
    assert InjuryForm(user=cast.office, record=incident).initial == {}
    injury = an_injury(incident, age=66)
    begun = InjuryForm(user=cast.office, record=injury).initial
    assert (begun["age"], begun["severity"], begun["outcome"]) == (66, "moderate", "in_hospital")


# Plans and certificates


@pytest.mark.parametrize(("typed", "is_valid"), [("1", True), ("20", True), ("0", False), ("21", False), ("x", False)])
def test_so_many_are_drawn_of_each_unit(typed: str, is_valid: bool, cast: Cast) -> None:
    assert DrawForm({"per_unit": typed}, user=cast.office).is_valid() is is_valid


def test_a_plan_chooses_among_agencies_and_lists_in_use(cast: Cast) -> None:
    a_unit(kind="department", name="农业办")
    a_checklist()
    fields: Any = PlanForm(user=cast.office, instance=InspectionPlan()).fields
    assert {unit.kind for unit in fields["agency"].queryset} == {"agency"}
    assert not fields["checklist"].queryset.exists()


def test_a_certificate_begins_as_it_stands(cast: Cast) -> None:
    certificate = a_certificate(holder="周师傅")
    assert CertificateForm(user=cast.office, record=certificate).initial["holder"] == "周师傅"
    assert CertificateForm(user=cast.office, record=certificate.site).initial == {}


# Residents


def test_a_resident_s_form_has_a_number_of_its_own_each_time() -> None:
    assert HazardForm().initial["once"] != HazardForm().initial["once"]


def test_refused_photographs_are_told_and_the_good_ones_kept() -> None:
    good, bad = files.upload(files.picture(), "a.jpg"), files.upload(b"x", "b.jpg")
    form = HazardForm({"text": "x", "place": "y"}, _files([good, bad]))
    assert form.is_valid()
    assert [photo.name for photo in form.cleaned_data["photos"]] == ["a.jpg"]
    assert len(form.refused) == 1


def test_where_none_may_be_kept_it_is_an_error() -> None:
    form = HazardForm({"text": "x", "place": "y"}, _files([files.upload(b"x", "b.jpg")]))
    assert not form.is_valid()
    assert set(form.errors) == {"photos"}


def _files(several: list[Any]) -> Any:
    return MultiValueDict({"photos": several})


def test_the_finding_is_first_thought_of_at_the_unit_of_the_report(cast: Cast) -> None:
    assert TakeForm(user=cast.office, record=a_report(unit=cast.village)).initial["unit"] == cast.village.pk
    assert TakeForm(user=cast.office, record=a_report()).initial["unit"] is None
