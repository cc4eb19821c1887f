"""The history as auditors read it: sentences in words, filters, search, files; nothing there can be changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine

from committee.models import Person, Unit
from committee.services.appointments import appoint, end_appointment, hand_over
from committee.services.people import reveal_person
from committee.services.units import add_alias
from dayan_safety.calendars import load_calendar, mark_day
from dayan_safety.history import record_action
from dayan_safety.models import Action
from dayan_safety.reading_history import CHARACTERS_SHOWN, changes_in_words, told
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.testing import Cast, a_person, a_unit
from dayan_safety.tests.markup import in_english, markup_of

pytestmark = pytest.mark.every_database

HISTORY = "/history/"
KNOWN = "11010519491231002X"


@pytest.fixture
def auditor(cast: Cast, as_user: Any) -> Any:
    """The auditor's browser."""
    return as_user(cast.auditor)


def lines(browser: Any, **query: Any) -> list[list[str]]:
    """The rows of the list: who, did what, to what, what changed, why, how it ended."""
    page = markup_of(browser.get(HISTORY, {"rows": "200", **query}))
    cells = page.texts("td")
    return [cells[start : start + 6] for start in range(0, len(cells), 6)]


def verbs(browser: Any, **query: Any) -> list[str]:
    """What was done, newest first."""
    return [line[1] for line in lines(browser, **query)]


# Each kind of change in Chinese


def create(cast: Cast) -> None:
    create_record(
        Person(name="赵有号", telephone="13812345678", identity_number=KNOWN, unit=cast.village), by=cast.office
    )


def change_relation_and_number(cast: Cast) -> None:
    person = a_person(name="赵有号", telephone="13812345678", unit=cast.village)
    person.unit, person.telephone = cast.other_village, "13987654321"
    edit_record(person, ["unit", "telephone"], by=cast.office)


def change_choice_day_and_nothing(cast: Cast) -> None:
    unit = a_unit(name="北山村", valid_from=date(2024, 1, 1))
    unit.kind, unit.valid_from, unit.address = Unit.Kind.SCHOOL, None, "东街"
    edit_record(unit, ["kind", "valid_from", "address"], by=cast.office)


def change_truth(cast: Cast) -> None:
    cast.group.to_be_confirmed = True
    edit_record(cast.group, ["to_be_confirmed"], by=cast.lead)


def put_into_post(cast: Cast) -> None:
    appoint(cast.group, by=cast.office, person=cast.member.person, post="deputy_lead", since=date(2026, 1, 1))


def end_post(cast: Cast) -> None:
    end_appointment(cast.liaison.person.appointments.get(), by=cast.office, until=date(2026, 2, 1), reason="调离")


def pass_on(cast: Cast) -> None:
    hand_over(cast.liaison.person, by=cast.office, successor=cast.member.person, on=date(2026, 3, 1), reason="退休")


TOLD: list[tuple[Callable[[Cast], Any], str, str, str]] = [
    (
        create,
        "李文员：登记人员，赵有号",
        "姓名：赵有号；单位：东风村；电话：138****5678；身份证号：**************002X；排序：1000",
        "",
    ),
    (
        change_relation_and_number,
        "李文员：编辑人员，赵有号",
        "单位：东风村 → 西河村；电话：138****5678 → 139****4321",
        "",
    ),
    (
        change_choice_day_and_nothing,
        "李文员：编辑单位，北山村",
        "单位类别：村 → 学校；地址：东街；隶属本镇起：2024-01-01 → 空",
        "",
    ),
    (change_truth, "赵组长：编辑工作组，消防安全组", "待确认：否 → 是", ""),
    (
        lambda cast: remove_record(cast.group, by=cast.office, reason="撤并"),
        "李文员：移除工作组，消防安全组",
        "",
        "撤并",
    ),
    (put_into_post, "李文员：任命，钱所长 消防安全组 副组长", "", ""),
    (end_post, "李文员：结束任职，孙信息 东风村 信息员", "任职止：2026-02-01", "调离"),
    (pass_on, "李文员：工作交接，孙信息", "接任人员：钱所长", "退休"),
    (
        lambda cast: add_alias(cast.village, by=cast.office, name="东风村委会"),
        "李文员：添加其他名称，东风村",
        "名称：东风村委会",
        "",
    ),
    (lambda cast: reveal_person(cast.member.person, by=cast.chair), "王主任：查看完整号码，钱所长", "", ""),
    (
        lambda cast: a_unit(name="北山村", kind="school", order=3),
        "系统：登记单位，北山村",
        "名称：北山村；单位类别：学校；排序：3",
        "",
    ),
    (
        lambda cast: mark_day(date(2027, 1, 18), by=cast.office, is_working=False, name="庙会"),
        "李文员：编辑日历，2027-01-18 庙会",
        "上班：否；名称：庙会",
        "",
    ),
    (lambda cast: load_calendar([2026], by=cast.office), "李文员：编辑日历", "", ""),
]


