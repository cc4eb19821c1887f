"""Pages of units, and the verbs on them."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.filters import UnitFilter
from committee.forms import AliasForm, UnitForm
from committee.models import Appointment, Unit
from committee.services.units import add_alias, create_unit, edit_unit
from committee.tables import UNITS
from committee.views.posts import post_lines
from committee.views.rates import rate_facts
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_view

PEOPLE_SHOWN = 100


class UnitView(RecordView):
    """Units of every kind."""

    model = Unit
    list_kind = "unit"
    columns = UNITS
    filterset = UnitFilter
    form = UnitForm
    create_service = staticmethod(create_unit)
    edit_service = staticmethod(edit_unit)
    search_hint = _("Name, code or pinyin initials")
    empty_hint = _("No unit matches. Take a filter away, or register the unit.")

    def rows(self) -> QuerySet[Any]:
        """Units alone: no column reads another table."""
        return self.visible()

    def one_row(self) -> QuerySet[Any]:
        """On its page with how it stands this year, for those who may see that."""
        today = timezone.localdate()
        rated = self.role == "view" and self.request.user.has_perm("committee.view_rates")
        if not rated:
            return self.visible()
        return self.visible().with_rates(today.year, today).with_report_counts(today.year, today)

    def status(self, record: Any) -> Badge:
        """Whether the unit belongs to the town today."""
        if record.is_valid_on(timezone.localdate()):
            return Badge(_("in the town"), "success", "check-circle")
        return Badge(_("no longer in the town"), "secondary", "clock-history")

    def facts(self, record: Any) -> list[Fact]:
        """Kind, code, address, telephone, time, and how it stands this year."""
        return [
            Fact(_("Kind"), record.get_kind_display()),
            Fact(_("Statistical code"), record.code),
            Fact(_("Address"), record.address),
            Fact(_("Office telephone"), record.telephone),
            Fact(_("Belongs to the town from"), record.valid_from),
            Fact(_("Belongs to the town until"), record.valid_to),
            *rate_facts(record),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Adding another name."""
        return [Button("committee.add_alias", reverse("committee:add_alias", args=[record.pk]), "tags")]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """The appointments to its liaison posts."""
        return [Appointment.objects.filter(liaison_post__unit=record).visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Liaisons with vacancies, people, groups led, other names."""
        user, today = self.request.user, timezone.localdate()
        posts, people = self._who_is_where(record, today)
        panels = [
            Panel(_("Liaisons"), "records/panels/posts.html", {"posts": post_lines(posts, user)}),
            Panel(_("People"), "records/panels/people.html", {"people": people}),
            Panel(_("Leads"), "records/panels/groups.html", {"groups": list(record.led_groups.all().visible_to(user))}),
            Panel(_("Other names"), "records/panels/aliases.html", {"aliases": list(record.aliases.all())}),
        ]
        return [panel for panel in panels if any(panel.context.values())]

    def _who_is_where(self, record: Any, on: date) -> tuple[list[Any], list[Any]]:
        """The unit's liaison posts and its people, with the appointments held at hand: three queries."""
        user = self.request.user
        posts = list(record.liaison_posts.all().visible_to(user))
        people = list(record.people.all().visible_to(user).active_on(on)[:PEOPLE_SHOWN])
        here = Q(liaison_post__in=posts) | Q(person__in=people)
        held = list(Appointment.objects.held_on(on).filter(here).with_bodies().with_people().in_protocol_order())
        for thing, key in [*((post, "liaison_post_id") for post in posts), *((p, "person_id") for p in people)]:
            thing.posts_held = [appointment for appointment in held if getattr(appointment, key) == thing.pk]
        return posts, people


add_alias_view = verb_view("committee.add_alias", Unit, AliasForm, add_alias)
