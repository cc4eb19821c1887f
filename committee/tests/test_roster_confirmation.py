"""From the check to the result: confirmed once, asked again when the town changed, put aside; and what history says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from committee.tests.roster_builders import (
    DONE,
    FAULTY,
    STALE,
    STATE,
    a_holder,
    a_village,
    again,
    contents,
    held,
    refusal,
    today,
    uploaded,
    yesterday,
)
from committee.tests.roster_clerk import UPLOAD, Clerk, told
from dayan_safety.importing import desk
from dayan_safety.models import Action, ImportBatch
from dayan_safety.reading_history import sentences
from dayan_safety.records import edit_record
from dayan_safety.testing import Cast, a_person, a_user, an_appointment
from dayan_safety.tests.pages import actions, links, read, sums, tables, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]
LIST = (
    "单位,岗位,姓名,手机\n西河村,信息员,张三,13812345678\n西河村,协管员,李四,\n西河村,协管员,李四,\n西河村,巡查员,,\n"
)
IMPORTED = "committee.import_roster"


@pytest.fixture
def clerk(cast: Cast, as_user: Callable[[Any], Client]) -> Clerk:
    """The clerk of the office."""
    return Clerk(as_user(cast.office))


@pytest.fixture
def batch(cast: Cast) -> ImportBatch:
    """A list that waits for the clerk."""
    return uploaded(LIST.encode(), by=cast.office)


def imports() -> int:
    """How many imports history knows."""
    return Action.objects.filter(verb=IMPORTED).count()


def test_an_uploaded_list_waits_and_changes_nothing_until_it_is_confirmed(clerk: Clerk, cast: Cast) -> None:
    before = contents()
    clerk.send(LIST)
    kept = ImportBatch.objects.get()
    assert (kept.state, kept.by, kept.name, kept.imported_at) == (STATE.CHECKED, cast.office, "名册.csv", None)
    changed = {table for table, rows in contents().items() if rows != before[table]}
    assert changed == {"dayan_safety_importbatch"}


def test_the_confirmation_imports_and_shows_what_was_done(clerk: Clerk, cast: Cast, batch: ImportBatch) -> None:
    answer = clerk.press("confirm", batch)
    page = read(answer)
    assert told(answer) == ["名单已导入。"]
    assert sums(page) == {
        "读取行数": "4",
        "新增": "2",
        "变更": "0",
        "未变": "0",
        "文件内重复": "1",
        "跳过": "1",
        "错误": "0",
    }
    assert held(cast.other_village) == [("张三", today(), None)]
    assert held(cast.other_village, "coordinator") == [("李四", today(), None)]
    kept = again(batch)
    assert (kept.state, kept.imported_at is None) == (STATE.IMPORTED, False)
    assert {reverse("committee:list_liaisonpost"), reverse(UPLOAD, args=["roster"])} <= set(links(page))


@pytest.mark.parametrize("token", ["", "abc"])
def test_the_same_button_pressed_three_times_imports_once(
    clerk: Clerk, cast: Cast, batch: ImportBatch, token: str
) -> None:
    answers = [clerk.press("confirm", batch, once=token) for _ in range(3)]
    assert [told(answer) for answer in answers] == [["名单已导入。"], *([["名单已导入。"] if token else [DONE]] * 2)]
    assert {answer.redirect_chain[-1][0] for answer in answers} == {batch.get_absolute_url()}
    assert imports() == 1
    assert held(cast.other_village) == [("张三", today(), None)]


def test_the_same_upload_sent_three_times_waits_once(clerk: Clerk) -> None:
    chains = [clerk.send(LIST, once="abc").redirect_chain for _ in range(3)]
    kept = ImportBatch.objects.get()
    assert chains == [[(kept.get_absolute_url(), 302)]] * 3
    clerk.send(LIST, once="another")
    clerk.send(LIST)
    assert ImportBatch.objects.count() == 3


# --- the town changed meanwhile -----------------------------------------------------------------------------------


def test_a_list_that_went_stale_is_told_checked_again_and_then_imported(
    clerk: Clerk, cast: Cast, batch: ImportBatch
) -> None:
    a_holder(cast.other_village, name="王五", telephone="13900001111", since=date(2024, 1, 1))
    answer = clerk.press("confirm", batch)
    page = read(answer)
    assert told(answer) == [STALE]
    assert sums(page) == {
        "读取行数": "4",
        "新增": "1",
        "变更": "1",
        "未变": "0",
        "文件内重复": "1",
        "跳过": "1",
        "错误": "0",
    }
    assert tables(page)["将要变更的内容"][0] == [
        "西河村 信息员", "王五 139****1111 2024-01-01", f"张三 138****5678 {today()}", "2",
    ]  # fmt: skip
    assert imports() == 0
    assert told(clerk.press("confirm", batch)) == ["名单已导入。"]
    assert held(cast.other_village) == [("王五", date(2024, 1, 1), yesterday()), ("张三", today(), None)]


def test_a_list_that_no_longer_fits_shows_why_and_can_no_longer_be_confirmed(
    clerk: Clerk, cast: Cast, batch: ImportBatch
) -> None:
    a_holder(cast.other_village, name="王五", since=today() + timedelta(days=9))
    page = read(clerk.press("confirm", batch))
    assert sums(page)["待核对"] == "1"
    assert [caption[:2] for caption in tables(page)] == ["各列", "王五", "将要"]
    assert batch.get_absolute_url() + "confirm/" not in actions(page)
    assert told(clerk.press("confirm", batch)) == [FAULTY]
    assert imports() == 0


def test_a_unit_renamed_meanwhile_is_asked_about_and_not_guessed(clerk: Clerk, cast: Cast, batch: ImportBatch) -> None:
    cast.other_village.name = "西河新村"
    edit_record(cast.other_village, ["name"], by=cast.office)
    page = read(clerk.press("confirm", batch))
    assert "没有这个名称的单位。是不是西河新村？" in tables(page)
    assert held(cast.other_village) == []


def test_a_list_without_first_days_checked_yesterday_is_looked_at_again_today(
    clerk: Clerk, cast: Cast, time_machine: Any
) -> None:
    time_machine.move_to("2026-03-05T09:00:00+08:00")
    open_ended, dated = (
        uploaded(LIST.encode()),
        uploaded("单位,岗位,姓名,任职日期\n西河村,巡查员,赵六,2026-03-05\n".encode()),
    )
    time_machine.move_to("2026-03-06T09:00:00+08:00")
    assert refusal(open_ended) == STALE
    desk.import_list(dated, by=None)
    desk.import_list(desk.look_again(again(open_ended), by=None), by=None)
    assert held(cast.other_village) == [("张三", date(2026, 3, 6), None)]
    assert held(cast.other_village, "patrol_inspector") == [("赵六", date(2026, 3, 5), None)]


def test_what_changed_elsewhere_in_the_town_is_no_reason_to_ask_again(
    clerk: Clerk, cast: Cast, batch: ImportBatch
) -> None:
    a_holder(a_village("北山村"), name="王五")
    edit_record(cast.liaison.person, ["position"], by=cast.office)
    assert told(clerk.press("confirm", batch)) == ["名单已导入。"]


def test_a_file_that_is_gone_is_told_and_nothing_breaks(clerk: Clerk, batch: ImportBatch) -> None:
    before = contents()
    batch.file.storage.delete(batch.file.name)
    answer = clerk.press("confirm", batch)
    assert (answer.status_code, told(answer)) == (200, ["文件已不存在，请重新上传。"])
    assert contents() == before


# --- put aside ----------------------------------------------------------------------------------------------------


def test_a_list_put_aside_says_so_and_is_never_imported(
    clerk: Clerk, cast: Cast, batch: ImportBatch, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        clerk.press("discard", batch)
    assert not batch.file.storage.exists(batch.file.name)
    page = clerk.look(batch)
    assert "该文件已放弃，没有导入任何内容。" in text_of(page)
    assert [button for button in actions(page) if str(batch.pk) in button] == []
    for button in ("confirm", "discard"):
        assert told(clerk.press(button, batch)) == [DONE]
    assert (again(batch).state, imports(), held(cast.other_village)) == (STATE.DISCARDED, 0, [])
    action = Action.objects.get(verb="dayan_safety.discard_import")
    assert (action.by, action.thing_name) == (cast.office, "名册.csv")


def test_an_imported_list_is_not_put_aside(clerk: Clerk, batch: ImportBatch) -> None:
    clerk.press("confirm", batch)
    assert told(clerk.press("discard", batch)) == [DONE]
    assert again(batch).state == STATE.IMPORTED
    assert batch.file.storage.exists(again(batch).file.name)


# --- whose it is --------------------------------------------------------------------------------------------------


def test_a_colleague_of_the_office_sees_and_confirms_what_another_uploaded(
    cast: Cast, as_user: Callable[[Any], Client], batch: ImportBatch
) -> None:
    person = a_person(name="冯九")
    an_appointment(cast.committee, "office_staff", person)
    colleague = Clerk(as_user(a_user(person)))
    assert sums(colleague.look(batch))["新增"] == "2"
    colleague.press("confirm", batch)
    assert Action.objects.get(verb=IMPORTED).by.person == person


def test_a_list_of_another_kind_is_no_roster(clerk: Clerk, batch: ImportBatch) -> None:
    assert clerk.press("confirm", batch).status_code == 200
    ImportBatch.objects.filter(pk=batch.pk).update(kind="other", state=STATE.CHECKED)
    answers = [clerk.browser.get(batch.get_absolute_url()), *(clerk.press(b, batch) for b in ("confirm", "discard"))]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert tables(clerk.begin()) == {}


def test_earlier_imports_are_listed_newest_first_with_who_and_what_became_of_them(
    clerk: Clerk, cast: Cast, query_count: Any
) -> None:
    assert "暂无" in text_of(clerk.begin())
    batches = [uploaded(LIST.encode(), f"{name}.csv", by=cast.office) for name in "甲乙丙"]
    clerk.press("confirm", batches[0])
    clerk.press("discard", batches[1])
    rows = tables(clerk.begin())["以往导入"]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("丙.csv", str(cast.office), "已检查"),
        ("乙.csv", str(cast.office), "已放弃"),
        ("甲.csv", str(cast.office), "已导入"),
    ]
    three = query_count(clerk.begin)
    ImportBatch.objects.exclude(pk=batches[0].pk).delete()
    assert query_count(clerk.begin) == three


# --- history ------------------------------------------------------------------------------------------------------


def test_history_says_in_one_sentence_what_was_counted_and_of_every_post_who_came_after_whom(
    cast: Cast, clerk: Clerk, batch: ImportBatch
) -> None:
    a_holder(cast.other_village, name="王五", telephone="13900001111", since=date(2024, 1, 1))
    clerk.press("confirm", batch)
    clerk.press("confirm", batch)
    (row,) = sentences(Action.objects.filter(verb=IMPORTED))
    assert str(row) == "李文员：导入名册，名册.csv"
    assert [str(change) for change in row.changes] == [
        "文件名：名册.csv",
        "变更：1",
        "文件内重复：1",
        "新增：1",
        "跳过：1",
        f"西河村 信息员：王五 139****1111 2024-01-01 → 张三 138****5678 {today()}",
        f"西河村 协管员：李四 {today()}",
    ]


def test_the_auditor_reads_the_import_and_no_full_number(
    cast: Cast, clerk: Clerk, as_user: Callable[[Any], Client], batch: ImportBatch
) -> None:
    clerk.press("confirm", batch)
    page = text_of(read(as_user(cast.auditor).get(reverse("list_action"))))
    assert "导入名册 名册.csv" in page
    assert "张三 138****5678" in page
    assert "13812345678" not in page
