"""Pages of units, and the verbs on them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committee.filters import UnitFilter
from committee.forms import AliasForm, UnitForm
from committee.models import LiaisonPost, Unit
from committee.services.units import add_alias, create_unit, edit_unit
from committee.tables import UNITS
from committee.views.posts import post_lines
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_view


class UnitView(RecordView):
    """Units of every kind."""

    model = Unit
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

    def status(self, record: Any) -> Badge:
        """Whether the unit belongs to the town today."""
        if Unit.objects.filter(pk=record.pk).valid_on(timezone.localdate()).exists():
            return Badge(_("in the town"), "success", "check-circle")
        return Badge(_("no longer in the town"), "secondary", "clock-history")

    def facts(self, record: Any) -> list[Fact]:
        """Kind, code, address, telephone and time."""
        return [
            Fact(_("Kind"), record.get_kind_display()),
            Fact(_("Statistical code"), record.code),
            Fact(_("Address"), record.address),
            Fact(_("Office telephone"), record.telephone),
            Fact(_("Belongs to the town from"), record.valid_from),
            Fact(_("Belongs to the town until"), record.valid_to),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Adding another name."""
        return [Button("committee.add_alias", reverse("committee:add_alias", args=[record.pk]), "tags")]

    def panels(self, record: Any) -> list[Panel]:
        """Liaisons with vacancies, people, groups led, other names."""
        user, today = self.request.user, timezone.localdate()
        posts = LiaisonPost.objects.filter(unit=record).visible_to(user).with_holder(today)
        people = record.people.all().visible_to(user).active_on(today).with_posts(today)
        panels = [
            Panel(_("Liaisons"), "records/panels/posts.html", {"posts": post_lines(posts, user)}),
            Panel(_("People"), "records/panels/people.html", {"people": list(people[:100])}),
            Panel(_("Leads"), "records/panels/groups.html", {"groups": list(record.led_groups.all().visible_to(user))}),
            Panel(_("Other names"), "records/panels/aliases.html", {"aliases": list(record.aliases.all())}),
        ]
        return [panel for panel in panels if any(panel.context.values())]


add_alias_view = verb_view("committee.add_alias", Unit, AliasForm, add_alias)
