"""The pages of a noun and the doors to its verbs: carried out once, two editors, what is shown to whom, methods."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from committee.models import Person, Unit
from dayan_safety.models import Action, OnceToken
from dayan_safety.records import edit_record
from dayan_safety.testing import Cast, a_person, a_unit
from dayan_safety.tests.markup import Markup, in_english, markup_of
from dayan_safety.views import Button, address_for, needs

KNOWN = "11010519491231002X"


@pytest.fixture
def browser(cast: Cast, as_user: Any) -> Any:
    """The office's browser."""
    return as_user(cast.office)


@pytest.fixture
def neighbour(cast: Cast) -> Person:
    """Somebody of the liaison's village: office and liaison may both edit, only the office may see the numbers."""
    return a_person(name="赵有号", unit=cast.village, telephone="13812345678", identity_number=KNOWN, order=7)


def url_of(record: Any, page: str = "") -> str:
    """The address of a record's page."""
    return f"{record.get_absolute_url()}{page}"


def form_of(person: Person, **typed: Any) -> dict[str, Any]:
    """The filled form as its page showed it."""
    shown = {"name": person.name, "sex": person.sex, "unit": person.unit_id or "", "position": person.position}
    numbers = {"telephone": person.masked_telephone, "identity_number": person.masked_identity}
    return shown | numbers | {"order": person.order, "left_on": "", "version": person.version} | typed


def theirs_and_mine(page: Markup) -> list[list[str]]:
    """The rows of the comparison of two versions."""
    table = [element.text for element in page.elements if element.tag in ("th", "td") and element["scope"] != "col"]
    return [table[start : start + 3] for start in range(0, len(table), 3)]


# Carried out once


def test_a_removal_sent_again_leads_where_it_led(cast: Cast, browser: Any) -> None:
    url = url_of(cast.other_village, "remove/")
    form = {"reason": "并村", "once": browser.get(url).context["once"]}
    answers = [browser.post(url, form) for _time in range(3)]
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [
        (302, "/committee/units/")
    ] * 3
    assert Action.objects.filter(verb="committee.remove_unit").count() == 1


def test_without_the_token_a_removed_record_is_not_there(cast: Cast, browser: Any) -> None:
    url = url_of(cast.other_village, "remove/")
    assert [browser.post(url, {"reason": "并村"}).status_code for _time in range(2)] == [302, 404]


def test_the_token_of_another_opens_nothing(cast: Cast, as_user: Any) -> None:
    url = url_of(cast.other_village, "remove/")
    as_user(cast.office).post(url, {"reason": "并村", "once": "a" * 32})
    assert as_user(cast.chair).post(url, {"reason": "并村", "once": "a" * 32}).status_code == 404


def test_a_verb_sent_again_is_done_once_and_leads_to_the_record(cast: Cast, browser: Any) -> None:
    post, person = cast.village.liaison_posts.get(role="coordinator"), a_person(name="新任")
    url = url_of(post, "appoint/")
    form = {"person": person.pk, "post": "liaison", "since": "2026-1-1", "once": browser.get(url).context["once"]}
    answers = [browser.post(url, form) for _time in range(3)]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, url_of(post))}
    assert person.appointments.count() == 1
    said = markup_of(browser.get(url_of(post))).one("div", id="messages").text
    assert said == "已完成：任命。"


def test_a_refused_form_may_be_corrected_and_sent_with_the_same_token(cast: Cast, browser: Any) -> None:
    post, person = cast.village.liaison_posts.get(role="information_officer"), a_person()
    url, form = (
        url_of(post, "appoint/"),
        {"person": person.pk, "post": "liaison", "since": "2026-1-1", "once": "b" * 32},
    )
    refused = browser.post(url, form)
    assert (refused.status_code, OnceToken.objects.filter(token="b" * 32).exists()) == (422, False)
    assert "孙信息自 2024-01-01 起担任该职务，请先结束其任职。" in refused.content.decode()
    vacant = cast.village.liaison_posts.get(role="patrol_inspector")
    assert browser.post(url_of(vacant, "appoint/"), form).status_code == 302
    assert person.appointments.get().liaison_post == vacant


@pytest.mark.parametrize("page", ["appoint/", "remove/"])
def test_a_form_only_looked_at_does_nothing(page: str, cast: Cast, browser: Any) -> None:
    record = cast.group
    before = Action.objects.count(), OnceToken.objects.count()
    assert browser.get(url_of(record, page), {"reason": "x", "once": "c" * 32}).status_code == 200
    assert (Action.objects.count(), OnceToken.objects.count()) == before


# Two editors


