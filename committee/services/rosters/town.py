"""The town as a roster meets it, read once into dictionaries: six queries, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from committee.models import Appointment, Committee, LiaisonPost, Person, Unit, UnitAlias
from dayan_safety import personal
from dayan_safety.importing import cleaning

PostKey = tuple[int, str]  # unit, role


class UnitRow(NamedTuple):
    """A unit."""

    pk: int
    name: str
    code: str | None
    kind: str
    valid_from: date | None
    valid_to: date | None

    def is_valid_on(self, on: date) -> bool:
        """Whether the unit belongs to the town on ``on``."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class PersonRow(NamedTuple):
    """A person; ``cipher`` is the identity number as the database keeps it, read only when a list holds masks."""

    pk: int
    version: int
    name: str
    unit_id: int | None
    sex: str
    telephone: str
    position: str
    identity_digest: str
    left_on: date | None
    removed_at: Any
    cipher: str

    @property
    def digits(self) -> str:
        """The telephone number without its dash."""
        return self.telephone.replace("-", "")

    def is_called(self, number: str) -> bool:
        """Whether ``number``, perhaps a mask, is this person's telephone."""
        if cleaning.is_masked(number):
            return bool(self.telephone) and number == personal.mask_telephone(self.telephone)
        return number.replace("-", "") == self.digits

    def may_be(self, digest: str) -> bool:
        """Whether an identity number does not speak against this person."""
        return not digest or not self.identity_digest or digest == self.identity_digest


class Held(NamedTuple):
    """An appointment to a liaison post, past ones too."""

    pk: int
    version: int
    person_id: int
    since: date
    until: date | None
    unit_id: int
    role: str

    @property
    def post(self) -> PostKey:
        """Unit and role."""
        return self.unit_id, self.role


@dataclass(slots=True)
class Town:
    """Units by key, code and every name; posts; who holds and held them; people by all that finds them.

    ``names`` are those of bodies that begin with the town's own name.
    """

    on: date
    units: dict[int, UnitRow]
    by_code: dict[str, UnitRow]
    by_name: dict[str, UnitRow]
    posts: dict[PostKey, int]
    people: dict[int, PersonRow]
    names: list[str] = field(default_factory=list)
    held: dict[PostKey, list[Held]] = field(default_factory=lambda: defaultdict(list))
    held_by: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))
    by_digest: dict[str, PersonRow] = field(default_factory=dict)
    namesakes: dict[tuple[int | None, str], list[PersonRow]] = field(default_factory=lambda: defaultdict(list))
    by_number: dict[tuple[str, str], list[PersonRow]] = field(default_factory=lambda: defaultdict(list))

    def index(self, appointments: Iterable[Held]) -> None:
        """Fill what follows from people and appointments."""
        for held in appointments:
            self.held[held.post].append(held)
            self.held_by[held.person_id].append(held)
        for person in self.people.values():
            if not person.removed_at:
                self._index_person(person)

    def _index_person(self, person: PersonRow) -> None:
        name = cleaning.same_name(person.name)
        self.namesakes[person.unit_id, name].append(person)
        if person.identity_digest:
            self.by_digest[person.identity_digest] = person
        if person.telephone:
            self.by_number[name, person.digits].append(person)

    def standing(self, post: PostKey) -> list[Held]:
        """Who holds the post today or will, by day."""
        return [held for held in self.held.get(post, ()) if held.until is None or held.until >= self.on]

    def name_of(self, person_id: int) -> str:
        """A person's name."""
        return self.people[person_id].name


def load_town(on: date, *, with_ciphers: bool) -> Town:
    """Read everything a roster is compared with; identity numbers stay encrypted.

    Others go on writing between two queries: what refers is read before what it refers to, so nothing is missing.
    """
    appointments, posts, others, people, units = _appointments(), _posts(), _aliases(), _people(with_ciphers), _units()
    town = Town(
        on,
        units,
        by_code={unit.code: unit for unit in units.values() if unit.code},
        by_name=_names(units, others),
        posts=posts,
        people=people,
        names=body_names(),
    )
    town.index(held for held in appointments if held.unit_id in units)
    return town


def _units() -> dict[int, UnitRow]:
    """Units that were not removed."""
    fields = Unit.objects.present().values_list("pk", "name", "code", "kind", "valid_from", "valid_to")
    return {unit.pk: unit for unit in map(UnitRow._make, fields.iterator())}


def _aliases() -> list[tuple[int, str]]:
    return list(UnitAlias.objects.values_list("unit_id", "name"))


def body_names() -> list[str]:
    """What the town's bodies are called: they begin with the town's own name."""
    return list(Committee.objects.present().values_list("name", flat=True))


def _names(units: dict[int, UnitRow], others: Iterable[tuple[int, str]]) -> dict[str, UnitRow]:
    """Names as they are compared; a unit's own name goes before another unit's other name."""
    found = {cleaning.compact(name): units[pk] for pk, name in others if pk in units}
    return found | {cleaning.compact(unit.name): unit for unit in units.values()}


def _posts() -> dict[PostKey, int]:
    rows = LiaisonPost.objects.present().values_list("unit_id", "role", "pk").iterator()
    return {(unit, role): pk for unit, role, pk in rows}


def _appointments() -> list[Held]:
    """Appointments to posts that stand, oldest first."""
    standing = Appointment.objects.present().filter(liaison_post__removed_at__isnull=True).order_by("since", "pk")
    rows = standing.values_list(
        "pk", "version", "person_id", "since", "until", "liaison_post__unit_id", "liaison_post__role"
    )
    return [Held._make(row) for row in rows.iterator()]


def _people(with_ciphers: bool) -> dict[int, PersonRow]:
    """Everyone, removed people too: they may still stand in an old appointment."""
    # As plain text the field does not decrypt: a hundred thousand numbers would be decrypted to look at none.
    cipher = Cast(F("identity_number"), TextField()) if with_ciphers else Value("")
    names = PersonRow._fields[:-1]
    rows = Person.objects.order_by("pk").annotate(cipher=cipher).values_list(*names, "cipher").iterator()
    return {person.pk: person for person in map(PersonRow._make, rows)}
