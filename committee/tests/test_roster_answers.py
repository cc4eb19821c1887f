"""What a clerk answers to a check: cells put right, lines left out, units and people said, posts ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from committee.imports import ROSTER
from committee.models import Person
from committee.services import rosters
from committee.services.rosters.liaisons import check_roster
from committee.tests.roster_builders import (
    STATE,
    a_holder,
    a_line,
    a_sheet,
    a_village,
    again,
    an_identity,
    check,
    contents,
    counts,
    held,
    the_person,
    today,
    uploaded,
    yesterday,
)
from committee.tests.roster_clerk import Clerk, address
from dayan_safety.importing import Answers, Report
from dayan_safety.importing.answers import line_of, place_of
from dayan_safety.models import Action, ImportBatch
from dayan_safety.testing import SINCE, Cast, a_committee, a_person, a_unit
from dayan_safety.tests.pages import read, texts
from dayan_safety.workbooks import Sheet

pytestmark = pytest.mark.django_db
SHEET = "名册"


def answered(answers: Answers, *lines: Any) -> tuple[Report, rosters.Plan]:
    """The check of ``lines`` with ``answers``."""
    return check_roster([a_sheet(*lines, name=SHEET)], today(), answers)


def choosing(report: Report, answer: str) -> Answers:
    """The one question of a report, answered."""
    (choice,) = report.choices
    return Answers(choices={choice.key: answer})


# Units


def test_one_answer_says_which_unit_all_its_rows_mean() -> None:
    village = a_village("南山村")
    lines = [a_line("南三村", role, "张三", telephone="13812345678") for role in ("信息员", "协管员")]
    report, plan = answered(choosing(check(*lines), str(village.pk)), *lines)
    assert (counts(report), report.choices, len(plan.starts)) == ({"new": 2}, [], 2)
    assert report.notes == ["已识别：南三村 → 南山村。"]


@pytest.mark.parametrize("answer", ["", "0", "99999999", "-1", "abc", "²", "new"])
def test_an_answer_that_names_no_unit_leaves_the_question_open(answer: str) -> None:
    a_village("南山村")
    line = a_line("南三村", name="张三")
    report, plan = answered(choosing(check(line), answer), line)
    assert (len(report.choices), report.is_importable, plan.starts) == (1, False, [])


def test_a_unit_without_liaisons_is_no_answer() -> None:
    a_village("南山村")
    school = a_unit(name="中心学校", kind="school")
    line = a_line("南三村", name="张三")
    assert answered(choosing(check(line), str(school.pk)), line)[0].errors


@pytest.mark.parametrize(
    ("registered", "written"),
    [
        ("南山村", "南山"),
        ("南山村", "南山村委会"),
        ("南山村", "南山村村民委员会"),
        ("南山村民委员会", "南山村"),
        ("南山村", "大安镇南山村"),
        ("南山村", "兖州区大安镇南山村委会"),
        ("永固水泥有限公司", "永固水泥有限责任公司"),
        ("永固水泥有限公司", "永固水泥"),
        ("大安镇永固水泥股份有限公司", "永固水泥有限公司"),
    ],
)
def test_a_name_is_recognised_without_its_ending_and_the_towns_name(registered: str, written: str) -> None:
    a_committee(name="大安镇安全社区促进委员会")
    unit = a_village(registered)
    report = check(a_line(written, name="张三"))
    assert (counts(report), report.errors) == ({"new": 1}, [])
    assert report.changes[0].thing.startswith(unit.name)
    assert report.notes == [f"已识别：{written} → {registered}。"]


def test_a_stem_that_two_units_share_is_not_taken() -> None:
    a_village("南山村")
    a_village("南山有限公司", kind="enterprise")
    report = check(a_line("南山", name="张三"))
    assert set(report.choices[0].candidates) == {"南山村", "南山有限公司"}


@pytest.mark.parametrize("written", ["李镇南山村", "风", "村", "有限公司", "大安镇"])
def test_another_towns_village_and_what_is_too_short_are_not_recognised(written: str) -> None:
    a_committee(name="大安镇安全社区促进委员会")
    a_village("南山村")
    assert check(a_line(written, name="张三")).errors


def test_a_name_of_its_own_goes_before_a_stem() -> None:
    a_village("南山村")
    other = a_village("南山村委会")
    report = check(a_line("南山村委会", name="张三"))
    assert report.changes[0].thing.startswith(other.name)
    assert report.notes == []


# People


def test_somebody_says_that_it_is_the_same_person() -> None:
    village = a_village("南山村")
    known = a_person(name="张三", telephone="13812345678", unit=village)
    line = a_line(village, name="张三", telephone="13911112222")
    report, plan = answered(choosing(check(line), str(known.pk)), line)
    assert counts(report) == {"new": 1}
    assert [(person.known.pk, person.changes) for person in plan.edited_people if person.known] == [
        (known.pk, {"telephone": "13911112222"})
    ]
    assert plan.new_people == []


def test_somebody_says_that_it_is_another_person() -> None:
    village = a_village("南山村")
    a_person(name="张三", telephone="13812345678", unit=village)
    line = a_line(village, name="张三", telephone="13911112222")
    report, plan = answered(choosing(check(line), "new"), line)
    assert (counts(report), len(plan.new_people), plan.edited_people) == ({"new": 1}, 1, [])


def test_only_those_who_were_offered_can_be_meant() -> None:
    village = a_village("南山村")
    a_person(name="张三", telephone="13812345678", unit=village)
    stranger = a_person(name="李四", unit=village)
    line = a_line(village, name="张三", telephone="13911112222")
    report, plan = answered(choosing(check(line), str(stranger.pk)), line)
    assert (len(report.choices), plan.starts) == (1, [])


def test_an_answer_about_one_namesake_says_nothing_of_another() -> None:
    village = a_village("南山村")
    known = a_person(name="张三", telephone="13812345678", unit=village)
    first = a_line(village, name="张三", telephone="13911112222")
    answers = choosing(check(first), str(known.pk))
    other = a_line(village, "协管员", "张三", telephone="13733334444")
    report, _plan = answered(answers, first, other)
    assert [choice.rows for choice in report.choices] == [[5]]


# Cells and lines


def test_a_cell_put_right_makes_the_line_good() -> None:
    village = a_village("南山村")
    line = a_line(village, name="张三", telephone="12345")
    (problem,) = check(line).errors
    assert problem.place is not None
    right = Answers(cells={place_of(SHEET, problem.row, problem.place): "13812345678"})
    report, plan = answered(right, line)
    assert (counts(report), report.errors) == ({"new": 1}, [])
    assert plan.new_people[0].stated == {"telephone": "13812345678"}
    assert answered(Answers(cells={place_of(SHEET, problem.row, problem.place): "123"}), line)[0].errors


def test_a_line_left_out_is_counted_and_not_imported() -> None:
    village = a_village("南山村")
    lines = [a_line(village, name="张三"), a_line(village, "班长", "李四")]
    report, plan = answered(Answers(skipped=[line_of(SHEET, 5)]), *lines)
    assert (counts(report), report.rows, report.is_importable) == ({"new": 1, "skipped": 1}, 2, True)
    assert [start.person.name for start in plan.starts] == ["张三"]


def test_all_lines_left_out_import_nothing() -> None:
    village = a_village("南山村")
    report, plan = answered(Answers(skipped=[line_of(SHEET, 4)]), a_line(village, "班长", "李四"))
    assert (plan.starts, plan.people) == ([], [])
    assert counts(report) in ({"skipped": 1}, {})


# Not in the list


def test_who_holds_a_post_and_is_not_in_the_list_is_offered_and_stays() -> None:
    village, other = a_village("南山村"), a_village("北湖村")
    a_holder(village, name="李四")
    a_holder(village, "coordinator", name="周七")
    a_holder(other, name="赵六")
    report, plan = answered(Answers(), a_line(village, "巡查员", "张三"), a_line(other, "协管员", "王五"))
    assert [(item.thing, item.told) for item in report.absent] == [
        ("南山村 协管员", f"周七 {SINCE}"),
    ]
    assert plan.shifts == []


def test_what_somebody_said_ends_with_yesterday_and_nothing_else() -> None:
    village = a_village("南山村")
    gone = a_holder(village, name="李四")
    a_holder(village, "coordinator", name="周七")
    a_holder(village, "patrol_inspector", name="吴九")
    lines = [a_line(village, "协管员", "周七"), a_line("北湖村", "信息员", "张三"), a_line("北湖村", "巡查员", "孙八")]
    a_village("北湖村")
    report, plan = answered(Answers(ended=[str(gone.pk), str(gone.pk + 1000), "x"]), *lines)
    assert [item.told.split()[0] for item in report.absent] == ["李四", "吴九"]
    assert [(shift.held.pk, shift.until) for shift in plan.shifts] == [(gone.pk, yesterday())]


def test_who_began_today_ends_today() -> None:
    village = a_village("南山村")
    gone = a_holder(village, name="李四", since=today())
    a_village("北湖村")
    lines = [a_line(village, "协管员", "周七"), a_line("北湖村", "信息员", "张三")]
    _report, plan = answered(Answers(ended=[str(gone.pk)]), *lines)
    assert [shift.until for shift in plan.shifts] == [today()]


def test_a_post_that_is_ended_lets_its_holder_begin_elsewhere() -> None:
    village, other = a_village("南山村"), a_village("北湖村")
    gone = a_holder(village, name="李四", identity_number=an_identity(1))
    lines = [a_line(village, "协管员", "周七"), a_line(other, "信息员", "李四", identity_number=an_identity(1))]
    assert answered(Answers(), *lines)[0].errors
    report, plan = answered(Answers(ended=[str(gone.pk)]), *lines)
    assert (report.errors, len(plan.starts)) == ([], 2)


def test_a_line_with_an_error_is_not_silent_about_its_post() -> None:
    village = a_village("南山村")
    a_holder(village, name="李四")
    a_holder(village, "coordinator", name="周七")
    report, _plan = answered(Answers(), a_line(village, name="张三", telephone="1"), a_line(village, "协管员", "周七"))
    assert (len(report.errors), report.absent) == (1, [])


# The good lines alone


def test_the_good_lines_alone_leave_every_bad_one_outside() -> None:
    village = a_village("南山村")
    lines = [
        a_line(village, name="张三", telephone="13812345678"),
        a_line(village, "协管员", "李四", telephone="12345"),
        a_line("无名村", name="王五"),
    ]
    report, plan = answered(Answers(only_good=True), *lines)
    assert (report.is_importable, report.left_out, len(report.errors)) == (True, 2, 2)
    assert [(start.person.name, person.stated) for start, person in zip(plan.starts, plan.people, strict=True)] == [
        ("张三", {"telephone": "13812345678"})
    ]


def test_a_person_of_a_bad_line_alone_is_neither_registered_nor_edited() -> None:
    village, other = a_village("南山村"), a_village("北湖村")
    known = a_holder(village, name="李四", telephone="13812345678", identity_number=an_identity(1)).person
    lines = [
        a_line(other, name="李四", telephone="13911112222", identity_number=an_identity(1)),
        a_line(other, "协管员", "张三"),
    ]
    report, plan = answered(Answers(only_good=True), *lines)
    assert report.left_out == 1
    assert known.pk not in {person.known.pk for person in plan.people if person.known}
    assert [start.person.name for start in plan.starts] == ["张三"]


def test_nothing_good_is_nothing_to_import() -> None:
    a_village("南山村")
    report, plan = answered(Answers(only_good=True), a_line("无名村", name="张三"))
    assert (report.is_importable, report.left_out, plan.starts) == (False, 0, [])


def test_without_that_word_a_list_with_errors_is_not_imported() -> None:
    village = a_village("南山村")
    assert not check(a_line(village, name="张三"), a_line("无名村", name="王五")).is_importable


# At the page

MIXED = "单位,岗位,姓名,手机\n南山村,信息员,张三,13812345678\n南山村,协管员,李四,12345\n南三村,巡查员,王五,\n"


@pytest.fixture
def clerk(cast: Cast, as_user: Callable[[Any], Client]) -> Clerk:
    """The clerk of the office."""
    return Clerk(as_user(cast.office))


def waiting_batch(cast: Cast) -> ImportBatch:
    """A file with a wrong number and a unit nobody knows by that name."""
    a_village("南山村")
    return uploaded(MIXED.encode(), by=cast.office)


def test_a_clerk_answers_and_imports(clerk: Clerk, cast: Cast) -> None:
    batch = waiting_batch(cast)
    village = check_of(batch)["choices"][0]["options"][0][0]
    clerk.press("answer", batch, **{"cell:3!3!": "13911112222", "choice:unit:南三村": village})
    assert again(batch).report["importable"]
    page = clerk.look(batch)
    assert any("目前已更正 1 个单元格" in text for text in texts(page, "div", "alert-info"))
    clerk.press("confirm", batch)
    assert again(batch).state == STATE.IMPORTED
    assert the_person("李四").telephone == "13911112222"
    assert Person.objects.filter(name="王五").exists()


def check_of(batch: ImportBatch) -> dict[str, Any]:
    """What the check found."""
    report: dict[str, Any] = again(batch).report
    return report


def test_a_clerk_comes_back_to_what_was_answered_and_forgets_it(clerk: Clerk, cast: Cast) -> None:
    batch = waiting_batch(cast)
    before = check_of(batch)
    clerk.press("answer", batch, **{"cell:3!3!": "13911112222"})
    clerk.press("answer", batch, skip="4!")
    assert check_of(batch)["importable"]
    clerk.press("answer", batch, forget="1")
    assert check_of(batch) == before


def test_only_the_good_lines_are_imported_when_the_clerk_says_so(clerk: Clerk, cast: Cast) -> None:
    batch = waiting_batch(cast)
    clerk.press("answer", batch, only_good="1")
    page = clerk.look(batch)
    assert "2 行不导入。 其余各行在您确认后导入。目前尚未导入任何内容。" in texts(page, "div", "alert-warning")
    clerk.press("confirm", batch)
    assert set(Person.objects.filter(name__in=["张三", "李四", "王五"]).values_list("name", flat=True)) == {"张三"}


def test_an_ending_is_carried_out_and_told_by_history(clerk: Clerk, cast: Cast) -> None:
    village = a_village("南山村")
    gone = a_holder(village, name="李四")
    a_village("北湖村")
    batch = uploaded("单位,岗位,姓名\n南山村,协管员,张三\n北湖村,信息员,王五\n".encode(), by=cast.office)
    assert "平台中有、名单中没有" in texts(clerk.look(batch), "h2")
    clerk.press("answer", batch, end=str(gone.pk))
    clerk.press("confirm", batch)
    assert held(village) == [("李四", SINCE, yesterday())]
    told = Action.objects.get(verb="committee.import_roster")
    assert told.before["南山村 信息员"].startswith("李四")
    assert told.after["南山村 信息员"] == f"任职至 {yesterday()}"
    assert told.after["changed"] == "1"


def test_answers_write_nothing_but_the_list_itself(clerk: Clerk, cast: Cast) -> None:
    batch = waiting_batch(cast)
    before = contents()
    clerk.press("answer", batch, skip="3!", only_good="1")
    after = contents()
    assert {table for table in before if before[table] != after[table]} == {"dayan_safety_importbatch"}


def test_a_corrected_number_is_kept_as_cipher(clerk: Clerk, cast: Cast) -> None:
    batch = waiting_batch(cast)
    clerk.press("answer", batch, **{"cell:3!3!": "13911112222"})
    assert again(batch).answers
    assert "13911112222" not in str(contents()["dayan_safety_importbatch"])


@pytest.mark.parametrize("button", ["confirm", "discard"])
def test_a_list_that_waits_no_more_hears_nothing(button: str, clerk: Clerk, cast: Cast) -> None:
    batch = uploaded(by=cast.office)
    clerk.press(button, batch)
    before = contents()
    answer = clerk.press("answer", batch, only_good="1")
    assert (answer.status_code, contents()) == (200, before)


def test_nobody_else_answers(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    batch = waiting_batch(cast)
    answer = as_user(cast.lead).post(address("answer", batch), {"only_good": "1"})
    assert answer.status_code in (403, 404)
    assert not again(batch).answers


def test_the_page_of_a_list_with_questions_reads_well(clerk: Clerk, cast: Cast) -> None:
    page = read(clerk.browser.get(waiting_batch(cast).get_absolute_url()))
    assert {"重新核对", "只导入正确的行", "放弃", "打印问题清单"} <= set(texts(page, "button"))


# Rosters of another form

WIDE: list[list[Any]] = [
    ["填报单位：南山村", None, None, None],
    ["单位", "信息员", None, "协管员"],
    [None, "姓名", "手机", "姓名"],
    ["南山村", "张 三", "138 1234 5678", "李四"],
    ["北湖村", "王五", "12345", "赵六"],
]
MERGED = [(1, 1, 1, 2), (1, 0, 2, 0)]


def test_a_wide_roster_is_answered_cell_by_cell() -> None:
    a_village("南山村")
    a_village("北湖村")
    sheet = Sheet("宽表", WIDE, merged=MERGED)
    report, _plan = check_roster([sheet], today())
    ((row, place),) = [(problem.row, problem.place) for problem in report.errors]
    assert (row, place, report.is_importable) == (5, 2, False)
    right = Answers(cells={place_of("宽表", 5, 2): "13911112222"})
    report, plan = check_roster([sheet], today(), right)
    assert (report.errors, counts(report)) == ([], {"new": 4})
    assert {start.person.name for start in plan.starts} == {"张三", "李四", "王五", "赵六"}


def test_a_row_left_out_of_a_wide_roster_is_left_out_whole() -> None:
    a_village("南山村")
    a_village("北湖村")
    sheet = Sheet("宽表", WIDE, merged=MERGED)
    report, plan = check_roster([sheet], today(), Answers(only_good=True))
    assert (report.left_out, {start.person.name for start in plan.starts}) == (2, {"张三", "李四"})
    report, _plan = check_roster([sheet], today(), Answers(skipped=[line_of("宽表", 5)]))
    assert (report.errors, counts(report)) == ([], {"new": 2, "skipped": 2})


def test_what_was_tidied_is_told_and_identity_numbers_stay_hidden() -> None:
    village = a_village("南山村")
    number = an_identity(3).replace("X", "x")
    report = check(
        a_line(village, name="张 三", telephone="+86 138-1234-5678", identity_number=f" {number[:6]} {number[6:]}")
    )
    told = {cell["column"]: (cell["value"], cell["kept"]) for cell in report.kept()["cleanings"]}
    assert told["姓名"] == ("张 三", "张三")
    assert told["手机"] == ("+86 138-1234-5678", "13812345678")
    assert number[6:14] not in str(report.kept())


# Columns

ODD = "所在,干啥,谁,打哪\n南山村,信息员,张三,13812345678\n"


def test_a_header_nobody_knows_is_named_column_by_column(clerk: Clerk, cast: Cast) -> None:
    a_village("南山村")
    batch = uploaded(ODD.encode(), by=cast.office)
    assert check_of(batch)["reason"]
    page = clerk.browser.get(batch.get_absolute_url()).content.decode()
    assert [f'name="column:{place}!"' in page for place in range(5)] == [True] * 4 + [False]
    said = {"column:0!": "unit", "column:1!": "role", "column:2!": "name", "column:3!": "telephone"}
    clerk.press("answer", batch, **said)
    assert (check_of(batch)["reason"], check_of(batch)["new"], check_of(batch)["importable"]) == ("", 1, True)
    clerk.press("confirm", batch)
    assert the_person("张三").telephone == "13812345678"


def test_a_column_that_was_taken_for_something_else_is_named(clerk: Clerk, cast: Cast) -> None:
    a_village("南山村")
    text = "单位,岗位,姓名,电话,手机\n南山村,信息员,张三,0537-1234567,13812345678\n"
    batch = uploaded(text.encode(), by=cast.office)
    assert not check_of(batch)["importable"]
    clerk.press("answer", batch, **{"column:3!": ""})
    assert check_of(batch)["importable"]
    clerk.press("answer", batch, **{"column:3!": "telephone", "column:4!": ""})
    clerk.press("confirm", batch)
    assert the_person("张三").telephone == "0537-1234567"


def test_the_columns_say_what_they_may_mean_and_hide_numbers(clerk: Clerk, cast: Cast) -> None:
    batch = uploaded(f"单位,岗位,姓名,身份证号\n南山村,信息员,张三,{an_identity(3)}\n".encode(), by=cast.office)
    answer = clerk.browser.get(batch.get_absolute_url())
    assert an_identity(3)[6:14] not in answer.content.decode()
    labels = [label for _choice, label in ROSTER.column_choices()]
    assert labels[0] == "不读取"
    assert {"单位", "姓名", "信息员 姓名", "巡查员 手机"} - set(labels) <= {"巡查员 手机"}
    assert len(labels) == len(set(labels))