@pytest.mark.parametrize(("act", "sentence", "changes", "reason"), TOLD)
def test_each_kind_of_change_is_told_in_chinese(
    act: Callable[[Cast], Any], sentence: str, changes: str, reason: str, cast: Cast
) -> None:
    act(cast)
    row = Action.objects.order_by("-number")[0]
    assert (str(told(row)), row.reason) == (sentence, reason)
    assert changes in changes_in_words(row)


def test_a_long_value_is_told_shortened_in_the_list_and_kept_whole(cast: Cast) -> None:
    cast.group.duties = "责" * 1000
    edit_record(cast.group, ["duties"], by=cast.office)
    row = Action.objects.get(verb="committee.edit_workinggroup")
    assert len(changes_in_words(row)) == CHARACTERS_SHOWN
    assert changes_in_words(row).startswith("职责：责责")
    assert row.after == {"duties": "责" * 1000}
    assert told(row).changes[0].after == "责" * 1000


# The list


def test_the_list_tells_newest_first_who_did_what_to_what_and_why(cast: Cast, auditor: Any) -> None:
    edit_of_address(cast.village, "东街", cast)
    remove_record(cast.other_village, by=cast.office, reason="并村")
    newest, before = lines(auditor)[:2]
    assert newest[:3] == ["李文员", "移除单位", "西河村"] and newest[4:] == ["并村", "已完成"]
    assert before == ["李文员", "编辑单位", "东风村", "地址：东街", "", "已完成"]
    english = lines(in_english(auditor))
    assert ["李文员", "edit a unit", "东风村", "address: 东街", "", "done"] in english


def edit_of_address(unit: Unit, address: str, cast: Cast) -> None:
    """The office writes an address."""
    unit.address = address
    edit_record(unit, ["address"], by=cast.office)


def test_nothing_in_it_can_be_changed(cast: Cast, auditor: Any) -> None:
    page = markup_of(auditor.get(HISTORY))
    assert {form.action for form in page.forms() if form.method == "post"} == {
        "/preferences/",
        "/sign-out/",
        "/views/save/",
    }
    assert "新增" not in page.texts("a")
    before = Action.objects.count()
    assert [getattr(auditor, method)(HISTORY).status_code for method in ("post", "put", "delete")] == [405] * 3
    assert Action.objects.count() == before


def test_rows_are_found_by_person_and_thing(cast: Cast, auditor: Any) -> None:
    edit_of_address(cast.village, "东街", cast)
    remove_record(cast.other_village, by=cast.office, reason="并村")
    assert verbs(auditor, q="李文员", sort="at")[-2:] == ["编辑单位", "移除单位"]
    assert "编辑单位" in verbs(auditor, q="东风")
    assert set(verbs(auditor, q="西河")) == {"登记单位", "设立联络岗", "移除单位"}


