"""The pages of a record: create once, edit without losing, remove with a reason, history told, strangers kept out."""

from typing import Any

from django.urls import reverse

from committee.models import LiaisonPost, Person, Unit
from dayan_safety.models import Action
from dayan_safety.testing import a_person, a_unit

NEW_UNIT = {"name": "新建村", "kind": "village", "order": "5"}


def history_verbs(record: Any) -> list[str]:
    """The verbs in a record's history, oldest first."""
    rows = Action.objects.filter(thing_type=record._meta.label_lower, thing_id=str(record.pk))
    return list(rows.order_by("number").values_list("verb", flat=True))


def test_a_village_is_registered_with_its_three_posts(cast: Any, as_user: Any) -> None:
    answer = as_user(cast.office).post(reverse("committee:create_unit"), NEW_UNIT)
    unit = Unit.objects.get(name="新建村")
    assert answer.headers["Location"] == unit.get_absolute_url()
    assert set(unit.liaison_posts.values_list("role", flat=True)) == set(LiaisonPost.Role.values)
    assert history_verbs(unit) == ["committee.create_unit", "committee.open_posts"]


def test_the_same_form_sent_three_times_creates_once(cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:create_unit")
    once = browser.get(url).context["once"]
    answers = [browser.post(url, NEW_UNIT | {"once": once}) for _ in range(3)]
    assert Unit.objects.filter(name="新建村").count() == 1
    assert {answer.headers["Location"] for answer in answers} == {Unit.objects.get(name="新建村").get_absolute_url()}


def test_without_the_token_the_second_sending_is_a_second_try(cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:create_unit")
    answers = [browser.post(url, NEW_UNIT).status_code for _ in range(2)]
    assert answers == [302, 422]


def test_what_was_typed_comes_back_with_the_error_beside_it(cast: Any, as_user: Any) -> None:
    answer = as_user(cast.office).post(reverse("committee:create_unit"), NEW_UNIT | {"code": "12", "address": "村东头"})
    assert answer.status_code == 422
    assert "代码应为12位数字" in answer.content.decode()
    assert "村东头" in answer.content.decode()


def test_days_may_be_typed_in_any_usual_writing(cast: Any, as_user: Any) -> None:
    for number, text in enumerate(("2026-3-5", "2026/3/5", "2026.3.5", "2026年3月5日", "２０２６-3-5")):
        form = NEW_UNIT | {"name": f"村{number}", "valid_from": text}
        assert as_user(cast.office).post(reverse("committee:create_unit"), form).status_code == 302
        assert Unit.objects.get(name=f"村{number}").valid_from.isoformat() == "2026-03-05"
    wrong = as_user(cast.office).post(reverse("committee:create_unit"), NEW_UNIT | {"valid_from": "2026.2.30"})
    assert wrong.status_code == 422


def edit_of(unit: Unit, **changes: Any) -> dict[str, Any]:
    """The filled edit form of ``unit``."""
    return {"name": unit.name, "kind": unit.kind, "order": unit.order, "version": unit.version} | changes


def test_an_edit_writes_the_difference_into_history(cast: Any, as_user: Any) -> None:
    unit = cast.village
    as_user(cast.office).post(reverse("committee:edit_unit", args=[unit.pk]), edit_of(unit, address="村委大院"))
    told = Action.objects.filter(verb="committee.edit_unit").get()
    assert (told.before, told.after, told.by) == ({"address": ""}, {"address": "村委大院"}, cast.office)


def test_the_second_editor_sees_both_versions_and_nothing_is_lost(cast: Any, as_user: Any) -> None:
    unit, url = cast.village, reverse("committee:edit_unit", args=[cast.village.pk])
    first, second = as_user(cast.office), as_user(cast.office)
    first.post(url, edit_of(unit, address="甲"))
    answer = second.post(url, edit_of(unit, address="乙"))
    assert answer.status_code == 409
    assert [(str(theirs), yours) for _label, theirs, yours in answer.context["theirs"]] == [("甲", "乙")]
    assert Unit.objects.get(pk=unit.pk).address == "甲"
    again = second.post(url, edit_of(unit, address="乙", version=answer.context["form"].data["version"]))
    assert (again.status_code, Unit.objects.get(pk=unit.pk).address) == (302, "乙")


def test_without_a_version_the_later_edit_would_win_silently(cast: Any, as_user: Any) -> None:
    url = reverse("committee:edit_unit", args=[cast.village.pk])
    for address in ("甲", "乙"):
        form = edit_of(cast.village, address=address) | {"version": ""}
        assert as_user(cast.office).post(url, form).status_code == 302


def test_removing_asks_for_the_reason_and_keeps_the_row(cast: Any, as_user: Any) -> None:
    unit, browser = cast.other_village, as_user(cast.office)
    url = reverse("committee:remove_unit", args=[unit.pk])
    assert browser.post(url, {"reason": ""}).status_code == 422
    assert browser.post(url, {"reason": "并入东风村"}).headers["Location"] == reverse("committee:list_unit")
    assert browser.get(unit.get_absolute_url()).status_code == 404
    assert Unit.objects.get(pk=unit.pk).removed_at is not None
    assert Action.objects.get(verb="committee.remove_unit").reason == "并入东风村"


def test_the_page_of_a_unit_shows_holders_and_vacancies(cast: Any, as_user: Any) -> None:
    panels = as_user(cast.office).get(cast.village.get_absolute_url()).context["panels"]
    posts = {post["label"]: post["vacant"] for post in panels[0].context["posts"]}
    assert posts == {"信息员": False, "协管员": True, "巡查员": True}


def test_buttons_are_those_one_may_press(cast: Any, as_user: Any) -> None:
    def verbs(user: Any) -> set[str]:
        return {button.verb for button in as_user(user).get(cast.village.get_absolute_url()).context["buttons"]}

    assert verbs(cast.office) == {"committee.add_alias", "committee.edit_unit", "committee.remove_unit"}
    assert verbs(cast.liaison) == set()


def test_history_is_told_in_sentences(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    browser.post(reverse("committee:edit_unit", args=[cast.village.pk]), edit_of(cast.village, address="村委大院"))
    page = browser.get(cast.village.get_absolute_url()).content.decode()
    assert "李文员" in page
    assert "村委大院" in page


def test_a_full_number_is_shown_once_asked_for_and_history_names_who_looked(cast: Any, as_user: Any) -> None:
    person = a_person(name="赵有号", telephone="13812345678")
    browser = as_user(cast.office)
    assert "13812345678" not in browser.get(person.get_absolute_url()).content.decode()
    assert "13812345678" in browser.post(reverse("committee:reveal_person", args=[person.pk])).content.decode()
    told = Action.objects.get(verb="committee.reveal_person")
    assert (told.by, told.thing_id) == (cast.office, str(person.pk))
    assert "13812345678" not in str(told.before | told.after)


def test_a_masked_number_that_comes_back_stays_and_a_typed_one_replaces_it(cast: Any, as_user: Any) -> None:
    person = a_person(name="赵有号", telephone="13812345678")
    url = reverse("committee:edit_person", args=[person.pk])
    form = {"name": "赵有号", "order": "7", "telephone": "138****5678", "version": person.version}
    assert as_user(cast.office).post(url, form).status_code == 302
    assert Person.objects.get(pk=person.pk).telephone == "13812345678"
    wrong = as_user(cast.office).post(url, form | {"telephone": "138****0000", "version": ""})
    assert wrong.status_code == 422
    as_user(cast.office).post(url, form | {"telephone": "13900001111", "version": ""})
    assert Person.objects.get(pk=person.pk).telephone == "13900001111"


def test_a_liaison_cannot_choose_what_is_not_theirs(cast: Any, as_user: Any) -> None:
    person = cast.liaison.person
    form = {"name": person.name, "order": "7", "telephone": person.telephone, "unit": cast.other_village.pk}
    answer = as_user(cast.liaison).post(reverse("committee:edit_person", args=[person.pk]), form)
    assert answer.status_code == 422
    assert Person.objects.get(pk=person.pk).unit == cast.village


def test_another_name_is_kept_once_and_never_for_two_units(cast: Any, as_user: Any) -> None:
    url = reverse("committee:add_alias", args=[cast.village.pk])
    assert as_user(cast.office).post(url, {"name": "东风村委会"}).status_code == 302
    assert list(cast.village.aliases.values_list("name", flat=True)) == ["东风村委会"]
    other = reverse("committee:add_alias", args=[a_unit(name="新村").pk])
    assert as_user(cast.office).post(other, {"name": "东风村委会"}).status_code == 422


def test_a_field_that_the_form_does_not_have_is_not_written(cast: Any, as_user: Any) -> None:
    form = edit_of(cast.village, initials="hacked", removed_at="2020-01-01", created_at="2000-01-01")
    as_user(cast.office).post(reverse("committee:edit_unit", args=[cast.village.pk]), form)
    unit = Unit.objects.get(pk=cast.village.pk)
    assert (unit.initials, unit.removed_at, unit.created_at) == ("dfc", None, cast.village.created_at)
