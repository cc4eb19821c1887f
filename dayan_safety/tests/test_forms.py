"""What people type: days in any usual writing, choices scoped to the user, one-time tokens, reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from committee.forms import PersonForm, UnitForm
from committee.models import Unit
from dayan_safety.forms import DayField, PickWidget, PortalForm, RemoveForm, read_day
from dayan_safety.records import remove_record
from dayan_safety.testing import a_person, a_unit
from dayan_safety.tests.markup import Markup, markup_of

NEW_PERSON, NEW_UNIT = "/committee/people/new/", "/committee/units/new/"
FIFTH = date(2026, 3, 5)
WRITINGS = ["{0:04}-{1}-{2}", "{0:04}-{1:02}-{2:02}", "{0:04}/{1}/{2}", "{0:04}.{1}.{2}", "{0:04}年{1}月{2}日"]
WRITINGS += ["{0:04}年{1}月{2}", " {0:04} 年 {1} 月 {2} 日 ", "{0:04}－{1}－{2}", "{0:04}／{1:02}／{2:02}"]
GOOD = [
    "2026-3-5", "2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "2026年03月05日", "2026年3月5",
    "２０２６－３－５", "２０２６年３月５日", " 2026-3-5 ", "2026 年 3 月 5 日", "2026.03.05", "2026/3-5",
]  # fmt: skip
BAD = [
    "2026-2-29", "2026-02-30", "2026年13月1日", "2026-0-1", "2026-1-0", "2026-4-31", "0000-1-1", "26-3-5", "2026-3",
    "2026", "20260305", "5-3-2026", "2026-3-5-1", "明天", "2026-3-5 10:00", "٢٠٢٦-٣-٥", "-2026-3-5", "10000-1-1",
    "2026-003-5", "2026年3月5日。", "NaN", "1e3-1-1",
]  # fmt: skip
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


class OneDay(forms.Form):
    """A form with a day that may be left out."""

    day = DayField(required=False)


def day_of(text: Any) -> Any:
    """What the field makes of a text."""
    form = OneDay({"day": text})
    return form.cleaned_data["day"] if form.is_valid() else form.errors["day"]


# Days


@pytest.mark.parametrize("text", GOOD)
def test_a_day_is_read_in_every_usual_writing(text: str) -> None:
    assert day_of(text) == FIFTH


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    assert day_of(text) == ["请按“2026-3-5”的样式填写日期。"]


@given(st.dates(), st.sampled_from(WRITINGS), st.booleans())
def test_any_day_is_read_in_any_writing(day: date, writing: str, full_width: bool) -> None:
    text = writing.format(day.year, day.month, day.day)
    assert read_day(text.translate(FULL_WIDTH) if full_width else text) == day


@given(st.text(max_size=20) | st.from_regex(r"\A[0-9]{1,5}[-/.年][0-9]{1,3}[-/.月][0-9]{1,3}日?\Z"))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        day = DayField(required=False).clean(text)
    except ValidationError as refused:
        assert refused.messages == ["请按“2026-3-5”的样式填写日期。"]
    else:
        assert day is None or day == read_day(text)


@given(st.dates())
def test_a_day_that_was_shown_is_read_again(day: date) -> None:
    [shown] = Markup(str(OneDay(initial={"day": day})["day"])).all("input")
    assert day_of(shown["value"]) == day
    assert (shown["inputmode"], "data-day" in shown.attrs) == ("numeric", True)


def test_no_day_is_no_day() -> None:
    assert (day_of(""), day_of(None)) == (None, None)
    with pytest.raises(ValidationError):
        DayField().clean("")


# Choices found by typing


def test_a_field_to_pick_from_carries_the_chosen_one_alone(cast: Any, as_user: Any) -> None:
    person = a_person(unit=cast.village)
    page = markup_of(as_user(cast.office).get(f"/committee/people/{person.pk}/edit/"))
    select = page.one("select", id="id_unit")
    assert (select["data-pick"], select["data-url"]) == ("unit", "/pick/unit/")
    assert "东风村" in select.text
    assert Unit.objects.count() > 2 and "西河村" not in select.text
    assert markup_of(as_user(cast.office).get(NEW_PERSON)).one("select", id="id_unit").text == ""


@pytest.mark.parametrize("value", ["²", "9" * 19, "9" * 30, "-1", "0", "x", "1.0", "1 OR 1=1", "None"])
def test_what_nobody_could_pick_is_an_error_beside_the_field(value: str, cast: Any, as_user: Any) -> None:
    answer = as_user(cast.office).post(NEW_PERSON, {"name": "新人", "order": "1", "unit": value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["unit"]
    assert "新人" in answer.content.decode()


def test_what_does_not_exist_for_the_user_is_neither_chosen_nor_named(cast: Any, as_user: Any) -> None:
    person = cast.liaison.person
    form = {"name": person.name, "order": "7", "unit": cast.other_village.pk, "version": person.version}
    theirs = as_user(cast.liaison).post(f"/committee/people/{person.pk}/edit/", form)
    assert theirs.status_code == 422
    assert "西河村" not in theirs.content.decode()
    person.refresh_from_db()
    assert person.unit == cast.village
    offices = as_user(cast.office).post(f"/committee/people/{person.pk}/edit/", form | {"name": ""})
    assert "西河村" in offices.content.decode()


def test_every_choice_of_a_form_is_scoped(cast: Any) -> None:
    class AnyUnit(PortalForm):
        unit = forms.ModelChoiceField(Unit.objects, widget=PickWidget("unit"))

    offered = {role: set(AnyUnit(user=getattr(cast, role)).fields["unit"].queryset) for role in ("office", "liaison")}
    assert offered == {"office": set(Unit.objects.all()), "liaison": {cast.village}}


# Records


def test_a_name_may_be_used_again_once_its_record_is_removed(cast: Any, as_user: Any) -> None:
    browser, form = as_user(cast.office), {"name": "东风村", "kind": "village", "order": "5"}
    refused = browser.post(NEW_UNIT, form)
    assert refused.status_code == 422
    assert refused.context["form"].errors
    remove_record(cast.village, by=cast.office, reason="撤销")
    assert browser.post(NEW_UNIT, form).status_code == 302
    assert Unit.objects.present().filter(name="东风村").count() == 1


@pytest.mark.parametrize(("version", "accepted"), [("1", True), ("", True), ("x", False), ("1.5", False)])
def test_the_version_an_editor_saw_is_a_number_or_nothing(version: str, accepted: bool, cast: Any) -> None:
    form = UnitForm(
        {"name": "新", "kind": "village", "order": "1", "version": version}, user=cast.office, instance=a_unit()
    )
    assert form.is_valid() is accepted


def test_a_new_record_has_no_version_and_an_edited_one_hides_it(cast: Any) -> None:
    assert "version" not in UnitForm(user=cast.office).fields
    [field] = Markup(str(UnitForm(user=cast.office, instance=a_unit())["version"])).all("input")
    assert (field["type"], field["value"]) == ("hidden", "1")


@pytest.mark.parametrize(("sent", "outdated"), [("1", True), ("2", False), ("", False), (None, False)])
def test_a_form_knows_when_it_was_overtaken(sent: str | None, outdated: bool, cast: Any) -> None:
    person = a_person(version=2)
    typed = {"name": "x"} | ({"version": sent} if sent is not None else {})
    assert PersonForm(typed, user=cast.office, instance=person).is_outdated is outdated


def test_a_forms_own_fields_are_not_mistaken_for_the_records(cast: Any) -> None:
    saved = UnitForm(user=cast.office, instance=a_unit()).saved_fields()
    assert "version" not in saved
    assert saved == ["name", "kind", "code", "address", "telephone", "order", "valid_from", "valid_to"]


# Tokens and reasons


def test_each_form_opened_has_a_token_of_its_own_that_an_error_keeps(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.office)
    first, second = (markup_of(browser.get(NEW_UNIT)).one("input", name="once")["value"] for _time in range(2))
    assert first != second and len(first) == 32
    wrong = markup_of(browser.post(NEW_UNIT, {"name": "", "once": first}))
    assert wrong.one("input", name="once")["value"] == first


@pytest.mark.parametrize("reason", ["", "   ", "　", "长" * 301])
def test_a_grave_step_asks_for_a_reason(reason: str, cast: Any, as_user: Any) -> None:
    assert not RemoveForm({"reason": reason}, user=cast.office).is_valid()
    url = f"/committee/units/{cast.other_village.pk}/remove/"
    page = markup_of(as_user(cast.office).post(url, {"reason": reason}))
    assert page.one("div", "errors")["role"] == "alert"
    assert Unit.objects.present().filter(pk=cast.other_village.pk).exists()
    assert RemoveForm({"reason": "长" * 300}, user=cast.office).is_valid()


def test_an_error_leads_to_its_field(cast: Any, as_user: Any) -> None:
    page = markup_of(as_user(cast.office).post(NEW_UNIT, {"name": "", "kind": "village", "order": "1", "code": "12"}))
    links = {link["data-error-for"]: link["href"] for link in page.all("a") if link["data-error-for"]}
    assert links == {"id_name": "#div_id_name", "id_code": "#div_id_code"}
    assert all(page.all("div", id=href[1:]) and page.all("input", id=field) for field, href in links.items())
    assert page.one("form", data_guard="typed")
