"""What people type: tidied, checked with the sentence beside the field, scoped to what exists for them."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committee.forms import (
    AliasForm,
    AppointForm,
    CommitteeForm,
    EndAppointmentForm,
    HandOverForm,
    PersonForm,
    UnitForm,
    WorkingGroupForm,
)
from committee.models import Committee, Person, Unit, WorkingGroup
from committee.tests.roster_builders import an_identity
from dayan_safety.forms import RemoveForm
from dayan_safety.testing import Cast, a_person, a_unit

pytestmark = pytest.mark.any_database
NEEDED, NO_DAY = "这个字段是必填项。", "请按“2026-3-5”的样式填写日期。"
NO_CHOICE = "选择一个有效的选项： 该选择不在可用的选项中。"
NO_TELEPHONE = "电话号码不正确：手机号应为11位，固定电话请加区号。"
NO_IDENTITY = "身份证号不正确：请核对18位号码和出生日期。"
BACKWARDS = "结束日期早于开始日期，请更正。"
ENDS_IN_X = next(number for number in map(an_identity, range(100)) if number.endswith("X"))
MODELS = {UnitForm: Unit, PersonForm: Person, CommitteeForm: Committee, WorkingGroupForm: WorkingGroup}


def filled(cast: Cast, form: Any, typed: dict[str, Any], by: str = "office", record: Any = None) -> Any:
    """The form as ``by`` typed it, over an empty record or ``record``."""
    sent = QueryDict(mutable=True)
    sent.update({name: value for name, value in typed.items() if value is not None})
    user = getattr(cast, by)
    if form is AppointForm:
        return form(sent, user=user, record=record or cast.group)
    if form in MODELS:
        return form(sent, user=user, instance=record or MODELS[form]())
    return form(sent, user=user)


def good(cast: Cast, form: Any) -> dict[str, Any]:
    """What a careful person types."""
    person = str(cast.outsider.person.pk)
    sheets: dict[Any, dict[str, Any]] = {
        UnitForm: {"name": "北山村", "kind": "village", "order": "7"},
        PersonForm: {"name": "李华", "order": "7"},
        CommitteeForm: {"name": "新一届委员会", "term_from": "2027-1-1"},
        WorkingGroupForm: {"name": "生产安全组", "number": "3", "committee": str(cast.committee.pk)},
        AppointForm: {"person": person, "post": "group_member", "since": "2026-3-5"},
        EndAppointmentForm: {"until": "2026-3-5", "reason": "调离"},
        HandOverForm: {"successor": person, "on": "2026-3-5", "reason": "退休"},
        AliasForm: {"name": "老村"},
        RemoveForm: {"reason": "并村"},
    }
    return sheets[form]


FORMS = [*MODELS, AppointForm, EndAppointmentForm, HandOverForm, AliasForm, RemoveForm]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_is_needed_and_nothing_more_is_asked_for(form: Any, cast: Cast) -> None:
    typed = good(cast, form)
    assert filled(cast, form, typed).errors == {}
    assert filled(cast, form, {}).errors == {name: [NEEDED] for name in typed}
    blank = dict.fromkeys(typed, " 　")
    assert set(filled(cast, form, blank).errors) == set(typed)


WRONG = [
    (UnitForm, "name", "村" * 101, "确保该变量包含不超过 100 字符 (目前字符数 101)。"),
    (UnitForm, "name", "东风村", "已有同名单位，请在列表中查找。"),
    (UnitForm, "name", " 东风村　", "已有同名单位，请在列表中查找。"),
    (UnitForm, "kind", "empire", "选择一个有效的选项。 empire 不在可用的选项中。"),
    (UnitForm, "code", "12345678901", "代码应为12位数字。"),
    (UnitForm, "code", "12345678901X", "代码应为12位数字。"),
    (UnitForm, "code", "370899001200", "该代码已属于其他单位，请核对。"),
    (UnitForm, "order", "-1", "确保该值大于或等于0。"),
    (UnitForm, "order", "十", "输入整数。"),
    (UnitForm, "valid_from", "2026-2-30", NO_DAY),
    (UnitForm, "valid_to", "昨天", NO_DAY),
    (PersonForm, "telephone", "1381234567", NO_TELEPHONE),
    (PersonForm, "telephone", "23812345678", NO_TELEPHONE),
    (PersonForm, "telephone", "2212345", NO_TELEPHONE),
    (PersonForm, "telephone", "138****5678", NO_TELEPHONE),
    (PersonForm, "identity_number", an_identity(5)[:17], NO_IDENTITY),
    (PersonForm, "identity_number", "37081119991301" + "0011", NO_IDENTITY),
    (PersonForm, "sex", "x", "选择一个有效的选项。 x 不在可用的选项中。"),
    (PersonForm, "unit", "999999", NO_CHOICE),
    (PersonForm, "unit", "' OR 1=1", NO_CHOICE),
    (PersonForm, "left_on", "2026/13/1", NO_DAY),
    (CommitteeForm, "term_to", "2026-12-31", BACKWARDS),
    (CommitteeForm, "office_unit", "0", NO_CHOICE),
    (WorkingGroupForm, "committee", "999999", NO_CHOICE),
    (WorkingGroupForm, "number", "", NEEDED),
    (AppointForm, "post", "director", "选择一个有效的选项。 director 不在可用的选项中。"),
    (AppointForm, "person", "nobody", NO_CHOICE),
    (AppointForm, "document", "文" * 101, "确保该变量包含不超过 100 字符 (目前字符数 101)。"),
    (EndAppointmentForm, "reason", "因" * 301, "确保该变量包含不超过 300 字符 (目前字符数 301)。"),
    (HandOverForm, "successor", "-1", NO_CHOICE),
    (AliasForm, "name", "a\x00b", "不允许是用空字符串。"),
]


@pytest.mark.parametrize(("form", "field", "typed", "sentence"), WRONG)
def test_what_is_wrong_is_said_beside_the_field(form: Any, field: str, typed: str, sentence: str, cast: Cast) -> None:
    Unit.objects.filter(pk=cast.village.pk).update(code="370899001200")
    sent = filled(cast, form, good(cast, form) | {field: typed})
    assert sent.errors == {field: [sentence]}
    assert sent[field].value() == typed


@pytest.mark.parametrize(("form", "field"), [(UnitForm, "order"), (PersonForm, "order"), (WorkingGroupForm, "number")])
def test_a_number_that_no_table_holds_is_refused_beside_the_field(form: Any, field: str, cast: Cast) -> None:
    sent = filled(cast, form, good(cast, form) | {field: "9" * 30})
    assert list(sent.errors) == [field]
    assert sent.errors[field][0].startswith("确保该值小于或等于")


DAY_FIELDS = [
    (UnitForm, "valid_from"),
    (UnitForm, "valid_to"),
    (PersonForm, "left_on"),
    (CommitteeForm, "term_from"),
    (AppointForm, "since"),
    (AppointForm, "until"),
    (EndAppointmentForm, "until"),
    (HandOverForm, "on"),
]
WRITINGS = [
    "2026-3-5",
    "2026-03-05",
    "2026/3/5",
    "2026.3.5",
    "2026年3月5日",
    "2026年3月5",
    "２０２６．３．５",
    " 2026 - 3 - 5 ",
]


@pytest.mark.parametrize(("form", "field"), DAY_FIELDS)
@pytest.mark.parametrize("typed", WRITINGS)
def test_every_day_is_read_in_every_usual_writing(form: Any, field: str, typed: str, cast: Cast) -> None:
    sent = filled(cast, form, good(cast, form) | {field: typed})
    assert (sent.errors, sent.cleaned_data[field]) == ({}, date(2026, 3, 5))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=12))
def test_any_text_in_a_day_is_a_day_or_the_sentence(typed: str, cast: Cast) -> None:
    sent = filled(cast, EndAppointmentForm, {"until": typed, "reason": "调离"})
    told = sent.errors.get("until")
    assert (
        told in ([NO_DAY], [NEEDED], ["不允许是用空字符串。"]) if told else isinstance(sent.cleaned_data["until"], date)
    )


@pytest.mark.parametrize(
    ("form", "field", "typed", "kept"),
    [
        (UnitForm, "name", "　东风  二村 ", "东风 二村"),
        (UnitForm, "name", "ＡＢＣ公司", "ABC公司"),
        (PersonForm, "name", " 李 　华", "李 华"),
        (PersonForm, "telephone", "１３８１２３４５６７８", "13812345678"),
        (PersonForm, "telephone", " 0537-2212345 ", "0537-2212345"),
        (PersonForm, "identity_number", ENDS_IN_X.lower(), ENDS_IN_X),
    ],
)
def test_widths_spaces_and_case_are_tidied(form: Any, field: str, typed: str, kept: str, cast: Cast) -> None:
    sent = filled(cast, form, good(cast, form) | {field: typed})
    assert (sent.errors, sent.cleaned_data[field]) == ({}, kept)


def test_a_span_that_ends_before_it_begins_is_told_for_the_whole_form(cast: Cast) -> None:
    sent = filled(cast, UnitForm, good(cast, UnitForm) | {"valid_from": "2026-3-5", "valid_to": "2026-3-4"})
    assert sent.errors == {"__all__": [BACKWARDS]}


def test_two_groups_of_a_committee_have_two_names(cast: Cast) -> None:
    sent = filled(cast, WorkingGroupForm, good(cast, WorkingGroupForm) | {"name": "消防安全组"})
    assert sent.errors == {"__all__": ["该促进委员会已有同名工作组，请换一个名称。"]}


def test_what_has_no_code_shares_it_with_nobody(cast: Cast) -> None:
    a_unit(code=None)
    sent = filled(cast, UnitForm, good(cast, UnitForm) | {"code": ""})
    assert (sent.errors, sent.instance.code or None) == ({}, None)


def test_a_unit_may_keep_its_own_name_and_code(cast: Cast) -> None:
    unit = a_unit(code="370899009200")
    sent = filled(cast, UnitForm, {"name": unit.name, "kind": "village", "code": unit.code, "order": "1"}, record=unit)
    assert sent.errors == {}


def test_choices_are_those_that_exist_for_the_person_who_chooses(cast: Cast) -> None:
    typed = good(cast, PersonForm) | {"unit": str(cast.other_village.pk)}
    assert filled(cast, PersonForm, typed, by="office").errors == {}
    assert filled(cast, PersonForm, typed, by="liaison").errors == {"unit": [NO_CHOICE]}
    removed = a_unit(removed_at="2026-01-01T00:00Z")
    assert filled(cast, PersonForm, typed | {"unit": str(removed.pk)}).errors == {"unit": [NO_CHOICE]}


def test_each_body_offers_its_own_posts_in_protocol_order(cast: Cast) -> None:
    def offered(record: Any) -> list[str]:
        form = AppointForm(user=cast.office, record=record)
        return [str(label) for _value, label in form.fields["post"].choices]

    assert offered(cast.committee) == ["主任", "常务副主任", "副主任", "成员", "办公室主任", "办公室工作人员"]
    assert offered(cast.group) == ["组长", "副组长", "组员"]
    assert offered(cast.village.liaison_posts.first()) == ["联络员"]


def test_a_form_writes_its_own_fields_and_never_the_version(cast: Cast) -> None:
    form = filled(cast, UnitForm, good(cast, UnitForm) | {"version": "1", "initials": "x"}, record=cast.village)
    assert "version" in form.fields
    assert form.saved_fields() == [*UnitForm.Meta.fields]


def known_person(cast: Cast) -> tuple[Person, dict[str, str]]:
    """A person with numbers, and the form as it comes back when nothing is typed."""
    person: Person = a_person(name="赵有号", telephone="13812345678", identity_number=an_identity(6))
    form = PersonForm(user=cast.office, instance=person)
    shown = {name: form.initial[name] for name in Person.PERSONAL}
    return person, {"name": person.name, "order": "7", **shown}


def test_the_form_shows_masks_and_what_comes_back_stays(cast: Cast) -> None:
    person, typed = known_person(cast)
    assert (typed["telephone"], typed["identity_number"]) == ("138****5678", "*" * 14 + an_identity(6)[-4:])
    sent = filled(cast, PersonForm, typed, record=person)
    assert sent.errors == {}
    assert (sent.instance.telephone, sent.instance.identity_number) == ("13812345678", an_identity(6))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("telephone", "138****0000", NO_TELEPHONE),
        ("telephone", "139****5678", NO_TELEPHONE),
        ("identity_number", "*" * 14 + "0000", NO_IDENTITY),
        ("identity_number", "*" * 18, NO_IDENTITY),
    ],
)
def test_a_mask_of_another_number_is_none(field: str, typed: str, sentence: str, cast: Cast) -> None:
    person, shown = known_person(cast)
    assert filled(cast, PersonForm, shown | {field: typed}, record=person).errors == {field: [sentence]}


def test_a_number_is_typed_anew_or_taken_away(cast: Cast) -> None:
    person, shown = known_person(cast)
    sent = filled(cast, PersonForm, shown | {"telephone": "13900001111", "identity_number": ""}, record=person)
    assert sent.errors == {}
    assert (sent.instance.telephone, sent.instance.identity_number) == ("13900001111", "")
