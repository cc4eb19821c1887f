"""Lists of the administration: the same queries for any number of rows, every filter and order, odd parameters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask
from django_celery_results.models import TaskResult

from committee.imports import ROSTER as LIAISONS
from committee.models import Person
from dayan_safety.attachments import attach
from dayan_safety.calendars import mark_day
from dayan_safety.history import record_action
from dayan_safety.importing.desk import upload_list
from dayan_safety.models import HeaderWord, Heartbeat, SavedView
from dayan_safety.notices import notify
from dayan_safety.records import remove_record
from dayan_safety.routing import route_notices
from dayan_safety.testing import Cast, a_committee, a_group, a_person, a_unit, a_user, an_appointment
from dayan_safety.tests import files, town_rows
from dayan_safety.tests.admin_walk import ROSTER, a_roster, fill_every_table, registered
from dayan_safety.tests.second_factors import a_second_factor
from dayan_safety.tests.test_hostile_parameters import ODD

NUMBERS = count(1)
# Not the administrator's.
SCORES = {
    *(f"assessment.{name}" for name in ("check", "checkedunit", "commitment", "deduction", "ledgerentry")),
    *(f"assessment.{name}" for name in ("drawnevidence", "evaluation", "evaluationnote", "evidencedraw")),
    *(
        f"assessment.{name}"
        for name in ("evidence", "judgement", "objection", "result", "round", "scorecard", "selfassessment")
    ),
}
LABELS = [model._meta.label_lower for model in registered()]


def a_login() -> Any:
    """A login of a person of its own."""
    return a_user(a_person(unit=a_unit()))


def a_sign_in(model: Any) -> Any:
    """A row of the sign-in log."""
    number = next(NUMBERS)
    given = {"username": f"人{number}", "ip_address": "10.0.0.1", "user_agent": f"浏览器{number}", "path_info": "/"}
    return model.objects.create(**given, **({"failures_since_start": 1} if model is AccessAttempt else {}))


def a_crontab() -> Any:
    """A schedule of its own."""
    return CrontabSchedule.objects.create(minute=next(NUMBERS) % 60, hour="4", timezone=settings.TIME_ZONE)


def a_run() -> Any:
    """A task's result."""
    return TaskResult.objects.store_result(
        "application/json", "utf-8", f"run-{next(NUMBERS)}", "1", "SUCCESS", task_name="dayan_safety.tasks.x"
    )


def a_delivery() -> Any:
    """Somebody told something, in the inbox."""
    notify([a_login()], key=str(next(NUMBERS)), title="通知")
    return route_notices(timezone.now())


def a_task() -> Any:
    """A scheduled task."""
    return PeriodicTask.objects.create(name=f"任务{next(NUMBERS)}", task="x", crontab=a_crontab())


# One more row of each table, each with relations of its own.
ONE_MORE: dict[str, Callable[[Cast], Any]] = {
    "axes.accessattempt": lambda cast: a_sign_in(AccessAttempt),
    "axes.accessfailurelog": lambda cast: a_sign_in(AccessFailureLog),
    "axes.accesslog": lambda cast: a_sign_in(AccessLog),
    "committee.appointment": lambda cast: an_appointment(a_unit().liaison_posts.first(), "liaison"),
    "committee.committee": lambda cast: a_committee(office_unit=a_unit()),
    "committee.liaisonpost": lambda cast: a_unit(),
    "committee.person": lambda cast: a_person(unit=a_unit()),
    "committee.unit": lambda cast: a_unit(),
    "committee.user": lambda cast: a_login(),
    "committee.workinggroup": lambda cast: a_group(cast.committee, lead_unit=a_unit()),
    **town_rows.ONE_MORE,
    "dayan_safety.action": lambda cast: record_action(
        "committee.edit_unit", a_unit(), by=a_login(), after={"name": "x"}
    ),
    "dayan_safety.attachment": lambda cast: attach(cast.village, by=cast.office, file=files.upload(files.PDF, "a.pdf")),
    "dayan_safety.calendarday": lambda cast: mark_day(
        date(2027, 1, 4) + timedelta(weeks=next(NUMBERS)), by=None, is_working=False, name="休"
    ),
    "dayan_safety.delivery": lambda cast: a_delivery(),
    "dayan_safety.heartbeat": lambda cast: Heartbeat.objects.create(name=str(next(NUMBERS)), at=timezone.now()),
    "dayan_safety.headerword": lambda cast: HeaderWord.objects.create(kind="unit", word=str(next(NUMBERS))),
    "dayan_safety.importbatch": lambda cast: upload_list(LIAISONS, ROSTER, a_roster(cast), by=cast.office),
    "dayan_safety.notice": lambda cast: notify([a_login()], key=str(next(NUMBERS)), title="通知"),
    "dayan_safety.savedview": lambda cast: SavedView.objects.create(user=a_login(), list_name="/", name="村"),
    "dayan_safety.secondfactor": lambda cast: a_second_factor(a_login()),
    "django_celery_beat.clockedschedule": lambda cast: ClockedSchedule.objects.create(clocked_time=timezone.now()),
    "django_celery_beat.crontabschedule": lambda cast: a_crontab(),
    "django_celery_beat.intervalschedule": lambda cast: IntervalSchedule.objects.create(
        every=next(NUMBERS), period="days"
    ),
    "django_celery_beat.periodictask": lambda cast: a_task(),
    "django_celery_results.taskresult": lambda cast: a_run(),
}


