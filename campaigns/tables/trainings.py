"""How the lists of training programmes, questionnaires and polls are read."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from campaigns.services.polls import figure_of
from campaigns.tables.words import label_of, listed, standing
from dayan_safety.tables import Column

PROGRAMMES = (
    Column("name", _("Name"), order=("name",)),
    Column("first_on", _("Begins on"), order=("first_on",), kind="date"),
    Column("last_on", _("Ends on"), order=("last_on",), kind="date"),
    Column("group", _("Working group"), order=("group__number",)),
    Column("audiences", _("Audiences"), listed("audiences")),
    Column("planned_sessions", _("Sessions planned"), order=("planned_sessions",), kind="number"),
    Column("sessions_held", _("Sessions held"), order=("sessions_held",), kind="number"),
    Column("planned_people", _("Head-count planned"), order=("planned_people",), kind="number", shown=False),
    Column("status", _("Status"), standing, order=("first_on",)),
)
QUESTIONNAIRES = (
    Column("title", _("Title of the questionnaire"), order=("title",)),
    Column("purpose", _("What it measures"), label_of("purpose"), order=("purpose",)),
    Column("programme", _("Training programme"), order=("programme__name",)),
    Column("group", _("Working group"), order=("group__number",)),
    Column("asks", _("Questions"), order=("asks",), kind="number"),
    Column("put", _("Polls"), order=("put",), kind="number"),
)
# The figure is no order of a list: it would tell where a hidden one lies.
OF_POLL = (
    Column("moment", _("When it is asked"), label_of("moment"), order=("moment",)),
    Column("first_on", _("Begins on"), order=("first_on",), kind="date"),
    Column("last_on", _("Ends on"), order=("last_on",), kind="date"),
    Column("filled_in", _("Answered"), order=("filled_in",), kind="number"),
    Column("figure", _("Figure of a hundred"), figure_of, kind="number"),
    Column("status", _("Status"), standing, order=("first_on",)),
)
POLLS = (
    Column("questionnaire", _("Questionnaire"), order=("questionnaire__title",)),
    Column("unit", _("Unit asked about"), order=("unit__order", "unit")),
    replace(OF_POLL[0], shown=False),
    *OF_POLL[1:],
)
POLLS_OF_ONE = OF_POLL