def test_the_filters_narrow_by_verb_and_outcome(cast: Cast, auditor: Any) -> None:
    remove_record(cast.other_village, by=cast.office, reason="并村")
    record_action("committee.edit_unit", cast.village, by=cast.chair, outcome=Action.Outcome.REFUSED)
    assert verbs(auditor, verb="committee.remove_unit") == ["移除单位"]
    [refused] = lines(auditor, outcome="refused")
    assert refused == ["王主任", "编辑单位", "东风村", "", "", "未成功"]
    assert lines(auditor, verb="committee.remove_unit", outcome="refused") == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"since": "2026-3-5"}, ["丙", "乙"]),
        ({"until": "2026年3月5日"}, ["乙", "甲"]),
        ({"since": "2026/3/5", "until": "2026.3.5"}, ["乙"]),
        ({"since": "2026-3-7"}, []),
    ],
)
def test_the_days_are_the_towns(query: dict[str, str], told: list[str], auditor: Any) -> None:
    moments = {"甲": "2026-03-04 15:59:59", "乙": "2026-03-04 16:00:00", "丙": "2026-03-06 15:59:59"}
    for name, moment in moments.items():
        with time_machine.travel(f"{moment}+00:00", tick=False):
            record_action("committee.add_alias", after={"name": name})
    found = lines(auditor, verb="committee.add_alias", **query)
    assert [line[3] for line in found] == [f"name：{name}" for name in told]


def test_the_verbs_offered_are_those_that_leave_rows_each_once(auditor: Any) -> None:
    page = markup_of(auditor.get(HISTORY))
    offered = [option.text for option in page.all("option") if "." in option["value"]]
    assert {"移除单位", "工作交接", "登录", "导出人员", "查看完整号码"} <= set(offered)
    assert len(set(offered)) == len(offered)
    assert {"查看单位", "查看运行日志"} & set(offered) == set()
    assert offered.index("编辑单位") < offered.index("登录") < offered.index("移除单位")


def test_a_row_leads_to_all_that_happened_to_its_thing(cast: Cast, auditor: Any) -> None:
    remove_record(cast.other_village, by=cast.office, reason="并村")
    newest = Action.objects.order_by("-number")[0]
    assert set(verbs(auditor)) > {"移除单位"}
    answer = auditor.get(newest.get_absolute_url())
    assert {row.record.thing_name for row in answer.context["listing"].rows} == {"西河村"}


def test_a_file_of_the_history_is_what_is_shown_and_is_in_the_history(cast: Cast, auditor: Any) -> None:
    edit_of_address(cast.village, "=1+1", cast)
    text = auditor.get(f"{HISTORY}export/csv/?verb=committee.edit_unit&columns=by_name&columns=changes").content.decode(
        "utf-8-sig"
    )
    assert list(csv.reader(io.StringIO(text))) == [["操作人", "变更前 → 变更后"], ["李文员", "地址：=1+1"]]
    left = Action.objects.get(verb="dayan_safety.view_action")
    assert (left.by, left.after["format"]) == (cast.auditor, "csv")


def test_numbers_are_masked_wherever_the_history_is_read(cast: Cast, as_user: Any, auditor: Any) -> None:
    change_relation_and_number(cast)
    create(cast)
    pages = [auditor.get(HISTORY, {"rows": "200"}), auditor.get(f"{HISTORY}export/csv/")]
    pages.append(as_user(cast.office).get(Person.objects.filter(name="赵有号").first().get_absolute_url()))
    for text in (page.content.decode() for page in pages):
        assert "138****5678" in text
        assert [number for number in ("13812345678", "13987654321", KNOWN) if number in text] == []


def test_a_page_takes_as_many_queries_with_more_rows(cast: Cast, auditor: Any, query_count: Any) -> None:
    lines(auditor)
    few = query_count(lambda: lines(auditor))
    for number in range(60):
        record_action("committee.add_alias", cast.village, by=cast.office, after={"name": str(number)})
    assert query_count(lambda: lines(auditor)) == few
