"""Who a line means: by identity number, else who holds the post under that name, else unit, name and telephone.

Two of one name are never taken for one without such a sign; where there is none, a person has to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from committee.services.rosters.columns import FIELDS, IDENTITY_NUMBER, NAME, STATED, TELEPHONE
from committee.services.rosters.seats import PostKey
from committee.services.rosters.town import PersonRow, Town, UnitRow
from dayan_safety import personal
from dayan_safety.importing import NOTHING_SAID, Answers, Line, cleaning
from dayan_safety.importing.refusals import LineRefused, conflict

SOMEBODY_NEW = "new"  # the answer that none of those known is meant
BY_NAME = {field.name: field for field in FIELDS}


@dataclass(slots=True)
class Wanted:
    """A cleaned line: this person of this unit in that post. ``stated`` holds what is not blank of the person."""

    line: Line
    unit: UnitRow
    post: PostKey
    name: str
    stated: dict[str, str]
    digest: str

    @classmethod
    def of(cls, line: Line, unit: UnitRow, post: PostKey) -> Wanted:
        """Of a line without problems."""
        values = line.values
        stated = {name: values[name] for name in STATED if values.get(name)}
        number = stated.get("identity_number", "")
        digest = "" if cleaning.is_masked(number) else personal.digest_of(number)
        return cls(line, unit, post, values["name"], stated, digest)

    @property
    def role(self) -> str:
        """The role in the body."""
        return self.post[1]

    @property
    def since(self) -> Any:
        """The day given, or ``None``."""
        return self.line.values.get("since")


@dataclass(slots=True)
class Somebody:
    """A person of the list, ``known`` to the town or new. ``stated`` gathers what the lines say, full numbers only."""

    unit_id: int
    name: str
    row: int
    known: PersonRow | None = None
    stated: dict[str, str] = field(default_factory=dict)
    moves_to: int | None = None  # the unit the person has come to

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from what the town knows; everything of a new person."""
        if self.known is None:
            return self.stated
        changes = {name: value for name, value in self.stated.items() if not _says(self.known, name, value)}
        return changes | {"unit_id": self.moves_to} if self.moves_to else changes

    @property
    def key(self) -> tuple[Any, ...]:
        """Names the person within one list."""
        return (self.known.pk, self.known.version) if self.known else (self.unit_id, self.name, self.row)

    def sign(self) -> tuple[Any, ...]:
        """What a plan is recognised by."""
        return (*self.key, *self.changes.items())


def _says(known: PersonRow, name: str, value: str) -> bool:
    if name == "telephone":
        return known.is_called(value)
    if name == "identity_number":
        return known.identity_digest == personal.digest_of(value)
    return cleaning.text(getattr(known, name)) == value


