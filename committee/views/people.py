"""Pages of people, and the verbs on them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from committee.filters import PersonFilter
from committee.forms import HandOverForm, PersonForm
from committee.models import Person
from committee.services.appointments import hand_over
from committee.services.people import reveal_person
from committee.tables import PEOPLE
from committee.views.posts import appointments_panel
from dayan_safety.tables import Badge
from dayan_safety.views import Button, Fact, Panel, RecordView, address_for, verb_view


class PersonView(RecordView):
    """People; numbers are masked."""

    model = Person
    list_kind = "person"
    columns = PEOPLE
    filterset = PersonFilter
    form = PersonForm
    search_hint = _("Name or pinyin initials")
    files_hint = _(
        "A person's files open to those alone who may see the full numbers: the heads, the office, the person."
    )
    empty_hint = _("No person matches. Take a filter away, register the person, or import a roster.")

    def rows(self) -> QuerySet[Any]:
        """With unit and posts of today."""
        return self.visible().with_posts(timezone.localdate())

    def status(self, record: Any) -> Badge:
        """Active or gone."""
        if record.left_on and record.left_on < timezone.localdate():
            return Badge(_("left"), "secondary", "door-open")
        return Badge(_("active"), "success", "check-circle")

    def facts(self, record: Any) -> list[Fact]:
        """Unit, position, masked numbers with the way to reveal them."""
        may_reveal = self.request.user.has_perm("committee.reveal_person", record)
        reveal = reverse("committee:reveal_person", args=[record.pk]) if may_reveal else ""
        return [
            Fact(_("Unit"), record.unit, address_for(self.request.user, record.unit)),
            Fact(_("Position"), record.position),
            Fact(_("Sex"), record.get_sex_display()),
            Fact(_("Telephone"), record.masked_telephone, reveal=reveal if record.telephone else ""),
            Fact(_("Identity number"), record.masked_identity, reveal=reveal if record.identity_number else ""),
            Fact(_("Left on"), record.left_on),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Handing over."""
        url = reverse("committee:hand_over", args=[record.pk])
        return [Button("committee.hand_over", url, "arrow-left-right")]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """The appointments: begun, ended, handed over."""
        return [record.appointments.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Posts held, today and before."""
        return [appointments_panel(record.appointments.all(), self.request.user)]


hand_over_view = verb_view(
    "committee.hand_over",
    Person,
    HandOverForm,
    hand_over,
    explain=_("Every post this person holds ends, and begins again with the successor. Rights follow the posts."),
)


@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The full numbers, once, and a row of history that says who looked."""
    person = get_object_or_404(Person.objects.all().visible_to(request.user), pk=pk)
    if not request.user.has_perm("committee.reveal_person", person):
        raise PermissionDenied("committee.reveal_person")
    numbers = reveal_person(person, by=request.user)
    return render(request, "committee/revealed.html", {"person": person, "numbers": numbers})