def list_of(label: str) -> str:
    """The address of a table's list."""
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


@pytest.fixture
def browser(cast: Cast, as_user: Any) -> Client:
    """An administrator's."""
    return as_user(cast.administrator)


@pytest.fixture
def full(cast: Cast, browser: Client) -> Client:
    """An administrator's, in a town with a row in every table."""
    fill_every_table(cast)
    return browser


def test_every_table_has_its_row_here() -> None:
    assert sorted(set(ONE_MORE) - SCORES) == LABELS


@pytest.mark.parametrize("label", LABELS)
def test_three_rows_cost_the_queries_of_one(label: str, cast: Cast, browser: Client, query_count: Any) -> None:
    counts, sizes = [], []
    for more in (1, 0, 2):  # the second visit finds what the first has put into memory
        for _each in range(more):
            ONE_MORE[label](cast)
        counts.append(query_count(lambda: sizes.append(browser.get(list_of(label)).context["cl"].result_count)))
    assert sizes[2] >= sizes[1] + 2
    assert counts[2] == counts[1]


# Filters, orders, searches.


def filters_of(label: str, browser: Client) -> list[tuple[str, list[tuple[str, str]]]]:
    """The filters of a list, each with its choices and their query strings."""
    shown = browser.get(list_of(label)).context["cl"]
    return [
        (str(spec.title), [(str(c["display"]), c["query_string"]) for c in spec.choices(shown)])
        for spec in shown.filter_specs
    ]


def found(browser: Client, label: str, query: str) -> int:
    """How many rows a query string leaves; a parameter that the list did not take leads away and fails."""
    answer = browser.get(list_of(label) + query)
    assert answer.status_code == 200, query
    return int(answer.context["cl"].result_count)


def counted(cast: Cast, label: str, query: str) -> int:
    """As ``found``, without the page around the rows; what the list does not take is raised."""
    request = RequestFactory().get(list_of(label) + query)
    request.user = cast.administrator
    page = admin.site.get_model_admin(apps.get_model(label))
    return int(page.get_changelist_instance(request).result_count)


def test_the_choices_of_a_filter_share_the_rows_among_them(full: Client, cast: Cast) -> None:
    Person.objects.filter(unit=None).update(unit=cast.village)
    seen = 0
    for label in LABELS:
        everything = found(full, label, "")
        for title, ((_all, whole), *others) in filters_of(label, full):
            assert counted(cast, label, whole) == everything, (label, title)
            counts = {name: counted(cast, label, query) for name, query in others}
            if not any("gte" in query for _name, query in others):  # ranges of days overlap
                assert sum(counts.values()) == everything, (label, title, counts)
                seen += 1
    assert seen >= 12


def test_every_column_orders_both_ways(full: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin.ModelAdmin, "list_max_show_all", 10_000)
    for label in LABELS:
        shown = full.get(list_of(label), {"all": ""}).context["cl"]
        everything = {row.pk for row in shown.result_list}
        columns = range(len(shown.list_display))
        for sign in ("", "-"):  # by all columns at once: each of them takes part in the query
            order = ".".join(f"{sign}{column}" for column in columns)
            answer = full.get(list_of(label), {"o": order, "all": ""})
            assert {row.pk for row in answer.context["cl"].result_list} == everything, (label, order)


@pytest.mark.parametrize(("order", "expected"), [("0", ["1村", "2村", "3村"]), ("-0", ["3村", "2村", "1村"])])
def test_the_order_asked_for_is_the_order_shown(order: str, expected: list[str], browser: Client) -> None:
    for name in ("3村", "1村", "2村"):
        a_unit(name=name, kind="school")
    shown = browser.get(list_of("committee.unit"), {"o": order, "kind__exact": "school"})
    assert [unit.name for unit in shown.context["cl"].result_list] == expected


