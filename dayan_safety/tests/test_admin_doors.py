"""Every address of the administration: refused to everybody else; and to administrators, whatever rewrites history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.checks import check_admin_app
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from dayan_safety.admin_site import PortalAdminSite
from dayan_safety.models import Action
from dayan_safety.testing import Cast, a_person
from dayan_safety.tests.admin_walk import every_page, fill_every_table, pages_of, read, registered
from dayan_safety.tests.test_personal import STANDARD
from dayan_safety.tests.town_rows import one_of_each

OTHERS = [role for role in Cast.ROLES if role != "administrator"]
PUBLIC = {"admin:login"}  # leads to the portal's own sign-in
ANYTHING = {"app_label": "committee", "content_type_id": "1", "object_id": "1"}
WRITTEN_HERE = {
    "committee.committee", "committee.person", "committee.unit", "committee.user", "committee.workinggroup",
    "campaigns.audience", "campaigns.channel", "campaigns.eventkind", "campaigns.material", "campaigns.safetyday",
    "dayan_safety.calendarday", "inspections.findingkind",
    "django_celery_beat.clockedschedule", "django_celery_beat.crontabschedule",
    "django_celery_beat.intervalschedule", "django_celery_beat.periodictask",
}  # fmt: skip
DELETED_HERE = {label for label in WRITTEN_HERE if not label.startswith(("committee.", "campaigns.", "inspections."))}
EXPORTED_HERE = {label for label in WRITTEN_HERE if "beat" not in label}
IMPORTED_HERE = EXPORTED_HERE - {"committee.user"} | {"committee.liaisonpost"}
EXPORTED_HERE |= {"committee.appointment", "committee.liaisonpost", "dayan_safety.action"}
EXPORTED_HERE |= {"assessment.indicatorset", "assessment.indicator"}
EXPORTED_HERE |= {"assessment.rulebook", "assessment.rulebookitem", "campaigns.event"}
OF_INSPECTIONS = ("checklist", "finding", "hazardreport", "incident", "inspection", "inspectionplan", "site")
EXPORTED_HERE |= {f"inspections.{name}" for name in OF_INSPECTIONS}
OF_OUTREACH = ("campaign", "display", "poll", "programme", "project", "questionnaire")
EXPORTED_HERE |= {f"campaigns.{name}" for name in OF_OUTREACH}


def entries(resolver: URLResolver) -> Iterator[URLPattern]:
    """Every pattern below a resolver."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from entries(entry)


def addresses() -> list[str]:
    """Every named address of the administration, its arguments filled with anything."""
    [site] = [entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "admin"]
    named = {f"admin:{entry.name}": entry.pattern.regex.groupindex for entry in entries(site) if entry.name}
    found = [
        reverse(name, kwargs={key: ANYTHING[key] for key in keys}) for name, keys in named.items() if name not in PUBLIC
    ]
    return [*sorted(found), "/admin/nothing/", "/admin/committee/unit/nothing/at/all/"]


def statuses(browser: Client, method: str, urls: list[str]) -> dict[str, int]:
    """What each address answers."""
    return {url: getattr(browser, method)(url).status_code for url in urls}


def test_the_addresses_are_all_there() -> None:
    names = {part for url in addresses() for part in url.strip("/").split("/")}
    assert {"jsi18n", "autocomplete", "r", "logout", "password_change", "process_import", "export", "history"} <= names
    assert len(addresses()) > 120


def refuses(url: str, request: HttpRequest) -> bool:
    """Whether the view behind ``url`` refuses before it does anything."""
    match = resolve(url)
    try:
        match.func(request, *match.args, **match.kwargs)
    except PermissionDenied:
        return True
    return False


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_gets_through_any_of_them(role: str, cast: Cast, rf: RequestFactory) -> None:
    for url in addresses():
        for request in (rf.get(url), rf.post(url)):
            request.user = getattr(cast, role)
            assert refuses(url, request), (request.method, url)


def test_who_is_refused_reads_why(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.office)
    assert set(statuses(browser, "get", addresses()[::5]).values()) == {403}
    assert set(statuses(browser, "post", addresses()[::5]).values()) == {403}
    assert "您没有此项权限" in browser.get(reverse("admin:index")).content.decode()


