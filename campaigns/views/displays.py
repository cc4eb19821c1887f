"""Pages of displays."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.filters import DisplayFilter
from campaigns.forms.events import DisplayForm
from campaigns.models import Display
from campaigns.services.owning import create_own, edit_own
from campaigns.tables.outreach import DISPLAYS, is_up
from campaigns.views.beginning import beginning_of
from dayan_safety.tables import Badge
from dayan_safety.views import Fact, Panel, RecordView, address_for


class DisplayView(RecordView):
    """What hangs, stands or runs where."""

    model = Display
    columns = DISPLAYS
    filterset = DisplayFilter
    form = DisplayForm
    create_service = staticmethod(create_own)
    edit_service = staticmethod(edit_own)
    search_hint = _("Subject, place or content")
    empty_hint = _("No display matches. Take a filter away, or enter what was put up.")

    def rows(self) -> QuerySet[Any]:
        """With what they name."""
        return self.visible().with_names()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def fresh(self) -> Display:
        """Put up today, at the own unit or by the own group where there is one."""
        begun = beginning_of(self.request.user)
        return Display(first_on=begun.pop("on"), **begun)

    def status(self, record: Any) -> Badge:
        """Whether it is there."""
        return is_up(record)

    def facts(self, record: Any) -> list[Fact]:
        """Where, from when until when, by whom."""
        user = self.request.user
        return [
            Fact(_("Channel of outreach"), record.channel, address_for(user, record.channel)),
            Fact(_("Place"), record.place),
            Fact(_("Put up on"), record.first_on),
            Fact(_("There until"), record.last_on),
            Fact(_("Unit"), record.unit, address_for(user, record.unit)),
            Fact(_("Working group"), record.group, address_for(user, record.group)),
            Fact(_("Campaign"), record.campaign, address_for(user, record.campaign)),
        ]

    def panels(self, record: Any) -> list[Panel]:
        """What it shows."""
        text = Panel(_("Content"), "records/panels/text.html", {"text": record.text})
        return [text] if record.text else []