SEARCHES = [
    ("axes.accessattempt", "李文员"),
    ("axes.accessfailurelog", "127.0.0.1"),
    ("axes.accesslog", "李文员"),
    ("assessment.indicatorset", "指标"),
    ("assessment.indicator", "领导"),
    ("assessment.rulebook", "考核"),
    ("assessment.rulebookitem", "定期"),
    ("campaigns.audience", "人群"),
    ("campaigns.campaign", "专项"),
    ("campaigns.channel", "渠道"),
    ("campaigns.display", "村口"),
    ("campaigns.effectfigure", "促进项目"),
    ("campaigns.event", "村委会"),
    ("campaigns.eventkind", "培训"),
    ("campaigns.material", "手册"),
    ("campaigns.poll", "问卷"),
    ("campaigns.programme", "培训计划"),
    ("campaigns.questionnaire", "问卷"),
    ("campaigns.project", "促进项目"),
    ("campaigns.projectstep", "警示"),
    ("campaigns.stockentry", "手册"),
    ("campaigns.safetyday", "安全日"),
    ("inspections.checklist", "检查表"),
    ("inspections.finding", "线路"),
    ("inspections.findingextension", "材料"),
    ("inspections.findingkind", "隐患"),
    ("inspections.hazardreport", "井盖"),
    ("inspections.incident", "大安事件"),
    ("inspections.inspection", "大安检查"),
    ("inspections.inspectionplan", "检查计划"),
    ("inspections.rectification", "整改"),
    ("inspections.rectificationnotice", "安整"),
    ("inspections.reinspection", "安复"),
    ("inspections.site", "小超市"),
    ("committee.appointment", "孙信息"),
    ("committee.committee", "测试促进"),
    ("committee.liaisonpost", "东风"),
    ("committee.person", "孙信息"),
    ("committee.person", "sxx"),
    ("committee.unit", "东风"),
    ("committee.unit", "dfc"),
    ("committee.user", "周警官"),
    ("committee.workinggroup", "督查"),
    ("committee.agendaitem", "消防通道"),
    ("committee.attendance", "王主任"),
    ("committee.extension", "任务"),
    ("committee.meeting", "联席会议"),
    ("committee.minutescomment", "第二项"),
    ("committee.minutesversion", "联席会议"),
    ("committee.outcome", "同意"),
    ("committee.progress", "任务"),
    ("committee.filing", "东风"),
    ("committee.formfield", "应急演练"),
    ("committee.remark", "东风"),
    ("committee.report", "东风"),
    ("committee.reportform", "企业季报"),
    ("committee.reportvalue", "东风"),
    ("committee.townreport", "大安创报"),
    ("committee.slip", "任务"),
    ("committee.task", "任务"),
    ("dayan_safety.action", "东风村"),
    ("dayan_safety.attachment", "通知"),
    ("dayan_safety.calendarday", "庙会"),
    ("dayan_safety.delivery", "通知"),
    ("dayan_safety.papertemplate", "模板"),
    ("dayan_safety.headerword", "抬头"),
    ("dayan_safety.importbatch", "名册"),
    ("dayan_safety.notice", "通知"),
    ("dayan_safety.secondfactor", "钱所长"),
    ("django_celery_beat.periodictask", "verify"),
    ("django_celery_results.taskresult", "forget"),
]


def test_every_list_that_can_be_searched_is_searched_here() -> None:
    searchable = {model._meta.label_lower for model, page in admin.site._registry.items() if page.search_fields}
    assert {label for label, _words in SEARCHES} == searchable


def test_a_search_finds_what_is_there_and_nothing_else(full: Client, cast: Cast) -> None:
    for label, words in SEARCHES:
        assert found(full, label, f"?q={words}") > 0, (label, words)
        assert counted(cast, label, "?q=没有这样的东西") == 0, label


def test_removed_records_are_out_of_sight_here_too(cast: Cast, browser: Client) -> None:
    unit, url = a_unit(name="并走村"), list_of("committee.unit")
    page = reverse("admin:committee_unit_change", args=[unit.pk])
    assert (found(browser, "committee.unit", "?q=并走村"), browser.get(page).status_code) == (1, 200)
    remove_record(unit, by=cast.office, reason="并村")
    assert (found(browser, "committee.unit", "?q=并走村"), browser.get(page).status_code) == (0, 302)
    assert browser.get(url).status_code == 200


