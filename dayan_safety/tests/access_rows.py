"""The access matrix: one row a URL name. Who gets in, who is refused, for whom the record does not exist.

``may`` get the page, ``sees`` know that the record exists but are refused (403); for everybody else a page without a
record is refused (403) and a record's page is as if it did not exist (404). ``post`` is what the first group gets when
they post nothing: 405 not a form, 422 the form again, 302 done. ``closed`` pages refuse the method before
they look, ``guarded`` ones refuse the person before the method.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from committee.documents import roster_workbook
from committee.services.rosters import blank_rows, upload_roster
from dayan_safety.testing import Cast

ALL = frozenset(Cast.ROLES)
TOWN_WIDE = frozenset("chair office lead member supervisor".split())
INSIDERS = TOWN_WIDE | {"liaison", "inspector"}
OFFICE = frozenset({"office"})
NOBODY: frozenset[str] = frozenset()
SEES_UNIT = TOWN_WIDE | {"liaison", "inspector"}
SEES_PERSON = TOWN_WIDE | {"liaison"}


def nothing(cast: Cast) -> list[Any]:
    """No arguments."""
    return []


@dataclass(frozen=True)
class Row:
    """A URL's row: how its arguments are made, who may, who is refused knowingly, what each method answers."""

    may: frozenset[str]
    args: Callable[[Cast], list[Any]] = nothing
    sees: frozenset[str] = field(default_factory=frozenset)
    get: int = 200
    post: int = 405
    public: bool = False
    closed: bool = False
    guarded: bool = False

    @property
    def has_record(self) -> bool:
        """Whether the page is one record's."""
        return self.args is not nothing


def village(cast: Cast) -> list[Any]:
    """The liaison's own village."""
    return [cast.village.pk]


def a_liaison(cast: Cast) -> list[Any]:
    """The liaison's own person."""
    return [cast.liaison.person.pk]


def a_post(cast: Cast) -> list[Any]:
    """A liaison post of the own village."""
    return [cast.village.liaison_posts.get(role="coordinator").pk]


def own_appointment(cast: Cast) -> list[Any]:
    """The liaison's own appointment."""
    return [cast.liaison.person.appointments.get().pk]


def appointment_of_lead(cast: Cast) -> list[Any]:
    """The appointment of a group's lead, which whoever works in or for the committee may see."""
    return [cast.lead.person.appointments.get().pk]


def of_committee(cast: Cast) -> list[Any]:
    """The committee."""
    return [cast.committee.pk]


def of_group(cast: Cast) -> list[Any]:
    """The lead's own group."""
    return [cast.group.pk]


def an_import(cast: Cast) -> list[Any]:
    """A roster that waits for its confirmation."""
    rows = list(blank_rows(cast.committee.term_from))[:1]
    filled = [row._replace(name="新人", telephone="13812345678") for row in rows]
    return [upload_roster("名册.xlsx", roster_workbook(filled), by=cast.office).pk]


def to_file(cast: Cast) -> list[Any]:
    """A file format."""
    return ["csv"]


def noun(
    name: str,
    may: frozenset[str],
    args: Any,
    export: frozenset[str],
    sees: frozenset[str] = NOBODY,
    **verbs: frozenset[str],
) -> dict[str, Row]:
    """The rows of a noun's pages; ``verbs`` are those of its form pages."""
    rows = {
        f"committee:list_{name}": Row(may),
        f"committee:view_{name}": Row(may, args, sees=sees),
        f"committee:export_{name}": Row(export, to_file, sees=ALL),
    }
    if "create" in verbs:
        rows[f"committee:create_{name}"] = Row(verbs["create"], post=422)
        rows[f"committee:edit_{name}"] = Row(verbs["edit"], args, sees=may, post=422)
        rows[f"committee:remove_{name}"] = Row(verbs["remove"], args, sees=may, post=422)
    return rows


FORMS = {"create": OFFICE, "edit": OFFICE, "remove": OFFICE}
CHAIR_OFFICE = frozenset({"chair", "office"})
ROWS: dict[str, Row] = {
    "home": Row(ALL),
    "sign_in": Row(ALL, get=302, post=302, public=True),
    "sign_out": Row(ALL, get=405, post=302, public=True),
    "change_password": Row(ALL, post=200),
    "set_preferences": Row(ALL, get=405, post=302, public=True),
    "list_notices": Row(ALL),
    "open_notice": Row(NOBODY, lambda cast: [999999], get=405),
    "read_all_notices": Row(ALL, get=405, post=302),
    "download_attachment": Row(NOBODY, lambda cast: [999999], closed=True),
    "preview_attachment": Row(NOBODY, lambda cast: [999999], closed=True),
    "search": Row(ALL),
    "pick": Row(ALL, lambda cast: ["unit"]),
    "save_view": Row(ALL, get=405, post=302),
    "forget_view": Row(NOBODY, lambda cast: [999999], get=405),
    "list_action": Row(frozenset({"auditor"})),
    "export_action": Row(frozenset({"auditor"}), to_file, sees=ALL),
    "committee:show_chart": Row(INSIDERS),
    **noun("committee", INSIDERS, of_committee, TOWN_WIDE, **FORMS),
    **noun("workinggroup", INSIDERS, of_group, TOWN_WIDE, **(FORMS | {"edit": OFFICE | {"lead"}})),
    **noun("unit", SEES_UNIT, village, TOWN_WIDE, **FORMS),
    **noun("person", SEES_PERSON, a_liaison, CHAIR_OFFICE, **(FORMS | {"edit": OFFICE | {"liaison"}})),
    **noun("appointment", INSIDERS, appointment_of_lead, TOWN_WIDE),
    **noun("liaisonpost", TOWN_WIDE | {"liaison"}, a_post, CHAIR_OFFICE),
    "committee:appoint_committee": Row(OFFICE, of_committee, sees=INSIDERS, post=422),
    "committee:appoint_workinggroup": Row(OFFICE, of_group, sees=INSIDERS, post=422),
    "committee:appoint_liaisonpost": Row(OFFICE, a_post, sees=SEES_PERSON, post=422),
    "committee:end_appointment": Row(OFFICE, own_appointment, sees=SEES_PERSON, post=422),
    "committee:add_alias": Row(OFFICE, village, sees=SEES_UNIT, post=422),
    "committee:hand_over": Row(OFFICE, a_liaison, sees=SEES_PERSON, post=422),
    "committee:reveal_person": Row(CHAIR_OFFICE | {"liaison"}, a_liaison, sees=SEES_PERSON, get=405, post=200),
    "committee:list_vacancies": Row(SEES_PERSON),
    "committee:download_roster_template": Row(OFFICE),
    "committee:download_roster": Row(CHAIR_OFFICE),
    "committee:import_roster": Row(OFFICE, post=422),
    "committee:view_import": Row(OFFICE, an_import, sees=ALL),
    "committee:confirm_import": Row(OFFICE, an_import, sees=ALL, get=405, post=302, guarded=True),
    "committee:discard_import": Row(OFFICE, an_import, sees=ALL, get=405, post=302, guarded=True),
}