def test_both_versions_are_told_in_words(cast: Cast, browser: Any) -> None:
    unit = a_unit(name="北山村", valid_from=date(2024, 1, 1))
    form = {"name": "北山村", "order": unit.order, "version": 1}
    browser.post(url_of(unit, "edit/"), form | {"kind": "school", "address": "东街", "valid_from": "2024-2-1"})
    answer = browser.post(url_of(unit, "edit/"), form | {"kind": "agency", "address": "东街", "valid_from": ""})
    assert answer.status_code == 409
    assert theirs_and_mine(markup_of(answer)) == [
        ["单位类别", "学校", "外部机构"],
        ["隶属本镇起", "2024-02-01", ""],
    ]
    assert "您填写期间，别人保存了这条记录。" in answer.content.decode()
    assert "保存我的内容" in markup_of(answer).texts("button")
    english = markup_of(in_english(browser).post(url_of(unit, "edit/"), form | {"kind": "agency", "valid_from": ""}))
    assert ["Kind of unit", "school", "outside agency"] in theirs_and_mine(english)


def test_a_unit_chosen_by_the_other_is_told_by_its_name(cast: Cast, browser: Any, neighbour: Person) -> None:
    form = form_of(neighbour)
    browser.post(url_of(neighbour, "edit/"), form | {"unit": cast.other_village.pk})
    answer = browser.post(url_of(neighbour, "edit/"), form | {"unit": ""})
    assert theirs_and_mine(markup_of(answer)) == [["单位", "西河村", ""]]


@pytest.mark.parametrize(
    ("field", "new", "other", "mask"),
    [
        ("telephone", "13987654321", "13700000000", "139****4321"),
        ("identity_number", "370822199001010013", "", "**************0013"),
    ],
)
def test_a_number_the_other_typed_stays_masked(
    field: str, new: str, other: str, mask: str, cast: Cast, as_user: Any, neighbour: Person
) -> None:
    form = form_of(neighbour)
    assert as_user(cast.office).post(url_of(neighbour, "edit/"), form | {field: new}).status_code == 302
    answer = as_user(cast.liaison).post(url_of(neighbour, "edit/"), form | {field: other})
    assert answer.status_code == 409
    assert new not in answer.content.decode()
    assert theirs_and_mine(markup_of(answer))[0][1] == mask


def test_a_mask_nobody_typed_over_gives_way_to_the_newer_number(
    cast: Cast, as_user: Any, browser: Any, neighbour: Person
) -> None:
    form, url = form_of(neighbour), url_of(neighbour, "edit/")
    browser.post(url, form | {"telephone": "13987654321"})
    liaison = as_user(cast.liaison)
    answer = liaison.post(url, form | {"position": "文书"})
    assert answer.status_code == 409
    assert theirs_and_mine(markup_of(answer)) == [["单位职务", "", "文书"]]
    again = {element["name"]: element["value"] for element in markup_of(answer).all("input") if element["name"] in form}
    assert (again["telephone"], again["version"]) == ("139****4321", "2")
    assert liaison.post(url, form | again).status_code == 302
    kept = Person.objects.get(pk=neighbour.pk)
    assert (kept.telephone, kept.identity_number, kept.position) == ("13987654321", KNOWN, "文书")


