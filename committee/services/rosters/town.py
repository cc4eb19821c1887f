"""The town as a list of people meets it, read once into dictionaries: six queries, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from committee.models import Person
from committee.services.rosters.register import Register, load_register, read_aliases
from committee.services.rosters.seats import LIAISONS, Held, PostKey, Seats
from dayan_safety import personal
from dayan_safety.importing import cleaning


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
class Town(Register):
    """The units; posts; who holds and held them; people by all that finds them."""

    on: date
    seats: Seats | None
    posts: dict[PostKey, int]
    people: dict[int, PersonRow]
    held: dict[PostKey, list[Held]] = field(default_factory=lambda: defaultdict(list))
    held_by: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))
    by_digest: dict[str, PersonRow] = field(default_factory=dict)
    namesakes: dict[tuple[int | None, str], list[PersonRow]] = field(default_factory=lambda: defaultdict(list))
    single: dict[str, bool] = field(default_factory=dict)  # by role, once asked
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
        single = self.single.get(post[1])
        if single is None:
            single = self.single[post[1]] = self.seats is not None and self.seats.is_single(post[1])
        return single

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
    others, people = read_aliases(), _people(with_ciphers)
    known = load_register(others)
    town = Town(known.units, known.by_code, known.by_name, known.names, on, seats, posts, people)
    town.index(held for held in appointments if seats is not LIAISONS or held.body in town.units)
    return town


def _people(with_ciphers: bool) -> dict[int, PersonRow]:
    """Everyone, removed people too: they may still stand in an old appointment."""
    # As plain text the field does not decrypt: a hundred thousand numbers would be decrypted to look at none.
    cipher = Cast(F("identity_number"), TextField()) if with_ciphers else Value("")
    names = PersonRow._fields[:-1]
    rows = Person.objects.order_by("pk").annotate(cipher=cipher).values_list(*names, "cipher").iterator()
    return {person.pk: person for person in map(PersonRow._make, rows)}
