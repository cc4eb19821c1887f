"""An import taken back: the town as it was for every reader, or a sentence about what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import assume, given, settings

from committee.models import Appointment, LiaisonPost, Person
from committee.services import rosters
from committee.services.appointments import end_appointment
from committee.services.rosters.undo import _overlap
from committee.tests.roster_builders import (
    DAY,
    STATE,
    a_holder,
    a_line,
    a_village,
    again,
    an_identity,
    check,
    export_lines,
    imported,
    post_of,
    refusal,
    the_person,
    today,
    uploaded,
    waiting,
    yesterday,
)
from committee.tests.roster_clerk import Clerk, address
from committee.tests.roster_towns import SMALL_TOWNS, build
from committee.tests.test_roster_properties import SOUND
from dayan_safety.attachments import attach
from dayan_safety.errors import RuleBroken
from dayan_safety.history import verify_history
from dayan_safety.importing import Answers, desk
from dayan_safety.importing.batches import UNDO_WITHIN, is_too_old
from dayan_safety.models import Action, ImportBatch
from dayan_safety.records import edit_record
from dayan_safety.testing import SINCE, Cast, a_group, a_user, an_appointment
from dayan_safety.tests.crowd import database_for_threads, together
from dayan_safety.tests.faults import failing_at
from dayan_safety.tests.files import picture, upload
from dayan_safety.tests.pages import texts

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def readings() -> dict[str, Any]:
    """What the town says to its readers: the roster of many days, people, posts and who holds them."""
    days = [today() + number * MONTH for number in range(-12, 3)] + [yesterday(), today(), today() + DAY]
    people = Person.objects.present().order_by("pk")
    appointments = Appointment.objects.present().order_by("pk")
    return {
        "rosters": [export_lines(day) for day in days],
        "people": list(people.values_list("pk", "name", "sex", "telephone", "identity_number", "position", "initials")),
        "digests": list(people.values_list("identity_digest", flat=True)),
        "posts": list(LiaisonPost.objects.present().order_by("pk").values_list("pk", "unit", "role")),
        "appointments": list(appointments.values_list("pk", "person", "liaison_post", "since", "until")),
    }


def undo(batch: ImportBatch, by: Any = None) -> ImportBatch:
    """The import taken back."""
    return desk.undo_list(again(batch), by=by)


def standing(village: Any) -> list[Any]:
    """Everyone who was not removed from the post."""
    rows = Appointment.objects.present().filter(liaison_post=post_of(village))
    return list(rows.values_list("person__name", "since", "until"))


# The town as it was


@settings(max_examples=25, deadline=None)
@given(town=SMALL_TOWNS, lines=SOUND)
def test_any_import_taken_back_leaves_the_town_as_it_was(town: Any, lines: Any) -> None:
    with transaction.atomic():
        build(town)
        before, made = readings(), lines[: 3 * len(town)]
        assume(check(*made).is_importable)
        batch = imported(*made)
        assert desk.blockers_of(batch) == []
        undo(batch)
        assert readings() == before
        assert list(verify_history()) == []
        transaction.set_rollback(True)


def test_people_posts_and_numbers_come_and_go(cast: Cast) -> None:
    village = a_village("南山村")
    post_of(village, "coordinator").delete()
    a_holder(village, name="李四", telephone="13812345678")
    before = readings()
    batch = imported(
        a_line(village, name="张三", telephone="13911112222"),
        a_line(village, "协管员", "王五"),
        a_line(village, "巡查员", "赵六"),
    )
    assert readings() != before
    undo(batch)
    assert readings() == before
    assert standing(village) == [("李四", SINCE, None)]


def test_what_a_list_said_of_a_holder_is_unsaid(cast: Cast) -> None:
    village = a_village("南山村")
    a_holder(village, name="李四", telephone="13812345678", position="主任")
    before = readings()
    number = an_identity(3)
    batch = imported(
        a_line(village, name="李四", telephone="13911112222", position="支书", sex="男", identity_number=number)
    )
    assert the_person("李四").identity_number == number
    assert number not in str(again(batch).undo)
    undo(batch)
    assert readings() == before
    assert the_person("李四").identity_digest == ""


def test_the_same_list_can_be_imported_again_afterwards() -> None:
    village = a_village("南山村")
    line = a_line(village, name="张三", telephone="13911112222")
    undo(imported(line))
    imported(line)
    assert [name for name, _since, _until in standing(village)] == ["张三"]


def test_history_keeps_both_and_says_who_did_it(cast: Cast) -> None:
    village = a_village("南山村")
    a_holder(village, name="李四")
    batch = imported(a_line(village, name="张三"), by=cast.office)
    undo(batch, by=cast.office)
    there, back = (Action.objects.get(verb=verb) for verb in ("committee.import_roster", "dayan_safety.undo_import"))
    assert (back.by_id, back.thing_id) == (cast.office.pk, str(batch.pk))
    assert back.before["南山村 信息员"] == there.after["南山村 信息员"]
    assert back.after["南山村 信息员"] == there.before["南山村 信息员"]
    assert list(verify_history()) == []


def test_taking_back_takes_as_many_queries_for_any_number_of_lines(query_count: Any) -> None:
    def cost(number: int) -> int:
        villages = [a_village(f"测试{number}之{n}村") for n in range(number)]
        batch = imported(*[a_line(village, name="张三", telephone=f"139{n:08d}") for n, village in enumerate(villages)])
        return int(query_count(lambda: undo(batch)))

    cost(1)
    assert cost(2) == cost(30)


# What stands in the way


def a_replacement() -> tuple[ImportBatch, Any]:
    """An import that replaced 李四 by 张三, and the village."""
    village = a_village("南山村")
    a_holder(village, name="李四")
    return imported(a_line(village, name="张三", telephone="13911112222")), village


def edit_the_new_one(village: Any) -> None:
    person = the_person("张三")
    person.position = "主任"
    edit_record(person, ["position"], by=None)


def end_the_new_one(village: Any) -> None:
    appointment = Appointment.objects.get(person__name="张三")
    end_appointment(appointment, by=None, until=today() + DAY, reason="x")


def appoint_the_new_one_elsewhere(village: Any) -> None:
    an_appointment(a_group(), "lead", the_person("张三"))


def give_the_new_one_a_login(village: Any) -> None:
    a_user(the_person("张三"))


def attach_a_file(village: Any) -> None:
    attach(the_person("张三"), by=None, file=upload(picture()))


def let_the_old_one_leave(village: Any) -> None:
    person = the_person("李四")
    person.left_on = today()
    edit_record(person, ["left_on"], by=None)


def appoint_the_old_one_elsewhere(village: Any) -> None:
    an_appointment(a_group(), "lead", the_person("李四"), since=today())


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (edit_the_new_one, "导入后有改动：张三。"),
        (end_the_new_one, "导入后有改动：张三"),
        (appoint_the_new_one_elsewhere, "导入后已在别处使用：张三。"),
        (give_the_new_one_a_login, "导入后已在别处使用：张三。"),
        (attach_a_file, "导入后已在别处使用：张三。"),
        (let_the_old_one_leave, "导入后已离任或另有任职：李四。"),
        (appoint_the_old_one_elsewhere, "导入后已离任或另有任职：李四。"),
    ],
)
def test_what_was_touched_since_stands_in_the_way(act: Callable[[Any], None], sentence: str) -> None:
    batch, village = a_replacement()
    assert desk.blockers_of(batch) == []
    act(village)
    (blocker,) = map(str, desk.blockers_of(batch))
    assert blocker.startswith(sentence.rstrip("。"))
    before = readings()
    assert refusal(again(batch), act=desk.undo_list) == f"这次导入不能撤回。 {blocker}"
    assert (readings(), again(batch).state) == (before, STATE.IMPORTED)


def an_ending() -> tuple[ImportBatch, Any]:
    """An import that ended 李四's post because the list no longer names him, and the village."""
    village = a_village("南山村")
    gone = a_holder(village, name="李四")
    a_village("北湖村")
    lines = [a_line(village, "协管员", "张三"), a_line("北湖村", "信息员", "王五")]
    batch, sheets = waiting(*lines)
    report, plan = rosters.check_roster(sheets, today(), Answers(ended=[str(gone.pk)]))
    batch.answers, batch.fingerprint = Answers(ended=[str(gone.pk)]).as_text(), plan.fingerprint()
    batch.save()
    assert report.is_importable
    return desk.import_list(batch, by=None, sheets=sheets), village


