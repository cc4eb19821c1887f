"""How rulebooks and their items are read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assessment.models import Rulebook
from dayan_safety.tables import Badge, Column

TONES = {
    Rulebook.State.DRAFT: ("info", "pencil"),
    Rulebook.State.IN_USE: ("success", "check2"),
    Rulebook.State.REPLACED: ("secondary", "archive"),
}


def state(rulebook: Rulebook) -> Badge:
    """Being drawn up, in use or replaced."""
    return Badge(rulebook.get_state_display(), *TONES[Rulebook.State(rulebook.state)])


RULEBOOKS = (
    Column("name", _("Name"), order=("name",)),
    Column("year", _("Year"), order=("year",), kind="number"),
    Column("edition", _("Edition"), order=("edition",), kind="number"),
    Column("document", _("Document number")),
    Column("state", _("State"), state, order=("state",)),
)
ITEMS = (
    Column("rulebook", _("Rulebook"), order=("rulebook__year", "rulebook_id")),
    Column("number", _("Number"), order=("number",)),
    Column("section", _("Section"), lambda item: item.get_section_display(), order=("section",)),
    Column("name", _("Item"), order=("name",)),
    Column("method", _("Method"), lambda item: item.get_method_display(), order=("method",)),
    Column("figure", _("Computed figure"), lambda item: item.get_figure_display(), order=("figure",)),
    Column("applies_to", _("For whom"), lambda item: item.get_applies_to_display(), order=("applies_to",)),
    Column("counts", _("Where it counts"), lambda item: item.get_counts_display(), order=("counts",), shown=False),
    Column("full_mark", _("Full mark"), order=("full_mark",), kind="number"),
    Column("weight", _("Weight"), order=("weight",), kind="number", shown=False),
    Column("step", _("Points off each time"), order=("step",), kind="number", shown=False),
    Column("standard", _("How it is judged"), shown=False),
)
