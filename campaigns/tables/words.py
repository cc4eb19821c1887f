"""How values stand in the campaigns' lists."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.terms import Term
from dayan_safety.tables import Badge, Column

STANDINGS = {
    Term.Standing.PLANNED: ("info", "calendar-event"),
    Term.Standing.UNDER_WAY: ("success", "play-circle"),
    Term.Standing.OVER: ("secondary", "check-circle"),
}


def standing(term: Term) -> Badge:
    """Where it stands today."""
    value = term.standing(timezone.localdate())
    return Badge(Term.Standing(value).label, *STANDINGS[value])


def listed(name: str) -> Any:
    """A reader of several records."""
    return lambda record: "、".join(map(str, getattr(record, name).all()))


def label_of(name: str) -> Any:
    """A reader of the words of a choice."""
    return lambda record: getattr(record, f"get_{name}_display")()


WORDS = (
    Column("name", _("Name"), order=("name",)),
    Column("order", _("Order"), order=("order",), kind="number"),
)
