"""The Django admin: every table registered, written through the services, closed to everybody else."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from committee.models import Unit, User
from dayan_safety.models import (
    Action,
    ChainHead,
    Channel,
    Knock,
    Mute,
    OnceToken,
    Parameter,
    PendingFile,
    RecoveryCode,
    Screen,
    YearlyNumber,
)
from dayan_safety.testing import a_person

OURS = ("committee", "campaigns", "inspections", "assessment", "dayan_safety")
UNREAD = {apps.get_model("campaigns", name) for name in ("Answer", "Attendee", "Sheet")}  # nobody's business
SCORES = {
    apps.get_model("assessment", name)
    for name in (
        *("Ballot", "Check", "CheckedUnit", "Commitment", "Deduction", "DrawnEvidence", "Evaluation", "EvaluationNote"),
        *("Evidence", "EvidenceDraw", "Judgement", "LedgerEntry", "Mark"),
        *("Objection", "Rated", "Result", "Round", "Scorecard", "SelfAssessment", "SelfScore"),
    )
}  # not the administrator's
NOT_SHOWN = (
    {Channel, ChainHead, Knock, Mute, OnceToken, Parameter, PendingFile, RecoveryCode, Screen, YearlyNumber}
    | UNREAD
    | SCORES
)
TABLES = sorted(
    model._meta.label_lower
    for model in apps.get_models()
    if model._meta.app_label in OURS and model in admin.site._registry
)


def test_every_model_is_registered() -> None:
    models = {model for label in OURS for model in apps.get_app_config(label).get_models()}
    inline = {inline.model for registered in admin.site._registry.values() for inline in registered.inlines}
    assert models - set(admin.site._registry) - inline == NOT_SHOWN


@pytest.mark.parametrize("label", TABLES)
def test_a_list_of_every_table_opens_and_can_be_searched(label: str, cast: Any, as_user: Any) -> None:
    url = reverse(f"admin:{label.replace('.', '_')}_changelist")
    browser = as_user(cast.administrator)
    assert browser.get(url).status_code == 200
    assert browser.get(url, {"q": "东风"}).status_code == 200
    assert as_user(cast.office).get(url).status_code == 403


@pytest.mark.parametrize("label", TABLES)
def test_nothing_is_deleted_here_but_a_day_of_the_calendar(label: str, cast: Any, rf: Any) -> None:
    request = rf.get("/")
    request.user = cast.administrator
    registered = admin.site._registry[apps.get_model(label)]
    assert registered.has_delete_permission(request) == (label == "dayan_safety.calendarday")


def test_a_unit_is_written_through_the_service(cast: Any, as_user: Any) -> None:
    inline = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    form = {"name": "后台村", "kind": "village", "order": "3"} | inline
    answer = as_user(cast.administrator).post(reverse("admin:committee_unit_add"), form)
    assert answer.status_code == 302
    told = Action.objects.get(verb="committee.create_unit", thing_name="后台村")
    assert (told.by, Unit.objects.get(name="后台村").initials) == (cast.administrator, "htc")


def test_an_edit_is_told_with_before_and_after(cast: Any, as_user: Any) -> None:
    unit = cast.village
    inline = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
    form = {"name": unit.name, "kind": unit.kind, "order": unit.order, "address": "新址"} | inline
    as_user(cast.administrator).post(reverse("admin:committee_unit_change", args=[unit.pk]), form)
    told = Action.objects.get(verb="committee.edit_unit")
    assert (told.before, told.after) == ({"address": ""}, {"address": "新址"})


def test_a_login_is_made_with_a_first_password_shown_once(cast: Any, as_user: Any) -> None:
    browser, person = as_user(cast.administrator), a_person(name="新办事员")
    form = {"username": "newclerk", "person": person.pk, "duty": "posts", "email": ""}
    page = browser.post(reverse("admin:committee_user_add"), form, follow=True)
    user = User.objects.get(username="newclerk")
    password = str(next(m for m in page.context["messages"] if "newclerk" in str(m))).rsplit("：", 1)[-1].split()[-1]
    assert user.check_password(password)
    assert user.must_change_password
    assert password not in browser.get(reverse("admin:committee_user_changelist")).content.decode()


def test_numbers_are_masked_here_too(cast: Any, as_user: Any) -> None:
    person = a_person(name="赵有号", telephone="13812345678")
    browser = as_user(cast.administrator)
    pages = [reverse("admin:committee_person_changelist"), reverse("admin:committee_person_change", args=[person.pk])]
    for url in pages:
        html = browser.get(url).content.decode()
        assert "138****5678" in html
        assert "13812345678" not in html


def test_history_can_be_read_and_not_touched(cast: Any, as_user: Any) -> None:
    action = Action.objects.first()
    browser, url = as_user(cast.administrator), reverse("admin:dayan_safety_action_change", args=[action.pk])
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"by_name": "别人"}).status_code == 403
    assert browser.post(reverse("admin:dayan_safety_action_delete", args=[action.pk])).status_code == 403
    assert Action.objects.get(pk=action.pk).by_name == action.by_name


def test_the_schedule_and_its_results_are_at_hand(cast: Any, as_user: Any) -> None:
    browser = as_user(cast.administrator)
    for name in ("django_celery_beat_periodictask", "django_celery_results_taskresult", "axes_accessattempt"):
        assert browser.get(reverse(f"admin:{name}_changelist")).status_code == 200


def test_the_admin_has_no_door_of_its_own(client: Any, cast: Any) -> None:
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("sign_in"))


def test_tables_leave_as_files_without_full_numbers(cast: Any, as_user: Any) -> None:
    a_person(name="赵有号", telephone="13812345678")
    browser = as_user(cast.administrator)
    for label in ("committee_unit", "committee_person", "committee_liaisonpost", "committee_user"):
        url = reverse(f"admin:{label}_export")
        form = browser.get(url).context["form"]
        ticked = {name: "on" for name, field in form.fields.items() if field.widget.input_type == "checkbox"}
        answer = browser.post(url, ticked | {"format": "1", "resource": "0"})
        assert (label, answer.status_code) == (label, 200)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "13812345678" not in answer.content.decode()
