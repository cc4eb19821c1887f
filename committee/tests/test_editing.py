"""Editing and sending: both versions shown, nothing lost silently, one form carried out once, typed text kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from committee.models import Appointment, Committee, Person, Unit, UnitAlias, WorkingGroup
from committee.tests.pages import Page, rows_of
from committee.tests.refusals import history, written
from committee.tests.roster_builders import an_identity
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_committee, a_group, a_person, a_unit

pytestmark = pytest.mark.usefixtures("midsummer")
MEANWHILE = "您填写期间，别人保存了这条记录。"


def edit_url(record: Any) -> str:
    """Where a record is edited."""
    return reverse(f"committee:edit_{record._meta.model_name}", args=[record.pk])


def typed(browser: Any, record: Any) -> dict[str, Any]:
    """The edit form as it comes, ready to be sent back."""
    form = browser.get(edit_url(record)).context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, False)}


def differences(page: Page) -> list[list[str]]:
    """Field, theirs, one's own, as the page shows them."""
    return rows_of(page.main.first(kind="form-sheet"))


RECORDS: dict[str, Any] = {
    "unit": (lambda: a_unit(name="北山村"), {"kind": "school", "address": "甲"}, {"address": "乙"}),
    "person": (lambda: a_person(name="李华"), {"sex": "male", "position": "甲"}, {"position": "乙"}),
    "committee": (lambda: a_committee(name="届"), {"duties": "甲"}, {"duties": "乙", "term_to": "2027.1.1"}),
    "workinggroup": (lambda: a_group(name="组"), {"to_be_confirmed": "on", "duties": "甲"}, {"duties": "乙"}),
}
SHOWN = {
    "unit": [["单位类别", "学校", "村"], ["地址", "甲", "乙"]],
    "person": [["性别", "男", ""], ["单位职务", "甲", "乙"]],
    "committee": [["职责", "甲", "乙"], ["任期止", "", "2027-01-01"]],
    "workinggroup": [["职责", "甲", "乙"], ["待确认", "是", "否"]],
}


@pytest.mark.parametrize("name", RECORDS)
def test_the_second_editor_is_shown_both_versions_in_words(name: str, cast: Cast, as_user: Any) -> None:
    make, theirs, mine = RECORDS[name]
    record, browser = make(), as_user(cast.office)
    form = typed(browser, record)
    assert browser.post(edit_url(record), form | theirs).status_code == 302
    before = written()
    page = Page(browser.post(edit_url(record), form | mine))
    assert (page.status_code, MEANWHILE in page.text) == (409, True)
    assert differences(page) == SHOWN[name]
    assert written() == before
    assert page.main.first(kind="form-foot").first("button").text == "保存我的内容"


@pytest.mark.parametrize("name", RECORDS)
def test_saving_again_writes_over_knowingly_and_history_has_both(name: str, cast: Cast, as_user: Any) -> None:
    make, theirs, mine = RECORDS[name]
    record, browser = make(), as_user(cast.office)
    form = typed(browser, record)
    browser.post(edit_url(record), form | theirs)
    page = Page(browser.post(edit_url(record), form | mine))
    again = browser.post(edit_url(record), form | mine | {"version": page.input("version")})
    assert again.status_code == 302
    field = "duties" if "duties" in mine else next(iter(mine))
    assert getattr(type(record).objects.get(pk=record.pk), field) == "乙"
    edits = [after.get(field) for verb, _by, _before, after, _reason in history(record) if verb.startswith("edit_")]
    assert edits == ["甲", "乙"]


def test_the_numbers_in_a_conflict_are_masked(cast: Cast, as_user: Any) -> None:
    """A liaison may edit a colleague, and may not see the colleague's full numbers."""
    person = a_person(name="赵有号", unit=cast.village, telephone="", identity_number="")
    browser = as_user(cast.liaison)
    form = typed(browser, person)
    other = form | {"telephone": "13812345678", "identity_number": an_identity(1)}
    as_user(cast.office).post(edit_url(person), other)
    page = Page(browser.post(edit_url(person), form | {"telephone": "13900001111"}))
    assert page.status_code == 409
    assert differences(page) == [
        ["电话", "138****5678", "139****1111"],
        ["身份证号", "*" * 14 + an_identity(1)[-4:], ""],
    ]
    assert "13812345678" not in page.text
    assert an_identity(1) not in page.text


def test_a_mask_from_before_another_s_change_is_no_wrong_number(cast: Cast, as_user: Any) -> None:
    person, browser = a_person(name="赵有号", telephone="13812345678"), as_user(cast.office)
    form = typed(browser, person)
    assert form["telephone"] == "138****5678"
    browser.post(edit_url(person), form | {"telephone": "13900001111"})
    page = Page(browser.post(edit_url(person), form | {"position": "委员"}))
    assert (page.status_code, page.errors) == (409, {})
    assert differences(page) == [["单位职务", "", "委员"]]
    assert page.input("telephone") == "139****1111"
    last = form | {"position": "委员", "telephone": page.input("telephone"), "version": page.input("version")}
    assert browser.post(edit_url(person), last).status_code == 302
    kept = Person.objects.get(pk=person.pk)
    assert (kept.telephone, kept.position) == ("13900001111", "委员")


