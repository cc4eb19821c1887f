"""How the campaigns' lists are narrowed."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import (
    Audience,
    Campaign,
    Channel,
    Event,
    EventKind,
    Material,
    Poll,
    Programme,
    Project,
    Questionnaire,
    StockEntry,
)
from campaigns.models.terms import Term
from committee.models import Unit, WorkingGroup
from dayan_safety.filters import DayFilter
from dayan_safety.forms import PickWidget

ANY = "any"


def one_of(model: Any, label: Any, **more: Any) -> django_filters.ModelChoiceFilter:
    """One of the records of ``model`` that exist for the reader."""
    return django_filters.ModelChoiceFilter(
        label=label, queryset=lambda request: model.objects.all().visible_to(request.user), **more
    )


class TermFilter(django_filters.FilterSet):
    """What has a first and a last day, by where it stands, and time."""

    standing = django_filters.ChoiceFilter(label=_("Status"), method="of_standing", choices=Term.Standing.choices)
    since = DayFilter(label=_("From"), field_name="last_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="first_on", lookup_expr="lte")

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """Where they stand today."""
        on = timezone.localdate()
        return {"planned": rows.ahead_of, "under_way": rows.running_on, "over": rows.over_by}[value](on)


class CampaignFilter(TermFilter):
    """Campaigns, also by who runs them."""

    group = one_of(WorkingGroup, _("Working group"))


class ProgrammeFilter(TermFilter):
    """Training programmes, also by who runs them and for whom they are."""

    group = one_of(WorkingGroup, _("Working group"))
    audiences = one_of(Audience, _("Audience"))


class PollFilter(TermFilter):
    """Polls, also by what they ask, and about whom."""

    questionnaire = one_of(Questionnaire, _("Questionnaire"))
    purpose = django_filters.ChoiceFilter(
        label=_("What it measures"), field_name="questionnaire__purpose", choices=Questionnaire.Purpose.choices
    )
    moment = django_filters.ChoiceFilter(label=_("When it is asked"), choices=Poll.Moment.choices)
    unit = one_of(Unit, _("Unit asked about"), widget=PickWidget("unit"))
    unit_kind = django_filters.ChoiceFilter(label=_("Kind of unit"), field_name="unit__kind", choices=Unit.Kind.choices)


class QuestionnaireFilter(django_filters.FilterSet):
    """Questionnaires by what they measure and what they belong to."""

    purpose = django_filters.ChoiceFilter(label=_("What it measures"), choices=Questionnaire.Purpose.choices)
    programme = one_of(Programme, _("Training programme"))
    group = one_of(WorkingGroup, _("Working group"))


class MaterialFilter(django_filters.FilterSet):
    """Materials by kind."""

    form = django_filters.ChoiceFilter(label=_("Kind of material"), choices=Material.Form.choices)


class EventFilter(django_filters.FilterSet):
    """Events by kind, time, unit and entry."""

    standing = django_filters.ChoiceFilter(
        label=_("Status"),
        method="of_standing",
        choices=[("held", _("held")), ("planned", _("planned")), ("to_fill_in", _("head-count missing"))],
    )
    mine = django_filters.ChoiceFilter(
        label=_("Whose"),
        method="of_mine",
        choices=[("own", _("our own")), ("joined", _("our own, and those we took part in"))],
    )
    kind = one_of(EventKind, _("Kind of event"))
    counts_as = django_filters.ChoiceFilter(
        label=_("Counts as"), field_name="kind__counts_as", choices=EventKind.CountsAs.choices
    )
    since = DayFilter(label=_("From"), field_name="held_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="held_on", lookup_expr="lte")
    unit_kind = django_filters.ChoiceFilter(label=_("Kind of unit"), method="of_unit_kind", choices=Unit.Kind.choices)
    unit = one_of(Unit, _("Unit"), method="of_unit", widget=PickWidget("unit"))
    group = one_of(WorkingGroup, _("Working group"))
    entry = django_filters.ChoiceFilter(
        label=_("Five entries"), method="of_entry", choices=[*Event.Entry.choices, (ANY, _("any of the five"))]
    )

    campaign = one_of(Campaign, _("Campaign"))
    programme = one_of(Programme, _("Training programme"))
    audiences = one_of(Audience, _("Audience"))
    channel = one_of(Channel, _("Channel of outreach"))

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """Held up to today, or still ahead."""
        return {"held": rows.held_by, "planned": rows.planned_on, "to_fill_in": rows.to_fill_in}[value](
            timezone.localdate()
        )

    def of_mine(self, rows: Any, name: str, value: str) -> Any:
        """Of the own units and working groups, with or without those that others were in charge of."""
        return (rows.kept_by if value == "own" else rows.of)(self.request.user)

    def of_unit(self, rows: Any, name: str, value: Unit) -> Any:
        """For the unit, or with it."""
        return rows.joined_by([value])

    def of_unit_kind(self, rows: Any, name: str, value: str) -> Any:
        """For a unit of the kind, or with one."""
        return rows.joined_by(Unit.objects.filter(kind=value).values("pk"))

    def of_entry(self, rows: Any, name: str, value: str) -> Any:
        """One of the five, or all that are any of them."""
        return rows.exclude(entry="") if value == ANY else rows.filter(entry=value)


class DisplayFilter(django_filters.FilterSet):
    """Displays by whether they are there, channel, time and unit."""

    standing = django_filters.ChoiceFilter(
        label=_("Status"),
        method="of_standing",
        choices=[("up", _("there now")), ("down", _("taken down")), ("put_up", _("there now or taken down"))],
    )
    channel = one_of(Channel, _("Channel of outreach"))
    since = DayFilter(label=_("From"), field_name="first_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="first_on", lookup_expr="lte")
    unit_kind = django_filters.ChoiceFilter(label=_("Kind of unit"), field_name="unit__kind", choices=Unit.Kind.choices)
    campaign = one_of(Campaign, _("Campaign"))

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """There today, gone, or either."""
        return {"up": rows.up_on, "down": rows.down_by, "put_up": rows.put_up_by}[value](timezone.localdate())


class ProjectFilter(django_filters.FilterSet):
    """Promotion projects by where they stand, who runs them, for whom, and time."""

    standing = django_filters.ChoiceFilter(label=_("Status"), method="of_standing", choices=Project.Standing.choices)
    steps = django_filters.ChoiceFilter(
        label=_("Measures and milestones"), method="of_steps", choices=[("overdue", _("some overdue"))]
    )
    mine = django_filters.ChoiceFilter(label=_("Whose"), method="of_mine", choices=[("own", _("our own"))])
    group = one_of(WorkingGroup, _("Working group"))
    audiences = one_of(Audience, _("Target group"))
    since = DayFilter(label=_("From"), field_name="last_on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="first_on", lookup_expr="lte")

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """Where they stand today."""
        asked = {"planned": rows.ahead_of, "under_way": rows.running_on, "to_review": rows.to_review}
        return asked.get(value, rows.reviewed)(timezone.localdate())

    def of_steps(self, rows: Any, name: str, value: str) -> Any:
        """With something overdue, and not reviewed yet."""
        return rows.with_overdue_steps(timezone.localdate())

    def of_mine(self, rows: Any, name: str, value: str) -> Any:
        """Of the own working groups."""
        return rows.of(self.request.user)


class StockEntryFilter(django_filters.FilterSet):
    """Lines of the ledger by material, what happened, and time."""

    material = one_of(Material, _("Material"))
    kind = django_filters.ChoiceFilter(label=_("What happened"), choices=StockEntry.Kind.choices)
    standing = django_filters.ChoiceFilter(
        label=_("Counts"),
        method="of_standing",
        choices=[("handed_out", _("handed out and not reversed")), ("reversed", _("reversed"))],
    )
    unit_kind = django_filters.ChoiceFilter(label=_("Kind of unit"), field_name="unit__kind", choices=Unit.Kind.choices)
    since = DayFilter(label=_("From"), field_name="on", lookup_expr="gte")
    until = DayFilter(label=_("Until"), field_name="on", lookup_expr="lte")

    campaign = one_of(Campaign, _("Campaign"), method="of_campaign")

    def of_campaign(self, rows: Any, name: str, value: Any) -> Any:
        """For the campaign, or at its events."""
        return rows.in_campaign(value)

    def of_standing(self, rows: Any, name: str, value: str) -> Any:
        """What the town counts as handed out; what was taken back."""
        return rows.handed_out() if value == "handed_out" else rows.filter(reversal__isnull=False)
