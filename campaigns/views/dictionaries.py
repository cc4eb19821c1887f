"""Pages of safety days, materials and kinds of events."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.filters import MaterialFilter
from campaigns.forms.campaigns import SafetyDayForm
from campaigns.forms.materials import MaterialForm
from campaigns.forms.words import AudienceForm, ChannelForm, EventKindForm
from campaigns.models import Audience, Channel, EventKind, Material, SafetyDay
from campaigns.tables.outreach import EVENT_KINDS, MATERIALS, SAFETY_DAYS, this_year
from campaigns.tables.words import WORDS
from campaigns.views.stock import ledger_of_material, stock_buttons
from dayan_safety.views import Button, Fact, Panel, RecordView


class SafetyDayView(RecordView):
    """The safety days of the year."""

    model = SafetyDay
    columns = SAFETY_DAYS
    form = SafetyDayForm
    list_kind = "safetyday"
    search_hint = _("Name")
    empty_hint = _("No safety day yet: enter the days your superiors announce, or bring in the list.")

    def facts(self, record: Any) -> list[Fact]:
        """When it is, and how it is found."""
        return [
            Fact(_("This year"), this_year(record)),
            Fact(_("Month"), record.month),
            Fact(_("Day of the month"), record.day),
            Fact(_("Weekday"), f"{record.get_week_display()}{record.get_weekday_display()}"),
            Fact(_("Days it lasts"), record.lasts),
            Fact(_("First held in"), record.first_year),
            Fact(_("Only in the year"), record.year),
            Fact(_("Days ahead its campaign is planned"), record.plan_ahead or _("none is needed")),
            Fact(_("Note"), record.note),
        ]


class MaterialView(RecordView):
    """What is printed and handed out."""

    model = Material
    columns = MATERIALS
    filterset = MaterialFilter
    form = MaterialForm
    list_kind = "material"
    search_hint = _("Title or pinyin initials")
    empty_hint = _("No material matches. Take a filter away, or enter the material.")

    def rows(self) -> QuerySet[Any]:
        """With how many came, went and are there."""
        return self.visible().with_stock()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def buttons(self, record: Any) -> list[Button]:
        """The ledger's."""
        return stock_buttons(record)

    def panels(self, record: Any) -> list[Panel]:
        """The ledger."""
        panel = ledger_of_material(record, self.request.user)
        return [panel] if panel.context["entries"] else []

    def facts(self, record: Any) -> list[Fact]:
        """Kind, copies, day."""
        return [
            Fact(_("Kind of material"), record.get_form_display()),
            Fact(_("Copies printed"), record.printed),
            Fact(_("Copies handed out"), record.handed_out),
            Fact(_("Copies in stock"), record.stock),
            Fact(_("Counted in"), record.measure),
            Fact(_("Published on"), record.published_on),
            Fact(_("Note"), record.note),
        ]


class WordView(RecordView):
    """Words of the town's own."""

    columns = WORDS
    search_hint = _("Name")
    empty_hint = _("None yet: enter the words that your town uses.")

    def facts(self, record: Any) -> list[Fact]:
        """Where it stands among the others."""
        return [Fact(_("Order"), record.order)]


class AudienceView(WordView):
    """For whom events are."""

    model = Audience
    form = AudienceForm


class ChannelView(WordView):
    """By which channel they reach people."""

    model = Channel
    form = ChannelForm


class EventKindView(RecordView):
    """The town's own words for its events."""

    model = EventKind
    columns = EVENT_KINDS
    form = EventKindForm
    search_hint = _("Name")
    empty_hint = _("No kind of event yet: enter one, and say under which number it is reported.")

    def facts(self, record: Any) -> list[Fact]:
        """What it counts as."""
        return [Fact(_("Counts as"), record.get_counts_as_display()), Fact(_("Order"), record.order)]
