"""Drawing up indicator sets: indicators while it is a draft, putting it in use, drawing up the next edition."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from assessment.models import Indicator, IndicatorSet
from assessment.scoring import rounded
from assessment.scoring.national import Scale
from dayan_safety.editions import next_edition, put_in_use
from dayan_safety.errors import RuleBroken
from dayan_safety.history import change, record_action
from dayan_safety.permissions import verb
from dayan_safety.records import create_record, edit_record, remove_record
from dayan_safety.states import require_state

State = IndicatorSet.State
SETTINGS: tuple[str, ...] = (
    *("total", "pass_from", "rectify_from", "presence_weight", "evidence_weight", "effect_weight"),
    *("share_a", "share_b", "share_c", "share_d", "note"),
)
OF_INDICATOR: tuple[str, ...] = (*("element_number", "element", "number", "text", "full_mark", "sources", "wording"),)


def scale_of(kept: IndicatorSet) -> Scale:
    """How its grades become points."""
    return Scale(kept.weights, kept.shares, kept.pass_from, kept.rectify_from)


def indicators_of(kept: IndicatorSet) -> list[Indicator]:
    """Its indicators by number; one query."""
    return list(kept.indicators.present().order_by("number", "pk"))


def edit_indicatorset(kept: IndicatorSet, names: list[str], *, by: Any, version: int | None = None) -> IndicatorSet:
    """Edit its name and limits, while it is a draft."""
    with change():
        require_state(kept, (State.DRAFT,))
        return edit_record(kept, names, by=by, version=version)


def remove_indicatorset(kept: IndicatorSet, *, by: Any, reason: str) -> None:
    """Give a draft up: by what is or was in use the town was judged."""
    with change():
        require_state(kept, (State.DRAFT,))
        remove_record(kept, by=by, reason=reason)


def create_indicator(indicator: Indicator, *, by: Any) -> Indicator:
    """One indicator more, while its set is a draft."""
    with change():
        require_state(indicator.indicator_set, (State.DRAFT,))
        return create_record(indicator, by=by)


def edit_indicator(indicator: Indicator, names: list[str], *, by: Any, version: int | None = None) -> Indicator:
    """Ask it in other words, while its set is a draft; it stays in its set."""
    with change():
        kept = Indicator.objects.select_related("indicator_set").get(pk=indicator.pk)
        require_state(kept.indicator_set, (State.DRAFT,))
        indicator.indicator_set = kept.indicator_set
        return edit_record(indicator, names, by=by, version=version)


def remove_indicator(indicator: Indicator, *, by: Any, reason: str) -> None:
    """Ask it no more, while its set is a draft."""
    with change():
        require_state(indicator.indicator_set, (State.DRAFT,))
        remove_record(indicator, by=by, reason=reason)


def what_set_lacks(kept: IndicatorSet) -> str:
    """What keeps it from being put in use, in a sentence: indicators, or full marks that add up otherwise."""
    marks = kept.indicators.present().aggregate(sum=Sum("full_mark"))["sum"]
    if marks is None:
        return _("The set has no indicators yet: bring in the list first.")
    if Decimal(marks) != kept.total:
        told = {"sum": rounded(Decimal(marks)), "total": rounded(Decimal(kept.total))}
        return _("The full marks of the indicators add up to %(sum)s, the set says %(total)s.") % told
    return ""


@verb("assessment.adopt_indicatorset")
def adopt_indicatorset(kept: IndicatorSet, *, by: Any) -> None:
    """Put it in use; what was in use under its name is replaced. Raises ``RuleBroken`` with what is lacking."""
    require_state(kept, (State.DRAFT,))
    if lacking := what_set_lacks(kept):
        raise RuleBroken(lacking)
    before = IndicatorSet.objects.filter(name=kept.name)
    put_in_use(kept, instead_of=before, right="assessment.adopt_indicatorset", by=by)


@verb("assessment.revise_indicatorset")
def revise_indicatorset(kept: IndicatorSet, *, by: Any) -> IndicatorSet:
    """Draw up the next edition with the same limits and indicators. Raises ``RuleBroken`` while one is drawn up."""
    about = {name: getattr(kept, name) for name in ("name", "document", *SETTINGS)}
    right = "assessment.revise_indicatorset"
    made = create_record(IndicatorSet(**about, edition=next_edition(kept)), by=by, right=right)
    same = [{name: getattr(each, name) for name in OF_INDICATOR} for each in indicators_of(kept)]
    Indicator.objects.bulk_create(Indicator(indicator_set=made, **each) for each in same)
    record_action(right, kept, by=by, after={"edition": str(made)})
    return made
