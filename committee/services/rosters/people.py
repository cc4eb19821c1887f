"""Who a line means: by identity number, else who holds the post under that name, else unit, name and telephone.

Two of one name are never taken for one without such a sign; where there is none, a person has to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from committee.services.rosters.columns import FIELDS, IDENTITY_NUMBER, NAME, STATED, TELEPHONE
from committee.services.rosters.register import UnitRow
from committee.services.rosters.seats import PostKey
from committee.services.rosters.town import PersonRow, Town
from dayan_safety import personal
from dayan_safety.importing import NOTHING_SAID, Answers, Line, cleaning
from dayan_safety.importing.refusals import LineRefused, conflict

SOMEBODY_NEW = "new"  # the answer that none of those known is meant
BY_NAME = {field.name: field for field in FIELDS}


@dataclass(slots=True)
class Wanted:
    """A cleaned line: this person of this unit in that post, from the day ``since`` if one is given.

    ``stated`` holds what is not blank of the person; ``masked`` whether some of it is a mask.
    """

    line: Line
    unit: UnitRow
    post: PostKey
    name: str
    stated: dict[str, str]
    digest: str
    masked: bool
    since: date | None

    @classmethod
    def of(cls, line: Line, unit: UnitRow, post: PostKey) -> Wanted:
        """Of a line without problems."""
        values = line.values
        stated = {name: value for name in STATED if (value := values.get(name))}
        number = stated.get("identity_number", "")
        digest = personal.digest_of(number) if number and not cleaning.is_masked(number) else ""
        masked = any(map(cleaning.is_masked, stated.values()))
        return cls(line, unit, post, values["name"], stated, digest, masked, values.get("since"))

    @property
    def role(self) -> str:
        """The role in the body."""
        return self.post[1]


@dataclass(slots=True)
class Somebody:
    """A person of the list, ``known`` to the town or new. ``stated`` gathers what the lines say, full numbers only."""

    unit_id: int
    name: str
    row: int
    known: PersonRow | None = None
    stated: dict[str, str] = field(default_factory=dict)
    moves_to: int | None = None  # the unit the person has come to
    pk: int = 0  # once written

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
        return *self.key, self.changes


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
    namesakes: dict[tuple[int, str], tuple[Somebody, ...]] = field(default_factory=dict)
    above: dict[str, tuple[int, Somebody]] = field(default_factory=dict)  # of the last line of each sheet

    def find(self, wanted: Wanted) -> Somebody:
        """The person of a line; raises ``LineRefused`` where that is not certain."""
        row = self._by_identity(wanted) or self._holder(wanted) or self._by_telephone(wanted) or self._said(wanted)
        if row is None:
            if wanted.masked:
                _refuse_masks(wanted)
            somebody = self._new(wanted)
        else:
            self._check_masks(wanted, row)
            somebody = self.known.setdefault(row.pk, Somebody(wanted.unit.pk, row.name, wanted.line.row, row))
        self._gather(somebody, wanted)
        self.above[wanted.line.header.sheet] = wanted.line.row, somebody
        return somebody

    def _by_identity(self, wanted: Wanted) -> PersonRow | None:
        row = self.town.by_digest.get(wanted.digest) if wanted.digest else None
        if row and cleaning.same_name(row.name) != wanted.name:
            sentence = _("This identity number is that of %(person)s: correct the name or the number.")
            raise conflict(IDENTITY_NUMBER, sentence % {"person": self._told(row)})
        return row

    def _holder(self, wanted: Wanted) -> PersonRow | None:
        """Who holds this post under this name: the same person, unless the identity number says otherwise."""
        standing = self.town.standing(wanted.post)
        if not standing:
            return None
        holders = {held.person_id: self.town.people[held.person_id] for held in standing}
        named = [row for row in holders.values() if cleaning.same_name(row.name) == wanted.name]
        found = [row for row in named if not row.removed_at and row.may_be(wanted.digest)]
        if len(found) > 1 and not self.town.is_single(wanted.post):
            return None
        return found[0] if found else None

    def _by_telephone(self, wanted: Wanted) -> PersonRow | None:
        number, namesakes = wanted.stated.get("telephone", ""), self._namesakes(wanted)
        if not number or not namesakes:
            return None
        found = [row for row in namesakes if row.is_called(number)]
        if any(not row.may_be(wanted.digest) for row in found):
            sentence = _("The town knows %(person)s with another identity number: correct the number.")
            raise conflict(IDENTITY_NUMBER, sentence % {"person": self._told(found[0])})
        if len(found) > 1:
            raise conflict(NAME, _("The unit has several people of this name and telephone: give the identity number."))
        return found[0] if found else None

    def _namesakes(self, wanted: Wanted) -> Sequence[PersonRow]:
        return self.town.namesakes.get((wanted.unit.pk, wanted.name), ())

    def _said(self, wanted: Wanted) -> PersonRow | None:
        """Whom somebody said is meant, or nobody: then the person is new. Raises ``LineRefused`` while that is open."""
        perhaps = self._perhaps(wanted)
        if not perhaps:
            return None
        said = self.answers.choices.get(question_about(wanted), "")
        if said == SOMEBODY_NEW:
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
        elsewhere = self.town.by_number.get((wanted.name, digits), ()) if digits else ()
        found = [*self._namesakes(wanted), *elsewhere]
        return {str(row.pk): row for row in found if row.may_be(wanted.digest) and not row.left_on}

    def _new(self, wanted: Wanted) -> Somebody:
        """A new person, or the one an earlier line already brought."""
        numbered = self.by_digest.get(wanted.digest) if wanted.digest else None
        somebody = numbered if numbered and numbered.known is None else None
        key = (wanted.unit.pk, wanted.name)
        others = self.namesakes.get(key, ())
        for other in others if somebody is None else ():
            if self._is_same(other, wanted, wanted.stated.get("telephone", "")):
                return other
        if somebody is None:
            somebody = Somebody(wanted.unit.pk, wanted.name, wanted.line.row)
            self.new.append(somebody)
        if somebody not in others:  # found from now on by the name at this unit, too
            self.namesakes[key] = (*others, somebody)
        return somebody

    def _is_same(self, other: Somebody, wanted: Wanted, number: str) -> bool:
        """Whether two lines of the list, of one unit and name, mean one new person."""
        theirs, identity = other.stated.get("telephone", ""), other.stated.get("identity_number", "")
        ours = wanted.stated.get("identity_number", "")
        if identity and ours:
            return identity == ours
        if self._is_in_one_cell(other, wanted):
            return True
        if not number or not theirs:
            sentence = _("Row %(row)s names somebody of this name too: give both their telephones.")
            raise conflict(TELEPHONE, sentence % {"row": other.row})
        return number.replace("-", "") == theirs.replace("-", "")

    def _is_in_one_cell(self, other: Somebody, wanted: Wanted) -> bool:
        """One name merged over several rows is one person."""
        row, above = self.above.get(wanted.line.header.sheet, (0, None))
        return above is other and row == wanted.line.row - 1 and wanted.line.is_one_cell_with_above(NAME.name)

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
        full = _full(wanted.stated) if wanted.masked else wanted.stated
        if not somebody.stated:  # most people stand in one line: theirs is not copied
            somebody.stated = full
            return
        for name, value in full.items():
            if somebody.stated.get(name, value) != value:
                sentence = _("Row %(row)s says something else of the same person: correct one of the two.")
                raise conflict(BY_NAME[name], sentence % {"row": somebody.row})
        somebody.stated = somebody.stated | full

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


def _full(stated: dict[str, str]) -> dict[str, str]:
    """``stated`` without masks."""
    return {name: value for name, value in stated.items() if not cleaning.is_masked(value)}
