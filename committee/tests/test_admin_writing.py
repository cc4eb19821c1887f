"""Writing in the administration: through the services, with who and what in the history; refusals are sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from committee.models import Committee, Person, Unit, User, WorkingGroup
from dayan_safety import workdays
from dayan_safety.models import Action, CalendarDay
from dayan_safety.records import edit_record, remove_record
from dayan_safety.testing import Cast, a_person, a_unit
from dayan_safety.tests.test_hostile_parameters import ODD

NO_ALIASES = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
MONDAY = date(2027, 1, 18)


@pytest.fixture
def browser(cast: Cast, as_user: Any) -> Client:
    """An administrator's."""
    return as_user(cast.administrator)


def page(model: Any, part: str = "add", *args: Any) -> str:
    """The address of a table's page."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{part}", args=args)


def filled(browser: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send: the form as it stands, with ``changes``."""
    form = browser.get(url).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    checkboxes = {name for name, field in form.fields.items() if getattr(field.widget, "input_type", "") == "checkbox"}
    kept = {name: value for name, value in sent.items() if value is not None and not (name in checkboxes and not value)}
    extra = NO_ALIASES if "/unit/" in url else {}
    return {**kept, **extra, **{name: value for name, value in changes.items() if value is not None}}


def errors(answer: Any) -> list[str]:
    """What the form that came back says."""
    assert answer.status_code == 200
    found = answer.context["errors"]
    return [str(message) for messages in found for message in messages]


def told(verb: str) -> Action:
    """The newest row of history with ``verb``."""
    row: Action = Action.objects.filter(verb=verb).order_by("-number")[0]
    return row


# Every record, added and changed.

WRITTEN = [
    (Unit, {"name": "后台村", "kind": "village", "order": "3"}, {"address": "新址"}),
    (Person, {"name": "后台人", "order": "9"}, {"position": "书记"}),
    (Committee, {"name": "后台会", "term_from": "2026-01-01"}, {"document": "大安〔2026〕1号"}),
    (WorkingGroup, {"name": "后台组", "number": "12"}, {"duties": "防火"}),
]


@pytest.mark.parametrize(("model", "typed", "change"), WRITTEN, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_added_and_changed_is_told_with_who_and_what(
    model: Any, typed: dict[str, str], change: dict[str, str], cast: Cast, browser: Client
) -> None:
    more = {"committee": cast.committee.pk} if model is WorkingGroup else {}
    assert browser.post(page(model), filled(browser, page(model), **typed, **more)).status_code == 302
    record = model.objects.get(name=typed["name"])
    added = told(f"committee.create_{model._meta.model_name}")
    assert (added.by, added.thing_id, added.after["name"]) == (cast.administrator, str(record.pk), typed["name"])
    assert added.address == "127.0.0.1"
    url = page(model, "change", record.pk)
    assert browser.post(url, filled(browser, url, **change)).status_code == 302
    record.refresh_from_db()
    [(name, value)] = change.items()
    edited = told(f"committee.edit_{model._meta.model_name}")
    assert (getattr(record, name), record.version) == (value, 2)
    assert (edited.by, edited.before, edited.after) == (cast.administrator, {name: ""}, {name: value})


@pytest.mark.parametrize("model", [row[0] for row in WRITTEN])
def test_saving_without_a_change_leaves_no_trace(model: Any, browser: Client) -> None:
    record = model.objects.first()
    rows, url = Action.objects.count(), page(model, "change", record.pk)
    assert browser.post(url, filled(browser, url)).status_code == 302
    record.refresh_from_db()
    assert (Action.objects.count(), record.version) == (rows, 1)


def test_a_village_of_the_administration_has_its_liaison_posts(cast: Cast, browser: Client) -> None:
    browser.post(page(Unit), filled(browser, page(Unit), name="后台村", kind="village"))
    assert Unit.objects.get(name="后台村").liaison_posts.count() == 3
    assert told("committee.open_posts").by == cast.administrator
    school = a_unit(name="小学", kind="school")
    url = page(Unit, "change", school.pk)
    browser.post(url, filled(browser, url, kind="enterprise"))
    assert school.liaison_posts.count() == 3


# Refusals.


def test_a_second_unit_of_a_name_is_refused_with_a_sentence(browser: Client) -> None:
    answer = browser.post(page(Unit), filled(browser, page(Unit), name="东风村", kind="village", address="北街"))
    assert errors(answer) == ["已有相同的记录，请在列表中查找。"]
    assert answer.context["adminform"].form["address"].value() == "北街"
    assert Unit.objects.filter(name="东风村").count() == 1


def test_the_name_of_a_removed_unit_is_free_again(cast: Cast, browser: Client) -> None:
    remove_record(cast.other_village, by=None, reason="并村")
    assert browser.post(page(Unit), filled(browser, page(Unit), name="西河村", kind="school")).status_code == 302
    assert Unit.objects.present().get(name="西河村").kind == "school"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "12"}, "代码应为12位数字。"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "结束日期早于开始日期，请更正。"),
        ({"name": ""}, "这个字段是必填项。"),
    ],
)
def test_a_wrong_field_is_told_and_nothing_is_written(typed: dict[str, str], sentence: str, browser: Client) -> None:
    rows = Action.objects.count()
    good = {"name": "后台村", "kind": "school"}
    assert sentence in errors(browser.post(page(Unit), filled(browser, page(Unit), **good | typed)))
    assert (Unit.objects.filter(name="后台村").exists(), Action.objects.count()) == (False, rows)


