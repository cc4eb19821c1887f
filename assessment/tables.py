"""How the assessment's lists are read."""

from django.utils.translation import gettext_lazy as _

from dayan_safety.tables import Column

RULEBOOKS = (
    Column("name", _("Name"), order=("name",)),
    Column("year", _("Year"), order=("year",), kind="number"),
    Column("document", _("Document number")),
)
ITEMS = (
    Column("rulebook", _("Rulebook"), order=("rulebook__year", "rulebook_id")),
    Column("number", _("Number"), order=("number",)),
    Column("section", _("Section"), lambda item: item.get_section_display(), order=("section",)),
    Column("name", _("Item"), order=("name",)),
    Column("method", _("Method"), lambda item: item.get_method_display(), order=("method",)),
    Column("full_mark", _("Full mark"), order=("full_mark",), kind="number"),
    Column("standard", _("How it is judged"), shown=False),
)
