"""The committee, its groups and its rosters, brought in as the office would: registered, appointed, imported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import time_machine
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from committee.demo import town
from committee.demo.names import ENTERPRISES, VILLAGES, people_names
from committee.demo.roster import import_demo_roster
from committee.models import Committee, Person, Unit, User, WorkingGroup
from committee.services.appointments import appoint
from committee.services.units import create_unit
from dayan_safety.demo_cast import DEMO_PASSWORD
from dayan_safety.records import create_record

VILLAGE_CODE, ENTERPRISE_CODE = "370899{:03d}200", "370899{:03d}900"


class Builder:
    """Builds the committee of the demo town as it stands on the day ``on``."""

    def __init__(self, on: date) -> None:
        self.since, self.now = date(on.year - 1, 1, 1), timezone.now()
        self.names: Iterator[str] = people_names()
        self.units: dict[str, Unit] = {}
        self.order = 0
        self.password = make_password(DEMO_PASSWORD)  # slow by purpose, and the same for all

    def build(self) -> None:
        """Everything, in the order in which it would come about."""
        self.register_units()
        committee = self.found_committee()
        self.set_up_groups(committee)
        office = self.login("office", self.staff)
        self.login("chair", self.director)
        self.login("member", self.member)
        import_demo_roster(self.names, self.since, by=office)
        self.remaining_logins()

    def register_units(self) -> None:
        """Departments, agencies, schools, organisations; 53 villages and 27 enterprises [S]."""
        self.register("town", ["大安镇"])
        self.register("department", town.DEPARTMENTS)
        self.register("agency", town.AGENCIES)
        self.register("school", town.SCHOOLS)
        self.register("organisation", town.ORGANISATIONS)
        self.register("village", [f"{name}村" for name in VILLAGES], VILLAGE_CODE)
        self.register("enterprise", [f"大安{name}有限公司" for name in ENTERPRISES], ENTERPRISE_CODE)

    def register(self, kind: str, names: Any, code: str = "") -> None:
        """Register units of one kind, in protocol order."""
        for number, name in enumerate(names, start=1):
            self.order += 1
            unit = Unit(name=name, kind=kind, order=self.order, code=code.format(number) if code else None)
            self.units[name] = create_unit(unit, by=None)

    def person(self, unit: str, position: str) -> Person:
        """Somebody new, in protocol order."""
        self.order += 1
        telephone = f"1990000{self.order:04d}"
        given = {"name": next(self.names), "unit": self.units[unit], "position": position, "telephone": telephone}
        return create_record(Person(**given, order=self.order), by=None)

    def found_committee(self) -> Committee:
        """The committee with director, deputies, members and its office in the work-safety station [S]."""
        committee = Committee(
            name=town.COMMITTEE,
            document=town.DOCUMENT % self.since.year,
            duties=town.DUTIES,
            office_unit=self.units["安监站"],
            office_duties=town.OFFICE_DUTIES,
            term_from=self.since,
        )
        create_record(committee, by=None)
        leaders = [(post, self.person("大安镇", position)) for post, position in town.LEADERS]
        for post, person in leaders:
            self.appoint(committee, person, post)
        self.director = leaders[0][1]
        self.appoint(committee, leaders[2][1], "office_director")
        self.heads = {unit: self.person(unit, "负责人") for unit in town.MEMBERS}
        for head in self.heads.values():
            self.appoint(committee, head, "member")
        self.member = self.heads["司法所"]
        self.staff = self.person("安监站", "科员")
        self.appoint(committee, self.staff, "office_staff")
        return committee

    def set_up_groups(self, committee: Committee) -> None:
        """The 11 working groups; the three that the source does not name are marked [S]."""
        for number, (name, unit, duties, unnamed) in enumerate(town.GROUPS, start=1):
            group = WorkingGroup(
                committee=committee,
                name=name,
                number=number,
                lead_unit=self.units[unit],
                duties=duties,
                tasks=town.TASKS,
                to_be_confirmed=unnamed,
                is_supervision=name == town.SUPERVISION,
            )
            create_record(group, by=None)
            self.staff_group(group, unit)

    def staff_group(self, group: WorkingGroup, unit: str) -> None:
        """A lead from the lead unit, a deputy and two members."""
        people = [self.person(unit, position) for position in ("组长", "副组长", "组员", "组员")]
        for post, person in zip(("lead", "deputy_lead", "group_member", "group_member"), people, strict=True):
            self.appoint(group, person, post)
        self.login("lead" if group.name == "消防安全组" else f"lead{group.number}", people[0])
        if group.is_supervision:
            self.login("supervisor", people[2])

    def appoint(self, body: Any, person: Person, post: str) -> None:
        """Appoint from the first day of the term."""
        appoint(body, by=None, person=person, post=post, since=self.since)

    def login(self, username: str, person: Person | None, duty: str = User.Duty.POSTS) -> User:
        """A login of the cast, with the demo's password. It is of today, however long ago the town began."""
        given: Any = {"must_change_password": False, "password_changed_at": self.now}
        user = User(username=username, person=person, duty=duty, **given)
        user.password = self.password
        user.save()
        return user

    def remaining_logins(self) -> None:
        """The liaison of the first village, an inspector, and the two logins that are for no post."""
        first = self.units[f"{VILLAGES[0]}村"].liaison_posts.get(role="information_officer")
        self.login("liaison", first.appointments.get().person)
        self.login("inspector", self.person("消防大队", "参谋"))
        self.login("auditor", None, User.Duty.AUDITOR)
        self.login("administrator", None, User.Duty.ADMINISTRATOR)


def build_committee(on: date) -> None:
    """Build the committee of the demo town on the first day of its term, and live the year up to ``on``."""
    builder = Builder(on)
    with time_machine.travel(timezone.make_aware(datetime.combine(builder.since, time(8))), tick=True):
        builder.build()
