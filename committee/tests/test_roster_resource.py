"""The Django admin's import and export of rosters: the same engine behind another door."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import tablib
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from import_export.results import RowResult

from committee.documents import roster_workbook
from committee.models import Person
from committee.resources import PersonResource, RosterResource, UnitResource, UserResource
from committee.services import rosters
from committee.tests.roster_builders import (
    HEADER,
    a_holder,
    a_line,
    a_village,
    an_identity,
    everything,
    held,
    today,
)
from dayan_safety.models import Action, ImportBatch
from dayan_safety.spreadsheet_formats import FORMATS, GuardedCSV, GuardedXLSX
from dayan_safety.testing import Cast, a_person
from dayan_safety.workbooks import WorkbookRefused

pytestmark = pytest.mark.django_db


def a_dataset(*lines: Any) -> tablib.Dataset:
    """Lines as the admin hands them over."""
    return tablib.Dataset(*lines, headers=HEADER)


def test_a_rehearsal_tells_and_writes_nothing(cast: Cast) -> None:
    a_holder(cast.other_village, name="李四")
    lines = [a_line(cast.other_village, name="张三"), a_line(cast.other_village, "协管员", "王五")]
    before = everything()
    result = RosterResource(by=cast.administrator).import_data(a_dataset(*lines), dry_run=True)
    assert not result.has_errors()
    assert everything() == before
    posts = {post.role: str(post) for post in cast.other_village.liaison_posts.all()}
    assert [(row.import_type, row.diff[0], row.diff[2].split()[0]) for row in result.valid_rows()] == [
        (RowResult.IMPORT_TYPE_UPDATE, posts["information_officer"], "张三"),
        (RowResult.IMPORT_TYPE_NEW, posts["coordinator"], "王五"),
    ]


def test_an_import_goes_through_the_engine(cast: Cast) -> None:
    dataset = a_dataset(a_line(cast.other_village, name="张三", telephone="13812345678"))
    result = RosterResource(by=cast.administrator).import_data(dataset)
    assert result.totals[RowResult.IMPORT_TYPE_NEW] == 1
    assert held(cast.other_village) == [("张三", today(), None)]
    action = Action.objects.get(verb="committee.import_roster")
    assert (action.by, action.after["new"]) == (cast.administrator, "1")
    assert ImportBatch.objects.get().state == ImportBatch.State.IMPORTED


def test_errors_stand_at_their_rows_and_nothing_is_written(cast: Cast) -> None:
    lines = [a_line(cast.other_village, name="张三"), a_line("没有村", "班长", "李四")]
    result = RosterResource(by=cast.administrator).import_data(a_dataset(*lines), dry_run=False)
    assert result.has_errors()
    assert sorted(number for number, _ in result.row_errors()) == [3, 3]
    assert held(cast.other_village) == []
    assert not ImportBatch.objects.exists()


def test_a_dataset_without_a_roster_is_refused_as_a_whole(cast: Cast) -> None:
    result = RosterResource(by=cast.administrator).import_data(tablib.Dataset(["1"], headers=["甲"]))
    assert len(result.base_errors) == 1


def test_only_administrators_use_this_door(cast: Cast) -> None:
    dataset = a_dataset(a_line(cast.other_village, name="张三"))
    with pytest.raises(PermissionDenied):
        RosterResource(by=cast.office).import_data(dataset)
    assert held(cast.other_village) == []


def test_the_export_is_a_roster_with_masked_numbers() -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", telephone="13812345678", identity_number=an_identity(1))
    dataset = RosterResource().export()
    assert dataset.headers == [str(field.label) for field in rosters.FIELDS]
    assert dataset[0][5:7] == ("138****5678", "*" * 14 + an_identity(1)[-4:])
    again = RosterResource(by=None).import_data(dataset)
    assert (again.has_errors(), again.valid_rows()) == (False, [])


def test_files_of_the_admin_are_read_by_the_guarded_reader_with_their_rows() -> None:
    village = a_village("东风村")
    a_holder(village, name="张三")
    workbook = roster_workbook(rosters.roster_rows(village.liaison_posts.all(), today()))
    dataset = GuardedXLSX().create_dataset(workbook)
    assert dataset.file == ("upload.xlsx", workbook)
    bad = roster_workbook([rosters.RosterRow("没有村", "", "信息员", "张三")])
    result = RosterResource().import_data(GuardedXLSX().create_dataset(bad), dry_run=True)
    assert [number for number, _ in result.row_errors()] == [4]


@pytest.mark.parametrize("file_format", FORMATS)
def test_hostile_files_of_the_admin_are_refused_with_a_sentence(file_format: Any) -> None:
    with pytest.raises(WorkbookRefused):
        file_format().create_dataset(b"PK\x03\x04" + b"\0" * 100)


def test_csv_of_the_admin_opens_in_excel_and_comes_back() -> None:
    content = GuardedCSV().export_data(tablib.Dataset(["东风村", "1"], headers=["单位", "数"]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert GuardedCSV().create_dataset(content).dict == [{"单位": "东风村", "数": "1"}]


Upload = Callable[..., Any]


@pytest.fixture
def upload(cast: Cast, as_user: Callable[[Any], Client]) -> Upload:
    """Upload a workbook in the Django admin and confirm it when that is offered."""
    browser = as_user(cast.administrator)

    def through(content: bytes, meanwhile: Callable[[], Any] = str) -> Any:
        file = SimpleUploadedFile("名册.xlsx", content)
        page = browser.post(reverse("admin:committee_liaisonpost_import"), {"import_file": file, "format": "0"})
        form = page.context.get("confirm_form")
        if form is None:
            return page
        meanwhile()
        return browser.post(reverse("admin:committee_liaisonpost_process_import"), form.initial)

    return through


def test_the_admin_imports_a_roster(upload: Upload, cast: Cast) -> None:
    row = rosters.RosterRow("西河村", "", "信息员", "张三", telephone="13812345678")
    assert upload(roster_workbook([row])).status_code == 302
    assert held(cast.other_village) == [("张三", today(), None)]


def test_a_roster_that_no_longer_fits_is_not_imported_by_the_admin(upload: Upload, cast: Cast) -> None:
    row = rosters.RosterRow("西河村", "", "信息员", "张三", telephone="13812345678")

    def appoint_for_later() -> None:
        a_holder(cast.other_village, name="李四", since=today() + timedelta(days=9))

    answer = upload(roster_workbook([row]), appoint_for_later)
    assert answer.url == reverse("admin:committee_liaisonpost_import")
    assert [name for name, _, _ in held(cast.other_village)] == ["李四"]


def test_the_admin_shows_the_problems_of_a_roster(upload: Upload, cast: Cast) -> None:
    page = upload(roster_workbook([rosters.RosterRow("没有村", "", "信息员", "张三")]))
    assert page.status_code == 200
    assert re.search(r"4 - .*没有村", page.content.decode())
    assert held(cast.other_village) == []


def test_the_admin_exports_the_roster(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    a_holder(cast.other_village, name="张三", telephone="13812345678")
    fields = {f"rosterresource_{name}": "on" for name in rosters.RosterRow._fields}
    answer = as_user(cast.administrator).post(reverse("admin:committee_liaisonpost_export"), {"format": "0", **fields})
    assert answer.status_code == 200
    names = [row[3] for row in GuardedXLSX().create_dataset(answer.content)]
    assert {"张三", "孙信息"} <= set(names)


def test_people_leave_the_admin_without_full_numbers() -> None:
    a_person(name="张三", telephone="13812345678", identity_number=an_identity(1))
    text = PersonResource().export().export("csv")
    assert "138****5678" in text
    assert "13812345678" not in text
    assert an_identity(1) not in text


def test_logins_leave_the_admin_without_anything_of_a_password(cast: Cast) -> None:
    dataset = UserResource().export()
    assert cast.office.username in dataset["登录名"]
    assert not any("password" in header or "密码" in header for header in dataset.headers)


def test_records_of_the_admin_are_written_through_the_services(cast: Cast) -> None:
    dataset = tablib.Dataset(["新村", "village", "370811100299"], headers=["name", "kind", "code"])
    result = UnitResource(by=cast.administrator).import_data(dataset, raise_errors=True)
    assert result.totals[RowResult.IMPORT_TYPE_NEW] == 1
    assert Action.objects.filter(verb="committee.create_unit", thing_name="新村").get().by == cast.administrator
    again = UnitResource(by=cast.administrator).import_data(dataset, raise_errors=True)
    assert again.totals[RowResult.IMPORT_TYPE_SKIP] == 1
    edited = tablib.Dataset(["新村", "大安镇"], headers=["name", "address"])
    UnitResource(by=cast.administrator).import_data(edited, raise_errors=True)
    assert Action.objects.get(verb="committee.edit_unit").after == {"address": "大安镇"}


def test_a_masked_telephone_read_back_overwrites_nothing(cast: Cast) -> None:
    person = a_person(name="张三", telephone="13812345678", identity_number=an_identity(1))
    dataset = PersonResource().export(Person.objects.filter(pk=person.pk))
    PersonResource(by=cast.administrator).import_data(dataset, raise_errors=True)
    person.refresh_from_db()
    assert (person.telephone, person.identity_number) == ("13812345678", an_identity(1))
    assert io.StringIO(dataset.export("csv")).readline()
