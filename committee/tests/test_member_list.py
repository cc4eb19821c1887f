"""The list of members of the working groups as a file: who is meant, what becomes of the posts, the way back."""

from __future__ import annotations

from typing import Any

import pytest

from committee.documents import member_template
from committee.imports import MEMBERS
from committee.models import Appointment, Person, Unit, WorkingGroup
from committee.services.rosters import MEMBER_FIELDS, check_members
from committee.tests.roster_builders import DAY, again, counts, only_problem, today
from dayan_safety.errors import RuleBroken
from dayan_safety.importing import NOTHING_SAID, Answers, Report, desk
from dayan_safety.models import Action, ImportBatch
from dayan_safety.testing import SINCE, a_committee, a_group, a_person, a_unit, an_appointment
from dayan_safety.workbooks import Sheet, read_workbook

pytestmark = pytest.mark.django_db

HEADER = ["工作组", "组内职务", "姓名", "单位", "手机"]
Post = Appointment.Post


@pytest.fixture
def group() -> Any:
    """A working group, and the unit its people come from."""
    a_unit(name="派出所", kind="agency")
    return a_group(a_committee(), name="消防安全工作组")


def checked(*lines: list[str], answers: Answers = NOTHING_SAID, header: list[str] = HEADER) -> Report:
    """What the check says of these lines."""
    return check_members([Sheet("表", [header, *lines])], today(), answers)[0]


def waiting(*lines: list[str]) -> ImportBatch:
    """These lines, uploaded."""
    content = "\n".join(",".join(line) for line in [HEADER, *lines]).encode()
    return desk.upload_list(MEMBERS, "成员.csv", content, by=None)


def brought_in(*lines: list[str]) -> ImportBatch:
    """These lines, imported by the clock."""
    return desk.import_list(again(waiting(*lines)), by=None)


def holders(group: WorkingGroup, post: str) -> list[str]:
    """Who holds the post today."""
    held = group.appointments.present().filter(post=post)
    return sorted(one.person.name for one in held if one.is_held_on(today()))


def a_member(group: WorkingGroup, post: str, name: str, **about: Any) -> Person:
    """Somebody of 派出所 in a post of the group."""
    person = a_person(name=name, unit=Unit.objects.get(name="派出所"), **about)
    an_appointment(group, post, person)
    return person


def test_a_lead_a_deputy_and_members_come_into_their_posts(group: Any) -> None:
    brought_in(
        ["消防安全工作组", "组长", "张明", "派出所", "13800000001"],
        ["消防安全工作组", "副组长", "李强", "派出所", "13800000002"],
        ["消防安全工作组", "成员", "王芳", "派出所", "13800000003"],
        ["消防安全工作组", "成员", "赵敏", "派出所", "13800000004"],
    )
    assert holders(group, Post.LEAD) == ["张明"]
    assert holders(group, Post.DEPUTY_LEAD) == ["李强"]
    assert holders(group, Post.GROUP_MEMBER) == ["王芳", "赵敏"]
    assert Action.objects.filter(verb="committee.import_member").exists()


def test_who_is_in_the_post_already_stays_and_the_group_may_be_written_shortly(group: Any) -> None:
    a_member(group, Post.GROUP_MEMBER, "王芳")
    assert counts(checked(["消防安全组", "组员", "王芳", "派出所", ""])) == {"unchanged": 1}
    assert counts(checked(["消防安全", "成员", "王芳", "派出所", ""])) == {"unchanged": 1}


def test_a_new_lead_ends_the_one_before_and_a_new_member_ends_nobody(group: Any) -> None:
    old = a_member(group, Post.LEAD, "张明")
    a_member(group, Post.GROUP_MEMBER, "王芳")
    brought_in(
        ["消防安全工作组", "组长", "李强", "派出所", "13800000002"],
        ["消防安全工作组", "成员", "赵敏", "派出所", "13800000004"],
    )
    assert holders(group, Post.LEAD) == ["李强"]
    assert old.appointments.get().until == today() - DAY
    assert holders(group, Post.GROUP_MEMBER) == ["王芳", "赵敏"]


def test_the_same_person_in_two_posts_is_one_person(group: Any) -> None:
    brought_in(
        ["消防安全工作组", "组长", "张明", "派出所", "13800000001"],
        ["消防安全工作组", "成员", "张明", "派出所", "13800000001"],
    )
    assert Person.objects.filter(name="张明").count() == 1
    assert holders(group, Post.LEAD) == holders(group, Post.GROUP_MEMBER) == ["张明"]


def test_a_member_said_twice_counts_once_and_two_leads_are_refused(group: Any) -> None:
    line = ["消防安全工作组", "成员", "王芳", "派出所", "13800000003"]
    assert counts(checked(line, line)) == {"new": 1, "duplicates": 1}
    report = checked(
        ["消防安全工作组", "组长", "张明", "派出所", "13800000001"],
        ["消防安全工作组", "组长", "李强", "派出所", "13800000002"],
    )
    assert (report.exit_code, len(report.errors)) == (1, 2)


