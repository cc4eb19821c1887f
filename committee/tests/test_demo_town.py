"""The committee of the demo town: the source's numbers, invented people, the same every time it is built."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any

import pytest
import time_machine
from django.db import transaction

from committee.demo import build_committee, town
from committee.demo.names import ENTERPRISES, VILLAGES, people_names
from committee.models import Appointment, Committee, LiaisonPost, Person, Unit, User, WorkingGroup
from dayan_safety.models import Action, ImportBatch
from dayan_safety.personal import is_identity_number, is_telephone

pytestmark = pytest.mark.usefixtures("midsummer")
DAY = date(2026, 6, 15)


@contextmanager
def built(on: date = DAY) -> Iterator[None]:
    """The town stands inside, and is gone afterwards."""
    with transaction.atomic():
        build_committee(on)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The town, built once for all who only look at it."""
    with django_db_blocker.unblock(), time_machine.travel("2026-06-15 10:00+08:00", tick=False), built():
        yield


@pytest.fixture
def demo(built_once: None, db: None) -> None:
    """The demo town."""


def everything() -> dict[str, list[Any]]:
    """All that the town says, without keys and moments."""
    questions: dict[str, tuple[Any, tuple[str, ...]]] = {
        "units": (Unit, ("order", "name", "kind", "code")),
        "people": (Person, ("order", "name", "unit__name", "position", "telephone", "identity_number", "sex")),
        "groups": (WorkingGroup, ("number", "name", "duties", "tasks", "lead_unit__name", "to_be_confirmed")),
        "logins": (User, ("username", "person__name", "duty")),
        "posts": (
            Appointment,
            ("person__name", "post", "group__name", "liaison_post__unit__name", "liaison_post__role", "since", "until"),
        ),
    }
    return {name: sorted(map(str, model.objects.values_list(*fields))) for name, (model, fields) in questions.items()}


def test_two_buildings_give_the_same_town_to_the_last_digit(db: Any) -> None:
    with built():
        first = everything()
    assert not Unit.objects.exists()
    with built():
        assert everything() == first
    assert {name: len(rows) for name, rows in first.items()} == {
        "units": 102,
        "people": 304,
        "groups": 11,
        "logins": 19,
        "posts": 304,
    }


def test_the_town_is_dated_relative_to_the_day_it_is_built(db: Any) -> None:
    for on in (DAY, date(2030, 1, 1)):
        with time_machine.travel(on), built(on):
            committee = Committee.objects.get()
            assert (committee.term_from, committee.term_to) == (date(on.year - 1, 1, 1), None)
            assert committee.document == f"大发〔{on.year - 1}〕12号"
            assert set(Appointment.objects.values_list("since", "until")) == {(committee.term_from, None)}


def test_the_units_are_those_the_source_counts(demo: Any) -> None:
    kinds = Counter(Unit.objects.values_list("kind", flat=True))
    assert (kinds["village"], kinds["enterprise"], kinds["town"]) == (53, 27, 1)
    assert len(set(VILLAGES)) == 53
    assert len(set(ENTERPRISES)) == 27
    codes = Unit.objects.exclude(code=None).values_list("code", flat=True)
    assert all(code.startswith("370899") and len(code) == 12 for code in codes)


def test_every_post_of_the_source_is_filled(demo: Any) -> None:
    posts = Counter(Appointment.objects.values_list("post", flat=True))
    assert posts == {
        "director": 1,
        "executive_deputy": 1,
        "deputy_director": 6,
        "member": len(town.MEMBERS),
        "office_director": 1,
        "office_staff": 1,
        "lead": 11,
        "deputy_lead": 11,
        "group_member": 22,
        "liaison": 240,
    }
    assert not LiaisonPost.objects.all().vacant_on(DAY).exists()


def test_the_deputy_party_secretary_runs_the_office_that_sits_in_the_work_safety_station(demo: Any) -> None:
    director = Appointment.objects.get(post="office_director").person
    posts = set(director.appointments.values_list("post", flat=True))
    assert (director.position, posts) == ("党委副书记", {"deputy_director", "office_director"})
    assert str(Committee.objects.get().office_unit) == "安监站"


def test_the_three_groups_that_the_source_does_not_name_are_marked(demo: Any) -> None:
    marked = WorkingGroup.objects.filter(to_be_confirmed=True).values_list("name", flat=True)
    assert list(marked) == ["老年人安全组", "公共场所安全组", "涉水与防灾环境安全组"]
    assert [group.name for group in WorkingGroup.objects.filter(is_supervision=True)] == ["督查考核组"]


def test_nobody_is_named_twice_and_nobody_s_number_is_anybody_s(demo: Any) -> None:
    people = list(Person.objects.all())
    assert max(Counter(person.name for person in people).values()) == 1
    assert max(Counter(person.telephone for person in people).values()) == 1
    assert all(is_telephone(person.telephone) and person.telephone.startswith("199") for person in people)
    numbers = [person.identity_number for person in people if person.identity_number]
    assert len(set(numbers)) == 240
    assert all(is_identity_number(number) and number.startswith("370899") for number in numbers)


def test_names_come_in_the_same_order_and_suffice() -> None:
    names = list(people_names())
    assert names == list(people_names())
    assert len(set(names)) == len(names) > 1000
    assert list(islice(people_names(), 3)) == names[:3]


def test_the_roster_came_in_through_the_import_of_the_office(demo: Any) -> None:
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.name) == ("imported", "安全社区三员名册.xlsx")
    [told] = Action.objects.filter(verb="committee.import_roster")
    assert told.by == User.objects.get(username="office")


def test_every_step_is_in_the_history(demo: Any) -> None:
    told = Counter(Action.objects.values_list("verb", flat=True))
    assert (told["committee.create_unit"], told["committee.open_posts"]) == (102, 80)
    assert (told["committee.create_workinggroup"], told["committee.appoint"]) == (11, 64)
