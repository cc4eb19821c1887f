"""The administration speaks Chinese by default and English by choice: no word of the other language on any page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
from celery.states import ALL_STATES
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from committee.models import Unit, User
from dayan_safety import library_words
from dayan_safety.models import CalendarDay
from dayan_safety.permissions import verb_label
from dayan_safety.records import verb_name
from dayan_safety.testing import Cast
from dayan_safety.tests.admin_walk import (
    ROSTER,
    chinese_kept,
    every_page,
    fill_every_table,
    logins,
    pages_of,
    read,
    registered,
    without,
)
from dayan_safety.tests.test_house import ROOT, sources

NO_ALIASES = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}
# Names that are the same in both languages: of formats, files, addresses, browsers and digests.
PROPER = [
    "SHA-256",
    "application/pdf",
    "image/jpeg",
    "xlsx",
    "xls",
    "csv",
    ROSTER,
    "通知.pdf",
    "井盖.jpg",
    "整改前.jpg",
    "整改后.jpg",
    "签名.jpg",
    "模板.docx",
    "Firefox/140",
    "Firefox",
]
DIGEST = re.compile(r"[0-9a-f]{16,}[A-Z0-9]*|\w{4}(-\w{4}){1,3}")  # first passwords, numbers of reports
ADDRESS = re.compile(r"/[a-z/-]+/")
ENGLISH = re.compile(r"[A-Za-z]{2,}")
CHINESE = re.compile("[\u3400-\u9fff]")


@pytest.fixture
def browser(cast: Cast, as_user: Any) -> Client:
    """An administrator's, in a town with a row in every table."""
    fill_every_table(cast)
    return as_user(cast.administrator)


@pytest.fixture
def in_chinese() -> Iterator[None]:
    """The town's language, whatever the last visitor chose."""
    with override("zh-hans"):
        yield


def visited(browser: Client) -> Iterator[tuple[str, Any]]:
    """Every page of the administration, with its address; then what it answers to people who do something."""
    for url in every_page():
        yield url, browser.get(url)
    for model in registered():
        yield from answers_of_a_table(browser, model)
    yield from answers_of_actions(browser)
    yield from answers_to_files(browser)


