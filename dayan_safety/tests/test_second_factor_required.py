"""Where a second factor is required: no list leaves the house and no administration opens without one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import resolve, reverse

from committee.models import User
from dayan_safety.middleware import takes_second_factor
from dayan_safety.models import Action
from dayan_safety.testing import Cast
from dayan_safety.tests.access_rows import ROWS
from dayan_safety.tests.second_factors import a_second_factor, code_of, show
from dayan_safety.tests.test_second_factor_pages import key_on
from dayan_safety.tests.test_sign_in import RIGHT, enter, is_in

ENROL = "/account/second-factor/"
EXPORT = "/committee/units/export/csv/"
SINGLE_FILES = {
    "assessment:download_announcement",
    "download_template",
    "download_attachment",
    "download_paper_template",
    "download_test_paper",
    "committee:download_notice",
    "inspections:download_inspection",
    "inspections:download_rectification",
    "inspections:download_opinion",
    "committee:download_minutes",
    "committee:download_slip",
    "committee:download_town_month",
}


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = "required"


def with_password(user: User) -> User:
    """``user``, who can sign in with ``RIGHT``."""
    user.set_password(RIGHT)
    user.save()
    return user


def exports(cast: Cast) -> Iterator[tuple[str, str]]:
    """Role and address of every list that the role may take along."""
    for name, row in ROWS.items():
        if ":export_" in name or name in ("export_action", "committee:download_roster"):
            yield from ((role, reverse(name, args=row.args(cast))) for role in sorted(row.may))


def test_every_export_leads_to_the_setting_up_and_back(cast: Cast, as_user: Any, settings: Any) -> None:
    asked = list(exports(cast))
    assert len(asked) > 20
    answers = {(role, url): as_user(getattr(cast, role)).get(url) for role, url in asked}
    assert {(answer.status_code, answer["Location"].split("?")[0]) for answer in answers.values()} == {(302, ENROL)}
    assert answers["chair", EXPORT]["Location"] == f"{ENROL}?next=%2Fcommittee%2Funits%2Fexport%2Fcsv%2F"
    assert not Action.objects.filter(verb__contains="export").exists()
    settings.SECOND_FACTOR = "offered"
    assert {as_user(getattr(cast, role)).get(url).status_code for role, url in asked} == {200}


def test_no_address_hands_out_a_list_past_the_guard(cast: Cast, as_user: Any) -> None:
    """A new way out that is not called ``export_…`` has to be named in ``LISTS_AS_FILES``."""
    browsers = {role: as_user(getattr(cast, role)) for role in ("chair", "office", "auditor", "administrator")}
    handed_out = set()
    for name, row in ROWS.items():
        url = reverse(name, args=row.args(cast))
        answers = [browser.get(url) for role, browser in browsers.items() if role in row.may]
        if any("attachment" in answer.headers.get("Content-Disposition", "") for answer in answers):
            handed_out.add(name)
    assert handed_out == SINGLE_FILES


def test_without_the_guard_lists_would_be_handed_out(cast: Cast, as_user: Any, settings: Any) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorMiddleware")]
    assert "attachment" in as_user(cast.office).get(EXPORT)["Content-Disposition"]


def test_the_whole_administration_leads_there(cast: Cast, as_user: Any, settings: Any) -> None:
    browser = as_user(cast.administrator)
    pages = [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in admin.site._registry]
    assert {browser.get(url)["Location"].split("?")[0] for url in [reverse("admin:index"), *pages]} == {ENROL}
    settings.SECOND_FACTOR = "offered"
    assert browser.get(reverse("admin:index")).status_code == 200


def test_a_form_of_the_administration_changes_nothing(cast: Cast, as_user: Any) -> None:
    form = {"username": "newclerk", "duty": "auditor", "email": ""}
    answer = as_user(cast.administrator).post(reverse("admin:committee_user_add"), form)
    assert answer["Location"].startswith(ENROL)
    assert not User.objects.filter(username="newclerk").exists()


def test_everything_else_stays_open(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    names = ("home", "list_notices", "view_account", "committee:list_unit", "list_imports", "search")
    assert {browser.get(reverse(name)).status_code for name in names} == {200}


@pytest.mark.parametrize(("role", "status"), [("liaison", 403), ("outsider", 403), ("inspector", 403)])
def test_who_may_not_export_is_refused_as_ever(cast: Cast, as_user: Any, role: str, status: int) -> None:
    assert as_user(getattr(cast, role)).get(EXPORT).status_code == status


def test_a_stranger_is_sent_to_the_door_as_ever(cast: Cast, client: Client) -> None:
    assert client.get(EXPORT)["Location"] == f"/sign-in/?next={EXPORT}"


def test_the_page_says_why_one_is_here(cast: Cast, as_user: Any) -> None:
    sentence = "办理这两项须先设置两步验证"
    assert sentence in as_user(cast.office).get(EXPORT, follow=True).content.decode()
    assert sentence not in as_user(cast.liaison).get(ENROL).content.decode()
    assert "导出和后台管理须先设置两步验证。" in as_user(cast.office).get("/account/").content.decode()


def test_once_set_up_the_export_one_was_going_to_is_a_press_away(cast: Cast, as_user: Any) -> None:
    with_password(cast.office)
    browser = as_user(cast.office)
    page = browser.get(EXPORT, follow=True)
    typed = {"password": RIGHT, "code": code_of(key_on(page)), "next": page.context["next"]}
    shown = browser.post(ENROL, typed).content.decode()
    assert f'href="{EXPORT}">已保管好，继续</a>' in shown
    assert "attachment" in browser.get(EXPORT)["Content-Disposition"]


def test_who_signed_in_with_a_code_exports(cast: Cast, client: Client) -> None:
    user = with_password(cast.office)
    key, _codes = a_second_factor(user)
    enter(client, user.username)
    show(client, code_of(key))
    assert "attachment" in client.get(EXPORT)["Content-Disposition"]


def test_a_session_from_before_the_rule_shows_its_code_first(cast: Cast, as_user: Any) -> None:
    """The setting was off when this session began, so no code was asked for."""
    user = with_password(cast.office)
    a_second_factor(user)
    browser = as_user(user)
    assert is_in(browser)
    assert browser.get(EXPORT)["Location"] == f"/sign-in/?next={EXPORT}"
    assert not is_in(browser)
    assert "请重新登录，这一次需要输入验证码。" in browser.get("/sign-in/").content.decode()


def test_turning_it_off_closes_the_exports_again(cast: Cast, client: Client) -> None:
    user = with_password(cast.office)
    key, codes = a_second_factor(user)
    enter(client, user.username)
    show(client, code_of(key))
    client.post(f"{ENROL}off/", {"password": RIGHT, "code": codes[0]})
    assert client.get(EXPORT)["Location"].startswith(ENROL)


def test_a_fragment_leads_the_whole_page(cast: Cast, as_user: Any) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/committee/units/"}
    answer = as_user(cast.office).get(EXPORT, headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"{ENROL}?next=%2Fcommittee%2Funits%2F")


@pytest.mark.parametrize(
    ("path", "guarded"),
    [
        (EXPORT, True),
        ("/history/export/xlsx/", True),
        ("/committee/roster/workbook/", True),
        ("/admin/", True),
        ("/admin/committee/user/1/change/", True),
        ("/imports/of/roster/template/", False),
        ("/committee/units/", False),
        ("/account/second-factor/", False),
    ],
)
def test_the_guard_knows_its_pages(path: str, guarded: bool) -> None:
    assert takes_second_factor(resolve(path)) is guarded
