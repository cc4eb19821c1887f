"""The whole history as a list, for auditors."""

from collections import Counter
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dayan_safety.filters import DayFilter
from dayan_safety.models import Action
from dayan_safety.names import pinyin_initials
from dayan_safety.permissions import all_rules, verb_label
from dayan_safety.reading_history import changes_in_words
from dayan_safety.tables import Badge, Column
from dayan_safety.views import RecordView


def outcome(action: Action) -> Badge:
    """Done or refused."""
    if action.outcome == Action.Outcome.REFUSED:
        return Badge(_("refused"), "danger", "x-circle")
    return Badge(_("done"), "success", "check-circle")


ACTIONS = (
    Column("at", _("When"), order=("number",), kind="date"),
    Column("by_name", _("Who"), order=("by_name",)),
    Column("verb", _("Did"), lambda action: verb_label(action.verb), order=("verb",)),
    Column("thing_name", _("To"), order=("thing_name",)),
    Column("changes", _("Before → after"), changes_in_words),
    Column("reason", _("Reason")),
    Column("outcome", _("Outcome"), outcome, order=("outcome",)),
    Column("address", _("Network address"), shown=False),
    Column("request_id", _("Request"), shown=False),
)


def verbs_told() -> list[tuple[str, str]]:
    """The verbs that leave rows, as people look them up: looking leaves none, nor do words for many rights at once."""
    labels = {name: str(rule.label) for name, rule in all_rules().items() if ".view_" not in name}
    often = Counter(labels.values())
    told = [(name, label) for name, label in labels.items() if often[label] == 1]
    return sorted(told, key=lambda choice: pinyin_initials(choice[1]))


class ActionFilter(django_filters.FilterSet):
    """History by verb, outcome and days."""

    verb = django_filters.ChoiceFilter(label=_("Verb"), choices=verbs_told)
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=Action.Outcome.choices)
    since = DayFilter(label=_("From"), field_name="at", lookup_expr="date__gte")
    until = DayFilter(label=_("Until"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Action
        fields: ClassVar = ["verb", "outcome"]


class ActionList(RecordView):
    """Everything that happened, newest first; nothing can be changed here."""

    model: ClassVar[Any] = Action
    columns = ACTIONS
    filterset = ActionFilter
    search_hint = _("Name of a person or a thing")
    empty_hint = _("Nothing of the kind happened. Take a filter away.")

    def rows(self) -> QuerySet[Any]:
        """Rows as kept: no other table is read."""
        return self.visible()

    def right(self, verb: str) -> str:
        """One right opens the list and its export."""
        return "dayan_safety.view_action"

    def url(self, role: str, *args: Any) -> str:
        """History has no namespace: it belongs to the whole portal."""
        return reverse(f"{role}_action", args=args)