def test_a_post_that_was_ended_is_held_again() -> None:
    batch, village = an_ending()
    assert standing(village) == [("李四", SINCE, yesterday())]
    undo(batch)
    assert standing(village) == [("李四", SINCE, None)]


def test_a_post_given_to_somebody_else_since_stands_in_the_way() -> None:
    batch, village = an_ending()
    a_holder(village, name="赵六", since=today())
    (blocker,) = map(str, desk.blockers_of(batch))
    assert blocker.startswith("导入后另有人任职，或岗位已撤：南山村")
    assert refusal(again(batch), act=desk.undo_list).endswith(blocker)
    assert [name for name, _since, until in standing(village) if until is None] == ["赵六"]


def test_a_post_that_is_gone_since_stands_in_the_way() -> None:
    batch, village = an_ending()
    LiaisonPost.objects.filter(pk=post_of(village).pk).update(removed_at=timezone.now())
    assert desk.blockers_of(batch)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((1, 5), (5, 9), True),
        ((1, 4), (5, 9), False),
        ((1, None), (5, 9), True),
        ((6, None), (1, 5), False),
        ((1, None), (9, None), True),
    ],
)
def test_spans_of_days_meet_on_a_day_they_share(one: Any, other: Any, meet: bool) -> None:
    def span(days: Any) -> Any:
        return tuple(today() + timedelta(days=day) if day else None for day in days)

    assert _overlap(span(one), span(other)) is _overlap(span(other), span(one)) is meet