@pytest.mark.parametrize("version", ["0", "99", "x", "-1"])
def test_a_version_nobody_saw_is_no_way_round(version: str, cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    before = written()
    answer = browser.post(edit_url(cast.village), typed(browser, cast.village) | {"address": "改", "version": version})
    assert answer.status_code in (409, 422)
    assert written() == before


Sending = tuple[list[Any], dict[str, Any], Any, str]
SENDINGS: dict[str, Callable[[Cast, Any], Sending]] = {
    "create_unit": lambda cast, person: ([], {"name": "新村", "kind": "village", "order": "1"}, Unit, "create_unit"),
    "create_person": lambda cast, person: ([], {"name": "新人", "order": "1"}, Person, "create_person"),
    "create_committee": lambda cast, person: (
        [],
        {"name": "新届", "term_from": "2027-1-1"},
        Committee,
        "create_committee",
    ),
    "create_workinggroup": lambda cast, person: (
        [],
        {"name": "新组", "number": "3", "committee": cast.committee.pk},
        WorkingGroup,
        "create_workinggroup",
    ),
    "appoint_committee": lambda cast, person: (
        [cast.committee.pk],
        {"person": person.pk, "post": "member", "since": "2026-6-15"},
        Appointment,
        "appoint",
    ),
    "add_alias": lambda cast, person: ([cast.village.pk], {"name": "老村"}, UnitAlias, "add_alias"),
    "hand_over": lambda cast, person: (
        [cast.lead.person.pk],
        {"successor": person.pk, "on": "2026-6-15", "reason": "轮岗"},
        Appointment,
        "hand_over",
    ),
    "end_appointment": lambda cast, person: (
        [cast.lead.person.appointments.get().pk],
        {"until": "2026-6-15", "reason": "调离"},
        None,
        "end_appointment",
    ),
    "remove_unit": lambda cast, person: ([cast.other_village.pk], {"reason": "并村"}, None, "remove_unit"),
}


@pytest.mark.parametrize("door", SENDINGS)
def test_a_form_sent_three_times_is_carried_out_once_and_leads_to_one_place(
    door: str, cast: Cast, as_user: Any
) -> None:
    args, form, made, verb = SENDINGS[door](cast, a_person())
    browser, url = as_user(cast.office), reverse(f"committee:{door}", args=args)

    def counts() -> tuple[int, int]:
        told = Action.objects.filter(verb=f"committee.{verb}", by=cast.office)
        return made.objects.count() if made else 0, told.count()

    before = counts()
    answers = [browser.post(url, form | {"once": f"token-{door}"}) for _ in range(3)]
    assert counts() == (before[0] + bool(made), before[1] + 1)
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert len({answer.headers["Location"] for answer in answers}) == 1


def test_a_token_of_one_person_opens_nothing_for_another(cast: Cast, as_user: Any) -> None:
    url, form = reverse("committee:create_unit"), {"kind": "village", "order": "1", "once": "same"}
    for user, name in ((cast.office, "甲村"), (a_second_clerk(cast), "乙村")):
        assert as_user(user).post(url, form | {"name": name}).status_code == 302
    assert set(Unit.objects.filter(name__in=["甲村", "乙村"]).values_list("name", flat=True)) == {"甲村", "乙村"}


def a_second_clerk(cast: Cast) -> Any:
    """Another member of the office's staff."""
    appoint = {"person": cast.outsider.person, "post": "office_staff", "committee": cast.committee}
    Appointment.objects.create(since="2024-01-01", **appoint)
    return cast.outsider


def test_a_refused_form_may_be_corrected_with_its_own_token(cast: Cast, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:create_unit")
    form = {"name": "东风村", "kind": "village", "order": "7", "address": "村东头", "once": "again"}
    page = Page(browser.post(url, form))
    assert (page.status_code, page.errors) == (422, {"name": "已有同名单位，请在列表中查找。"})
    assert [page.input(name) for name in ("name", "order", "address", "once")] == ["东风村", "7", "村东头", "again"]
    assert browser.post(url, form | {"name": "北山村"}).status_code == 302
    assert Unit.objects.get(name="北山村").address == "村东头"


def test_removing_warns_asks_why_and_leads_back_to_the_list(cast: Cast, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:remove_unit", args=[cast.other_village.pk])
    page = Page(browser.get(url))
    assert (page.title, "“西河村”将不再显示，操作记录仍保留。" in page.text) == ("移除单位", True)
    blank = Page(browser.post(url, {"reason": "  "}))
    assert (blank.status_code, blank.errors) == (422, {"reason": "这个字段是必填项。"})
    done = Page(browser.post(url, {"reason": "并入东风村"}, follow=True))
    assert (done.title, done.main.first(kind="alert-success").text) == ("单位", "已保存。")
    assert "西河村" not in str(done.rows)
