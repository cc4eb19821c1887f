"""Whatever stands in an address or a form: a page, a refusal or the form again; no error of ours, no live markup."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from dayan_safety.testing import a_person, a_unit

pytestmark = pytest.mark.every_database

MARK = "xss1"
SURROGATE = "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")
ODD = [
    "", " ", "'", '"', "\\", "%", "%s", "%00", "\x00", "\x1b", "\ufeff", "\u202e", SURROGATE,
    "-1", "0", "1e9", "9" * 30, "9" * 5000, "１２３", "٣", "NaN", "inf", "1.5", "0x10", "null", "true", "[]", "{}",
    "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026年13月1日", "1900-1-1",
    "../../etc/passwd", "C:\\x", "//evil.example", "javascript:alert(1)", "a" * 10_000, "张" * 3000, "😀" * 50,
    f'"><img src=x id={MARK}1>', f"<script id={MARK}>", "{{ 7*7 }}", "{% debug %}", "${7*7}",
    "' OR '1'='1", "1; DROP TABLE x", "=1+1", "@SUM(1)", "\r\nSet-Cookie: a=b", "a\nb", "\t",
    "*", "(", "[a-z", ".*", "__class__", "-__class__", "name__icontains",
]  # fmt: skip
LISTS = {
    "assessment:list_indicatorset": ["q", "state", "sort", "page"],
    "assessment:list_indicator": ["q", "indicator_set", "element_number", "wording", "sort", "page"],
    "assessment:list_selfassessment": ["q", "year", "state", "sort", "page"],
    "assessment:list_evaluation": ["q", "assessment", "sort", "page"],
    "assessment:create_evaluation": ["assessment"],
    "assessment:list_evaluationnote": ["q", "evaluation", "kind", "sort", "page"],
    "assessment:list_judgement": ["q", "assessment", "effect", "sort", "page"],
    "committee:list_unit": ["q", "kind", "valid_on", "sort", "columns", "rows", "page", "reset", "unknown"],
    "committee:list_person": ["q", "unit_kind", "gone", "telephone", "sort", "page"],
    "committee:list_appointment": ["q", "on", "post", "role", "group", "sort", "page"],
    "committee:list_liaisonpost": ["q", "kind", "role", "state", "sort", "page"],
    "committee:list_workinggroup": ["q", "to_be_confirmed", "sort"],
    "committee:list_committee": ["q", "sort"],
    "committee:list_vacancies": ["only"],
    "committee:print_roster": ["on"],
    "committee:list_meeting": ["q", "state", "since", "sort", "page"],
    "committee:list_task": ["q", "standing", "lead_unit", "since", "sort", "page"],
    "committee:list_report": ["q", "period", "standing", "since", "sort", "page"],
    "committee:view_board": ["kind", "year", "years", "since"],
    "campaigns:list_campaign": ["q", "standing", "group", "since", "sort", "page"],
    "campaigns:list_event": ["q", "standing", "mine", "campaign", "unit", "entry", "until", "sort", "page"],
    "campaigns:list_display": ["q", "standing", "channel", "campaign", "unit_kind", "since", "sort", "page"],
    "campaigns:list_programme": ["q", "standing", "group", "audiences", "since", "sort", "page"],
    "campaigns:list_questionnaire": ["q", "purpose", "programme", "group", "sort", "page"],
    "campaigns:list_poll": ["q", "standing", "questionnaire", "unit", "unit_kind", "moment", "until", "sort", "page"],
    "campaigns:create_poll": ["questionnaire"],
    "campaigns:create_questionnaire": ["programme"],
    "campaigns:create_event": ["programme"],
    "campaigns:list_stockentry": ["q", "standing", "material", "campaign", "unit_kind", "until", "sort", "page"],
    "campaigns:list_project": ["q", "standing", "steps", "mine", "group", "audiences", "since", "sort", "page"],
    "campaigns:create_campaign": ["day", "year"],
    "campaigns:view_outreach": ["year"],
    "campaigns:view_calendar": ["year"],
    "campaigns:view_coverage": ["year", "kind"],
    "assessment:list_check": ["q", "state", "standing", "since", "until", "sort", "page"],
    "assessment:list_checkedunit": ["q", "check", "kind", "standing", "mine", "sort", "page"],
    "assessment:list_deduction": ["q", "check", "kind", "since", "until", "sort", "page"],
    "assessment:list_ledgerentry": ["q", "year", "unit", "kind", "state", "mine", "sort", "page"],
    "assessment:view_ledger": ["year"],
    "assessment:list_commitment": ["q", "unit", "state", "mine", "since", "until", "sort", "page"],
    "inspections:list_finding": ["q", "standing", "mine", "level", "kind", "unit", "agency", "since", "sort", "page"],
    "inspections:list_inspection": ["q", "state", "result", "mine", "trade", "unit", "agency", "since", "sort", "page"],
    "inspections:create_inspection": ["site", "unit", "checklist"],
    "inspections:list_hazardreport": ["q", "state", "sender", "unit", "since", "until", "sort", "page"],
    "inspections:list_incident": ["q", "place_kind", "cause", "severity", "standing", "since", "sort", "page"],
    "inspections:list_inspectionplan": ["q", "agency", "since", "until", "sort", "page"],
    "inspections:list_site": ["q", "kind", "small_place", "due", "month", "sort", "page"],
    "inspections:view_injuries": ["year"],
    "inspections:view_picture": ["year"],
    "report_hazard": ["unit"],
    "follow_report": ["number"],
    "assessment:list_round": ["q", "year", "state", "rated_kind", "sort", "page"],
    "inspections:list_checklist": ["q", "trade", "state", "sort", "page"],
    "list_action": ["q", "verb", "outcome", "since", "until", "sort", "columns", "page"],
    "view_rollover": ["year", "kind"],
    "search": ["q"],
    "home": ["next"],
}
READER = {"list_action": "auditor"}
FIELDS = ["name", "kind", "code", "address", "telephone", "order", "valid_from", "valid_to", "version", "once"]


@pytest.mark.parametrize("name", LISTS)
def test_no_parameter_of_a_list_breaks_it(name: str, cast: Any, as_user: Any) -> None:
    browser = as_user(getattr(cast, READER.get(name, "office")))
    wrong = [
        (parameter, value[:40], status)
        for place, parameter in enumerate(LISTS[name])
        for value in ODD[place % 6 :: 6]
        if (status := browser.get(reverse(name), {parameter: value}).status_code) >= 500
    ]
    assert wrong == []


@pytest.mark.parametrize("field", ["name", "unit", "telephone", "identity_number", "sex", "left_on", "version"])
def test_no_field_of_an_edited_person_breaks_it(field: str, cast: Any, as_user: Any) -> None:
    browser, person = as_user(cast.office), a_person(name="赵有号")
    right = {"name": "赵有号", "order": "1", "version": ""}
    url = reverse("committee:edit_person", args=[person.pk])
    wrong = [
        (value[:40], status)
        for value in ODD
        if (status := browser.post(url, right | {field: value}).status_code) not in (302, 400, 409, 422)
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", ["unit", "person"])
def test_nothing_typed_to_pick_by_breaks_it(kind: str, cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("pick", args=[kind])
    answers = {value[:40]: browser.get(url, {"q": value}).status_code for value in ODD}
    assert {value: status for value, status in answers.items() if status not in (200, 400)} == {}


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_of_a_form_breaks_it(field: str, cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:create_unit")
    right = {"name": "新村", "kind": "village", "order": "1"}
    wrong = [
        (value[:40], status)
        for value in ODD
        if (status := browser.post(url, right | {field: value}).status_code) not in (302, 400, 422)
    ]
    assert wrong == []


def test_repeated_and_crowded_parameters_break_nothing(cast: Any, as_user: Any) -> None:
    browser, url = as_user(cast.office), reverse("committee:list_unit")
    for query in (
        "kind=a&kind=village",
        "q=" * 500,
        "&".join(f"p{n}=1" for n in range(3000)),
        "kind[]=1",
        "=&=",
        "%zz",
    ):
        assert browser.get(f"{url}?{query}").status_code < 500


def test_what_people_type_never_becomes_markup(cast: Any, as_user: Any) -> None:
    live = f'"><img src=x id={MARK}>'
    unit = a_unit(name=f"村{live}", address=live, telephone=live[:20])
    a_person(name=f"人{live}", unit=unit, position=live, telephone="")
    browser = as_user(cast.office)
    pages = [unit.get_absolute_url(), reverse("home"), f"{reverse('search')}?q=村"]
    pages += [
        reverse(f"committee:{name}") for name in ("list_unit", "list_person", "list_liaisonpost", "list_vacancies")
    ]
    pages += [reverse("committee:edit_unit", args=[unit.pk]), f"{reverse('committee:list_unit')}?q={live}"]
    for url in pages:
        html = browser.get(url, follow=True).content.decode()
        assert not re.search(rf"<[^>]*\sid={MARK}[\s>]", html), url
    assert MARK in browser.get(unit.get_absolute_url()).content.decode()


def test_live_markup_would_be_seen() -> None:
    assert re.search(rf"<[^>]*\sid={MARK}[\s>]", f'"><img src=x id={MARK}>')