def test_a_mask_that_is_not_the_shown_one_is_refused_while_nobody_else_saved(browser: Any, neighbour: Person) -> None:
    answer = browser.post(url_of(neighbour, "edit/"), form_of(neighbour, telephone="139****4321"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["telephone"])


def test_saving_over_the_others_version_is_in_the_history(cast: Cast, browser: Any) -> None:
    unit = a_unit(name="北山村")
    form = {"name": "北山村", "kind": "village", "order": unit.order, "version": 1}
    for address, version in (("甲", 1), ("乙", 1), ("乙", 2)):
        browser.post(url_of(unit, "edit/"), form | {"address": address, "version": version})
    edits = Action.objects.filter(verb="committee.edit_unit").order_by("number")
    assert [(row.before, row.after) for row in edits] == [
        ({"address": ""}, {"address": "甲"}),
        ({"address": "甲"}, {"address": "乙"}),
    ]


# What a page shows


def test_a_record_tells_its_facts_and_what_is_missing(browser: Any) -> None:
    page = markup_of(browser.get(url_of(a_unit(name="北山村", address="东街", valid_from=date(2024, 2, 29)))))
    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert (facts["地址"], facts["统计代码"], facts["隶属本镇起"]) == ("东街", "未填写", "2024-02-29")
    assert (page.one("h1").text, page.texts("li", "breadcrumb-item")) == ("北山村", ["单位", "北山村"])
    assert page.texts("span", "badge")[0] == "隶属本镇"


def test_a_page_offers_what_its_reader_may_do(cast: Cast, as_user: Any) -> None:
    def offered(user: Any) -> list[str]:
        page = markup_of(as_user(user).get(url_of(cast.group)))
        return [link.text for link in page.all("a") if link["href"].startswith(url_of(cast.group)) and link.text]

    assert offered(cast.office) == ["任命", "编辑", "移除", "上传附件"]
    assert offered(cast.lead) == ["编辑", "上传附件"]
    assert offered(cast.liaison) == []


def test_a_page_tells_the_newest_of_a_long_history(cast: Cast, browser: Any) -> None:
    unit = a_unit(name="北山村")
    for number in range(25):
        unit.address = f"{number}号"
        edit_record(unit, ["address"], by=cast.office)
    page = markup_of(browser.get(url_of(unit)))
    told = [line.text for line in page.all("ul") if "变更后" in line.text]
    assert (len(page.all("time")), told[0], told[-1]) == (
        20,
        "地址：变更前 23号 → 变更后 24号",
        "地址：变更前 4号 → 变更后 5号",
    )


def test_a_person_without_any_post_sees_the_own_page_and_no_way_to_others(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.outsider)
    page = markup_of(browser.get(url_of(cast.outsider.person)))
    assert page.one("h1").text == "郑路人"
    assert "/committee/people/" not in page.links()
    assert browser.get("/committee/people/").status_code == 403
    assert browser.get(url_of(cast.lead.person)).status_code == 404
    assert "/committee/people/" in markup_of(as_user(cast.lead).get(url_of(cast.outsider.person))).links()


def test_a_removal_says_what_it_means(cast: Cast, browser: Any) -> None:
    page = markup_of(browser.get(url_of(cast.other_village, "remove/")))
    assert page.one("h1").text == "移除单位"
    assert "“西河村”将不再显示，操作记录仍保留。" in page.texts("div")
    assert [button.text for button in page.all("button", "btn-danger")] == ["移除单位"]


def test_what_was_done_is_said_once(browser: Any) -> None:
    form = {"name": "新村", "kind": "village", "order": "1"}
    pages = [browser.post("/committee/units/new/", form, follow=True), browser.get("/")]
    assert [markup_of(page).one("div", id="messages").text for page in pages] == ["已保存。", ""]


# Buttons and links


def test_a_button_says_its_verb_unless_it_has_a_text_of_its_own(db: Any) -> None:
    assert Button("committee.hand_over", "/x/").label == "工作交接"
    assert Button("committee.hand_over", "/x/", text="交班").label == "交班"


def test_a_record_is_linked_for_those_it_exists_for(cast: Cast) -> None:
    assert address_for(cast.office, cast.other_village) == url_of(cast.other_village)
    assert address_for(cast.liaison, cast.village) == url_of(cast.village)
    assert address_for(cast.liaison, cast.other_village) == address_for(cast.office, None) == ""


def test_a_page_of_its_own_refuses_before_it_does_anything(cast: Cast) -> None:
    asked: list[str] = []

    @needs("committee.view_figures")
    def page(request: HttpRequest, word: str) -> HttpResponse:
        asked.append(word)
        return HttpResponse(word)

    request = HttpRequest()
    for user in (cast.outsider, cast.chair):
        request.user = user
        try:
            page(request, user.person.name)
        except PermissionDenied as refused:
            assert str(refused) == "committee.view_figures"
    assert asked == ["王主任"]


# Methods


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("/committee/units/", "GET, HEAD"),
        ("/committee/units/{pk}/", "GET, HEAD"),
        ("/committee/units/export/csv/", "GET, HEAD"),
        ("/committee/units/new/", "GET, HEAD, POST"),
        ("/committee/units/{pk}/edit/", "GET, HEAD, POST"),
        ("/committee/units/{pk}/remove/", "GET, HEAD, POST"),
        ("/committee/units/{pk}/aliases/", "GET, HEAD, POST"),
    ],
)
def test_other_methods_are_refused_and_change_nothing(page: str, allowed: str, cast: Cast, browser: Any) -> None:
    url, before = page.format(pk=cast.village.pk), Action.objects.count()
    for method in ("put", "patch", "delete", "options", *(["post"] if "POST" not in allowed else [])):
        answer = getattr(browser, method)(url)
        assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert browser.head(url).status_code == 200
    assert Action.objects.exclude(verb="committee.export_unit").count() == before
    assert Unit.objects.present().filter(pk=cast.village.pk).exists()


@pytest.mark.parametrize("key", [0, 10**18, 10**19, 10**40])
@pytest.mark.parametrize("page", ["", "edit/", "remove/", "aliases/"])
def test_a_number_no_record_can_have_is_not_found(key: int, page: str, browser: Any) -> None:
    url = f"/committee/units/{key}/{page}"
    assert browser.get(url).status_code == 404
    assert browser.post(url, {"reason": "x", "name": "x"}).status_code == (404 if page else 405)
