"""Pages of regular checks: the lot, the units, self scores beside what is left."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessment.filters.checks import CheckedUnitFilter, CheckFilter
from assessment.forms.checks import CheckForm, SelfScoresForm, UnitsForm
from assessment.models import Check, CheckedUnit, Rulebook
from assessment.services import checks as services
from assessment.tables.checks import CHECKED, CHECKS, OF_CHECK, state
from committee.models import Unit
from dayan_safety.forms import ConfirmForm
from dayan_safety.tables import Badge, rows_of
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_path
from dayan_safety.views.beginning import only_one
from dayan_safety.views.parts import address_for
from dayan_safety.workdays import today

State = Check.State
ON_PAGE = [column for column in OF_CHECK if column.name != "kind"]


class CheckView(RecordView):
    """The checks of the supervision group."""

    model = Check
    columns = CHECKS
    filterset = CheckFilter
    form = CheckForm
    create_service = staticmethod(services.create_check)
    edit_service = staticmethod(services.edit_check)
    remove_service = staticmethod(services.remove_check)
    search_hint = gettext_lazy("Name of the check")
    empty_hint = gettext_lazy("No check yet: the supervision group prepares one and draws the units.")

    def rows(self) -> QuerySet[Any]:
        """With how far each is."""
        return self.visible().select_related("rulebook").with_counts_for(self.request.user)

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def fresh(self) -> Check:
        """Of this month, by the rules in use."""
        on = today()
        books = Rulebook.objects.in_use().filter(year=on.year).values_list("pk", flat=True)
        return Check(rulebook_id=only_one(books[:2]), first=on.replace(day=1), last=on)

    def list_buttons(self) -> list[Button]:
        """The units and the deductions of all checks."""
        lists = (("checkedunit", "list-ol", _("Units checked")), ("deduction", "journal-check", _("Deductions")))
        return [
            Button(f"assessment.view_{noun}", reverse(f"assessment:list_{noun}"), icon, text=text)
            for noun, icon, text in lists
        ]

    def status(self, record: Any) -> Badge:
        """Being prepared, open or closed."""
        return state(record)

    def facts(self, record: Any) -> list[Fact]:
        """Rules, period, how far."""
        told = [
            Fact(_("Rulebook"), record.rulebook, address_for(self.request.user, record.rulebook)),
            Fact(_("Period of the check"), _("%(first)s to %(last)s") % {"first": record.first, "last": record.last}),
            Fact(_("Counts in the scores of"), f"{record.last:%Y-%m}"),
            Fact(_("Units checked"), str(record.drawn)),
            Fact(_("With self scores"), f"{record.answered} / {record.drawn}" if record.drawn else ""),
            Fact(_("Deductions"), str(record.deducted)),
            Fact(_("Opened on"), record.opened_on),
            Fact(pgettext("check", "Closed on"), record.closed_on),
        ]
        return [fact for fact in told if fact.value not in (None, "")]

    def buttons(self, record: Any) -> list[Button]:
        """The next step first, then its units and deductions as lists."""
        draft = ("open_check", "send") if record.drawn else ("draw_units", "shuffle")
        steps = {State.DRAFT: [draft], State.OPEN: [("close_check", "lock")]}.get(record.state, [])
        lists = [("checkedunit", "list-ol", _("Units checked"))] if record.drawn else []
        lists += [("deduction", "journal-check", _("Deductions"))] if record.deducted else []
        return [
            *(
                Button(f"assessment.{verb}", reverse(f"assessment:{verb}", args=[record.pk]), icon, "primary")
                for verb, icon in steps
            ),
            *(
                Button(
                    f"assessment.view_{noun}",
                    f"{reverse(f'assessment:list_{noun}')}?check={record.pk}",
                    icon,
                    text=text,
                )
                for noun, icon, text in lists
            ),
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What was opened is neither edited nor dropped."""
        return super().own_buttons(record) if record.state == State.DRAFT else []

    def panels(self, record: Any) -> list[Panel]:
        """The units that exist for the reader with how far they are, and how they were drawn."""
        if not record.drawn:
            return []
        units = CheckedUnit.objects.all().visible_to(self.request.user).filter(in_check=record)
        rows = rows_of(ON_PAGE, units.with_names().with_counts())
        lot = {"check": record, "is_repeatable": services.is_repeatable(record), "kinds": _kinds_of(record)}
        return [
            Panel(_("Units checked"), "records/panels/rows.html", {"columns": ON_PAGE, "rows": rows}),
            Panel(_("How the units were drawn"), "assessment/panels/lot.html", lot),
        ]