@dataclass(slots=True)
class People:
    """Everybody a list names, each once: found in the town, or gathered from the lines themselves."""

    town: Town
    answers: Answers = NOTHING_SAID
    known: dict[int, Somebody] = field(default_factory=dict)
    new: list[Somebody] = field(default_factory=list)
    by_digest: dict[str, Somebody] = field(default_factory=dict)
    namesakes: dict[tuple[int, str], list[Somebody]] = field(default_factory=dict)

    def find(self, wanted: Wanted) -> Somebody:
        """The person of a line; raises ``LineRefused`` where that is not certain."""
        row = self._by_identity(wanted) or self._holder(wanted) or self._by_telephone(wanted) or self._said(wanted)
        if row is None:
            _refuse_masks(wanted)
            somebody = self._new(wanted)
        else:
            self._check_masks(wanted, row)
            somebody = self.known.setdefault(row.pk, Somebody(wanted.unit.pk, row.name, wanted.line.row, row))
        self._gather(somebody, wanted)
        return somebody

    def _by_identity(self, wanted: Wanted) -> PersonRow | None:
        row = self.town.by_digest.get(wanted.digest) if wanted.digest else None
        if row and cleaning.same_name(row.name) != wanted.name:
            sentence = _("This identity number is that of %(person)s: correct the name or the number.")
            raise conflict(IDENTITY_NUMBER, sentence % {"person": self._told(row)})
        return row

    def _holder(self, wanted: Wanted) -> PersonRow | None:
        """Who holds this post under this name: the same person, unless the identity number says otherwise."""
        holders = {held.person_id: self.town.people[held.person_id] for held in self.town.standing(wanted.post)}
        named = [row for row in holders.values() if cleaning.same_name(row.name) == wanted.name]
        found = [row for row in named if not row.removed_at and row.may_be(wanted.digest)]
        if len(found) > 1 and not self.town.is_single(wanted.post):
            return None
        return found[0] if found else None

    def _by_telephone(self, wanted: Wanted) -> PersonRow | None:
        number = wanted.stated.get("telephone", "")
        if not number:
            return None
        found = [row for row in self._namesakes(wanted) if row.is_called(number)]
        if any(not row.may_be(wanted.digest) for row in found):
            sentence = _("The town knows %(person)s with another identity number: correct the number.")
            raise conflict(IDENTITY_NUMBER, sentence % {"person": self._told(found[0])})
        if len(found) > 1:
            raise conflict(NAME, _("The unit has several people of this name and telephone: give the identity number."))
        return found[0] if found else None

    def _namesakes(self, wanted: Wanted) -> list[PersonRow]:
        return self.town.namesakes.get((wanted.unit.pk, wanted.name), [])

    def _said(self, wanted: Wanted) -> PersonRow | None:
        """Whom somebody said is meant, or nobody: then the person is new. Raises ``LineRefused`` while that is open."""
        perhaps = self._perhaps(wanted)
        said = self.answers.choices.get(question_about(wanted), "")
        if not perhaps or said == SOMEBODY_NEW:
            return None
        if said in perhaps:
            return perhaps[said]
        told = {key: self._told(row) for key, row in perhaps.items()}
        sentence = _("Perhaps this is %(person)s: say whether it is the same person, or give the identity number.")
        raise conflict(
            NAME,
            sentence % {"person": next(iter(told.values()))},
            question=_("Is this the same person?"),
            candidates=told,
            others={SOMEBODY_NEW: _("Somebody else: register a new person")},
            key=question_about(wanted),
        )

    def _perhaps(self, wanted: Wanted) -> dict[str, PersonRow]:
        """People of this name at the unit, or of this name and telephone elsewhere, by key."""
        digits = wanted.stated.get("telephone", "").replace("-", "")
        elsewhere = self.town.by_number.get((wanted.name, digits), []) if digits else []
        found = [row for row in [*self._namesakes(wanted), *elsewhere] if row.may_be(wanted.digest)]
        return {str(row.pk): row for row in found if not row.left_on}

    def _new(self, wanted: Wanted) -> Somebody:
        """A new person, or the one an earlier line already brought."""
        numbered = self.by_digest.get(wanted.digest) if wanted.digest else None
        if numbered and numbered.known is None:
            return self._named(numbered, wanted)
        number = wanted.stated.get("telephone", "")
        for other in self.namesakes.get((wanted.unit.pk, wanted.name), []):
            if self._is_same(other, wanted, number):
                return other
        somebody = Somebody(wanted.unit.pk, wanted.name, wanted.line.row)
        self.new.append(somebody)
        return self._named(somebody, wanted)

    def _named(self, somebody: Somebody, wanted: Wanted) -> Somebody:
        """Found from now on by the name at this unit, too."""
        others = self.namesakes.setdefault((wanted.unit.pk, wanted.name), [])
        if somebody not in others:
            others.append(somebody)
        return somebody

    def _is_same(self, other: Somebody, wanted: Wanted, number: str) -> bool:
        """Whether two lines of the list, of one unit and name, mean one new person."""
        theirs, identity = other.stated.get("telephone", ""), other.stated.get("identity_number", "")
        ours = wanted.stated.get("identity_number", "")
        if identity and ours:
            return identity == ours
        if not number or not theirs:
            sentence = _("Row %(row)s names somebody of this name too: give both their telephones.")
            raise conflict(TELEPHONE, sentence % {"row": other.row})
        return number.replace("-", "") == theirs.replace("-", "")

    def _check_masks(self, wanted: Wanted, row: PersonRow) -> None:
        """A mask that fits says "as it is"; any other is refused."""
        number, identity = wanted.stated.get("telephone", ""), wanted.stated.get("identity_number", "")
        if cleaning.is_masked(number) and not row.is_called(number):
            raise LineRefused(TELEPHONE, _other_mask())
        if cleaning.is_masked(identity) and identity != personal.mask_identity(personal.decrypt(row.cipher)):
            raise LineRefused(IDENTITY_NUMBER, _other_mask())

    def _gather(self, somebody: Somebody, wanted: Wanted) -> None:
        """Add what the line states; two lines that contradict each other are refused."""
        first = self.by_digest.setdefault(wanted.digest, somebody) if wanted.digest else somebody
        if first is not somebody or (somebody.known is None and somebody.name != wanted.name):
            sentence = _("Row %(row)s has this identity number for somebody else: correct one of the two.")
            raise conflict(IDENTITY_NUMBER, sentence % {"row": first.row})
        for name, value in _full(wanted.stated.items()):
            if somebody.stated.setdefault(name, value) != value:
                sentence = _("Row %(row)s says something else of the same person: correct one of the two.")
                raise conflict(BY_NAME[name], sentence % {"row": somebody.row})

    def _told(self, row: PersonRow) -> str:
        unit = self.town.units.get(row.unit_id or 0)
        number = personal.mask_telephone(row.telephone) if row.telephone else ""
        return " ".join(part for part in (unit.name if unit else "", row.name, number) if part)


def question_about(wanted: Wanted) -> str:
    """Names the question who is meant; one answer serves every line that says the same of the same name."""
    numbers = (wanted.stated.get("telephone", ""), wanted.stated.get("identity_number", ""))
    return f"person:{personal.digest_of(repr((wanted.unit.pk, wanted.name, *numbers)))}"


def _refuse_masks(wanted: Wanted) -> None:
    for at in (TELEPHONE, IDENTITY_NUMBER):
        if cleaning.is_masked(wanted.stated.get(at.name, "")):
            raise LineRefused(at, _("The number is masked and the person is not known: type the whole number."))


def _other_mask() -> str:
    return _("The masked number is not the one the town knows: leave it blank, or type the whole number.")


def _full(stated: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, value in stated if not cleaning.is_masked(value))
