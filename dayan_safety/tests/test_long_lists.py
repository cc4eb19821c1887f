"""Long lists: put down, checked and imported by the worker, with progress, notices and a way back to people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committee.imports import UNITS
from committee.models import Unit
from dayan_safety import tasks
from dayan_safety.importing import worker
from dayan_safety.models import ImportBatch, Notice
from dayan_safety.testing import Cast
from dayan_safety.tests.pages import read, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]
State = ImportBatch.State
LINES = "单位名称,类别\n北坡村,村\n南坡村,村\n".encode()


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Any, ...]]]:
    """Every list is long here; what was handed to the worker, in order."""
    given: list[tuple[Any, ...]] = []
    monkeypatch.setattr(worker, "LARGE", 1)
    monkeypatch.setattr(worker, "MANY", 1)
    for name in ("check_waiting", "import_waiting"):
        monkeypatch.setattr(getattr(worker, name), "delay", lambda *args, name=name: given.append((name, *args)))
    return given


@pytest.fixture
def office(as_user: Callable[[Any], Client], cast: Cast) -> Client:
    """The office at a browser."""
    return as_user(cast.office)


def put(cast: Cast, content: bytes = LINES, name: str = "单位.csv") -> ImportBatch:
    """A long list as it waits for the worker."""
    return again(worker.receive_list(UNITS, name, content, by=cast.office))


def again(batch: ImportBatch) -> ImportBatch:
    """The batch as it is now."""
    return ImportBatch.objects.get(pk=batch.pk)


def ready(cast: Cast) -> ImportBatch:
    """A long list that was checked."""
    batch = put(cast)
    tasks.check_waiting(batch.pk)
    return again(batch)


def test_an_upload_waits_for_the_worker_and_shows_so(
    office: Client, queued: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = SimpleUploadedFile("单位.csv", LINES)
        answer = office.post(reverse("import_list", args=["unit"]), {"file": file}, follow=True)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.report["rows"]) == (State.WAITING, 0)
    assert queued == [("check_waiting", batch.pk)]
    assert "正在读取文件。" in text_of(read(answer))


def test_a_file_that_is_refused_at_sight_never_waits(office: Client) -> None:
    file = SimpleUploadedFile("单位.xlsx", b"no workbook at all")
    answer = office.post(reverse("import_list", args=["unit"]), {"file": file})
    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_the_worker_checks_and_tells_once(cast: Cast) -> None:
    batch = put(cast)
    assert tasks.check_waiting(batch.pk) == 2
    batch = again(batch)
    assert (batch.state, batch.report["new"], batch.progress) == (State.CHECKED, 2, {})
    assert [notice.title for notice in Notice.objects.filter(user=cast.office)] == [
        "名单“单位.csv”已检查完毕，请查看并决定。"
    ]
    assert tasks.check_waiting(batch.pk) == 0
    assert Notice.objects.count() == 1


def test_a_file_the_worker_cannot_read_says_why(cast: Cast, office: Client) -> None:
    batch = put(cast, b"\xff\xfe\xd8" + bytes(range(256)) * 3)
    tasks.check_waiting(batch.pk)
    assert again(batch).report["reason"]
    assert again(batch).report["reason"] in text_of(read(office.get(batch.get_absolute_url())))


def test_a_confirmed_list_is_imported_by_the_worker(
    cast: Cast, office: Client, queued: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    batch = ready(cast)
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post(reverse("confirm_import", args=[batch.pk]), follow=True)
    assert again(batch).state == State.IMPORTING
    assert ("import_waiting", batch.pk, cast.office.pk) in queued
    assert "导入中" in text_of(read(answer))
    assert not Unit.objects.filter(name="北坡村").exists()
    assert tasks.import_waiting(batch.pk, cast.office.pk) == 2
    assert again(batch).state == State.IMPORTED
    assert Unit.objects.filter(name__in=("北坡村", "南坡村")).count() == 2
    assert Notice.objects.filter(title="名单“单位.csv”已导入。").count() == 1


def test_handing_over_twice_is_refused(cast: Cast, office: Client, queued: list[Any]) -> None:
    batch = ready(cast)
    for _press in range(2):
        answer = office.post(reverse("confirm_import", args=[batch.pk]), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["该名单已导入或已放弃，不能重复办理。"]
    assert tasks.import_waiting(batch.pk, cast.office.pk) == 2
    assert tasks.import_waiting(batch.pk, cast.office.pk) == 0
    assert Unit.objects.filter(name="北坡村").count() == 1


def test_what_changed_meanwhile_comes_back_to_people_and_nothing_is_written(cast: Cast, office: Client) -> None:
    batch = ready(cast)
    office.post(reverse("confirm_import", args=[batch.pk]))
    Unit.objects.create(name="北坡村", kind=Unit.Kind.VILLAGE)
    assert tasks.import_waiting(batch.pk, cast.office.pk) == 0
    batch = again(batch)
    assert (batch.state, batch.report["new"], batch.report["unchanged"]) == (State.CHECKED, 1, 1)
    assert not Unit.objects.filter(name="南坡村").exists()
    assert batch.report["notes"][0] in text_of(read(office.get(batch.get_absolute_url())))
    assert Notice.objects.filter(title="名单“单位.csv”未导入，请再看一遍。").count() == 1


def test_who_lost_the_right_meanwhile_imports_nothing(cast: Cast, office: Client) -> None:
    batch = ready(cast)
    office.post(reverse("confirm_import", args=[batch.pk]))
    cast.office.person.appointments.all().delete()
    assert tasks.import_waiting(batch.pk, cast.office.pk) == 0
    assert not Unit.objects.filter(name="北坡村").exists()
    assert again(batch).state == State.CHECKED


def test_a_page_that_asks_gets_the_middle_and_then_the_new_page(cast: Cast, office: Client) -> None:
    batch = put(cast)
    worker.keep_progress(batch.pk, "compare", 5000, 20000)
    part = office.get(batch.get_absolute_url(), headers={"HX-Request": "true"})
    assert "5000 / 20000 行" in text_of(read(part))
    assert b"<html" not in part.content
    tasks.check_waiting(batch.pk)
    assert office.get(batch.get_absolute_url(), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_the_check_says_how_far_it_is(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[Any] = []
    monkeypatch.setattr(worker, "keep_progress", lambda pk, *step: steps.append(step))
    tasks.check_waiting(put(cast).pk)
    assert steps[0] == ("read", 0, 0)
    assert ("compare", 0, 2) in steps


@pytest.mark.parametrize("state", [State.WAITING, State.IMPORTING])
def test_a_lost_list_is_handed_over_again_after_a_while_and_not_before(
    cast: Cast, queued: list[Any], office: Client, state: str
) -> None:
    batch = put(cast) if state == State.WAITING else ready(cast)
    if state == State.IMPORTING:
        office.post(reverse("confirm_import", args=[batch.pk]))
    queued.clear()
    assert tasks.resume_lost_lists() == 0
    with time_machine.travel(timezone.now() + worker.LOST_AFTER + timedelta(seconds=1)):
        assert tasks.resume_lost_lists() == 1
        assert tasks.resume_lost_lists() == 0
    wanted = ("check_waiting", batch.pk) if state == State.WAITING else ("import_waiting", batch.pk, cast.office.pk)
    assert queued == [wanted]
