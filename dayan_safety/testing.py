"""A pytest plugin: a small town with a cast of named people, and builders that call the real services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

NUMBERS = count(1000)  # four digits: never taken for a mark, a count or a day
SINCE = date(2024, 1, 1)


def pytest_configure(config: pytest.Config) -> None:
    """Tests spend no time on slow hashing and serve static files unprepared."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def a_unit(**overrides: Any) -> Any:
    """A village, registered by the clock, with its three vacant posts."""
    from committee.models import Unit
    from committee.services.units import create_unit

    number = next(NUMBERS)
    given = {"name": f"测试村{number}", "kind": Unit.Kind.VILLAGE, "order": number} | overrides
    return create_unit(Unit(**given), by=None)


def a_person(**overrides: Any) -> Any:
    """A person with a telephone number of their own."""
    from committee.models import Person
    from dayan_safety.records import create_record

    number = next(NUMBERS)
    given = {"name": f"张{number}", "telephone": f"138{number:08d}"} | overrides
    return create_record(Person(**given), by=None)


def a_committee(**overrides: Any) -> Any:
    """A committee in office."""
    from committee.models import Committee
    from dayan_safety.records import create_record

    return create_record(Committee(**({"name": "测试促进委员会", "term_from": SINCE} | overrides)), by=None)


def a_group(committee: Any = None, **overrides: Any) -> Any:
    """A working group of ``committee``."""
    from committee.models import WorkingGroup
    from dayan_safety.records import create_record

    number = next(NUMBERS)
    given = {"name": f"测试组{number}", "number": number % 1000, "committee": committee or a_committee()} | overrides
    return create_record(WorkingGroup(**given), by=None)


def an_appointment(body: Any, post: str, person: Any = None, **overrides: Any) -> Any:
    """``person`` in ``post`` of ``body``."""
    from committee.services.appointments import appoint

    return appoint(body, by=None, person=person or a_person(), post=post, **({"since": SINCE} | overrides))


def a_user(person: Any = None, **overrides: Any) -> Any:
    """A login that has changed its first password; nobody knows the password."""
    from committee.models import User

    given = {"username": f"user{next(NUMBERS)}", "person": person, "must_change_password": False} | overrides
    user = User(**given)
    user.set_unusable_password()
    user.save()
    return user


def a_task(**overrides: Any) -> Any:
    """A task of a department, due in ten days."""
    from committee.models import Task
    from committee.services.tasks import assign_task
    from dayan_safety.workdays import today

    given: dict[str, Any] = {"title": f"任务{next(NUMBERS)}", "due_on": today() + timedelta(days=10)} | overrides
    helpers: dict[str, Any] = {
        name: given.pop(name) for name in ("helper_units", "helper_groups", "source_record") if name in given
    }
    if "lead_unit" not in given and "lead_group" not in given:
        given["lead_unit"] = a_unit(kind="department")
    return assign_task(Task(**given), by=None, **helpers)


def a_meeting(committee: Any = None, **overrides: Any) -> Any:
    """A meeting in ten days, of which nobody has been told."""
    from committee.models import Meeting
    from dayan_safety.records import create_record
    from dayan_safety.workdays import today

    given = {"title": f"联席会议{next(NUMBERS)}", "held_on": today() + timedelta(days=10)} | overrides
    return create_record(Meeting(committee=committee or a_committee(), **given), by=None)


@dataclass(frozen=True)
class Cast:
    """The town's people, a login each, and the records they stand in."""

    committee: Any
    group: Any
    supervision: Any
    village: Any
    other_village: Any
    chair: Any
    office: Any
    lead: Any
    member: Any
    liaison: Any
    inspector: Any
    supervisor: Any
    auditor: Any
    administrator: Any
    outsider: Any

    ROLES = tuple("chair office lead member liaison inspector supervisor auditor administrator outsider".split())


def build_cast() -> Cast:
    """One login per role, each through the post that gives the role; one change: its history is written at once."""
    from django.utils import translation

    from dayan_safety.history import change

    with translation.override(settings.LANGUAGE_CODE), change():  # it is kept for tests in any language
        return _cast()