def test_a_near_group_is_asked_about_once_and_an_unknown_one_is_refused(group: Any) -> None:
    lines = [
        ["消防安金工作组", "成员", name, "派出所", "1380000000" + digit]
        for name, digit in (("甲甲", "1"), ("乙乙", "2"))
    ]
    (choice,) = checked(*lines).choices
    assert (choice.rows, choice.candidates) == ([2, 3], ["消防安全工作组"])
    assert counts(checked(*lines, answers=Answers(choices={choice.key: str(group.pk)}))) == {"new": 2}
    assert counts(checked(*lines, answers=Answers(choices={choice.key: "999999"}))) == {"errors": 2}
    assert (
        only_problem(checked(["水利", "成员", "甲甲", "派出所", ""]))
        == "没有这个名称的工作组，请更正，或先登记该工作组。"
    )


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_blank_cell_that_is_needed_is_an_error(group: Any, place: int) -> None:
    line = ["消防安全工作组", "成员", "王芳", "派出所", "13800000003"]
    line[place] = ""
    assert only_problem(checked(line)) == "此处必填，不填无法任命。"


def test_the_group_may_stand_above_the_header(group: Any) -> None:
    rows = [["工作组：消防安全工作组"], HEADER[1:], ["成员", "王芳", "派出所", "13800000003"]]
    assert counts(check_members([Sheet("表", rows)], today())[0]) == {"new": 1}


def test_who_is_not_in_the_list_is_told_and_ended_only_when_somebody_says_so(group: Any) -> None:
    stays, goes = a_member(group, Post.GROUP_MEMBER, "王芳"), a_member(group, Post.GROUP_MEMBER, "赵敏")
    a_member(group, Post.LEAD, "张明")
    line = ["消防安全工作组", "成员", "王芳", "派出所", ""]
    (absent,) = checked(line).absent
    assert "赵敏" in absent.told
    report, plan = check_members([Sheet("表", [HEADER, line])], today(), Answers(ended=frozenset({absent.key})))
    assert [shift.held.person_id for shift in plan.shifts] == [goes.pk]
    assert counts(report) == {"unchanged": 1, "changed": 1}
    assert stays.pk not in {shift.held.person_id for shift in plan.shifts}


def test_somebody_who_was_in_the_group_before_may_come_back(group: Any) -> None:
    person = a_member(group, Post.GROUP_MEMBER, "王芳")
    person.appointments.update(until=SINCE + DAY)
    assert counts(checked(["消防安全工作组", "成员", "王芳", "派出所", ""])) == {"conflicts": 1}
    person.telephone = "13800000003"
    person.save()
    assert counts(checked(["消防安全工作组", "成员", "王芳", "派出所", "13800000003"])) == {"new": 1}


def test_a_beginning_on_days_already_held_is_refused(group: Any) -> None:
    person = a_member(group, Post.GROUP_MEMBER, "王芳", telephone="13800000003")
    person.appointments.update(until=today() - DAY)
    header = [*HEADER, "任职日期"]
    day = (today() - 3 * DAY).isoformat()
    report = checked(["消防安全工作组", "成员", "王芳", "派出所", "13800000003", day], header=header)
    assert counts(report) == {"conflicts": 1}


def test_an_import_is_taken_back_whole(group: Any) -> None:
    old = a_member(group, Post.LEAD, "张明")
    batch = brought_in(["消防安全工作组", "组长", "李强", "派出所", "13800000002"])
    desk.undo_list(batch, by=None)
    assert holders(group, Post.LEAD) == ["张明"]
    assert old.appointments.get().until is None
    assert not Person.objects.present().filter(name="李强").exists()


def test_nothing_is_taken_back_once_somebody_else_was_appointed(group: Any) -> None:
    a_member(group, Post.LEAD, "张明")
    batch = brought_in(["消防安全工作组", "组长", "李强", "派出所", "13800000002"])
    group.appointments.filter(person__name="李强").update(until=today(), version=1)
    an_appointment(group, Post.LEAD, a_person(name="周杰"), since=today() + DAY)
    with pytest.raises(RuleBroken):
        desk.undo_list(again(batch), by=None)
    assert group.appointments.present().filter(person__name="李强").exists()


def test_the_template_offers_the_live_groups_and_is_empty(group: Any) -> None:
    (sheet,) = [sheet for sheet in read_workbook(member_template(today()), "成员.xlsx") if not sheet.hidden]
    assert sheet.rows[0] == [str(field.label) for field in MEMBER_FIELDS]
    assert len(sheet.rows) == 1


def test_the_number_of_statements_does_not_grow_with_the_list(group: Any, query_count: Any) -> None:
    def lines(first: int, last: int) -> list[list[str]]:
        told = [(f"新人{chr(0x4E00 + number)}", f"138000001{number:02d}") for number in range(first, last)]
        return [["消防安全工作组", "成员", name, "派出所", number] for name, number in told]

    brought_in(*lines(90, 91))
    few = query_count(lambda: brought_in(*lines(0, 1)))
    assert query_count(lambda: brought_in(*lines(10, 40))) == few