def test_what_others_do_elsewhere_does_not_stand_in_the_way() -> None:
    batch, _village = a_replacement()
    other = a_village("北湖村")
    a_holder(other, name="王五")
    imported(a_line(other, "协管员", "赵六"))
    undo(batch)
    assert again(batch).state == STATE.UNDONE


def test_a_week_is_enough_and_a_moment_more_is_too_late() -> None:
    batch, _village = a_replacement()
    now = timezone.now()
    batch.imported_at = now - UNDO_WITHIN + timedelta(minutes=1)
    assert not is_too_old(batch)
    batch.imported_at = now - UNDO_WITHIN - timedelta(minutes=1)
    assert list(map(str, desk.blockers_of(batch))) == ["导入后 7 天内可以撤回，这一批已超过期限。"]


def test_an_import_from_before_this_was_kept_cannot_be_taken_back() -> None:
    batch, _village = a_replacement()
    batch.undo = {}
    assert len(desk.blockers_of(batch)) == 1


@pytest.mark.parametrize("state", [STATE.CHECKED, STATE.DISCARDED, STATE.UNDONE])
def test_only_what_was_imported_is_taken_back_and_only_once(state: str) -> None:
    batch, _village = a_replacement()
    ImportBatch.objects.filter(pk=batch.pk).update(state=state)
    before = readings()
    assert refusal(again(batch), act=desk.undo_list) == "这一批已撤回，或者没有导入过。"
    assert readings() == before


@pytest.mark.parametrize("role", ["lead", "liaison", "auditor", "supervisor"])
def test_nobody_but_the_office_takes_back(role: str, cast: Cast) -> None:
    batch, _village = a_replacement()
    with pytest.raises(PermissionDenied):
        desk.undo_list(batch, by=getattr(cast, role))
    assert again(batch).state == STATE.IMPORTED


# Accidents and races


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_any_statement_takes_nothing_back_by_half(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    browser = as_user(cast.office)
    browser.raise_request_exception = False
    batch, village = a_replacement()
    before, number = readings(), 0
    while again(batch).state != STATE.UNDONE:
        assert readings() == before
        number += 1
        with failing_at(number):
            browser.post(address("undo", batch), {"once": f"form{number}"})
        undone = again(batch).state == STATE.UNDONE
        assert Action.objects.filter(verb="dayan_safety.undo_import").exists() is undone
    assert number > 15
    assert [name for name, _since, until in standing(village) if until is None] == ["李四"]
    assert list(verify_history()) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_take_back_at_once_do_so_once(tmp_path: Path) -> None:
    batch, _village = a_replacement()
    with database_for_threads(tmp_path):
        ended = together(*[lambda: desk.undo_list(again(batch), by=None)] * 3)
        (count,) = together(lambda: Action.objects.filter(verb="dayan_safety.undo_import").count())
    assert sum(isinstance(end, RuleBroken) for end in ended) == 2
    assert count == 1


# At the page


def test_a_clerk_takes_an_import_back(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    clerk = Clerk(as_user(cast.office))
    a_village("南山村")
    batch = uploaded("单位,岗位,姓名\n南山村,信息员,张三\n".encode(), by=cast.office)
    clerk.press("confirm", batch)
    assert "撤回导入" in texts(clerk.look(batch), "button")
    clerk.press("undo", batch)
    page = clerk.look(batch)
    assert "这次导入已撤回，一切恢复原样。" in texts(page, "div", "alert-info")
    assert "撤回导入" not in texts(page, "button")
    assert not Person.objects.present().filter(name="张三").exists()


def test_the_page_lists_what_stands_in_the_way(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    batch, village = a_replacement()
    edit_the_new_one(village)
    page = Clerk(as_user(cast.office)).look(batch)
    assert "导入后有改动：张三。" in texts(page, "li")
    assert "撤回导入" not in texts(page, "button")
