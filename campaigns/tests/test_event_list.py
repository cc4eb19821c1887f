"""The log of events as a file: what names an event, what is understood, asked and refused, and the way back."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from campaigns.models import Event
from campaigns.tests.builders import a_kind_of_event, an_event
from committee.models import UnitAlias
from dayan_safety.errors import RuleBroken
from dayan_safety.importing import Answers, desk
from dayan_safety.models import Action, ImportBatch
from dayan_safety.records import edit_record
from dayan_safety.testing import a_committee, a_group, a_unit
from dayan_safety.tests.list_desk import ListDesk

pytestmark = pytest.mark.django_db
EVENTS = ListDesk("event", ["活动名称", "类别", "日期", "开始时间", "地点", "单位", "工作组", "五进", "参加人数"])


@pytest.fixture
def village() -> Any:
    """A village, its kind of event, and a working group."""
    a_kind_of_event(name="应急演练")
    a_group(a_committee(), name="消防安全组")
    return a_unit(name="东风村")


def a_line(**cells: Any) -> list[Any]:
    """A drill in 东风村."""
    told = {
        "theme": "消防演练", "kind": "应急演练", "day": "2026.6.5", "time": "下午2:30", "place": "村委会",
        "unit": "东风村", "group": "消防安全组", "entry": "进农村", "count": "1,250", **cells,
    }  # fmt: skip
    return list(told.values())


def test_a_line_becomes_an_event_with_all_it_says(village: Any) -> None:
    EVENTS.bring_in(a_line())
    event = Event.objects.get()
    assert (event.theme, event.held_on, event.begins_at) == ("消防演练", date(2026, 6, 5), time(14, 30))
    assert (event.kind.name, event.unit, event.group.name) == ("应急演练", village, "消防安全组")
    assert (event.place, event.entry, event.head_count) == ("村委会", "countryside", 1250)


def test_it_comes_again_unchanged_and_a_blank_cell_leaves_what_stands(village: Any) -> None:
    EVENTS.bring_in(a_line())
    assert EVENTS.counts(a_line()) == {"unchanged": 1}
    assert EVENTS.counts(a_line(time="", group="", entry="", count="")) == {"unchanged": 1}
    EVENTS.bring_in(a_line(count="90", time=""))
    event = Event.objects.get()
    assert (event.head_count, event.begins_at, event.version) == (90, time(14, 30), 2)


def test_the_same_theme_and_day_in_another_village_is_another_event(village: Any) -> None:
    a_unit(name="西河村")
    EVENTS.bring_in(a_line())
    assert EVENTS.counts(a_line(unit="西河村")) == {"new": 1}


def test_without_a_unit_the_place_tells_two_apart(village: Any) -> None:
    EVENTS.bring_in(a_line(unit="", place="广场"))
    assert EVENTS.counts(a_line(unit="", place="广场")) == {"unchanged": 1}
    assert EVENTS.counts(a_line(unit="", place="文化站")) == {"new": 1}
    assert EVENTS.counts(a_line(place="广场")) == {"changed": 1}, "the unit is filled in later"


def test_two_that_fit_are_not_guessed_between(village: Any) -> None:
    kind = a_kind_of_event()
    for name in ("东庄村", "西庄村"):
        an_event(theme="讲座", held_on=date(2026, 6, 5), place="会堂", unit=a_unit(name=name), kind=kind)
    line = a_line(theme="讲座", kind=kind.name, place="会堂", unit="")
    assert EVENTS.counts(line) == {"conflicts": 1}
    assert EVENTS.sentences(line) == ["这一行对应的记录不止一条。"]


def test_units_are_found_by_other_names_and_stems_and_near_ones_are_asked_about(village: Any) -> None:
    UnitAlias.objects.create(unit=village, name="东风大队")
    for name in ("东风大队", "东风村委会"):
        assert EVENTS.counts(a_line(unit=name)) == {"new": 1}
    (choice,) = EVENTS.check(a_line(unit="东凤村"), a_line(unit="东凤村", theme="另一场")).choices
    assert (choice.candidates, choice.rows) == (["东风村"], [2, 3])
    assert EVENTS.counts(a_line(unit="东凤村"), answers=Answers(choices={choice.key: str(village.pk)})) == {"new": 1}


def test_a_near_kind_is_asked_about_and_an_unknown_one_told(village: Any) -> None:
    report = EVENTS.check(a_line(kind="应急演习"))
    assert [choice.candidates for choice in report.choices] == [["应急演练"]]
    assert report.errors[0].problem == "没有这个名称的活动类别。是不是指应急演练？"
    assert EVENTS.sentences(a_line(kind="放电影")) == ["没有这个名称的活动类别，请更正，或先登记该活动类别。"]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"theme": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"place": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"kind": ""}, "请填写此格：缺少此项不能新登记。"),
        ({"day": "6月5日"}, "日期不正确：请写明年、月、日，如 2026-03-05。"),
        ({"time": "25:00"}, "这不是时间，请写成14:30这样。"),
        ({"count": "约一百"}, "这不是整数。"),
        ({"entry": "进厂矿"}, "只能填写以下之一：进企业、进学校、进乡村、进社区、进家庭。"),
    ],
)
def test_what_cannot_be_taken_says_why(cells: dict[str, str], sentence: str, village: Any) -> None:
    assert EVENTS.sentences(a_line(**cells)) == [sentence]


def test_history_keeps_what_came(village: Any) -> None:
    EVENTS.bring_in(a_line())
    told = Action.objects.get(verb="campaigns.import_event")
    assert told.after["消防演练 2026-06-05 东风村"].startswith("活动主题 消防演练；")
    assert "应急演练" in told.after["消防演练 2026-06-05 东风村"]


def test_taken_back_it_is_as_before_and_used_since_it_stays(village: Any) -> None:
    old = an_event(theme="旧活动", held_on=date(2026, 6, 1), unit=village, head_count=10)
    batch = EVENTS.bring_in(a_line(), a_line(theme="旧活动", day="2026-6-1", kind=old.kind.name, count="20"))
    desk.undo_list(batch, by=None)
    old.refresh_from_db()
    assert (old.head_count, old.begins_at, old.group) == (10, None, None)
    assert [event.theme for event in Event.objects.present()] == ["旧活动"]

    again = EVENTS.bring_in(a_line())
    event = Event.objects.present().get(theme="消防演练")
    event.head_count = 5
    edit_record(event, ["head_count"], by=None)
    with pytest.raises(RuleBroken):
        desk.undo_list(ImportBatch.objects.get(pk=again.pk), by=None)
    assert Event.objects.present().filter(theme="消防演练").exists()


def test_the_number_of_statements_does_not_grow(village: Any, query_count: Any) -> None:
    EVENTS.bring_in(a_line(theme="先来"))
    few = query_count(lambda: EVENTS.bring_in(a_line(theme="甲")))
    many = [a_line(theme=f"活动{number}") for number in range(40)]
    assert query_count(lambda: EVENTS.bring_in(*many)) == few
