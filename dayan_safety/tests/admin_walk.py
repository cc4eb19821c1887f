"""A walk through the administration: a row in every table, every page of every table, and what a person reads there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

from axes.models import AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule
from django_celery_results.models import TaskResult

from committee.documents import roster_workbook
from committee.imports import ROSTER as LIAISONS
from committee.services.rosters import blank_rows
from committee.services.units import add_alias
from dayan_safety.attachments import attach
from dayan_safety.calendars import mark_day
from dayan_safety.celery import app
from dayan_safety.delivery import deliver_notices
from dayan_safety.importing.desk import upload_list
from dayan_safety.models import HeaderWord, SavedView
from dayan_safety.notices import notify
from dayan_safety.scheduler import KeptScheduler
from dayan_safety.testing import Cast
from dayan_safety.tests import files
from dayan_safety.tests.second_factors import a_second_factor
from dayan_safety.tests.town_rows import one_of_each

ROLES_OF_PAGES = ("changelist", "add", "change", "history", "delete", "export", "import")
OF_A_ROW = {"change", "history", "delete"}
SHOWN_ATTRIBUTES = ("title", "alt", "placeholder", "aria-label", "label")
ROSTER = "名册.xlsx"


def fill_every_table(cast: Cast) -> None:
    """At least one row in each table of the administration, through services and through the libraries themselves."""
    HeaderWord.objects.create(kind="unit", word="抬头", meaning="name")
    upload_list(LIAISONS, ROSTER, a_roster(cast), by=cast.office)
    attach(cast.village, by=cast.office, file=files.upload(files.PDF, "通知.pdf"))
    add_alias(cast.village, by=cast.office, name="东风")
    mark_day(date(2027, 1, 18), by=cast.office, is_working=False, name="庙会")
    notify([cast.office], key="key", title="通知", text="请看")
    deliver_notices()
    a_second_factor(cast.member)
    SavedView.objects.create(user=cast.office, list_name=reverse("committee:list_unit"), name="各村", query="q=村")
    one_of_each(cast)
    fill_the_libraries(cast)


def a_roster(cast: Cast) -> bytes:
    """A workbook with one new holder."""
    rows = list(blank_rows(cast.committee.term_from))[:1]
    return roster_workbook([row._replace(name="新人", telephone="13812345678") for row in rows])


def fill_the_libraries(cast: Cast) -> None:
    """Schedules as the scheduler sets them up, a run, a failed and a successful sign-in."""
    KeptScheduler(app=app)
    IntervalSchedule.objects.create(every=5, period="minutes")
    ClockedSchedule.objects.create(clocked_time=timezone.now())
    CrontabSchedule.objects.create(minute="*/5", hour="8-18", day_of_week="1-5", timezone=settings.TIME_ZONE)
    CrontabSchedule.objects.create(minute="0", hour="9", day_of_week="1", timezone=settings.TIME_ZONE)
    for state in ("SUCCESS", "FAILURE", "PENDING", "STARTED", "RETRY", "REVOKED", "RECEIVED"):
        TaskResult.objects.store_result(
            "application/json", "utf-8", f"0123456789abcdef0123456789abcde{len(state)}{state}", "1", state,
            task_name="dayan_safety.tasks.forget_used_forms", periodic_task_name="forget used forms", worker="a@b",
        )  # fmt: skip
    Client().post(
        reverse("sign_in"), {"username": cast.office.username, "password": "wrong"}, HTTP_USER_AGENT="Firefox/140"
    )
    AccessLog.objects.create(username=cast.office.username, ip_address="127.0.0.1", path_info="/", user_agent="Firefox")


def registered() -> list[type[models.Model]]:
    """The tables of the administration."""
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def pages_of(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Every page of a table, by its part: the newest row stands for all."""
    newest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    for part in ROLES_OF_PAGES:
        try:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{part}"
            yield part, reverse(name, args=[newest] if part in OF_A_ROW else [])
        except NoReverseMatch:
            continue


def every_page() -> list[str]:
    """The front page, the apps' pages and every page of every table."""
    labels = sorted({model._meta.app_label for model in registered()})
    found = [reverse("admin:index"), *(reverse("admin:app_list", args=[label]) for label in labels)]
    return found + [url for model in registered() for _part, url in pages_of(model)]


class Reader(HTMLParser):
    """Collects what a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden, self.texts = 0, []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in ("script", "style")
        given = dict(attrs)
        self.texts += [given[name] for name in SHOWN_ATTRIBUTES if given.get(name)]
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.texts.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.texts.append(" ".join(data.split()))


def read(html: str) -> list[str]:
    """What a person sees or hears of ``html``."""
    reader = Reader()
    reader.feed(html)
    return reader.texts


def chinese_kept() -> list[str]:
    """Every Chinese text in the database, the longest first."""
    found = set()
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
        names += [field.name for field in model._meta.concrete_fields if isinstance(field, models.JSONField)]
        for row in model._default_manager.values_list(*names) if names else []:
            found |= {text for value in row for text in texts_in(value) if re.search("[\u3400-\u9fff]", text)}
    return sorted(found, key=len, reverse=True)


def texts_in(value: Any) -> Iterator[str]:
    """The texts of a kept value, those inside JSON included."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts_in(part)
    elif isinstance(value, str) and value:
        yield value


def without(texts: list[str], text: str) -> str:
    """``text`` with each of ``texts`` taken out."""
    for known in texts:
        text = text.replace(known, "")
    return text


def logins() -> list[str]:
    """The sign-in names, the longest first."""
    names = get_user_model().objects.values_list("username", flat=True)
    return sorted(names, key=len, reverse=True)
