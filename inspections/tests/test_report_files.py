"""Photographs of residents and of inspections: who opens them, before and after they belong to a finding."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dayan_safety.attachments import attachments_of
from dayan_safety.models import Attachment
from dayan_safety.testing import Cast
from inspections.services import residents
from inspections.tests.finding_builders import a_kind_of_danger, a_photo
from inspections.tests.inspection_builders import PASS, answer, at_the_village, failed, finding_of
from inspections.tests.inspection_builders import services as inspecting
from inspections.tests.resident_builders import a_report

pytestmark = pytest.mark.usefixtures("midsummer", "storage")  # it is 15 June 2026
ROLES = ("chair", "office", "supervisor", "lead", "member", "inspector", "liaison", "auditor", "outsider")


def openers(file: Attachment, cast: Cast, as_user: Any) -> set[str]:
    """Who gets the file; for everybody else it does not exist."""
    url = reverse("download_attachment", args=[file.pk])
    answers = {role: as_user(getattr(cast, role)).get(url).status_code for role in ROLES}
    assert set(answers.values()) <= {200, 403, 404}
    return {role for role, status in answers.items() if status == 200}


def test_who_sorts_opens_what_a_resident_sent_and_nobody_else(cast: Cast, as_user: Any) -> None:
    report = a_report(unit=cast.village, uploads=[a_photo("井盖.jpg")])
    [file] = attachments_of(report)
    assert openers(file, cast, as_user) == {"chair", "office", "supervisor"}
    stranger = Client().get(reverse("download_attachment", args=[file.pk]))
    assert (stranger.status_code, reverse("sign_in") in stranger["Location"]) == (302, True)


def test_who_reported_opens_the_own(cast: Cast, as_user: Any) -> None:
    [file] = attachments_of(a_report(cast.member, uploads=[a_photo("护栏.jpg")]))
    assert openers(file, cast, as_user) == {"chair", "office", "supervisor", "member"}


def test_as_a_finding_s_it_is_opened_by_whoever_sees_the_finding(cast: Cast, as_user: Any) -> None:
    report = a_report(unit=cast.other_village, uploads=[a_photo("井盖.jpg")])
    finding = residents.take_report(report, by=cast.office, kind=a_kind_of_danger(), level="general")
    [file] = attachments_of(finding)
    everybody = {"chair", "office", "supervisor", "lead", "member", "inspector"}
    assert openers(file, cast, as_user) == everybody
    assert not attachments_of(report).exists()


def test_a_photograph_of_a_card_goes_the_same_way(cast: Cast, as_user: Any) -> None:
    inspection = at_the_village(cast)
    [before] = attachments_of(failed(inspection, 0))
    everybody = {"chair", "office", "supervisor", "lead", "member", "inspector", "liaison"}
    assert openers(before, cast, as_user) == everybody
    answer(inspection, 1, PASS)
    inspecting.finish_inspection(inspection, by=cast.inspector, met="孙信息")
    [after] = attachments_of(finding_of(inspection))
    assert after.pk == before.pk
    assert openers(after, cast, as_user) == everybody


def test_what_was_set_aside_keeps_its_photographs(cast: Cast) -> None:
    report = a_report(uploads=[a_photo("井盖.jpg")])
    residents.dismiss_report(report, by=cast.office, reason="重复")
    assert attachments_of(report).count() == 1