# Parameters nobody sends by accident.

REFUSED = [
    ("committee.user", "password__startswith"),
    ("committee.user", "password"),
    ("committee.user", "person__telephone__startswith"),
    ("committee.user", "last_login__gt"),
    ("committee.person", "telephone__startswith"),
    ("committee.person", "telephone"),
    ("committee.person", "identity_digest"),
    ("committee.person", "identity_number__contains"),
    ("committee.person", "user__password__startswith"),
    ("committee.appointment", "person__telephone__startswith"),
    ("committee.liaisonpost", "appointments__person__telephone__startswith"),
    ("committee.unit", "people__telephone__regex"),
    ("committee.unit", "kind__exact__regex"),
    ("dayan_safety.action", "digest__startswith"),
    ("dayan_safety.action", "by__password__startswith"),
    ("dayan_safety.attachment", "by__password"),
    ("dayan_safety.importbatch", "report__contains"),
    ("dayan_safety.notice", "user__password__startswith"),
    ("dayan_safety.savedview", "user__password__startswith"),
    ("axes.accessattempt", "post_data__contains"),
    ("django_celery_results.taskresult", "result__contains"),
]


def test_a_look_up_that_would_spell_out_a_secret_is_refused(browser: Client) -> None:
    for label, lookup in REFUSED:
        pages = [list_of(label)]
        if browser.get(list_of(label) + "export/").status_code == 200:
            pages.append(list_of(label) + "export/")
        for page in pages:
            assert browser.get(page, {lookup: "1"}).status_code == 400, (page, lookup)


def test_the_filters_own_look_ups_are_not(browser: Client) -> None:
    for query in ("?kind__exact=village", "?kind__in=village", "?kind=village"):
        assert found(browser, "committee.unit", query) == 2
    assert found(browser, "committee.person", "?unit__kind__exact=agency") == 1


def test_people_are_not_found_by_a_number_that_is_masked(cast: Cast, browser: Client) -> None:
    a_person(name="赵有号", telephone="13812345678")
    pick = reverse("admin:autocomplete")
    asked = {"app_label": "committee", "model_name": "user", "field_name": "person"}
    assert [row["text"] for row in browser.get(pick, asked | {"term": "赵有号"}).json()["results"]] == ["赵有号"]
    assert browser.get(pick, asked | {"term": "13812345678"}).json()["results"] == []
    assert found(browser, "committee.person", "?q=13812345678") == 0


@pytest.mark.parametrize(
    "asked",
    [
        {"app_label": "committee", "model_name": "appointment", "field_name": "person", "term": "a", "page": "0"},
        {"app_label": "committee", "model_name": "user", "field_name": "password", "term": ""},
        {"app_label": "committee", "model_name": "nothing", "field_name": "x", "term": ""},
        {"app_label": "auth", "model_name": "permission", "field_name": "content_type", "term": ""},
        {},
    ],
)
def test_only_real_choice_fields_pick(asked: dict[str, str], browser: Client) -> None:
    assert browser.get(reverse("admin:autocomplete"), asked).status_code in (403, 404)


def parameters_of(label: str, browser: Client) -> list[str]:
    """What a list reads, and what it does not know."""
    shown = browser.get(list_of(label)).context["cl"]
    names = ["q", "o", "p", "e", "all", "_popup", "_to_field", "_facets", "unknown", "pk__in"]
    names += [parameter for spec in shown.filter_specs for parameter in spec.expected_parameters()]
    return names + ([f"{shown.date_hierarchy}__{part}" for part in ("year", "day")] if shown.date_hierarchy else [])


@pytest.mark.every_database
def test_no_parameter_of_a_list_breaks_it(full: Client) -> None:
    wrong = []
    for place, label in enumerate(LABELS):
        names = parameters_of(label, full)
        for number, value in enumerate(ODD[place % 6 :: 6]):
            name = names[(number + place) % len(names)]
            status = full.get(list_of(label), {name: value}).status_code
            wrong += [(label, name, value[:40], status)] if status not in (200, 302, 400) else []
    assert wrong == []


def test_a_filter_that_means_nothing_says_so_on_a_page(browser: Client) -> None:
    answer = browser.get(list_of("committee.user"), {"is_active__exact": "perhaps"}, follow=True)
    assert answer.status_code == 200
    odd = browser.get(list_of("committee.unit"), {"e": "1"})
    assert odd.status_code == 200
