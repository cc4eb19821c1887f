"""How many people were hurt in a year: by month, place, cause, age, sex, nature and severity; one query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models import Incident, Injury

# The groups that towns count by: the last year of age of each.
AGES = ((6, _("0–6")), (14, _("7–14")), (24, _("15–24")), (44, _("25–44")), (59, _("45–59")), (200, _("60 and older")))
UNKNOWN = _("not known")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: ``months`` has twelve numbers; ``query`` finds the incidents behind it."""

    label: Any
    months: tuple[int, ...]
    query: str = ""

    @property
    def total(self) -> int:
        """Of the year."""
        return sum(self.months)


@dataclass(frozen=True, slots=True)
class Table:
    """People hurt, by one property."""

    title: Any
    lines: list[Line]


def age_group(age: int | None) -> Any:
    """The words for an age."""
    return UNKNOWN if age is None else next(words for last, words in AGES if age <= last)


def tables_of(rows: Iterable[dict[str, Any]]) -> list[Table]:
    """``rows``: month, place_kind, cause, age, sex, severity of each person. Lines without anybody are left out."""
    people = list(rows)
    ages = [(words, words) for _last, words in AGES] + [(UNKNOWN, UNKNOWN)]
    sexes = [*Injury.Sex.choices, ("", UNKNOWN)]
    return [
        _table(_("By kind of place"), people, "place_kind", Incident.Place.choices, "place_kind"),
        _table(_("By cause"), people, "cause", Incident.Cause.choices, "cause"),
        _table(_("By age"), [row | {"group": age_group(row["age"])} for row in people], "group", ages),
        _table(_("By sex"), people, "sex", sexes),
        _table(_("By severity"), people, "severity", Injury.Severity.choices, "severity"),
    ]


def _table(title: Any, people: list[dict[str, Any]], name: str, words: Iterable[Any], query: str = "") -> Table:
    counted = Counter((row[name], row["month"]) for row in people)
    lines = [
        Line(label, tuple(counted[value, month] for month in range(1, 13)), f"{query}={value}" if query else "")
        for value, label in words
    ]
    return Table(title, [line for line in lines if line.total])


def injured_in(year: int, user: Any) -> list[dict[str, Any]]:
    """Everybody hurt in incidents of the year that exist for ``user``, as ``tables_of`` counts them; one query."""
    rows = Injury.objects.all().visible_to(user).of_year(year)
    told = rows.values("incident__happened_on", "incident__place_kind", "incident__cause", "age", "sex", "severity")
    return [
        {
            "month": row["incident__happened_on"].month,
            "place_kind": row["incident__place_kind"],
            "cause": row["incident__cause"],
            **{name: row[name] for name in ("age", "sex", "severity")},
        }
        for row in told
    ]