def test_the_second_of_two_editors_writes_over_nothing(cast: Cast, browser: Client) -> None:
    url = page(Unit, "change", cast.village.pk)
    form = filled(browser, url, address="我的街")
    cast.village.address = "别人的街"
    edit_record(cast.village, ["address"], by=cast.office)
    answer = browser.post(url, form)
    assert errors(answer) == ["您打开之后，有人保存过这条记录。请重新打开，再改一次。"]
    assert answer.context["adminform"].form["address"].value() == "我的街"
    cast.village.refresh_from_db()
    assert cast.village.address == "别人的街"
    assert browser.post(url, filled(browser, url, address="我的街")).status_code == 302
    cast.village.refresh_from_db()
    assert (cast.village.address, cast.village.version) == ("我的街", 3)


def test_a_removed_record_is_not_chosen(cast: Cast, browser: Client) -> None:
    remove_record(cast.other_village, by=None, reason="并村")
    typed = filled(browser, page(Person), name="后台人", unit=cast.other_village.pk)
    assert any("有效" in sentence or "合法" in sentence for sentence in errors(browser.post(page(Person), typed)))
    typed["unit"] = cast.village.pk
    assert browser.post(page(Person), typed).status_code == 302
    assert Person.objects.get(name="后台人").unit == cast.village


def test_masked_fields_are_not_written_by_a_forged_form(cast: Cast, browser: Client) -> None:
    person = cast.liaison.person
    url, telephone = page(Person, "change", person.pk), person.telephone
    forged = {"telephone": "13800000000", "identity_number": "x", "identity_digest": "x", "version": "77"}
    assert browser.post(url, filled(browser, url, position="主任", **forged)).status_code == 302
    person.refresh_from_db()
    assert (person.position, person.telephone, person.identity_number, person.version) == ("主任", telephone, "", 2)


# Logins.


def test_all_that_was_typed_for_a_login_is_kept(cast: Cast, browser: Client) -> None:
    person = a_person(name="新办事员")
    typed = {
        "username": "NewClerk",
        "person": person.pk,
        "duty": "posts",
        "email": "a@b.cn",
        "valid_until": "2030-12-31",
    }
    assert browser.post(page(User), filled(browser, page(User), **typed)).status_code == 302
    user = User.objects.get(username="newclerk")
    assert (user.person, user.email, user.valid_until) == (person, "a@b.cn", date(2030, 12, 31))
    row = told("committee.create_user")
    assert (row.by, row.after["username"], row.after["valid_until"]) == (cast.administrator, "newclerk", "2030-12-31")


def test_a_login_is_changed_with_before_and_after(cast: Cast, browser: Client) -> None:
    url = page(User, "change", cast.member.pk)
    assert browser.post(url, filled(browser, url, duty="auditor")).status_code == 302
    row = told("committee.edit_user")
    assert (row.by, row.before, row.after) == (cast.administrator, {"duty": "posts"}, {"duty": "auditor"})


@pytest.mark.parametrize("taken", ["{office}", "{office} ", "ＯＦＦＩＣＥ Ｘ", ""])
def test_a_taken_or_impossible_name_is_refused_in_words(taken: str, cast: Cast, browser: Client) -> None:
    name = taken.format(office=cast.office.username)
    answer = browser.post(page(User), filled(browser, page(User), username=name, duty="posts"))
    assert errors(answer)
    assert User.objects.count() == len(Cast.ROLES)


def test_the_form_of_a_login_gives_no_password_and_no_power(cast: Cast, browser: Client) -> None:
    url = page(User, "change", cast.member.pk)
    before = User.objects.get(pk=cast.member.pk).password
    forged = {"password": "x", "is_active": "", "must_change_password": "on", "is_superuser": "on", "username": "m2"}
    browser.post(url, filled(browser, url, **forged))
    user = User.objects.get(pk=cast.member.pk)
    assert (user.username, user.password, user.is_active, user.must_change_password) == ("m2", before, True, False)