def test_nor_to_a_row_that_is_there(cast: Cast, as_user: Any) -> None:
    fill_every_table(cast)
    rows = [url for model in registered() for _part, url in pages_of(model)]
    assert set(statuses(as_user(cast.auditor), "get", rows).values()) == {403}


def test_strangers_are_led_to_the_portals_sign_in(db: None) -> None:
    for method in ("get", "post"):
        for url in [*addresses(), reverse("admin:login")]:
            answer = getattr(Client(), method)(url)
            assert answer.status_code == 302, (method, url)
            assert answer.url.split("?")[0] in (reverse("sign_in"), reverse("admin:login")), (method, url)
    assert Client().get(reverse("admin:index"), follow=True).redirect_chain[-1][0].startswith(reverse("sign_in"))


def test_who_is_signed_in_finds_no_second_way_in(cast: Cast, as_user: Any) -> None:
    assert as_user(cast.office).get(reverse("admin:login")).status_code == 403
    assert as_user(cast.office).get(reverse("admin:login"), {"next": "//evil.example"}).status_code == 403


def test_an_administrator_whose_duty_ends_stands_outside_at_once(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.administrator)
    assert browser.get(reverse("admin:index")).status_code == 200
    cast.administrator.duty = "posts"
    cast.administrator.save()
    assert browser.get(reverse("admin:index")).status_code == 403
    assert browser.post(reverse("admin:committee_unit_add"), {"name": "x"}).status_code == 403


# What an administrator finds.


def names_of_tables() -> list[str]:
    """What the addresses of the tables begin with."""
    return [f"{model._meta.app_label}_{model._meta.model_name}" for model in registered()]


def parts_answered(label: str, browser: Client) -> set[str]:
    """The parts of a table that open for an administrator."""
    return {part for part, url in pages_of(apps.get_model(label)) if browser.get(url).status_code == 200}


def test_each_table_opens_exactly_as_far_as_it_should(cast: Cast, as_user: Any) -> None:
    fill_every_table(cast)
    browser = as_user(cast.administrator)
    for model in registered():
        label = model._meta.label_lower
        expected = {"changelist", "change", "history"} | ({"add"} if label in WRITTEN_HERE else set())
        expected |= {"delete"} if label in DELETED_HERE else set()
        expected |= {"export"} if label in EXPORTED_HERE else set()
        expected |= {"import"} if label in IMPORTED_HERE else set()
        assert parts_answered(label, browser) == expected, label


def test_every_table_is_at_hand_on_every_page(cast: Cast, as_user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = as_user(cast.administrator)
    counts = []
    for shown in (True, False):
        monkeypatch.setattr(PortalAdminSite, "enable_nav_sidebar", shown)
        page = browser.get(reverse("admin:committee_unit_changelist")).content.decode()
        counts.append(sum(f'href="{reverse(f"admin:{name}_changelist")}"' in page for name in names_of_tables()))
    assert counts == [len(registered()), 0]


def test_what_is_only_shown_takes_no_form(cast: Cast, as_user: Any) -> None:
    fill_every_table(cast)
    browser = as_user(cast.administrator)
    for model in registered():
        if model._meta.label_lower in WRITTEN_HERE:
            continue
        before = list(model._default_manager.order_by("pk").values())
        for part, url in pages_of(model):
            if part in ("add", "change", "delete"):
                assert browser.post(url, {"by_name": "别人", "post": "yes", "name": "x"}).status_code == 403, url
        asked = {"action": "delete_selected", "_selected_action": [row["id"] for row in before], "post": "yes"}
        browser.post(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), asked)
        assert list(model._default_manager.order_by("pk").values()) == before


def test_no_record_is_deleted_by_a_forged_form(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.administrator)
    one_of_each(cast)
    for label in WRITTEN_HERE - DELETED_HERE:
        model, name = apps.get_model(label), f"admin:{label.replace('.', '_')}"
        there = set(model._default_manager.values_list("pk", flat=True))
        asked = {"action": "delete_selected", "_selected_action": sorted(there), "post": "yes"}
        browser.post(reverse(f"{name}_changelist"), asked)
        assert browser.post(reverse(f"{name}_delete", args=[min(there)]), {"post": "yes"}).status_code == 403
        assert set(model._default_manager.values_list("pk", flat=True)) == there


