"""Pages of indicator sets and their indicators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessment.filters.national import IndicatorFilter, IndicatorSetFilter
from assessment.forms.national import IndicatorForm, IndicatorSetForm
from assessment.models import Indicator, IndicatorSet
from assessment.services.national import sets as services
from assessment.tables.national import INDICATORS, SETS, set_state
from dayan_safety.forms import ConfirmForm
from dayan_safety.tables import Badge, Column, rows_of
from dayan_safety.views import Button, Fact, Panel, RecordView, verb_path
from dayan_safety.views.beginning import asked_for, only_one

State = IndicatorSet.State
LEFT_OUT = ("indicator_set", "number", "text", "sources", "element_number")
OF_ONE = [Column("indicator", _("Indicator"), str), *(column for column in INDICATORS if column.name not in LEFT_OUT)]
VERBS = {State.DRAFT: ("adopt_indicatorset", "check2"), State.IN_USE: ("revise_indicatorset", "copy")}


class IndicatorSetView(RecordView):
    """What communities are evaluated by."""

    model = IndicatorSet
    columns = SETS
    filterset = IndicatorSetFilter
    form = IndicatorSetForm
    edit_service = staticmethod(services.edit_indicatorset)
    remove_service = staticmethod(services.remove_indicatorset)
    search_hint = _("Name or standard")
    empty_hint = _("No indicator set yet: draw one up and bring in its list.")

    def status(self, record: Any) -> Badge:
        """Being drawn up, in use or replaced."""
        return set_state(record)

    def facts(self, record: Any) -> list[Fact]:
        """Standard, edition, limits, weights and grades."""
        weights = " / ".join(f"{weight.normalize():f}" for weight in record.weights)
        shares = "  ".join(f"{grade} {share}%" for grade, share in record.shares.items())
        return [
            Fact(_("Standard"), record.document),
            Fact(_("Edition"), str(record.edition)),
            Fact(_("Put in use on"), record.used_since),
            Fact(_("Full marks of all indicators"), record.total),
            Fact(_("Passes from"), record.pass_from),
            Fact(_("May rectify from"), record.rectify_from),
            Fact(_("Presence / evidence / effect weigh"), weights),
            Fact(_("What a grade gives"), shares),
        ]

    def buttons(self, record: Any) -> list[Button]:
        """Its indicators; a draft gets more and is put in use, of what is in use the next edition is drawn up."""
        of_set = f"?indicator_set={record.pk}"
        url, more = (f"{reverse(f'assessment:{page}_indicator')}{of_set}" for page in ("list", "create"))
        new = [Button("assessment.create_indicator", more, "plus-lg")] if record.state == State.DRAFT else []
        verbs = [VERBS[record.state]] if record.state in VERBS else []
        return [
            *new,
            Button("assessment.view_indicator", url, "list-ol", "primary", _("Indicators")),
            *(
                Button(f"assessment.{verb}", reverse(f"assessment:{verb}", args=[record.pk]), icon)
                for verb, icon in verbs
            ),
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """What is or was in use is neither edited nor removed."""
        return super().own_buttons(record) if record.state == State.DRAFT else []

    def panels(self, record: Any) -> list[Panel]:
        """The note, the indicators."""
        rows = rows_of(OF_ONE, services.indicators_of(record))
        note = [Panel(_("Note"), "records/panels/text.html", {"text": record.note})] if record.note else []
        shown = {"columns": OF_ONE, "rows": rows}
        return [*note, *([Panel(_("Indicators"), "records/panels/rows.html", shown)] if rows else [])]


class IndicatorView(RecordView):
    """What is asked."""

    model = Indicator
    columns = INDICATORS
    filterset = IndicatorFilter
    form = IndicatorForm
    create_service = staticmethod(services.create_indicator)
    edit_service = staticmethod(services.edit_indicator)
    remove_service = staticmethod(services.remove_indicator)
    list_kind = "indicator"
    search_hint = _("Indicator, number or element")
    empty_hint = _("No indicator matches. Take a filter away, add one, or bring in the list.")

    def rows(self) -> QuerySet[Any]:
        """With the set."""
        return self.visible().with_set()

    def one_row(self) -> QuerySet[Any]:
        """With the set."""
        return self.visible().with_set()

    def fresh(self) -> Indicator:
        """Of the set that the address names, or of the one that is being drawn up."""
        asked = asked_for(IndicatorSet, self.request, "indicator_set")
        if asked and asked.state == State.DRAFT:
            return Indicator(indicator_set=asked)
        drafts = IndicatorSet.objects.drafts().values_list("pk", flat=True)
        return Indicator(indicator_set_id=only_one(drafts[:2]))

    def facts(self, record: Any) -> list[Fact]:
        """Set, element, points, whose words, what proves it."""
        return [
            Fact(_("Indicator set"), record.indicator_set, record.indicator_set.get_absolute_url()),
            Fact(_("Element"), f"{record.element_number} {record.element}"),
            Fact(_("Full mark"), record.full_mark),
            Fact(_("Wording"), record.get_wording_display()),
            Fact(_("Proved by"), record.told_sources or _("what its element is proved by")),
        ]

    def own_buttons(self, record: Any) -> list[Button]:
        """Of a set that is or was in use nothing is changed."""
        return super().own_buttons(record) if record.indicator_set.state == State.DRAFT else []


urlpatterns = [
    verb_path(
        "indicator-sets/<int:pk>/adopt/",
        "assessment.adopt_indicatorset",
        IndicatorSet,
        ConfirmForm,
        services.adopt_indicatorset,
        explain=_("Self-assessments can be begun by it from now on; it cannot be changed any more, only replaced."),
    ),
    verb_path(
        "indicator-sets/<int:pk>/revise/",
        "assessment.revise_indicatorset",
        IndicatorSet,
        ConfirmForm,
        services.revise_indicatorset,
        explain=_("The next edition begins with the same indicators; this one stays in use until then."),
    ),
]
