"""The town as a list of people meets it, read once into dictionaries: six queries, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from committee.models import Committee, Person, Unit, UnitAlias
from committee.services.rosters.seats import LIAISONS, Held, PostKey, Seats
from dayan_safety import personal
from dayan_safety.importing import cleaning


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


@dataclass(slots=True)
class Town:
    """Units by key, code and every name; posts; who holds and held them; people by all that finds them.

    ``names`` are those of bodies that begin with the town's own name.
    """

    on: date
    seats: Seats | None
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

    def is_single(self, post: PostKey) -> bool:
        """Whether one person at a time holds the post."""
        return self.seats is not None and self.seats.is_single(post[1])

    def rivals(self, post: PostKey, person_id: int | None) -> list[Held]:
        """Who was, is or will be in a post on days nobody else can have: anybody, or only the same person again."""
        held = self.held.get(post, [])
        return held if self.is_single(post) else [one for one in held if one.person_id == person_id]

    def name_of(self, person_id: int) -> str:
        """A person's name."""
        return self.people[person_id].name


def load_town(on: date, seats: Seats | None, *, with_ciphers: bool) -> Town:
    """Read everything a list is compared with; identity numbers stay encrypted. Without ``seats``, no posts.

    Others go on writing between two queries: what refers is read before what it refers to, so nothing is missing.
    """
    appointments, posts = (seats.appointments(), seats.posts()) if seats else ([], {})
    others, people, units = _aliases(), _people(with_ciphers), _units()
    town = Town(
        on,
        seats,
        units,
        by_code={unit.code: unit for unit in units.values() if unit.code},
        by_name=_names(units, others),
        posts=posts,
        people=people,
        names=body_names(),
    )
    town.index(held for held in appointments if seats is not LIAISONS or held.body in units)
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


def _people(with_ciphers: bool) -> dict[int, PersonRow]:
    """Everyone, removed people too: they may still stand in an old appointment."""
    # As plain text the field does not decrypt: a hundred thousand numbers would be decrypted to look at none.
    cipher = Cast(F("identity_number"), TextField()) if with_ciphers else Value("")
    names = PersonRow._fields[:-1]
    rows = Person.objects.order_by("pk").annotate(cipher=cipher).values_list(*names, "cipher").iterator()
    return {person.pk: person for person in map(PersonRow._make, rows)}
