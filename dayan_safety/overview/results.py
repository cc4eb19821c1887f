"""Three of the six figures: findings closed, villages reached, the forecast of the national self-assessment."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Any

from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessment.models import SelfAssessment
from assessment.services.national.judging import whole_of
from assessment.services.national.past import totals_on
from campaigns.models import Event
from campaigns.services.coverage import Coverage, coverage_of, reached_in
from committee.models import Unit, WorkingGroup
from dayan_safety.overview.asking import Asked, end_of
from dayan_safety.overview.gauges import UNKNOWN, Beside, Gauge, light_of, share, told, worse
from inspections.models import Finding
from inspections.services.pictures import Sums, sums_of, sums_on, together

NOTHING = Sums()


def findings_closed(asked: Asked) -> Gauge:
    """Of the findings found in the year those that are closed; beside it all that are overdue; two queries."""
    months, near = _found(asked), asked.of_house("near_target")
    year = together(sums for first, sums in months.items() if first.year == asked.on.year)
    overdue, page = asked.rows(Finding).overdue(asked.on).count(), reverse("inspections:list_finding")
    value, goal = share(year.closed, year.found), asked.of_house("target_findings")
    late = light_of(overdue, asked.of_house("most_findings_overdue"), near, most=True)
    first, last = asked.year_days
    return Gauge(
        key="findings",
        label=_("The year's findings closed"),
        value=value,
        unit="%",
        note=pgettext("share", "%(part)s of %(whole)s") % {"part": year.closed, "whole": year.found}
        if year.found
        else "",
        target=_("target %(number)s %%") % {"number": goal},
        light=worse(light_of(value, goal, near), late),
        url=f"{page}?standing=counted&since={first}&until={last}",
        months={first: share(sums.closed, sums.found) for first, sums in months.items()},
        line=goal,
        besides=[Beside(_("overdue"), overdue, late, f"{page}?standing=overdue")],
    )


def _found(asked: Asked) -> dict[date, Sums]:
    """What became of the findings of each month; one query."""
    rows = asked.rows(Finding).exclude(state=Finding.State.WITHDRAWN).filter(found_on__gte=asked.firsts[0])
    counted = rows.order_by().annotate(begun=TruncMonth("found_on")).values("begun").annotate(**sums_on(asked.on))
    found = {row["begun"]: sums_of(row) for row in counted}
    return {first: found.get(first, NOTHING) for first in asked.firsts}


def coverage_now(asked: Asked) -> Coverage:
    """Villages × themes of the year, as the coverage map has them; four queries."""
    units = asked.rows(Unit).valid_on(asked.on).filter(kind=Unit.Kind.VILLAGE)
    groups = asked.rows(WorkingGroup).of_committee_in_office(asked.on)
    return coverage_of(asked.on.year, asked.on, units, groups, asked.rows(Event))


def villages_reached(asked: Asked, coverage: Coverage) -> Gauge:
    """Villages that had an event in the year, and in each month; two queries."""
    months = reached_in(asked.firsts[0], asked.on, coverage.units, coverage.groups, asked.rows(Event))
    value, whole = len(coverage.units_reached), len(coverage.units)
    goal = _part_of(whole, asked.of_house("target_villages"), 100)
    by_now = _part_of(goal, asked.on.month, 12)
    said = {"number": goal, "now": by_now}
    return Gauge(
        key="villages",
        label=_("Villages reached by events"),
        value=value,
        unit=_("of %(whole)s") % {"whole": whole},
        note="",
        target=_("target %(number)s in the year, %(now)s by now") % said,
        light=light_of(value, by_now, asked.of_house("near_target")) if whole else UNKNOWN,
        url=f"{reverse('campaigns:view_coverage')}?year={asked.on.year}&kind=village",
        months={first: len(months.get(first, ())) for first in asked.firsts},
    )


def _part_of(whole: int, part: int, of: int) -> int:
    """``part`` ``of`` so many of a whole, the next number up."""
    return int((Decimal(whole * part) / of).quantize(Decimal(1), ROUND_UP))


def forecast(asked: Asked) -> Gauge:
    """The total of the newest self-assessment, today and at the end of each month; four queries."""
    newest = asked.rows(SelfAssessment).select_related("indicator_set").order_by("-year", "-pk").first()
    goal = asked.of_house("target_forecast")
    said: dict[str, Any] = {"key": "forecast", "label": _("Forecast of the self-assessment")}
    said["target"] = _("target %(number)s points") % {"number": goal}
    if newest is None:
        url = reverse("assessment:list_selfassessment")
        empty: dict[date, Decimal | None] = dict.fromkeys(asked.firsts)
        return Gauge(value=None, unit="", note="", light=UNKNOWN, url=url, months=empty, line=goal, **said)
    whole, near = whole_of(newest, asked.on), asked.of_house("near_target")
    zeros, page = len(whole.standing.zeros), newest.get_absolute_url()
    alarm = light_of(zeros, 0, 0, most=True)
    return Gauge(
        value=whole.standing.total,
        unit=_("of %(whole)s") % {"whole": told(newest.indicator_set.total)},
        note="",
        light=worse(light_of(whole.standing.total, goal, near), alarm),
        url=page,
        months=_totals(asked, newest, [line.judged for line in whole.lines]),
        line=goal,
        besides=[Beside(_("indicators at zero"), zeros, alarm, page)],
        **said,
    )


def _totals(asked: Asked, newest: SelfAssessment, judged: list[Any]) -> dict[date, Decimal | None]:
    latest_first = list(reversed(asked.firsts))
    totals = totals_on(newest, judged, [end_of(first) for first in latest_first])
    return dict(reversed(list(zip(latest_first, totals, strict=True))))