def acted(browser: Client, action: str, *users: User) -> list[str]:
    """An action on the list of logins; returns what is said afterwards."""
    asked = {"action": action, "_selected_action": [user.pk for user in users]}
    answer = browser.post(page(User, "changelist"), asked, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def test_first_passwords_are_given_to_many_at_once(cast: Cast, browser: Client) -> None:
    said = acted(browser, "give_first_password", cast.member, cast.lead)
    assert len(said) == 2
    for user in (cast.member, cast.lead):
        user.refresh_from_db()
        [sentence] = [text for text in said if user.username in text]
        assert user.check_password(sentence.rsplit("：", 1)[-1])
    assert Action.objects.filter(verb="committee.reset_password", by=cast.administrator).count() == 2


def test_logins_are_closed_and_opened_again(cast: Cast, browser: Client) -> None:
    assert acted(browser, "close", cast.member) == []
    cast.member.refresh_from_db()
    row = told("committee.deactivate_user")
    assert (cast.member.is_active, row.by, row.reason) == (False, cast.administrator, "在后台管理中停用。")
    [sentence] = acted(browser, "open_again", cast.member)
    cast.member.refresh_from_db()
    assert cast.member.is_active
    assert cast.member.check_password(sentence.rsplit("：", 1)[-1])


def test_one_login_that_may_not_does_not_stop_the_others(cast: Cast, browser: Client) -> None:
    me = cast.administrator
    said = acted(browser, "close", cast.member, me, cast.lead)
    assert said == [f"{me.username}：不能停用自己的账号。"]
    assert set(User.objects.filter(is_active=False)) == {cast.member, cast.lead}
    assert acted(browser, "close", cast.member) == [f"{cast.member.username}：该账号已停用。"]
    assert acted(browser, "open_again", me) == [f"{me.username}：该账号已在启用状态。"]
    assert acted(browser, "give_first_password", me) == [
        f"{me.username}：自己的密码请在“修改密码”中修改，需要填写旧密码。"
    ]


# Days of the calendar.


def test_a_day_is_marked_and_unmarked_with_history(cast: Cast, browser: Client) -> None:
    assert workdays.is_working_day(MONDAY)
    assert browser.post(page(CalendarDay), {"day": "2027-01-18", "name": "庙会"}).status_code == 302
    row = CalendarDay.objects.get()
    assert not workdays.is_working_day(MONDAY)
    assert (told("dayan_safety.edit_calendar").by, told("dayan_safety.edit_calendar").after["name"]) == (
        cast.administrator,
        "庙会",
    )
    changed = {"name": "大庙会", "day": "2027-01-19"}
    assert browser.post(page(CalendarDay, "change", row.pk), changed).status_code == 302
    row.refresh_from_db()
    assert (row.day, row.name) == (MONDAY, "大庙会")
    assert browser.post(page(CalendarDay, "delete", row.pk), {"post": "yes"}).status_code == 302
    assert workdays.is_working_day(MONDAY)
    gone = told("dayan_safety.edit_calendar")
    assert (gone.by, gone.before["name"], gone.after) == (cast.administrator, "大庙会", {})


def test_days_are_unmarked_together_with_history_for_each(cast: Cast, browser: Client) -> None:
    for day in ("2027-01-18", "2027-01-19"):
        browser.post(page(CalendarDay), {"day": day, "name": "庙会"})
    asked = {"action": "delete_selected", "_selected_action": list(CalendarDay.objects.values_list("pk", flat=True))}
    browser.post(page(CalendarDay, "changelist"), asked | {"post": "yes"})
    assert not CalendarDay.objects.exists()
    assert Action.objects.filter(verb="dayan_safety.edit_calendar", after={}).count() == 2


def test_a_mark_that_says_what_the_weekday_says_is_refused_in_words(browser: Client) -> None:
    answer = browser.post(page(CalendarDay), {"day": "2027-01-18", "name": "x", "is_working": "on"})
    assert errors(answer) == ["2027-01-18 按星期本来如此，不必标记；如有标记请取消。"]
    assert not CalendarDay.objects.exists()


# What people type, whatever it is.


@pytest.mark.hostile
def test_no_field_of_a_form_breaks_it(browser: Client) -> None:
    url = page(Unit)
    good = filled(browser, url, name="村", kind="village")
    wrong = [
        (field, value[:40], status)
        for place, field in enumerate(["name", "kind", "code", "order", "valid_from", "seen_version", "_save"])
        for value in ODD[place % 4 :: 4]
        if (status := browser.post(url, good | {field: value}).status_code) not in (200, 302, 400)
    ]
    assert wrong == []
    for forged in ({"aliases-TOTAL_FORMS": "x"}, {"aliases-TOTAL_FORMS": "99999"}, {"aliases-INITIAL_FORMS": "-1"}):
        assert browser.post(url, good | forged).status_code in (200, 302, 400)