def test_the_other_names_of_a_unit_cannot_be_written_past_the_service(cast: Cast, as_user: Any) -> None:
    forged = {"aliases-TOTAL_FORMS": "1", "aliases-INITIAL_FORMS": "0", "aliases-0-name": "假名"}
    form = {"name": cast.village.name, "kind": cast.village.kind, "order": cast.village.order} | forged
    url = reverse("admin:committee_unit_change", args=[cast.village.pk])
    assert as_user(cast.administrator).post(url, form).status_code == 302
    assert not cast.village.aliases.exists()


def test_rows_that_are_not_there_lead_back_with_a_word(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.administrator)
    for part in ("change", "history"):
        for key in ("999999", "x", "1_2F", "%00"):
            answer = browser.get(reverse(f"admin:committee_unit_{part}", args=[key]))
            assert answer.status_code in (302, 400), (part, key)


# The portal's own pages instead of Django's.


def test_passwords_are_changed_on_the_portals_page(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.administrator)
    typed = {"old_password": "x", "new_password1": "Qingshan-Lvshui-77", "new_password2": "Qingshan-Lvshui-77"}
    for name in ("password_change", "password_change_done"):
        for answer in (browser.get(reverse(f"admin:{name}")), browser.post(reverse(f"admin:{name}"), typed)):
            assert (answer.status_code, answer.url) == (302, reverse("change_password"))
    cast.administrator.refresh_from_db()
    assert not cast.administrator.has_usable_password()


def test_leaving_by_the_administrations_button_is_in_the_history(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.administrator)
    assert browser.get(reverse("admin:logout")).status_code == 405
    assert browser.post(reverse("admin:logout")).url == reverse("sign_in")
    assert "_auth_user_id" not in browser.session
    assert Action.objects.get(verb="dayan_safety.sign_out").by == cast.administrator


def test_no_page_offers_a_way_that_ends_at_a_closed_door(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.administrator)
    page = browser.get(reverse("admin:committee_unit_change", args=[cast.village.pk])).content.decode()
    assert 'class="viewsitelink"' not in page
    assert "/r/" not in page


def test_history_is_in_one_place(cast: Cast, as_user: Any) -> None:
    form = {"name": "一村", "kind": "school", "order": "3", "aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    browser = as_user(cast.administrator)
    assert browser.post(reverse("admin:committee_unit_add"), form).status_code == 302
    assert not LogEntry.objects.exists()
    told = Action.objects.get(verb="committee.create_unit", thing_name="一村")
    page = read(browser.get(reverse("admin:committee_unit_history", args=[told.thing_id])).content.decode())
    assert f"{cast.administrator}：登记单位，一村" in page
    assert "最近动作" not in read(browser.get(reverse("admin:index")).content.decode())


# Personal data.


def test_no_page_shows_a_full_number(cast: Cast, as_user: Any) -> None:
    person = a_person(name="赵有号", telephone="13912345678", identity_number=STANDARD[0], unit=cast.village)
    fill_every_table(cast)
    browser = as_user(cast.administrator)
    secrets = {"13912345678", "13812345678", STANDARD[0], person.identity_digest, cast.liaison.person.telephone}
    pages = [*every_page(), reverse("admin:committee_person_change", args=[person.pk])]
    pages += [reverse(f"admin:committee_{name}_changelist") + "?all=&q=赵有号" for name in ("person", "user")]
    shown = ""
    for url in pages:
        html = browser.get(url).content.decode()
        assert [secret for secret in secrets if secret in html] == [], url
        shown += html
    assert "139****5678" in shown
    assert f"{'*' * 14}{STANDARD[0][-4:]}" in shown


def test_the_registry_holds_nothing_that_the_portal_does_not_use() -> None:
    labels = {model._meta.label_lower for model in admin.site._registry}
    assert not labels & {"auth.group", "django_celery_beat.solarschedule", "django_celery_results.groupresult"}


def test_the_administration_passes_its_own_checks() -> None:
    registered = admin.site._registry
    assert len(registered) > 20
    assert check_admin_app(None) == []