def _kinds_of(check: Check) -> list[dict[str, Any]]:
    """Of each kind of unit in the pool how many there were and how many were wanted."""
    kinds = [kind for kind, _unit in check.pool]
    return [
        {"label": Unit.Kind(kind).label, "pool": kinds.count(kind), "wanted": check.wanted.get(kind)}
        for kind in dict.fromkeys(kinds)
    ]


class CheckedUnitView(RecordView):
    """What a check says of a unit."""

    model = CheckedUnit
    columns = CHECKED
    filterset = CheckedUnitFilter
    search_hint = gettext_lazy("Unit, pinyin initials or check")
    empty_hint = gettext_lazy("No unit matches. Take a filter away.")

    def rows(self) -> QuerySet[Any]:
        """With unit, check and number of deductions."""
        return self.visible().with_names().with_counts()

    def one_row(self) -> QuerySet[Any]:
        """With the same."""
        return self.rows()

    def status(self, record: Any) -> Badge:
        """That of the check."""
        return state(record.in_check)

    def facts(self, record: Any) -> list[Fact]:
        """Unit, check, what is left, what the unit gives itself."""
        user, check, points = self.request.user, record.in_check, {"left": record.left, "full": record.full}
        return [
            Fact(_("Unit"), record.unit, address_for(user, record.unit)),
            Fact(_("Regular check"), check, check.get_absolute_url()),
            Fact(_("Period of the check"), _("%(first)s to %(last)s") % {"first": check.first, "last": check.last}),
            Fact(_("Points left"), _("%(left)s of %(full)s") % points),
            Fact(_("Self score"), record.self_score if record.self_score is not None else _("not written yet")),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """The unit writes its self scores, the supervision group deducts, while the check is open."""
        if record.in_check.state != State.OPEN:
            return []
        take = f"{reverse('assessment:create_deduction')}?checked={record.pk}"
        own = reverse("assessment:write_self_scores", args=[record.pk])
        return [
            Button("assessment.write_self_scores", own, "pen", "primary"),
            Button("assessment.create_deduction", take, "dash-lg", "primary"),
        ]

    def belonging(self, record: Any) -> list[QuerySet[Any]]:
        """Its deductions."""
        return [record.deductions.all().visible_to(self.request.user)]

    def panels(self, record: Any) -> list[Panel]:
        """Item by item."""
        return [Panel(_("Items checked"), "assessment/panels/checked.html", {"lines": services.checked_items(record)})]


def before_closing(check: Check) -> str:
    """What it means to close it now."""
    said = _("Self scores and deductions cannot be changed any more; they count in the scores of %(month)s.")
    locked = said % {"month": f"{check.last:%Y-%m}"}
    lacking = check.checked.present().filter(self_score=None).count()
    more = _("%(locked)s %(number)s units have not written their self scores.")
    return more % {"locked": locked, "number": lacking} if lacking else locked


urlpatterns = [
    verb_path(
        "checks/<int:pk>/draw/",
        "assessment.draw_units",
        Check,
        UnitsForm,
        services.draw_units,
        explain=gettext_lazy(
            "So many of each kind; blank: all of them. Units are drawn once. Seed and pool are kept: anybody can draw "
            "again and see that nobody was chosen by hand."
        ),
    ),
    verb_path(
        "checks/<int:pk>/open/",
        "assessment.open_check",
        Check,
        ConfirmForm,
        services.open_check,
        explain=gettext_lazy("The units see it from now on and write their self scores; their people are told."),
    ),
    verb_path(
        "checks/<int:pk>/close/",
        "assessment.close_check",
        Check,
        ConfirmForm,
        services.close_check,
        explain=before_closing,
        danger=True,
    ),
    verb_path(
        "checked/<int:pk>/self/",
        "assessment.write_self_scores",
        CheckedUnit,
        SelfScoresForm,
        services.write_self_scores,
        explain=gettext_lazy("They stand beside what the supervision group finds and change nothing of it."),
    ),
]
