"""Pages of rounds of mutual evaluation: turnout while it is open, flags once it is closed, means once published."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessment.filters.peers import RoundFilter
from assessment.forms.peers import LeaveOutForm, RoundForm
from assessment.models import Ballot, Round, Rulebook, RulebookItem
from assessment.querysets import ASSESSORS
from assessment.services import peers as services
from assessment.tables.peers import ROUNDS, state
from dayan_safety.forms import ConfirmForm
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, verb_path
from dayan_safety.views.beginning import only_one
from dayan_safety.workdays import today

State = Round.State
VERBS = {
    State.SET_UP: [("open_round", "send")],
    State.OPEN: [("close_round", "check2")],
    State.CLOSED: [("publish_round", "eye")],
}


class RoundView(RecordView):
    """Units that rate each other."""

    model = Round
    columns = ROUNDS
    filterset = RoundFilter
    form = RoundForm
    create_service = staticmethod(services.create_round)
    edit_service = staticmethod(services.edit_round)
    remove_service = staticmethod(services.remove_round)
    search_hint = gettext_lazy("Name")
    empty_hint = gettext_lazy("No round matches. Take a filter away; the supervision group sets one up.")

    def rows(self) -> QuerySet[Any]:
        """With item and rulebook."""
        return self.visible().with_item()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def fresh(self) -> Round:
        """Of the only item that this year's rulebook has for it."""
        asked = {
            "method": RulebookItem.Method.PEERS,
            "rulebook__in": Rulebook.objects.in_use().filter(year=today().year),
        }
        items = RulebookItem.objects.present().filter(**asked).values_list("pk", flat=True)
        return Round(item_id=only_one(items[:2]))

    def status(self, record: Any) -> Badge:
        """Where it stands."""
        return state(record)

    def facts(self, record: Any) -> list[Fact]:
        """Who rates whom, until when; how many ballots there are, for those who assess."""
        each = str(record.each_rates) if record.each_rates else _("all others")
        return [
            Fact(_("Item it counts for"), record.item, address_for(self.request.user, record.item)),
            Fact(_("Units that rate"), record.get_rating_kind_display()),
            Fact(_("Units that are rated"), record.get_rated_kind_display()),
            Fact(_("Units that each rates"), each),
            *([Fact(_("Opened on"), record.opened_on)] if record.opened_on else []),
            Fact(_("Last day for ballots"), record.last_on),
            *self.turnout(record),
        ]

    def turnout(self, record: Any) -> list[Fact]:
        """How many of how many were handed in."""
        if record.state == State.SET_UP or not self.request.user.standing.is_one_of(*ASSESSORS):
            return []
        handed_in, ballots = services.turnout_of(record)
        told = _("%(number)s of %(all)s ballots") % {"number": handed_in, "all": ballots}
        return [Fact(pgettext("ballot", "Handed in"), told)]

    def buttons(self, record: Any) -> list[Button]:
        """The next step."""
        return [
            Button(f"assessment.{verb}", reverse(f"assessment:{verb}", args=[record.pk]), icon, "primary")
            for verb, icon in VERBS.get(record.state, [])
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What was opened is neither edited nor removed."""
        return super().own_buttons(record) if record.state == State.SET_UP else []

    def panels(self, record: Any) -> list[Panel]:
        """The own ballots, flags, means: each in its time, for whom they are."""
        user = self.request.user
        if record.state == State.OPEN:
            return self.own_ballots(record)
        flags = self.flags(record) if user.has_perm("assessment.leave_out_ballot") else []
        return [*self.means(record), *flags]

    def own_ballots(self, record: Any) -> list[Panel]:
        """Those of the units one answers for."""
        ballots = Ballot.objects.filter(round=record).visible_to(self.request.user).select_related("unit")
        shown = {"ballots": list(ballots)}
        return [Panel(_("Our ballots"), "assessment/panels/ballots.html", shown)] if shown["ballots"] else []

    def means(self, record: Any) -> list[Panel]:
        """The means that exist for the reader."""
        if record.state != State.PUBLISHED:
            return []
        shown = {"means": services.means_of(record, reader=self.request.user), "least": record.rulebook.least_raters}
        return [Panel(_("Mean marks"), "assessment/panels/means.html", shown)] if shown["means"] else []

    def flags(self, record: Any) -> list[Panel]:
        """What looks like no judgement, and the door to leave it out while it may be."""
        if record.state not in (State.CLOSED, State.PUBLISHED):
            return []
        flags = services.flags_of(record)
        is_open = record.state == State.CLOSED and any(not ballot.left_out for ballot in flags.flat)
        url = reverse("assessment:leave_out_ballot", args=[record.pk])
        doors = [Button("assessment.leave_out_ballot", url, "slash-circle")] if is_open else []
        return [Panel(_("Marks to look at twice"), "assessment/panels/flags.html", {"flags": flags}, doors)]


def _door(verb: str, form: Any, place: str, **about: Any) -> URLPattern:
    return verb_path(f"rounds/<int:pk>/{place}/", f"assessment.{verb}", Round, form, getattr(services, verb), **about)


urlpatterns = [
    _door(
        "open_round",
        ConfirmForm,
        "open",
        explain=gettext_lazy(
            "Who rates whom is fixed now, and everybody who answers for a rating unit is told. "
            "Until it closes nobody sees more than how many ballots were handed in."
        ),
    ),
    _door(
        "close_round",
        ConfirmForm,
        "close",
        explain=gettext_lazy("No more ballots are taken; the means are computed, and shown once they are published."),
    ),
    _door(
        "leave_out_ballot",
        LeaveOutForm,
        "leave-out",
        danger=True,
        explain=gettext_lazy("Its marks do not count any more. What they were stays unsaid."),
    ),
    _door(
        "publish_round",
        ConfirmForm,
        "publish",
        explain=gettext_lazy(
            "Each unit sees its own mean and the number of its raters, where they are enough; "
            "the means count in scores."
        ),
    ),
]
