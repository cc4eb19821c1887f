"""The list of people as a file: who is meant, what is learnt of them, the way back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from committee.documents import person_template
from committee.imports import PEOPLE
from committee.models import Appointment, LiaisonPost, Person, Unit
from committee.services.rosters import PERSON_FIELDS, check_people
from committee.tests.roster_builders import again, an_identity, counts, only_problem, today
from dayan_safety.importing import NOTHING_SAID, Answers, Report, desk
from dayan_safety.models import Action, ImportBatch
from dayan_safety.testing import a_person, a_unit
from dayan_safety.workbooks import Sheet, read_workbook

pytestmark = pytest.mark.django_db

HEADER = ["姓名", "单位", "性别", "手机", "身份证号", "职务"]
NUMBER = "13800000001"


@pytest.fixture
def office() -> Unit:
    """A unit that names no liaisons."""
    unit: Unit = a_unit(name="应急办", kind="department")
    return unit


def checked(*lines: list[str], answers: Answers = NOTHING_SAID) -> Report:
    """What the check says of these lines."""
    return check_people([Sheet("表", [HEADER, *lines])], today(), answers)[0]


def brought_in(*lines: list[str]) -> ImportBatch:
    """These lines, imported by the clock."""
    content = "\n".join(",".join(line) for line in [HEADER, *lines]).encode()
    return desk.import_list(again(desk.upload_list(PEOPLE, "人员.csv", content, by=None)), by=None)


def test_a_new_person_is_registered_and_comes_into_no_post(office: Unit) -> None:
    brought_in(["陈晨", "应急办", "女", NUMBER, an_identity(1), "科员"])
    person = Person.objects.get(name="陈晨")
    assert (person.unit, person.sex, person.telephone, person.position) == (office, "female", NUMBER, "科员")
    assert (person.identity_number, person.initials) == (an_identity(1), "cc")
    assert not Appointment.objects.exists()
    assert not LiaisonPost.objects.exists()
    assert Action.objects.filter(verb="committee.import_person").exists()


def test_who_is_known_learns_what_is_new_and_keeps_what_is_blank(office: Unit) -> None:
    person = a_person(name="陈晨", unit=office, telephone=NUMBER, position="科员")
    brought_in(["陈晨", "应急办", "女", NUMBER, "", ""])
    person.refresh_from_db()
    assert (person.sex, person.position, person.telephone, person.unit) == ("female", "科员", NUMBER, office)
    assert counts(checked(["陈晨", "应急办", "女", NUMBER, "", ""])) == {"unchanged": 1}


def test_a_namesake_is_asked_about_and_never_taken(office: Unit) -> None:
    person = a_person(name="陈晨", unit=office, telephone="13900000009")
    line = ["陈晨", "应急办", "", NUMBER, "", ""]
    (choice,) = checked(line).choices
    assert counts(checked(line, answers=Answers(choices={choice.key: str(person.pk)}))) == {"changed": 1}
    assert counts(checked(line, answers=Answers(choices={choice.key: "new"}))) == {"new": 1}


def test_the_identity_number_proves_that_somebody_came_to_another_unit(office: Unit) -> None:
    old = a_unit(name="经管站", kind="department")
    person = a_person(name="陈晨", unit=old, identity_number=an_identity(2))
    line = ["陈晨", "应急办", "", "", an_identity(2), ""]
    (change,) = checked(line).changes
    assert change.before.startswith("经管站")
    assert change.after.startswith("应急办")
    batch = brought_in(line)
    person.refresh_from_db()
    assert person.unit == office
    desk.undo_list(again(batch), by=None)
    person.refresh_from_db()
    assert person.unit == old


def test_another_units_namesake_without_a_number_stays_where_they_are(office: Unit) -> None:
    person = a_person(name="陈晨", unit=a_unit(name="经管站", kind="department"))
    brought_in(["陈晨", "应急办", "", NUMBER, "", ""])
    person.refresh_from_db()
    assert person.unit.name == "经管站"
    assert Person.objects.filter(name="陈晨").count() == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["", "应急办", "", NUMBER, "", ""], "请填写此格：缺少此项不能新登记。"),
        (["陈晨", "", "", NUMBER, "", ""], "请填写单位名称或代码。"),
        (["陈晨", "无名单位", "", NUMBER, "", ""], "没有这个名称的单位：请更正名称，或先登记该单位。"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(office: Unit, line: list[str], sentence: str) -> None:
    report = checked(line)
    assert only_problem(report) == sentence
    assert report.exit_code == 1


def test_one_person_said_twice_counts_once(office: Unit) -> None:
    line = ["陈晨", "应急办", "", NUMBER, "", ""]
    assert counts(checked(line, line)) == {"new": 1, "duplicates": 1}


def test_an_import_is_taken_back_whole(office: Unit) -> None:
    person = a_person(name="陈晨", unit=office, telephone=NUMBER)
    batch = brought_in(["陈晨", "应急办", "女", NUMBER, "", ""], ["新人", "应急办", "", "13800000002", "", ""])
    desk.undo_list(again(batch), by=None)
    person.refresh_from_db()
    assert person.sex == ""
    assert not Person.objects.present().filter(name="新人").exists()


def test_a_masked_number_says_nothing_new(office: Unit) -> None:
    a_person(name="陈晨", unit=office, telephone=NUMBER)
    assert counts(checked(["陈晨", "应急办", "", "138****0001", "", ""])) == {"unchanged": 1}
    assert checked(["陈晨", "应急办", "", "138****0002", "", ""]).exit_code == 1


def test_the_template_is_empty_under_the_labels(office: Unit) -> None:
    (sheet,) = [sheet for sheet in read_workbook(person_template(today()), "人员.xlsx") if not sheet.hidden]
    assert sheet.rows == [[str(field.label) for field in PERSON_FIELDS]]


def test_the_number_of_statements_does_not_grow_with_the_list(office: Unit, query_count: Any) -> None:
    def lines(first: int, last: int) -> list[list[str]]:
        return [
            ["新人", "应急办", "", f"138000001{number:02d}", an_identity(number), ""] for number in range(first, last)
        ]

    brought_in(*lines(90, 91))
    few = query_count(lambda: brought_in(*lines(0, 1)))
    assert query_count(lambda: brought_in(*lines(10, 40))) == few


@settings(max_examples=20, deadline=None)
@given(some.lists(some.integers(0, 99), min_size=1, max_size=12, unique=True))
def test_what_was_imported_is_unchanged_when_it_comes_again(numbers: list[int]) -> None:
    unit, _there = Unit.objects.get_or_create(name="应急办", kind="department")
    lines = [["新人", unit.name, "", f"138000001{number:02d}", an_identity(number), ""] for number in numbers]
    if checked(*lines).changes:
        brought_in(*lines)
    assert counts(checked(*lines)) == {"unchanged": len(lines)}
