"""Kinds of dangers and checklists that come with the portal: once, in order, beside what the office has already."""

from __future__ import annotations

import pytest

from dayan_safety.records import remove_record
from dayan_safety.testing import Cast
from inspections.models import Checklist, ChecklistItem, FindingKind
from inspections.services import checklists as services
from inspections.services.shipped import KINDS, load_shipped
from inspections.tests.checklist_builders import a_checklist
from inspections.tests.finding_builders import a_kind_of_danger

pytestmark = [pytest.mark.usefixtures("midsummer"), pytest.mark.any_database]  # it is 15 June 2026


def test_shipped_kinds_stand_in_their_order_and_come_but_once(db: None) -> None:
    made = load_shipped()
    assert list(FindingKind.objects.values_list("name", flat=True)) == list(KINDS)
    assert made == len(KINDS) + Checklist.objects.count()
    FindingKind.objects.filter(name="其他").update(removed_at="2026-06-15T00:00Z")
    assert load_shipped() == 0
    assert not FindingKind.objects.present().filter(name="其他").exists()


def test_what_the_office_has_of_that_name_already_stays_as_it_is(cast: Cast) -> None:
    mine = a_checklist(name="消防安全检查表")
    a_kind_of_danger(name="消防安全", order=7)
    load_shipped()
    assert list(Checklist.objects.filter(name=mine.name)) == [mine]
    assert FindingKind.objects.get(name="消防安全").order == 7
    school = Checklist.objects.get(name="学校安全检查表")
    assert {str(item.kind) for item in services.items_of(school)} >= {"消防安全"}


def test_shipped_questions_are_asked_as_they_were_written(db: None) -> None:
    load_shipped()
    fire = services.items_of(Checklist.objects.get(name="消防安全检查表"))
    assert [item.order for item in fire] == list(range(10, 110, 10))
    first, second = fire[:2]
    assert (first.section, first.level, str(first.kind)) == ("疏散", "urgent", "消防安全")
    assert (first.text, first.demand) == ("疏散通道、安全出口是否畅通", "立即清除占用物，恢复畅通。")
    assert (second.only_if_failed, second.level, second.basis) == (first, "general", "《中华人民共和国消防法》")
    lift = services.items_of(Checklist.objects.get(name="特种设备检查表"))
    assert [item.text for item in lift if item.only_if_failed == lift[1]] == ["超期设备是否已经停用并封存"]


def test_shipped_after_the_office_removed_a_kind_its_questions_have_none(cast: Cast) -> None:
    gone = a_kind_of_danger(name="燃气安全")
    remove_record(gone, by=None, reason="并入消防")
    load_shipped()
    asked = ChecklistItem.objects.get(text="燃气软管、阀门是否完好、未超期")
    assert (asked.kind, asked.level) == (None, "urgent")
