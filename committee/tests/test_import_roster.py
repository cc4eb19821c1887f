"""Importing a roster: all of it or nothing, once, and exactly what was looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from committee.models import LiaisonPost, Person
from committee.tests.roster_builders import (
    DONE,
    TABLES,
    TEXT,
    a_holder,
    a_line,
    a_village,
    again,
    an_identity,
    contents,
    held,
    imported,
    post_of,
    query,
    refusal,
    the_person,
    today,
    uploaded,
    yesterday,
)
from dayan_safety.history import verify_history
from dayan_safety.importing import desk
from dayan_safety.models import Action, ImportBatch
from dayan_safety.personal import digest_of
from dayan_safety.testing import Cast, a_person
from dayan_safety.workbooks import WorkbookRefused

pytestmark = pytest.mark.django_db


def test_a_new_person_is_registered_and_appointed() -> None:
    village = a_village("东风村")
    line = a_line(village, name="张三", sex="男", telephone="138 1234 5678", position="支书", since="2024.3.5")
    batch = imported([*line[:6], an_identity(1), *line[7:]])
    person = the_person("张三")
    assert (person.sex, person.telephone, person.position, person.unit) == ("male", "13812345678", "支书", village)
    assert (person.identity_number, person.identity_digest) == (an_identity(1), digest_of(an_identity(1)))
    assert (person.initials, person.version) == ("zs", 1)
    assert timezone.now() - timedelta(minutes=1) < person.created_at <= person.updated_at
    assert held(village) == [("张三", date(2024, 3, 5), None)]
    assert batch.report["touched"] == {
        "person": [person.pk],
        "liaisonpost": [post_of(village).pk],
        "appointment": [person.appointments.get().pk],
    }


def test_the_identity_number_is_kept_as_cipher() -> None:
    imported(a_line(a_village("东风村"), name="张三", identity_number=an_identity(1)))
    [(kept,)] = query("SELECT identity_number FROM committee_person")
    assert an_identity(1) not in kept
    assert len(kept) > 40


def test_nobody_is_overwritten() -> None:
    village = a_village("东风村")
    a_holder(village, name="李四", since=date(2024, 1, 1))
    imported(a_line(village, name="张三"))
    assert held(village) == [("李四", date(2024, 1, 1), yesterday()), ("张三", today(), None)]
    imported(a_line(village, name="王五", since=today() + timedelta(days=30)))
    assert held(village)[1:] == [
        ("张三", today(), today() + timedelta(days=29)),
        ("王五", today() + timedelta(days=30), None),
    ]


def test_only_what_a_line_says_changes() -> None:
    village = a_village("东风村")
    appointment = a_holder(village, name="张三", telephone="13812345678", position="支书", sex="male")
    imported(a_line(village, name="张三", telephone="13911112222", identity_number=an_identity(1)))
    person = the_person("张三")
    assert (person.telephone, person.identity_number) == ("13911112222", an_identity(1))
    assert (person.position, person.sex, person.unit, person.name) == ("支书", "male", village, "张三")
    assert person.version == appointment.person.version + 1
    assert person.updated_at > appointment.person.updated_at
    assert held(village) == [("张三", date(2024, 1, 1), None)]


def test_a_first_day_is_corrected() -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", since=date(2024, 1, 1))
    imported(a_line(village, name="张三", since="2023-06-01"))
    assert held(village) == [("张三", date(2023, 6, 1), None)]


def test_a_person_moves_when_the_old_post_is_passed_on() -> None:
    east, west = a_village("东风村"), a_village("西河村")
    a_holder(east, name="张三", identity_number=an_identity(1))
    imported(a_line(west, name="张三", identity_number=an_identity(1)), a_line(east, name="李四"))
    assert [row[0] for row in held(west)] == ["张三"]
    assert [row[0] for row in held(east)] == ["张三", "李四"]
    assert the_person("张三").appointments.count() == 2


def test_one_person_in_two_posts_is_registered_once() -> None:
    village = a_village("东风村")
    imported(*[a_line(village, role, "张三", telephone="13812345678") for role in ("信息员", "协管员")])
    assert the_person("张三").appointments.count() == 2


def test_a_post_that_was_never_opened_is_opened() -> None:
    village = a_village("东风村")
    post_of(village).delete()
    imported(a_line(village, name="张三"))
    assert held(village) == [("张三", today(), None)]


def test_an_unchanged_roster_changes_nothing() -> None:
    village = a_village("东风村")
    a_holder(village, name="张三", telephone="13812345678")
    before = contents()
    batch = imported(a_line(village, name="张三", telephone="13812345678"))
    after = contents()
    assert {table: after[table] for table in TABLES[:3]} == {table: before[table] for table in TABLES[:3]}
    assert batch.report["touched"] == {"person": [], "liaisonpost": [], "appointment": []}


def test_history_tells_who_replaced_whom_with_masked_numbers(cast: Cast) -> None:
    village = a_village("北山村")
    a_holder(village, name="李四", telephone="13900001111", since=date(2024, 1, 1))
    line = a_line(village, name="张三", telephone="13812345678", identity_number=an_identity(1))
    batch = imported(line, by=cast.office)
    action = Action.objects.get(verb="committee.import_roster")
    post = str(post_of(village))
    assert (action.by, action.thing_id, action.thing_name) == (cast.office, str(batch.pk), "名册.xlsx")
    assert action.before == {post: "李四 139****1111 2024-01-01"}
    assert action.after == {
        "name": "名册.xlsx",
        "changed": "1",
        post: f"张三 138****5678 *{an_identity(1)[-4:]} {today()}",
    }
    assert list(verify_history()) == []


def test_the_kept_file_is_read_again_and_must_be_the_one_checked() -> None:
    village = a_village("东风村")
    gone, other = uploaded(), uploaded()
    gone.file.storage.delete(gone.file.name)
    assert refusal(gone) == "文件已不存在，请重新上传。"
    with other.file.storage.open(other.file.name, "wb") as file:
        file.write(TEXT + "东风村,协管员,李四\n".encode())
    assert refusal(other) == "文件与检查时的不一致，请重新上传。"
    assert held(village) == []
    desk.import_list(uploaded(), by=None)
    assert held(village) == [("张三", today(), None)]


def test_a_second_look_renews_the_report_of_a_waiting_list_only() -> None:
    village = a_village("东风村")
    batch = uploaded()
    assert batch.report["new"] == 1
    a_holder(village, name="李四", since=date(2024, 1, 1))
    looked_at = desk.look_again(again(batch), by=None)
    assert again(batch).report["changed"] == 1
    desk.import_list(looked_at, by=None)
    kept = again(batch).report
    desk.look_again(again(batch), by=None)
    assert again(batch).report == kept


def test_a_discarded_list_loses_its_file_and_is_not_imported(django_capture_on_commit_callbacks: Any) -> None:
    a_village("东风村")
    batch = uploaded()
    name, storage = batch.file.name, batch.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        desk.discard_list(batch, by=None)
    assert not storage.exists(name)
    for act in (desk.discard_list, desk.import_list):
        assert refusal(again(batch), act=act) == DONE
    assert Action.objects.filter(verb="dayan_safety.discard_import").count() == 1


def test_a_refused_file_is_not_kept() -> None:
    with pytest.raises(WorkbookRefused):
        uploaded(b"no workbook", "名册.xlsx")
    assert not ImportBatch.objects.exists()


def test_removed_people_and_posts_are_not_met_again() -> None:
    village = a_village("东风村")
    removed = a_person(name="张三", telephone="13812345678", unit=village, identity_number=an_identity(1))
    Person.objects.filter(pk=removed.pk).update(removed_at="2024-01-01T00:00:00Z")
    imported(a_line(village, name="张三", telephone="13812345678", identity_number=an_identity(1)))
    assert Person.objects.filter(name="张三").count() == 2
    assert LiaisonPost.objects.filter(unit=village).count() == 3