def name_of(model: Any, part: str) -> str:
    """The address of a table's page."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{part}")


def answers_of_a_table(browser: Client, model: Any) -> Iterator[tuple[str, Any]]:
    """The list where nothing is found, with counts, and refused; the empty form sent; nothing ticked for export."""
    url = name_of(model, "changelist")
    for query in ({"q": "没有"}, {"_facets": "True"}, {"e": "1"}):
        yield f"{url} {query}", browser.get(url, query)
    yield f"{url} no action", browser.post(url, {"action": "", "_selected_action": []}, follow=True)
    for part in {part for part, _url in pages_of(model)} & {"add", "export", "import"}:
        yield f"{url} {part} empty", browser.post(name_of(model, part), NO_ALIASES, follow=True)


def answers_of_actions(browser: Client) -> Iterator[tuple[str, Any]]:
    """The question before days are deleted, what actions on logins and tasks say, and what history keeps of it."""
    users, me = User.objects.exclude(duty="administrator"), User.objects.get(duty="administrator")
    for action in ("close", "open_again", "give_first_password"):
        asked = {"action": action, "_selected_action": [users[0].pk, me.pk]}
        yield action, browser.post(name_of(User, "changelist"), asked, follow=True)
    asked = {"action": "delete_selected", "_selected_action": [CalendarDay.objects.get().pk]}
    yield "delete_selected", browser.post(name_of(CalendarDay, "changelist"), asked)
    task = PeriodicTask.objects.get(name="forget used forms")
    for action in ("disable", "enable", "run_now"):
        asked = {"action": action, "_selected_action": [task.pk]}
        yield action, browser.post(name_of(PeriodicTask, "changelist"), asked, follow=True)
    yield "history", browser.get(reverse("admin:django_celery_beat_periodictask_history", args=[task.pk]))
    page = reverse("admin:django_celery_beat_periodictask_change", args=[task.pk])
    yield (
        "two schedules",
        browser.post(page, {"name": "x", "task": task.task, "crontab": task.crontab_id, "interval": 1}),
    )


def answers_to_files(browser: Client) -> Iterator[tuple[str, Any]]:
    """A file that is none, wrong columns, wrong rows, what an import would do, and that it was done."""
    right = "name,kind\n新村,village\n".encode()
    for content in (b"PK\x03\x04", b"7,8\n1,2\n", "name,kind\n新村,x\n".encode(), right):
        answer = browser.post(
            name_of(Unit, "import"), {"import_file": SimpleUploadedFile("a.csv", content), "format": "2"}
        )
        yield f"import {content!r}", answer
    confirm = answer.context["confirm_form"].initial
    for _twice in range(2):
        yield "confirmed", browser.post(name_of(Unit, "process_import"), confirm, follow=True)


def foreign_words(browser: Client, language: str, allowed: list[str], foreign: re.Pattern[str]) -> dict[str, str]:
    """The texts with ``foreign`` words in them, each with a page where it stands."""
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    found: dict[str, str] = {}
    for url, answer in visited(browser):
        assert answer.status_code in (200, 403), url
        if answer.status_code == 200:
            texts = read(answer.content.decode())
            assert len(texts) > 10, url
            found |= {text: url for text in texts if foreign.search(proper_taken_out(text, allowed))}
    return found


def proper_taken_out(text: str, allowed: list[str]) -> str:
    """``text`` without what is the same in both languages."""
    return ADDRESS.sub("", DIGEST.sub("", without(allowed, text)))


def test_no_english_word_is_left_in_chinese(browser: Client) -> None:
    names = [spelt for login in logins() for spelt in (login, login.capitalize())]
    assert foreign_words(browser, "zh-hans", names + PROPER, ENGLISH) == {}


def test_no_chinese_word_is_left_in_english(browser: Client) -> None:
    assert foreign_words(browser, "en", [*chinese_kept(), "新村"], CHINESE) == {}


# What the walk rests on.


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>One <b>two</b></p><script>three</script><style>p {}</style>", ["One", "two"]),
        ('<img alt="a"><input placeholder="b" title="c"><a aria-label="d">e</a>', ["a", "c", "b", "d", "e"]),
        ('<input type="submit" value="f"><input type="text" value="g"><option label="h">', ["f", "h"]),
        ("<p>&lt;b&gt;\n  &amp; i</p>", ["<b> & i"]),
    ],
)
def test_the_walk_reads_what_people_see_and_hear(html: str, texts: list[str]) -> None:
    assert read(html) == texts


@pytest.mark.parametrize("text", ["Search", "committee.create_unit", "共 3 rows", "<unknown>", "Is_active"])
def test_an_english_word_would_be_seen(text: str) -> None:
    assert ENGLISH.search(proper_taken_out(text, PROPER))


def test_every_scheduled_task_and_state_has_its_chinese(in_chinese: None) -> None:
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert CHINESE.search(library_words.schedule_words(name)), name
        assert library_words.task_words(entry["task"]) == library_words.schedule_words(name)
    assert all(CHINESE.search(library_words.state_words(state)) for state in ALL_STATES - {"IGNORED", "REJECTED"})


def verbs_recorded() -> set[str]:
    """The verbs that code names, in ``@verb`` and in ``record_action``."""
    found = set()
    for path in sources(ROOT):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("verb", "record_action") and call.args:
                found |= {call.args[0].value} if isinstance(call.args[0], ast.Constant) else set()
    return found


def test_every_verb_in_the_history_reads_as_words() -> None:
    verbs = verbs_recorded()
    assert {"committee.appoint", "dayan_safety.sign_in", "dayan_safety.run_task"} <= verbs
    assert {verb for verb in verbs if verb_label(verb) == verb} == set()
    exported = {page.model for page in admin.site._registry.values() if hasattr(page, "export_action")}
    assert {name for model in exported if verb_label(name := verb_name("export", model)) == name} == set()


@pytest.mark.parametrize(
    ("columns", "chinese", "english"),
    [
        ("10 3 * * *", "每天 03:10", "every day at 03:10"),
        ("0 9 * * 1", "每星期一 09:00", "every Monday at 09:00"),
        ("0 9 * * 7", "每星期日 09:00", "every Sunday at 09:00"),
        (
            "*/5 8-18 * * 1-5",
            "分 */5、时 8-18、日 *、月 *、星期 1-5",
            "minute */5, hour 8-18, day *, month *, weekday 1-5",
        ),
        ("0 0 1 1 *", "分 0、时 0、日 1、月 1、星期 *", "minute 0, hour 0, day 1, month 1, weekday *"),
    ],
)
def test_a_schedule_reads_as_words(columns: str, chinese: str, english: str, in_chinese: None) -> None:
    names = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
    crontab = CrontabSchedule(**dict(zip(names, columns.split(), strict=True)))
    assert str(crontab) == chinese
    with override("en"):
        assert str(crontab) == english