def _cast() -> Cast:
    committee = a_committee()
    group = a_group(committee, name="消防安全组")
    supervision = a_group(committee, name="督查考核组", is_supervision=True)
    station = a_unit(name="安监站", kind="department")
    village, other = a_unit(name="东风村"), a_unit(name="西河村")
    agency = a_unit(name="消防大队", kind="agency")
    post = village.liaison_posts.get(role="information_officer")

    def holder(name: str, body: Any, post_name: str, unit: Any = station) -> Any:
        person = a_person(name=name, unit=unit)
        an_appointment(body, post_name, person)
        return a_user(person, username=f"{name}{next(NUMBERS)}")

    return Cast(
        committee=committee,
        group=group,
        supervision=supervision,
        village=village,
        other_village=other,
        chair=holder("王主任", committee, "director"),
        office=holder("李文员", committee, "office_staff"),
        lead=holder("赵组长", group, "lead"),
        member=holder("钱所长", committee, "member"),
        liaison=holder("孙信息", post, "liaison", village),
        inspector=a_user(a_person(name="周警官", unit=agency), username=f"inspector{next(NUMBERS)}"),
        supervisor=holder("吴督查", supervision, "group_member"),
        auditor=a_user(username=f"auditor{next(NUMBERS)}", duty="auditor"),
        administrator=a_user(username=f"administrator{next(NUMBERS)}", duty="administrator"),
        outsider=a_user(a_person(name="郑路人"), username=f"outsider{next(NUMBERS)}"),
    )


@pytest.fixture(autouse=True, scope="session")
def one_connection() -> None:
    """A scheduler inside a test keeps the test's connection, as Django's test client does."""
    from django_celery_beat import schedulers

    schedulers.close_old_connections = lambda: None


@pytest.fixture(autouse=True)
def plain_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins in the town's language, with nothing remembered of the one before, and lasts one minute."""
    from django.utils import translation

    from dayan_safety import heartbeats, workdays

    translation.activate(settings.LANGUAGE_CODE)
    workdays.forget_missing_years()
    heartbeats.forget_silence()
    monkeypatch.setattr(workdays, "this_minute", lambda: 0)


@pytest.fixture
def midsummer() -> Iterator[None]:
    """It is ten in the morning of 15 June 2026 in the town."""
    with time_machine.travel("2026-06-15 10:00+08:00", tick=False):
        yield


KEPT: dict[date, tuple[Cast, list[list[Any]]]] = {}


def kept_cast() -> Cast:
    """The cast, built once for each day that tests live in, and put back row by row later: thousands ask for it.

    Where something is there already it is built anew.
    """
    from dayan_safety.history import change
    from dayan_safety.workdays import today

    if any(model._base_manager.exists() for model in _kept_models()):
        return build_cast()
    if today() not in KEPT:
        built = build_cast()
        KEPT[today()] = built, [list(model._base_manager.order_by("pk")) for model in _kept_models()]
        return deepcopy(built)
    built, rows = KEPT[today()]
    with change():
        for several in rows:  # raw: with the moments at which they were made, as those who are built know them
            manager: Any = type(several[0])._base_manager
            manager._insert(several, fields=several[0]._meta.concrete_fields, using="default", raw=True)
    return deepcopy(built)


def _kept_models() -> tuple[Any, ...]:
    """What the cast is made of, in the order in which one refers to the other."""
    from committee import models
    from dayan_safety.models import Action, ChainHead

    organisation = (models.Unit, models.Person, models.Committee, models.WorkingGroup, models.LiaisonPost)
    return (*organisation, models.Appointment, models.User, Action, ChainHead)


@pytest.fixture
def cast(db: Any) -> Cast:
    """The small town."""
    return kept_cast()


@pytest.fixture
def as_user() -> Callable[[Any], Client]:
    """A browser signed in as a user: ``as_user(cast.office).get(…)``."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="dayan_safety.backends.RuleBackend")
        return client

    return sign_in


@pytest.fixture
def query_count(django_assert_num_queries: Any) -> Callable[[Callable[[], Any]], int]:
    """How many queries a call takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def of(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return of


@contextmanager
def demo_of(months: int) -> Iterator[None]:
    """Demo towns that are built inside have a shorter past."""
    from committee.demo import year

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(year, "MONTHS", months)
        yield


@pytest.fixture
def short_demo() -> Iterator[None]:
    """A demo town of two months instead of twelve, for tests that ask nothing of its past."""
    with demo_of(months=2):
        yield
